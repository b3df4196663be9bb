"""A fortnight of units, for the desk: one row for each unit, its slots laid on days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from mitoyen.sharing.bridge.availability import Diary, diaries
from mitoyen.sharing.bridge.opening import instant, local_day
from mitoyen.sharing.bridge.reasons import LABELS, Reason, Word
from mitoyen.sharing.models import Booking
from mitoyen.sharing.queries.catalogue import visible_resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from mitoyen.access.actors import Actor
    from mitoyen.kernel.text import Sentence
    from mitoyen.sharing.models import Category, Resource, Unit

PAGE = 50
DAY = timedelta(days=1)
USED_WITHIN = timedelta(days=92)  # a season: what was used longer ago is one click away, in the whole catalogue


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of days of one row. ``booking`` is its number when it is one; ``who`` is the borrower's name."""

    word: Word
    first: date
    last: date
    sentence: Sentence
    who: str
    booking: int | None

    @property
    def label(self) -> Sentence:
        """The one word: prise, option, lavage."""
        return LABELS[self.word]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table: ``span`` days from ``day``, with nothing or the slots that start there."""

    day: date
    span: int
    slots: tuple[Slot, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One unit and its cells, which cover every day once."""

    resource: Resource
    unit: Unit
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Planning:
    """Rows by category, in order; ``total`` resources in all the pages."""

    days: tuple[date, ...]
    today: date
    groups: tuple[tuple[Category, tuple[Row, ...]], ...]
    total: int
    page: int
    pages: int


def planning(
    actor: Actor,
    first: date,
    now: datetime,
    *,
    days: int = 14,
    chosen: QuerySet[Resource] | None = None,
    page: int = 1,
) -> Planning:
    """The planning from ``first``; as many queries for one resource as for fifty.

    ``chosen`` narrows the resources (by default those that the actor's organisations own, keep or used lately).
    """
    resources = (
        (chosen if chosen is not None else of_interest(actor, instant(first, 0) - USED_WITHIN))
        .filter(kind__in=["equipment", "vehicle", "room", "service", "skill", "facility"])
        .select_related("place", "category", "owner", "holder")
        .order_by("category__rank", "category__path", "name", "pk")
    )
    total = resources.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    shown = list(resources[(page - 1) * PAGE : page * PAGE])
    columns = tuple(first + rank * DAY for rank in range(days))
    books = diaries(shown, instant(first, 0), instant(columns[-1], 1440), now, with_history=True)
    groups: dict[int, tuple[Category, list[Row]]] = {}
    for resource in shown:
        _, rows = groups.setdefault(resource.category_id, (resource.category, []))
        rows += _rows(books[resource.pk], columns)
    return Planning(
        columns,
        local_day(now),
        tuple((category, tuple(rows)) for category, rows in groups.values()),
        total,
        page,
        pages,
    )


def of_interest(actor: Actor, since: datetime) -> QuerySet[Resource]:
    """The resources that the actor's organisations own, keep, or have had booked ``since`` then."""
    mine = actor.organisations()
    booked = Booking.objects.filter(resource_id=OuterRef("pk"), borrower_id__in=mine, period__endswith__gt=since)
    return visible_resources(actor).filter(Q(owner_id__in=mine) | Q(holder_id__in=mine) | Exists(booked))


def _rows(diary: Diary, columns: Sequence[date]) -> list[Row]:
    return [Row(diary.resource, unit, _cells(diary, unit, columns)) for unit in diary.units]


def _cells(diary: Diary, unit: Unit, columns: Sequence[date]) -> tuple[Cell, ...]:
    """Lay reasons on days: a cell spans its longest slot; what starts inside it stands in the same cell."""
    shown = [each for each in diary.reasons.get(unit.pk, []) if each.last >= columns[0] and each.first <= columns[-1]]
    shown.sort(key=lambda each: (each.start, each.end))
    cells: list[Cell] = []
    rank = 0
    while rank < len(columns):
        day = columns[rank]
        starting = [each for each in shown if max(each.first, columns[0]) == day]
        if not starting:
            cells.append(Cell(day, 1, (), is_closed=not diary.opening.intervals(day)))
            rank += 1
            continue
        last = max(min(each.last, columns[-1]) for each in starting)
        inside = [each for each in shown if day <= max(each.first, columns[0]) <= last]
        while (further := max(min(each.last, columns[-1]) for each in inside)) > last:
            last = further
            inside = [each for each in shown if day <= max(each.first, columns[0]) <= last]
        span = (last - day).days + 1
        cells.append(Cell(day, span, tuple(_slot(each) for each in inside), is_closed=False))
        rank += span
    return tuple(cells)


def _slot(reason: Reason) -> Slot:
    kind, _, number = reason.source.partition("/")
    booking = int(number) if kind == "booking" and number else None
    return Slot(reason.word, reason.first, reason.last, reason.sentence, reason.who, booking)
