"""Numbers, formulas and dates as people write them, in French and in English.

Clauses write a formula once, in plain ASCII with the names of its numbers; the trace fills in the
numbers and this module sets it in the manner of each language.

>>> shown = formula("{missing} * {price:2}", missing=Exact.parse("37.5"), price=Exact(45))
>>> shown, set_formula(shown, "fr")
('37.5 * 45.00', '37,5 × 45,00')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import Exact

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.kernel.text import Language

NARROW, WIDE = "\u202f", "\u00a0"
MINUS = "\u2212"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
TWO = 2
"""From two on a French noun is in the plural."""
_NOUNS = frozenset({
    "an", "day", "euro", "half-year", "hectare", "heure", "hour", "jour", "month", "person", "personne", "point",
    "quarter", "semestre", "tonne", "trimestre", "year",
})  # fmt: skip
"""Names of units that take an s, beside the words that an agreement counts in (``trajet``); all others are signs."""
_WORD = re.compile(r"[a-zàâçéèêëîïôûù]{4,}(?<![sxz])")
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
UNITS: dict[str, dict[Language, str]] = {
    "EUR": {"fr": "€", "en": "€"},
    "m3": {"fr": "m³", "en": "m³"},
    "day": {"fr": "jour", "en": "day"},
    "month": {"fr": "mois", "en": "month"},
    "person": {"fr": "personne", "en": "person"},
    "point": {"fr": "point", "en": "point"},
    "%": {"fr": "%", "en": "%"},
}


class _Shown:
    """A number inside a formula: ``{x}`` shows its own decimals, ``{x:2}`` at least two."""

    __slots__ = ("value",)

    def __init__(self, value: Exact) -> None:
        self.value = value

    def __format__(self, at_least: str) -> str:
        text = self.value.text(int(at_least or 0))
        return f"({text})" if self.value.num < 0 else text


def formula(template: str, /, **numbers: Exact) -> str:
    """``template`` with its numbers, in ASCII: what a machine recomputes."""
    return template.format(**{name: _Shown(value) for name, value in numbers.items()})


def set_formula(written: str, language: Language) -> str:
    """An ASCII formula in the typography of ``language``."""
    signs = {" * ": " × ", " - ": f" {MINUS} ", " / ": " ÷ ", "(-": f"({MINUS}", " -(": f" {MINUS}("}
    if language == "fr":
        written = written.replace(", ", f"{WIDE}; ")
    for ascii_sign, sign in signs.items():
        written = written.replace(ascii_sign, sign)
    return _NUMBER.sub(lambda found: number(found[0], language), written)


def number(value: Exact | str, language: Language, at_least: int = 0) -> str:
    """A number for people: ``1 687,50`` in French, ``1,687.50`` in English.

    >>> number(Exact.parse("-1687.5"), "fr", 2), number("1234567", "en")
    ('−1\u202f687,50', '1,234,567')
    """
    text = value.text(at_least) if isinstance(value, Exact) else value
    sign, text = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    if "/" in text:
        return sign + text
    whole, _, decimals = text.partition(".")
    groups, comma = (NARROW, ",") if language == "fr" else (",", ".")
    grouped = f"{int(whole):,}".replace(",", groups)
    return f"{sign}{grouped}{comma}{decimals}" if decimals else sign + grouped


def quantity(value: Exact, unit: str, language: Language, at_least: int = 0) -> str:
    """A number with its unit: ``37,5 h``, ``1 687,50 €`` in French and ``€1,687.50`` in English."""
    if unit == "EUR":
        shown = number(value, language, max(2, at_least))
        return f"{shown}{WIDE}€" if language == "fr" else f"€{shown}"
    said = UNITS.get(unit, {}).get(language, unit)
    if (unit in UNITS or _WORD.fullmatch(unit)) and not is_one(value, language):
        said = plural(said)
    return f"{number(value, language, at_least)}{WIDE}{said}" if said else number(value, language, at_least)


def is_one(value: Exact, language: Language) -> bool:
    """Whether the noun that follows stays in the singular: below two in French, exactly one in English.

    >>> is_one(Exact.parse("1.5"), "fr"), is_one(Exact.parse("1.5"), "en"), is_one(Exact(0), "fr")
    (True, False, True)
    """
    return abs(value.fraction) < TWO if language == "fr" else abs(value.fraction) == 1


def plural(noun: str) -> str:
    """``jours``, ``hectares``; *mois* and signs such as m³ or kWh stay as they are.

    >>> plural("jour"), plural("mois"), plural("kWh"), plural("trajet")
    ('jours', 'mois', 'kWh', 'trajets')
    """
    return f"{noun}s" if noun in _NOUNS or _WORD.fullmatch(noun) else noun


def percent(rate: Exact, language: Language) -> str:
    """A rate as a percentage: ``2,5 %``; one that has no end of decimals stays a ratio.

    >>> percent(Exact.parse("0.025"), "en"), percent(Exact(1, 3000), "en")
    ('2.5%', '1/3000')
    """
    shown = number(rate * 100, language)
    if "/" in shown:
        return number(rate, language)
    return f"{shown}{WIDE}%" if language == "fr" else f"{shown}%"


def day(value: date, language: Language) -> str:
    """``16 mars 2027`` or ``16 March 2027``; the first of the month is ``1er`` in French."""
    first = "1er" if value.day == 1 and language == "fr" else str(value.day)
    return f"{first} {_MONTHS[language].split()[value.month - 1]} {value.year}"
