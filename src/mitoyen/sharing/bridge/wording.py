"""Small French: elisions, dates, hours, amounts, and the key under which names are searched."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from datetime import date, datetime

THIN = "\u202f"
NO_BREAK = "\u00a0"
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def search_key(*texts: str) -> str:
    """Words without accents or capitals, as they are searched.

    >>> search_key("Mini-pelle 2,7 tonnes", "Élagage")
    'mini-pelle 2,7 tonnes elagage'
    """
    bare = unicodedata.normalize("NFKD", " ".join(texts)).casefold().replace("œ", "oe").replace("æ", "ae")
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).split())


def of(name: str) -> str:
    """« de », elided or contracted before a name.

    >>> of("Ury"), of("Malaubert"), of("Les Aigues"), of("Le Thoral"), of("La Combe-Rousse"), of("Écotay")
    ("d'Ury", 'de Malaubert', 'des Aigues', 'du Thoral', 'de La Combe-Rousse', "d'Écotay")
    """
    if name.startswith("Les "):
        return f"des {name[4:]}"
    if name.startswith("Le "):
        return f"du {name[3:]}"
    first = unicodedata.normalize("NFKD", name[:1]).casefold()[:1]
    return f"d'{name}" if first and first in "aeiouy" else f"de {name}"


def day_fr(day: date, *, weekday: bool = False, year: bool = False) -> str:
    """A day as it is said: « 12 mars », « mardi 16 mars 2027 », « 1er avril »."""
    number = "1er" if day.day == 1 else str(day.day)
    said = f"{number}{NO_BREAK}{MONTHS[day.month - 1]}"
    return f"{f'{WEEKDAYS[day.weekday()]} ' if weekday else ''}{said}{f' {day.year}' if year else ''}"


def day_en(day: date, *, year: bool = False) -> str:
    """A day as it is said in English: 12 March."""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]}{f' {day.year}' if year else ''}"


def hour_fr(moment: datetime) -> str:
    """A local hour: « 8 h », « 13 h 30 »."""
    local = moment.astimezone(PARIS)
    return f"{local.hour}{NO_BREAK}h{f'{NO_BREAK}{local.minute:02d}' if local.minute else ''}"


def hour_en(moment: datetime) -> str:
    """A local hour in English: 13:30."""
    return f"{moment.astimezone(PARIS):%H:%M}"


def moment_said(moment: datetime, *, year: bool = False) -> Sentence:
    """An instant: « 11 mars à 17 h », 11 March at 17:00."""
    day = moment.astimezone(PARIS).date()
    return Sentence(f"{day_fr(day, year=year)} à {hour_fr(moment)}", f"{day_en(day, year=year)} at {hour_en(moment)}")


def days_said(first: date, last: date) -> Sentence:
    """One day or several, as a heading.

    >>> from datetime import date
    >>> days_said(date(2027, 3, 2), date(2027, 3, 3)).fr.replace(NO_BREAK, " ")
    '2 et 3 mars'
    >>> days_said(date(2027, 3, 9), date(2027, 3, 11)).fr.replace(NO_BREAK, " ")
    '9 au 11 mars'
    """
    if first == last:
        return Sentence(day_fr(first), day_en(first))
    if (first.year, first.month) != (last.year, last.month):
        return Sentence(f"{day_fr(first)} au {day_fr(last)}", f"{day_en(first)} to {day_en(last)}")
    number = "1er" if first.day == 1 else str(first.day)
    pair, pair_en = ("et", "and") if last - first == timedelta(days=1) else ("au", "to")
    return Sentence(f"{number} {pair} {day_fr(last)}", f"{first.day} {pair_en} {day_en(last)}")


def grouped(whole: int) -> str:
    """Thousands apart by a narrow space."""
    return f"{whole:,}".replace(",", THIN)


def euros(cents: int, *, short: bool = False) -> str:
    """An amount: « 1 234,56 € »; ``short`` drops cents at zero: « 96 € »."""
    sign, magnitude = ("−" if cents < 0 else ""), abs(cents)
    decimals = "" if short and magnitude % 100 == 0 else f",{magnitude % 100:02d}"
    return f"{sign}{grouped(magnitude // 100)}{decimals}{THIN}€"


def tenths(value: int) -> str:
    """A meter: « 1 246,3 »; whole numbers stay whole.

    >>> tenths(12463).replace(THIN, " "), tenths(140)
    ('1 246,3', '14')
    """
    sign, magnitude = ("−" if value < 0 else ""), abs(value)
    return f"{sign}{grouped(magnitude // 10)}{f',{magnitude % 10}' if magnitude % 10 else ''}"


def tenths_en(value: int) -> str:
    """The same in English: 1,246.3."""
    return f"{value // 10:,}{f'.{value % 10}' if value % 10 else ''}"


def slug(name: str) -> str:
    """A word for an address.

    >>> slug("Engins d'été")
    'engins-d-ete'
    """
    return re.sub(r"[^a-z0-9]+", "-", search_key(name)).strip("-")[:60]
