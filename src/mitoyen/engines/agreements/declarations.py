"""What an agreement declares before its clauses: parties, term, indicators, facts, defaults, assumptions.

Clauses name these things; here is what each of them says about itself. Dates are inclusive, as a
clerk reads them; the engine makes periods half-open at the door.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from mitoyen.engines.agreements.policies import Missing, Negative
from mitoyen.engines.agreements.scalars import (
    CENT,
    Count,
    Day,
    Flag,
    IndicatorId,
    Money,
    Name,
    NotAcceptedError,
    Part,
    PartyId,
    Quantity,
    Rate,
    Rounding,
    Share,
    SharedPart,
    Slug,
    Text,
    Words,
)
from mitoyen.kernel.dates import MONTHS, Frequency, Period, add_months

Role: TypeAlias = Literal[
    "authority", "operator", "member", "coordinator", "users", "funder", "guarantor", "lender", "investor",
    "auditor", "beneficiaries", "association", "mediator", "state", "other",
]  # fmt: skip
PUBLIC_ROLES: frozenset[str] = frozenset({"authority", "member", "coordinator", "guarantor", "state"})


class Investment(Part):
    """What an investor puts in at the start, and the most that it may earn on it each year."""

    amount: Money
    highest_return: Rate | None = None


class ServiceCost(Part):
    """What the service costs a party each year, and the profit on it that is held reasonable."""

    year: Money
    profit: Rate | None = None


class Party(Part):
    """Somebody who is bound, who pays, who is paid, or who checks."""

    name: Text
    role: Role
    siren: Words | None = None
    public: Flag | None = None
    """Whether public money is at stake; by default it follows from the role."""
    linked_to: tuple[PartyId, ...] = ()
    """Parties that control it or that it controls: an auditor linked to the payee is not independent."""
    population: Quantity | None = None
    drivers: dict[Slug, Quantity] = {}
    """Other attributes that a cost may be shared by: area, wealth, length of roads…"""
    operating_revenue: Money | None = None
    """Yearly operating revenue, against which commitments are compared."""
    authorised: Money | None = None
    """Yearly amount that the assembly has voted for this agreement."""
    annuities: Money | None = None
    """Yearly annuities of its own debt and of the loans that it already guarantees."""
    investment: Investment | None = None
    service_cost: ServiceCost | None = None

    @property
    def is_public(self) -> bool:
        """Whether this party spends public money."""
        return self.role in PUBLIC_ROLES if self.public is None else self.public

    def attribute(self, name: str) -> Quantity | None:
        """The value of a driver of this party, if it has it."""
        return self.population if name == "population" else self.drivers.get(Slug(name))


class Term(Part):
    """From the first day to the last, both included, and how often accounts are settled."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    settle: Frequency
    settled_within_days: Count | None = None
    """Within how many days of the end of a period its accounts are settled."""
    signed: Day | None = None
    amortised_in_years: Count | None = None
    """How many years it takes to recover what is invested, with a fair return: a concession lasts no longer."""
    budget_due: Words | None = None
    """The month and day by which members vote their budget (``04-15``)."""
    year_starts: Words = "01-01"
    """The month and day where a year begins for yearly caps: the budget year unless said otherwise."""

    @model_validator(mode="after")
    def _in_order(self) -> Term:
        if self.end < self.start:
            raise NotAcceptedError(
                f"L'accord finit ({self.end}) avant de commencer ({self.start}).",
                f"The agreement ends ({self.end}) before it starts ({self.start}).",
            )
        return self

    @property
    def whole(self) -> Period:
        """The whole term, half-open."""
        return Period.inclusive(self.start, self.end)

    def periods(self) -> tuple[Period, ...]:
        """The settlement periods of the term, in order."""
        return _cut(self.whole, self.settle)

    def window(self, kind: str, day: date) -> str:
        """The name (``2027``, ``2027-Q1``, ``life``) of the window of ``kind`` that holds ``day``."""
        return kind if kind in {"life", "event"} else _window(self.year_starts, kind, day)


@lru_cache(maxsize=64)  # each guardrail asks for them
def _cut(whole: Period, every: Frequency) -> tuple[Period, ...]:
    return tuple(whole.cut(every))


@lru_cache(maxsize=4096)  # asked for each clause and each cap of each period, and again in each simulation
def _window(year_starts: str, kind: str, day: date) -> str:
    month, first = (int(part) for part in year_starts.split("-"))
    anchor = date(day.year, month, first)
    anchor = anchor if anchor <= day else date(day.year - 1, month, first)
    length = MONTHS[kind]  # type: ignore[index]
    passed = (day.year - anchor.year) * 12 + day.month - anchor.month - (day.day < anchor.day)
    start = add_months(anchor, passed // length * length)
    return Period(start, add_months(start, length)).label


class Baseline(Part):
    """What an effect is compared with, fixed before the programme."""

    kind: Literal["fixed", "own_history", "comparison_group", "did", "rct", "benchmark"]
    value: Quantity | None = None
    period: Words | None = None
    source: Text | None = None
    n: Count | None = None
    standard_error: Quantity | None = None


class Target(Part):
    """What is promised, and by when."""

    value: Quantity
    by: Day


class Domain(Part):
    """The values that a measure can take; a value outside is refused when accounts are settled.

    Of a fact given by keys (by member, by block), it bounds the sum, unless its unit is a percentage.
    """

    min: Quantity | None = None
    max: Quantity | None = None


class Sampling(Part):
    """A check by sample: the share of the declared figures that somebody else looks at again."""

    share: Share
    by: PartyId | None = None


class PersonalEvidence(Part):
    """Evidence about persons: why it may be held, how long, and from how many it is shown."""

    legal_basis: Text | None = None
    kept_months: Count | None = None
    smallest_group: Count | None = None


class Indicator(Part):
    """What is measured to know whether a promise is kept; somebody measures, somebody else audits."""

    label: Text
    unit: Words
    better: Literal["higher", "lower"]
    every: Frequency
    kind: Literal["outcome", "output", "activity"] = "outcome"
    numerator: Text | None = None
    denominator: Text | None = None
    population: Text | None = None
    source: Text | None = None
    method: Text | None = None
    measured_by: PartyId
    audited_by: PartyId | None = None
    audit_days: Count | None = None
    lag_days: Count = 0
    min_n: Count | None = None
    baseline: Baseline | None = None
    target: Target | None = None
    standard_error: Quantity | None = None
    domain: Domain = Domain()
    decimals: Count = 4
    by_area: Words | None = None
    worst_area: Flag = False
    companion: IndicatorId | None = None
    """Another indicator that would show if this one were gamed."""
    sampled: Sampling | None = None
    """How figures that a party measures about itself are checked by sample."""
    enrolled_by: PartyId | None = None
    """Who decides who is counted: whoever chooses the people chooses the rate."""
    referred_by: PartyId | None = None
    """The gateway that sends people, so that nobody picks the easiest ones."""
    retained_months: Count | None = None
    """How long a result must have lasted when it is counted."""
    last_measured: Day | None = None
    """The day of the last measure, when it is read later than the last period."""
    personal: PersonalEvidence | None = None

    @property
    def worst(self) -> Quantity | None:
        """The worst value of its domain."""
        return self.domain.min if self.better == "higher" else self.domain.max


class Fact(Part):
    """A declared input: its unit, who gives it, who checks it. ``from`` may be an address: it is kept, never read."""

    unit: Words
    label: Text | None = None
    given_by: Words | None = Field(default=None, alias="from")
    audited_by: PartyId | None = None
    by: Words | tuple[Words, ...] = ()
    decimals: Count | None = None
    domain: Domain = Domain()
    spread: Literal["by_day", "whole"] = "whole"
    """Whether a value can be cut by days when an amendment splits the period."""
    personal: PersonalEvidence | None = None
    """For a breakdown by person: why it may be held, how long, and from how many it is shown."""

    @property
    def precision(self) -> int:
        """How many decimals a value may have; simulated values are quantised there."""
        if self.decimals is not None:
            return self.decimals
        return 2 if self.unit == "EUR" else 4


class LineRounding(Part):
    """Where lines are rounded when their clause does not say otherwise."""

    line: Rounding = CENT


class Defaults(Part):
    """For every clause that does not say otherwise."""

    missing: Missing | None = None
    negative: Negative = "floor_zero"
    round: LineRounding | None = None
    contest_days: Count | None = None
    notice_days: Count | None = None
    smallest_payment: Money | None = None
    """A payment below this waits for the next period."""


class Purpose(Part):
    """What the agreement is for, and the indicators that tell."""

    fr: Words
    en: Words | None = None
    es: Words | None = None
    pt: Words | None = None
    ar: Words | None = None
    indicators: tuple[IndicatorId, ...] = ()

    @property
    def text(self) -> Text:
        """The words of the purpose."""
        return Text(**{name: getattr(self, name) for name in ("fr", "en", "es", "pt", "ar")})


class WorkedExample(SharedPart):
    """A calculation told in the text: facts, and the amount that a reader is told they give."""

    text: Text | None = None
    """The example in words; the amounts written in it are compared too."""
    given: dict[Words, Quantity] = {}
    """Facts and indicators by name (``volume.1``), published series as ``index:TP10a``."""
    gives: Quantity
    """What the clause then makes its payer owe, in euros, before any cap; for a revision, its coefficient."""
    period: Words | None = None
    """The settlement period it is about; the first one unless said."""


class RiskTag(SharedPart):
    """Who bears a risk, and who could act on it or absorb it."""

    risk: Text
    heading: Slug | None = None
    bearer: dict[PartyId, Share] = {}
    can_influence: tuple[PartyId, ...] = ()
    can_absorb: tuple[PartyId, ...] = ()


class Shock(Part):
    """Something that happens with a yearly probability and multiplies the driver for a while."""

    label: Text | None = None
    yearly_probability: Share
    factor: Quantity
    periods: Count = 1


class Driver(Part):
    """How an uncertain figure is drawn in simulation, for each settlement period."""

    law: Literal["fixed", "normal", "lognormal", "triangular", "uniform", "beta", "poisson", "bernoulli", "observed"]
    mean: Quantity | None = None
    sd: Quantity | None = None
    low: Quantity | None = None
    mode: Quantity | None = None
    high: Quantity | None = None
    probability: Share | None = None
    values: tuple[Quantity, ...] = ()
    persistence: Share | None = None
    """Correlation of one period with the next."""
    yearly_growth: Quantity | None = None
    seasons: tuple[Quantity, ...] = ()
    """A factor for each settlement period of a year."""
    shocks: tuple[Shock, ...] = ()
    floor: Quantity | None = None
    ceiling: Quantity | None = None
    source: Text | None = None


class Correlation(Part):
    """Two drivers that move together."""

    between: tuple[Words, Words]
    value: Quantity


class Assumptions(Part):
    """What simulation draws: a driver for each fact, indicator or index (``volume.1.ordinaire``, ``index:TP10a``)."""

    drivers: dict[Words, Driver] = {}
    correlation: tuple[Correlation, ...] = ()
    note: Text | None = None


class Waiver(Part):
    """A guardrail set aside in writing: which, why, by whom, when, and published."""

    rule: Name
    where: Words | None = None
    reason: Text
    author: Words
    date: Day
    published: Flag = False
