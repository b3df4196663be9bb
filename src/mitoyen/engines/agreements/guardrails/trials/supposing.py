"""Settle an agreement on supposed figures, to see what it would pay: by the very pipeline of settlement.

A probe needs no assumptions and no numpy: what is not supposed takes its usual value (the middle of what is assumed,
else the baseline, the target, the middle of the domain), so that every agreement can be probed as it is being written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mitoyen.engines.agreements.clauses.prices import Indexation, SocialTariff
from mitoyen.engines.agreements.evidence import INDEX, Key, Observed, Reading
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.engines.agreements.pipeline import run
from mitoyen.engines.agreements.settlement import scene_of
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.errors import MitoyenError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mitoyen.engines.agreements.books import Books
    from mitoyen.engines.agreements.declarations import Driver
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.order import Orders
    from mitoyen.kernel.dates import Period

HALF = Exact(1, 2)
T = TypeVar("T")


class World(NamedTuple):
    """A way of supposing what nobody has said: where in its law a driver stands, and what an unknown fact is."""

    deviations: int
    unknown: Exact


WORLDS = (World(0, ZERO), World(-2, Exact(100)), World(2, Exact(10_000)))
"""A usual period, a poor one, a rich one."""


@dataclass(frozen=True, slots=True)
class Supposed(Observed):
    """Readings that always answer: what is supposed, else what is usual."""

    agreement: Agreement | None = None
    supposed: Mapping[str, Exact] | None = None
    world: World = WORLDS[0]

    def reading(self, name: str, key: Key = ()) -> Reading | None:
        """The supposed value, as final evidence."""
        written = ".".join((name, *key))
        known = self.supposed or {}
        if written in known or name in known:
            return Reading(known.get(written, known.get(name)))
        assert self.agreement is not None  # noqa: S101  always given
        return Reading(usual(self.agreement, written, self.world))

    def keys(self, name: str) -> tuple[Key, ...]:
        """The keys of a breakdown: those that are assumed, the blocks or steps of a tariff, else a plain value."""
        assert self.agreement is not None  # noqa: S101  always given
        return keys_of(self.agreement, name)


def usual(agreement: Agreement, written: str, world: World = WORLDS[0]) -> Exact:
    """What a fact (``volume.1.ordinaire``), an indicator or an index is usually worth."""
    drivers = agreement.assumptions.drivers if agreement.assumptions else {}
    if written in drivers:
        return _of_law(drivers[written], world.deviations)
    if written.startswith(INDEX):
        return _base_of(agreement, written.removeprefix(INDEX))
    name = written.split(".", maxsplit=1)[0]
    indicator = agreement.indicators.get(name)  # type: ignore[call-overload]  # ids are text
    if indicator is not None:
        known = [indicator.baseline.value if indicator.baseline else None,
                 indicator.target.value if indicator.target else None]  # fmt: skip
        found = next((value for value in known if value is not None), None)
        return found if found is not None else _middle(indicator.domain.min, indicator.domain.max) or world.unknown
    fact = agreement.facts.get(name)  # type: ignore[call-overload]  # ids are text
    middle = _middle(fact.domain.min, fact.domain.max) if fact is not None else None
    return world.unknown if middle is None else middle


def settled_on(
    agreement: Agreement,
    period: Period,
    supposed: Mapping[str, Exact],
    world: World = WORLDS[0],
    opening: State | None = None,
    orders: Orders | None = None,
) -> Books | None:
    """What one period gives on supposed figures; nothing when the text cannot be worked out at all.

    ``orders`` are those of this agreement, when it is settled again and again.
    """
    scene = scene_of(agreement, period, Supposed({}, (), None, agreement, supposed, world), opening or State(),
                     tracing=False)  # fmt: skip
    try:
        return run(agreement, scene, orders=orders)
    except MitoyenError:
        return None


def nets(books: Books) -> dict[str, Exact]:
    """What each account gains, all lines together; lines that wait count for nothing."""
    gained: dict[str, Exact] = {}
    for line in books.lines:
        if line.amount is not None:
            gained[line.payer] = gained.get(line.payer, ZERO) - line.amount
            gained[line.payee] = gained.get(line.payee, ZERO) + line.amount
    return gained


def owed_by_clause(books: Books, clause: str, party: str) -> Exact:
    """What one clause brings to a party, net."""
    gained = ZERO
    for line in books.lines:
        if line.clause == clause and line.amount is not None:
            gained = gained + line.amount if line.payee == party else gained
            gained = gained - line.amount if line.payer == party else gained
    return gained


def only(agreement: Agreement, clauses: Collection[str]) -> Agreement:
    """The agreement reduced to some clauses, with the caps that bear on them alone and need no other clause."""
    caps = [
        cap for cap in agreement.caps
        if cap.clauses and set(cap.clauses) <= set(clauses) and (cap.rate_of is None or cap.rate_of in clauses)
    ]  # fmt: skip
    kept = tuple(clause for clause in agreement.clauses if clause.id in clauses)
    return agreement.model_copy(update={"clauses": kept, "caps": tuple(caps)})


def spread_over(every: tuple[T, ...], most: int) -> tuple[T, ...]:
    """At most ``most`` of them: the first, the last, and others evenly between.

    >>> spread_over((1, 2, 3, 4, 5), 3)
    (1, 3, 5)
    """
    if len(every) <= most:
        return every
    return tuple(every[rank * (len(every) - 1) // (most - 1)] for rank in range(most))


def _of_law(driver: Driver, deviations: int) -> Exact:
    """The middle of a law, or so many deviations (a bound, when it has bounds) away from it."""
    low, high = driver.low, driver.high
    if low is not None and high is not None and deviations:
        return low if deviations < 0 else high
    given = (driver.mean, driver.mode, driver.probability, _middle(low, high), *driver.values)
    middle = next((value for value in given if value is not None), ONE)
    value = middle + (driver.sd or ZERO) * deviations
    if driver.floor is not None and value < driver.floor:
        value = driver.floor
    if driver.law in {"lognormal", "poisson"} and value < ZERO:
        value = ZERO
    return driver.ceiling if driver.ceiling is not None and value > driver.ceiling else value


def _base_of(agreement: Agreement, index: str) -> Exact:
    for clause in agreement.clauses:
        if isinstance(clause, Indexation):
            for term in clause.terms:
                if term.index == index:
                    return term.base
    return ONE


def _middle(low: Exact | None, high: Exact | None) -> Exact | None:
    if low is None or high is None:
        return None
    return (low + high) * HALF


def keys_of(agreement: Agreement, name: str) -> tuple[Key, ...]:
    """The keys of a breakdown: those that are assumed, the blocks or steps of a tariff, else a plain value."""
    drivers = agreement.assumptions.drivers if agreement.assumptions else {}
    found = tuple(tuple(driver.split(".")[1:]) for driver in drivers if driver.split(".")[0] == name)
    if found:
        return found
    for clause in agreement.clauses:
        if isinstance(clause, SocialTariff) and clause.quantity == name and not clause.by_meter:
            return tuple((str(rank + 1),) for rank in range(len(clause.blocks or clause.by_income)))
    return ((),)
