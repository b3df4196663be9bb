"""The sentences of a study, in French and in English. Members are spoken of in the feminine, as communes are."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.kernel.money import rounded
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import FIRM, MINUS, counted, listed, number, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.engines.pooling.keys import Key
    from mitoyen.engines.pooling.study.settings import Kind
    from mitoyen.kernel.text import Language

_UP_TO_TEN = {
    "fr": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}

_LABELS = {
    "equal": Sentence("Parts égales", "Equal parts"),
    "hours": Sentence("Usage", "Use"),
    "uses": Sentence("Nombre de besoins", "Number of needs"),
    "alone": Sentence("Coût seule", "Cost alone"),
    "population": Sentence("Population", "Population"),
    "fixed_and_use": Sentence("Fixe et usage", "Fixed and use"),
    "shapley": Sentence("Apport de chacune", "What each adds"),
    "nucleolus": Sentence("Le moins gagnant d'abord", "The least gainer first"),
    "least_core": Sentence("Moindre mécontentement", "Least discontent"),
    "coincident_peak": Sentence("Usage à la pointe", "Use at the peak"),
}
_HOW = {
    "equal": Sentence("à parts égales", "in equal parts"),
    "hours": Sentence("selon les heures de besoin", "by hours needed"),
    "uses": Sentence("selon le nombre de besoins", "by number of needs"),
    "alone": Sentence("selon ce que chacune paierait seule", "by what each would pay alone"),
    "population": Sentence("selon la population", "by population"),
    "coincident_peak": Sentence(
        "selon ce que chacune utilise quand toutes ensemble utilisent le plus", "by what each uses when all use most"
    ),
}
_METHODS = {
    "shapley": Sentence(
        "Ce que l'arrivée de chacune ajoute au coût, en moyenne sur tous les ordres d'arrivée (valeur de Shapley).",
        "What each one's arrival adds to the cost, on average over all the orders of arrival (Shapley value).",
    ),
    "nucleolus": Sentence(
        "Le groupe qui gagne le moins gagne le plus possible, puis le suivant, et ainsi de suite (nucléole).",
        "The group that gains least gains as much as it can, then the next, and so on (nucleolus).",
    ),
    "least_core": Sentence(
        "Le plus grand mécontentement d'un groupe est le plus petit possible (moindre cœur).",
        "The greatest discontent of any group is as small as it can be (least core).",
    ),
}


def label_of(key: str) -> Sentence:
    """What a key is called; its own name when the study does not know it."""
    return _LABELS.get(key, Sentence(key, key))


def how_key_shares(key: Key) -> Sentence:
    """How a key shares, in a sentence.

    >>> from mitoyen.engines.pooling.keys import Key
    >>> how_key_shares(Key.fixed_and_use(Fraction(2, 5), "hours")).en
    '40% in equal parts, 60% by hours needed.'
    """
    if key.name in _METHODS:
        return _METHODS[key.name]
    parts = []
    for part in key.parts:
        how = _HOW.get(part.driver, Sentence(f"selon « {part.driver} »", f"by '{part.driver}'"))
        if len(key.parts) == 1:
            parts.append(how)
        else:
            parts.append(Sentence(f"{_percent(part.weight, 'fr')} {how.fr}", f"{_percent(part.weight, 'en')} {how.en}"))
    extra_fr = " Avec planchers et plafonds." if key.floors or key.caps else ""
    extra_en = " With floors and caps." if key.floors or key.caps else ""
    extra_fr += " Avec un usage minimal engagé." if key.commitments else ""
    extra_en += " With a committed minimum use." if key.commitments else ""
    return Sentence(
        capital(", ".join(part.fr for part in parts)) + "." + extra_fr,
        capital(", ".join(part.en for part in parts)) + "." + extra_en,
    )


def _percent(weight: Fraction, language: Language) -> str:
    return share(weight, 0 if (weight * 100).denominator == 1 else 1, language)


def capital(text: str) -> str:
    """The same text, as a sentence begins."""
    return text[:1].upper() + text[1:]


def money(cents: int, language: Language = "fr") -> str:
    """An amount to the whole euro, as councils read them.

    >>> print(money(1_150_049), money(-250_000, "en"))
    11 500 € −€2,500
    """
    whole = int(rounded(Fraction(abs(cents), 100)))
    sign = cents < 0 and whole > 0
    if language == "en":
        return f"{MINUS if sign else ''}€{number(whole, 0, 'en')}"
    return f"{MINUS + FIRM if sign else ''}{number(whole)}{FIRM}€"


def spelled(count: int, language: Language = "fr", *, is_feminine: bool = False) -> str:
    """A small count in letters, a larger one in digits.

    >>> spelled(3), spelled(1, is_feminine=True), spelled(1200, "en")
    ('trois', 'une', '1,200')
    """
    words = _UP_TO_TEN[language]
    if not 0 <= count < len(words):
        return number(count, 0, language)
    return "une" if language == "fr" and count == 1 and is_feminine else words[count]


def units_of(count: int, kind: Kind, language: Language = "fr", *, in_letters: bool = False) -> str:
    """A count with the name of its machine: trois déneigeuses, 1 snow plough."""
    one, many = kind.one.said_in(language), kind.many.said_in(language)
    if not in_letters:
        return counted(count, one, many, language)
    plural = count != 1 if language == "en" else count > 1
    return f"{spelled(count, language, is_feminine=kind.is_feminine)} {many if plural else one}"


def fleet_of(
    counts: Mapping[str, int], kinds: Sequence[Kind], language: Language = "fr", *, in_letters: bool = False
) -> str:
    """A fleet of several kinds: une déneigeuse et deux tondeuses."""
    parts = [units_of(counts[kind.id], kind, language, in_letters=in_letters) for kind in kinds]
    return listed(parts, language)


def hours(value: float, language: Language = "fr") -> str:
    """Hours, to the hour; with one decimal below ten."""
    decimals = 1 if 0 < abs(value) < 9.95 and round(value, 1) != round(value) else 0  # noqa: PLR2004
    return f"{number(round(value, decimals), decimals, language)}{FIRM}h"


def block_sentence(members: Sequence[str], inside_cents: int, alone_cents: int) -> Sentence:
    """Why a group would leave.

    >>> block_sentence(["Le Thoral", "Orsonne"], 2_345_000, 2_220_000).en
    'The two of them, Le Thoral and Orsonne, would pay €22,200 instead of €23,450.'
    """
    gain = inside_cents - alone_cents
    if len(members) == 1:
        return Sentence(
            f"{members[0]} paierait {money(gain)} de plus que seule.",
            f"{members[0]} would pay {money(gain, 'en')} more than alone.",
        )
    return Sentence(
        f"À {spelled(len(members))}, {listed(members)} paieraient {money(alone_cents)} "
        f"au lieu de {money(inside_cents)}.",
        f"The {spelled(len(members), 'en')} of them, {listed(members, 'en')}, would pay {money(alone_cents, 'en')} "
        f"instead of {money(inside_cents, 'en')}.",
    )
