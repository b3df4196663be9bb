"""A period settled on thousands of suppositions at once, side by side in arrays, by the very pipeline of settlement.

A *world* says what everything is worth: a usual period, a poor one, a rich one; then worlds drawn with a stated seed,
where each indicator has a value of its scale, and each fact is as in one of the first three. In every world each
*ladder* moves one indicator along its values, from the best to the worst.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from random import Random
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from mitoyen.engines.agreements.evidence import Key, Observed, Reading
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.guardrails.trials.simulating import SEED
from mitoyen.engines.agreements.order import Orders
from mitoyen.engines.agreements.pipeline import run
from mitoyen.engines.agreements.settlement import scene_of
from mitoyen.engines.agreements.state import State
from mitoyen.engines.agreements.wholes import guard
from mitoyen.kernel.errors import MitoyenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mitoyen.engines.agreements.books import Books
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.kernel.dates import Period

T = TypeVar("T", bound=np.generic)
Rows: TypeAlias = npt.NDArray[np.int64]
"""Numbers of suppositions."""
Truths: TypeAlias = npt.NDArray[np.bool_]


class Ladder(NamedTuple):
    """An indicator, and the values that it is given in every world, from the best to the worst."""

    name: str
    values: tuple[Exact, ...]


MOST_RUNS = 64
"""How often a set of suppositions is cut in two, to leave out those that nothing can be worked out for."""


class Suppositions:
    """Every value of every ladder in every world, numbered ladder by ladder, world by world, from best to worst."""

    def __init__(self, agreement: Agreement, ladders: Sequence[Ladder], drawn: int = 0) -> None:
        """``drawn`` worlds come after the usual, the poor and the rich one."""
        self.agreement, self.ladders = agreement, tuple(ladders)
        self.worlds = len(supposing.WORLDS) + drawn
        self.orders = Orders(agreement)
        lengths = [self.worlds * len(ladder.values) for ladder in ladders]
        self._starts = [sum(lengths[:rank]) for rank in range(len(lengths))]
        self.size = sum(lengths)
        of_world = [np.repeat(np.arange(self.worlds), len(ladder.values)) for ladder in ladders]
        self._world: Rows = np.concatenate(of_world) if of_world else np.zeros(0, dtype=np.int64)
        self._scales = {ladder.name: ladder.values for ladder in ladders}
        self._columns: dict[str, Exact] = {}

    def of(self, rank: int, each: npt.NDArray[T]) -> npt.NDArray[T]:
        """What ``each`` supposition has, for one ladder: worlds × values."""
        start, count = self._starts[rank], len(self.ladders[rank].values)
        return each[start : start + self.worlds * count].reshape(self.worlds, count)

    def column(self, name: str, written: str) -> Exact:
        """What a measure is worth in each supposition; a single number when it never changes."""
        if written not in self._columns:
            self._columns[written] = self._column(name, written)
        return self._columns[written]

    def _column(self, name: str, written: str) -> Exact:
        worlds = self._in_worlds(name, written)
        moved = [rank for rank, ladder in enumerate(self.ladders) if ladder.name == name]
        if not moved and all(one == worlds[0] for one in worlds):
            return worlds[0]
        steps = [value for rank in moved for value in self.ladders[rank].values]
        den = lcm(*(one.den for one in (*worlds, *steps)))
        column = _numerators(worlds, den)[self._world]
        for rank in moved:
            self.of(rank, column)[:] = _numerators(self.ladders[rank].values, den)
        return Exact(column, den)

    def _in_worlds(self, name: str, written: str) -> list[Exact]:
        """A measure in each world; a drawn one is the same on every machine."""
        known = [supposing.usual(self.agreement, written, world) for world in supposing.WORLDS]
        chosen = Random(f"{SEED}:{written}")  # noqa: S311  no secret here: the same file has the same findings everywhere
        drawn = self._scales.get(name, known)
        return known + [chosen.choice(drawn) for _ in range(self.worlds - len(known))]


def _numerators(values: Sequence[Exact], den: int) -> Rows:
    whole = [value.num * (den // value.den) for value in values]
    guard(min(whole), max(whole))
    return np.array(whole, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Seen(Observed):
    """Readings of some suppositions, by their numbers; they always answer."""

    among: Suppositions | None = None
    rows: Rows | None = None

    def reading(self, name: str, key: Key = ()) -> Reading | None:
        """What the measure is worth in each, as final evidence."""
        assert self.among is not None and self.rows is not None  # noqa: PT018, S101  always given
        column = self.among.column(name, ".".join((name, *key)))
        if column.is_single:
            return Reading(column)
        if len(self.rows) == 1:
            return Reading(Exact(int(column.num[self.rows[0]]), column.den))
        return Reading(column if len(self.rows) == self.among.size else Exact(column.num[self.rows], column.den))

    def keys(self, name: str) -> tuple[Key, ...]:
        """The keys of a breakdown: those that are assumed, the blocks or steps of a tariff, else a plain value."""
        assert self.among is not None  # noqa: S101  always given
        return supposing.keys_of(self.among.agreement, name)


class Gained(NamedTuple):
    """What accounts gain in each supposition, as numerators over one denominator; where ``known``."""

    known: Truths
    accounts: Mapping[str, Rows]
    den: int


def gained(among: Suppositions, period: Period) -> Iterator[Gained]:
    """What each account gains in ``period``; then in two, when what happens in one is carried to the next."""
    settled = list(_settled(among, period, np.arange(among.size)))
    for length in range(max((len(nets) for _, nets in settled), default=0)):
        yield _together(among.size, [(rows, nets[length]) for rows, nets in settled if len(nets) > length])


def _together(size: int, parts: Sequence[tuple[Rows, Mapping[str, Exact]]]) -> Gained:
    den = lcm(*(net.den for _, nets in parts for net in nets.values()))
    known = np.zeros(size, dtype=np.bool_)
    accounts: dict[str, Rows] = {}
    for rows, nets in parts:
        known[rows] = True
        for account, net in nets.items():
            guard(net.low * (den // net.den), net.high * (den // net.den))
            accounts.setdefault(account, np.zeros(size, dtype=np.int64))[rows] = net.num * (den // net.den)
    return Gained(known, accounts, den)


def _settled(among: Suppositions, period: Period, every: Rows) -> Iterator[tuple[Rows, list[dict[str, Exact]]]]:
    """The nets of one period, then of two. One supposition that cannot be worked out hides no other."""
    following = next((one for one in among.agreement.term.periods() if one.start == period.end), None)
    waiting, runs = [every], 0
    while waiting and runs < MOST_RUNS:
        rows, runs = waiting.pop(0), runs + 1
        nets: list[dict[str, Exact]] = []
        try:
            books = _run(among, period, rows, State())
            nets.append(supposing.nets(books))
            if following is not None and _carries(books.state):
                nets.append(_sum(nets[0], supposing.nets(_run(among, following, rows, books.state))))
        except MitoyenError:
            if len(rows) > 1:
                waiting += [rows[: len(rows) // 2], rows[len(rows) // 2 :]]
                continue
        if nets:
            yield rows, nets


def _run(among: Suppositions, period: Period, rows: Rows, opening: State) -> Books:
    seen = _Seen({}, (), None, among, rows)
    return run(among.agreement, scene_of(among.agreement, period, seen, opening, tracing=False), orders=among.orders)


def _sum(first: Mapping[str, Exact], second: Mapping[str, Exact]) -> dict[str, Exact]:
    return {name: first.get(name, ZERO) + second.get(name, ZERO) for name in {*first, *second}}


def _carries(state: State) -> bool:
    """Whether what happens now is remembered or put off; reserves and windows of caps tell no more in two periods."""
    return bool(state.carried or state.memory)
