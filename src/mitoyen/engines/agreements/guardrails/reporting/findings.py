"""A finding: which rule, where, in which words, and whether somebody has answered for it in writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.engines.agreements.declarations import Waiver
    from mitoyen.engines.agreements.guardrails.rulebook import Severity
    from mitoyen.engines.agreements.reading import Path, Place
    from mitoyen.kernel.text import Sentence


class Brought(NamedTuple):
    """What brings a fault in: an amendment and its date; the place in the version that it makes, and its waivers."""

    amendment: str
    since: date
    inside: tuple[str, ...]
    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found, with its place in the file.

    ``waiver`` answers it; ``refused`` says why a waiver that was written for it does not.
    """

    rule: str
    severity: Severity
    sentence: Sentence
    path: Path
    place: Place
    waiver: Waiver | None = None
    refused: Sentence | None = None
    brought: Brought | None = None
    """The amendment that brings it in; nothing for a fault of the first version."""

    @property
    def blocks(self) -> bool:
        """Whether the agreement cannot be signed as it is: an unanswered error, or a warning without a reason."""
        return self.severity != "information" and self.waiver is None
