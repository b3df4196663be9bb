"""A statement as XLSX: numbers are numbers, days are days, the heads stay in view, the total is a formula."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from mitoyen.kernel.money import Euros
from mitoyen.ledger.feeds.sheet import heads, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.ledger.queries.statements import StatementView

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (12, 9, 11, 36, 36, 14, 12, 12, 12, 24, 24, 13, 13, 13, 10, 22, 10, 10, 12, 12, 16, 24, 22)
_HEAD_ROW = 3
_AMOUNTS = (11, 12, 13)


def statement_as_xlsx(view: StatementView, language: str = "fr") -> bytes:
    """A workbook of one sheet: what it says in a sentence, the lines, the totals."""
    written = io.BytesIO()
    # Texts never become formulas nor links: what people typed stays what they typed.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet(_("Décompte"))
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom"}),
            "amount": book.add_format({"num_format": "#,##0.00"}),
            "total": book.add_format({"num_format": "#,##0.00", "bold": True, "top": 2}),
            "rate": book.add_format({"num_format": "0.0%"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "sum": book.add_format({"bold": True, "top": 2}),
        }
        sheet.write_string(0, 0, view.finding.said_in(language), formats["title"])
        sheet.write_string(1, 0, view.reference or _("Décompte provisoire : il n’a pas encore de numéro"))
        sheet.write_row(_HEAD_ROW, 0, heads(), formats["head"])
        lines = rows(view, language)
        for number, row in enumerate(lines, _HEAD_ROW + 1):
            _write(sheet, number, row, formats)
        _write_totals(sheet, _HEAD_ROW + 1, len(lines), view, formats)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(_HEAD_ROW + 1, 4)
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(lines), len(_WIDTHS) - 1)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        book.set_properties({"title": view.finding.said_in(language), "author": view.payee.name})
    return written.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[object], formats: Mapping[str, object]
) -> None:
    for column, value in enumerate(row):
        if isinstance(value, Euros):
            sheet.write_number(number, column, value.cents / 100, formats["amount"])
        elif isinstance(value, Fraction):
            sheet.write_number(number, column, float(value), formats["rate"])
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value, formats["day"])
        else:
            sheet.write_string(number, column, str(value), formats["text"])


def _write_totals(
    sheet: xlsxwriter.worksheet.Worksheet, first: int, count: int, view: StatementView, formats: Mapping[str, object]
) -> None:
    last = first + count
    sheet.write_string(last, 3, _("Total"), formats["sum"])
    for column, amount in zip(_AMOUNTS, (view.amount_excl, view.vat, view.amount_incl), strict=True):
        cells = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last - 1, column)}"
        sheet.write_formula(last, column, f"=SUM({cells})", formats["total"], amount.cents / 100)
