"""The unit that each kind of clause expects of what it measures: the price it counts at, so that the product is euros.

A sum of money is counted at 1 (``EUR × 1 = EUR``), hours at ``EUR/h``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses import charges, inclusion, outcomes, performance, prices, risk, sharing, social
from mitoyen.engines.agreements.clauses import exit as handing_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.reading import Path

    Counted = Iterator[tuple[Path, str, str]]
    """Where, which measure, at which price."""

MONEY = "1"
AN_HOUR = "EUR/h"
A_DAY = "EUR/day"
A_MONTH = "EUR/month"

_SUMS: dict[str, tuple[str, ...]] = {
    "demand_band": ("after_removing",),
    "royalty": ("revenue",),
    "universal_service": ("net_cost", "benefit", "paid_before"),
    "responsible_purchasing": ("spending", "excluded"),
    "guarantee": ("received",),
    "grant": ("eligible", "excluded", "other_aid"),
    "gain_share": ("margin", "revenue", "costs", "disallowed"),
    "loan": ("cash", "costs"),
    "waterfall": ("cash", "costs"),
}
"""The fields of each kind that are sums of money."""


def expected(clause: Clause) -> Counted:
    """What a clause measures, and the price at which it counts it."""
    for name in _SUMS.get(clause.kind, ()):
        if measure := getattr(clause, name, None):
            yield (name,), str(measure), MONEY
    special = _SPECIAL.get(type(clause))
    if special is not None:
        yield from special(clause)


def _penalty(clause: performance.Penalty) -> Counted:
    yield ("rate", "per"), clause.measure, f"EUR/{clause.rate.per}"


def _insertion(clause: social.InsertionHours) -> Counted:
    yield ("delivered",), clause.delivered, AN_HOUR
    if clause.excused:
        yield ("excused",), clause.excused, AN_HOUR
    for rank, name in enumerate(clause.pooled):
        yield ("pooled", rank), name, AN_HOUR


def _reports(clause: handing_back.Reporting) -> Counted:
    for rank, report in enumerate(clause.reports):
        if report.days_late:
            yield ("reports", rank, "days_late"), report.days_late, A_DAY


def _apprentices(clause: inclusion.Apprenticeships) -> Counted:
    yield ("months",), clause.months, A_MONTH
    if clause.broken:
        yield ("broken",), clause.broken, A_MONTH


def _key(clause: sharing.CostShareKey) -> Counted:
    yield ("pool", "costs"), clause.pool.costs, MONEY
    for name in clause.pool.receipts:
        yield ("pool", "minus"), name, MONEY
    if clause.pool.debt:
        yield ("pool", "debt"), clause.pool.debt, MONEY


def _reserve(clause: risk.ReserveAccount) -> Counted:
    for rank, draw in enumerate(clause.draws):
        yield ("draws", rank), draw, MONEY


def _purchasing(clause: inclusion.ResponsiblePurchasing) -> Counted:
    for rank, one in enumerate(clause.criteria):
        yield ("criteria", rank, "spend"), one.spend, MONEY


def _availability(clause: charges.AvailabilityPayment) -> Counted:
    for rank, fault in enumerate(clause.faults):
        yield ("faults", rank, "hours"), fault.hours, AN_HOUR
        if fault.planned:
            yield ("faults", rank, "planned"), fault.planned, AN_HOUR


def _fee(clause: charges.UsageFee) -> Counted:
    if clause.per is not None:
        measure = clause.quantity or (clause.meter.after if clause.meter else "")
        yield ("per",), measure, f"EUR/{clause.per}"


def _tariff(clause: prices.SocialTariff) -> Counted:
    if clause.per is not None:
        yield ("per",), clause.quantity, f"EUR/{clause.per}"


_SPECIAL: dict[type[Clause], Callable[..., Counted]] = {
    performance.Penalty: _penalty,
    social.InsertionHours: _insertion,
    handing_back.Reporting: _reports,
    inclusion.Apprenticeships: _apprentices,
    inclusion.ResponsiblePurchasing: _purchasing,
    sharing.CostShareKey: _key,
    risk.ReserveAccount: _reserve,
    charges.AvailabilityPayment: _availability,
    charges.UsageFee: _fee,
    prices.SocialTariff: _tariff,
}


def paired(clause: Clause) -> Iterator[tuple[Path, str, str]]:
    """Two measures that a clause adds, takes off or compares."""
    match clause:
        case performance.Penalty() if clause.excused:
            yield ("excused",), clause.measure, clause.excused
        case charges.UsageFee():
            if clause.meter:
                yield ("meter",), clause.meter.before, clause.meter.after
            if clause.refunded:
                used = clause.quantity or (clause.meter.after if clause.meter else "")
                yield ("refunded",), used, clause.refunded
        case inclusion.Parity():
            yield ("women",), clause.women, clause.everybody
        case inclusion.Accessibility():
            yield ("conform",), clause.conform, clause.listed
        case inclusion.LocalHire() if clause.excused:
            yield ("excused",), clause.hired, clause.excused
        case outcomes.OutcomePayment() if clause.change:
            yield from _compared(clause.change)


def _compared(change: outcomes.Change) -> Iterator[tuple[Path, str, str]]:
    if change.against and change.against.measured:
        yield ("change", "against"), change.measure, change.against.measured
    if change.margin and change.as_ == "difference":
        yield ("change", "margin"), change.measure, change.margin
