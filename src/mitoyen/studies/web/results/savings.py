"""The sum that a clerk can redo, the saving with its interval, and what moves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_noop

from mitoyen.kernel import words
from mitoyen.studies.models import ReplayState
from mitoyen.studies.web.results import reading
from mitoyen.studies.web.results.reading import Document, Scale
from mitoyen.ui.charts import round_ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.kernel.text import Sentence
    from mitoyen.studies.models import Answer


TENTHS = {
    5: gettext_noop("Cinq fois sur dix"),
    6: gettext_noop("Six fois sur dix"),
    7: gettext_noop("Sept fois sur dix"),
    8: gettext_noop("Huit fois sur dix"),
    9: gettext_noop("Neuf fois sur dix"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The saving, or what it becomes when one thing changes: a stroke, perhaps inside a band."""

    name: str
    at: float
    figure: str
    against: str = ""
    band: float = 0.0
    band_from: float = 0.0
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Savings:
    """What ``results/savings.html`` may use."""

    sentences: Sequence[Sentence]
    estimates: Sequence[Estimate]
    scale: str
    zero: float | None
    steps: Sequence[tuple[str, str, str]]
    is_replaying: bool
    is_interrupted: bool
    done: int
    total: int
    replays: str
    times: str

    @property
    def times_low(self) -> str:
        """The same inside a sentence."""
        return self.times[:1].lower() + self.times[1:]


def savings_of(document: Document, row: Answer) -> Savings:
    """The saving as far as it is known: without interval while the record is being replayed."""
    intervals = row.intervals
    saving = reading.cents(document["money"]["saving"])
    effects = [(reading.sentence(each["what"]), reading.cents(each["saving"])) for each in document["effects"]]
    if intervals:
        effects += [(reading.sentence(each["label"]), each["saving_cents"]) for each in intervals["effects"]]
    low, high = _reach(saving, effects, intervals)
    scale = Scale(low, high)
    told = reading.sentences(document["money"]["sentences"])
    replayed = reading.sentences(intervals["sentences"]) if intervals else []
    return Savings(
        sentences=[*replayed, *told],
        estimates=[_main(saving, intervals, scale), *(_other(label, cents, saving, scale) for label, cents in effects)],
        scale=gettext("De %(low)s à %(high)s") % {"low": reading.bare(low), "high": reading.whole(round(high))},
        zero=scale.zero,
        steps=[
            (
                reading.sentence(step["what"]).said_in(reading.language()),
                reading.sentence(step["how"]).said_in(reading.language()),
                reading.whole(reading.cents(step["amount"])),
            )
            for step in document["money"]["steps"]
        ],
        is_replaying=row.replay in {ReplayState.WAITING, ReplayState.RUNNING},
        is_interrupted=row.replay == ReplayState.FAILED,
        done=row.replay_done,
        total=row.replay_total,
        replays=words.number(intervals["replays"], 0, reading.language()) if intervals else "",
        times=times_in_ten(intervals["confidence"]) if intervals else "",
    )


def _reach(
    saving: int, effects: Sequence[tuple[Sentence, int]], intervals: dict[str, Any] | None
) -> tuple[float, float]:
    values: list[float] = [0, saving, *(cents for _, cents in effects)]
    if intervals:
        values += [intervals["saving_cents"]["low"], intervals["saving_cents"]["high"]]
    ticks = round_ticks(min(values), max(values) or 100)
    return ticks[0], ticks[-1]


def _main(saving: int, intervals: dict[str, Any] | None, scale: Scale) -> Estimate:
    band_from = band = 0.0
    against = ""
    if intervals:
        low, high = intervals["saving_cents"]["low"], intervals["saving_cents"]["high"]
        band_from, band = scale.at(low), round(scale.at(high) - scale.at(low), 2)
        against = gettext("%(low)s à %(high)s") % {"low": reading.bare(low), "high": reading.bare(high)}
    return Estimate(
        name=gettext("Économie par an"),
        at=scale.at(saving),
        figure=reading.whole(saving),
        against=against,
        band_from=band_from,
        band=band,
        is_main=True,
    )


def _other(label: Sentence, cents: int, saving: int, scale: Scale) -> Estimate:
    return Estimate(
        name=label.said_in(reading.language()),
        at=scale.at(cents),
        figure=reading.whole(cents),
        against=reading.change(cents - saving),
    )


def times_in_ten(confidence: float) -> str:
    """How the interval is said: eight times in ten."""
    tenths = round(confidence * 10)
    if abs(confidence * 10 - tenths) > 1e-9 or tenths not in TENTHS:  # noqa: PLR2004
        return gettext("Dans %(share)s des cas") % {"share": words.share(confidence, 0, reading.language())}
    return gettext(TENTHS[tenths])
