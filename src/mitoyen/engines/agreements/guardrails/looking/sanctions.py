"""What is sanctioned, by how much, under which ceiling: asked by the rules on penalties."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.clauses.charges import AvailabilityPayment
from mitoyen.engines.agreements.clauses.exit import Reporting
from mitoyen.engines.agreements.clauses.performance import BonusMalus, Penalty
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.stages import Stage
from mitoyen.kernel.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.reading import Path

_COUNTED_IN = ("delivered", "hired", "months", "conform", "women", "spending")
"""The field by which each social duty counts what is done."""


class Sanctioned(NamedTuple):
    """A measure whose failing costs a party money, and the clause that makes it pay."""

    clause: Clause
    path: Path
    measure: str
    debtor: str


class Ceiling(NamedTuple):
    """A ceiling on sanctions: where it is written, and the clauses that it covers."""

    cap: Cap
    path: Path
    covers: frozenset[str]


def sanctions(agreement: Agreement) -> list[tuple[int, Clause]]:
    """The penalties, and the social duties whose failing is paid."""
    stages = {Stage.PENALTIES, Stage.SOCIAL_CLAUSES}
    return [(rank, one) for rank, one in enumerate(agreement.clauses) if one.stage in stages and one.pairs()]


def sanctioned(agreement: Agreement) -> Iterator[Sanctioned]:
    """Every measure that is sanctioned: by a penalty, a malus, a deduction, a late report, or a social duty."""
    for rank, clause in enumerate(agreement.clauses):
        for place, measure, debtor in _sanctioned_by(clause):
            yield Sanctioned(clause, ("clauses", rank, *place), measure, debtor)


def _sanctioned_by(clause: Clause) -> Iterator[tuple[Path, str, str]]:
    """Where in the clause, which measure, who owes."""
    match clause:
        case Penalty():
            yield (), clause.measure, clause.payer
        case BonusMalus() if clause.limits.malus is None or clause.limits.malus > ZERO:
            yield from (((), str(one.indicator), earner) for one in clause.judged for earner in clause.earners)
        case AvailabilityPayment():
            for place, fault in enumerate(clause.faults):
                yield ("faults", place), str(fault.hours), clause.payee
        case Reporting():
            late = ((place, one.days_late) for place, one in enumerate(clause.reports) if one.days_late)
            yield from ((("reports", place), str(days), clause.debtor) for place, days in late)
        case _ if clause.stage is Stage.SOCIAL_CLAUSES and clause.pairs():
            counted = next((getattr(clause, field) for field in _COUNTED_IN if hasattr(clause, field)), None)
            if counted is not None:
                yield (), str(counted), clause.pairs()[0][0]


def all_caps(agreement: Agreement) -> Iterator[tuple[Path, Cap]]:
    """The caps of the document, then those that clauses put."""
    for rank, cap in enumerate(agreement.caps):
        yield ("caps", rank), cap
    for rank, clause in enumerate(agreement.clauses):
        for cap in clause.caps():
            yield ("clauses", rank), cap


def ceilings_on_sanctions(agreement: Agreement) -> list[Ceiling]:
    """The caps that bound sanctions; a threshold of exemption is none, nor is a cap that bears on other money too."""
    debtor_of = {str(clause.id): clause.pairs()[0][0] for _, clause in sanctions(agreement)}
    found = []
    for path, cap in all_caps(agreement):
        if cap.exempt_up_to is not None:
            continue
        if cap.clauses:
            covers = {str(name) for name in cap.clauses if cap.payer in {None, debtor_of.get(name)}} & set(debtor_of)
        else:
            covers = {name for name, party in debtor_of.items() if cap.agreement or party == cap.party}
            covers -= set(cap.excludes)
        if covers:
            found.append(Ceiling(cap, path, frozenset(covers)))
    return found


def share_of_contract(agreement: Agreement, one: Ceiling) -> Exact | None:
    """What a ceiling is of the price, or of the value of the contract; nothing for one that bears on other money.

    Nor for one that does not say its window: EXP-03 does.
    """
    if not one.cap.clauses or one.cap.window is None:
        return None
    if one.cap.rate is not None:
        return one.cap.rate
    if one.cap.amount is None or agreement.value is None or agreement.value == ZERO:
        return None
    return one.cap.amount * windows(agreement, one.cap) / agreement.value


def windows(agreement: Agreement, cap: Cap) -> int:
    """In how many windows of the term the cap starts again."""
    if cap.window == "life":
        return 1
    if cap.window in {None, "event"}:
        return len(agreement.term.periods())
    return max(1, -(-months(agreement) // MONTHS[cap.window]))  # type: ignore[index]  # the other windows are lengths


def months(agreement: Agreement) -> int:
    """How many months the agreement lasts, begun ones counted."""
    whole = agreement.term.whole
    return max(1, (whole.end.year - whole.start.year) * 12 + whole.end.month - whole.start.month)
