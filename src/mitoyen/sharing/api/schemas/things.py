"""What is shared: copies, places, things, and what a search finds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

from mitoyen.sharing.api.schemas.values import Said
from mitoyen.sharing.api.schemas.wishes import WindowOut


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
