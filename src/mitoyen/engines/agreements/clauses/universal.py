"""Universal service: the duty to serve every area, and what compensates its cost.

Law: decision 2012/21/EU and the *Altmark* judgment (no overcompensation); continuity, equality, adaptability.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Flag as Told
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, least, positive
from mitoyen.engines.agreements.scalars import Count, FactName, Money, Rate, Share
from mitoyen.engines.agreements.schedules import Levels
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


HUNDRED = Exact(100)


class UniversalService(Transfer):
    """A service that reaches every area: its net cost is compensated, less for each area below the level.

    The level is tested area by area, never on the mean: the far one is not hidden.
    """

    kind: Literal["universal_service"]
    stage: ClassVar[Stage] = Stage.SOCIAL_TARIFF
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "Décision 2012/21/UE",
            Sentence(
                "La compensation couvre au plus le coût net et un bénéfice raisonnable.",
                "Compensation covers at most the net cost and a reasonable profit.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: universel-exemple
  kind: universal_service
  payer: ccvm
  payee: eaux
  measure: volume
  level: {2026: "95"}
  net_cost: recettes_perdues_exploitant
  lost_by_area: "0.10"
  most: "30000.00"
"""

    measure: FactName
    """The service by area: coverage in percent, distance, hours of opening, price."""
    better: Literal["higher", "lower"] = "higher"
    level: Levels
    tolerated_areas: Count = 0
    just_built: FactName | None = None
    """By area, the percentage of homes finished within the year: the service need not reach them yet."""
    net_cost: FactName
    benefit: FactName | None = None
    """What the duty brings to the operator: taken off the cost."""
    reasonable_profit: Rate = ZERO
    paid_before: FactName | None = None
    """Advances: what was paid beyond the compensation is overcompensation, and flagged."""
    lost_by_area: Share = ZERO
    """The share of the compensation that each area below the level takes off."""
    most: Money | None = None

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``min(most, max(0, net cost × (1 + profit) - benefit)) × max(0, 1 - areas × lost_by_area) - advances``."""
        short = self._areas_below(now)
        cost = now.fact(self.net_cost)
        benefit = now.fact(self.benefit) if self.benefit else ZERO
        due = now.money(
            positive(cost * (ONE + self.reasonable_profit) - benefit),
            "max(0, {cost:2} * (1 + {profit}) - {benefit:2})",
            fr="Coût net à compenser", en="Net cost to compensate",
            cost=cost, profit=self.reasonable_profit, benefit=benefit,
        )  # fmt: skip
        if self.most is not None:
            before, due = due, least(due, self.most)
            fr, en = "Dans la limite du maximum", "Within the maximum"
            now.step(due, "min({before:2}, {most:2})", fr=fr, en=en, unit="EUR", before=before, most=self.most)
        before, off = due, self.lost_by_area
        kept = now.money(
            before * positive(ONE - short * off), "{before:2} * max(0, 1 - {short} * {off})",
            fr="Compensation", en="Compensation", before=before, short=short, off=off,
        )  # fmt: skip
        owed = kept
        if self.paid_before:
            advance = now.fact(self.paid_before)
            owed = now.step(
                positive(kept - advance), "max(0, {kept:2} - {advance:2})", fr="Reste à verser", en="Left to pay",
                unit="EUR", kept=kept, advance=advance,
            )  # fmt: skip
            said = now.sentence(
                "Les avances dépassent la compensation de {over:EUR} : ce trop-perçu est à rendre.",
                "Advances exceed the compensation by {over:EUR}: this overcompensation is to be given back.",
                over=positive(advance - kept),
            )
            yield Told("overcompensation", said, advance > kept)
        yield now.flow(
            self.payer, self.payee, owed, "compensation",
            fr="{owed:EUR} de compensation ; zones sous le niveau : {short}",
            en="{owed:EUR} of compensation; areas below the level: {short}", owed=owed, short=short,
        )  # fmt: skip

    def _areas_below(self, now: Moment) -> Exact:
        level, count = self.level.on(now.period.start), ZERO
        for key, value in now.breakdown(self.measure).items():
            due = level
            if self.just_built:
                new = now.fact(self.just_built, *key)
                fr, en = f"Niveau dû sans le bâti de l'année ({'.'.join(key)})", f"Level due ({'.'.join(key)})"
                due = now.step(level * (HUNDRED - new) / HUNDRED, "{level} * (100 - {new}) / 100", fr=fr, en=en,
                               level=level, new=new)  # fmt: skip
            fails = value < due if self.better == "higher" else value > due
            count = count + choose(fails, ONE, ZERO)
        below = now.step(count, "{count}", fr="Zones sous le niveau", en="Areas below the level", count=count)
        if not self.tolerated_areas:
            return below
        fr, en = "Zones qui comptent", "Areas that count"
        return now.step(
            positive(below - self.tolerated_areas), "max(0, {below} - {tolerated})", fr=fr, en=en, below=below,
            tolerated=Exact(self.tolerated_areas),
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """The level in every area, and what is compensated."""
        unit = say.facts[self.measure].unit if self.measure in say.facts else ""
        levels = say.several(f"{say.quantity(level, unit)} ({year})" for year, level in self.level.years.items())
        payer, payee, what = say.party(self.payer), say.party(self.payee), say.measure(self.measure)
        off = say.percent(self.lost_by_area)
        most = say.money(self.most) if self.most is not None else ""
        if say.language == "fr":
            within = f", au plus {most}" if most else ""
            return (
                f"{payee} {say.does(self.payee, 'assure')} dans chaque zone un niveau de {levels} ({what}) ; {payer} "
                f"{say.does(self.payer, 'compense')} le coût net{self._profit_said(say)}{within}, moins {off} par zone "
                f"qui n'y est pas{self._tolerated_said(say)}."
            )
        within = f", at most {most}" if most else ""
        return (
            f"{payee} gives every area the level {levels} on {what}; {payer} compensates the net cost"
            f"{self._profit_said(say)}{within}, less {off} for each area below it{self._tolerated_said(say)}."
        )

    def _profit_said(self, say: Wording) -> str:
        if self.reasonable_profit == ZERO:
            return ""
        profit = say.percent(self.reasonable_profit)
        return f", augmenté de {profit} de bénéfice" if say.language == "fr" else f" and a profit of {profit}"

    def _tolerated_said(self, say: Wording) -> str:
        if not self.tolerated_areas:
            return ""
        many = "s" if self.tolerated_areas > 1 else ""
        if say.language == "fr":
            return f" ({self.tolerated_areas} zone{many} tolérée{many})"
        return f" ({self.tolerated_areas} area{many} tolerated)"


CLAUSES = (UniversalService,)
