"""What a booking says in words, by the words of the house (:mod:`mitoyen.kernel.words`)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.kernel import words
from mitoyen.kernel.identity import unaccented
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import FIRM as NO_BREAK
from mitoyen.kernel.words import NARROW as THIN
from mitoyen.kernel.words import of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

__all__ = ["NO_BREAK", "THIN", "of"]


def search_key(*texts: str) -> str:
    """Words without accents or capitals, as they are searched.

    >>> search_key("Mini-pelle 2,7 tonnes", "Élagage")
    'mini-pelle 2,7 tonnes elagage'
    """
    return " ".join(unaccented(" ".join(texts)).split())


def day_said(day: date, *, year: bool = False) -> Sentence:
    """A day: « 12 mars », « 1er avril 2027 »; 12 March."""
    return _both(lambda language: words.day(day, language, with_year=year))


def hour_said(moment: datetime) -> Sentence:
    """The hour in Paris: « 8 h », « 13 h 30 »; 13:30."""
    return _both(lambda language: words.hour(moment, language))


def moment_said(moment: datetime, *, year: bool = False) -> Sentence:
    """An instant: « 11 mars à 17 h », 11 March at 17:00."""
    return _both(lambda language: words.moment(moment, language, with_year=year))


def days_said(first: date, last: date) -> Sentence:
    """One day or several, as a heading.

    >>> from datetime import date
    >>> days_said(date(2027, 3, 2), date(2027, 3, 3)).fr.replace(NO_BREAK, " ")
    '2 et 3 mars'
    >>> days_said(date(2027, 3, 9), date(2027, 3, 11)).fr.replace(NO_BREAK, " ")
    '9 au 11 mars'
    """
    return _both(lambda language: words.span(first, last, language, with_year=False, bare=True))


def span_said(first: date, last: date) -> Sentence:
    """From a day to another inside a sentence: « du 2 mars au 31 décembre 2027 »."""
    return _both(lambda language: words.span(first, last, language))


def moments_said(start: datetime, end: datetime, *, year: bool = False) -> Sentence:
    """From one moment to another, after a verb: « le 9 mars de 8 h à 17 h », « du 9 mars à 8 h au 10 mars à 17 h »."""
    return _both(lambda language: words.moments(start, end, language, with_year=year))


def _both(say: Callable[[str], str]) -> Sentence:
    return Sentence(say("fr"), say("en"))


def euros(cents: int, language: str = "fr") -> str:
    """An amount of whole cents: « 1 234,56 € »."""
    return words.euros(Euros(cents), language)


def tenths(value: int, language: str = "fr") -> str:
    """A meter kept in tenths: « 1 246,3 »; whole numbers stay whole.

    >>> tenths(12463).replace(THIN, " "), tenths(140), tenths(12463, "en")
    ('1 246,3', '14', '1,246.3')
    """
    return words.plain(Fraction(value, 10), language)
