"""What can be refused about the territory, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mitoyen.kernel.errors import AbsentError, InvalidError
from mitoyen.kernel.text import Sentence


class SourceAbsentError(AbsentError):
    """The files that an import reads are not on this machine."""

    code = "source_absent"


class UnknownPlaceError(InvalidError):
    """A code that the national lists do not hold."""

    code = "unknown_place"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where, and what to do."""

    where: Sentence
    sentence: Sentence


class AreasRefusedError(InvalidError):
    """A file of areas that cannot be imported; ``faults`` locates each reason."""

    code: ClassVar[str] = "areas_refused"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Say the first fault, and how many there are."""
        first, more = faults[0], len(faults) - 1
        super().__init__(
            Sentence(
                f"{first.where.fr} : {first.sentence.fr}" + (f" (et {more} autres erreurs)" if more else ""),
                f"{first.where.en}: {first.sentence.en}" + (f" (and {more} more errors)" if more else ""),
            ),
            where=first.where.fr,
        )
        self.faults = faults
