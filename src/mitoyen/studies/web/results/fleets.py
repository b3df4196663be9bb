"""Machines against service, member by member; whether needs meet; when they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from mitoyen.kernel import words
from mitoyen.studies.web.results import reading
from mitoyen.studies.web.results.reading import Document, Scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.kernel.text import Sentence

_MOST_POINTS = 7
_NONE = 0.05  # hours: nobody goes without
_BEYOND = 5  # times what is allowed: longer bars leave the scale
_MOST_DAYS = 60  # marks that still read as days


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A number of machines and what it gives; ``part`` is its bar."""

    name: str
    state: str
    part: float
    tone: str
    unmet: str
    cost: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The hours that a member needs and goes without."""

    name: str
    part: float
    before: float
    tone: str
    unmet: str
    alone: str
    needed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """One kind of machine (or a ladder of kinds)."""

    title: str
    sentences: Sequence[Sentence]
    points: Sequence[Point]
    target: float | None
    allowed: str
    top: str
    needed: str
    together: Sequence[Sentence]
    warns: bool
    days_all: int
    days_some: int
    served: Sequence[Served]
    served_top: str

    @property
    def warning(self) -> str:
        """What the panel beside is called."""
        if self.warns:
            return gettext("Attention : les besoins tombent en même temps")
        return gettext("Les besoins tombent‑ils en même temps ?")


def fleets_of(document: Document) -> list[Fleet]:
    """Every ladder of the answer."""
    return [_fleet(document, each) for each in document["fleets"]]


def allowed_hours(document: Document, found: dict[str, Any]) -> float | None:
    """The unmet hours that the promise allows; nothing when it cannot be drawn."""
    if document["measure"] == "fill_rate":
        return float(found["needed_hours"]) * (1 - float(document["level"]))
    return float(document["allowed_hours"]) if document["measure"] == "unmet_hours" else 0.0


def _fleet(document: Document, found: dict[str, Any]) -> Fleet:
    names = [name for name in reading.machines(document) if name.id in found["kinds"]]
    allowed = allowed_hours(document, found)
    curve = _shown(found)
    least_top = max((point["unmet_hours"] for point in curve if point["keeps_service"]), default=0.0)
    top = max(least_top, (allowed or 0) * _BEYOND, found["unmet_hours"]["alone"], 1.0)
    top = min(top, max([*(point["unmet_hours"] for point in curve), found["unmet_hours"]["alone"], 1.0]))
    scale = Scale(0, top)
    correlation = found["correlation"]
    all_at_once, in_all = round(correlation["days_all_at_once"]), round(correlation["days_of_need"])
    served, served_top = _served(document, found)
    return Fleet(
        title=words.listed([name.many.said_in(reading.language()) for name in names], reading.language()),
        sentences=reading.sentences(found["sentences"]),
        points=[_alone(document, found, scale), *(_point(names[0], point, scale) for point in curve)],
        target=scale.at(allowed) if allowed is not None and allowed <= top else None,
        allowed=reading.hours(allowed) if allowed is not None else "",
        top=reading.hours(top),
        needed=reading.hours(found["needed_hours"]),
        together=reading.sentences(correlation["sentences"]),
        warns=bool(all_at_once),
        days_all=all_at_once if in_all <= _MOST_DAYS else 0,
        days_some=in_all - all_at_once if in_all <= _MOST_DAYS else 0,
        served=served,
        served_top=served_top,
    )


def _shown(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The sizes worth reading: from what all would have alone down to one too few."""
    chosen = next((point["units"] for point in found["curve"] if point["chosen"]), 0)
    alone = sum(found["units_alone"].values())
    kept = [p for p in found["curve"] if max(1, chosen - 2) <= p["units"] <= max(alone, chosen + 1)]
    kept = sorted(kept, key=lambda point: -point["units"])
    if len(kept) > _MOST_POINTS:  # the first, then those around the one chosen
        kept = [kept[0], *kept[-(_MOST_POINTS - 1) :]]
    return kept


def _alone(document: Document, found: dict[str, Any], scale: Scale) -> Point:
    names = [name for name in reading.machines(document) if name.id in found["kinds"]]
    units = reading.fleet(found["units_alone"], names)
    unmet = found["unmet_hours"]["alone"]
    is_only = len(document["fleets"]) == 1
    return Point(
        name=gettext("%(units)s, chacune chez soi") % {"units": units},
        state="",
        part=scale.at(unmet),
        tone="mid",
        unmet=reading.hours(unmet),
        cost=reading.whole(reading.cents(document["money"]["alone"])) if is_only else "",
        is_chosen=False,
    )


def _point(name: reading.MachineName, point: dict[str, Any], scale: Scale) -> Point:
    keeps = point["keeps_service"]
    return Point(
        name=gettext("%(units)s, en commun") % {"units": name.counted(point["units"])},
        state="kept" if point["chosen"] else "" if keeps else "broken",
        part=scale.at(point["unmet_hours"]),
        tone="ok" if keeps else "ko",
        unmet=reading.hours(point["unmet_hours"]),
        cost=reading.whole(reading.cents(point["cost"])),
        is_chosen=point["chosen"],
    )


def _served(document: Document, found: dict[str, Any]) -> tuple[list[Served], str]:
    names = reading.member_names(document)
    if all(max(m["unmet_together_hours"], m["unmet_alone_hours"]) < _NONE for m in found["members"]):
        return [], ""
    members = sorted(found["members"], key=lambda each: -each["unmet_together_hours"])
    top = max([*(m["unmet_together_hours"] for m in members), *(m["unmet_alone_hours"] for m in members), 1.0])
    scale = Scale(0, top)
    rows = [
        Served(
            name=names[each["member"]],
            part=scale.at(each["unmet_together_hours"]),
            before=scale.at(each["unmet_alone_hours"]),
            tone="ko" if each["unmet_together_hours"] > each["unmet_alone_hours"] + 0.5 else "ok",
            unmet=reading.hours(each["unmet_together_hours"]),
            alone=reading.hours(each["unmet_alone_hours"]),
            needed=reading.hours(each["needed_hours"]),
        )
        for each in members
    ]
    return rows, reading.hours(top)


# When needs come


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A member's year in twelve bars; ``peak`` is its busiest month."""

    name: str
    months: Sequence[float]
    total: str
    peak: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When needs come, in a mean year; ``high`` is the top of the bars, the same in every row."""

    sentence: Sentence
    rows: Sequence[Rhythm]
    high: float


def calendar_of(document: Document) -> Calendar | None:
    """The needs by month; nothing when the study knows no dates."""
    found = document["calendar"]
    if found is None:
        return None
    names, lang = reading.member_names(document), reading.language()
    months = words.MONTHS_EN if words.is_english(lang) else words.MONTHS_FR
    rows = [
        Rhythm(
            name=names[member],
            months=values,
            total=reading.hours(sum(values)),
            peak=months[values.index(max(values))] if any(values) else "–",
        )
        for member, values in found["by_month"].items()
    ]
    return Calendar(
        sentence=reading.sentence(found["sentence"]),
        rows=rows,
        high=max((max(row.months) for row in rows), default=0.0),
    )
