"""When organisations used, or were refused, the things of a shelf: who and when, never why, by whom or for how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.identity import unaccented
from mitoyen.sharing.models import Booking, Resource, State, UnmetNeed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from mitoyen.sharing.models import Category

USED = (State.CONFIRMED, State.HANDED_OVER, State.RETURNED, State.CLOSED)
WORKING_DAY = (time(8), time(17))  # a need told by days alone is counted so


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One use, or one refusal; ``resource`` is empty when a need met nothing."""

    borrower: int
    start: datetime
    end: datetime
    resource: int | None
    is_refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedUnit:
    """A thing of a shelf, as what is idle is looked for."""

    pk: int
    name: str
    owner: int
    owner_name: str


def _on_shelf(category: Category, path: str = "category") -> Q:
    return Q(**{f"{path}__path": category.path}) | Q(**{f"{path}__path__startswith": f"{category.path}/"})


def wanted_between(
    category: Category, borrowers: Collection[int], first: date, last: date, *, words: str = ""
) -> list[Wanted]:
    """The uses and the refusals of ``borrowers`` that begin from ``first`` to ``last``, both included; two queries.

    ``words`` keeps the things of the shelf whose name holds them (accents or not).
    """
    key = unaccented(words)
    start = datetime.combine(first, time(), PARIS)
    end = datetime.combine(last + timedelta(days=1), time(), PARIS)
    bookings = Booking.objects.filter(
        _on_shelf(category, "resource__category"),
        resource__search_text__contains=key,
        borrower_id__in=borrowers,
        state__in=[*USED, State.REFUSED],
        period__startswith__gte=start,
        period__startswith__lt=end,
    ).order_by("period", "pk")
    found = [
        Wanted(
            borrower=borrower,
            start=period.lower,
            end=period.upper,
            resource=resource,
            is_refused=state == State.REFUSED,
        )
        for borrower, period, resource, state in bookings.values_list("borrower_id", "period", "resource_id", "state")
    ]
    unmet = UnmetNeed.objects.filter(
        _on_shelf(category) | _on_shelf(category, "resource__category"),
        organisation_id__in=borrowers,
        days__startswith__gte=first,
        days__startswith__lte=last,
    ).order_by("pk")
    return [*found, *(each for row in unmet if key in unaccented(row.words) for each in _days(row))]


def _days(need: UnmetNeed) -> Iterator[Wanted]:
    """A working day for each day asked for."""
    day, opens = need.days.lower, WORKING_DAY
    while day < need.days.upper:
        yield Wanted(
            borrower=need.organisation_id,
            start=datetime.combine(day, opens[0], PARIS),
            end=datetime.combine(day, opens[1], PARIS),
            resource=need.resource_id,
            is_refused=True,
        )
        day += timedelta(days=1)


def things_of(category: Category, *, words: str = "") -> list[SharedUnit]:
    """The listed things of a shelf, by name; one query."""
    rows = Resource.objects.filter(_on_shelf(category), is_listed=True, search_text__contains=unaccented(words))
    rows = rows.order_by("name", "pk")
    columns = ("pk", "name", "owner_id", "owner__name")
    return [
        SharedUnit(pk=pk, name=name, owner=owner, owner_name=called)
        for pk, name, owner, called in rows.values_list(*columns)
    ]
