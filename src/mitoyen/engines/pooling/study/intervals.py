"""How sure is it? The record replayed by whole days, every member together; slower than the first answer.

Two questions, two kinds of replay. *Had the record been another draw of the same climate*, which fleets
would have been found, and which saving? There, the whole record is drawn again and fleets are sized
again. *With the fleets decided*, what does an ordinary year bring, and a harsh one? There, one year is
drawn, and fleets stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.calculus.draws.resampling import interval
from mitoyen.engines.pooling.fleets.classes import nested_fleet
from mitoyen.engines.pooling.fleets.curves import with_breakdowns
from mitoyen.engines.pooling.fleets.replay import Draws, daily_curves, fleets_of_replays
from mitoyen.engines.pooling.study.accounts import places_of
from mitoyen.engines.pooling.study.amounts import amounts_of
from mitoyen.engines.pooling.study.answer import Effect
from mitoyen.engines.pooling.study.sizing import Ladder, Sizing, size_up
from mitoyen.engines.pooling.study.wording import hours, money, spelled
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import counted, share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.calculus.batch import Progress
    from mitoyen.engines.pooling.needs import Needs
    from mitoyen.engines.pooling.study.answer import Answer
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.kernel.text import Language

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_DECILE = 0.1
_HARDLY = 100  # cents: two savings that differ by less are the same


@dataclass(frozen=True, slots=True)
class Range:
    """The middle part of the replays, from ``low`` to ``high``."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """What replays say; ``confidence`` is the part of them that each range holds.

    ``saving_cents`` and ``units_…`` are of records drawn again and sized again; ``unmet_…`` and
    ``harsh_…`` are of years drawn with the fleets of the first answer.
    """

    confidence: float
    replays: int
    saving_cents: Range
    chance_of_saving: float
    units_alone: Mapping[str, Range]
    units_together: Mapping[str, Range]
    same_units_together: float
    unmet_alone_hours: Range
    unmet_together_hours: Range
    harsh_year_unmet_hours: float
    effects: tuple[Effect, ...]
    sentences: tuple[Sentence, ...]


def intervals_of(
    settings: StudySettings, needs: Needs, answer: Answer, *, progress: Progress | None = None
) -> Intervals:
    """Replay the record of ``answer``. Raises :class:`InvalidError` when there are loads and no calendar of needs."""
    if settings.service.measure == "random":
        raise InvalidError(
            Sentence(
                "Une étude par la formule d'Erlang n'a pas de jours à rejouer : donnez des besoins datés.",
                "A study by Erlang's formula has no days to replay: give dated needs.",
            ),
            where="service.measure",
        )
    sizing = size_up(settings, needs)
    replay = _Replay(settings, sizing, answer, progress)
    return replay.intervals()


class _Replay:
    def __init__(self, settings: StudySettings, sizing: Sizing, answer: Answer, progress: Progress | None) -> None:
        self.settings, self.sizing, self.answer = settings, sizing, answer
        self.places = places_of(settings)
        self.amounts = amounts_of(settings, sizing)
        self.tell = progress or (lambda _done, _total: None)
        self.rows = (len(self.places) + 1) * sum(len(ladder.rungs) for ladder in sizing.ladders)
        self.done = 0
        first, last = sizing.span.first, sizing.span.last
        months = np.arange(np.datetime64(first), np.datetime64(last) + 1).astype("datetime64[M]").astype(np.int64) % 12
        how = {"replays": settings.replays, "seed": settings.seed, "days_together": settings.days_together}
        self.records = Draws.of(months, **how)
        self.years = Draws.of(months, part=1.0 / sizing.span.years, **how)

    def intervals(self) -> Intervals:
        count, members = self.settings.replays, len(self.places)
        units_alone = {kind.id: np.zeros(count) for kind in self.settings.kinds}
        units_together = {kind.id: np.zeros(count) for kind in self.settings.kinds}
        unmet = {"record alone": np.zeros(count), "record together": np.zeros(count),
                 "year alone": np.zeros(count), "year together": np.zeros(count)}  # fmt: skip
        hire = {name: np.zeros(count) for name in unmet}
        asked_year, asked_record = np.zeros(count), np.zeros(count)
        for ladder in self.sizing.ladders:
            price = ladder.kinds[0].hire_per_hour.cents
            for member in [None, *self.places]:
                found = self._series(ladder, member)
                who = "together" if member is None else "alone"
                target = units_together if member is None else units_alone
                for rank, kind in enumerate(ladder.kinds):
                    target[kind.id] += found.units[rank]
                for scope, hours_unmet in (("record", found.unmet_record), ("year", found.unmet_year)):
                    unmet[f"{scope} {who}"] += hours_unmet
                    hire[f"{scope} {who}"] += hours_unmet * price
                if member is None:
                    asked_year += found.asked_year
                    asked_record += found.asked_record
        mean_asked = float(asked_record.mean())
        busy = asked_record / mean_asked if mean_asked else np.ones(count)
        saving = self._saving(units_alone, units_together, hire["record alone"] - hire["record together"], busy)
        level = float(self.settings.confidence)
        low, high = interval(saving, level)
        together = {kind: _range(units, level) for kind, units in units_together.items()}
        decided = self.answer.units_together
        same = np.all([units == decided[kind] for kind, units in units_together.items()], axis=0)
        effects = self._mild_and_harsh(asked_year, hire["year alone"] - hire["year together"])
        harsh = float(np.quantile(unmet["year together"], 1 - _DECILE))
        found_intervals = Intervals(
            confidence=level,
            replays=count,
            saving_cents=Range(low, high),
            chance_of_saving=float((saving > 0).mean()),
            units_alone={kind: _range(units, level) for kind, units in units_alone.items()},
            units_together=together,
            same_units_together=float(same.mean()),
            unmet_alone_hours=_range(unmet["year alone"], level),
            unmet_together_hours=_range(unmet["year together"], level),
            harsh_year_unmet_hours=harsh,
            effects=effects,
            sentences=(),
        )
        self.tell(self.rows, self.rows)
        return replace(found_intervals, sentences=_sentences(found_intervals, members))

    def _series(self, ladder: Ladder, member: int | None) -> _Series:
        """One member on a ladder, or the pool: its fleets in each record, its unmet hours in each record and year."""
        settings, span = self.settings, self.sizing.span
        mask = settings.pool_mask if member is None else 1 << member
        least, curves = [], []
        for rung in ladder.rungs:
            demand = rung.pooled.only(self.places) if member is None else rung.alone
            days = daily_curves(demand, first=span.first, last=span.last, most=demand.peak, member=member)
            drawn = self.records.unmet(days)
            curves.append((days, drawn))
            least.append(self._fleets(drawn, mask, ladder.availability))
            self.done += 1
            self.tell(self.done, self.rows)
        decided = self._decided(ladder, member)
        by_hour = int(ladder.least[0, mask])
        units = nested_fleet(np.stack(least, axis=-1)).T
        # Counting whole asked for so many more (or fewer) on the record: as many in each replay.
        units[0] = np.maximum(units[0] + decided - by_hour, 0)
        days, drawn = curves[0]
        weight = self._weight(ladder)
        years = self.years.unmet(days)
        return _Series(
            units=units,
            unmet_record=_at(drawn, units.sum(axis=0), ladder.availability) / 60.0 / span.years / weight,
            unmet_year=_at(years, np.full(len(years), decided), ladder.availability) / 60.0 / weight,
            asked_record=drawn[:, 0] / 60.0 / span.years,
            asked_year=years[:, 0] / 60.0,
        )

    def _fleets(self, drawn: Floats, mask: int, availability: float) -> Ints:
        service = self.settings.service
        if service.measure == "unmet_hours":
            allowed = mask.bit_count() * float(service.unmet_hours) * 60.0 * self.sizing.span.years
            return fleets_of_replays(drawn, allowed_share=0.0, allowed=allowed, availability=availability)
        lost = float(1 - service.level) if service.measure == "fill_rate" else 0.0
        return fleets_of_replays(drawn, allowed_share=lost, availability=availability)

    def _decided(self, ladder: Ladder, member: int | None) -> int:
        """The units of the first answer, the whole ladder together."""
        own = next(known for known in self.answer.ladders if known.kinds[0] == ladder.kinds[0].id)
        if member is None:
            return sum(own.units_together.values())
        name = self.settings.members[member].id
        return next(known.units_alone for known in own.members if known.member == name)

    def _weight(self, ladder: Ladder) -> float:
        """The mean weight of an hour, so that unmet weight reads as hours."""
        plain = ladder.demand.asked_hours().sum()
        return float(ladder.demand.asked().sum() / 60.0 / plain) if plain else 1.0

    def _saving(
        self, alone: Mapping[str, Floats], together: Mapping[str, Floats], hire: Floats, busy: Floats
    ) -> Floats:
        """The yearly saving of each replay, in cents."""
        saving = hire.copy()
        for kind in self.settings.kinds:
            saving += (alone[kind.id] - together[kind.id]) * kind.machine.per_year.cents
            saving -= together[kind.id] * self.settings.pooling.per_unit.cents
        journeys = self._journeys()
        organising = float(self.amounts.pooling[self.settings.pool_mask]) - journeys
        units = sum(int(self.sizing.units(kind.id)[self.settings.pool_mask]) for kind in self.settings.kinds)
        saving -= organising - units * self.settings.pooling.per_unit.cents
        return saving - journeys * busy

    def _journeys(self) -> float:
        return float(self.amounts.kilometres[self.settings.pool_mask]) * float(self.settings.pooling.per_km)

    def _mild_and_harsh(self, asked: Floats, hire: Floats) -> tuple[Effect, ...]:
        """The saving of the mildest and of the harshest tenth of the years, fleets staying."""
        mean = float(asked.mean())
        held = self.answer.money.saving_cents
        saving = held + (hire - hire.mean()) - self._journeys() * (asked / mean - 1.0 if mean else 0.0)
        order = np.argsort(asked, kind="stable")
        tenth = max(1, int(_DECILE * order.size))
        mild, harsh = float(saving[order[:tenth]].mean()), float(saving[order[-tenth:]].mean())
        if abs(mild - harsh) < _HARDLY:
            return ()
        return (
            Effect(label=Sentence("Année douce, une sur dix", "Mild year, one in ten"), saving_cents=round(mild)),
            Effect(label=Sentence("Année rude, une sur dix", "Harsh year, one in ten"), saving_cents=round(harsh)),
        )


@dataclass(frozen=True, eq=False, slots=True)
class _Series:
    units: Ints
    unmet_record: Floats
    unmet_year: Floats
    asked_record: Floats
    asked_year: Floats


def _at(drawn: Floats, fleet: Ints, availability: float) -> Floats:
    """The unmet minutes of each replay with its fleet."""
    if availability < 1:
        drawn = with_breakdowns(drawn, availability, most=max(int(fleet.max(initial=0)), drawn.shape[1] - 1))
    place = np.minimum(fleet, drawn.shape[1] - 1)
    unmet: Floats = np.take_along_axis(drawn, place[:, None], axis=1)[:, 0]
    return unmet


def _range(values: Floats, level: float) -> Range:
    return Range(*interval(values, level))


def _sentences(found: Intervals, members: int) -> tuple[Sentence, ...]:
    times_fr, times_en = _times(found.confidence, "fr"), _times(found.confidence, "en")
    low, high = round(found.saving_cents.low), round(found.saving_cents.high)
    gains, same, harsh = found.chance_of_saving, found.same_units_together, found.harsh_year_unmet_hours
    if high - low < _HARDLY:
        first = Sentence(
            f"{times_fr}, l'économie serait la même : {money(low)} par an.",
            f"{times_en}, the saving would be the same: {money(low, 'en')} a year.",
        )
    else:
        first = Sentence(
            f"{times_fr}, l'économie serait entre {money(low)} et {money(high)} par an "
            f"({counted(found.replays, 'relevé rejoué', 'relevés rejoués')}).",
            f"{times_en}, the saving would be between {money(low, 'en')} and {money(high, 'en')} a year "
            f"({counted(found.replays, 'record replayed', 'records replayed', 'en')}).",
        )
    sentences = [first]
    if gains < 1 - 1e-12:
        sentences.append(
            Sentence(
                f"Mutualiser coûte moins dans {share(gains)} des relevés rejoués.",
                f"Pooling costs less in {share(gains, 0, 'en')} of the replayed records.",
            )
        )
    sentences.append(
        Sentence(
            f"La même flotte commune suffit, ni plus ni moins, dans {share(same)} des relevés rejoués.",
            f"The same shared fleet is found in {share(same, 0, 'en')} of the replayed records.",
        )
    )
    if round(harsh, 1) == 0:
        calm = Sentence(
            "Même l'année la plus rude sur dix, aucune heure ne resterait sans service.",
            "Even in the harshest year of ten, no hour would be unmet.",
        )
        return (*sentences, calm)
    sentences.append(
        Sentence(
            f"Une année sur dix, plus de {hours(harsh)} resteraient sans service aux {spelled(members)} membres "
            "ensemble.",
            f"One year in ten, more than {hours(harsh, 'en')} would be unmet for the {spelled(members, 'en')} members "
            "together.",
        )
    )
    return tuple(sentences)


def _times(level: float, language: Language) -> str:
    """Eight times in ten, or a percentage."""
    tenths = round(level * 10)
    if abs(level * 10 - tenths) < 1e-9:  # noqa: PLR2004
        said = spelled(tenths, language)
        return f"{said.capitalize()} fois sur dix" if language == "fr" else f"{said.capitalize()} times in ten"
    return f"Dans {share(level)} des cas" if language == "fr" else f"In {share(level, 0, 'en')} of cases"
