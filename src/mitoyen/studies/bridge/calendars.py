"""Declared calendars, as the engine's ``calendar`` section.

A source holds what was typed: ``{"season": ["11-15", "03-31"], "days": ["mon", …], "hours": ["05:00", "09:00"],
"units": "1", "weather": "none|drawn|known", "event": "neige", "chance": "30", "together": "85", "persistence": "60",
"known": ["2026-12-03", …]}``. Sources that name the same event are struck on the same days.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.identity import slug
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.studies.models import NeedSource, StudyMember

DRAWN, KNOWN = "drawn", "known"


def calendar_of(sources: Sequence[NeedSource], members: Sequence[StudyMember]) -> dict[str, Any]:
    """The section; empty without any source."""
    weather: dict[str, Any] = {}
    needs = []
    for source in sources:
        typed = source.calendar
        event = event_of(typed)
        if event and weather.setdefault(event, weather_of(typed)) != weather_of(typed):
            raise two_weathers(typed["event"])
        needs.append(_need(source, typed, event, members))
    section: dict[str, Any] = {"weather": weather} if weather else {}
    return section | ({"needs": needs} if needs else {})


def two_weathers(event: str) -> InvalidError:
    """The same event described twice, otherwise."""
    return InvalidError(
        Sentence(
            f"« {event} » est décrit autrement dans un autre calendrier de cette étude : reprenez les mêmes nombres, "
            "ou donnez-lui un autre nom.",
            f"'{event}' is described otherwise in another calendar of this study: use the same numbers, or "
            "another name.",
        ),
        where="event",
    )


def event_of(typed: Mapping[str, Any]) -> str:
    """The identifier of the event that strikes; empty when every day of the season is one of need."""
    return slug(typed.get("event") or "meteo") if typed.get("weather") in {DRAWN, KNOWN} else ""


def weather_of(typed: Mapping[str, Any]) -> dict[str, Any]:
    """How an event strikes."""
    if typed["weather"] == KNOWN:
        return {"days": sorted(typed.get("known", []))}
    return {name: _share(typed.get(name, "")) for name in ("chance", "together", "persistence")}


def _share(percent: str) -> str:
    return str(Fraction(percent or "0") / 100)


def _need(source: NeedSource, typed: Mapping[str, Any], event: str, members: Sequence[StudyMember]) -> dict[str, Any]:
    known = [member.code for member in members]
    whom = [code for code in known if code in source.members] if source.members else known
    need: dict[str, Any] = {"members": whom}
    if source.machine:
        need["kind"] = source.machine
    if typed.get("season"):
        need["season"] = {"from": typed["season"][0], "to": typed["season"][1]}
    if typed.get("days"):
        need["days"] = list(typed["days"])
    need["hours"] = {"from": typed["hours"][0], "to": typed["hours"][1]}
    need["units"] = typed.get("units") or "1"
    if event:
        need["weather"] = event
    return need
