"""Penalties: a sum for each unit of a failing.

Law: CCAG 2021 (notice, exemption threshold, cap).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Law, Pairs, Stage, Transfer
from mitoyen.engines.agreements.division import split
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive, total
from mitoyen.engines.agreements.scalars import (
    FactName,
    IndicatorId,
    Money,
    NotAcceptedError,
    Part,
    PartyId,
    Quantity,
    Rate,
    Rounding,
    Share,
    Words,
)
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class PenaltyRate(Part):
    """What one unit costs: an amount, or a rate of a base (``1/3000`` of the price of the contract, per day)."""

    per: Words
    amount: Money | None = None
    rate: Rate | None = None
    of: Money | None = None

    @model_validator(mode="after")
    def _one_way(self) -> PenaltyRate:
        if (self.amount is None) == (self.rate is None or self.of is None):
            raise NotAcceptedError(
                "Donnez un montant par unité (amount), ou un taux et sa base (rate et of).",
                "Give an amount per unit (amount), or a rate and its base (rate and of).",
            )
        return self

    @property
    def unit_amount(self) -> Exact:
        """The exact amount of one unit."""
        if self.amount is not None:
            return self.amount
        return (self.rate or ZERO) * (self.of or ZERO)


class PenaltyPart(Part):
    """The share of a penalty that a member of a group bears."""

    party: PartyId
    share: Share


class Remission(Part):
    """What is let off in the period, in euros, and who decided it in writing."""

    amount: FactName
    decided_by: PartyId
    decision: Words


class Penalty(Transfer):
    """A sum owed for each unit of a failing: hour, day, event, missing item."""

    kind: Literal["penalty"]
    stage: ClassVar[Stage] = Stage.PENALTIES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCAG 2021, pénalités",
            Sentence(
                "La personne publique annonce le montant et laisse au moins quinze jours pour répondre ; le total est "
                "plafonné à 10 % et, jusqu'à 1 000 €, rien n'est dû.",
                "The public party announces the amount and leaves at least fifteen days to answer; the total is capped "
                "at 10% and nothing is due up to €1,000.",
            ),
            kinds=CONTRACTS,
        ),
    )
    example: ClassVar[str] = """
- id: penalite-exemple
  kind: penalty
  payer: eaux
  payee: ccvm
  fact: retard_rapport
  rate: {per: day, amount: "120.00"}
"""

    indicator: IndicatorId | None = None
    fact: FactName | None = None
    beyond: Quantity | None = None
    """Units that are tolerated: only what exceeds them is counted."""
    excused: FactName | None = None
    """Units caused by the other side, taken off."""
    rate: PenaltyRate
    group: tuple[PenaltyPart, ...] = ()
    """How the members of a group split it; until its lead (the payer) has said so, it bears all of it."""
    remission: Remission | None = None
    """A penalty is let off only by a written decision."""
    gain_from_breach: Money | None = None
    detection_probability: Rate | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> Penalty:
        if (self.indicator is None) == (self.fact is None):
            raise NotAcceptedError(
                "Une pénalité compte un indicateur (indicator) ou un fait (fact), l'un des deux.",
                "A penalty counts an indicator or a fact, one of the two.",
            )
        whole = total(part.share for part in self.group)
        if self.group and whole != ONE:
            raise NotAcceptedError(
                f"Les parts du groupement font {whole.text()} au lieu de 1.",
                f"The shares of the group sum to {whole.text()} instead of 1.",
            )
        return self

    def pairs(self) -> Pairs:
        """The members of the group, or the payer, and the payee."""
        payers = [part.party for part in self.group] or [self.payer]
        return tuple((payer, self.payee) for payer in payers)

    @property
    def measure(self) -> str:
        """What is counted."""
        return self.indicator or self.fact or ""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(0, units - excused - tolerated) × rate``, less what a decision lets off; shared in a group."""
        units = now.fact(self.measure)
        if self.excused:
            seen, off = units, now.fact(self.excused)
            fr, en = "Unités imputables", "Units that count"
            units = now.step(positive(seen - off), "max(0, {seen} - {off})", fr=fr, en=en, seen=seen, off=off)
        if self.beyond is not None:
            seen = units
            fr, en = "Unités au-delà de la tolérance", "Units beyond the tolerance"
            units = now.step(
                positive(seen - self.beyond), "max(0, {seen} - {beyond})", fr=fr, en=en, seen=seen, beyond=self.beyond
            )
        rate = self.rate.unit_amount
        if self.rate.amount is None:
            formula, numbers = (
                "{units} * {rate} * {base:2}",
                {"rate": self.rate.rate or ZERO, "base": self.rate.of or ZERO},
            )
        else:
            formula, numbers = "{units} * {rate:2}", {"rate": rate}
        owed = now.money(units * rate, formula, fr="Pénalité", en="Penalty", units=units, **numbers)
        if self.remission:
            before, off = owed, now.fact(self.remission.amount)
            fr, en = f"Remise ({self.remission.decision})", f"Let off ({self.remission.decision})"
            owed = now.money(positive(before - off), "max(0, {before:2} - {off:2})", fr=fr, en=en, before=before,
                             off=off)  # fmt: skip
        unit = now.unit(self.measure)
        said = f"{{units:{unit}}} × {{rate:EUR}}"
        if not self.group:
            yield now.flow(self.payer, self.payee, owed, "penalty", fr=said, en=said, units=units, rate=rate)
            return
        opening = now.steps
        for member, part in zip(self.group, split(owed, [one.share for one in self.group]), strict=True):
            now.steps = list(opening)
            low = (owed * member.share).rounded(2, "down")
            down = Rounding(decimals=2, mode="down") if now.scene.tracing else None
            fr, en = "Part dans le groupement", "Share in the group"
            now.step(low, "{owed:2} * {share}", fr=fr, en=en, unit="EUR", rounding=down, owed=owed, share=member.share)
            if now.scene.tracing and part != low:
                fr, en = "Centime du plus fort reste", "Cent of the largest remainder"
                now.step(part, "{low:2} + {cent:2}", fr=fr, en=en, unit="EUR", low=low, cent=part - low)
            yield now.flow(member.party, self.payee, part, "penalty", fr=said, en=said, units=units, rate=rate)

    def sentence(self, say: Wording) -> str:
        """Who owes what, per unit of what."""
        unit = say.per(self.rate.per)
        amount = say.money(self.rate.unit_amount)
        if say.language == "fr":
            return (
                f"{say.party(self.payer)} {say.does(self.payer, 'verse')} à {say.party(self.payee)} une pénalité de "
                f"{amount} par {unit}, comptée sur {say.measure(self.measure)}{self._excused_said(say)}"
                f"{self._tolerance_said(say)}."
            )
        return (
            f"{say.party(self.payer)} pays {say.party(self.payee)} a penalty of {amount} "
            f"per {unit}, counted on {say.measure(self.measure)}{self._excused_said(say)}{self._tolerance_said(say)}."
        )

    def _excused_said(self, say: Wording) -> str:
        if self.excused is None:
            return ""
        off, end = say.measure(self.excused), "," if self.beyond is not None else ""
        return f", moins {off}{end}" if say.language == "fr" else f", less {off}{end}"

    def _tolerance_said(self, say: Wording) -> str:
        if self.beyond is None:
            return ""
        return f"{' au-delà de ' if say.language == 'fr' else ' beyond '}{say.number(self.beyond)}"
