"""What goes wrong: a copy that is out, a damage and its outcome."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from mitoyen.sharing.api.schemas.values import NO_NUL, BlockWord, Cents, Id, In, Key, Long, Moment, Short


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
