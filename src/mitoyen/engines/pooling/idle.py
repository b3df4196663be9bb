"""Idle capacity: what is rarely used, where a need was refused, and who could have been helped with what.

A refused need is matched with the things of the same kind that were free the whole time, the nearest
first; a thing lent to one refused need is no longer free for another at the same time.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.needs.paris import DAY, midnight, minutes_of, moment_of
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import FIRM, counted, number, of, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mitoyen.engines.pooling.needs import PastBooking

RARELY = 0.05
LONG_REST_DAYS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedThing:
    """One unit that can be booked: what it is, and who owns it; ``open_hours`` a day it may be used."""

    id: str
    name: str
    kind: str
    owner: str
    open_hours: float = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How much one thing was used over the period."""

    thing: SharedThing
    used_hours: float
    open_hours: float
    bookings: int
    longest_rest_days: int
    months_unused: tuple[str, ...]
    is_rarely_used: bool
    sentence: Sentence

    @property
    def rate(self) -> float:
        """The share of its open time for which it was used."""
        return self.used_hours / self.open_hours if self.open_hours else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedNeed:
    """A need that was refused, and the things of its kind that were free all along, nearest first."""

    need: PastBooking
    free: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeployment:
    """A proposal: lend this thing to this member, who was refused that often while it was free."""

    thing: SharedThing
    member: str
    refusals: int
    hours: float
    kilometres: float | None
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleCapacity:
    """What is idle, what was refused, and what could be done; the most useful first."""

    usages: tuple[Usage, ...]
    refused: tuple[RefusedNeed, ...]
    proposals: tuple[Redeployment, ...]
    sentences: tuple[Sentence, ...] = field(default=())

    @property
    def rarely_used(self) -> tuple[Usage, ...]:
        """The things that hardly served."""
        return tuple(usage for usage in self.usages if usage.is_rarely_used)


def find_idle(
    things: Sequence[SharedThing],
    bookings: Iterable[PastBooking],
    *,
    period: tuple[date, date],
    names: Mapping[str, str] | None = None,
    kilometres: Mapping[tuple[str, str], float] | None = None,
    rarely: float = RARELY,
) -> IdleCapacity:
    """Look for idle capacity from the first day of ``period`` to the last, both included.

    ``bookings`` hold the uses (``resource`` is the id of a thing) and the refusals. ``names`` gives the
    name of each member, ``kilometres`` the distance between two of them, either way round. A thing is
    rarely used under ``rarely`` of its open time, or when it rested half a year on end.

    >>> from datetime import datetime
    >>> from mitoyen.engines.pooling.needs import PastBooking
    >>> broyeur = SharedThing(id="b1", name="Broyeur d'Ury", kind="broyeur", owner="ury")
    >>> refused = PastBooking(member="noisy", start=datetime.fromisoformat("2027-03-02T08:00"),
    ...                       end=datetime.fromisoformat("2027-03-02T12:00"), kind="broyeur", refused=True)
    >>> found = find_idle([broyeur], [refused], period=(date(2027, 1, 1), date(2027, 12, 31)))
    >>> found.proposals[0].thing.id, found.proposals[0].hours, found.rarely_used[0].rate
    ('b1', 4.0, 0.0)
    """
    finder = _Finder(things, period, names or {}, kilometres or {}, rarely)
    known = list(bookings)
    return finder.find([one for one in known if not one.refused], [one for one in known if one.refused])


class _Finder:
    def __init__(
        self,
        things: Sequence[SharedThing],
        period: tuple[date, date],
        names: Mapping[str, str],
        kilometres: Mapping[tuple[str, str], float],
        rarely: float,
    ) -> None:
        self.things = {thing.id: thing for thing in things}
        self.first, self.last = period
        self.begins, self.ends = midnight(self.first), midnight(self.last + timedelta(days=1))
        self.names, self.rarely = names, rarely
        self.kilometres = {**kilometres, **{(b, a): km for (a, b), km in kilometres.items()}}
        self.taken: dict[str, list[tuple[int, int]]] = {thing.id: [] for thing in things}

    def find(self, uses: Sequence[PastBooking], refused: Sequence[PastBooking]) -> IdleCapacity:
        for use in uses:
            if use.resource in self.taken:
                self.taken[use.resource].append((minutes_of(use.start), minutes_of(use.end)))
        for spans in self.taken.values():
            spans.sort()
        usages = sorted(
            (self._usage(thing) for thing in self.things.values()), key=lambda one: (one.rate, one.thing.id)
        )
        needs = sorted(refused, key=lambda need: (minutes_of(need.start), need.member))
        answered = tuple(RefusedNeed(need=need, free=tuple(self._free_for(need))) for need in needs)
        proposals = self._proposals(answered)
        return IdleCapacity(
            usages=tuple(usages), refused=answered, proposals=proposals, sentences=_summary(usages, answered, proposals)
        )

    # What is rarely used

    def _usage(self, thing: SharedThing) -> Usage:
        spans = [(max(start, self.begins), min(end, self.ends)) for start, end in self.taken[thing.id]]
        spans = [(start, end) for start, end in spans if start < end]
        used = sum(end - start for start, end in spans) / 60.0
        open_hours = thing.open_hours * ((self.last - self.first).days + 1)
        rest = self._longest_rest(spans)
        unused = self._months_without(spans)
        is_rare = used < self.rarely * open_hours or rest >= LONG_REST_DAYS
        rate = used / open_hours if open_hours else 0.0
        return Usage(
            thing=thing,
            used_hours=used,
            open_hours=open_hours,
            bookings=len(spans),
            longest_rest_days=rest,
            months_unused=unused,
            is_rarely_used=is_rare,
            sentence=Sentence(
                f"{thing.name} : {number(round(used))}{FIRM}h d'usage, soit {share(rate, 1)} du temps possible ; "
                "jusqu'à "
                f"{counted(rest, 'jour', 'jours')} d'affilée sans servir.",
                f"{thing.name}: {number(round(used), 0, 'en')}{FIRM}h of use, {share(rate, 1, 'en')} of the possible "
                "time; "
                f"up to {counted(rest, 'day', 'days', 'en')} on end without use.",
            ),
        )

    def _longest_rest(self, spans: Sequence[tuple[int, int]]) -> int:
        """Whole days between two uses, or from an end of the period to the nearest use."""
        edges = [self.begins, *(instant for span in spans for instant in span), self.ends]
        return max(edges[place + 1] - edges[place] for place in range(0, len(edges), 2)) // DAY

    def _months_without(self, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        used = set()
        for start, end in spans:
            day, until = moment_of(start).date(), moment_of(end - 1).date()
            while day <= until:
                used.add(f"{day:%Y-%m}")
                day += timedelta(days=1)
        months = []
        day = self.first.replace(day=1)
        while day <= self.last:
            months.append(f"{day:%Y-%m}")
            day = (day + timedelta(days=32)).replace(day=1)
        return tuple(month for month in months if month not in used)

    # Who could have been helped

    def _free_for(self, need: PastBooking) -> list[str]:
        start, end = minutes_of(need.start), minutes_of(need.end)
        found = [
            thing
            for thing in self.things.values()
            if thing.kind == need.kind and thing.id != need.resource and self._is_free(thing.id, start, end)
        ]
        found.sort(key=lambda thing: (self._distance(thing, need.member), thing.id))
        return [thing.id for thing in found]

    def _distance(self, thing: SharedThing, member: str) -> float:
        if thing.owner == member:
            return 0.0
        return self.kilometres.get((thing.owner, member), float("inf"))

    def _is_free(self, thing: str, start: int, end: int) -> bool:
        spans = self.taken[thing]
        place = bisect_left(spans, (end, 0))
        return place == 0 or spans[place - 1][1] <= start

    def _proposals(self, refused: Sequence[RefusedNeed]) -> tuple[Redeployment, ...]:
        """Lend the nearest free thing to each refused need, in order of time; then one proposal by thing and member."""
        helped: dict[tuple[str, str], list[float]] = {}
        for one in refused:
            need = one.need
            start, end = minutes_of(need.start), minutes_of(need.end)
            lent = 0
            for thing in one.free:
                if lent < need.units and self._is_free(thing, start, end):
                    insort(self.taken[thing], (start, end))
                    helped.setdefault((thing, need.member), []).append((end - start) / 60.0)
                    lent += 1
        proposals = [self._proposal(self.things[thing], member, spent) for (thing, member), spent in helped.items()]
        return tuple(sorted(proposals, key=lambda one: (-one.hours, one.thing.id, one.member)))

    def _proposal(self, thing: SharedThing, member: str, spent: Sequence[float]) -> Redeployment:
        distance = self._distance(thing, member)
        km = None if distance == float("inf") else distance
        name = self.names.get(member, member)
        owner = self.names.get(thing.owner, thing.owner)
        far_fr = f", à {number(round(km))}{FIRM}km" if km else ""
        far_en = f", {number(round(km), 0, 'en')}{FIRM}km away" if km else ""
        hours = sum(spent)
        return Redeployment(
            thing=thing,
            member=member,
            refusals=len(spent),
            hours=hours,
            kilometres=km,
            sentence=Sentence(
                f"{thing.name} ({owner}{far_fr}) était libre lors de {counted(len(spent), 'refus', 'refus')} "
                f"{of(name)} : "
                f"{number(round(hours))}{FIRM}h à prêter.",
                f"{thing.name} ({owner}{far_en}) was free during {counted(len(spent), 'refusal', 'refusals', 'en')} of "
                f"{name}: {number(round(hours), 0, 'en')}{FIRM}h to lend.",
            ),
        )


def _summary(
    usages: Sequence[Usage], refused: Sequence[RefusedNeed], proposals: Sequence[Redeployment]
) -> tuple[Sentence, ...]:
    rare = sum(usage.is_rarely_used for usage in usages)
    helped = sum(proposal.refusals for proposal in proposals)
    sentences = [
        Sentence(
            f"{counted(rare, 'ressource', 'ressources')} sur {len(usages)} ne servent presque pas."
            if rare > 1
            else f"{counted(rare, 'ressource', 'ressources')} sur {len(usages)} ne sert presque pas.",
            f"{counted(rare, 'resource', 'resources', 'en')} of {len(usages)} hardly used.",
        )
    ]
    if refused:
        sentences.append(
            Sentence(
                f"{counted(len(refused), 'besoin refusé', 'besoins refusés')} ; {helped} auraient pu être servis par "
                "une "
                "ressource libre ailleurs.",
                f"{counted(len(refused), 'need', 'needs', 'en')} refused; {helped} could have been served by a "
                "resource that "
                "was free elsewhere.",
            )
        )
    return tuple(sentences)
