"""What is read and written. Values are bounded at the door: what the database could not hold never reaches it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

FIRST_YEAR, LAST_YEAR = 2000, 2200


def _in_our_time(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f"a year from {FIRST_YEAR} to {LAST_YEAR} is expected"
        raise ValueError(message)
    return moment


def _day_in_our_time(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"a year from {FIRST_YEAR} to {LAST_YEAR} is expected"
        raise ValueError(message)
    return day


NO_NUL = r"^[^\x00]*$"
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Day = Annotated[date, AfterValidator(_day_in_our_time)]
Tenths = Annotated[int, Field(ge=0, lt=10**9)]
Kilometres = Annotated[int, Field(ge=0, le=100_000)]
Cents = Annotated[int, Field(ge=0, le=2**31 - 1)]
Short = Annotated[str, Field(max_length=300, pattern=NO_NUL)]
Long = Annotated[str, Field(max_length=2000, pattern=NO_NUL)]
Key = Annotated[str, Field(max_length=64, pattern=r"^[\x20-\x7e]*$")]
BlockWord = Literal["maintenance", "breakdown", "training", "closing"]


class In(Schema):
    """Something read: unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid")


class Said(Schema):
    """A sentence in both languages."""

    fr: str
    en: str


class Refusal(Schema):
    """The one shape of every refusal."""

    code: str
    message: str
    where: str


class WishIn(In):
    """What is asked for; ``request_key`` made once by the program: sent twice, it books once."""

    resource: Id
    borrower: Id
    start: Moment
    end: Moment
    unit: Id | None = None
    purpose: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""
    accessories: Annotated[list[Id], Field(max_length=50)] = []
    planned_meter_tenths: Tenths | None = None
    transport_km: Kilometres | None = None
    request_key: Key = ""


class HoldIn(WishIn):
    """An option: the same, and until when."""

    until: Moment | None = None


class StepOut(Schema):
    """One line of a price."""

    label: Said
    detail: Said
    cents: int


class PriceOut(Schema):
    """A price and its steps; ``rule`` is the tariff as it was applied."""

    total_cents: int
    net_cents: int
    vat_cents: int
    steps: list[StepOut]
    rule: dict[str, Any]


class EstimateOut(Schema):
    """What booking would give."""

    price: PriceOut
    needs_answer: bool
    warnings: list[Said]


class WindowOut(Schema):
    """A half-open time."""

    start: datetime
    end: datetime


class ReasonOut(Schema):
    """Why something is not free."""

    word: str
    start: datetime
    end: datetime
    sentence: Said
    is_estimate: bool
    until: datetime | None


class AvailabilityOut(Schema):
    """Whether a time is free; if not, every reason and the next free time."""

    is_free: bool
    blocked: WindowOut
    free_units: list[int]
    refusals: list[Said]
    reasons: list[ReasonOut]
    next_free: WindowOut | None


class DayOut(Schema):
    """A day of the month table."""

    day: date
    word: str
    label: Said
    free_units: int


class MonthOut(Schema):
    """A month and why days are not free."""

    first: date
    days: list[DayOut]
    reasons: list[ReasonOut]


class UnitOut(Schema):
    """A copy that can be booked."""

    id: int
    label: str
    code: str


class PlaceOut(Schema):
    """Where a thing is kept."""

    id: int
    name: str
    address: str
    latitude_e6: int | None
    longitude_e6: int | None
    hours: list[list[list[int]]]


class ResourceOut(Schema):
    """A thing of the catalogue."""

    id: int
    kind: str
    name: str
    summary: str
    category: str
    owner: int
    holder: int
    place: PlaceOut | None
    meter_unit: str
    reuse_rights: str


class ResultOut(Schema):
    """A thing found; ``is_free`` is null when no time was asked for."""

    resource: ResourceOut
    metres: int | None
    is_free: bool | None
    free_until: datetime | None
    next_free: WindowOut | None
    reasons: list[Said]


class FoundOut(Schema):
    """A page of the catalogue; ``left_out`` counts what matches, farther, and was not asked whether it is free."""

    results: list[ResultOut]
    total: int
    free: int
    page: int
    pages: int
    left_out: int


class WholeResourceOut(ResourceOut):
    """A thing with all that goes with it."""

    description: str
    units: list[UnitOut]
    accessories: list[dict[str, Any]]
    conditions: list[dict[str, Any]]
    requirements: list[dict[str, Any]]
    tariffs: list[dict[str, Any]]


class BookingOut(Schema):
    """A booking as its parties see it."""

    id: int
    state: str
    resource: int
    unit: int
    borrower: int
    agent_name: str
    period: WindowOut
    blocked: WindowOut
    held_until: datetime | None
    answer_by: datetime | None
    purpose: str
    accessories: list[dict[str, Any]]
    planned_meter_tenths: int | None
    price_cents: int
    price: dict[str, Any]
    invoice_cents: int | None
    invoice: dict[str, Any] | None
    warnings: list[Said]
    reason: str
    announced_return: datetime | None


class BookingsOut(Schema):
    """A page of bookings, the latest first."""

    results: list[BookingOut]
    total: int
    page: int
    pages: int


class ReasonIn(In):
    """Why."""

    reason: Short = ""


class LateIn(In):
    """When it will be back."""

    expected: Moment


class UnitIn(In):
    """Another copy."""

    unit: Id


class SignatureIn(In):
    """Who signs; ``drawing`` is the path of an SVG, empty when signed by a code."""

    name: Annotated[str, Field(max_length=120, pattern=NO_NUL)]
    at: Annotated[str, Field(max_length=40, pattern=NO_NUL)] = ""
    drawing: Annotated[str, Field(max_length=20_000, pattern=r"^[MLCQHVZmlcqhvz0-9 ,.\-]*$")] = ""


class AnswerIn(In):
    """A question of the condition report, answered."""

    question: Annotated[str, Field(max_length=120, pattern=NO_NUL)]
    answer: Annotated[str, Field(max_length=40, pattern=NO_NUL)]
    note: Short = ""


class PaperIn(In):
    """A paper that was shown."""

    requirement: Id
    name: Annotated[str, Field(max_length=120, pattern=NO_NUL)] = ""
    until: Day | None = None


class FormIn(In):
    """A hand-over or a return, as a phone sends it, maybe late."""

    at: Moment
    request_key: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\x20-\x7e]*$")]
    given_by: SignatureIn
    taken_by: SignatureIn
    answers: Annotated[list[AnswerIn], Field(max_length=100)] = []
    accessories: Annotated[list[Short], Field(max_length=50)] = []
    meter_tenths: Tenths | None = None
    meter_note: Short = ""
    papers: Annotated[list[PaperIn], Field(max_length=50)] = []
    note: Long = ""


class HandOverIn(FormIn):
    """A hand-over; ``unit`` gives another copy than planned."""

    unit: Id | None = None


class ExchangeOut(Schema):
    """A receipt."""

    id: int
    booking: int
    at: datetime
    recorded_at: datetime
    meter_tenths: int | None


class ReadingIn(In):
    """What a meter says; a note confirms a reading that was doubted."""

    tenths: Tenths
    at: Moment | None = None
    note: Short = ""


class MeterIn(In):
    """A meter is changed; a ``request_key`` sent twice changes it once."""

    old_tenths: Tenths
    new_tenths: Tenths = 0
    at: Moment | None = None
    note: Short = ""
    request_key: Key = ""


class ReadingOut(Schema):
    """A reading that was kept."""

    id: int
    unit: int
    meter: int
    tenths: int
    at: datetime


class BlockIn(In):
    """A unit is out."""

    kind: BlockWord
    start: Moment
    end: Moment
    reason: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""
    is_estimate: bool = False


class BlockOut(Schema):
    """A block, and the bookings that it meets."""

    id: int
    unit: int
    met: list[int]


class ClaimIn(In):
    """Damage."""

    description: Long
    request_key: Key = ""


class SettleIn(In):
    """What is decided."""

    outcome: Short
    cost_cents: Cents = 0
    payer: Id | None = None
    is_dismissed: bool = False
    vat_reason: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""
    deposit: Id | None = None


class ClaimOut(Schema):
    """A claim."""

    id: int
    booking: int
    state: str
    outcome: str
    cost_cents: int
    payer: int | None
    vat_reason: str
    deposit_cents: int


class SeatsIn(In):
    """Seats, or a share of a commons, for days (both included)."""

    organisation: Id
    quantity: Annotated[int, Field(ge=1, le=10**9)]
    first: Day
    last: Day
    purpose: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""
    request_key: Key = ""


class SeatsOut(Schema):
    """An allotment."""

    id: int
    resource: int
    organisation: int
    quantity: int


class ImportIn(In):
    """The text of a CSV file: ``ressource;emprunteur;debut;fin;objet;cle``."""

    content: Annotated[str, Field(max_length=2_000_000, pattern=NO_NUL)]


class RefusedLineOut(Schema):
    """A line that was not booked."""

    line: int
    column: str
    code: str
    sentence: Said


class ImportOut(Schema):
    """What an import did; ``bookings`` pairs a line with its booking."""

    bookings: list[tuple[int, int]]
    refused: list[RefusedLineOut]


class UsageOut(Schema):
    """The invoiced uses of a period; the hash names exactly these figures."""

    owner: int
    start: date
    end: date
    sha256: str
    uses: list[dict[str, Any]]
