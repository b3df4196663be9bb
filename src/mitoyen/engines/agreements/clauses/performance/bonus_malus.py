"""Bonus and malus: an indicator that beats its target earns, one that misses it costs.

Law: CCP L. 2171-3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Clause, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.clauses.performance.scores import Judged, Scored
from mitoyen.engines.agreements.clauses.performance.zero_sum import Among
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, clamp, greatest, least, total
from mitoyen.engines.agreements.scalars import IndicatorId, Money, NotAcceptedError, Part, PartyId, Quantity
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

    between: tuple[PartyId, PartyId] | None = None
    """Who pays the bonus, then who earns it (and owes the malus)."""
    among: Among | None = None
    """Or members among whom the bonuses of some are paid by the maluses of others: the sum is zero."""
    indicator: IndicatorId | None = None
    """What is judged; by member, with the party as its key, when there are members."""
    target: Levels | None = None
    dead_band: Quantity = ZERO
    measures: tuple[Scored, ...] = ()
    """Or several indicators, whose distances to their targets make one weighted score."""
    misses: Literal["taken_off", "ignored"] | None = None
    """With several: what is missed is taken off what is gained elsewhere, or counts as zero."""
    per_point: Money
    """What a point is worth beyond the dead band; with several indicators, a whole score."""
    limits: Limits = Limits()
    round: LineRules | None = None

    @model_validator(mode="after")
    def _judged_one_way(self) -> BonusMalus:
        if (self.between is None) == (self.among is None):
            raise NotAcceptedError(
                "Un bonus-malus est entre un payeur et un bénéficiaire (between), ou entre des membres (among).",
                "A bonus-malus is between a payer and a payee (between), or among members (among).",
            )
        if (self.indicator is None) == (not self.measures) or (self.indicator is None) != (self.target is None):
            raise NotAcceptedError(
                "Il juge un indicateur et sa cible (indicator et target), ou plusieurs (measures), l'un des deux.",
                "It judges an indicator and its target (indicator and target), or several (measures), one of the two.",
            )
        if bool(self.measures) != (self.misses is not None):
            raise NotAcceptedError(
                "Avec plusieurs indicateurs (measures), dites ce que devient une cible manquée : misses: taken_off "
                "(elle se déduit des autres) ou misses: ignored (elle compte pour zéro).",
                "With several indicators (measures), say what a missed target becomes: misses: taken_off (it is taken "
                "off the others) or misses: ignored (it counts as zero).",
            )
        weights = total(one.weight for one in self.measures)
        if self.measures and weights != ONE:
            raise NotAcceptedError(
                f"Les poids des indicateurs font {weights.text()} au lieu de 1.",
                f"The weights of the indicators sum to {weights.text()} instead of 1.",
            )
        return self

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Every indicator with its target, whether there is one or several."""
        if self.indicator is None or self.target is None:
            return self.measures
        return (Judged.model_construct(indicator=self.indicator, target=self.target, dead_band=self.dead_band),)

    @property
    def earners(self) -> tuple[PartyId, ...]:
        """Who earns the bonus and owes the malus."""
        return self.among.members if self.among else (self.between or ())[1:]

    def pairs(self) -> Pairs:
        """The payer of the bonus, and who earns it."""
        if self.among:
            return tuple((self.among.through, member) for member in self.among.members)
        return (self.between,) if self.between else ()

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``clamp(per_point × (distance beyond the dead band), -malus, +bonus)``, in the good direction.

        With several indicators the distance is ``Σ weight × distance / whole``; among members what changes hands is the
        lesser of all bonuses and all maluses, each side in proportion to its own.
        """
        if self.between:
            points = self._points(now)
            owed = self._owed(now, points)
            yield self._line(now, self.between, owed, points)
        elif self.among:
            points_of, alone, how = [], [], []
            for member in self.among.members:
                points_of.append(self._points(now, member))
                alone.append(self._owed(now, points_of[-1]))
                how.append(now.steps)
                now.steps = []
            parts = self.among.shared(now, alone, how)
            for member, points, part in zip(self.among.members, points_of, parts, strict=True):
                yield self._line(now, (self.among.through, member), part, points)

    def _points(self, now: Moment, *member: str) -> Exact:
        if not self.measures:
            return self.judged[0].beyond(now, *member)
        score = ZERO
        for one in self.measures:
            score = one.added(now, score, *member, misses_count=self.misses == "taken_off")
        return score

    def _owed(self, now: Moment, points: Exact) -> Exact:
        owed = now.money(
            points * self.per_point, "{points} * {each:2}", fr="Bonus ou malus", en="Bonus or malus",
            points=points, each=self.per_point,
        )  # fmt: skip
        return self._limited(now, owed)

    def _line(self, now: Moment, between: tuple[PartyId, PartyId], owed: Exact, points: Exact) -> Effect:
        return now.flow(
            *between, owed, "bonus",
            fr="{points} points × {each:EUR}", en="{points} points × {each:EUR}",
            points=points, each=self.per_point, two_sided=True,
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
        each = say.money(self.per_point)
        what = say.several(say.measure(one.indicator) for one in self.judged)
        if self.among:
            return self._among_said(self.among, say, each, what)
        pays, earns = (say.party(party) for party in self.between or ())
        pay, earn = (say.does(party, "verse") for party in self.between or ())
        french = say.language == "fr"
        if self.measures:
            weights = say.several(f"{say.percent(one.weight)} {say.measure(one.indicator)}" for one in self.measures)
            missed = self._misses_said(say)
            if french:
                return (
                    f"{pays} {pay} à {earns} {each} par point d'un score pondéré ({weights}) au-delà des cibles ; "
                    f"{earns} {earn} autant par point en deçà{missed}{self._limits_said(say)}."
                )
            return (
                f"{pays} pays {earns} {each} for each point of a weighted score ({weights}) beyond the targets; "
                f"{earns} pays as much for each point below{missed}{self._limits_said(say)}."
            )
        band, units = self._band_said(say)
        unit = say.unit_of(self.judged[0].indicator)
        if french:
            return (
                f"{pays} {pay} à {earns} {each} par {unit} gagné sur {what} par rapport à la cible, au-delà d'une "
                f"bande neutre de {band} {units} ; {earns} {earn} autant par {unit} perdu{self._limits_said(say)}."
            )
        return (
            f"{pays} pays {earns} {each} for each {unit} gained on {what} against the target, "
            f"beyond a dead band of {band} {units}; {earns} pays as much for each {unit} lost{self._limits_said(say)}."
        )

    def _limits_said(self, say: Wording) -> str:
        french = say.language == "fr"
        ends = ((self.limits.bonus, "un bonus", "a bonus"), (self.limits.malus, "un malus", "a malus"))
        of = "de" if french else "of"
        told = say.several(f"{fr if french else en} {of} {say.money(end)}" for end, fr, en in ends if end is not None)
        if not told:
            return ""
        if self.limits.bonus == self.limits.malus and self.limits.bonus is not None:
            most = say.money(self.limits.bonus)
            return f" ; au plus {most} à chaque règlement" if french else f"; at most {most} at each settlement"
        return f" ; au plus {told} à chaque règlement" if french else f"; at most {told} at each settlement"

    def _band_said(self, say: Wording) -> tuple[str, str]:
        unit = say.unit_of(self.judged[0].indicator)
        many = self.dead_band >= Exact(2) and unit == "point" if say.language == "fr" else self.dead_band > ONE
        return say.number(self.dead_band), f"{unit}s" if many and unit == "point" else unit

    def _among_band_said(self, say: Wording) -> str:
        if self.dead_band == ZERO:
            return ""
        band = say.number(self.dead_band)
        return f" (bande neutre de {band})" if say.language == "fr" else f" (dead band of {band})"

    def _misses_said(self, say: Wording) -> str:
        if self.misses != "ignored":
            return ""
        return ", une cible manquée compte pour zéro" if say.language == "fr" else ", a missed target counts as zero"

    def _among_said(self, among: Among, say: Wording, each: str, what: str) -> str:
        members, through = say.parties_named(among.members), say.party(among.through)
        missed = self._misses_said(say)
        if say.language == "fr":
            return (
                f"{members} sont jugés sur {what}{say.colon}{each} par point au-delà ou en deçà de la cible"
                f"{self._among_band_said(say)}{missed}{self._limits_said(say)}. "
                f"Ce que versent les uns, par {through}, est ce que reçoivent les autres, et rien de plus."
            )
        return (
            f"{members} are judged on {what}: {each} for each point beyond or below the target"
            f"{self._among_band_said(say)}{missed}{self._limits_said(say)}. "
            f"What some pay, through {through}, is what the others receive, and nothing more."
        )
