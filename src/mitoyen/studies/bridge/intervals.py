"""What replays say, to a row and back: a page and an annex read the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mitoyen.engines.pooling.study import answer_study
from mitoyen.engines.pooling.study.answer import Effect
from mitoyen.engines.pooling.study.intervals import Intervals, Range, intervals_of
from mitoyen.kernel.text import Sentence
from mitoyen.studies.bridge.answering import frozen_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.calculus.batch import Progress
    from mitoyen.studies.models import Answer

_RANGES = ("saving_cents", "unmet_alone_hours", "unmet_together_hours")
_BY_KIND = ("units_alone", "units_together")


def replayed(row: Answer, progress: Progress) -> dict[str, Any]:
    """Replay the record of an answer; some seconds, told to ``progress``."""
    settings, needs = frozen_inputs(row)
    return as_row(intervals_of(settings, needs, answer_study(settings, needs), progress=progress))


def as_row(found: Intervals) -> dict[str, Any]:
    """Plain data that a column of JSON holds."""
    return asdict(found)


def from_row(row: Mapping[str, Any] | None) -> Intervals | None:
    """The intervals that :func:`as_row` wrote."""
    if row is None:
        return None
    values: dict[str, Any] = dict(row)
    for name in _RANGES:
        values[name] = Range(**row[name])
    for name in _BY_KIND:
        values[name] = {kind: Range(**each) for kind, each in row[name].items()}
    values["effects"] = tuple(
        Effect(label=Sentence(**each["label"]), saving_cents=each["saving_cents"]) for each in row["effects"]
    )
    values["sentences"] = tuple(Sentence(**each) for each in row["sentences"])
    return Intervals(**values)
