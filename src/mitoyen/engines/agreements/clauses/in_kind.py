"""What is given otherwise than in money: premises, staff, volunteers' time, goods; valued, shown, sometimes credited.

The value is a line that nobody pays; a share of it may be credited, which is money. Law: plan comptable of associations
(contributions in kind are valued and shown).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.exact import ZERO, Exact, least, positive
from mitoyen.engines.agreements.scalars import (
    FactName,
    Money,
    NotAcceptedError,
    Part,
    Price,
    Share,
    Text,
    Words,
)
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class InKindItem(Part):
    """One thing that is given: how much of it, and what a unit is worth, by which reference."""

    label: Text
    what: Literal["premises", "staff", "volunteers", "goods", "other"]
    quantity: FactName | None = None
    """Hours, days, square metres × months, as counted."""
    fixed: PerPeriod | None = None
    """Or as agreed, for each period."""
    unit_value: Price
    valued_by: Words
    """Where the value comes from: minimum wage, rental value, price list, statement of cost."""
    most: Money | None = None
    """The most that is counted in a settlement."""

    @model_validator(mode="after")
    def _counted_one_way(self) -> InKindItem:
        if (self.quantity is None) == (self.fixed is None):
            raise NotAcceptedError(
                "Un apport est compté (quantity) ou convenu (fixed), l'un des deux.",
                "What is given is counted (quantity) or agreed (fixed), one of the two.",
            )
        return self

    def worth(self, now: Moment) -> Exact:
        """Its value in the period."""
        count = now.fact(self.quantity) if self.quantity else self.fixed.during(now.period) if self.fixed else ZERO
        count, each = positive(count), self.unit_value
        fr, en = f"Valeur : {self.label.fr}", f"Value: {self.label.said_in('en')}"
        value = now.money(count * each, "{count} * {each:2}", fr=fr, en=en, count=count, each=each)
        if self.most is None:
            return value
        before = value
        fr, en = "Dans la limite retenue", "Within what is counted"
        return now.step(
            least(before, self.most), "min({before:2}, {most:2})", fr=fr, en=en, unit="EUR", before=before,
            most=self.most,
        )  # fmt: skip


class InKind(Transfer):
    """The payer gives things or time, whose value is shown; nobody pays it, but a share may be credited to it."""

    kind: Literal["in_kind"]
    stage: ClassVar[Stage] = Stage.BASE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "Règlement ANC n° 2018-06, art. 211-1 et suivants",
            Sentence(
                "Les contributions volontaires en nature sont valorisées et présentées au pied du compte de résultat.",
                "Voluntary contributions in kind are valued and shown below the income statement.",
            ),
            confirmed=False,
        ),
        Law(
            "CGCT, art. L. 2311-7",
            Sentence(
                "Les aides en nature d'une commune sont listées avec ses subventions.",
                "Aid in kind by a commune is listed with its grants.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: local-exemple
  kind: in_kind
  payer: ccvm
  payee: eaux
  items:
    - {label: {fr: Local technique, en: Premises}, what: premises, fixed: {month: "80"}, unit_value: "6.50",
       valued_by: valeur locative 2026}
    - {label: {fr: Agent, en: Staff}, what: staff, quantity: heures_insertion, unit_value: "31.20",
       valued_by: coût horaire, most: "20000.00"}
  credited: "0.25"
"""

    items: tuple[InKindItem, ...] = Field(min_length=1)
    credited: Share = ZERO
    """The share of the value that the payee pays back in money, which may be set off against other lines."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``Σ quantity × unit value`` shown; ``credited × value`` paid back."""
        value = ZERO
        for item in self.items:
            worth = item.worth(now)
            value = value + worth
            fr, en = f"{item.label.fr} ({item.valued_by}) : {{worth:EUR}}", f"{item.label.said_in('en')}: {{worth:EUR}}"
            yield now.flow(self.payer, self.payee, worth, "in_kind", fr=fr, en=en, worth=worth)
        if self.credited != ZERO:
            share = self.credited
            fr, en = "Part créditée", "Share credited"
            back = now.money(value * share, "{value:2} * {share}", fr=fr, en=en, value=value, share=share)
            fr, en = "{back:EUR} crédités sur {value:EUR}", "{back:EUR} credited of {value:EUR}"
            yield now.flow(self.payee, self.payer, back, "other", fr=fr, en=en, back=back, value=value)

    def sentence(self, say: Wording) -> str:
        """What is given, how it is valued."""
        items = say.several(f"{item.label.said_in(say.language)} ({_value_said(item, say)})" for item in self.items)
        payer, payee = say.party(self.payer), say.party(self.payee)
        share = say.percent(self.credited) if self.credited != ZERO else ""
        if say.language == "fr":
            said = f"{payer} {say.does(self.payer, 'apporte')} en nature à {payee}{say.colon}{items}"
            return said + (f" ; {share} de la valeur lui est crédité." if share else " ; la valeur est affichée.")
        said = f"{payer} gives {payee} in kind: {items}"
        return said + (f"; {share} of the value is credited to it." if share else "; the value is shown.")


def _value_said(item: InKindItem, say: Wording) -> str:
    """What a unit is worth, and the most that is counted."""
    french, each = say.language == "fr", say.money(item.unit_value)
    unit = say.unit_of(item.quantity) if item.quantity else ("unité" if french else "unit")
    said = f"{each} par {unit}" if french else f"{each} per {unit}"
    if item.most is None:
        return said
    return f"{said}, {say.money(item.most)} au plus" if french else f"{said}, {say.money(item.most)} at most"


CLAUSES = (InKind,)
