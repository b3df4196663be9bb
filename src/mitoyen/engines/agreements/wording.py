"""Words for the sentences of clauses: names of parties and indicators, numbers, lists, in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mitoyen.engines.agreements import notation
from mitoyen.engines.agreements.books import CARRIED, RESERVE, STATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mitoyen.engines.agreements.declarations import Fact, Indicator, Party
    from mitoyen.engines.agreements.exact import Exact
    from mitoyen.engines.agreements.scalars import Text
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
    "%": {"fr": "point", "en": "point"},
    "EUR": {"fr": "euro", "en": "euro"},
    "m2": {"fr": "m²", "en": "m²"},
    "ha": {"fr": "hectare", "en": "hectare"},
    "t": {"fr": "tonne", "en": "tonne"},
    "person": {"fr": "personne", "en": "person"},
}
EVERY: dict[str, dict[Language, str]] = {
    "month": {"fr": "chaque mois", "en": "every month"},
    "quarter": {"fr": "chaque trimestre", "en": "every quarter"},
    "half_year": {"fr": "chaque semestre", "en": "every half-year"},
    "year": {"fr": "chaque année", "en": "every year"},
}
_ARTICLES = {
    "la": "banque caisse chambre commission communauté commune compagnie coopérative cuma direction fédération ferme "
    "fondation maison médiation médiatrice métropole mission mutuelle région régie scic scop semop société ville",
    "le": "bureau cabinet centre collège comité commissaire comptoir conseil contrôleur département facilitateur fonds "
    "fournisseur gaec gestionnaire groupement laboratoire lycée médiateur ministère pays pôle relais service syndicat "
    "trésor",
    "l'": "académie agence association earl atelier école entreprise établissement état hôpital inspection institut "
    "observatoire office organisme union université",
    "les": "abonnés abonnées adhérents citoyens citoyennes communes élèves familles foyers habitants habitantes "
    "locataires membres ménages parents patients riverains services usagers usagères voyageurs voyageuses",
}
"""French common nouns that a party's name may begin with, and the article that a sentence puts before them."""
_ARTICLE = {noun: article for article, nouns in _ARTICLES.items() for noun in nouns.split()}
_PLURAL = {"doit": "doivent", "garantit": "garantissent", "rend": "rendent", "tient": "tiennent"}
"""French verbs whose plural is not their singular and ``nt``."""
_CONTRACTED = (
    (re.compile(r"\bà le "), "au "),
    (re.compile(r"\bà les "), "aux "),
    (re.compile(r"\bde le "), "du "),
    (re.compile(r"\bde les "), "des "),
    (re.compile(r"\b([Dd])e (?=[aeiouâàéèêîôûAEIOUÉ])"), r"\1'"),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How things are called, and numbers written, in ``language``."""

    language: Language
    parties: Mapping[str, Party]
    indicators: Mapping[str, Indicator]
    facts: Mapping[str, Fact]
    titles: Mapping[str, Text] = field(default_factory=dict)
    """What clauses and caps are called by those who wrote them."""

    def party(self, party: str) -> str:
        """The name of a party."""
        known = self.parties.get(party)
        if known is None:
            return party if party != STATE else ("l'État" if self.language == "fr" else "the State")
        name = known.name.said_in(self.language)
        return _with_article(name) if self.language == "fr" else name

    def are(self, party: str, one: str, many: str) -> str:
        """``one`` or ``many``, as the name of the party is singular or plural: *la commune paie, les foyers paient*."""
        return many if self.party(party).startswith("les ") else one

    def does(self, party: str, verb: str) -> str:
        """A French verb, in the plural when the name is: *la commune verse, les foyers versent*."""
        return self.are(party, verb, _PLURAL.get(verb, f"{verb}nt"))

    def plainly(self, slugs: Iterable[str]) -> str:
        """Slugs in words: ``quartier_prioritaire`` is read *quartier prioritaire*."""
        return self.several(slug.replace("_", " ") for slug in slugs)

    def finished(self, sentence: str) -> str:
        """The sentence as it is read: articles contracted, a capital at its head and after each full stop."""
        if self.language == "fr":
            for pattern, contracted in _CONTRACTED:
                sentence = pattern.sub(contracted, sentence)
            sentence = re.sub(r"(?<=\. )(?:la|le|les|l'|au|aux) ?(?=\w)", lambda found: _capital(found[0]), sentence)
        return _capital(sentence)

    def account(self, account: str) -> str:
        """The name of whoever pays or is paid: a party, the State, a reserve, an amount that waits."""
        french = self.language == "fr"
        if account == STATE:
            return "État" if french else "the State"
        for start, fr, en in ((RESERVE, "réserve", "reserve"), (CARRIED, "report", "carried over")):
            if account.startswith(start):
                return f"{fr if french else en} {self.quoted(account.removeprefix(start))}"
        known = self.parties.get(account)
        return known.name.said_in(self.language) if known else account

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

    def counted(self, value: Exact, unit: str) -> str:
        """A number and what it counts (see ``per``), in the plural when there are several: ``6 jours``."""
        return f"{self.number(value)} {unit if notation.is_one(value, self.language) else notation.plural(unit)}"

    def every(self, period: str) -> str:
        """``chaque année``, ``every quarter``."""
        return EVERY.get(period, {}).get(self.language, period)

    def unit_of(self, name: str) -> str:
        """The unit of a fact or an indicator, as it is said after « par »."""
        known = self.indicators.get(name) or self.facts.get(name)
        return self.per(known.unit) if known else name

    def quoted(self, word: str) -> str:
        """A word of the document between the quotes of the language."""
        return f"« {word} »" if self.language == "fr" else f"“{word}”"

    def titled(self, name: str) -> str:
        """A clause or a cap by its title, else by its id, between quotes."""
        title = self.titles.get(name)
        return self.quoted(title.said_in(self.language) if title else name)

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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _with_article(name: str) -> str:
    """``la Commune d'Ardent``, ``l'Association Tremplin``, ``les foyers abonnés``; a proper name stays bare."""
    first, _, rest = name.partition(" ")
    if first == "Les":
        return f"les {rest}"
    article = _ARTICLE.get(first.lower())
    if article is None:
        return name
    if article == "les":  # people in general: their name is no proper name
        return f"les {name[:1].lower()}{name[1:]}"
    return f"{article}{name}" if article.endswith("'") else f"{article} {name}"
