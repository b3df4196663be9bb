"""Bonus and malus: an indicator that beats its target earns, one that misses it costs.

Law: CCP L. 2171-3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Clause, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, clamp, greatest, least, positive
from mitoyen.engines.agreements.scalars import IndicatorId, Money, Part, PartyId, Quantity
from mitoyen.engines.agreements.schedules import Levels
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Limits(Part):
    """The most that the bonus and the malus can be for one period."""

    bonus: Money | None = None
    malus: Money | None = None


class BonusMalus(Clause):
    """A bonus when an indicator beats its target, a malus when it misses it, measured from the edge of a dead band."""

    kind: Literal["bonus_malus"]
    stage: ClassVar[Stage] = Stage.BONUS
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2171-3",
            Sentence("Rémunération liée à la performance.", "Pay linked to performance."),
            confirmed=False,
            kinds=CONTRACTS,
        ),
    )
    example: ClassVar[str] = """
- id: bonus-exemple
  kind: bonus_malus
  between: [ccvm, eaux]
  indicator: pertes
  target: {2026: "23.0", 2027: "22.0"}
  dead_band: "0.5"
  per_point: "4000.00"
  limits: {bonus: "10000.00", malus: "10000.00"}
"""

    between: tuple[PartyId, PartyId]
    """Who pays the bonus, then who earns it (and owes the malus)."""
    indicator: IndicatorId
    target: Levels
    dead_band: Quantity = ZERO
    per_point: Money
    limits: Limits = Limits()
    round: LineRules | None = None

    def pairs(self) -> Pairs:
        """The payer of the bonus, and who earns it."""
        return (self.between,)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``clamp(per_point × (distance beyond the dead band), -malus, +bonus)``, in the good direction."""
        value, target = now.fact(self.indicator), self.target.on(now.period.start)
        lower_is_better = now.declared(self.indicator).better == "lower"
        good, better_by = (
            (target - value, "{target} - {value}") if lower_is_better else (value - target, "{value} - {target}")
        )
        beyond = positive(good - self.dead_band) - positive(-good - self.dead_band)
        now.step(
            beyond,
            f"max(0, {better_by} - {{band}}) - max(0, -({better_by}) - {{band}})",
            fr="Points au-delà de la bande neutre",
            en="Points beyond the dead band",
            value=value,
            target=target,
            band=self.dead_band,
        )
        owed = now.money(
            beyond * self.per_point, "{points} * {each:2}", fr="Bonus ou malus", en="Bonus or malus",
            points=beyond, each=self.per_point,
        )  # fmt: skip
        owed = self._limited(now, owed)
        yield now.flow(
            *self.between, owed, "bonus",
            fr="{points} points × {each:EUR}", en="{points} points × {each:EUR}",
            points=beyond, each=self.per_point, two_sided=True,
        )  # fmt: skip

    def _limited(self, now: Moment, owed: Exact) -> Exact:
        bonus, malus = self.limits.bonus, self.limits.malus
        fr, en = "Dans les limites", "Within the limits"
        if bonus is None and malus is None:
            return owed
        if malus is None:
            most = bonus or ZERO
            return now.step(
                least(owed, most), "min({owed:2}, {bonus:2})", fr=fr, en=en, unit="EUR", owed=owed, bonus=most
            )
        if bonus is None:
            kept = greatest(owed, -malus)
            return now.step(kept, "max(-{malus:2}, {owed:2})", fr=fr, en=en, unit="EUR", owed=owed, malus=malus)
        formula = "max(-{malus:2}, min({owed:2}, {bonus:2}))"
        return now.step(
            clamp(owed, -malus, bonus), formula, fr=fr, en=en, unit="EUR", owed=owed, malus=malus, bonus=bonus
        )

    def sentence(self, say: Wording) -> str:
        """Who gains and who loses what, per point."""
        pays, earns = (say.party(party) for party in self.between)
        each, band = say.money(self.per_point), say.number(self.dead_band)
        what = say.measure(self.indicator)
        unit = say.unit_of(self.indicator)
        if say.language == "fr":
            units = f"{unit}s" if self.dead_band >= Exact(2) and unit == "point" else unit
            return (
                f"{pays} verse à {earns} {each} par {unit} gagné sur {what} par rapport à la cible, "
                f"au-delà d'une bande neutre de {band} {units} ; {earns} verse autant par {unit} perdu."
            )
        units = f"{unit}s" if self.dead_band > ONE and unit == "point" else unit
        return (
            f"{pays} pays {earns} {each} for each {unit} gained on {what} against the target, "
            f"beyond a dead band of {band} {units}; {earns} pays as much for each {unit} lost."
        )
