"""What is read and written. Numbers are text, so that none passes through a float; the engine reads them exactly."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, model_validator

FIRST_YEAR, LAST_YEAR = 1970, 2200
_LEAP_YEAR = 2024


def _day_in_our_time(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"a year from {FIRST_YEAR} to {LAST_YEAR} is expected"
        raise ValueError(message)
    return day


def _day_of_a_year(written: str) -> str:
    date.fromisoformat(f"{_LEAP_YEAR}-{written}")
    return written


NO_NUL = r"^[^\x00]*$"
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Day = Annotated[date, AfterValidator(_day_in_our_time)]
DayOfYear = Annotated[str, Field(pattern=r"^\d\d-\d\d$"), AfterValidator(_day_of_a_year)]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Code = Annotated[str, Field(max_length=60, pattern=r"^[-a-zA-Z0-9_]*$")]
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=NO_NUL)]
Title = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Key = Annotated[str, Field(max_length=64, pattern=r"^[\x20-\x7e]*$")]
Number = Annotated[str, Field(pattern=r"^(\d{1,9}(\.\d{1,6})?)?$", examples=["98", "1.5", ""])]
Euros = Annotated[str, Field(pattern=r"^(\d{1,10}(\.\d{1,2})?)?$", examples=["24000.00", ""])]
Percent = Annotated[str, Field(pattern=r"^((100|\d{1,2})(\.\d{1,4})?)?$", examples=["95", ""])]
Whole = Annotated[str, Field(pattern=r"^\d{0,5}$", examples=["8", ""])]
ByMember = dict[Code, Number]


class In(Schema):
    """Something read: unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid")


class MachineIn(In):
    """A kind of machine as members call it; ``id`` when it is known already."""

    one: Name
    many: Name
    feminine: bool = False
    id: Code = ""


class MemberIn(In):
    """One member: its organisation, its inhabitants, whether it only might join."""

    organisation: Id
    population: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None
    is_candidate: bool = False


class DescribeIn(In):
    """Who and what the study is about; both days are included."""

    title: Title
    members: Annotated[list[MemberIn], Field(max_length=50)]
    machines: Annotated[list[MachineIn], Field(max_length=10)]
    first: Day
    last: Day


class OpenIn(DescribeIn):
    """A study, and whose it is."""

    owner: Id


class TitleIn(In):
    """The title of a copy."""

    title: Title


class BookingsIn(In):
    """Past bookings of a shelf (its path); ``words`` keeps the things whose name holds them."""

    category: Annotated[str, Field(max_length=200, pattern=NO_NUL)]
    machine: Code
    members: Annotated[list[Code], Field(max_length=50)] = []
    words: Annotated[str, Field(max_length=120, pattern=NO_NUL)] = ""
    includes_refused: bool = True


class FileIn(In):
    """A NEEDS.csv, as it is."""

    text: Annotated[str, Field(max_length=8_000_000, pattern=NO_NUL)]
    name: Annotated[str, Field(max_length=120, pattern=NO_NUL)] = ""
    machine: Code = ""


class CalendarIn(In):
    """Needs declared for want of a record; ``season``, two days of the year; ``chance`` and the like in percent."""

    machine: Code
    members: Annotated[list[Code], Field(max_length=50)] = []
    name: Annotated[str, Field(max_length=120, pattern=NO_NUL)] = ""
    season: Annotated[list[DayOfYear], Field(min_length=2, max_length=2)] | None = None
    days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = []
    hours: Annotated[list[Hour], Field(min_length=2, max_length=2)]
    units: Annotated[int, Field(ge=1, le=1000)] = 1
    weather: Literal["none", "drawn", "known"] = "none"
    event: Annotated[str, Field(max_length=60, pattern=NO_NUL)] = "meteo"
    chance: Percent = "0"
    together: Percent = "80"
    persistence: Percent = "50"
    known: Annotated[list[Day], Field(max_length=5000)] = []

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.hours[0] == self.hours[1]:
            message = "hours: from and to are the same"
            raise ValueError(message)
        if self.weather == "known" and not self.known:
            message = "known: give the days on which it struck"
            raise ValueError(message)
        return self

    def as_typed(self) -> dict[str, Any]:
        """As the pages keep it."""
        typed: dict[str, Any] = {"days": list(self.days), "hours": self.hours, "units": str(self.units)}
        typed["weather"] = self.weather
        if self.season:
            typed["season"] = self.season
        if self.weather != "none":
            typed["event"] = self.event or "meteo"
        if self.weather == "drawn":
            typed |= {"chance": self.chance, "together": self.together, "persistence": self.persistence}
        if self.weather == "known":
            typed["known"] = sorted(day.isoformat() for day in self.known)
        return typed


class ServiceIn(In):
    """What is promised, alone and together alike; ``loads`` (erlangs, by member and machine) go with ``random``."""

    measure: Literal["fill_rate", "unmet_hours", "everything", "random"] = "fill_rate"
    level: Annotated[Percent, Field(min_length=1)] = "98"
    unmet_hours: Annotated[Number, Field(min_length=1)] = "0"
    counting: Literal["", "hours"] = ""
    shortage: Literal["pro_rata", "own_first", "rotation"] = "pro_rata"
    days_together: Literal["1", "7"] = "1"
    loads: dict[Code, dict[Code, Number]] | None = None


class PricesIn(In):
    """What one machine costs; amounts in euros, what is left out counts for zero."""

    price: Annotated[Euros, Field(min_length=1)]
    life_years: Annotated[str, Field(pattern=r"^([1-9]\d?|100)$", examples=["8"])]
    residual: Euros = ""
    upkeep: Euros = ""
    insurance: Euros = ""
    storage: Euros = ""
    per_hour: Euros = ""
    hire_per_hour: Euros = ""
    resale: Euros = ""
    carbon_kg: Number = ""
    before: Whole = ""
    after: Whole = ""
    availability: Percent = ""
    does_work_of: Annotated[list[Code], Field(max_length=10)] = []


class PoolingIn(In):
    """What it costs to be several, in euros a year; ``one_off`` once."""

    coordination: Euros = ""
    per_added_member: Euros = ""
    per_unit: Euros = ""
    one_off: Euros = ""


class TravelIn(In):
    """How journeys count; ``distances`` in kilometres by pair, « ury|noisy »."""

    counts: bool = False
    detour: Number = "1.3"
    speed_kmh: Number = ""
    cost_per_km: Number = ""
    carbon_kg_per_km: Number = ""
    distances: dict[Annotated[str, Field(max_length=130, pattern=NO_NUL)], Number] = {}


class KeyIn(In):
    """The first key: its fixed part in percent, the rest by hours; floors and caps in euros, commitments in hours."""

    fixed: Percent = ""
    floors: dict[Code, Euros] = {}
    caps: dict[Code, Euros] = {}
    commitments: ByMember = {}


class CostsIn(In):
    """What it all costs, by machine; ``stock``: units that each member owns, by member and machine."""

    machines: dict[Code, PricesIn]
    pooling: PoolingIn = PoolingIn()
    travel: TravelIn = TravelIn()
    key: KeyIn = KeyIn()
    stock: dict[Code, dict[Code, Annotated[int, Field(ge=0, le=1000)]]] | None = None


class ChosenKeyIn(In):
    """One of the keys of the answer."""

    key: Annotated[str, Field(max_length=40, pattern=NO_NUL)]


class ShowIn(In):
    """Exactly those that it is shown to; none puts it in preparation again."""

    organisations: Annotated[list[Id], Field(max_length=50)]


class RemarkIn(In):
    """What is said; ``request_key`` made once by the program: sent twice, it is said once."""

    text: Annotated[str, Field(max_length=4000, pattern=NO_NUL)]
    request_key: Key = ""


class Said(Schema):
    """A sentence in both languages."""

    fr: str
    en: str


class StudyLineOut(Schema):
    """A study in a list."""

    id: int
    title: str
    owner: int
    state: str
    first: date
    last: date
    changed_at: datetime
    verdict: str | None
    headline: Said | None
    saving_cents: int | None


class StudiesOut(Schema):
    """A page of the list."""

    results: list[StudyLineOut]
    total: int
    page: int
    pages: int


class MemberOut(Schema):
    """A member; ``code`` names it everywhere else."""

    code: str
    organisation: int
    name: str
    population: int | None
    stock: dict[str, int]
    is_candidate: bool


class SourceOut(Schema):
    """A source of needs."""

    id: int
    kind: str
    machine: str
    members: list[str]
    name: str
    category: str | None


class RemarkOut(Schema):
    """A remark."""

    id: int
    organisation: int
    text: str
    said_at: datetime


class AnswerLineOut(Schema):
    """An answer in a list; ``is_current`` is today's."""

    id: int
    answered_at: datetime
    method: str
    sha256: str
    verdict: str
    headline: Said
    saving_cents: int
    needs: int
    is_current: bool


class StudyOut(StudyLineOut):
    """A study with all that was typed."""

    members: list[MemberOut]
    machines: list[dict[str, Any]]
    service: dict[str, Any]
    pooling: dict[str, Any]
    travel: dict[str, Any]
    key: dict[str, Any]
    chosen_key: str
    sources: list[SourceOut]
    remarks: list[RemarkOut]
    shown_to: list[int]


class ReplayOut(Schema):
    """How far the replay of the record is: ``waiting``, ``running``, ``done`` or ``failed``."""

    state: str
    done: int
    total: int


class AnswerOut(AnswerLineOut):
    """An answer: ``document`` as docs/pooling/study.md says, the texts that give it again, and its intervals."""

    document: dict[str, Any]
    settings_yaml: str
    needs_csv: str
    replay: ReplayOut
    intervals: dict[str, Any] | None


class AnswersOut(Schema):
    """Every answer that was kept, the last first."""

    results: list[AnswerLineOut]


class FindingOut(Schema):
    """What stands against signature."""

    rule: str
    blocks: bool
    sentence: Said


class AgreementOut(Schema):
    """The draft of an agreement, checked."""

    text: str
    remarks: list[Said]
    findings: list[FindingOut]
