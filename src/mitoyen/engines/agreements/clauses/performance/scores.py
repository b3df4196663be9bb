"""How far an indicator is from its target, beyond a dead band; and several such distances as one score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import model_validator

from mitoyen.engines.agreements.exact import ZERO, Exact, positive
from mitoyen.engines.agreements.scalars import IndicatorId, NotAcceptedError, Part, Quantity, Rounding, Share
from mitoyen.engines.agreements.schedules import Levels

if TYPE_CHECKING:
    from mitoyen.engines.agreements.moment import Moment

DECIMALS = 6
"""Those of a score: a distance divided by what makes a whole one."""


class Judged(Part):
    """An indicator, its target from each year on, and how far it may be from it without any effect."""

    indicator: IndicatorId
    target: Levels
    dead_band: Quantity = ZERO

    def beyond(self, now: Moment, *member: str, named: bool = False) -> Exact:
        """``max(0, gained - band) - max(0, lost - band)``: above zero is good; for one member when there are several.

        It is measured from the edge of the band, so that there is no jump.
        """
        value, target = now.fact(self.indicator, *member), self.target.on(now.period.start)
        declared = now.declared(self.indicator)
        good, better_by = (
            (target - value, "{target} - {value}")
            if declared.better == "lower"
            else (value - target, "{value} - {target}")
        )
        far = positive(good - self.dead_band) - positive(-good - self.dead_band)
        fr, en = "Points au-delà de la bande neutre", "Points beyond the dead band"
        if named:
            fr, en = f"{fr} : {declared.label.fr}", f"{en}: {declared.label.said_in('en')}"
        return now.step(
            far, f"max(0, {better_by} - {{band}}) - max(0, -({better_by}) - {{band}})", fr=fr, en=en,
            value=value, target=target, band=self.dead_band,
        )  # fmt: skip


class Scored(Judged):
    """One indicator of several: its weight in the score, and how many points beyond the band make a score of one."""

    weight: Share
    whole: Quantity

    @model_validator(mode="after")
    def _divides(self) -> Scored:
        if self.whole <= ZERO:
            raise NotAcceptedError(
                f"« {self.indicator} » : le nombre de points qui font un score entier (whole) est au-dessus de zéro.",
                f"'{self.indicator}': the points that make a whole score (whole) are above zero.",
            )
        return self

    def added(self, now: Moment, before: Exact, *member: str, misses_count: bool) -> Exact:
        """The score so far with this one; a miss takes off, or counts as zero, as the clause says."""
        points, how = self.beyond(now, *member, named=True), Rounding(decimals=DECIMALS)
        score = ((points if misses_count else positive(points)) / self.whole).rounded(how.decimals, how.mode)
        formula = "{points} / {whole}" if misses_count else "max(0, {points}) / {whole}"
        label = now.declared(self.indicator).label
        fr, en = f"Score : {label.fr}", f"Score: {label.said_in('en')}"
        now.step(score, formula, fr=fr, en=en, unit="", rounding=how, points=points, whole=self.whole)
        fr, en = "Score cumulé", "Score so far"
        return now.step(
            before + self.weight * score, "{before} + {weight} * {score}", fr=fr, en=en,
            before=before, weight=self.weight, score=score,
        )  # fmt: skip
