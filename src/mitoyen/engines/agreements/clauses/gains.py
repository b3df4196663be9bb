"""Sharing gains: above a hurdle, a part of the margin goes back; losses are carried, and a later loss may claw back.

Also what French contracts call *intéressement* and *clause de retour à meilleure fortune*. A hurdle of return is
settled on a compounded balance, never on a rate of return: each of its steps is redone with a desk calculator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, least, positive, total
from mitoyen.engines.agreements.scalars import (
    Count,
    Flag,
    MeasureName,
    Money,
    NotAcceptedError,
    Part,
    Rate,
    Share,
)
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Hurdle(Part):
    """What the payer keeps before anything is shared: a sum, a rate of its revenue, a return on what it invested."""

    amount: PerPeriod | None = None
    rate_of_revenue: Rate | None = None
    invested: Money | None = None
    yearly_return: Rate | None = None

    @model_validator(mode="after")
    def _one_hurdle(self) -> Hurdle:
        ways = self.amount is not None, self.rate_of_revenue is not None, self.invested is not None
        if sum(ways) != 1 or (self.invested is None) != (self.yearly_return is None):
            raise NotAcceptedError(
                "Un seuil est un montant (amount), un taux des recettes (rate_of_revenue), ou un rendement (invested "
                "et yearly_return), l'un des trois.",
                "A hurdle is an amount, a rate of revenue, or a return (invested and yearly_return), one of the three.",
            )
        return self


class GainLayer(Part):
    """Above this much of gain, this share goes back."""

    above: Money = ZERO
    share: Share


class GainShare(Transfer):
    """The payer gives back a share of what it earns above a hurdle; its past losses come first."""

    kind: Literal["gain_share"]
    stage: ClassVar[Stage] = Stage.GAINS
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 1121-1",
            Sentence(
                "Le concessionnaire garde un risque réel : le partage des gains ne le couvre pas de ses pertes.",
                "The concessionaire keeps a real risk: sharing gains does not cover its losses.",
            ),
            kinds=CONCESSIONS,
        ),
        Law(
            "Décision 2012/21/UE, art. 5",
            Sentence("Le bénéfice reste raisonnable.", "The profit stays reasonable."),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: retour-exemple
  kind: gain_share
  payer: eaux
  payee: ccvm
  revenue: volume
  costs: recettes_perdues_exploitant
  hurdle: {rate_of_revenue: "0.06"}
  layers: [{share: "0.30"}, {above: "50000.00", share: "0.60"}]
  losses_carried: true
"""

    margin: MeasureName | None = None
    """The margin of the period, as audited."""
    revenue: MeasureName | None = None
    costs: MeasureName | None = None
    disallowed: MeasureName | None = None
    """Costs invoiced above market price by related companies (transfer pricing): they do not lower the margin."""
    hurdle: Hurdle
    layers: tuple[GainLayer, ...] = Field(min_length=1)
    losses_carried: Flag = False
    """A negative gain is set against the gains that follow."""
    claw_back_periods: Count = 0
    """A loss gives back, at the share of the first layer, what was shared in that many settlements before."""
    most: Money | None = None
    """The most that goes back in all: the help that was given (*retour à meilleure fortune*)."""

    @model_validator(mode="after")
    def _margin_one_way(self) -> GainShare:
        if (self.margin is None) == (self.revenue is None) or (self.revenue is None) != (self.costs is None):
            raise NotAcceptedError(
                "La marge est un fait (margin), ou des recettes moins des charges (revenue et costs), l'un des deux.",
                "The margin is a fact (margin), or revenue less costs (revenue and costs), one of the two.",
            )
        if self.hurdle.rate_of_revenue is not None and self.revenue is None:
            raise NotAcceptedError(
                "Un seuil en taux des recettes a besoin des recettes (revenue et costs).",
                "A hurdle as a rate of revenue needs the revenue (revenue and costs).",
            )
        if [layer.above for layer in self.layers] != sorted({layer.above for layer in self.layers}):
            raise NotAcceptedError(
                "Les tranches de gain se suivent, de la plus basse à la plus haute.",
                "Layers of gain follow one another, from the lowest to the highest.",
            )
        if self.claw_back_periods and (self.losses_carried or self.hurdle.invested is not None):
            raise NotAcceptedError(
                "Une perte est reportée (losses_carried, ou un rendement) ou fait rendre (claw_back_periods), pas les "
                "deux.",
                "A loss is carried (losses_carried, or a return) or claws back (claw_back_periods), not both.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``Σ share × gain in the layer``, the gain being what the margin has above the hurdle and past losses."""
        margin = self._margin(now)
        gain = self._over_return(now, margin) if self.hurdle.invested is not None else self._over_hurdle(now, margin)
        yield from self._remembered(now, gain)
        if self.losses_carried:
            before, loss = gain, now.recalled("loss")
            fr, en = "Gain, pertes passées déduites", "Gain, past losses deducted"
            gain = now.step(before - loss, "{before:2} - {loss:2}", fr=fr, en=en, unit="EUR", before=before, loss=loss)
        shared = self._layered(now, positive(gain))
        if self.most is not None:
            before, paid = shared, now.used("life")
            fr, en = "Dans la limite de ce qui fut accordé", "Within what was granted"
            shared = now.step(
                least(before, positive(self.most - paid)), "min({before:2}, max(0, {most:2} - {paid:2}))",
                fr=fr, en=en, unit="EUR", before=before, most=self.most, paid=paid,
            )  # fmt: skip
        if self.claw_back_periods:
            shared = yield from self._clawed_back(now, gain, shared)
        yield now.flow(
            self.payer, self.payee, shared, "gain", uses="life", two_sided=self.claw_back_periods > 0,
            fr="gain au-delà du seuil : {gain:EUR}", en="gain above the hurdle: {gain:EUR}", gain=gain,
        )  # fmt: skip

    # --- the gain ---

    def _margin(self, now: Moment) -> Exact:
        if self.margin:
            seen = now.fact(self.margin)
            margin = now.money(seen, "{seen:2}", fr="Marge", en="Margin", seen=seen)
        else:
            revenue, costs = (total(now.breakdown(name or "").values()) for name in (self.revenue, self.costs))
            margin = now.money(revenue - costs, "{revenue:2} - {costs:2}", fr="Marge", en="Margin",
                               revenue=revenue, costs=costs)  # fmt: skip
        if self.disallowed:
            before, back = margin, now.fact(self.disallowed)
            fr, en = "Marge, charges non admises réintégrées", "Margin, with disallowed costs added back"
            margin = now.money(before + back, "{before:2} + {back:2}", fr=fr, en=en, before=before, back=back)
        return margin

    def _over_hurdle(self, now: Moment, margin: Exact) -> Exact:
        if self.hurdle.rate_of_revenue is not None:
            rate, revenue = self.hurdle.rate_of_revenue, total(now.breakdown(self.revenue or "").values())
            fr, en = "Seuil", "Hurdle"
            kept = now.money(revenue * rate, "{revenue:2} * {rate}", fr=fr, en=en, revenue=revenue, rate=rate)
        else:
            kept = self.hurdle.amount.during(now.period).rounded(2) if self.hurdle.amount else ZERO
        fr, en = "Gain au-delà du seuil", "Gain above the hurdle"
        return now.step(margin - kept, "{margin:2} - {kept:2}", fr=fr, en=en, unit="EUR", margin=margin, kept=kept)

    def _over_return(self, now: Moment, margin: Exact) -> Exact:
        """The investor's balance grows by its return and falls by the margin; what falls below zero is gain."""
        opening = now.recalled("balance", self.hurdle.invested or ZERO)
        months, rate = PerPeriod(month=ONE).during(now.period), self.hurdle.yearly_return or ZERO
        twelve = Exact(12)
        grown = now.money(
            opening * (ONE + rate * months / twelve), "{opening:2} * (1 + {rate} * {months} / {twelve})",
            fr="Solde avec son rendement", en="Balance with its return",
            opening=opening, rate=rate, months=months, twelve=twelve,
        )  # fmt: skip
        fr, en = "Gain au-delà du rendement", "Gain above the return"
        return now.step(margin - grown, "{margin:2} - {grown:2}", fr=fr, en=en, unit="EUR", margin=margin, grown=grown)

    def _remembered(self, now: Moment, gain: Exact) -> Iterator[Effect]:
        if self.hurdle.invested is not None:
            yield Remember("balance", positive(-gain))
        if self.losses_carried:
            yield Remember("loss", positive(now.recalled("loss") - gain))

    # --- what goes back ---

    def _layered(self, now: Moment, gain: Exact) -> Exact:
        shared, ends = ZERO, [layer.above for layer in self.layers[1:]]
        for rank, layer in enumerate(self.layers):
            over, formula = positive(gain - layer.above), "max(0, {gain:2} - {above:2})"
            numbers = {"gain": gain, "above": layer.above, "share": layer.share, "before": shared}
            if rank < len(ends):
                width = ends[rank] - layer.above
                over, formula, numbers["width"] = least(over, width), f"min({formula}, {{width:2}})", width
            fr, en = "Partagé, tranche par tranche", "Shared, layer by layer"
            formula = f"{{before:2}} + {formula} * {{share}}"
            shared = now.money(shared + over * layer.share, formula, fr=fr, en=en, **numbers)
        return shared

    def _clawed_back(self, now: Moment, gain: Exact, shared: Exact) -> Generator[Effect, None, Exact]:
        """Less what a loss takes back of earlier sharing: what was really owed then, after caps."""
        earlier = self._shared_before(now)
        for rank, one in enumerate(earlier, start=1):
            yield Remember(f"shared-{rank}", one)
        yield Remember("so-far", now.used("life"))
        share, before = self.layers[0].share, shared
        names = {f"e{rank}": one for rank, one in enumerate(earlier)}
        loss = positive(-gain)
        shown = now.money(loss * share, "{loss:2} * {share}", fr="Part de la perte", en="Share of the loss",
                          loss=loss, share=share)  # fmt: skip
        back = least(shown, total(earlier))
        fr, en = "Moins ce qu'une perte fait rendre", "Less what a loss claws back"
        return now.step(
            before - back, "{before:2} - min({shown:2}, " + " + ".join(f"{{{name}:2}}" for name in names) + ")",
            fr=fr, en=en, unit="EUR", rounding=None, before=before, shown=shown, **names,
        )  # fmt: skip

    def _shared_before(self, now: Moment) -> list[Exact]:
        """What may still be clawed back of each settlement before this one, the last first.

        The state knows what the last one owed after caps: a share to add, or what was taken back of the oldest.
        """
        last = now.used("life") - now.recalled("so-far")
        taken = positive(-last)
        known = [now.recalled(f"shared-{back}") for back in range(1, self.claw_back_periods + 1)]
        left: list[Exact] = []
        for one in reversed(known):
            given = least(one, taken)
            taken = taken - given
            left.append(one - given)
        return [positive(last), *left[::-1][:-1]]

    def sentence(self, say: Wording) -> str:
        """Above what, which share goes to whom."""
        french = say.language == "fr"
        layers = say.several(_layer_said(layer, say) for layer in self.layers)
        payer, payee, over = say.party(self.payer), say.party(self.payee), self._hurdle_said(say)
        most = say.money(self.most) if self.most is not None else ""
        if french:
            gives = say.does(self.payer, "rend")
            said = f"{payer} {gives} à {payee} une part de ses gains au-delà de {over}{say.colon}{layers}"
            said += " ; les pertes passées se déduisent d'abord" if self.losses_carried else ""
            said += self._claw_back_said(say)
            return said + (f" ; au plus {most} en tout." if most else ".")
        said = f"{payer} gives {payee} back a share of what it earns above {over}: {layers}"
        said += "; past losses are deducted first" if self.losses_carried else ""
        said += self._claw_back_said(say)
        return said + (f"; at most {most} in all." if most else ".")

    def _claw_back_said(self, say: Wording) -> str:
        if not self.claw_back_periods:
            return ""
        share, periods = say.percent(self.layers[0].share), self.claw_back_periods
        if say.language == "fr":
            return f" ; {share} d'une perte reviennent, pris sur ce qui fut partagé aux {periods} règlements d'avant"
        return f"; {share} of a loss comes back, out of what was shared in the {periods} settlements before"

    def _hurdle_said(self, say: Wording) -> str:
        french, hurdle = say.language == "fr", self.hurdle
        if hurdle.amount:
            return f"{say.money(hurdle.amount.base)} {'par' if french else 'per'} {say.per(hurdle.amount.per)}"
        if hurdle.rate_of_revenue is not None:
            rate = say.percent(hurdle.rate_of_revenue)
            return f"{rate} de ses recettes" if french else f"{rate} of its revenue"
        rate, invested = say.percent(hurdle.yearly_return or ZERO), say.money(hurdle.invested or ZERO)
        return f"{rate} par an sur {invested}" if french else f"{rate} a year on {invested}"


def _layer_said(layer: GainLayer, say: Wording) -> str:
    share = say.percent(layer.share)
    if layer.above == ZERO:
        return share
    return f"{share} {'au-delà de' if say.language == 'fr' else 'above'} {say.money(layer.above)}"


CLAUSES = (GainShare,)
