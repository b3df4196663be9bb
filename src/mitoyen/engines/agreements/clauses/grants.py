"""Grants: a share of eligible costs, within an envelope, paid in instalments and given back when conditions fail.

Law: law 2000-321, art. 9-1 and 10; decree 2001-495 (agreement above a threshold); CGCT L. 1111-10 (public co-funding).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Flag as Told
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, Exact, greatest, least, positive, total
from mitoyen.engines.agreements.law import doubt
from mitoyen.engines.agreements.law.grants import STATE_AID
from mitoyen.engines.agreements.scalars import (
    Day,
    FactName,
    Flag,
    MeasureName,
    Money,
    NotAcceptedError,
    Part,
    Rate,
    Share,
    Text,
)
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.law.grants import Regime
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Advance(Part):
    """A share of the envelope paid before any cost is shown, until a day."""

    share: Share
    until: Day


class Ceiling(Part):
    """Until a day, no more than a share of the envelope is paid: the balance waits for the report."""

    share: Share
    until: Day


class Grant(Transfer):
    """The payer bears a share of eligible costs, within an envelope; what is not earned is given back."""

    kind: Literal["grant"]
    stage: ClassVar[Stage] = Stage.BASE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "Loi 2000-321, art. 9-1 et 10",
            Sentence(
                "Une subvention a un objet décidé par son bénéficiaire et, au-delà d'un seuil, une convention qui dit "
                "l'objet, le montant et les conditions d'emploi.",
                "A grant has a purpose decided by its beneficiary and, above a threshold, an agreement that says the "
                "purpose, the amount and the conditions of use.",
            ),
            confirmed=False,
        ),
        Law(
            "Décret 2001-495, art. 1",
            Sentence("Convention au-delà de 23 000 €.", "Agreement above €23,000."),
            confirmed=False,
        ),
        Law(
            "CGCT, art. L. 1111-10",
            Sentence(
                "Le maître d'ouvrage finance au moins 20 % de son investissement.",
                "The body that invests bears at least 20% itself.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: subvention-exemple
  kind: grant
  payer: ccvm
  payee: eaux
  envelope: "50000.00"
  rate: "0.40"
  eligible: pompe_remplacee
  eligible_costs: [{fr: Remplacement de pompes, en: Replacement of pumps}]
  advance: {share: "0.30", until: 2027-12-31}
  before_report: {share: "0.80", until: 2034-12-31}
"""

    envelope: Money
    rate: Rate
    """The share of eligible costs that is borne."""
    eligible: FactName
    """Eligible costs of the period; by post when it is a breakdown."""
    eligible_costs: tuple[Text, ...] = ()
    """What counts, in words."""
    excluded: FactName | None = None
    """Costs that were shown and do not count: taxes recovered, other grants for the same cost."""
    advance: Advance | None = None
    before_report: Ceiling | None = None
    withdrawn: MeasureName | None = None
    """The share of the grant withdrawn because its conditions are not kept, from 0 to 1."""
    claw_back: Flag = True
    """Whether what was paid beyond what is earned comes back."""
    regime: Literal["de_minimis", "sgei_de_minimis"] | None = None
    """State aid of a small amount: under which regulation the beneficiary may receive it."""
    other_aid: MeasureName | None = None
    """Aid of the same regime received by the beneficiary over three years, as it declares it."""
    project_cost: Money | None = None
    other_public: Money | None = None
    """What other public bodies bear of the same project."""

    @model_validator(mode="after")
    def _aid_is_declared(self) -> Grant:
        if (self.regime is None) != (self.other_aid is None):
            raise NotAcceptedError(
                "Une aide de minimis (regime) compte les autres aides reçues (other_aid) : dites les deux, ou aucune.",
                "De minimis aid (regime) counts the other aid received (other_aid): say both, or neither.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``min(envelope, rate × eligible so far) - paid so far``; an advance first, the balance last."""
        eligible = self._eligible(now)
        yield Remember("eligible", eligible)
        earned = now.money(
            least(self.envelope, eligible * self.rate), "min({envelope:2}, {eligible:2} * {rate})",
            fr="Subvention acquise", en="Grant earned", envelope=self.envelope, eligible=eligible, rate=self.rate,
        )  # fmt: skip
        if self.withdrawn:
            before, off = earned, now.fact(self.withdrawn)
            fr, en = "Après retrait", "After withdrawal"
            earned = now.money(before * positive(ONE - off), "{before:2} * max(0, 1 - {off})", fr=fr, en=en,
                               before=before, off=off)  # fmt: skip
        payable = self._in_instalments(now, earned, now.period.last)
        paid = now.used("life")
        owed = now.step(
            payable - paid, "{payable:2} - {paid:2}", fr="Reste à verser", en="Left to pay", unit="EUR",
            payable=payable, paid=paid,
        )  # fmt: skip
        if not self.claw_back:
            before, owed = owed, positive(owed)
            fr, en = "Rien n'est rendu", "Nothing is given back"
            now.step(owed, "max(0, {before:2})", fr=fr, en=en, unit="EUR", before=before)
        if self.regime and self.other_aid:
            yield _aid_counted(now, self.regime, now.fact(self.other_aid), owed)
        yield now.flow(
            self.payer, self.payee, owed, "grant", two_sided=self.claw_back, uses="life",
            fr="subvention acquise de {earned:EUR}, déjà versé {paid:EUR}",
            en="grant earned of {earned:EUR}, {paid:EUR} paid before", earned=earned, paid=paid,
        )  # fmt: skip

    def _eligible(self, now: Moment) -> Exact:
        costs = now.breakdown(self.eligible)
        shown, names = total(costs.values()), {f"c{rank}": cost for rank, cost in enumerate(costs.values())}
        formula = " + ".join(f"{{{name}:2}}" for name in names) or "0"
        if self.excluded:
            off = now.fact(self.excluded)
            shown, formula, names = positive(shown - off), f"max(0, {formula} - {{off:2}})", names | {"off": off}
        before = now.recalled("eligible")
        fr, en = "Dépenses éligibles, depuis le début", "Eligible costs so far"
        return now.step(
            before + shown, "{before:2} + " + formula, fr=fr, en=en, unit="EUR", rounding=None, before=before, **names
        )

    def _in_instalments(self, now: Moment, earned: Exact, day: date) -> Exact:
        """What may be paid by ``day``: at least the advance while it runs, at most the ceiling before the report."""
        payable = earned
        if self.advance and day <= self.advance.until:
            share, floor = self.advance.share, payable
            fr, en = "Avec l'avance", "With the advance"
            payable = now.money(greatest(floor, self.envelope * share), "max({earned:2}, {envelope:2} * {share})",
                                fr=fr, en=en, earned=floor, envelope=self.envelope, share=share)  # fmt: skip
        if self.before_report and day <= self.before_report.until:
            share, above = self.before_report.share, payable
            fr, en = "Avant le compte rendu", "Before the report"
            payable = now.money(least(above, self.envelope * share), "min({payable:2}, {envelope:2} * {share})",
                                fr=fr, en=en, payable=above, envelope=self.envelope, share=share)  # fmt: skip
        return payable

    def sentence(self, say: Wording) -> str:
        """The share, the envelope, the instalments, what comes back."""
        payer, payee = say.party(self.payer), say.party(self.payee)
        rate, most, french = say.percent(self.rate), say.money(self.envelope), say.language == "fr"
        costs = say.several(text.said_in(say.language) for text in self.eligible_costs)
        costs = f" ({costs})" if costs else ""
        first = say.percent(self.advance.share) if self.advance else ""
        if french:
            said = f"{payer} subventionne {payee} à hauteur de {rate} des dépenses éligibles{costs}, au plus {most}"
            said += f", dont {first} en avance" if first else ""
            return said + (" ; ce qui n'est pas acquis est rendu." if self.claw_back else ".")
        said = f"{payer} grants {payee} {rate} of eligible costs{costs}, at most {most}"
        said += f", {first} of it in advance" if first else ""
        return said + ("; what is not earned is given back." if self.claw_back else ".")


def _aid_counted(now: Moment, regime: Regime, other: Exact, owed: Exact) -> Effect:
    """State aid never moves money here: a flag says when the ceiling of the regulation is passed."""
    limit = STATE_AID[regime].on(now.period.start)
    unsure = doubt(limit)
    said = now.sentence(
        f"Les aides de ce régime atteignent {{all:EUR}} sur trois ans ; le plafond est de {{limit:EUR}}{unsure.fr}.",
        f"Aid of this regime reaches {{all:EUR}} over three years; the ceiling is {{limit:EUR}}{unsure.en}.",
        all=other + positive(owed), limit=limit.value,
    )  # fmt: skip
    return Told("state-aid", said, other + positive(owed) > limit.value)


CLAUSES = (Grant,)
