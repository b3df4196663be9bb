"""What fleets cost a year: machines, pooling itself, what is sold, what is paid back, and CO2.

Amounts are whole cents; rates are exact. An annual cost is rounded once, to the cent, for one machine: the
rest is multiplication, so that a clerk can redo it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.kernel.money import Euros, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NOTHING = Euros(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The costs of one machine. ``yearly`` names what it costs each year beside its purchase."""

    price: Euros = NOTHING
    life_years: int = 1
    residual: Euros = NOTHING
    rate: Fraction = Fraction(0)
    yearly: Mapping[str, Euros] = field(default_factory=dict)
    per_hour: Euros = NOTHING

    @property
    def depreciation(self) -> Euros:
        """The purchase spread over its life: straight, or as a constant annuity when money has a rate.

        >>> Machine(price=Euros(100_000_00), life_years=10, residual=Euros(10_000_00)).depreciation
        Euros(cents=900000)
        >>> Machine(price=Euros(1_000_00), life_years=2, rate=Fraction(1, 10)).depreciation
        Euros(cents=57619)
        """
        loss = self.price.cents - self.residual.cents
        if not self.rate:
            return Euros(int(rounded(Fraction(loss, self.life_years))))
        growth = (1 + self.rate) ** self.life_years
        present = self.price.cents - self.residual.cents / growth
        return Euros(int(rounded(present * self.rate * growth / (growth - 1))))

    @property
    def per_year(self) -> Euros:
        """What one machine costs a year, whether it works or not."""
        return self.depreciation + Euros.total(self.yearly.values())

    def per_unit_of_work(self, quantity: Fraction | int) -> Fraction:
        """Euros for one hour or hectare, when it does ``quantity`` of them a year.

        >>> drill = Machine(price=Euros(70_000_00), life_years=10, yearly={"upkeep": Euros(625_00)})
        >>> round(float(drill.per_unit_of_work(150)), 1)
        50.8
        """
        bought = Fraction(self.price.cents - self.residual.cents, self.life_years)
        return (bought + Euros.total(self.yearly.values()).cents) / 100 / quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolingCosts:
    """What it costs to be several, which nobody pays alone."""

    yearly: Euros = NOTHING
    per_added_member: Euros = NOTHING
    joining: Mapping[str, Euros] = field(default_factory=dict)
    per_unit: Euros = NOTHING
    per_km: Fraction = Fraction(0)  # cents for one kilometre


def pooling_cents(costs: PoolingCosts, members: tuple[str, ...], fleets: Ints, kilometres: Floats) -> Ints:
    """The yearly cost of being several for every group (2^n), in cents; nothing for one member alone.

    ``fleets`` and ``kilometres`` are the units of each group, and the kilometres that they drive a year.
    """
    masks = np.arange(fleets.size, dtype=np.int64)
    size = np.array([mask.bit_count() for mask in range(fleets.size)], dtype=np.int64)
    cents = np.full(fleets.size, costs.yearly.cents, dtype=np.int64) + costs.per_added_member.cents * (size - 1)
    cents += costs.per_unit.cents * fleets
    for place, member in enumerate(members):
        cents += np.where(masks >> place & 1, costs.joining.get(member, NOTHING).cents, 0)
    cents += np.floor(kilometres * float(costs.per_km) + 0.5).astype(np.int64)
    return np.where(size >= 2, cents, 0)  # noqa: PLR2004


def journeys_between(uses: Floats, kilometres: Floats) -> Floats:
    """The kilometres that every group (2^n) drives to bring a machine from one user to the next.

    ``uses`` are the yearly uses of each member and ``kilometres`` the table of distances. As if the user
    before were any of the group, as often as it uses machines: sum over i and j of n_i n_j d_ij / n.

    >>> journeys_between(np.array([10.0, 10.0]), np.array([[0.0, 6.0], [6.0, 0.0]])).tolist()
    [0.0, 0.0, 0.0, 60.0]
    """
    count = uses.size
    total, product = np.zeros(1), np.zeros(1)
    weighted = np.zeros((1, count))  # sum over the group of n_i d_ij, for each j
    for place in range(count):
        joined = product + 2 * uses[place] * weighted[:, place] + uses[place] ** 2 * kilometres[place, place]
        product = np.concatenate([product, joined])
        total = np.concatenate([total, total + uses[place]])
        weighted = np.concatenate([weighted, weighted + uses[place] * kilometres[place]])
    return np.divide(product, total, out=np.zeros_like(product), where=total > 0)


def pay_back_year(one_off: Euros, saving: Euros, horizon: int = 50) -> int | None:
    """The first year at whose end savings have paid what pooling costs once; nothing within ``horizon``.

    ``one_off`` is what is spent less what is sold: at or below zero, it is paid back at once (year 0).

    >>> pay_back_year(Euros(25_000_00), Euros(10_000_00)), pay_back_year(Euros(1), NOTHING)
    (3, None)
    """
    if one_off.cents <= 0:
        return 0
    if saving.cents <= 0:
        return None
    years = -(-one_off.cents // saving.cents)
    return years if years <= horizon else None


def use_to_own(own: Machine, shared_per_unit: Fraction) -> Fraction | None:
    """The yearly use from which one's own machine costs less than a shared one at this price a unit.

    >>> drill = Machine(price=Euros(70_000_00), life_years=10, yearly={"upkeep": Euros(625_00)})
    >>> round(float(use_to_own(drill, Fraction("27.575"))), 1)
    276.5
    """
    yearly = Fraction(own.per_year.cents, 100)
    margin = shared_per_unit - Fraction(own.per_hour.cents, 100)
    return yearly / margin if margin > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carbon:
    """Kilograms of CO2 equivalent a year, saved by the machines not built and spent on the road."""

    avoided: float
    travel: float

    @property
    def saved(self) -> float:
        """What remains; negative when driving costs more than it saves."""
        return self.avoided - self.travel


def carbon_of(*, units_avoided: int, per_machine: float, life_years: float, kilometres: float, per_km: float) -> Carbon:
    """The CO2 of a pool against members alone.

    >>> carbon_of(units_avoided=1, per_machine=20_000, life_years=10, kilometres=500, per_km=0.9).saved
    1550.0
    """
    return Carbon(avoided=units_avoided * per_machine / life_years, travel=kilometres * per_km)
