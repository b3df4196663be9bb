"""What somebody would like: its price, whether it is free, the days of a month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from mitoyen.sharing.api.schemas.values import NO_NUL, Id, In, Key, Kilometres, Moment, Said, Tenths


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
