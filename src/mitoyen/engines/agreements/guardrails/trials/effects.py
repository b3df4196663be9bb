"""What an outcome payment gives for no effect, for the effect that is aimed at, and through the noise of a measure."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.order import Orders
from mitoyen.engines.agreements.scalars import IndicatorId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.engines.agreements.clauses.outcomes import Change, OutcomePayment
    from mitoyen.engines.agreements.declarations import Indicator
    from mitoyen.engines.agreements.document import Agreement

GRID = 200
"""How many equal chances the noise of a measure is cut into."""
_ROOT_DIGITS = 1_000_000


def paid_without_effect(agreement: Agreement, clause: OutcomePayment) -> Exact | None:
    """What the clause gives when every measure stands where it would have stood anyway; nothing when unknown."""
    supposed = without_effect(agreement, clause)
    return None if supposed is None else paid_on(agreement, clause, supposed)


def without_effect(agreement: Agreement, clause: OutcomePayment) -> dict[str, Exact] | None:
    """The value of each measure when nothing changed; nothing when a measure has no baseline."""
    supposed: dict[str, Exact] = {}
    for change in _changes(clause):
        stands = standing(agreement, change)
        if stands is None:
            return None
        supposed[str(change.measure)] = stands
        if change.against and change.against.measured:
            supposed[str(change.against.measured)] = stands if change.as_ != "share" else _whole(agreement, change)
        if change.margin:
            supposed[str(change.margin)] = ZERO
    names = [str(one.measure) for one in clause.weighted.measures] if clause.weighted else []
    names += [str(one.count) for one in clause.milestones]
    for name in names:
        baseline = _baseline(agreement, name)
        if baseline is None:
            return None
        supposed[name] = baseline
    return supposed


def paid_on(agreement: Agreement, clause: OutcomePayment, supposed: Mapping[str, Exact]) -> Exact | None:
    """What the clause alone gives at its first period, on supposed figures."""
    return _Alone(agreement, clause).paid(supposed)


class _Alone:
    """A clause settled alone at its first period, as often as one likes."""

    def __init__(self, agreement: Agreement, clause: OutcomePayment) -> None:
        self.clause = clause
        self.agreement = supposing.only(agreement, {clause.id})
        self.orders = Orders(self.agreement)
        self.period = next((one for one in agreement.term.periods() if clause.applies_during(one)), None)

    def paid(self, supposed: Mapping[str, Exact]) -> Exact | None:
        """What it gives; nothing when it never applies, or cannot be worked out."""
        if self.period is None:
            return None
        books = supposing.settled_on(self.agreement, self.period, supposed, orders=self.orders)
        return None if books is None else supposing.owed_by_clause(books, self.clause.id, self.clause.payee)


def usual_margin(agreement: Agreement, change: Change) -> dict[str, Exact]:
    """The half-width that is taken off: what protects from the noise of the measure.

    That of an indicator is at its declared level; that of a fact, which nothing declares, is as it is assumed.
    """
    if change.margin is None:
        return {}
    name, assumed = str(change.margin), agreement.assumptions.drivers if agreement.assumptions else {}
    if name in agreement.facts:
        return {name: supposing.usual(agreement, name) if name in assumed else ZERO}
    return {name: _baseline(agreement, name) or ZERO}


def standing(agreement: Agreement, change: Change) -> Exact | None:
    """Where the measure of a change stands without effect: where its comparison stands, else where it began.

    A figure fixed too low pays for what was there already: the baseline is what counts, when there is one.
    """
    if change.against and change.as_ != "share":
        if change.against.fixed is not None:
            return _baseline(agreement, str(change.measure)) or change.against.fixed
        other = str(change.against.measured)
        found = _baseline(agreement, other)
        return (
            found
            if found is not None
            else _baseline(agreement, str(change.measure)) or supposing.usual(agreement, other)
        )
    return _baseline(agreement, str(change.measure))


def noise(agreement: Agreement, change: Change) -> Exact | None:
    """The standard error of an effect: that of the measure, and that of what it is compared with."""
    names = [str(change.measure)]
    if change.against and change.against.measured:
        names.append(str(change.against.measured))
    errors = [_error(agreement.indicators.get(IndicatorId(name))) for name in names]
    known = [error for error in errors if error is not None]
    if not known:
        return None
    return Exact.of(round(sum(error**2 for error in known) ** 0.5 * _ROOT_DIGITS)) / _ROOT_DIGITS


def chance_of_pay(
    agreement: Agreement, clause: OutcomePayment, at: Mapping[str, Exact], around: str, error: Exact
) -> float:
    """How often the clause pays something when ``around`` is measured with ``error``, the truth being ``at``."""
    law, alone, paid = NormalDist(), _Alone(agreement, clause), 0
    for rank in range(GRID):
        score = law.inv_cdf((rank + 0.5) / GRID)
        value = at[around] + error * Exact(round(score * 10_000), 10_000)
        found = alone.paid({**at, around: value})
        paid += bool(found is not None and found > ZERO)
    return paid / GRID


def _error(indicator: Indicator | None) -> float | None:
    """The declared standard error; for a rate in percent, that of a share seen on so many people."""
    if indicator is None:
        return None
    declared = indicator.standard_error or (indicator.baseline.standard_error if indicator.baseline else None)
    if declared is not None:
        return float(declared.fraction)
    count = indicator.min_n or (indicator.baseline.n if indicator.baseline else None)
    level = indicator.baseline.value if indicator.baseline else None
    if not count or level is None or indicator.unit != "%":
        return None
    share = min(max(float(level.fraction) / 100, 0.01), 0.99)
    return 100 * math.sqrt(share * (1 - share) / count)


def _changes(clause: OutcomePayment) -> list[Change]:
    found = [clause.change, clause.pooled.change if clause.pooled else None]
    return [change for change in found if change is not None]


def _baseline(agreement: Agreement, name: str) -> Exact | None:
    indicator = agreement.indicators.get(IndicatorId(name))
    return indicator.baseline.value if indicator and indicator.baseline else None


def _whole(agreement: Agreement, change: Change) -> Exact:
    assert change.against is not None  # noqa: S101  a share has a divisor
    return supposing.usual(agreement, str(change.against.measured))
