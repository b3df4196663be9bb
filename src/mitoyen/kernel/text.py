"""Sentences said in several languages; French is the source.

Engines have no catalogue of translations: they say each sentence in French and in English
where they make it, so that a settlement bundle can be read without this program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing said in French and in English.

    >>> Sentence("Tout va bien.", "All is well.").said_in("en")
    'All is well.'
    """

    fr: str
    en: str

    def said_in(self, language: str) -> str:
        """The sentence in ``language``; French when we do not speak it."""
        return self.en if language.split("-", maxsplit=1)[0] == "en" else self.fr

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.fr)

    def __str__(self) -> str:
        return self.fr
