"""What replays say, to a row and back: a page and an annex read the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mitoyen.engines.pooling.study.answer import Effect
from mitoyen.engines.pooling.study.intervals import Intervals, Range
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

_RANGES = ("saving_cents", "unmet_alone_hours", "unmet_together_hours")
_BY_KIND = ("units_alone", "units_together")


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
