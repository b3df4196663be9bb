"""How the interest of a payment runs: stretches of days on which neither the debt nor the rate changes.

What a reader needs to redo an interest with a desk calculator: ``owed × rate × days / basis``, summed.

>>> from mitoyen.calculus.schedules.cycles import Cycle
>>> plan = LoanPlan(principal=10_000_00, rate=Fraction(3, 100), start=date(2027, 1, 1), day_count="30E360",
...                 first_payment=date(2028, 1, 1), every=Cycle.parse("P1Y"), payments=3, repaid="annuity")
>>> [(run.start, run.owed, run.year_in_days) for run in runs(plan, date(2029, 1, 1))]
[(datetime.date(2028, 1, 1), 676470, '360 / 360')]
"""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mitoyen.calculus.loans.plans import Instalment, LoanPlan, instalments
from mitoyen.calculus.schedules.day_counts import year_fraction

_BASES: dict[str, int] = {"A360": 360, "30E360": 360, "30E360ISDA": 360, "28E336": 336}
ACTUAL = 365


class Run(NamedTuple):
    """From ``start``, ``owed`` cents for a fraction of a ``year``."""

    start: date
    owed: int
    year: Fraction
    basis: int

    @property
    def year_in_days(self) -> str:
        """The fraction of a year, in days over those of the convention when it comes out whole."""
        days = self.year * self.basis
        return f"{days} / {self.basis}" if days.denominator == 1 else str(self.year)


@lru_cache(maxsize=256)
def schedule(plan: LoanPlan) -> tuple[Instalment, ...]:
    """The instalments of ``plan``, worked out once."""
    return instalments(plan)


@lru_cache(maxsize=4_096)
def runs(plan: LoanPlan, until: date) -> tuple[Run, ...]:
    """The stretches since the last date of interest; none when ``until`` is not such a date."""
    first = datetime.combine(plan.first_payment, time.min)
    dates = [plan.every.after(first, turn, at_month_end=plan.at_month_end).date() for turn in range(plan.payments)]
    if until not in dates:
        return ()
    since = dates[dates.index(until) - 1] if until != dates[0] else plan.start
    changes = {day for day, _ in plan.rate_changes} | {early.day for early in plan.early_repayments}
    bounds = sorted({since, until, *(day for day in changes if since < day < until)})
    basis = _BASES.get(plan.day_count, ACTUAL)
    return tuple(
        Run(start, _owed(plan, start), year_fraction(start, end, plan.day_count, dates[-1]), basis)
        for start, end in pairwise(bounds)
    )


def _owed(plan: LoanPlan, day: date) -> int:
    before = [due.balance for due in schedule(plan) if due.day <= day]
    return before[-1] if before else plan.principal
