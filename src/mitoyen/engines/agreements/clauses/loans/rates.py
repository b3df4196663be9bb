"""Rates of a loan that change: agreed in advance, or following a published one between bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, greatest, least
from mitoyen.engines.agreements.scalars import Day, IndexName, Number, Part, Rate

if TYPE_CHECKING:
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class RateFrom(Part):
    """The yearly rate from a day on."""

    on: Day
    rate: Number


class VariableRate(Part):
    """A rate that follows a published one: ``index × multiplier + spread``, within bounds, in percent like the index.

    Principal is repaid as the reference rate (``rate``) has it: only the interest varies.
    """

    index: IndexName
    multiplier: Rate = ONE
    spread: Number = ZERO
    floor: Number | None = None
    ceiling: Number | None = None

    def in_percent(self, now: Moment) -> Exact:
        """The rate of the period, in percent, between its bounds."""
        index = now.index(self.index)
        rate = index * self.multiplier + self.spread
        fr, en = f"Taux {self.index} et marge, en %", f"Rate {self.index} and spread, in %"
        now.step(rate, "{index} * {times} + {spread}", fr=fr, en=en, index=index, times=self.multiplier,
                 spread=self.spread)  # fmt: skip
        if self.floor is not None:
            before, rate = rate, greatest(rate, self.floor)
            fr, en = "Taux, plancher compris, en %", "Rate with its floor, in %"
            now.step(rate, "max({before}, {floor})", fr=fr, en=en, before=before, floor=self.floor)
        if self.ceiling is not None:
            before, rate = rate, least(rate, self.ceiling)
            fr, en = "Taux, plafond compris, en %", "Rate with its ceiling, in %"
            now.step(rate, "min({before}, {ceiling})", fr=fr, en=en, before=before, ceiling=self.ceiling)
        return rate

    def said(self, say: Wording) -> str:
        """The series, the spread, the bounds."""
        french = say.language == "fr"
        name, spread = self.index, say.number(self.spread)
        times = "" if self.multiplier == ONE else f" × {say.number(self.multiplier)}"
        low, high = (None if end is None else say.number(end) for end in (self.floor, self.ceiling))
        if french:
            within = {
                (True, True): f", entre {low} % et {high} %", (True, False): f", au moins {low} %",
                (False, True): f", au plus {high} %", (False, False): "",
            }[low is not None, high is not None]  # fmt: skip
            return f"au taux {name}{times} + {spread} %{within}"
        within = {
            (True, True): f", between {low}% and {high}%", (True, False): f", at least {low}%",
            (False, True): f", at most {high}%", (False, False): "",
        }[low is not None, high is not None]  # fmt: skip
        return f"at {name}{times} + {spread}%{within}"
