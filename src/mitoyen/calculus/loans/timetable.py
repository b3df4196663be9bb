"""The events that follow from the terms: when they fall, of which kind, in which order.

Rules of the ACTUS technical specification, contract schedules of PAM, LAM, NAM and ANN.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from mitoyen.calculus.schedules.cycles import MOST_DATES
from mitoyen.calculus.schedules.day_counts import counted_day, year_fraction
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mitoyen.calculus.loans.terms import LoanTerms, Rhythm

EventKind: TypeAlias = Literal[
    "IED", "FP", "PR", "PP", "IP", "IPCI", "RRF", "RR", "PRF", "PRD", "TD", "SC", "IPCB", "MD"
]
"""In the order in which events of one moment happen."""

_RANK = {kind: rank for rank, kind in enumerate(get_args(EventKind))}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens: paid at ``moment``, with interest counted until ``counted``."""

    moment: datetime
    counted: datetime
    kind: EventKind

    @property
    def order(self) -> tuple[datetime, int]:
        """By date, then by the standard's sequence of kinds."""
        return self.moment, _RANK[self.kind]


def events_of(terms: LoanTerms, maturity: datetime) -> list[Event]:
    """Every event of the contract in order: none before the money is lent, nor past, nor after termination."""
    events = [*_exchanges(terms, maturity), *_interest(terms, maturity), *_resets(terms, maturity)]
    events += _principal(terms, maturity)
    events += _at(terms, "FP", terms.fee.rhythm.dates(terms.start, maturity, with_end=True))
    if terms.scaling.scales_interest or terms.scaling.scales_principal:
        events += _at(terms, "SC", _until(terms, terms.scaling.rhythm, maturity))
    if terms.base == "NTL":
        events += _at(terms, "IPCB", _until(terms, terms.base_rhythm, maturity))
    events = [event for event in events if event.moment >= terms.start]
    if (status := terms.status) is not None:
        events = [event for event in events if event.moment > status]
    if (end := terms.termination) is not None:
        last = Event(end.moment, end.moment, "TD").order
        events = [event for event in events if event.order <= last]
    return sorted(events, key=lambda event: event.order)


def maturity_of(terms: LoanTerms) -> datetime:
    """The end of the contract: written, or the date by which the payments will have repaid it."""
    if terms.maturity is not None:
        return terms.maturity
    if terms.amortised_by is not None:
        return terms.amortised_by
    if terms.kind == "PAM" or terms.payment is None or terms.redemption.cycle is None:
        raise InvalidError(
            Sentence(
                "La fin du prêt manque : donnez maturityDate (ou amortizationDate, ou nextPrincipalRedemptionPayment"
                " avec cycleOfPrincipalRedemption).",
                "The end of the loan is missing: give maturityDate (or amortizationDate, or"
                " nextPrincipalRedemptionPayment with cycleOfPrincipalRedemption).",
            ),
            where="terms.maturityDate",
        )
    return _deduced_maturity(terms)


def _deduced_maturity(terms: LoanTerms) -> datetime:
    """As many payments as the principal needs, interest of the first period taken from each payment."""
    cycle, payment = terms.redemption.cycle, terms.payment
    assert cycle is not None and payment is not None  # noqa: S101, PT018  maturity_of has checked
    first = terms.redemption.first(terms.start)
    turns = 0
    if terms.status is not None:
        while cycle.after(first, turns + 1, at_month_end=terms.at_month_end) < terms.status:
            turns += 1
    before = cycle.after(first, turns, at_month_end=terms.at_month_end)
    repaid = payment
    if terms.kind != "LAM":
        following = cycle.after(first, turns + 1, at_month_end=terms.at_month_end)
        fraction = year_fraction(counted_day(before), counted_day(following), terms.day_count)
        repaid -= terms.principal * fraction * (terms.rate or 0)
    if repaid <= 0 or terms.principal / repaid > MOST_DATES:
        raise InvalidError(
            Sentence(
                f"Un versement de {float(payment):.2f} ne rembourserait pas {float(terms.principal):.2f} :"
                " donnez maturityDate.",
                f"A payment of {float(payment):.2f} would not repay {float(terms.principal):.2f}: give maturityDate.",
            ),
            where="terms.nextPrincipalRedemptionPayment",
        )
    is_past = terms.status is not None and before < terms.status
    return cycle.after(first, turns + ceil(terms.principal / repaid) - (not is_past), at_month_end=terms.at_month_end)


def redemption_dates(terms: LoanTerms, end: datetime) -> list[datetime]:
    """The dates on which principal is repaid, the last one (``end``) included."""
    return terms.redemption.dates(terms.start, end, at_month_end=terms.at_month_end, with_end=True) or [end]


def first_fixing(terms: LoanTerms) -> datetime | None:
    """When an annuity fixes its payment: the day before the first one, if the money is lent by then."""
    if terms.kind != "ANN" or terms.payment is not None:
        return None
    moment = terms.redemption.first(terms.start) - _ONE_DAY
    return moment if moment >= terms.start else None


def _until(terms: LoanTerms, rhythm: Rhythm, maturity: datetime) -> list[datetime]:
    return rhythm.dates(terms.start, maturity, at_month_end=terms.at_month_end)


def _at(terms: LoanTerms, kind: EventKind, moments: Iterable[datetime]) -> Iterator[Event]:
    """Events at ``moments``, shifted to business days as the contract says."""
    for moment in moments:
        yield Event(terms.business_days.paid(moment), terms.business_days.counted(moment), kind)


def _exchanges(terms: LoanTerms, maturity: datetime) -> Iterator[Event]:
    yield Event(terms.start, terms.start, "IED")
    yield from _at(terms, "MD", [maturity])
    for trade, kind in ((terms.purchase, "PRD"), (terms.termination, "TD")):
        if trade is not None:
            yield Event(trade.moment, trade.moment, "PRD" if kind == "PRD" else "TD")
    for early in terms.prepayments:
        yield Event(early.moment, early.moment, "PP")


def _interest(terms: LoanTerms, maturity: datetime) -> Iterator[Event]:
    """Interest is paid, or added to the principal until ``capitalised_until``."""
    if terms.rate is None:
        return
    dates = terms.interest.dates(terms.start, maturity, at_month_end=terms.at_month_end, with_end=True)
    if terms.kind in {"ANN", "NAM"}:
        dates = _with_redemptions(terms, dates, maturity)
    turning = terms.capitalised_until
    if turning is None:
        yield from _at(terms, "IP", dates)
        return
    capitalised = [date for date in dates if date < min(turning, maturity)]
    yield from _at(terms, "IPCI", capitalised + ([turning] if turning < maturity else []))
    yield from _at(terms, "IP", (date for date in dates if date > turning or date == maturity))


def _with_redemptions(terms: LoanTerms, dates: list[datetime], maturity: datetime) -> list[datetime]:
    """Payments of one amount hold their interest: from the first on, it is paid with each of them."""
    repayments = redemption_dates(terms, maturity)
    return [date for date in dates if date < repayments[0]] + repayments


def _principal(terms: LoanTerms, maturity: datetime) -> Iterator[Event]:
    if terms.kind != "PAM":
        yield from _at(terms, "PR", _until(terms, terms.redemption, maturity))
    if (fixing := first_fixing(terms)) is not None:
        yield Event(fixing, fixing, "PRF")
    for moment in terms.refixings:
        yield Event(moment, moment, "PRF")


def _resets(terms: LoanTerms, maturity: datetime) -> Iterator[Event]:
    """Changes of rate; an annuity fixes its payment anew after each."""
    dates = _until(terms, terms.reset.rhythm, maturity)
    known = None
    if terms.reset.next_rate is not None:
        known = next((date for date in dates if terms.status is None or date > terms.status), None)
    resets = [event for date in dates for event in _at(terms, "RRF" if date == known else "RR", [date])]
    resets += [Event(change.moment, change.moment, "RRF") for change in terms.rate_changes]
    yield from resets
    if terms.kind == "ANN":
        yield from {Event(reset.moment, reset.counted, "PRF") for reset in resets}
