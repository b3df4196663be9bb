"""A statement as CSV, as a French spreadsheet opens it: UTF-8 with its mark, semicolons, decimal commas."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.kernel import words
from mitoyen.kernel.money import Euros
from mitoyen.ledger.feeds.sheet import heads, rows

if TYPE_CHECKING:
    from mitoyen.ledger.queries.statements import StatementView

MEDIA_TYPE = "text/csv; charset=utf-8"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def statement_as_csv(view: StatementView, language: str = "fr") -> bytes:
    """The lines of the statement, then nothing: a program reads it."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads())
    writer.writerows([cell(value) for value in row] for row in rows(view, language))
    return written.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    r"""What a cell holds; a text that a spreadsheet would run as a formula is preceded by an apostrophe.

    >>> cell(Euros(-123456)), cell(Fraction(11, 200)), cell(date(2027, 3, 16)), cell("=HYPERLINK(1)"), cell("a\nb")
    ('-1234,56', '5,5 %', '16/03/2027', "'=HYPERLINK(1)", 'a b')
    """
    if isinstance(value, Euros):
        return str(value).replace(".", ",")
    if isinstance(value, Fraction):
        return f"{words.plain(value * 100)} %"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    flat = " ".join(text.split())
    return f"'{flat}" if text.startswith(_STARTS_A_FORMULA) or flat.startswith(_STARTS_A_FORMULA) else flat
