"""Payments for what changed.

Law: paid once the service is done (*service fait*); deferred payment is forbidden in public contracts
(CCP L. 2191-5); as a subsidy, law 2000-321, art. 9-1 and 10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Law, Stage, Transfer
from mitoyen.engines.agreements.clauses.outcomes.change import Change
from mitoyen.engines.agreements.clauses.outcomes.early_end import ENDED, EarlyEnd
from mitoyen.engines.agreements.clauses.outcomes.forms import (
    Coupons,
    Layer,
    Milestone,
    Pooled,
    Tread,
    Weighted,
    by_layer,
    by_milestone,
    step_reached,
)
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, least, positive
from mitoyen.engines.agreements.scalars import Count, Flag, Money, NotAcceptedError, Quantity, Share, Words
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from mitoyen.engines.agreements.effects import Effect as Brought
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


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
            kinds=CONTRACTS,
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
    early_end: EarlyEnd | None = None
    """What is paid when the contract ends before its term; nothing more is due after that."""

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
        """What the effect is worth, at most ``most``, less what was paid before when figures are cumulative.

        Once the contract has ended, only what was reached by then.
        """
        ended = now.recalled(ENDED)
        owed = ZERO
        if not ended.is_single or ended == ZERO:  # nobody measures any more what an ended contract paid for
            owed = yield from self._in_term(now, ended)
        if self.early_end:
            uses = "life" if self.running_total else ""
            room = None if self.most is None else self.most - owed - (now.used("life") if uses else ZERO)
            yield from self.early_end.amounts(now, (self.payer, self.payee), room, uses)

    def _in_term(self, now: Moment, ended: Exact) -> Generator[Brought, None, Exact]:
        """What the period is worth; nothing in the scenarios where the contract has ended."""
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
        if self.early_end:
            owed = choose(ended > ZERO, ZERO, owed)
        yield Remember("worth", worth)
        yield now.flow(
            self.payer, self.payee, owed, "outcome", uses="life" if self.running_total else None,
            two_sided=self.running_total and self.if_revised_down == "given_back",
            fr="{owed:EUR} pour les résultats obtenus", en="{owed:EUR} for the outcomes reached", owed=owed,
        )  # fmt: skip
        return owed

    def _worth(self, now: Moment) -> Exact:
        if self.weighted:
            return self.weighted.worth(now)
        if self.milestones:
            return by_milestone(now, self.milestones)
        effect = self.change.effect(now) if self.change else ZERO
        if self.layers:
            return by_layer(now, effect, self.layers, self.nothing_below)
        if self.coupons:
            return self.coupons.worth(now, effect)
        worth = step_reached(effect, self.steps)
        worth = now.step(worth, "{worth:2}", fr="Palier atteint", en="Step reached", unit="EUR", worth=worth)
        if self.pooled:
            together = self.pooled.change.effect(now)
            instead = step_reached(together, self.pooled.steps)
            fr, en = "Palier atteint par l'ensemble", "Step reached by all together"
            now.step(instead, "{instead:2}", fr=fr, en=en, unit="EUR", instead=instead)
            worth = choose(worth > ZERO, worth, instead)
        return worth

    def sentence(self, say: Wording) -> str:
        """Who pays for which change, and how it is counted."""
        french = say.language == "fr"
        payer, payee = say.party(self.payer), say.party(self.payee)
        measures = [one.measure for one in self.weighted.measures] if self.weighted else []
        measures += [one.count for one in self.milestones] + ([self.change.measure] if self.change else [])
        what = say.several(dict.fromkeys(say.measure(name) for name in measures)) + self._against_said(say)
        said = f"{payer} {say.does(self.payer, 'paie')} à {payee} les résultats obtenus sur {what}"
        if not french:
            said = f"{payer} pays {payee} for the outcomes reached on {what}"
        said += f"{say.colon}{self._form_said(say)}"
        if self.deadweight is not None and self.deadweight != ZERO:
            gone = say.percent(self.deadweight)
            said += (
                f", moins {gone} que l'on aurait eus sans cela"
                if french
                else f", less {gone} that would have come anyway"
            )
        if self.most is not None:
            most = say.money(self.most)
            said += f", au plus {most}" if french else f", at most {most}"
        return f"{said}." + (self.early_end.said(say) if self.early_end else "")

    def _against_said(self, say: Wording) -> str:
        """What the measure is compared with, and the margin that is taken off."""
        if self.change is None:
            return ""
        french, against, said = say.language == "fr", self.change.against, ""
        if against is not None:
            base = say.measure(against.measured) if against.measured else say.number(against.fixed or ZERO)
            said += f", comparés à {base}" if french else f", compared with {base}"
        if self.change.margin:
            margin = say.measure(self.change.margin)
            said += f", moins {margin}" if french else f", less {margin}"
        return said

    def _form_said(self, say: Wording) -> str:
        french = say.language == "fr"
        if self.steps:
            from_, reach = ("à partir de", "") if french else ("from", " on")
            return say.several(f"{say.money(s.pay)} {from_} {say.number(s.reach)}{reach}" for s in self.steps)
        if self.layers:
            unit = say.unit_of(self.change.measure) if self.change else ""
            told = say.several(f"{say.money(one.per_unit)} {_layer_said(one, unit, say)}" for one in self.layers)
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


def _layer_said(layer: Layer, unit: str, say: Wording) -> str:
    low = say.number(layer.above)
    if layer.up_to is None:
        return f"par {unit} au-delà de {low}" if say.language == "fr" else f"per {unit} above {low}"
    high = say.number(layer.up_to)
    return f"par {unit} de {low} à {high}" if say.language == "fr" else f"per {unit} from {low} to {high}"
