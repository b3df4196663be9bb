"""Bookings, and what is said when one changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

from mitoyen.sharing.api.schemas.values import Id, In, Moment, Said, Short
from mitoyen.sharing.api.schemas.wishes import WindowOut


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
