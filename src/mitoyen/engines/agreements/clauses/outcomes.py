"""Outcome payments: what changed in people's lives, against what would have happened, and what it is worth.

Law: paid once the service is done (*service fait*); deferred payment is forbidden in public contracts
(CCP L. 2191-5); as a subsidy, law 2000-321, art. 9-1 and 10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, least, positive, quotient
from mitoyen.engines.agreements.scalars import (
    Count,
    Flag,
    MeasureName,
    Money,
    NotAcceptedError,
    Part,
    Price,
    Quantity,
    Rate,
    Rounding,
    Share,
    Text,
    Words,
)
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect as Brought
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording

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


class Tread(Part):
    """From this effect on, this sum is due, instead of that of the steps below."""

    reach: Quantity
    pay: Money


class Layer(Part):
    """Each unit of effect between two bounds is paid at a price; the last layer may have no end."""

    above: Quantity = ZERO
    up_to: Quantity | None = None
    per_unit: Price


class Coupons(Part):
    """A rate on a principal, by the effect that is reached."""

    principal: Money
    table: tuple[Coupon, ...] = Field(min_length=1)


class Coupon(Part):
    """From this effect on, the principal earns this rate."""

    reach: Quantity
    rate: Rate


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


class Milestone(Part):
    """A part of the price of one outcome, for each person who reaches a milestone; a bonus may follow."""

    label: Text
    count: MeasureName
    each: Money
    counted_twice: MeasureName | None = None
    """Persons who were already counted: each one is paid once."""
    after_months: Count | None = None
    """How long the result must have lasted."""


class OutcomePayment(Transfer):
    """A payment for what changed, never for what was merely done: nothing changed, nothing paid."""

    kind: Literal["outcome_payment"]
    stage: ClassVar[Stage] = Stage.OUTCOMES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2191-5",
            Sentence(
                "Le paiement différé est interdit dans les marchés, sauf exceptions.",
                "Deferred payment is forbidden in public contracts, save exceptions.",
            ),
            confirmed=False,
        ),
        Law(
            "Loi 2000-321, art. 9-1 et 10",
            Sentence("Subvention : objet, montant, conditions.", "Subsidy: purpose, amount, conditions."),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: resultat-exemple
  kind: outcome_payment
  payer: ccvm
  payee: eaux
  change: {measure: acces, against: {fixed: "61"}}
  layers: [{above: "2", up_to: "20", per_unit: "500.00"}]
"""

    change: Change | None = None
    steps: tuple[Tread, ...] = ()
    layers: tuple[Layer, ...] = ()
    nothing_below: Quantity | None = None
    """A cliff, not a deduction: an effect under this pays nothing, one that reaches it pays all its layers."""
    coupons: Coupons | None = None
    weighted: Weighted | None = None
    milestones: tuple[Milestone, ...] = ()
    pooled: Pooled | None = None
    """What is paid instead, on the effect of all cohorts together, when the steps of one are not reached."""
    paid_after_days: Count | None = None
    """Within how many days of the service it is paid; by default once the evidence is published and audited."""
    deferral_allowed_by: Words | None = None
    """The text that allows a public contract to pay later than the service, when one does."""
    deadweight: Share | None = None
    """The share of a gross count that would have come about anyway: it is not paid."""
    running_total: Flag = False
    """The figures are cumulative: what was paid before is taken off."""
    if_revised_down: Literal["kept", "given_back"] = "kept"
    """What was paid on cumulative figures that are then revised down is kept, or given back."""
    most: Money | None = None
    """The most that may be owed in all under this clause; a cap for the whole life when the figures are cumulative."""

    @model_validator(mode="after")
    def _one_form(self) -> OutcomePayment:
        needs_change = [bool(self.steps), bool(self.layers), self.coupons is not None]
        if sum([*needs_change, self.weighted is not None, bool(self.milestones)]) != 1:
            raise NotAcceptedError(
                "Dites une seule forme de paiement : steps, layers, coupons, weighted ou milestones.",
                "Say one form of payment: steps, layers, coupons, weighted or milestones.",
            )
        if any(needs_change) != (self.change is not None):
            raise NotAcceptedError(
                "Les formes steps, layers et coupons, et elles seules, disent l'effet qui est payé (change).",
                "The forms steps, layers and coupons, and they alone, say the effect that is paid (change).",
            )
        if self.nothing_below is not None and not self.layers:
            raise NotAcceptedError(
                "Un seuil (nothing_below) va avec des tranches (layers) ; un palier a déjà le sien (reach).",
                "A threshold (nothing_below) goes with layers; a step has its own already (reach).",
            )
        if self.if_revised_down == "given_back" and not self.running_total:
            raise NotAcceptedError(
                "Rendre ce qui fut payé (if_revised_down) suppose des chiffres cumulés (running_total: true).",
                "Giving back what was paid (if_revised_down) supposes cumulative figures (running_total: true).",
            )
        if any(step.reach <= ZERO for step in self.steps):
            raise NotAcceptedError(
                "Un palier commence au-dessus de zéro : sans effet, rien n'est dû.",
                "A step starts above zero: without effect nothing is due.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Brought]:
        """What the effect is worth, at most ``most``, less what was paid before when figures are cumulative."""
        worth = self._worth(now)
        if self.deadweight is not None:
            gross, anyway = worth, self.deadweight
            fr, en = "Sans ce qui serait arrivé de toute façon", "Without what would have come about anyway"
            worth = now.step(
                gross * (ONE - anyway), "{gross} * (1 - {anyway})", fr=fr, en=en, gross=gross, anyway=anyway
            )
        worth = now.money(worth, "{worth}", fr="Valeur des résultats", en="Worth of the outcomes", worth=worth)
        owed = worth
        if self.most is not None:
            owed = now.step(
                least(worth, self.most), "min({worth:2}, {most:2})",
                fr="Dans la limite du maximum", en="Within the maximum", unit="EUR", worth=worth, most=self.most,
            )  # fmt: skip
        if self.running_total:
            due, paid = owed, now.used("life")
            left, formula = positive(due - paid), "max(0, {due:2} - {paid:2})"
            if self.if_revised_down == "given_back":
                left, formula = due - paid, "{due:2} - {paid:2}"
            owed = now.step(left, formula, fr="Reste à payer", en="Left to pay", unit="EUR", due=due, paid=paid)
        yield Remember("worth", worth)
        yield now.flow(
            self.payer, self.payee, owed, "outcome", uses="life" if self.running_total else None,
            two_sided=self.running_total and self.if_revised_down == "given_back",
            fr="{owed:EUR} pour les résultats obtenus", en="{owed:EUR} for the outcomes reached", owed=owed,
        )  # fmt: skip

    def _worth(self, now: Moment) -> Exact:
        if self.weighted:
            return self._by_score(now, self.weighted)
        if self.milestones:
            return self._by_milestone(now)
        effect = self.change.effect(now) if self.change else ZERO
        if self.layers:
            return self._by_layer(now, effect)
        if self.coupons:
            return self._by_coupon(now, effect, self.coupons)
        worth = _step_reached(effect, self.steps)
        worth = now.step(worth, "{worth:2}", fr="Palier atteint", en="Step reached", unit="EUR", worth=worth)
        if self.pooled:
            together = self.pooled.change.effect(now)
            instead = _step_reached(together, self.pooled.steps)
            fr, en = "Palier atteint par l'ensemble", "Step reached by all together"
            now.step(instead, "{instead:2}", fr=fr, en=en, unit="EUR", instead=instead)
            worth = choose(worth > ZERO, worth, instead)
        return worth

    def _by_layer(self, now: Moment, effect: Exact) -> Exact:
        worth = ZERO
        if self.nothing_below is not None:
            effect = choose(effect >= self.nothing_below, effect, ZERO)
            low = self.nothing_below.text()
            fr, en = f"Effet compté, à partir de {low}", f"Effect that counts, from {low} on"
            now.step(effect, "{effect}", fr=fr, en=en, effect=effect)
        for layer in self.layers:
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

    def _by_coupon(self, now: Moment, effect: Exact, coupons: Coupons) -> Exact:
        rate = ZERO
        for coupon in sorted(coupons.table, key=lambda one: one.reach.fraction):
            rate = choose(effect >= coupon.reach, coupon.rate, rate)
        now.step(rate, "{rate}", fr="Taux atteint", en="Rate reached", rate=rate)
        return now.step(
            coupons.principal * rate, "{principal:2} * {rate}", fr="Coupon", en="Coupon", unit="EUR",
            principal=coupons.principal, rate=rate,
        )  # fmt: skip

    def _by_score(self, now: Moment, weighted: Weighted) -> Exact:
        score = ZERO
        for one in weighted.measures:
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
            score * weighted.at_target, "{score} * {full:2}", fr="Valeur du score", en="Worth of the score",
            unit="EUR", score=score, full=weighted.at_target,
        )  # fmt: skip

    def _by_milestone(self, now: Moment) -> Exact:
        worth = ZERO
        for one in self.milestones:
            count, before = positive(now.fact(one.count)), worth
            if one.counted_twice:
                seen, again = count, now.fact(one.counted_twice)
                fr, en = "Personnes comptées une fois", "Persons counted once"
                count = now.step(
                    positive(seen - again), "max(0, {seen} - {again})", fr=fr, en=en, seen=seen, again=again
                )
            worth = worth + count * one.each
            now.step(
                worth, "{before:2} + {count} * {each:2}", fr=f"Avec : {one.label.fr}",
                en=f"With: {one.label.said_in('en')}", unit="EUR", before=before, count=count, each=one.each,
            )  # fmt: skip
        return worth

    def sentence(self, say: Wording) -> str:
        """Who pays for which change, and how it is counted."""
        french = say.language == "fr"
        payer, payee = say.party(self.payer), say.party(self.payee)
        measures = [one.measure for one in self.weighted.measures] if self.weighted else []
        measures += [one.count for one in self.milestones] + ([self.change.measure] if self.change else [])
        what = say.several(dict.fromkeys(say.measure(name) for name in measures))
        said = f"{payer} paie à {payee} les résultats obtenus sur {what}"
        if not french:
            said = f"{payer} pays {payee} for the outcomes reached on {what}"
        said += f"{say.colon}{self._form_said(say)}"
        if self.most is not None:
            most = say.money(self.most)
            said += f", au plus {most}" if french else f", at most {most}"
        return said + "."

    def _form_said(self, say: Wording) -> str:
        french = say.language == "fr"
        if self.steps:
            from_, reach = ("à partir de", "") if french else ("from", " on")
            return say.several(f"{say.money(s.pay)} {from_} {say.number(s.reach)}{reach}" for s in self.steps)
        if self.layers:
            unit = say.unit_of(self.change.measure) if self.change else ""
            over = f"par {unit} au-delà de" if french else f"per {unit} above"
            told = say.several(f"{say.money(one.per_unit)} {over} {say.number(one.above)}" for one in self.layers)
            if self.nothing_below is None:
                return told
            least_paid = say.number(self.nothing_below)
            return f"{told}, rien en deçà de {least_paid}" if french else f"{told}, nothing below {least_paid}"
        if self.coupons:
            from_ = "à partir de" if french else "from"
            table = say.several(f"{say.percent(c.rate)} {from_} {say.number(c.reach)}" for c in self.coupons.table)
            return f"{table}{' de ' if french else ' of '}{say.money(self.coupons.principal)}"
        if self.weighted:
            full = say.money(self.weighted.at_target)
            return f"{full} pour des cibles atteintes" if french else f"{full} for targets reached"
        each = "chacun" if french else "each"
        return say.several(
            f"{one.label.said_in(say.language)} ({say.money(one.each)} {each})" for one in self.milestones
        )


class Pooled(Part):
    """The effect of all cohorts together, and the steps that it may reach."""

    change: Change
    steps: tuple[Tread, ...] = Field(min_length=1)


def _step_reached(effect: Exact, steps: tuple[Tread, ...]) -> Exact:
    """The sum of the highest step reached; nothing below the first."""
    worth = ZERO
    for step in sorted(steps, key=lambda one: one.reach.fraction):
        worth = choose(effect >= step.reach, step.pay, worth)
    return worth


Coupons.model_rebuild()
OutcomePayment.model_rebuild()

CLAUSES = (OutcomePayment,)
