"""Whether a party that an indicator judges gains when it worsens.

Nothing is reasoned about kinds of clauses: the agreement is settled on a scale of values of each indicator, from the
best to the worst, and the net of each party that it judges is looked at. First the clauses that look at the indicator
alone; then all of them together, for others may answer to it (a guarantee, a band, a cap).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pydantic import BaseModel

from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.looking.links import performers
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.guardrails.trials.scales import scale
from mitoyen.engines.agreements.guardrails.trials.side_by_side import Gained, Ladder, Suppositions, gained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.looking.links import IndicatorUse
    from mitoyen.engines.agreements.guardrails.trials.side_by_side import Rows, Truths
    from mitoyen.kernel.dates import Period

MOST_PERIODS, FEW_PERIODS = 4, 2
COARSE = 49
"""Values of an indicator when all clauses are settled together."""
DRAWN_WORLDS = 24
_UNKNOWN = 1 << 62


class Gain(NamedTuple):
    """A party that gains when an indicator goes from a better value to a worse one."""

    party: str
    better: Exact
    worse: Exact
    more: Exact


class Worsening:
    """The indicators of an agreement, each from its best value to its worst."""

    def __init__(self, agreement: Agreement, uses: Mapping[str, Sequence[IndicatorUse]]) -> None:
        """``uses``: for each indicator, the clauses that judge by it."""
        self.agreement, self.uses = agreement, uses
        self.ladders = [Ladder(name, scale(agreement, own[0].indicator, own)) for name, own in uses.items()]

    def gain(self, name: str) -> Gain | None:
        """The first gain by the clauses that look at the indicator, with their own caps; else by all of them."""
        rank = list(self.uses).index(name)
        looking = supposing.only(self.agreement, {str(use.clause.id) for use in self.uses[name]})
        among = Suppositions(looking, [self.ladders[rank]])
        periods = _telling_periods(self.agreement, self.uses[name], MOST_PERIODS)
        settled = (each for period in periods for each in gained(among, period))
        alone = next(self._gains(among, 0, settled), None)
        return alone or next(self._gains(self._all, rank, self._all_settled), None)

    @cached_property
    def _all(self) -> Suppositions:
        """All clauses, every indicator in turn: in a usual, a poor and a rich period, then in drawn ones."""
        coarse = [Ladder(name, supposing.spread_over(values, COARSE)) for name, values in self.ladders]
        return Suppositions(self.agreement, coarse, DRAWN_WORLDS)

    @cached_property
    def _all_settled(self) -> list[Gained]:
        every = [use for uses in self.uses.values() for use in uses]
        periods = _telling_periods(self.agreement, every, FEW_PERIODS)
        return [each for period in periods for each in gained(self._all, period)]

    def _gains(self, among: Suppositions, rank: int, settled: Iterable[Gained]) -> Iterator[Gain]:
        ladder = among.ladders[rank]
        judged = dict.fromkeys(party for use in self.uses[ladder.name] for party in performers(use.clause))
        for each in settled:
            for party in judged:
                if party not in each.accounts:
                    continue
                rise = _first_rise(among.of(rank, each.accounts[party]), among.of(rank, each.known))
                if rise is not None:
                    yield Gain(party, ladder.values[rise.before], ladder.values[rise.after], Exact(rise.more, each.den))


class _Rise(NamedTuple):
    """A net that is higher at a worse value: the ranks of both, and by how much."""

    before: int
    after: int
    more: int


def _first_rise(nets: Rows, known: Truths) -> _Rise | None:
    """In worlds × values, the first value of the first world whose net is above that of a better one."""
    least = np.minimum.accumulate(np.where(known, nets, _UNKNOWN), axis=1)[:, :-1]
    rises = known[:, 1:] & (least < _UNKNOWN) & (nets[:, 1:] > least)
    if not rises.any():
        return None
    world, place = (int(one) for one in np.argwhere(rises)[0])
    before = int(np.argmax((nets[world] == least[world, place]) & known[world]))
    return _Rise(before, place + 1, int(nets[world, place + 1] - least[world, place]))


def _telling_periods(agreement: Agreement, uses: Sequence[IndicatorUse], most: int) -> tuple[Period, ...]:
    """The first period; and some first periods of later years, when targets change with years."""
    periods = agreement.term.periods()
    if not any(_has_levels(use.clause) for use in uses):
        return periods[:1]
    firsts: dict[int, Period] = {}
    for period in periods:
        firsts.setdefault(period.start.year, period)
    return supposing.spread_over(tuple(firsts.values()), most)


def _has_levels(part: object) -> bool:
    if isinstance(part, BaseModel):
        return any(_has_levels(getattr(part, field)) for field in type(part).model_fields)
    return isinstance(part, dict) and len(part) > 1 and all(isinstance(key, int) for key in part)
