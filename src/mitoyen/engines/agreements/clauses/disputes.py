"""Contest and audit: how long accounts may be contested, who audits, who pays, what happens to money meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Clause, Duty, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.division import split
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, total
from mitoyen.engines.agreements.policies import Provisional, ProvisionalTerms
from mitoyen.engines.agreements.scalars import (
    ClauseId,
    Count,
    FactName,
    MeasureName,
    Money,
    NotAcceptedError,
    Part,
    PartyId,
    Share,
    Words,
)
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.policies import Missing
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period


class IfWrong(Part):
    """When the audit corrects more than a sum, one party pays all of it."""

    error: MeasureName
    """The correction that the audit found, in euros."""
    over: Money
    pays: PartyId


class AuditPayer(Part):
    """Who pays which share of the audit."""

    party: PartyId
    share: Share


class PaidMeanwhile(Part):
    """A share of a contested amount is paid, and trued up when the dispute ends."""

    share: Share = ONE


class ContestAndAudit(Clause):
    """Accounts may be contested for some days; somebody independent audits, and the parties share what it costs."""

    kind: Literal["contest_and_audit"]
    stage: ClassVar[Stage] = Stage.BASE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 3131-5",
            Sentence(
                "L'autorité concédante reçoit les comptes et peut les vérifier.",
                "The granting authority receives the accounts and may check them.",
            ),
            confirmed=False,
            kinds=CONCESSIONS,
        ),
        Law(
            "CRPA, art. L. 311-1 et suivants",
            Sentence(
                "Les documents produits dans une mission de service public sont communicables.",
                "Documents produced in a public-service mission are open to those who ask.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: contestation-exemple
  kind: contest_and_audit
  contest_within_days: 30
  access_days: 10
  auditor: ardoise
  chosen_by: tirage au sort sur une liste commune
  cost: pompe_remplacee
  paid_by: [{party: ccvm, share: "0.5"}, {party: eaux, share: "0.5"}]
  if_wrong: {error: recettes_perdues_exploitant, over: "5000.00", pays: eaux}
  meanwhile: {share: "0.5"}
"""

    applies_to: tuple[ClauseId, ...] = ()
    """The clauses whose accounts may be contested; all of them unless named."""
    contest_within_days: Count
    """After the accounts of a period are closed."""
    access_days: Count | None = None
    """Within which the pieces are shown to whoever contests or audits."""
    auditor: PartyId
    chosen_by: Words | None = None
    cost: FactName | None = None
    """What the audits of the period cost."""
    paid_by: tuple[AuditPayer, ...] = ()
    """In the order in which odd cents are served."""
    if_wrong: IfWrong | None = None
    meanwhile: Literal["hold"] | PaidMeanwhile = "hold"
    """A contested amount waits, or is paid in part and trued up."""
    round: LineRules | None = None

    @model_validator(mode="after")
    def _somebody_pays(self) -> ContestAndAudit:
        whole = total(one.share for one in self.paid_by)
        if (self.cost is None) != (not self.paid_by) or (self.paid_by and whole != ONE):
            raise NotAcceptedError(
                f"Le coût de l'audit (cost) est payé par des parties dont les parts font 1 (paid_by), et non "
                f"{whole.text()}.",
                f"The cost of the audit (cost) is paid by parties whose shares sum to 1 (paid_by), not {whole.text()}.",
            )
        if self.if_wrong and self.if_wrong.pays not in {one.party for one in self.paid_by}:
            raise NotAcceptedError(
                f"« {self.if_wrong.pays} » paierait tout en cas d'erreur, sans être dans paid_by : donnez-lui une "
                "part, même nulle.",
                f"'{self.if_wrong.pays}' would pay all in case of error, but is not in paid_by: give it a share, even "
                "zero.",
            )
        return self

    def pairs(self) -> Pairs:
        """Each payer and the auditor."""
        return tuple((one.party, self.auditor) for one in self.paid_by)

    def when_contested(self, clause: str) -> Missing | None:
        """The policy of a contested value under ``clause``; ``None`` when this clause does not bear on it."""
        if clause == self.id or (self.applies_to and clause not in self.applies_to):
            return None
        if isinstance(self.meanwhile, str):
            return "hold"
        return Provisional(provisional=ProvisionalTerms(share=self.meanwhile.share))

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``share × cost`` for each payer; all of it for one when the error is larger than ``over``."""
        if self.cost is None:
            return
        seen = now.fact(self.cost)
        cost = now.money(seen, "{seen}", fr="Coût de l'audit", en="Cost of the audit", seen=seen)
        shares = [one.share for one in self.paid_by]
        if self.if_wrong:
            error, over = now.fact(self.if_wrong.error), self.if_wrong.over
            is_wrong = error > over
            shares = [
                choose(is_wrong, ONE if one.party == self.if_wrong.pays else ZERO, one.share) for one in self.paid_by
            ]
        opening = now.steps
        for one, share, part in zip(self.paid_by, shares, split(cost, shares), strict=True):
            now.steps = list(opening)
            self._told(now, cost, share, part)
            yield now.flow(
                one.party, self.auditor, part, "other", fr="{part:EUR} pour un audit de {cost:EUR}",
                en="{part:EUR} of an audit of {cost:EUR}", part=part, cost=cost,
            )  # fmt: skip

    def _told(self, now: Moment, cost: Exact, share: Exact, part: Exact) -> None:
        if not now.scene.tracing:
            return
        low = (cost * share).rounded(2, "down")
        down = now.line_rounding.model_copy(update={"decimals": 2, "mode": "down"})
        now.step(low, "{cost:2} * {share}", fr="Part", en="Share", unit="EUR", rounding=down, cost=cost, share=share)
        if part != low:
            fr, en = "Centime du plus fort reste", "Cent of the largest remainder"
            now.step(part, "{low:2} + {cent:2}", fr=fr, en=en, unit="EUR", low=low, cent=part - low)

    def duties(self, period: Period, say: tuple[Wording, Wording]) -> Iterator[Duty]:
        """The last day to contest the accounts of the period, and the day by which pieces are shown."""
        del say
        label = period.label
        if self.access_days is not None:
            shown = Sentence(f"pièces des comptes {label} accessibles", f"pieces of the accounts of {label} shown")
            yield Duty(self.id, self.auditor, period.last + timedelta(days=self.access_days), shown)
        last = Sentence(f"dernier jour pour contester les comptes {label}", f"last day to contest accounts of {label}")
        yield Duty(self.id, self.auditor, period.last + timedelta(days=self.contest_within_days), last, public=True)

    def sentence(self, say: Wording) -> str:
        """How long, who audits, who pays, what happens meanwhile."""
        french, auditor = say.language == "fr", say.party(self.auditor)
        of = "de " if french else ""
        payers = say.several(f"{of}{say.party(one.party)} ({say.percent(one.share)})" for one in self.paid_by)
        if french:
            said = f"Les comptes se contestent pendant {self.contest_within_days} jours ; {auditor} les contrôle"
            said += f", aux frais {payers}" if payers else ""
            return f"{said}{self._wrong_said(say)} ; d'ici là, {self._meanwhile_said(say)}."
        said = f"Accounts may be contested for {self.contest_within_days} days; {auditor} audits them"
        said += f", paid by {payers}" if payers else ""
        return f"{said}{self._wrong_said(say)}; meanwhile {self._meanwhile_said(say)}."

    def _wrong_said(self, say: Wording) -> str:
        if self.if_wrong is None:
            return ""
        over, who = say.money(self.if_wrong.over), say.party(self.if_wrong.pays)
        if say.language == "fr":
            return f" (au-delà de {over} d'erreur, {who} {say.does(self.if_wrong.pays, 'paie')} tout)"
        return f" (above an error of {over}, {who} pays all of it)"

    def _meanwhile_said(self, say: Wording) -> str:
        french = say.language == "fr"
        if isinstance(self.meanwhile, str):
            return "les sommes contestées ne sont pas payées" if french else "contested sums are not paid"
        share = say.percent(self.meanwhile.share)
        if french:
            return f"{share} des sommes contestées sont payés, puis régularisés"
        return f"{share} of contested sums is paid, then trued up"


CLAUSES = (ContestAndAudit,)
