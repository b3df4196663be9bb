"""Hand-over and return: who signs, what was looked at; meters."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from mitoyen.sharing.api.schemas.values import NO_NUL, Day, Id, In, Key, Long, Moment, Short, Tenths


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
