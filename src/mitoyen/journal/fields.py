"""What an act changed, as a clerk reads it: each app says once what its fields are called, and of which kind they are.

>>> name_fields("example", {"paid": Field(Sentence("montant payé", "amount paid"), Kind.CENTS)})
>>> field_said("example.pay", "paid", "fr"), value_said("example.pay", "paid", 9600, "en")
('montant payé', '€96.00')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from mitoyen.kernel import words
from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence


class Kind(Enum):
    """What the plain value of a record stands for."""

    TEXT = "text"
    NUMBER = "number"
    YES_OR_NO = "yes or no"
    ROW = "row"  # the number of something kept: n° 12
    CENTS = "cents"  # 9600
    AMOUNT = "amount"  # "96.00"
    TENTHS = "tenths"  # of a meter: 12463 is 1 246,3
    DAY = "day"  # "2027-03-16"
    MONTH = "month"  # "2027-03"
    MOMENT = "moment"  # "2027-03-16T07:00:00+00:00"
    PERIOD = "period"  # two moments, or days as Period.label writes them
    HOURS = "hours"  # of a week, from Monday: opened intervals in minutes of the day
    MICRODEGREES = "microdegrees"  # 45184500 is 45,1845


Choices: TypeAlias = Mapping[str, Sentence]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is called; its kind, or the words of its values."""

    name: Sentence
    kind: Kind | Choices = Kind.TEXT


_fields: dict[tuple[str, str], Field] = {}


def name_fields(app: str, fields: Mapping[str, Field]) -> None:
    """Say what the fields of the acts of ``app`` are called, and of which kind they are."""
    _fields.update({(app, name): field for name, field in fields.items()})


def field_of(verb: str, name: str) -> Field | None:
    """The field ``name`` of the acts ``verb``, when its app named it."""
    return _fields.get((verb.partition(".")[0], name))


def field_said(verb: str, name: str, language: str) -> str:
    """What the field is called; its bare name when nobody named it."""
    field = field_of(verb, name)
    return field.name.said_in(language) if field else name


def value_said(verb: str, name: str, value: object, language: str) -> str:
    """A value of the record as a clerk reads it; one that is not of its kind is shown as it was written."""
    if value is None or value == []:
        return ""
    field = field_of(verb, name)
    kind = field.kind if field else Kind.TEXT
    if isinstance(value, list) and kind not in _OF_A_LIST:
        return words.listed([value_said(verb, name, each, language) for each in value], language)
    if not isinstance(kind, Kind):
        word = kind.get(str(value))
        return word.said_in(language) if word else str(value)
    try:
        return _SAID[kind](value, language)
    except (MitoyenError, ValueError, TypeError, ArithmeticError):
        return str(value)


def _said_text(value: object, language: str) -> str:
    return _said_yes_or_no(value, language) if isinstance(value, bool) else str(value)


def _said_number(value: object, language: str) -> str:
    return words.plain(Fraction(str(value)), language)


def _said_yes_or_no(value: object, language: str) -> str:
    return (Sentence("oui", "yes") if value else Sentence("non", "no")).said_in(language)


def _said_row(value: object, language: str) -> str:
    return Sentence(words.firm(f"n° {value}"), words.firm(f"no. {value}")).said_in(language)


def _said_cents(value: object, language: str) -> str:
    return words.euros(Euros(int(str(value))), language)


def _said_amount(value: object, language: str) -> str:
    return words.euros(Euros.parse(str(value)), language)


def _said_tenths(value: object, language: str) -> str:
    return words.plain(Fraction(int(str(value)), 10), language)


def _said_day(value: object, language: str) -> str:
    return words.day(date.fromisoformat(str(value)), language)


def _said_month(value: object, language: str) -> str:
    return words.month(date.fromisoformat(f"{value}-01"), language)


def _said_moment(value: object, language: str) -> str:
    return words.moment(datetime.fromisoformat(str(value)), language, with_weekday=True)


def _said_period(value: object, language: str) -> str:
    if isinstance(value, list):
        start, end = map(datetime.fromisoformat, value)
        return words.moments(start, end, language)
    period = Period.parse(str(value))
    return words.span(period.start, period.last, language)


def _said_microdegrees(value: object, language: str) -> str:
    return words.number(Fraction(int(str(value)), 10**6), 4, language)


def _said_hours(value: object, language: str) -> str:
    week = value if isinstance(value, list) else []
    days = [
        f"{words.weekday(_A_MONDAY + timedelta(days=rank), language)} {_said_intervals(opened, language)}"
        for rank, opened in enumerate(week)
        if opened
    ]
    return " ; ".join(days) if days else Sentence("toujours accessible", "always reachable").said_in(language)


def _said_intervals(opened: list[list[int]], language: str) -> str:
    edges = [[words.hour(time(*divmod(minute, 60)), language) for minute in interval] for interval in opened]
    return ", ".join("–".join(pair) for pair in edges)


_A_MONDAY = date(2027, 3, 1)
_OF_A_LIST = (Kind.PERIOD, Kind.HOURS)
_SAID: Mapping[Kind, Callable[[object, str], str]] = {
    Kind.TEXT: _said_text,
    Kind.NUMBER: _said_number,
    Kind.YES_OR_NO: _said_yes_or_no,
    Kind.ROW: _said_row,
    Kind.CENTS: _said_cents,
    Kind.AMOUNT: _said_amount,
    Kind.TENTHS: _said_tenths,
    Kind.DAY: _said_day,
    Kind.MONTH: _said_month,
    Kind.MOMENT: _said_moment,
    Kind.PERIOD: _said_period,
    Kind.HOURS: _said_hours,
    Kind.MICRODEGREES: _said_microdegrees,
}
