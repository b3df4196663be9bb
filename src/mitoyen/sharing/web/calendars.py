"""A month of availability as the calendar component shows it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from mitoyen.sharing.bridge.reasons import Word
from mitoyen.ui.month import Day, DayState, Month, month_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mitoyen.sharing.bridge import availability

STATES: Mapping[Word, DayState] = MappingProxyType(
    {
        Word.FREE: "free",
        Word.PARTLY: "free",
        Word.TAKEN: "taken",
        Word.LATE: "taken",
        Word.OPTION: "option",
        Word.CLEANING: "wash",
        Word.MAINTENANCE: "fix",
        Word.BREAKDOWN: "fix",
        Word.TRAINING: "fix",
        Word.PAST: "past",
    }
)  # the others are closed days


def shown(table: availability.Month, chosen: tuple[date, date] | None, today: date) -> Month:
    """The month as ``<c-month>`` shows it: free days are links that choose them."""
    days = {each.day: _cell(each, chosen) for each in table.days}
    return month_of(table.first, days, today=today)


def _cell(day: availability.Day, chosen: tuple[date, date] | None) -> Day:
    language = get_language() or "fr"
    if chosen and chosen[0] <= day.day <= chosen[1] and day.can_be_chosen:
        return Day(day.day, "chosen", gettext("choisi"), _href(day.day, None), day.is_today)
    href = _href(day.day, chosen) if day.can_be_chosen else ""
    return Day(day.day, STATES.get(day.word, "closed"), day.label.said_in(language), href, day.is_today)


def _href(day: date, chosen: tuple[date, date] | None) -> str:
    """Choosing a later day lengthens a single day that was chosen; any other begins anew."""
    lengthens = chosen is not None and chosen[0] == chosen[1] < day
    first = chosen[0] if lengthens and chosen else day
    query = urlencode({"mois": f"{day:%Y-%m}", "du": f"{first:%d/%m/%Y}", "au": f"{day:%d/%m/%Y}"})
    return f"?{query}#reserver"
