"""What every group pays a year, in whole cents, and the sum that a clerk can redo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.costs import journeys_between, pooling_cents

if TYPE_CHECKING:
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.engines.pooling.study.sizing import Sizing
    from mitoyen.kernel.money import Euros

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Amounts:
    """Yearly cents of every group (2^n), part by part; ``kilometres`` driven a year to bring machines."""

    machines: Ints
    use: Ints
    hire: Ints
    pooling: Ints
    kilometres: Floats

    @property
    def total(self) -> Ints:
        """What each group pays a year."""
        whole: Ints = self.machines + self.use + self.hire + self.pooling
        return whole


def amounts_of(settings: StudySettings, sizing: Sizing) -> Amounts:
    """Cost every group: machines, their use, hire for what stays unmet, being several, and journeys."""
    count = len(settings.members)
    groups = 1 << count
    machines, use, hire = (np.zeros(groups, dtype=np.int64) for _ in range(3))
    fleet = np.zeros(groups, dtype=np.int64)
    for kind in settings.kinds:
        units = sizing.units(kind.id)
        fleet += units
        machines += units * kind.machine.per_year.cents
        for place, hours in enumerate(sizing.hours_by_kind[kind.id]):
            use += _members_of(groups, place) * cents(float(hours), kind.machine.per_hour)
    for ladder in sizing.ladders:
        price = ladder.kinds[0].hire_per_hour
        hire += np.floor(ladder.unmet * price.cents + 0.5).astype(np.int64)
    kilometres = np.zeros(groups)
    if settings.travel is not None:
        kilometres = journeys_between(sizing.uses, settings.travel.kilometres)
    names = tuple(member.id for member in settings.members)
    return Amounts(machines, use, hire, pooling_cents(settings.pooling, names, fleet, kilometres), kilometres)


def cents(quantity: float, price: Euros) -> int:
    """A quantity times a price, to the nearest cent."""
    return int(np.floor(quantity * price.cents + 0.5))


def _members_of(groups: int, place: int) -> Ints:
    return np.arange(groups, dtype=np.int64) >> place & 1


def game_of(total: Ints, mask: int) -> Ints:
    """The table of the groups inside ``mask``, bit ``i`` being its ``i``-th member.

    >>> game_of(np.array([0, 1, 2, 3, 4, 5, 6, 7]), 0b101).tolist()
    [0, 1, 4, 5]
    """
    places = np.zeros(1, dtype=np.int64)
    for bit in range(mask.bit_length()):
        if mask >> bit & 1:
            places = np.concatenate([places, places | (1 << bit)])
    table: Ints = total[places]
    return table
