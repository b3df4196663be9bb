"""A loan lived through, event by event: what each one pays, what remains owed after it.

State transitions and payoffs of the ACTUS technical specification. The same code gives exact
amounts and amounts in cents: it is handed the way to round (:func:`to_the_cent`, :func:`exactly`),
applied to each payment when it is made. What remains owed is what was lent minus what was repaid,
so that the last payment absorbs every rounding.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from mitoyen.calculus.loans.annuities import kept_small, level_payment
from mitoyen.calculus.loans.timetable import (
    Event,
    EventKind,
    events_of,
    first_fixing,
    maturity_of,
    redemption_dates,
)
from mitoyen.calculus.schedules.day_counts import counted_day, year_fraction
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import rounded
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.calculus.loans.terms import LoanTerms, Trade

Rounding: TypeAlias = Callable[[Fraction], Fraction]
Observed: TypeAlias = Mapping[str, Sequence[tuple[datetime, Fraction]]]
"""For each market code, its values in order of date."""


def exactly(amount: Fraction) -> Fraction:
    """No rounding at all."""
    return amount


def to_the_cent(amount: Fraction) -> Fraction:
    """Half a cent goes up.

    >>> to_the_cent(Fraction("25.4794520")) == Fraction("25.48")
    True
    """
    return rounded(amount, 2)


@dataclass(frozen=True, slots=True)
class Flow:
    """What an event pays (seen from the holder's side) and the state it leaves."""

    moment: datetime
    kind: EventKind
    payoff: Fraction
    principal: Fraction
    rate: Fraction
    accrued: Fraction


def live(
    terms: LoanTerms, observed: Observed | None = None, *, until: datetime | None = None, rounding: Rounding = exactly
) -> list[Flow]:
    """The flows of a loan in order, ``until`` a moment included.

    ``observed`` holds the market rates and indices that the terms name; :class:`InvalidError` says
    which one is missing and when.
    """
    loan = _Loan(terms, observed or {}, rounding)
    flows = []
    for event in events_of(terms, loan.maturity):
        if until is not None and event.moment > until:
            break
        flows.append(loan.meet(event))
    if terms.purchase is None:
        return flows
    bought = Event(terms.purchase.moment, terms.purchase.moment, "PRD").order
    return [flow for flow in flows if Event(flow.moment, flow.moment, flow.kind).order >= bought]


class _Loan:
    """The state between two events. Amounts carry the holder's sign; ``payment`` does not."""

    def __init__(self, terms: LoanTerms, observed: Observed, rounding: Rounding) -> None:
        self.terms, self.observed, self.rounding = terms, observed, rounding
        self.maturity = maturity_of(terms)
        self.principal = self.rate = self.base = self.accrued = Fraction(0)
        self.fee_accrued = terms.fee.accrued
        self.interest_multiplier = terms.scaling.interest_multiplier
        self.principal_multiplier = terms.scaling.principal_multiplier
        self.payment = terms.payment
        self.redemptions = redemption_dates(terms, terms.amortised_by or self.maturity)
        self.counted = terms.start if terms.status is None else terms.status
        if terms.has_started:
            self._begin()
            if terms.accrued is None:
                self.accrued = self._interest_until(self.counted, since=self._last_interest_date())
            self._fix_payment(self.counted)

    def meet(self, event: Event) -> Flow:
        """Go through ``event``: interest runs up to it, then it acts."""
        self._accrue(event.counted)
        payoff = self.ACTS[event.kind](self, event)
        shown = self.rounding(self.accrued)
        return Flow(event.moment, event.kind, payoff, self.principal, self.rate, shown)

    # Interest

    def _accrue(self, until: datetime) -> None:
        if self.counted < until:
            self.accrued = kept_small(self.accrued + self._interest_until(until, since=self.counted))
            if self.terms.fee.is_yearly_rate:
                self.fee_accrued += self.principal * self.terms.fee.rate * self._year(self.counted, until)
            self.counted = until

    def _interest_until(self, until: datetime, since: datetime) -> Fraction:
        return self.base * self.rate * self._year(since, until)

    def _year(self, since: datetime, until: datetime) -> Fraction:
        return year_fraction(counted_day(since), counted_day(until), self.terms.day_count, counted_day(self.maturity))

    def _last_interest_date(self) -> datetime:
        """Where interest runs from when the terms, already under way, do not say what is accrued."""
        dates = self.terms.interest.dates(self.terms.start, self.maturity, at_month_end=self.terms.at_month_end)
        return max([self.terms.start, *(date for date in dates if date <= self.counted)])

    # The acts, in the order of a loan's life

    def _begin(self) -> None:
        terms = self.terms
        self.principal = self.rounding(terms.sign * terms.principal)
        self.rate = terms.rate or Fraction(0)
        self.base = self.principal
        if terms.base != "NT" and terms.base_amount is not None:
            self.base = terms.sign * terms.base_amount
        self.accrued = terms.sign * (terms.accrued or Fraction(0))

    def lend(self, event: Event) -> Fraction:
        terms, anchor = self.terms, self.terms.interest.anchor
        self._begin()
        if terms.accrued is None and anchor is not None and anchor < event.moment:
            self.accrued = self._interest_until(event.counted, since=anchor)
        self.counted = event.counted
        if first_fixing(terms) is None:
            self._fix_payment(event.moment, itself=True)
        return self.rounding(-terms.sign * (terms.principal + terms.premium))

    def pay_interest(self, _event: Event) -> Fraction:
        due, self.accrued = self.rounding(self.interest_multiplier * self.accrued), Fraction(0)
        return due

    def capitalise(self, _event: Event) -> Fraction:
        self._move_principal(self.rounding(self.accrued))
        self.accrued = Fraction(0)
        return Fraction(0)

    def redeem(self, _event: Event) -> Fraction:
        """LAM repays its payment; ANN and NAM repay what the payment leaves after interest."""
        terms = self.terms
        if self.payment is None:
            return Fraction(0)
        repaid = self.rounding(self.payment)
        if terms.kind != "LAM":
            repaid -= terms.sign * self.rounding(self.accrued)
        repaid = terms.sign * min(repaid, abs(self.principal))
        self._move_principal(-repaid)
        return self.rounding(self.principal_multiplier * repaid)

    def prepay(self, event: Event) -> Fraction:
        asked = sum((early.amount for early in self.terms.prepayments if early.moment == event.moment), Fraction(0))
        repaid = self.terms.sign * min(self.rounding(asked), abs(self.principal))
        self._move_principal(-repaid)
        return repaid

    def _move_principal(self, change: Fraction) -> None:
        """Interest follows the principal, save in NTL, where the dates of IPCB say when.

        So does it in NTIED once the money is lent: the text of the standard freezes its base, its public vectors
        (lam18) let it follow.
        """
        self.principal = kept_small(self.principal + change)
        if self.terms.base != "NTL":
            self.base = self.principal

    def pay_fee(self, _event: Event) -> Fraction:
        fee = self.terms.fee
        due = self.fee_accrued if fee.is_yearly_rate else self.terms.sign * fee.rate
        self.fee_accrued = Fraction(0)
        return self.rounding(due)

    def reset(self, event: Event) -> Fraction:
        reset = self.terms.reset
        market = self._observe(reset.market, event.moment, "terms.marketObjectCodeOfRateReset")
        self.rate = reset.bounded(market * reset.multiplier + reset.spread, self.rate)
        return Fraction(0)

    def reset_as_agreed(self, event: Event) -> Fraction:
        agreed = [change.rate for change in self.terms.rate_changes if change.moment == event.moment]
        rate = agreed[-1] if agreed else self.terms.reset.next_rate
        self.rate = self.rate if rate is None else rate
        return Fraction(0)

    def fix(self, event: Event) -> Fraction:
        self.payment = None
        self._fix_payment(event.moment)
        return Fraction(0)

    def _fix_payment(self, moment: datetime, *, itself: bool = False) -> None:
        """The payment that repays what is owed over the dates left; ``itself``: this very date too."""
        terms = self.terms
        if self.payment is not None or terms.kind == "PAM":
            return
        find = bisect_left if itself else bisect_right
        dates = self.redemptions[find(self.redemptions, moment) :]
        if not dates:
            return
        owed = abs(self.principal)
        if terms.kind == "LAM":
            self.payment = owed / len(dates)
            return
        days = [terms.business_days.counted(date) for date in dates]
        running = self._interest_until(max(days[0], self.counted), since=self.counted)
        due = owed + terms.sign * (self.accrued + running)
        self.payment = level_payment(due, [counted_day(moment) for moment in days], self.rate, terms.day_count)

    def rescale(self, event: Event) -> Fraction:
        scaling = self.terms.scaling
        index = self._observe(scaling.market, event.moment, "terms.marketObjectCodeOfScalingIndex")
        if scaling.scales_interest:
            self.interest_multiplier = index / scaling.index_at_deal
        if scaling.scales_principal:
            self.principal_multiplier = index / scaling.index_at_deal
        return Fraction(0)

    def rebase(self, _event: Event) -> Fraction:
        self.base = self.principal
        return Fraction(0)

    def buy(self, _event: Event) -> Fraction:
        return -self._price_with_interest(self.terms.purchase)

    def terminate(self, _event: Event) -> Fraction:
        payoff = self._price_with_interest(self.terms.termination)
        self._close()
        return payoff

    def _price_with_interest(self, trade: Trade | None) -> Fraction:
        """The standard adds the accrued interest, which carries a sign, inside the sign of the role.

        A borrower who is bought out thus pays the price *minus* the interest: a price for her is to be
        written with that in mind.
        """
        price = trade.price if trade else Fraction(0)
        return self.terms.sign * (self.rounding(price) + self.rounding(self.accrued))

    def mature(self, _event: Event) -> Fraction:
        payoff = self.rounding(self.principal_multiplier * self.principal)
        payoff += self.rounding(self.interest_multiplier * self.accrued) + self.rounding(self.fee_accrued)
        self._close()
        return payoff

    def _close(self) -> None:
        self.principal = self.base = self.accrued = self.fee_accrued = Fraction(0)

    def _observe(self, market: str, moment: datetime, where: str) -> Fraction:
        """The last value known at ``moment``."""
        values = self.observed.get(market, ())
        place = bisect_right(values, moment, key=lambda value: value[0])
        if not place:
            name = market or "?"
            raise InvalidError(
                Sentence(
                    f"Aucune valeur de « {name} » n'est connue au {moment:%Y-%m-%d} : ajoutez-la à dataObserved.",
                    f"No value of '{name}' is known on {moment:%Y-%m-%d}: add it to dataObserved.",
                ),
                where=where,
            )
        return values[place - 1][1]

    ACTS: ClassVar[Mapping[EventKind, Callable[[_Loan, Event], Fraction]]] = {
        "IED": lend,
        "FP": pay_fee,
        "PR": redeem,
        "PP": prepay,
        "IP": pay_interest,
        "IPCI": capitalise,
        "RRF": reset_as_agreed,
        "RR": reset,
        "PRF": fix,
        "PRD": buy,
        "TD": terminate,
        "SC": rescale,
        "IPCB": rebase,
        "MD": mature,
    }
