"""What a clause looks at, and whom it pays: asked by many rules, answered here once, whatever the kind of clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel

from mitoyen.engines.agreements.clauses.outcomes import OutcomePayment
from mitoyen.engines.agreements.clauses.performance import BonusMalus
from mitoyen.engines.agreements.scalars import FactName, IndicatorId, MeasureName
from mitoyen.engines.agreements.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.declarations import Indicator
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.reading import Path

_NOT_LOOKED_AT = frozenset({"objective"})
"""Fields that name an indicator without counting it."""


class Use(NamedTuple):
    """A clause that moves money according to a measure, and where it says so."""

    clause: Clause
    path: Path
    measure: str


class IndicatorUse(NamedTuple):
    """The same, when the measure is an indicator."""

    clause: Clause
    path: Path
    name: str
    indicator: Indicator

    @property
    def judges(self) -> bool:
        """Whether the clause judges by it; a comparison group is looked at, and judges nobody."""
        return not {"against", "margin", "excused"} & set(self.path)


def moving(agreement: Agreement) -> Iterator[tuple[int, Clause]]:
    """The clauses that make somebody pay somebody, with their rank."""
    return ((rank, clause) for rank, clause in enumerate(agreement.clauses) if clause.pairs())


def uses(agreement: Agreement) -> Iterator[Use]:
    """Every measure that every clause that moves money looks at, once for each clause."""
    for rank, clause in moving(agreement):
        met: set[str] = set()
        for path, name in _measures(clause, ("clauses", rank)):
            if name not in met:
                met.add(name)
                yield Use(clause, path, name)


def indicator_uses(agreement: Agreement) -> Iterator[IndicatorUse]:
    """Every indicator that money depends on, once for each clause that looks at it."""
    for use in uses(agreement):
        known = agreement.indicators.get(IndicatorId(use.measure))
        if known is not None:
            yield IndicatorUse(use.clause, use.path, use.measure, known)


def money_indicators(agreement: Agreement) -> dict[str, list[IndicatorUse]]:
    """The indicators that money depends on, each with the clauses that look at it."""
    found: dict[str, list[IndicatorUse]] = {}
    for use in indicator_uses(agreement):
        found.setdefault(use.name, []).append(use)
    return found


def performers(clause: Clause) -> tuple[str, ...]:
    """Who is paid to do well: the payees of a clause; but, for what a penalty sanctions, those who owe it."""
    owes = clause.stage in {Stage.PENALTIES, Stage.SOCIAL_CLAUSES}
    return tuple(dict.fromkeys(payer if owes else payee for payer, payee in clause.pairs()))


def linked(agreement: Agreement, one: str, other: str) -> bool:
    """Whether two parties are the same, or one controls the other, or both are of one house; whichever says so."""
    if one == other:
        return True
    near, far = _links_of(agreement, one), _links_of(agreement, other)
    return other in near or one in far or bool(near & far)


def _links_of(agreement: Agreement, party: str) -> set[str]:
    """The parties that one declares, and those that declare it."""
    parties = agreement.parties
    if party not in parties:
        return set()
    told = {str(name) for name in parties[party].linked_to}  # type: ignore[index]  # ids are text
    return told | {str(name) for name, declared in parties.items() if party in declared.linked_to}


def _measures(part: object, path: Path) -> Iterator[tuple[Path, str]]:
    """The facts and the indicators named inside a part of a clause, with their path as written."""
    if isinstance(part, FactName | MeasureName | IndicatorId):
        yield path, str(part)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            if name not in _NOT_LOOKED_AT:
                alias = type(part).model_fields[name].alias or name
                yield from _measures(getattr(part, name), (*path, alias))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _measures(value, (*path, str(key)))
    elif isinstance(part, tuple):
        for rank, value in enumerate(part):
            yield from _measures(value, (*path, rank))


class PayingMeasure(NamedTuple):
    """A measure that earns money under a bonus or an outcome payment, and whether it is compared with something."""

    clause: BonusMalus | OutcomePayment
    path: Path
    name: str
    is_compared: bool


def paying_measures(agreement: Agreement) -> Iterator[PayingMeasure]:
    """What bonuses and outcome payments are paid for; not what it is compared with."""
    for rank, clause in enumerate(agreement.clauses):
        where: Path = ("clauses", rank)
        if isinstance(clause, BonusMalus):
            for place, one in enumerate(clause.judged):
                path: Path = ("measures", place, "indicator") if clause.measures else ("indicator",)
                yield PayingMeasure(clause, (*where, *path), str(one.indicator), is_compared=False)
        elif isinstance(clause, OutcomePayment):
            for paid_at, name, is_compared in _paid_for(clause):
                yield PayingMeasure(clause, (*where, *paid_at), name, is_compared)


def _paid_for(clause: OutcomePayment) -> Iterator[tuple[Path, str, bool]]:
    changes = [(("change",), clause.change), (("pooled", "change"), clause.pooled.change if clause.pooled else None)]
    for path, change in changes:
        if change is not None:
            # A share of a whole compares nothing: the whole is only its divisor.
            yield (*path, "measure"), str(change.measure), change.against is not None and change.as_ != "share"
    for rank, one in enumerate(clause.weighted.measures if clause.weighted else ()):
        yield ("weighted", "measures", rank, "measure"), str(one.measure), False
    for rank, milestone in enumerate(clause.milestones):
        yield ("milestones", rank, "count"), str(milestone.count), False
