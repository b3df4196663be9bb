"""What is counted: seats and shares, imports, uses of a period."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from mitoyen.sharing.api.schemas.values import NO_NUL, Day, Id, In, Key, Said


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
