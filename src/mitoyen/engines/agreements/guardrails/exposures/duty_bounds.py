"""The most that duties towards people (insertion, parity, apprenticeships…) can cost in one settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses import exit as handing_back
from mitoyen.engines.agreements.clauses import inclusion, social
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, total
from mitoyen.engines.agreements.guardrails.exposures.most import largest, plus, times
from mitoyen.engines.agreements.guardrails.exposures.reach import A_CENT, Owed, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator


def insertion_bounds(clause: social.InsertionHours, reach: Reach) -> Iterator[Owed]:
    """Every hour due, missed."""
    due = clause.due.during(reach.period) if clause.due else ZERO
    if clause.from_contract:
        contract = clause.from_contract
        amount = contract.amount + total(option.amount for option in contract.options)
        due = (amount * (contract.labour_share or ONE) * contract.rate / contract.hourly_cost).rounded(0, "up")
    yield reach.owed(clause.payer, clause.payee, due * clause.missing_hour)


def late_report_bounds(clause: handing_back.Reporting, reach: Reach) -> Iterator[Owed]:
    """Every day that each report can be late, at its rate."""
    if clause.penalty_to is None:
        return
    late = [(report.days_late, report.per_day) for report in clause.reports if report.days_late and report.per_day]
    owed = plus(*(times(reach.high(days), each) for days, each in late))
    yield reach.owed(clause.debtor, clause.penalty_to, owed, *(days for days, _ in late))


def parity_bounds(clause: inclusion.Parity, reach: Reach) -> Iterator[Owed]:
    """Nobody of the group that is to be there, over all the periods counted together."""
    target = largest(clause.target.years.values())
    people = times(reach.high(clause.everybody), Exact(max(1, clause.over_periods)))
    missing = times(times(people, target), Exact(1, 100))
    yield reach.owed(clause.payer, clause.payee, times(missing, clause.missing_post), clause.everybody)


def accessibility_bounds(clause: inclusion.Accessibility, reach: Reach) -> Iterator[Owed]:
    """Every listed item missing, and no complaint answered."""
    listed = times(times(reach.high(clause.listed), largest(clause.target.years.values())), Exact(1, 100))
    items = None if listed is None else listed.rounded(0, "up")
    complaints = times(reach.high(clause.unanswered), clause.unanswered_each)
    owed = plus(times(items, clause.missing_item), complaints)
    yield reach.owed(clause.payer, clause.payee, owed, clause.listed, clause.unanswered)


def purchasing_bounds(clause: inclusion.ResponsiblePurchasing, reach: Reach) -> Iterator[Owed]:
    """Each criterion missed on all that is spent."""
    spending = reach.high(clause.spending)
    each = [times(spending, one.target * one.rate) for one in clause.criteria]
    owed = plus(*each, Exact(len(each)) * A_CENT)
    yield reach.owed(clause.payer, clause.payee, owed, clause.spending)


def local_hire_bounds(clause: inclusion.LocalHire, reach: Reach) -> Iterator[Owed]:
    """Every unit due, missed."""
    due = clause.due.during(reach.period).rounded(4, "up")
    yield reach.owed(clause.payer, clause.payee, due * clause.missing_unit)


def apprenticeship_bounds(clause: inclusion.Apprenticeships, reach: Reach) -> Iterator[Owed]:
    """Every month due, missed; and back, a bonus for each apprenticeship completed."""
    due = clause.due.during(reach.period).rounded(4, "up")
    yield reach.owed(clause.payer, clause.payee, due * clause.missing_month)
    if clause.completed and clause.bonus is not None:
        bonus = times(reach.high(clause.completed), clause.bonus)
        yield reach.owed(clause.payee, clause.payer, bonus, clause.completed)
