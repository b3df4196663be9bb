"""The fields of a JSON object, each read by its name, in its type, and refused with its place.

Numbers come as numbers or as text, often padded (``"  5000"``); moments with or without seconds.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar, cast, overload

from mitoyen.calculus.loans.terms import Rhythm, Trade
from mitoyen.calculus.schedules.cycles import Cycle
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

T = TypeVar("T")
W = TypeVar("W", bound=str)

_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.0+)?Z?)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST_SHOWN = 40


def mapping(written: object, where: str) -> Mapping[str, object]:
    """What was written, when it is an object with names; :class:`InvalidError` otherwise."""
    if not isinstance(written, dict):
        raise InvalidError(
            Sentence(
                f"Un objet {{…}} est attendu ici, et non « {shown(written)} ».",
                f"An object {{…}} is expected here, not '{shown(written)}'.",
            ),
            where=where,
        )
    return cast("Mapping[str, object]", written)


def shown(value: object) -> str:
    """A value as an error quotes it: not longer than a line.

    >>> shown("9" * 5_000)
    '9999999999999999999999999999999999999999…'
    """
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


class Fields:
    """The fields of one object, each read once, by its name and in its type."""

    def __init__(self, written: Mapping[str, object], where: str) -> None:
        self.written, self.where = written, where
        self.known: set[str] = set()

    def error(self, key: str, value: object, fr: str, en: str) -> InvalidError:
        """The value of ``key`` is not what it should be."""
        return InvalidError(
            Sentence(
                f"{key} : « {shown(value)} » ne convient pas ; on attend {fr}.",
                f"{key}: '{shown(value)}' does not fit; {en} is expected.",
            ),
            where=f"{self.where}.{key}".lstrip("."),
        )

    def text(self, key: str) -> str:
        """The value as text, without spaces around; empty when absent."""
        self.known.add(key)
        value = self.written.get(key)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Fraction)):
            raise self.error(key, value, "un texte ou un nombre", "a text or a number")
        text = str(value).strip()
        return "" if text.upper() == "NULL" else text

    def needed(self, key: str, reader: Callable[[str], T | None], fr: str, en: str) -> T:
        """The value of a term that no loan can do without."""
        value = reader(key)
        if value is None:
            raise InvalidError(
                Sentence(f"Il manque {key} : {fr}.", f"{key} is missing: {en}."),
                where=f"{self.where}.{key}".lstrip("."),
            )
        return value

    @overload
    def number(self, key: str) -> Fraction | None: ...
    @overload
    def number(self, key: str, default: Fraction) -> Fraction: ...
    def number(self, key: str, default: Fraction | None = None) -> Fraction | None:
        """An exact number, as written."""
        text = self.text(key)
        if not text:
            return default
        if not _NUMBER.fullmatch(text):
            raise self.error(key, text, "un nombre, comme 5000 ou 0.035", "a number, such as 5000 or 0.035")
        return Fraction(text)

    def moment(self, key: str) -> datetime | None:
        """A day, or a day and a time; 24:00 is the midnight that ends it."""
        text = self.text(key)
        if not text:
            return None
        found = _MOMENT.fullmatch(text)
        at_end = found is not None and (found[2] or "").startswith("24:00")
        try:
            hour = "00:00" if at_end else (found and found[2]) or "00:00"
            moment = datetime.fromisoformat(f"{found[1] if found else text}T{hour}")
        except ValueError as error:
            raise self.error(key, text, "une date, comme 2027-03-31", "a date, such as 2027-03-31") from error
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise self.error(
                key,
                text,
                f"une année entre {_FIRST_YEAR} et {_LAST_YEAR}",
                f"a year between {_FIRST_YEAR} and {_LAST_YEAR}",
            )
        return moment + timedelta(days=1) if at_end else moment

    def choice(self, key: str, allowed: Sequence[W], default: str = "") -> W:
        """One of a few words."""
        text = self.text(key).upper() or default
        for word in allowed:
            if word == text:
                return word
        listed = ", ".join(allowed)
        raise self.error(key, text, f"l'un de : {listed}", f"one of: {listed}")

    def rhythm(self, name: str) -> Rhythm:
        """The pair ``cycleAnchorDateOf…`` and ``cycleOf…``."""
        written = self.text(f"cycleOf{name}")
        try:
            cycle = Cycle.parse(written) if written else None
        except InvalidError as error:
            raise InvalidError(error.sentence, where=f"{self.where}.cycleOf{name}") from error
        return Rhythm(self.moment(f"cycleAnchorDateOf{name}"), cycle)

    def trade(self, date_key: str, price_key: str) -> Trade | None:
        """A date and the price of that day."""
        moment, price = self.moment(date_key), self.number(price_key)
        if moment is None:
            return None
        if price is None:
            raise self.error(price_key, "", "le prix de ce jour", "the price of that day")
        return Trade(moment, price)

    def unread(self, descriptive: Container[str]) -> tuple[str, ...]:
        """Names that nothing has read, in order, save those that only describe."""
        return tuple(key for key in self.written if key not in self.known and key not in descriptive)
