"""When needs come: hours by month and by hour of the day, for a mean year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.needs.paris import DAY, local_minutes
from mitoyen.engines.pooling.study.answer import NeedsCalendar
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import MONTHS_EN, MONTHS_FR, listed

if TYPE_CHECKING:
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.engines.pooling.study.sizing import Sizing

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_HOUR = 60
_MOST_OF_IT = 0.5


def calendar_of(settings: StudySettings, sizing: Sizing) -> NeedsCalendar | None:
    """The rhythm of all the kinds together, buffers and journeys apart; nothing when only loads are known."""
    rows = [ladder.rungs[rank] for ladder in sizing.ladders for rank in range(len(ladder.kinds))]
    own = [rung.needs for rung in rows]
    if not sum(needs.count for needs in own):
        return None
    count = len(settings.members)
    by_month, by_hour = np.zeros((count, 12)), np.zeros((count, 24))
    for needs in own:
        member, start, lasting, units = _pieces(needs.member, needs.start, needs.end, needs.units)
        spent = lasting * units / 60.0 / sizing.span.years
        local = local_minutes(start)
        month = (local // DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
        np.add.at(by_month, (member, month), spent)
        np.add.at(by_hour, (member, local % DAY // _HOUR), spent)
    return NeedsCalendar(
        members=tuple(member.id for member in settings.members),
        by_month=tuple(tuple(row) for row in by_month.round(2).tolist()),
        by_hour=tuple(tuple(row) for row in by_hour.round(2).tolist()),
        sentence=_sentence(by_month.sum(axis=0)),
    )


def _pieces(member: Ints, start: Ints, end: Ints, units: Ints) -> tuple[Ints, Ints, Floats, Ints]:
    """Needs cut at the hours."""
    count = (end - 1) // _HOUR - start // _HOUR + 1
    need = np.repeat(np.arange(start.size), count)
    rank = np.arange(need.size) - np.repeat(np.cumsum(count) - count, count)
    begins = np.maximum(start[need], (start[need] // _HOUR + rank) * _HOUR)
    ends = np.minimum(end[need], (start[need] // _HOUR + rank + 1) * _HOUR)
    return member[need], begins, (ends - begins).astype(np.float64), units[need]


def _sentence(by_month: Floats) -> Sentence:
    order = np.argsort(-by_month, kind="stable")
    heaped = np.cumsum(by_month[order]) / by_month.sum()
    busiest = sorted(order[: int(np.searchsorted(heaped, _MOST_OF_IT)) + 1].tolist())
    return Sentence(
        f"La moitié des heures de besoin ou plus tombe en {listed([MONTHS_FR[month] for month in busiest])}.",
        f"Half of the hours needed or more fall in {listed([MONTHS_EN[month] for month in busiest], 'en')}.",
    )
