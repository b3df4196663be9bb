"""Pieces of addresses that are read once: a month, ``2027-03``."""

from __future__ import annotations

from datetime import date

from django.urls import register_converter


class MonthConverter:
    """The first day of the month written in an address."""

    regex = r"[12]\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        """``2027-03`` is 1 March 2027."""
        return date(int(value[:4]), int(value[5:]), 1)

    def to_url(self, value: date) -> str:
        """The month of a day."""
        return f"{value:%Y-%m}"


register_converter(MonthConverter, "month")
