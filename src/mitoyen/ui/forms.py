"""Fields that read what people write: 16/3, « 16 mars 2027 », 8 h 30, 1 264,3, 96 €.

What was typed stays in the field; the error says which value was not understood and how to write it.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import clock, words
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.identity import unaccented
from mitoyen.kernel.money import Euros

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

_DIGITS = re.compile(r"(\d{1,2})\s*[/.\s-]\s*(\d{1,2})(?:\s*[/.\s-]\s*(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(?:[a-z]+\.?\s+)?(\d{1,2})(?:er|st|nd|rd|th)?\s+([a-z]+)\.?(?:\s+(\d{4}))?")
_HOUR = re.compile(r"(\d{1,2})\s*(?:[h:.]\s*(\d{2})?|heures?)?")
_HALF_A_YEAR = 183


def _months() -> Mapping[str, int]:
    both = (*words.MONTHS_FR, *words.MONTHS_EN)
    return {unaccented(name): rank % 12 + 1 for rank, name in enumerate(both)}


MONTHS = _months()


def read_day(written: str, *, near: date) -> date:
    """The day that ``written`` means; without a year, the one nearest to ``near``. ValueError if there is none.

    >>> near = date(2027, 3, 2)
    >>> [str(read_day(text, near=near)) for text in ("16/03/2027", "16/3", "mardi 16 mars", "2027-03-16", "2 janv")]
    ['2027-03-16', '2027-03-16', '2027-03-16', '2027-03-16', '2027-01-02']
    """
    text = re.sub(r"\s+", " ", unaccented(written)).strip()
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DIGITS.fullmatch(text):
        return _with_year(int(found[1]), int(found[2]), found[3], near)
    if found := _NAMED.fullmatch(text):
        ranks = {rank for name, rank in MONTHS.items() if name == found[2] or name.startswith(found[2][:4])}
        if len(found[2]) > 2 and len(ranks) == 1:  # noqa: PLR2004 - "ju" would be June or July
            return _with_year(int(found[1]), ranks.pop(), found[3], near)
    raise ValueError(written)


def _with_year(day: int, month: int, year: str | None, near: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)  # noqa: PLR2004
    around = [date(y, month, day) for y in (near.year - 1, near.year, near.year + 1) if _exists(y, month, day)]
    if not around:
        raise ValueError(day, month)
    return min(around, key=lambda each: abs((each - near).days))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def read_hour(written: str) -> time:
    """The hour that ``written`` means. ValueError if there is none.

    >>> [str(read_hour(text)) for text in ("8", "8 h", "8h30", "16:40")]
    ['08:00:00', '08:00:00', '08:30:00', '16:40:00']
    """
    found = _HOUR.fullmatch(re.sub(r"\s+", " ", written.casefold()).strip())
    if not found:
        raise ValueError(written)
    return time(int(found[1]), int(found[2] or 0))


def read_measure(written: str) -> Decimal:
    """A number with a comma or a point, thousands apart or not. ValueError if it is none.

    >>> read_measure("1 264,3"), read_measure("12.50")
    (Decimal('1264.3'), Decimal('12.50'))
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", written).replace(",", ".").replace(words.MINUS, "-")
    if not re.fullmatch(r"-?\d{1,12}(?:\.\d{1,6})?", bare):
        raise ValueError(written)
    return Decimal(bare)


class TypedInput(forms.TextInput):
    """A plain text control that proposes the right keyboard; ``attrs`` are its own."""

    own: ClassVar[Mapping[str, object]] = {}

    def __init__(self, attrs: Mapping[str, object] | None = None) -> None:
        super().__init__({"autocomplete": "off", **self.own, **(attrs or {})})


class DayInput(TypedInput):
    """A day, typed: 16/03/2027. Script completes it; the field reads many ways of writing."""

    own: ClassVar[Mapping[str, object]] = {"inputmode": "numeric", "data-mitoyen-day": True}

    def format_value(self, value: object) -> str | None:
        """A date as 16/03/2027; what was typed as it was typed."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else super().format_value(value)


class HourInput(TypedInput):
    """An hour, typed: 8 h 30."""

    own: ClassVar[Mapping[str, object]] = {"data-mitoyen-hour": True}


class FigureInput(TypedInput):
    """A number with a comma, typed."""

    own: ClassVar[Mapping[str, object]] = {"inputmode": "decimal"}


class DayField(forms.Field):
    """A date."""

    widget = DayInput

    def to_python(self, value: object) -> date | None:
        """Read it, or say how to write it."""
        if not value or isinstance(value, date):
            return value or None  # type: ignore[return-value]
        try:
            return read_day(str(value), near=clock.today())
        except (ValueError, OverflowError) as error:
            message = _("« %(value)s » n’est pas une date : écrivez le jour, le mois et l’année, comme 16/03/2027.")
            raise _refused(message, value) from error


class HourField(forms.Field):
    """A time of day."""

    widget = HourInput

    def prepare_value(self, value: object) -> object:
        """8 h 30 rather than 08:30:00."""
        return words.hour(value, get_language() or "fr") if isinstance(value, time) else value

    def to_python(self, value: object) -> time | None:
        """Read it, or say how to write it."""
        if isinstance(value, time):
            return value
        if not value:
            return None
        try:
            return read_hour(str(value))
        except ValueError as error:
            message = _("« %(value)s » n’est pas une heure : écrivez par exemple 8 h 30.")
            raise _refused(message, value) from error


class EurosField(forms.Field):
    """An amount."""

    widget = FigureInput

    def prepare_value(self, value: object) -> object:
        """1234,56 rather than Euros(cents=123456)."""
        return str(value).replace(".", ",") if isinstance(value, Euros) else value

    def to_python(self, value: object) -> Euros | None:
        """Read it, or say how to write it."""
        if isinstance(value, Euros):
            return value
        if not value:
            return None
        try:
            return Euros.parse(str(value))
        except InvalidError as error:
            raise ValidationError(error.sentence.said_in(get_language() or "fr"), code="invalid") from error


class MeasureField(forms.Field):
    """A number with its decimals: hours of an engine, kilometres."""

    widget = FigureInput

    def prepare_value(self, value: object) -> object:
        """1264,3 rather than Decimal('1264.3')."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: object) -> Decimal | None:
        """Read it, or say how to write it."""
        if isinstance(value, Decimal):
            return value
        if value is None or value == "":
            return None
        try:
            return read_measure(str(value))
        except ValueError as error:
            message = _("« %(value)s » n’est pas un nombre : écrivez par exemple 1264,3.")
            raise _refused(message, value) from error


class SignatureField(forms.CharField):
    """The drawing of ``<c-signature>``: the path of an SVG of 320 × 112, and nothing else that an SVG may hold."""

    widget = forms.HiddenInput

    def __init__(self, *, required: bool = False) -> None:
        refused = _("Ce dessin de signature n’est pas lisible : effacez-le et recommencez, ou écrivez votre nom.")
        path = RegexValidator(r"\A(?:M[0-9]{1,3} [0-9]{1,3}(?:L[0-9]{1,3} [0-9]{1,3})*)+\Z", refused)
        super().__init__(required=required, max_length=20_000, validators=[path])


def _refused(message: str | _StrPromise, value: object) -> ValidationError:
    return ValidationError(message, code="invalid", params={"value": str(value)[:80]})
