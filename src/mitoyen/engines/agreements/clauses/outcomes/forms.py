"""What a change is worth: steps, layers, coupons, a weighted score, milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.outcomes.change import DOWN, Change
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, least, positive
from mitoyen.engines.agreements.scalars import (
    Count,
    MeasureName,
    Money,
    NotAcceptedError,
    Part,
    Price,
    Quantity,
    Rate,
    Share,
    Text,
)

if TYPE_CHECKING:
    from mitoyen.engines.agreements.moment import Moment


class Tread(Part):
    """From this effect on, this sum is due, instead of that of the steps below."""

    reach: Quantity
    pay: Money


class Layer(Part):
    """Each unit of effect between two bounds is paid at a price; the last layer may have no end."""

    above: Quantity = ZERO
    up_to: Quantity | None = None
    per_unit: Price


class Coupon(Part):
    """From this effect on, the principal earns this rate."""

    reach: Quantity
    rate: Rate


class Coupons(Part):
    """A rate on a principal, by the effect that is reached."""

    principal: Money
    table: tuple[Coupon, ...] = Field(min_length=1)

    def worth(self, now: Moment, effect: Exact) -> Exact:
        """The principal at the rate that is reached."""
        rate = ZERO
        for coupon in sorted(self.table, key=lambda one: one.reach.fraction):
            rate = choose(effect >= coupon.reach, coupon.rate, rate)
        now.step(rate, "{rate}", fr="Taux atteint", en="Rate reached", rate=rate)
        return now.step(
            self.principal * rate, "{principal:2} * {rate}", fr="Coupon", en="Coupon", unit="EUR",
            principal=self.principal, rate=rate,
        )  # fmt: skip


class Achieved(Part):
    """One measure of several: its weight, its target, and the most of the target that counts."""

    label: Text
    weight: Share
    measure: MeasureName
    target: Quantity
    most: Rate | None = None
    """``1.5``: what exceeds 150 % of the target does not count."""


class Weighted(Part):
    """A sum for targets fully reached, in proportion to a weighted score."""

    at_target: Money
    measures: tuple[Achieved, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _weights_make_one(self) -> Weighted:
        whole = sum((one.weight for one in self.measures), ZERO)
        if whole != ONE or any(one.target == ZERO for one in self.measures):
            raise NotAcceptedError(
                f"Les poids des résultats font {whole.text()} au lieu de 1, ou une cible est nulle.",
                f"The weights of the outcomes sum to {whole.text()} instead of 1, or a target is zero.",
            )
        return self

    def worth(self, now: Moment) -> Exact:
        """The sum for full targets, in proportion to the weighted score."""
        score = ZERO
        for one in self.measures:
            seen = now.fact(one.measure)
            reached = (positive(seen) / one.target).rounded(DOWN.decimals, DOWN.mode)
            fr, en = f"Atteinte : {one.label.fr}", f"Achievement: {one.label.said_in('en')}"
            formula = "max(0, {seen}) / {target}"
            now.step(reached, formula, fr=fr, en=en, unit="", rounding=DOWN, seen=seen, target=one.target)
            if one.most is not None:
                before, reached = reached, least(reached, one.most)
                fr, en = "Atteinte comptée", "Achievement counted"
                now.step(reached, "min({before}, {most})", fr=fr, en=en, before=before, most=one.most)
            before, score = score, score + one.weight * reached
            fr, en = "Score cumulé", "Score so far"
            formula = "{before} + {weight} * {reached}"
            now.step(score, formula, fr=fr, en=en, before=before, weight=one.weight, reached=reached)
        return now.step(
            score * self.at_target, "{score} * {full:2}", fr="Valeur du score", en="Worth of the score",
            unit="EUR", score=score, full=self.at_target,
        )  # fmt: skip


class Milestone(Part):
    """A part of the price of one outcome, for each person who reaches a milestone; a bonus may follow."""

    label: Text
    count: MeasureName
    each: Money
    counted_twice: MeasureName | None = None
    """Persons who were already counted: each one is paid once."""
    after_months: Count | None = None
    """How long the result must have lasted."""


class Pooled(Part):
    """The effect of all cohorts together, and the steps that it may reach."""

    change: Change
    steps: tuple[Tread, ...] = Field(min_length=1)


def step_reached(effect: Exact, steps: tuple[Tread, ...]) -> Exact:
    """The sum of the highest step reached; nothing below the first."""
    worth = ZERO
    for step in sorted(steps, key=lambda one: one.reach.fraction):
        worth = choose(effect >= step.reach, step.pay, worth)
    return worth


def by_layer(now: Moment, effect: Exact, layers: tuple[Layer, ...], nothing_below: Exact | None) -> Exact:
    """Each unit of effect at the price of its layer; nothing at all below the threshold, if there is one."""
    worth = ZERO
    if nothing_below is not None:
        effect = choose(effect >= nothing_below, effect, ZERO)
        low = nothing_below.text()
        fr, en = f"Effet compté, à partir de {low}", f"Effect that counts, from {low} on"
        now.step(effect, "{effect}", fr=fr, en=en, effect=effect)
    for layer in layers:
        over = positive(effect - layer.above)
        inside, formula = over, "max(0, {effect} - {above})"
        numbers = {"effect": effect, "above": layer.above}
        if layer.up_to is not None:
            width = positive(layer.up_to - layer.above)
            inside, formula = least(over, width), f"min({formula}, {{width}})"
            numbers["width"] = width
        price = now.price(layer.per_unit, fr="Prix d'une unité", en="Price of a unit")
        before, worth = worth, worth + inside * price
        now.step(
            worth, f"{{before}} + {formula} * {{price:2}}", fr="Valeur cumulée des tranches",
            en="Worth of the layers so far", unit="EUR", rounding=None, before=before, price=price, **numbers,
        )  # fmt: skip
    return worth


def by_milestone(now: Moment, milestones: tuple[Milestone, ...]) -> Exact:
    """Each person at the price of each milestone that was reached."""
    worth = ZERO
    for one in milestones:
        count, before = positive(now.fact(one.count)), worth
        if one.counted_twice:
            seen, again = count, now.fact(one.counted_twice)
            fr, en = "Personnes comptées une fois", "Persons counted once"
            count = now.step(positive(seen - again), "max(0, {seen} - {again})", fr=fr, en=en, seen=seen, again=again)
        worth = worth + count * one.each
        now.step(
            worth, "{before:2} + {count} * {each:2}", fr=f"Avec : {one.label.fr}",
            en=f"With: {one.label.said_in('en')}", unit="EUR", before=before, count=count, each=one.each,
        )  # fmt: skip
    return worth
