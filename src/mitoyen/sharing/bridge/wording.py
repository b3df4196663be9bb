"""What a booking says in words, by the words of the house (:mod:`mitoyen.kernel.words`)."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.kernel import words
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.identity import unaccented
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import FIRM as NO_BREAK
from mitoyen.kernel.words import NARROW as THIN
from mitoyen.kernel.words import of

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["NO_BREAK", "THIN", "of"]


def search_key(*texts: str) -> str:
    """Words without accents or capitals, as they are searched.

    >>> search_key("Mini-pelle 2,7 tonnes", "Élagage")
    'mini-pelle 2,7 tonnes elagage'
    """
    return " ".join(unaccented(" ".join(texts)).split())


def day_fr(day: date, *, weekday: bool = False, year: bool = False) -> str:
    """A day as it is said: « 12 mars », « mardi 16 mars 2027 », « 1er avril »."""
    number = "1er" if day.day == 1 else str(day.day)
    said = f"{number}{NO_BREAK}{words.MONTHS_FR[day.month - 1]}"
    return f"{f'{words.DAYS_FR[day.weekday()]} ' if weekday else ''}{said}{f' {day.year}' if year else ''}"


def day_en(day: date, *, year: bool = False) -> str:
    """A day as it is said in English: 12 March."""
    return f"{day.day} {words.MONTHS_EN[day.month - 1]}{f' {day.year}' if year else ''}"


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


def euros(cents: int, language: str = "fr") -> str:
    """An amount of whole cents: « 1 234,56 € »."""
    return words.euros(Euros(cents), language)


def tenths(value: int, language: str = "fr") -> str:
    """A meter kept in tenths: « 1 246,3 »; whole numbers stay whole.

    >>> tenths(12463).replace(THIN, " "), tenths(140), tenths(12463, "en")
    ('1 246,3', '14', '1,246.3')
    """
    return words.plain(Fraction(value, 10), language)
