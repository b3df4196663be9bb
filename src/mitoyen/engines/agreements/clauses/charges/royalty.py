"""What is paid for a place or a right.

Law: CCP L. 3114-4 and L. 3114-5 (entry fees).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Law, Stage, Transfer
from mitoyen.engines.agreements.exact import ZERO, greatest, positive
from mitoyen.engines.agreements.scalars import FactName, Flag, Money, NotAcceptedError, Rate
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Royalty(Transfer):
    """What is paid for a place or a right: a fixed part, a share of revenue, a minimum, an entry fee."""

    kind: Literal["royalty"]
    stage: ClassVar[Stage] = Stage.BASE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 3114-4 et L. 3114-5",
            Sentence(
                "Les droits d'entrée sont justifiés dans le contrat ; ils sont interdits pour l'eau, "
                "l'assainissement et les déchets.",
                "Entry fees are justified in the contract; they are forbidden for water, sanitation and waste.",
            ),
            confirmed=False,
            kinds=CONCESSIONS,
        ),
    )
    example: ClassVar[str] = """
- id: redevance-exemple
  kind: royalty
  payer: eaux
  payee: ccvm
  fixed: {year: "2400.00"}
  rate: "0.01"
  revenue: recettes_perdues_exploitant
"""

    fixed: PerPeriod | None = None
    rate: Rate | None = None
    revenue: FactName | None = None
    above: PerPeriod | None = None
    """Revenue up to which no share is due."""
    minimum: PerPeriod | None = None
    entry_fee: Money | None = None
    """Paid once, with the first period."""
    is_justified: Flag = False
    """Whether the contract says how the entry fee was worked out."""

    @model_validator(mode="after")
    def _something_is_due(self) -> Royalty:
        if (self.rate is None) != (self.revenue is None) or (self.rate is None and self.fixed is None):
            raise NotAcceptedError(
                "Une redevance a une part fixe (fixed), ou un taux et sa recette (rate et revenue), ou les deux.",
                "A royalty has a fixed part, or a rate and its revenue, or both.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(minimum, fixed + rate × max(0, revenue - above)) + entry fee``."""
        base = self.fixed.during(now.period).rounded(2) if self.fixed else ZERO
        fixed = now.price(base, fr="Part fixe", en="Fixed part")
        revenue = now.fact(self.revenue) if self.revenue else ZERO
        above = self.above.during(now.period).rounded(2) if self.above else ZERO
        rate = self.rate or ZERO
        owed = now.money(
            fixed + positive(revenue - above) * rate, "{fixed:2} + max(0, {revenue:2} - {above:2}) * {rate}",
            fr="Redevance", en="Royalty", fixed=fixed, revenue=revenue, above=above, rate=rate,
        )  # fmt: skip
        if self.minimum:
            before, least_due = owed, self.minimum.during(now.period).rounded(2)
            fr, en = "Au moins le minimum", "At least the minimum"
            owed = greatest(before, least_due)
            now.step(owed, "max({before:2}, {least:2})", fr=fr, en=en, unit="EUR", before=before, least=least_due)
        if self.entry_fee is not None and now.period.start <= now.scene.term.start:
            before, owed = owed, owed + self.entry_fee
            fr, en = "Avec le droit d'entrée", "With the entry fee"
            now.step(owed, "{before:2} + {fee:2}", fr=fr, en=en, unit="EUR", before=before, fee=self.entry_fee)
        yield now.flow(
            self.payer, self.payee, owed, "royalty",
            fr="Redevance de {owed:EUR}", en="Royalty of {owed:EUR}", owed=owed,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """The parts of the royalty."""
        french = say.language == "fr"
        parts = []
        if self.fixed:
            parts.append(f"{say.money(self.fixed.base)} {'par' if french else 'per'} {say.per(self.fixed.per)}")
        if self.rate is not None and self.revenue:
            of = "de" if french else "of"
            parts.append(f"{say.percent(self.rate)} {of} {say.measure(self.revenue)}{self._above_said(say)}")
        if self.entry_fee is not None:
            parts.append(f"{say.money(self.entry_fee)} {'à l’entrée' if french else 'on entry'}")
        payer, payee, what = say.party(self.payer), say.party(self.payee), say.several(parts)
        least = f"{say.money(self.minimum.base)} {{}} {say.per(self.minimum.per)}" if self.minimum else ""
        if french:
            end = f" ; au moins {least.format('par')}." if least else "."
            return f"{payer} {say.does(self.payer, 'verse')} à {payee} une redevance{say.colon}{what}{end}"
        end = f"; at least {least.format('per')}." if least else "."
        return f"{payer} pays {payee} a royalty: {what}{end}"

    def _above_said(self, say: Wording) -> str:
        if self.above is None:
            return ""
        each, per = say.money(self.above.base), say.per(self.above.per)
        return f" au-delà de {each} par {per}" if say.language == "fr" else f" above {each} per {per}"
