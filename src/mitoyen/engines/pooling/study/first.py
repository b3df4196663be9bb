"""The first answer, in a second or two; intervals come apart (:mod:`~mitoyen.engines.pooling.study.intervals`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.partitions import best_partition
from mitoyen.engines.pooling.study.accounts import (
    carbon_answer,
    distance_of,
    effects_of,
    money_of,
    places_of,
)
from mitoyen.engines.pooling.study.amounts import amounts_of
from mitoyen.engines.pooling.study.answer import Answer
from mitoyen.engines.pooling.study.frozen import freeze
from mitoyen.engines.pooling.study.groups import groups_of, moves_of, pool_game
from mitoyen.engines.pooling.study.ladders import ladder_answer
from mitoyen.engines.pooling.study.rhythm import calendar_of
from mitoyen.engines.pooling.study.sharing import KeyRow, chosen_row, drivers_of, fragile_threshold, left_out, rows_of
from mitoyen.engines.pooling.study.sizing import Sizing, size_up
from mitoyen.engines.pooling.study.verdict import headline_of, limits_of, standfirst_of, verdict_of
from mitoyen.engines.pooling.study.whole import correct_the_others, counts_whole, verify, verify_every_group

if TYPE_CHECKING:
    from mitoyen.calculus.batch import Progress
    from mitoyen.engines.pooling.needs import Needs
    from mitoyen.engines.pooling.study.settings import StudySettings

Ints = npt.NDArray[np.int64]

_ALL_COUNTED_UP_TO = 5  # members: thirty-one groups
_ROUNDS = 4


def answer_study(
    settings: StudySettings, needs: Needs, *, every_group: bool = False, progress: Progress | None = None
) -> Answer:
    """Answer the study. ``every_group`` counts needs whole for every group, on all the processors (minutes).

    Without it, they are counted whole for members alone, the pool, the best set of pools and the group that
    would leave: counting a group exactly may make another one matter, hence a few rounds.
    """
    sizing = size_up(settings, needs)
    if every_group or len(settings.members) <= _ALL_COUNTED_UP_TO:
        if every_group:
            verify_every_group(settings, sizing, progress=progress)
        else:
            verify(settings, sizing, range(1, 1 << len(settings.members)))
    else:
        verify(settings, sizing, [settings.pool_mask, *(1 << place for place in range(len(settings.members)))])
        correct_the_others(settings, sizing)
    rows = _settled_rows(settings, sizing)
    amounts = amounts_of(settings, sizing)
    totals = amounts.total
    chosen = chosen_row(settings, rows)
    found, groups = money_of(settings, sizing, amounts), groups_of(settings, sizing, totals)
    ladders = tuple(
        ladder_answer(settings, sizing, ladder, int(totals[settings.pool_mask])) for ladder in sizing.ladders
    )
    verdict = verdict_of(found, groups)
    return Answer(
        settings=settings,
        frozen=freeze(settings, needs),
        members=tuple(settings.members[place].id for place in places_of(settings)),
        names=settings.names,
        candidates=tuple(member.id for member in settings.members if member.is_candidate),
        period=(sizing.span.first, sizing.span.last),
        years=sizing.span.years,
        verdict=verdict,
        headline=headline_of(settings, verdict, ladders, groups),
        standfirst=standfirst_of(settings, verdict, found, ladders, groups, chosen),
        ladders=ladders,
        money=found,
        keys=rows,
        chosen=chosen.name,
        fragile_below_cents=fragile_threshold(settings, found.together_cents).cents,
        groups=groups,
        moves=moves_of(settings, sizing, totals, chosen.name),
        effects=effects_of(settings, sizing, amounts),
        calendar=calendar_of(settings, sizing),
        distance=distance_of(settings, amounts, sizing),
        carbon=carbon_answer(settings, sizing, amounts),
        limits=(
            *left_out(settings, pool_game(settings, totals), drivers_of(settings, sizing, totals)),
            *limits_of(settings, needs, sizing, groups),
        ),
    )


def _settled_rows(settings: StudySettings, sizing: Sizing) -> tuple[KeyRow, ...]:
    """The keys, once the group that would leave and the best set of pools are counted whole."""
    places = places_of(settings)
    masks = [1 << place for place in places]
    rounds = _ROUNDS if counts_whole(settings) else 0
    while True:
        totals = amounts_of(settings, sizing).total
        rows = rows_of(settings, pool_game(settings, totals), masks, drivers_of(settings, sizing, totals))
        chosen = chosen_row(settings, rows)
        wanted = {block.mask for block in chosen.blocking[:1]}
        wanted |= set(best_partition(totals, settings.pool_mask).groups)
        left = sorted(mask for mask in wanted if not all(ladder.verified[mask] for ladder in sizing.ladders))
        if not left or not rounds:
            return rows
        verify(settings, sizing, left)
        rounds -= 1
