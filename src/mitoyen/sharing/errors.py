"""What sharing refuses, and how it is said: what, with which value, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mitoyen.kernel.errors import ConflictError, InvalidError, RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.kernel.text import Sentence


class WindowError(InvalidError):
    """A time that the rules of the resource do not allow: notice, horizon, grid, duration, closed depot."""

    code = "window"


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What can be had instead: the next free time of the same length, and the nearest substitutes."""

    start: datetime | None = None
    end: datetime | None = None
    substitutes: tuple[Any, ...] = ()


class TakenError(ConflictError):
    """No unit is free at that time; ``reasons`` say why, ``alternatives`` what to do.

    ``why`` is the sentence without its alternatives, for a page that lists them.
    """

    code = "taken"

    def __init__(
        self,
        sentence: Sentence,
        *,
        reasons: tuple[Any, ...] = (),
        alternatives: Alternatives | None = None,
        why: Sentence | None = None,
    ) -> None:
        super().__init__(sentence, where="period")
        self.why = why or sentence
        self.reasons = reasons
        self.alternatives = alternatives or Alternatives()


class StateError(ConflictError):
    """The booking does not stand where this verb expects it: already answered, returned, cancelled."""

    code = "state"


class ExpiredError(ConflictError):
    """The option has run out; the time may still be free."""

    code = "expired"


class MissingPapersError(RefusedError):
    """A required paper is missing on the day of the hand-over."""

    code = "missing_papers"


class MeterError(InvalidError):
    """A reading that cannot be: it goes back, or meets no neighbour."""

    code = "meter"


class DoubtfulMeterError(MeterError):
    """A reading that is likely a slip of the pen; sending it again with a note confirms it."""

    code = "doubtful_meter"

    def __init__(self, sentence: Sentence, *, suggested_tenths: int | None = None) -> None:
        super().__init__(sentence, where="meter")
        self.suggested_tenths = suggested_tenths


class ImportRefusedError(InvalidError):
    """Lines of a file that cannot be booked; each is located and says why."""

    code = "import"


class TooManyError(ConflictError):
    """More seats, or more of a commons, than what is left."""

    code = "too_many"


class TokenError(RefusedError):
    """A secret that opens nothing: unknown, expired or revoked."""

    code = "token"
