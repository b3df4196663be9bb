"""The catalogue searched: what is free, from the nearest; then what is not, with its reason and its next free date.

The number of queries does not depend on how many things there are, nor on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Prefetch, Q

from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.availability import NEXT_FREE_DAYS, Diary, answer, diaries
from mitoyen.sharing.bridge.estimate import crow_metres
from mitoyen.sharing.bridge.opening import Opening, local_day
from mitoyen.sharing.bridge.rules import ALWAYS_OPEN, Window, blocked_window, refusals, window_of_days
from mitoyen.sharing.bridge.wording import search_key
from mitoyen.sharing.models import Document, Kind, Place, Resource, Tariff
from mitoyen.sharing.queries.catalogue import below, closures_of, visible_resources
from mitoyen.sharing.queries.occupation import free_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.access.actors import Actor

PAGE = 50
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    resource: Resource
    metres: int | None
    window: Window | None
    is_free: bool | None

    @property
    def order(self) -> tuple[bool, bool, int, str, int]:
        far = self.metres is None
        return (self.is_free is False, far, self.metres or 0, self.resource.name, self.resource.pk)


def search(actor: Actor, wanted: Search, now: datetime) -> Found:
    """Search the catalogue; pages of 50."""
    candidates = _candidates(actor, wanted, now)
    free = sum(1 for each in candidates if each.is_free)
    if wanted.only_free and wanted.has_dates:
        candidates = [each for each in candidates if each.is_free]
    pages = max(1, -(-len(candidates) // PAGE))
    page = min(max(1, wanted.page), pages)
    shown = candidates[(page - 1) * PAGE : page * PAGE]
    return Found(_results(shown, (page - 1) * PAGE, now), len(candidates), free, page, pages, _points(shown, page))


def _matching(wanted: Search) -> Q:
    found = Q()
    if wanted.category:
        found &= below(wanted.category)
    if wanted.kinds:
        found &= Q(kind__in=wanted.kinds)
    either = Q()
    for words in filter(None, (search_key(part)[:100] for part in wanted.words.split(","))):
        either |= Q(found=SearchQuery(words, config="french", search_type="websearch"))
        either |= Q(search_text__contains=words) | Q(search_text__trigram_word_similar=words)
    return found & either


def _candidates(actor: Actor, wanted: Search, now: datetime) -> list[_Candidate]:
    resources = list(
        visible_resources(actor)
        .annotate(found=SearchVector("search_text", config="french"))
        .filter(_matching(wanted))
        .only(*_RULES)
    )
    places = {
        place.pk: place for place in Place.objects.filter(pk__in={each.place_id for each in resources if each.place_id})
    }
    closures = closures_of(places) if places and wanted.has_dates else {}
    openings = {
        pk: Opening(place.hours, closures.get(pk, {}), place.closes_on_holidays, place.holiday_area)
        for pk, place in places.items()
    }
    near = []
    for each in resources:
        place = places.get(each.place_id or 0)
        metres = crow_metres(wanted.here, (place.latitude_e6, place.longitude_e6)) if place else None
        if wanted.within_km is None or (metres is not None and metres <= wanted.within_km * 1000):
            near.append((each, metres, openings.get(each.place_id or 0, ALWAYS_OPEN)))
    if not wanted.has_dates:
        return sorted((_Candidate(each, metres, None, None) for each, metres, _ in near), key=lambda c: c.order)
    return _sorted_by_freedom(near, wanted, now)


def _sorted_by_freedom(
    near: Sequence[tuple[Resource, int | None, Opening]], wanted: Search, now: datetime
) -> list[_Candidate]:
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
        _Candidate(resource, metres, windows[resource.pk], _is_free(resource, free)) for resource, metres, _ in near
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
    places = {
        place.pk: place
        for place in Place.objects.filter(
            pk__in={each.resource.place_id for each in shown if each.resource.place_id}
        ).exclude(latitude_e6=None)
    }
    return tuple(
        (rank, place.latitude_e6 or 0, place.longitude_e6 or 0, each.is_free)
        for rank, each in enumerate(shown, 1 + (page - 1) * PAGE)
        if (place := places.get(each.resource.place_id or 0))
    )
