"""Figures that depend on the period: an amount per quarter, a target per year, a due date."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import model_validator

from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.scalars import NotAcceptedError, Quantity, Scalar, SharedPart
from mitoyen.kernel.dates import MONTHS, Frequency, Period, add_months
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read_year(written: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", written):
        raise NotAcceptedError(f"« {written[:40]} » n'est pas une année.", f"'{written[:40]}' is not a year.")
    return int(written)


Year: TypeAlias = Annotated[int, Scalar(_read_year, str, int, r"^[12]\d{3}$", "year")]


class PerPeriod(SharedPart):
    """A quantity for each month, quarter, half-year or year; and exceptions for given years.

    ``{quarter: "350"}`` read for a half-year gives 700, for a month 350/3 (exactly). ``years`` gives
    another figure for the same length in a given year, held until the next one given.
    """

    month: Quantity | None = None
    quarter: Quantity | None = None
    half_year: Quantity | None = None
    year: Quantity | None = None
    years: dict[Year, Quantity] = {}

    @model_validator(mode="after")
    def _one_length(self) -> PerPeriod:
        if sum(getattr(self, length) is not None for length in MONTHS) != 1:
            raise NotAcceptedError(
                "Donnez la quantité pour une seule durée : month, quarter, half_year ou year.",
                "Give the quantity for one length only: month, quarter, half_year or year.",
            )
        return self

    @property
    def per(self) -> Frequency:
        """The length that the quantity is given for."""
        return next(length for length in MONTHS if getattr(self, length) is not None)

    @property
    def base(self) -> Exact:
        """The quantity for that length, before exceptions."""
        return getattr(self, self.per)  # type: ignore[no-any-return]

    def during(self, period: Period) -> Exact:
        """The quantity for ``period``: whole months in proportion, else days."""
        base = _held(self.years, period.start.year) or self.base
        months = _whole_months(period)
        if months is not None:
            return base * Exact(months, MONTHS[self.per])
        reference = Period(period.start, add_months(period.start, MONTHS[self.per]))
        return base * Exact(period.days, reference.days)


class Levels(SharedPart):
    """A level that does not depend on the length of the period: one for all, or one from each year given."""

    years: dict[Year, Quantity]

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        if isinstance(value, str):
            return {"years": {"1000": value}}
        return {"years": value} if isinstance(value, dict) and "years" not in value else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:  # noqa: ANN401  pydantic's own types
        """A number, levels by year, or the same under ``years``."""
        by_year = {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
        return {"anyOf": [{"type": ["string", "number"]}, by_year, handler(schema)]}

    def on(self, day: date) -> Exact:
        """The level in force on ``day``: that of its year, else of the last year given before it."""
        if (held := _held(self.years, day.year)) is not None:
            return held
        first = min(self.years, default=day.year)
        raise InvalidError(
            Sentence(
                f"Aucune valeur n'est donnée pour {day.year} (la première est pour {first}).",
                f"No value is given for {day.year} (the first is for {first}).",
            )
        )


def _held(years: dict[int, Exact], year: int) -> Exact | None:
    known = [given for given in years if given <= year]
    return years[max(known)] if known else None


def _whole_months(period: Period) -> int | None:
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    return months if months and add_months(period.start, months) == period.end else None


# --- due dates ----------------------------------------------------------------------------------

_DUE = re.compile(r"(\d{2})-(\d{2})|(\d{1,3}) days after period|(\d{4}-\d{2}-\d{2})")


def _read_due(written: str) -> str:
    found = _DUE.fullmatch(written)
    try:
        if found and found[1]:
            date(2000, int(found[1]), int(found[2]))
        elif found and found[4]:
            date.fromisoformat(found[4])
        elif not found:
            raise ValueError  # noqa: TRY301  the refusals are one sentence
    except ValueError as error:
        raise NotAcceptedError(
            f"« {written[:40]} » n'est pas une échéance : écrivez 06-01, 2027-06-01 ou 30 days after period.",
            f"'{written[:40]}' is not a due date: write 06-01, 2027-06-01 or 30 days after period.",
        ) from error
    return written


Due: TypeAlias = Annotated[
    str, Scalar(_read_due, str, str, r"^(\d{2}-\d{2}|\d{1,3} days after period|\d{4}-\d{2}-\d{2})$")
]


def due_dates(due: str, period: Period) -> Iterator[date]:
    """The dates of ``due`` that follow from ``period``: those inside it, or counted from its end.

    >>> list(due_dates("06-01", Period.parse("2027-Q2")))
    [datetime.date(2027, 6, 1)]
    >>> list(due_dates("30 days after period", Period.parse("2027-Q1")))
    [datetime.date(2027, 4, 30)]
    """
    found = _DUE.fullmatch(due)
    if found is None:
        return
    if found[3]:
        yield period.last + timedelta(days=int(found[3]))
        return
    if found[4]:
        days = [date.fromisoformat(found[4])]
    else:
        years = range(period.start.year, period.last.year + 1)
        month, number = int(found[1]), int(found[2])
        days = [date(year, month, min(number, 28 if month == 2 else number)) for year in years]  # noqa: PLR2004
    yield from (day for day in days if period.start <= day < period.end)
