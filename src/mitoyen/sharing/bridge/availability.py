"""Availability explains itself: day by day, for a window, and when next.

Pages, API and mail ask the same three questions: :func:`month_table`, :func:`explain`, :func:`next_free`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from mitoyen.kernel.dates import add_months
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.opening import Opening, instant, local_day
from mitoyen.sharing.bridge.reasons import LABELS, Reason, Word, reasons_of
from mitoyen.sharing.bridge.rules import INSTANT, Window, blocked_window, opening_of, refusals, window_of_days
from mitoyen.sharing.queries.catalogue import closures_of, units_in_service
from mitoyen.sharing.queries.occupation import occupations

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mitoyen.sharing.errors import WindowError
    from mitoyen.sharing.models import Resource, Unit

DAY = timedelta(days=1)
NEXT_FREE_DAYS = 120  # how far the next free time is looked for
_USES = (Word.TAKEN, Word.OPTION, Word.LATE, Word.MAINTENANCE, Word.BREAKDOWN, Word.TRAINING, Word.CLOSING)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the month table: its word, and how many units are free."""

    day: date
    word: Word
    is_today: bool
    free_units: int
    note: Sentence = field(default_factory=lambda: Sentence("", ""))  # name of a holiday, reason of a closure

    @property
    def label(self) -> Sentence:
        """The word, as it is read."""
        return LABELS[self.word]

    @property
    def can_be_chosen(self) -> bool:
        """Whether a booking may start there."""
        return self.word in (Word.FREE, Word.PARTLY)


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a calendar shows it: weeks from Monday, empty cells as None; and why days are not free."""

    first: date
    days: tuple[Day, ...]
    reasons: tuple[Reason, ...]

    @property
    def weeks(self) -> list[list[Day | None]]:
        """Rows of seven cells."""
        cells: list[Day | None] = [None] * self.first.weekday()
        cells += self.days
        cells += [None] * (-len(cells) % 7)
        return [cells[rank : rank + 7] for rank in range(0, len(cells), 7)]

    @property
    def free(self) -> list[Day]:
        """The days that can be chosen."""
        return [day for day in self.days if day.can_be_chosen]

    @property
    def before(self) -> date:
        """The first of the month before."""
        return add_months(self.first, -1)

    @property
    def after(self) -> date:
        """The first of the month after."""
        return add_months(self.first, 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a window is free, on which units; else every reason, then when it is next free."""

    window: Window
    blocked: Window
    free: tuple[Unit, ...]
    refusals: tuple[WindowError, ...]
    reasons: tuple[Reason, ...]
    next_free: Window | None

    @property
    def is_free(self) -> bool:
        """Whether it can be booked now."""
        return bool(self.free) and not self.refusals

    @property
    def sentences(self) -> list[Sentence]:
        """Every reason in words; empty when free."""
        return [] if self.is_free else [*(each.sentence for each in self.refusals), *(r.sentence for r in self.reasons)]


class Diary:
    """What is known of one resource for a stretch of time: its units, their opening, what keeps them."""

    def __init__(
        self,
        resource: Resource,
        units: Sequence[Unit],
        opening: Opening,
        reasons: Mapping[int, list[Reason]],
        now: datetime,
    ) -> None:
        """Keep the facts; :func:`diaries` reads them for many resources at once."""
        self.resource, self.units, self.opening, self.reasons, self.now = resource, units, opening, reasons, now
        self._edges = {unit: _edges(found) for unit, found in reasons.items()}

    def is_kept(self, unit: int, window: Window) -> bool:
        """Whether something keeps a unit during ``window``; found without looking at each reason."""
        if unit not in self._edges:
            return False
        starts, latest_ends = self._edges[unit]
        before = bisect_left(starts, window.end)
        return before > 0 and latest_ends[before - 1] > window.start

    def busy(self, unit: int, window: Window) -> list[Reason]:
        """What keeps a unit during ``window`` (half-open: what ends as another starts does not meet it)."""
        return [each for each in self.reasons.get(unit, []) if each.start < window.end and each.end > window.start]

    def free(self, window: Window) -> list[Unit]:
        """The units that nothing keeps during ``window``, buffers included."""
        blocked = blocked_window(self.resource, self.opening, window)
        return [unit for unit in self.units if not self.is_kept(unit.pk, blocked)]

    def day(self, day: date) -> Day:
        """The word of one day, the best among the units."""
        today = local_day(self.now)
        note = self.opening.closed_because(day)
        said = Sentence(note, note)
        if day < today:
            return Day(day, Word.PAST, is_today=False, free_units=0, note=said)
        words = [self._word(unit.pk, day) for unit in self.units] or [Word.CLOSING]
        free = words.count(Word.FREE)
        if free:
            word = self._rule_word(day)
        else:
            word = Word.PARTLY if Word.PARTLY in words else Counter(words).most_common(1)[0][0]
        return Day(day, word, is_today=day == today, free_units=free, note=said)

    def _rule_word(self, day: date) -> Word:
        closing = self.opening.intervals(day)[-1][1]
        if closing <= self.now + timedelta(minutes=self.resource.notice_minutes):
            return Word.NOTICE
        if day > local_day(self.now) + timedelta(days=self.resource.horizon_days):
            return Word.BEYOND
        return Word.FREE

    def _word(self, unit: int, day: date) -> Word:
        opened = self.opening.intervals(day)
        whole = Window(instant(day, 0), instant(day, 1440))
        busy = self.busy(unit, whole)
        if not opened:
            uses = [each.word for each in busy if each.word in _USES]
            return uses[0] if uses else Word.HOLIDAY if self.opening.is_holiday(day) else Word.CLOSED
        if not busy:
            return Word.FREE
        covered: Counter[Word] = Counter()
        for each in busy:
            covered[each.word] += sum(
                max(0, (min(each.end, closes) - max(each.start, opens)) // timedelta(minutes=1))
                for opens, closes in opened
            )
        if not any(covered.values()):
            return Word.FREE
        least = timedelta(minutes=max(self.resource.min_minutes, 30))
        if _longest_gap(opened, busy) >= least:
            return Word.PARTLY
        return covered.most_common(1)[0][0]

    def next_free(self, window: Window, days: int = NEXT_FREE_DAYS) -> Window | None:
        """The first window like ``window``, from it on, that could be booked: whole days, or the same wall clock."""
        first, last = local_day(window.start), local_day(window.end - INSTANT)
        is_of_days = window == window_of_days(self.opening, first, last)
        for rank in range(days):
            step = timedelta(days=rank)
            moved = window_of_days(self.opening, first + step, last + step) if is_of_days else window.shifted(rank)
            if self.free(moved) and not any(refusals(self.resource, self.opening, moved, self.now)):
                return moved
        return None


def _edges(found: Sequence[Reason]) -> tuple[list[datetime], list[datetime]]:
    """The starts in order, and for each the latest end of those that start no later."""
    ordered = sorted(found, key=lambda each: each.start)
    return [each.start for each in ordered], list(accumulate((each.end for each in ordered), max))


def _longest_gap(opened: Sequence[tuple[datetime, datetime]], busy: Sequence[Reason]) -> timedelta:
    """The longest free stretch from the first opening to the last closing."""
    cursor, longest = opened[0][0], timedelta()
    end = opened[-1][1]
    for each in sorted(busy, key=lambda reason: reason.start):
        longest = max(longest, min(each.start, end) - cursor)
        cursor = max(cursor, each.end)
    return max(longest, end - cursor)


def diaries(
    resources: Collection[Resource], start: datetime, end: datetime, now: datetime, *, with_history: bool = False
) -> dict[int, Diary]:
    """The diaries of resources for ``[start, end)``: three queries, whatever their number."""
    units = units_in_service([resource.pk for resource in resources], local_day(max(start, now)))
    places = {resource.place_id for resource in resources if resource.place_id}
    closures = closures_of(places) if places else {}
    by_resource: dict[int, list[Unit]] = {}
    for unit in units:
        by_resource.setdefault(unit.resource_id, []).append(unit)
    known = {resource.pk: resource for resource in resources}
    resource_of = {unit.pk: known[unit.resource_id] for unit in units}
    # One opening for each place: its computed days are shared by all that is kept there.
    openings: dict[int | None, Opening] = {}
    for resource in resources:
        if resource.place_id not in openings:
            openings[resource.place_id] = opening_of(resource, closures.get(resource.place_id or 0))
    reasons: dict[int, dict[int, list[Reason]]] = {}
    for each in occupations([unit.pk for unit in units], start, end, now, with_history=with_history):
        resource = resource_of[each.unit]
        found = reasons.setdefault(resource.pk, {}).setdefault(each.unit, [])
        found.extend(reasons_of(each, openings[resource.place_id], now, resource.buffer_name))
    return {
        pk: Diary(resource, by_resource.get(pk, []), openings[resource.place_id], reasons.get(pk, {}), now)
        for pk, resource in known.items()
    }


def diary_of_known(
    resource: Resource, units: Sequence[Unit], opening: Opening, start: datetime, end: datetime, now: datetime
) -> Diary:
    """The diary of a resource whose units and opening are known already; one query."""
    reasons: dict[int, list[Reason]] = {}
    for each in occupations([unit.pk for unit in units], start, end, now):
        reasons.setdefault(each.unit, []).extend(reasons_of(each, opening, now, resource.buffer_name))
    return Diary(resource, units, opening, reasons, now)


def diary_of(resource: Resource, start: datetime, end: datetime, now: datetime) -> Diary:
    """The diary of one resource."""
    return diaries([resource], start, end, now)[resource.pk]


def month_table(resource: Resource, first: date, now: datetime) -> Month:
    """The month that starts on ``first``, with its reasons; three queries.

    >>> # page = month_table(resource, date(2027, 3, 1), clock.now()); page.weeks[0][0].label.fr
    """
    first = first.replace(day=1)
    return months([resource], first, now)[resource.pk]


def months(resources: Collection[Resource], first: date, now: datetime) -> dict[int, Month]:
    """The month tables of many resources: as many queries for one as for a thousand."""
    last = add_months(first, 1)
    books = diaries(resources, instant(first, 0), instant(last, 0), now)
    return {pk: _month(diary, first, last) for pk, diary in books.items()}


def _month(diary: Diary, first: date, last: date) -> Month:
    days = tuple(diary.day(first + rank * DAY) for rank in range((last - first).days))
    unfree = {day.day for day in days if not day.can_be_chosen and day.word is not Word.PAST}
    single = len(diary.units) == 1
    shown = [
        each
        for unit in diary.units
        for each in diary.reasons.get(unit.pk, [])
        if each.last >= first and each.first < last and (single or _touches(each, unfree)) and each.end > diary.now
    ]
    shown += _holidays(diary, days)
    return Month(first, days, tuple(sorted(shown, key=lambda each: (each.first, each.last, each.source))))


def _touches(reason: Reason, days: set[date]) -> bool:
    return any(reason.first + rank * DAY in days for rank in range((reason.last - reason.first).days + 1))


def _holidays(diary: Diary, days: Sequence[Day]) -> list[Reason]:
    """The closed days that are not of the ordinary week, each with its name."""
    return [
        Reason(
            word=day.word,
            start=instant(day.day, 0),
            end=instant(day.day, 1440),
            first=day.day,
            last=day.day,
            sentence=Sentence(f"{day.note.fr} : le dépôt est fermé.", f"{day.note.en}: the depot is closed."),
            source="opening",
        )
        for day in days
        if day.note.fr and day.word in (Word.HOLIDAY, Word.CLOSED) and _is_usually_open(diary.opening, day.day)
    ]


def _is_usually_open(opening: Opening, day: date) -> bool:
    return opening.is_always_open or bool(opening.week[day.weekday()])


def explain(resource: Resource, window: Window, now: datetime) -> Answer:
    """Whether ``window`` can be booked, and if not every reason and the next free time; three queries."""
    return answer(diary_of(resource, *stretch_around(window), now), window)


def stretch_around(window: Window) -> tuple[datetime, datetime]:
    """What must be read to answer about ``window``: long buffers before it, and what may follow."""
    return window.start - 30 * DAY, window.end + NEXT_FREE_DAYS * DAY


def answer(diary: Diary, window: Window) -> Answer:
    """What a diary says of ``window``."""
    resource, opening = diary.resource, diary.opening
    refused = tuple(refusals(resource, opening, window, diary.now))
    blocked = blocked_window(resource, opening, window) if window.start < window.end else window
    free = tuple(diary.free(window)) if window.start < window.end else ()
    is_free = bool(free) and not refused
    reasons = () if free else tuple(each for unit in diary.units for each in diary.busy(unit.pk, blocked))
    later = None if is_free or window.start >= window.end else diary.next_free(window)
    return Answer(window, blocked, free, refused, reasons, later)
