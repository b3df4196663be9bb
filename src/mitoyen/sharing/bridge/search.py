"""The catalogue searched: what is free, from the nearest; then what is not, with its reason and its next free date.

The number of queries does not depend on how many things there are, nor on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery
from django.db.models import Prefetch, Q

from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.availability import NEXT_FREE_DAYS, Diary, answer, diaries
from mitoyen.sharing.bridge.estimate import crow_metres
from mitoyen.sharing.bridge.opening import Opening, local_day
from mitoyen.sharing.bridge.rules import ALWAYS_OPEN, Window, blocked_window, refusals, window_of_days
from mitoyen.sharing.bridge.wording import search_key
from mitoyen.sharing.models import Document, Kind, Place, Resource, Tariff
from mitoyen.sharing.queries.catalogue import below, closures_of
from mitoyen.sharing.queries.matching import Match, Matches, nearest_matches
from mitoyen.sharing.queries.occupation import free_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.access.actors import Actor

PAGE = 50
LOOKED_AT = 500  # things of which one asks whether they are free: ten pages, more than a territory has of a kind
DAY = timedelta(days=1)
_RULES = (
    *("pk", "place_id", "kind", "category_id", "buffer_before_minutes", "buffer_after_minutes", "notice_minutes"),
    *("horizon_days", "grid_minutes", "min_minutes", "max_minutes", "name"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; every part may be left out.

    ``words`` separated by commas are alternatives. ``here`` is a point in microdegrees (a town hall), distances are
    as the crow flies. ``first`` and ``last`` are days; ``window`` is an exact time and wins over them.
    """

    words: str = ""
    category: str = ""  # a path
    kinds: tuple[str, ...] = ()
    here: tuple[int | None, int | None] = (None, None)
    within_km: int | None = None
    first: date | None = None
    last: date | None = None
    window: Window | None = None
    only_free: bool = False
    page: int = 1

    @property
    def has_dates(self) -> bool:
        """Whether a time was asked for."""
        return self.window is not None or self.first is not None


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found. ``is_free`` is None when no time was asked for; ``reasons`` say why it is not."""

    resource: Resource
    rank: int
    metres: int | None
    is_free: bool | None
    window: Window | None
    free_until: datetime | None
    next_free: Window | None
    reasons: tuple[Sentence, ...]
    tariffs: tuple[Tariff, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results; ``free`` counts those free in all the pages."""

    results: tuple[Result, ...]
    total: int
    free: int
    page: int
    pages: int
    points: tuple[tuple[int, int, int, bool | None], ...] = field(default=())  # (rank, latitude_e6, longitude_e6, free)
    left_out: int = 0  # how many match, farther, and were not looked at


@dataclass(frozen=True, slots=True)
class _Candidate:
    resource: Resource
    place: Place | None
    metres: int | None
    window: Window | None
    is_free: bool | None

    @property
    def order(self) -> tuple[bool, bool, int, str, int]:
        far = self.metres is None
        return (self.is_free is False, far, self.metres or 0, self.resource.name, self.resource.pk)


def search(actor: Actor, wanted: Search, now: datetime) -> Found:
    """Search the catalogue; pages of 50.

    With dates, whether a thing is free is asked of the :data:`LOOKED_AT` nearest that match: those free come first.
    Without dates only the rows of the page are read.
    """
    page = max(1, wanted.page)
    if wanted.has_dates:
        matches = _nearest(actor, wanted, 0, LOOKED_AT)
        candidates = _sorted_by_freedom(matches.rows, wanted, now)
        free = sum(1 for each in candidates if each.is_free)
        if wanted.only_free:
            candidates = [each for each in candidates if each.is_free]
        total, left_out = len(candidates), matches.total - len(matches.rows)
        page = min(page, _pages(total))
        shown = candidates[(page - 1) * PAGE : page * PAGE]
    else:
        matches = _nearest(actor, wanted, (page - 1) * PAGE, PAGE)
        if not matches.rows and matches.total:  # a page that is no more
            page = _pages(matches.total)
            matches = _nearest(actor, wanted, (page - 1) * PAGE, PAGE)
        shown = [_Candidate(each.resource, each.place, each.metres, None, None) for each in matches.rows]
        total, free, left_out = matches.total, 0, 0
        page = min(page, _pages(total))
    results = _results(shown, (page - 1) * PAGE, now)
    return Found(results, total, free, page, _pages(total), _points(shown, page), left_out)


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _nearest(actor: Actor, wanted: Search, first: int, at_most: int) -> Matches:
    return nearest_matches(
        actor,
        _matching(wanted),
        far_from=lambda place: crow_metres(wanted.here, (place.latitude_e6, place.longitude_e6)),
        within_metres=None if wanted.within_km is None else wanted.within_km * 1000,
        columns=_RULES,
        first=first,
        at_most=at_most,
    )


def _matching(wanted: Search) -> Q:
    found = Q()
    if wanted.category:
        found &= below(wanted.category)
    if wanted.kinds:
        found &= Q(kind__in=wanted.kinds)
    either = Q()
    for words in filter(None, (search_key(part)[:100] for part in wanted.words.split(","))):
        # The cheapest first: what the indexes find is tried again on each row, and making its lexemes costs most.
        either |= Q(search_text__contains=words) | Q(search_text__trigram_word_similar=words)
        either |= Q(found=SearchQuery(words, config="french", search_type="websearch"))
    return found & either


def _sorted_by_freedom(matches: Sequence[Match], wanted: Search, now: datetime) -> list[_Candidate]:
    places = {each.place.pk: each.place for each in matches if each.place}
    closures = closures_of(places) if places else {}
    openings = {
        pk: Opening(place.hours, closures.get(pk, {}), place.closes_on_holidays, place.holiday_area)
        for pk, place in places.items()
    }
    near = [(each.resource, each.metres, openings.get(each.resource.place_id or 0, ALWAYS_OPEN)) for each in matches]
    windows: dict[int, Window] = {}
    blocked: dict[int, tuple[datetime, datetime]] = {}
    known: dict[tuple[int, int, int], tuple[Window, Window]] = {}  # things of one depot with the same buffers
    for resource, _, opening in near:
        key = (resource.place_id or 0, resource.buffer_before_minutes, resource.buffer_after_minutes)
        if key not in known:
            window = wanted.window or window_of_days(
                opening, wanted.first or now.date(), wanted.last or wanted.first or now.date()
            )
            known[key] = (window, blocked_window(resource, opening, window))
        windows[resource.pk] = known[key][0]
        if Kind(resource.kind).has_calendar and not any(refusals(resource, opening, windows[resource.pk], now)):
            blocked[resource.pk] = (known[key][1].start, known[key][1].end)
    free = free_units(blocked, now)
    found = [
        _Candidate(each.resource, each.place, each.metres, windows[each.resource.pk], _is_free(each.resource, free))
        for each in matches
    ]
    return sorted(found, key=lambda each: each.order)


def _is_free(resource: Resource, free: dict[int, int]) -> bool | None:
    return free.get(resource.pk, 0) > 0 if Kind(resource.kind).has_calendar else None


def _results(shown: list[_Candidate], before: int, now: datetime) -> tuple[Result, ...]:
    """The rows of a page, whole, with what keeps them."""
    photos = Document.objects.filter(kind=Document.Kind.PHOTO, is_public=True).select_related("file")
    rows = Resource.objects.filter(pk__in=[each.resource.pk for each in shown])
    whole = {
        row.pk: row
        for row in rows.select_related("place__commune", "owner", "holder", "category").prefetch_related(
            Prefetch("documents", photos, to_attr="photos"), "requirements", "tariffs"
        )
    }
    windows = [each.window for each in shown if each.window]
    books: dict[int, Diary] = {}
    if windows:
        start = min(window.start for window in windows) - 30 * DAY
        books = diaries(list(whole.values()), start, max(w.end for w in windows) + NEXT_FREE_DAYS * DAY, now)
    return tuple(
        _result(each, whole[each.resource.pk], before + rank, books, now) for rank, each in enumerate(shown, 1)
    )


def _result(each: _Candidate, resource: Resource, rank: int, books: dict[int, Diary], now: datetime) -> Result:
    today = local_day(now)
    tariffs = tuple(
        tariff
        for tariff in resource.tariffs.all()
        if tariff.since <= today and (tariff.until is None or tariff.until >= today)
    )
    if each.window is None or each.is_free is None:
        return Result(resource, rank, each.metres, each.is_free, each.window, None, None, (), tariffs)
    diary = books[resource.pk]
    if each.is_free:
        return Result(
            resource, rank, each.metres, each.is_free, each.window, _free_until(diary, each.window), None, (), tariffs
        )
    told = answer(diary, each.window)
    return Result(
        resource, rank, each.metres, each.is_free, each.window, None, told.next_free, tuple(told.sentences), tariffs
    )


def _free_until(diary: Diary, window: Window) -> datetime | None:
    """When the unit that stays free the longest is next kept; None when nothing is booked as far as was read."""
    ends: list[datetime] = []
    for unit in diary.free(window):
        later = [each.start for each in diary.reasons.get(unit.pk, []) if each.start >= window.end]
        if not later:
            return None
        ends.append(min(later))
    return max(ends, default=None)


def _points(shown: list[_Candidate], page: int) -> tuple[tuple[int, int, int, bool | None], ...]:
    return tuple(
        (rank, place.latitude_e6, place.longitude_e6 or 0, each.is_free)
        for rank, each in enumerate(shown, 1 + (page - 1) * PAGE)
        if (place := each.place) and place.latitude_e6 is not None
    )
