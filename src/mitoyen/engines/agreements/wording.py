"""Words for the sentences of clauses: names of parties and indicators, numbers, lists, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.agreements import notation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mitoyen.engines.agreements.declarations import Fact, Indicator, Party
    from mitoyen.engines.agreements.exact import Exact
    from mitoyen.kernel.text import Language

PERIODS: dict[str, dict[Language, str]] = {
    "month": {"fr": "mois", "en": "month"},
    "quarter": {"fr": "trimestre", "en": "quarter"},
    "half_year": {"fr": "semestre", "en": "half-year"},
    "year": {"fr": "an", "en": "year"},
    "h": {"fr": "heure", "en": "hour"},
    "day": {"fr": "jour", "en": "day"},
    "m3": {"fr": "m³", "en": "m³"},
    "point": {"fr": "point", "en": "point"},
}


@dataclass(frozen=True, slots=True)
class Wording:
    """How things are called, and numbers written, in ``language``."""

    language: Language
    parties: Mapping[str, Party]
    indicators: Mapping[str, Indicator]
    facts: Mapping[str, Fact]

    def party(self, party: str) -> str:
        """The name of a party."""
        known = self.parties.get(party)
        return known.name.said_in(self.language) if known else party

    def of(self, party: str) -> str:
        """« de » and the name of a party, in French with its elision; ``of`` in English."""
        from mitoyen.kernel.words import of  # noqa: PLC0415  only where a sentence is said

        return of(self.party(party), self.language)

    def measure(self, name: str) -> str:
        """The label of an indicator or a fact, between quotes."""
        known = self.indicators.get(name) or self.facts.get(name)
        label = known.label.said_in(self.language) if known and known.label else name
        return f"« {label} »" if self.language == "fr" else f"“{label}”"

    def number(self, value: Exact) -> str:
        """A bare number."""
        return notation.number(value, self.language)

    def money(self, value: Exact) -> str:
        """An amount or a unit price in euros."""
        return notation.quantity(value, "EUR", self.language)

    def percent(self, value: Exact) -> str:
        """A rate."""
        return notation.percent(value, self.language)

    def quantity(self, value: Exact, unit: str) -> str:
        """A number with its unit."""
        return notation.quantity(value, unit, self.language)

    def per(self, unit: str) -> str:
        """The name of a unit, as it is said after « par »."""
        return PERIODS.get(unit, {}).get(self.language, unit)

    def several(self, words: Iterable[str]) -> str:
        """A list in words: ``a, b et c``."""
        *first, last = [*words] or [""]
        joiner = " et " if self.language == "fr" else " and "
        return f"{', '.join(first)}{joiner}{last}" if first else last

    def parties_named(self, parties: Iterable[str]) -> str:
        """Several parties, in words."""
        return self.several(self.party(party) for party in parties)

    @property
    def colon(self) -> str:
        """A colon with the spaces of the language."""
        return " : " if self.language == "fr" else ": "
