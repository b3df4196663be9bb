"""A refusal that helps: why it is taken, when it is next free, what else is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.availability import answer, diaries, diary_of_known, explain, stretch_around
from mitoyen.sharing.bridge.estimate import Wish, crow_metres
from mitoyen.sharing.bridge.rules import Window, refusals
from mitoyen.sharing.bridge.wording import moment_said, moments_said
from mitoyen.sharing.errors import Alternatives, TakenError
from mitoyen.sharing.queries.catalogue import open_to, visible_resources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.bridge.opening import Opening
    from mitoyen.sharing.models import Resource, Unit

SUBSTITUTES = 3
CANDIDATES = 60


def substitutes(
    actor: Actor, resource: Resource, window: Window, now: datetime, *, borrower: int
) -> list[tuple[Resource, int | None]]:
    """The nearest things of the same category that are free then, with their distance in metres as the crow flies.

    Only those that ``borrower`` (an organisation) may take: a substitute that would be refused helps nobody.
    """
    near = (
        visible_resources(actor)
        .filter(open_to(borrower), category_id=resource.category_id, kind=resource.kind)
        .exclude(pk=resource.pk)
        .select_related("place__commune", "holder")
        .order_by("pk")[:CANDIDATES]
    )
    here = (resource.place.latitude_e6, resource.place.longitude_e6) if resource.place else (None, None)
    found = []
    candidates = list(near)
    books = diaries(candidates, window.start, window.end, now) if candidates else {}
    for diary in books.values():
        if diary.free(window) and not any(refusals(diary.resource, diary.opening, window, now)):
            place = diary.resource.place
            metres = crow_metres(here, (place.latitude_e6, place.longitude_e6)) if place else None
            found.append((diary.resource, metres))
    return sorted(found, key=lambda each: (each[1] is None, each[1] or 0, each[0].pk))[:SUBSTITUTES]


@dataclass(frozen=True, slots=True)
class Known:
    """What the refused action had read already."""

    resource: Resource
    units: Sequence[Unit]
    opening: Opening


def taken_error(actor: Actor, wish: Wish, now: datetime, known: Known | None = None) -> TakenError:
    """Say why no unit was free, and what can be done instead; read after the refusal, outside its transaction."""
    window = Window(wish.start, wish.end)
    if known is None:
        resource = visible_resources(actor).select_related("place", "holder", "owner").get(pk=wish.resource)
        told = explain(resource, window, now)
    else:
        resource = known.resource
        diary = diary_of_known(resource, known.units, known.opening, *stretch_around(window), now)
        told = answer(diary, window)
    others = substitutes(actor, resource, window, now, borrower=wish.borrower)
    when = moments_said(window.start, window.end)
    fr = [f"{resource.name} n'est pas libre {when.fr}."]
    en = [f"{resource.name} is not free {when.en}."]
    fr += [reason.sentence.fr for reason in told.reasons[:3]]
    en += [reason.sentence.en for reason in told.reasons[:3]]
    why = Sentence(" ".join(fr), " ".join(en))
    if told.next_free:
        said = moment_said(told.next_free.start)
        fr.append(f"Libre à partir du {said.fr}.")
        en.append(f"Free from {said.en}.")
    if others:
        names = ", ".join(_named(other, metres) for other, metres in others)
        fr.append(f"Libre aux mêmes dates : {names}.")
        en.append(f"Free at the same dates: {names}.")
    return TakenError(
        Sentence(" ".join(fr), " ".join(en)),
        reasons=told.reasons,
        why=why,
        alternatives=Alternatives(
            start=told.next_free.start if told.next_free else None,
            end=told.next_free.end if told.next_free else None,
            substitutes=tuple(others),
        ),
    )


def _named(resource: Resource, metres: int | None) -> str:
    where = resource.place.name if resource.place else resource.holder.name
    return f"{resource.name} ({where}{f', {round(metres / 1000)} km' if metres is not None else ''})"
