"""The plain vocabulary of a loan: so much, at such a rate, in so many payments. Whole cents.

What an agreement writes. A plan becomes loan terms and is lived like any other (``life``), each
interest rounded to the cent when it is paid, ``round(balance · rate · fraction of a year)``, and the last
payment absorbing what roundings have left.

>>> plan = LoanPlan(principal=10_000_00, rate=Fraction(3, 100), start=date(2027, 1, 1), day_count="30E360",
...                 first_payment=date(2028, 1, 1), every=Cycle.parse("P1Y"), payments=3, repaid="annuity")
>>> for due in instalments(plan):
...     print(due.day, due.interest, due.principal, due.balance)
2028-01-01 30000 323530 676470
2029-01-01 20294 333236 343234
2030-01-01 10297 343234 0
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from mitoyen.calculus.loans.life import Flow, live, to_the_cent
from mitoyen.calculus.loans.terms import Kind, LoanTerms, Prepayment, RateChange, Rhythm
from mitoyen.calculus.schedules.business_days import BusinessDays
from mitoyen.calculus.schedules.cycles import MOST_DATES, Cycle
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.calculus.schedules.day_counts import DayCount

Repaid: TypeAlias = Literal["bullet", "linear", "annuity", "fixed"]
Grace: TypeAlias = Literal["interest_paid", "interest_capitalised"]

_KINDS: dict[Repaid, Kind] = {"bullet": "PAM", "linear": "LAM", "annuity": "ANN", "fixed": "NAM"}


@dataclass(frozen=True, slots=True)
class EarlyRepayment:
    """Cents of principal repaid on ``day``, before their time.

    Later payments keep their amount and the loan ends sooner, or keep their dates and get smaller.
    """

    day: date
    cents: int
    shortens: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPlan:
    """A loan in one sentence.

    ``repaid``: at once at the end (``bullet``), in equal parts of principal (``linear``), in equal payments
    (``annuity``), or by a payment of one's own that may not even cover the interest (``fixed``, with ``payment``
    in cents). ``payments`` counts every date, those of ``grace`` included, on which no principal is repaid.
    ``rate_changes`` gives the yearly rate from a day on; ``floors_at_zero`` reads a negative one as zero.
    """

    principal: int
    rate: Fraction
    start: date
    first_payment: date
    every: Cycle
    payments: int
    repaid: Repaid
    day_count: DayCount = "30E360"
    payment: int | None = None
    grace: int = 0
    grace_interest: Grace = "interest_paid"
    rate_changes: tuple[tuple[date, Fraction], ...] = ()
    early_repayments: tuple[EarlyRepayment, ...] = ()
    floors_at_zero: bool = False
    at_month_end: bool = True
    business_days: BusinessDays = field(default_factory=BusinessDays)


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is due on a day, in cents: interest, principal, principal repaid early; what remains after it.

    ``principal`` is negative when a fixed payment does not cover the interest; ``capitalised`` interest
    is not paid but added to the balance.
    """

    day: date
    interest: int
    principal: int
    early: int
    capitalised: int
    balance: int

    @property
    def payment(self) -> int:
        """What is paid on that day, all told."""
        return self.interest + self.principal + self.early


def instalments(plan: LoanPlan) -> tuple[Instalment, ...]:
    """The schedule of ``plan``: principal repaid sums to what was lent and capitalised, to the cent.

    Dates on which nothing is left to pay are dropped. Raises :class:`InvalidError` for a plan that
    makes no sense, with the name of the field.
    """
    _check(plan)
    flows = live(terms_of(plan), rounding=to_the_cent)[1:]
    return tuple(_by_day(flows, plan.principal))


def terms_of(plan: LoanPlan) -> LoanTerms:
    """The same loan as typed terms, amounts in euros."""
    first = _midnight(plan.first_payment)
    turning = plan.every.after(first, max(plan.grace - 1, 0), at_month_end=plan.at_month_end)
    redeeming = plan.every.after(first, plan.grace, at_month_end=plan.at_month_end)
    is_capitalised = bool(plan.grace) and plan.grace_interest == "interest_capitalised"
    refixings = {_midnight(early.day) for early in plan.early_repayments if not early.shortens}
    if is_capitalised and plan.repaid == "linear":
        refixings.add(turning)
    return LoanTerms(
        kind=_KINDS[plan.repaid],
        principal=Fraction(plan.principal, 100),
        start=_midnight(plan.start),
        rate=_floored(plan, plan.rate),
        day_count=plan.day_count,
        maturity=plan.every.after(first, plan.payments - 1, at_month_end=plan.at_month_end),
        interest=Rhythm(first, plan.every),
        capitalised_until=turning if is_capitalised else None,
        redemption=Rhythm() if plan.repaid == "bullet" else Rhythm(redeeming, plan.every),
        payment=None if plan.payment is None else Fraction(plan.payment, 100),
        at_month_end=plan.at_month_end,
        business_days=plan.business_days,
        rate_changes=tuple(RateChange(_midnight(day), _floored(plan, rate)) for day, rate in plan.rate_changes),
        prepayments=tuple(Prepayment(_midnight(p.day), Fraction(p.cents, 100)) for p in plan.early_repayments),
        refixings=tuple(sorted(refixings)),
    )


def _by_day(flows: list[Flow], balance: int) -> Iterator[Instalment]:
    for moment, group in groupby(flows, key=lambda flow: flow.moment):
        paid = dict.fromkeys(("IP", "PR", "PP", "MD"), 0)
        before, day = balance, list(group)
        for flow in day:
            if flow.kind in paid:
                paid[flow.kind] += int(flow.payoff * 100)
        balance = int(day[-1].principal * 100)
        principal = paid["PR"] + paid["MD"]
        capitalised = balance - before + principal + paid["PP"]
        if any(paid.values()) or capitalised:
            yield Instalment(moment.date(), paid["IP"], principal, paid["PP"], capitalised, balance)


def _floored(plan: LoanPlan, rate: Fraction) -> Fraction:
    return max(rate, Fraction(0)) if plan.floors_at_zero else rate


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _check(plan: LoanPlan) -> None:
    least = 1 if plan.repaid == "bullet" else plan.grace + 1
    if plan.principal <= 0:
        raise _refused("principal", f"{plan.principal}", "un montant prêté positif", "a positive amount lent")
    if not least <= plan.payments <= MOST_DATES:
        bounds = least, MOST_DATES
        fr, en = "de {} à {} échéances".format(*bounds), "from {} to {} payments".format(*bounds)
        raise _refused("payments", f"{plan.payments}", fr, en)
    if plan.first_payment <= plan.start:
        fr, en = f"une date après le {plan.start}", f"a date after {plan.start}"
        raise _refused("first_payment", f"{plan.first_payment}", fr, en)
    if (plan.repaid == "fixed") != (plan.payment is not None):
        fr = "un versement, avec repaid: fixed et seulement lui"
        raise _refused("payment", f"{plan.payment}", fr, "a payment, with repaid: fixed and only then")
    for day, rate in plan.rate_changes:
        if day <= plan.start:
            fr, en = "des taux datés d'après le départ du prêt", "rates dated after the loan starts"
            raise _refused("rate_changes", f"{day} {rate}", fr, en)
    for early in plan.early_repayments:
        if early.cents <= 0 or early.day <= plan.start:
            fr, en = "un montant positif, après le départ du prêt", "a positive amount, after the loan starts"
            raise _refused("early_repayments", f"{early.day} {early.cents}", fr, en)


def _refused(field: str, value: str, fr: str, en: str) -> InvalidError:
    return InvalidError(
        Sentence(f"{field} : « {value} » ne convient pas ; on attend {fr}.", f"{field}: '{value}' does not fit; {en}."),
        where=field,
    )
