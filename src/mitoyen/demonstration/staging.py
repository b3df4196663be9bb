"""What is arranged by hand around today: a late return, requests to answer, an option, and next Tuesday's diggers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mitoyen.demonstration.diary import Placed, window_of
from mitoyen.demonstration.seasons import DAY, days, dice
from mitoyen.demonstration.wants import Want
from mitoyen.sharing.bridge.opening import instant, local_day
from mitoyen.sharing.bridge.rules import Window, blocked_window
from mitoyen.sharing.bridge.wording import day_said
from mitoyen.sharing.models import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mitoyen.demonstration.catalogue import Lent
    from mitoyen.demonstration.diary import Diary

HOUR = timedelta(hours=1)
TUESDAY, WEEK = 1, 5
STAGED = ("mini-pelle-1", "mini-pelle-2", "remorque-engins", "pelle-5", "terrassement", "tractopelle",
          "plaque-vibrante")  # fmt: skip
WORKSHOP = ("Vidange et graissage", "Visite générale périodique", "Remplacement de pièces d'usure")


@dataclass(frozen=True, slots=True)
class Stage:
    """The things, the present instant, and the Tuesday that the diggers are looked for."""

    catalogue: Mapping[str, Lent]
    now: datetime
    tuesday: date

    @property
    def kept_clear(self) -> Window:
        """When nothing but the arranged bookings touches the staged things."""
        return Window(self.now - 4 * DAY, instant(self.tuesday + 18 * DAY, 0))

    def booking(  # noqa: PLR0913  (a booking has that many sides)
        self, key: str, borrower: str, day: date, length: int, purpose: str, asked: datetime, *, staged: str
    ) -> Placed:
        """An arranged booking, from the opening of ``day`` to the closing of the last day."""
        lent = self.catalogue[key]
        want = Want(
            things=(lent.thing,),
            borrower=borrower,
            day=day,
            length=length,
            hours=None,
            purpose=purpose,
            asked_at=asked,
            throw=dice("staged", key, borrower, length),
        )
        window = window_of(lent, day, length, None) or Window(instant(day, 480), instant(day, 1020))
        blocked = blocked_window(lent.resource, lent.opening, window)
        return Placed(want=want, lent=lent, unit=lent.units[0], window=window, blocked=blocked, staged=staged)


def stage_of(catalogue: Mapping[str, Lent], now: datetime) -> Stage:
    """Next Tuesday, at least six days ahead, in a week without holidays at the depots."""
    today, opening = local_day(now), catalogue["mini-pelle-2"].opening
    tuesday = today + 6 * DAY
    while tuesday.weekday() != TUESDAY or not all(
        opening.intervals(day) for day in days(tuesday - DAY, tuesday + 3 * DAY)
    ):
        tuesday += DAY
    return Stage(catalogue, now, tuesday)


def bookings(stage: Stage) -> list[Placed]:
    """The arranged bookings."""
    tuesday, now, book = stage.tuesday, stage.now, stage.booking
    week_ago, yesterday = now - 9 * DAY, now - 5 * HOUR
    breakdown = _breakdown(stage)
    found = [
        book("mini-pelle-2", "Ury", tuesday - 7 * DAY, 3, "Fossés de la rue du Four", now - 20 * DAY, staged="yes"),
        book("mini-pelle-2", "Malaubert", tuesday + 6 * DAY, 3, "Talus du lavoir", week_ago, staged="yes"),
        book("mini-pelle-2", "Les Aigues", tuesday + 14 * DAY, 2, "Tranchée d'eau", now - 2 * DAY, staged="held"),
        book("mini-pelle-1", "Vernazoux", tuesday - DAY, 3, "Réseau de la Cure", week_ago, staged="yes"),
        book("terrassement", "Beaupré-sous-Roche", tuesday + 6 * DAY, 1, "Fossés", now - 15 * DAY, staged="yes"),
        book("plaque-vibrante", "Ury", tuesday + 7 * DAY, 2, "Tranchée de la fontaine", yesterday, staged="pending"),
        book("benne-12t", "Les Aigues", tuesday + DAY, 3, "Gravats de l'école", yesterday, staged="pending"),
        book(
            "atelier-orsonne",
            "La Ruche d'Orsonne",
            tuesday + 3 * DAY,
            2,
            "Réparer ensemble",
            yesterday,
            staged="pending",
        ),
        _late(stage),
    ]
    for rank, who in enumerate(("Les Aigues", "Saint-Eldrad", "Malaubert")):
        moved = book(
            "tractopelle", who, tuesday + (rank - 1) * 2 * DAY, 1, "Enrochement", now - 25 * DAY, staged="moved"
        )
        moved.freed_at = breakdown.start + 3 * HOUR
        found.append(moved)
    return found


def _late(stage: Stage) -> Placed:
    """Pralonge should have brought a digger back this morning, or on the last opened day."""
    opening, today = stage.catalogue["mini-pelle-1"].opening, local_day(stage.now)
    ends = [end for day in days(today - 7 * DAY, today) for _, end in opening.intervals(day) if end < stage.now]
    due = ends[-1]
    first = next(day for rank in range(1, 8) if opening.intervals(day := local_day(due) - rank * DAY))
    late = stage.booking(
        "mini-pelle-1", "Pralonge", first, 2, "Captage de la source", stage.now - 14 * DAY, staged="late"
    )
    late.window = Window(opening.intervals(first)[0][0], due)
    back = next(end for rank in range(1, 8) for _, end in opening.intervals(today + rank * DAY)[-1:])
    late.announced = back
    until = opening.after(back, late.lent.resource.buffer_after_minutes)
    late.blocked = Window(late.window.start, min(until, instant(stage.tuesday - DAY, 480)))
    return late


def _breakdown(stage: Stage) -> Window:
    """The backhoe is out since four days ago, until a hose comes, the Wednesday of the week after."""
    return Window(instant(local_day(stage.now) - 4 * DAY, 600), instant(stage.tuesday + 8 * DAY, 1020))


def blocks(stage: Stage, since: date, diary: Diary) -> list[Block]:
    """The arranged blocks, and the days that machines spend at the workshop, written in the diary first."""
    tuesday, lent = stage.tuesday, stage.catalogue
    expected = day_said(tuesday + 8 * DAY).fr
    training = Window(instant(tuesday - DAY, 480), instant(tuesday + 3 * DAY, 1020))
    oil, hose = "vidange des 1 250 heures, à 25 heures près", f"flexible attendu le {expected}"
    found = [
        _block(lent["mini-pelle-2"], BlockKind.MAINTENANCE, _working_day(tuesday - DAY), oil),
        _block(lent["terrassement"], BlockKind.TRAINING, training, "renouvellement du CACES R482"),
        _block(lent["tractopelle"], BlockKind.BREAKDOWN, _breakdown(stage), hose, is_estimate=True),
    ]
    found += _workshop(stage, since)
    for block in found:
        diary.keep(block.unit.pk, Window(block.period.lower, block.period.upper))
    return found


def _workshop(stage: Stage, since: date) -> Iterator[Block]:
    """Two days a year for what has a meter, on opened days, away from what is arranged."""
    clear, last = stage.kept_clear, local_day(stage.now) + 60 * DAY
    for each in stage.catalogue.values():
        if not each.resource.meter_unit:
            continue
        throw = dice("workshop", each.thing.key)
        for unit in each.units:
            day = since + throw.randint(40, 200) * DAY
            while day < last:
                window = _working_day(day)
                if (
                    each.opening.intervals(day)
                    and day.weekday() < WEEK
                    and not (each.thing.key in STAGED and window.start < clear.end and window.end > clear.start)
                ):
                    yield Block(unit=unit, kind=BlockKind.MAINTENANCE, reason=throw.choice(WORKSHOP),
                                period=DateTimeTZRange(window.start, window.end))  # fmt: skip
                day += throw.randint(140, 230) * DAY


def _working_day(day: date) -> Window:
    return Window(instant(day, 480), instant(day, 1020))


def _block(lent: Lent, kind: BlockKind, window: Window, reason: str, *, is_estimate: bool = False) -> Block:
    return Block(
        unit=lent.units[0],
        kind=kind,
        period=DateTimeTZRange(window.start, window.end),
        reason=reason,
        is_estimate=is_estimate,
    )
