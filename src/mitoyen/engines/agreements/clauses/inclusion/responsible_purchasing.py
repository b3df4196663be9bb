"""Spending that meets social or environmental criteria.

Law: CCP L. 2111-1 and L. 2152-7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Law, Stage, Transfer
from mitoyen.engines.agreements.exact import ZERO, positive, total
from mitoyen.engines.agreements.scalars import FactName, Part, Rate, Share, Text
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Criterion(Part):
    """A share of spending that meets a criterion: a label, reuse, social economy, short chain by its emissions."""

    label: Text
    spend: FactName
    target: Share
    rate: Rate
    """What each euro of spending that is missing costs."""


class ResponsiblePurchasing(Transfer):
    """Shares of the spending that meet criteria; what is missing is paid at a rate."""

    kind: Literal["responsible_purchasing"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2111-1, L. 2111-3 et L. 2152-7",
            Sentence(
                "Les besoins prennent en compte le développement durable.", "Needs take account of sustainability."
            ),
            confirmed=False,
            kinds=CONTRACTS,
        ),
        Law(
            "Loi AGEC, art. 58",
            Sentence("Part de biens issus du réemploi.", "Share of reused goods."),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: achats-exemple
  kind: responsible_purchasing
  payer: eaux
  payee: ccvm
  spending: recettes_perdues_exploitant
  criteria: [{label: {fr: Réemploi, en: Reuse}, spend: pompe_remplacee, target: "0.20", rate: "0.05"}]
"""

    spending: FactName
    excluded: FactName | None = None
    """Spending on which the criterion has no meaning: energy, taxes, insurance."""
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``Σ rate × max(0, target × (spending - excluded) - spend)``."""
        base = total(now.breakdown(self.spending).values())
        if self.excluded:
            before, off = base, now.fact(self.excluded)
            fr, en = "Dépenses comptées", "Spending counted"
            base = now.step(positive(before - off), "max(0, {before:2} - {off:2})", fr=fr, en=en, unit="EUR",
                            before=before, off=off)  # fmt: skip
        owed = ZERO
        for one in self.criteria:
            before, spend = owed, total(now.breakdown(one.spend).values())
            owed = before + (positive(one.target * base - spend) * one.rate).rounded(2)
            now.step(
                owed, "{before:2} + max(0, {target} * {base:2} - {spend:2}) * {rate}",
                fr=f"Avec : {one.label.fr}", en=f"With: {one.label.said_in('en')}", unit="EUR",
                rounding=now.line_rounding.model_copy(update={"decimals": 2, "mode": "half_up"}),
                before=before, target=one.target, base=base, spend=spend, rate=one.rate,
            )  # fmt: skip
        owed = now.money(owed, "{owed:2}", fr="Somme due", en="Sum due", owed=owed)
        yield now.flow(
            self.payer, self.payee, owed, "shortfall",
            fr="Achats manquants sur {base:EUR}", en="Purchases missing on {base:EUR}", base=base,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """The shares and what missing them costs."""
        shares = say.several(f"{one.label.said_in(say.language)} ({say.percent(one.target)})" for one in self.criteria)
        payer, payee, of = say.party(self.payer), say.party(self.payee), say.measure(self.spending)
        each = [*dict.fromkeys(say.percent(one.rate) for one in self.criteria)]
        rates = say.several(each)
        if self.excluded:
            of += (
                f" (hors {say.measure(self.excluded)})"
                if say.language == "fr"
                else f" (less {say.measure(self.excluded)})"
            )
        if say.language == "fr":
            paid = "sont versés" if len(each) > 1 else "est versé"
            return f"{payer} réserve, sur {of}, une part à {shares} ; {rates} de ce qui manque {paid} à {payee}."
        return f"{payer} keeps, out of {of}, a share for {shares}; {rates} of what is missing is paid to {payee}."
