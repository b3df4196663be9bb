"""What a loan contract says.

Field names are plain English; the ACTUS name of each is in ``reading``. Rates and amounts are
fractions, amounts in euros; moments are bare datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from mitoyen.calculus.schedules.business_days import BusinessDays
from mitoyen.calculus.schedules.cycles import Cycle, dates_of

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.calculus.schedules.day_counts import DayCount

Kind: TypeAlias = Literal["PAM", "LAM", "ANN", "NAM"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Base: TypeAlias = Literal["NT", "NTIED", "NTL"]
BASES: tuple[Base, ...] = get_args(Base)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When something comes back: from ``anchor``, every ``cycle``; either may be missing."""

    anchor: datetime | None = None
    cycle: Cycle | None = None

    def __bool__(self) -> bool:
        return self.anchor is not None or self.cycle is not None

    def first(self, start: datetime) -> datetime:
        """The anchor; without one, a cycle after the contract starts."""
        if self.anchor is not None:
            return self.anchor
        return start if self.cycle is None else self.cycle.after(start, 1)

    def dates(
        self, start: datetime, end: datetime, *, at_month_end: bool = False, with_end: bool = False
    ) -> list[datetime]:
        """Its dates until ``end``, none when there is no rhythm."""
        if not self:
            return []
        return dates_of(self.first(start), self.cycle, end, at_month_end=at_month_end, with_end=with_end)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateReset:
    """A variable rate: market rate × multiplier + spread, within its bounds (``None``: unbounded)."""

    rhythm: Rhythm = Rhythm()
    market: str = ""
    multiplier: Fraction = Fraction(1)
    spread: Fraction = Fraction(0)
    floor: Fraction | None = None
    ceiling: Fraction | None = None
    largest_fall: Fraction | None = None
    largest_rise: Fraction | None = None
    next_rate: Fraction | None = None

    def bounded(self, wanted: Fraction, before: Fraction) -> Fraction:
        """The rate that applies when the formula gives ``wanted`` after ``before``.

        ``largest_fall`` is signed, as in ACTUS: -1/100 lets the rate fall by one point.

        >>> RateReset(largest_rise=Fraction(1, 100)).bounded(Fraction(5, 100), Fraction(2, 100))
        Fraction(3, 100)
        """
        change = _between(wanted - before, self.largest_fall, self.largest_rise)
        return _between(before + change, self.floor, self.ceiling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """Amounts that follow an index; ``index_at_deal`` is its value when the contract was made."""

    rhythm: Rhythm = Rhythm()
    market: str = ""
    index_at_deal: Fraction = Fraction(1)
    scales_interest: bool = False
    scales_principal: bool = False
    interest_multiplier: Fraction = Fraction(1)
    principal_multiplier: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee at each date: an amount, or a yearly rate on what is still owed."""

    rhythm: Rhythm = Rhythm()
    rate: Fraction = Fraction(0)
    is_yearly_rate: bool = False
    accrued: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Trade:
    """The contract changes hands on a day, at a price to which accrued interest is added."""

    moment: datetime
    price: Fraction


@dataclass(frozen=True, slots=True)
class RateChange:
    """A rate agreed in advance for a day."""

    moment: datetime
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Prepayment:
    """Principal repaid early; it shortens the loan unless payments are fixed again (``refixings``)."""

    moment: datetime
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """A loan contract of one of four kinds.

    ``sign`` is +1 for the lender and -1 for the borrower: payoffs are seen from her side.
    ``status`` is the moment as of which the terms describe the contract; earlier events are past.
    ``rate_changes``, ``prepayments`` and ``refixings`` are ours, for plans; ACTUS contracts have none.
    """

    kind: Kind
    principal: Fraction
    start: datetime
    rate: Fraction | None
    day_count: DayCount
    sign: int = 1
    status: datetime | None = None
    maturity: datetime | None = None
    amortised_by: datetime | None = None
    premium: Fraction = Fraction(0)
    accrued: Fraction | None = None
    interest: Rhythm = Rhythm()
    capitalised_until: datetime | None = None
    redemption: Rhythm = Rhythm()
    payment: Fraction | None = None
    base: Base = "NT"
    base_amount: Fraction | None = None
    base_rhythm: Rhythm = Rhythm()
    reset: RateReset = RateReset()
    scaling: Scaling = Scaling()
    fee: Fee = Fee()
    purchase: Trade | None = None
    termination: Trade | None = None
    at_month_end: bool = False
    business_days: BusinessDays = field(default_factory=BusinessDays)
    rate_changes: tuple[RateChange, ...] = ()
    prepayments: tuple[Prepayment, ...] = ()
    refixings: tuple[datetime, ...] = ()

    @property
    def has_started(self) -> bool:
        """Whether the money was already lent at the status date."""
        return self.status is not None and self.start <= self.status


def _between(value: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is not None:
        value = max(value, low)
    return value if high is None else min(value, high)
