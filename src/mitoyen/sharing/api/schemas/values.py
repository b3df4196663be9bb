"""What values may be, and what every refusal says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

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
