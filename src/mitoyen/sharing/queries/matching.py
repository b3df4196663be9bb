"""What a search of the catalogue matches, nearest first, with only so many rows read whole.

Every match is counted and ranked by two numbers and a name; the rules of a thing, and whether it is free, are read for
those that a page may show.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.postgres.search import SearchVector

from mitoyen.sharing.models import Place, Resource
from mitoyen.sharing.queries.catalogue import visible_resources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import Q

    from mitoyen.access.actors import Actor

FarFrom: TypeAlias = "Callable[[Place], int | None]"
_Rank: TypeAlias = "tuple[bool, int, str, int]"


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that matches, with its place and how far it is, in metres."""

    resource: Resource
    place: Place | None
    metres: int | None


@dataclass(frozen=True, slots=True)
class Matches:
    """The matches that were asked for, from the nearest; ``total`` counts them all."""

    rows: Sequence[Match]
    total: int


def nearest_matches(  # noqa: PLR0913 - what is looked for, how far, and which of them
    actor: Actor,
    where: Q,
    *,
    far_from: FarFrom,
    within_metres: int | None,
    columns: Sequence[str],
    first: int = 0,
    at_most: int,
) -> Matches:
    """From rank ``first``, at most ``at_most`` things that ``actor`` sees and ``where`` keeps, the nearest first."""
    matched = visible_resources(actor).alias(found=SearchVector("search_text", config="french")).filter(where)
    found = list(matched.order_by().values_list("pk", "place_id", "name"))
    places = Place.objects.in_bulk({place for _, place, _ in found if place})
    metres = {pk: far_from(place) for pk, place in places.items()}
    ranks = [
        _rank(pk, metres.get(place or 0), name) for pk, place, name in found if _is_near(place, metres, within_metres)
    ]
    chosen = [rank[-1] for rank in nsmallest(first + at_most, ranks)[first:]]
    rows = Resource.objects.only(*columns).in_bulk(chosen)
    return Matches([_match(rows[pk], places, metres) for pk in chosen], len(ranks))


def _rank(pk: int, far: int | None, name: str) -> _Rank:
    """What is nowhere comes last; things of one place follow their names."""
    return (far is None, far or 0, name, pk)


def _is_near(place: int | None, metres: Mapping[int, int | None], within: int | None) -> bool:
    if within is None:
        return True
    far = metres.get(place or 0)
    return far is not None and far <= within


def _match(resource: Resource, places: Mapping[int, Place], metres: Mapping[int, int | None]) -> Match:
    place = resource.place_id or 0
    return Match(resource, places.get(place), metres.get(place))
