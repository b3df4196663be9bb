"""What changed: an effect, against what would have happened without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, positive, quotient
from mitoyen.engines.agreements.scalars import MeasureName, NotAcceptedError, Part, Quantity, Rounding
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.moment import Moment


DOWN = Rounding(decimals=6, mode="down")
"""A ratio is rounded down, so that a rounding never reaches a threshold that the figures miss."""


class Against(Part):
    """What would have happened without: a measured comparison group, or a figure fixed before."""

    measured: MeasureName | None = None
    fixed: Quantity | None = None
    if_lost: Quantity | None = None
    """What is compared with instead, decided beforehand, when the measured group is lost (nobody left in it)."""

    @model_validator(mode="after")
    def _one_way(self) -> Against:
        if self.if_lost is not None and self.measured is None:
            raise NotAcceptedError(
                "Seul un groupe mesuré (measured) peut se perdre (if_lost).",
                "Only a measured group can be lost (if_lost).",
            )
        if (self.measured is None) == (self.fixed is None):
            raise NotAcceptedError(
                "Le contrefactuel est mesuré (measured) ou fixé d'avance (fixed), l'un des deux.",
                "The counterfactual is measured or fixed, one of the two.",
            )
        return self

    def value(self, now: Moment) -> Exact:
        """Its value at this period."""
        if self.measured is None:
            return self.fixed or ZERO
        seen = now.fact(self.measured)
        if self.if_lost is None:
            return seen
        other = choose(seen <= ZERO, self.if_lost, seen)
        return now.step(other, "{other}", fr="Terme de comparaison", en="What it is compared with", other=other)


class Shrunk(Part):
    """A small sample counts less: the effect times ``n / (n + n0)``; ``n0`` is how many it takes to be believed."""

    n: MeasureName
    n0: Quantity

    @model_validator(mode="after")
    def _divides(self) -> Shrunk:
        if self.n0 <= ZERO:
            raise NotAcceptedError("n0 est au-dessus de zéro.", "n0 is above zero.")
        return self

    def applied(self, now: Moment, effect: Exact) -> Exact:
        """The effect that is believed."""
        n, n0 = positive(now.fact(self.n)), self.n0
        trust = quotient(n, n + n0, DOWN.decimals, DOWN.mode)
        fr, en = "Poids de l'échantillon", "Weight of the sample"
        now.step(trust, "{n} / ({n} + {n0})", fr=fr, en=en, rounding=DOWN, n=n, n0=n0)
        fr, en = "Effet retenu", "Effect that is believed"
        found = (effect * trust).rounded(DOWN.decimals, DOWN.mode)
        return now.step(found, "{effect} * {trust}", fr=fr, en=en, rounding=DOWN, effect=effect, trust=trust)


class Change(Part):
    """The effect: a count, a difference of points, a relative change in percent, or a share in percent.

    Without ``against`` it is the measure itself. ``margin`` is taken off before anything is paid: the half-width of
    the confidence interval, when the lower bound is what counts.
    """

    measure: MeasureName
    against: Against | None = None
    as_: Literal["difference", "relative", "share"] = Field(default="difference", alias="as")
    better: Literal["higher", "lower"] = "higher"
    margin: MeasureName | None = None
    shrink: Shrunk | None = None

    @model_validator(mode="after")
    def _ratio_has_a_divisor(self) -> Change:
        if self.as_ != "difference" and self.against is None:
            raise NotAcceptedError(
                "Une variation relative ou une part a besoin d'un terme de comparaison (against).",
                "A relative change or a share needs something to compare with (against).",
            )
        return self

    def effect(self, now: Moment) -> Exact:
        """The effect in its unit; above zero is good."""
        seen = now.fact(self.measure)
        found = seen
        if self.against:
            other = self.against.value(now)
            first, then = ("other", "seen") if self.better == "lower" else ("seen", "other")
            gained = other - seen if self.better == "lower" else seen - other
            fr, en = "Effet", "Effect"
            if self.as_ == "difference":
                formula = f"{{{first}}} - {{{then}}}"
                found = now.step(gained, formula, fr=fr, en=en, seen=seen, other=other)
            else:
                part, formula = (seen, "{seen}") if self.as_ == "share" else (gained, f"({{{first}}} - {{{then}}})")
                found = _relative(now, part, other, formula, seen)
        if self.margin:
            before, off = found, now.fact(self.margin)
            fr, en = "Effet, borne basse", "Effect, lower bound"
            found = now.step(before - off, "{before} - {off}", fr=fr, en=en, before=before, off=off)
        return self.shrink.applied(now, found) if self.shrink else found


def _relative(now: Moment, part: Exact, other: Exact, formula: str, seen: Exact) -> Exact:
    """``part`` in percent of what it is compared with; a comparison that is nil proves no effect, and is told."""
    is_lost = other <= ZERO
    found = choose(is_lost, ZERO, quotient(part * 100, choose(is_lost, ONE, other), DOWN.decimals, DOWN.mode))
    if now.scene.tracing and other <= ZERO:
        now.notes.append(
            Sentence(
                "Le terme de comparaison est nul : l'effet ne peut pas être mesuré, il compte pour zéro.",
                "What the effect is compared with is nil: it cannot be measured, and counts as zero.",
            )
        )
        fr, en = "Effet, faute de comparaison", "Effect, for want of a comparison"
        return now.step(found, "{found}", fr=fr, en=en, unit="%", found=found)
    formula = f"{formula} * 100 / {{other}}"
    return now.step(found, formula, fr="Effet", en="Effect", unit="%", rounding=DOWN, seen=seen, other=other)
