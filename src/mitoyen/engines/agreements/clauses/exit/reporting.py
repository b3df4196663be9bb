"""The reports that are due, and what is published.

Law: CCP L. 3131-5 (annual report).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Clause, Law, Pairs, Stage
from mitoyen.engines.agreements.effects import Duty
from mitoyen.engines.agreements.exact import Exact, positive
from mitoyen.engines.agreements.scalars import Count, FactName, Money, NotAcceptedError, Part, PartyId, Text, Words
from mitoyen.engines.agreements.scalars import Flag as YesNo
from mitoyen.engines.agreements.schedules import Due, due_dates
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period


class Report(Part):
    """A report, and when it is due."""

    what: Text
    due: Due
    public: YesNo = False
    days_late: FactName | None = None
    """How many days after its date it was delivered, in the period; those of a report that is still due too."""
    tolerated_days: Count = 0
    per_day: Money | None = None
    """What each day of delay costs beyond those that are tolerated."""

    @model_validator(mode="after")
    def _late_days_have_a_price(self) -> Report:
        if (self.days_late is None) != (self.per_day is None):
            raise NotAcceptedError(
                "Une pénalité de retard compte des jours (days_late) et dit leur prix (per_day).",
                "A penalty for lateness counts days (days_late) and says their price (per_day).",
            )
        return self


class Reporting(Clause):
    """The reports that are due, and what is published."""

    kind: Literal["reporting"]
    stage: ClassVar[Stage] = Stage.PENALTIES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 3131-5",
            Sentence("Rapport annuel du concessionnaire.", "The concessionaire's annual report."),
            confirmed=False,
            kinds=CONCESSIONS,
        ),
    )
    example: ClassVar[str] = """
- id: rapports-exemple
  kind: reporting
  debtor: eaux
  reports: [{what: rapport annuel, due: "06-01", public: true}]
  publish: [contract, settlements, payments]
"""

    debtor: PartyId
    reports: tuple[Report, ...] = ()
    publish: tuple[Words, ...] = ()
    penalty_to: PartyId | None = None
    """Who is paid for the days of delay."""

    @model_validator(mode="after")
    def _lateness_is_paid(self) -> Reporting:
        if any(report.per_day is not None for report in self.reports) != (self.penalty_to is not None):
            raise NotAcceptedError(
                "Une pénalité de retard a un prix par jour (per_day) et un bénéficiaire (penalty_to).",
                "A penalty for lateness has a price per day (per_day) and a payee (penalty_to).",
            )
        return self

    def pairs(self) -> Pairs:
        """The debtor and who is paid for its delays."""
        return ((self.debtor, self.penalty_to),) if self.penalty_to else ()

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``Σ max(0, days late - tolerated) × per_day``, a line for each report; nothing without a price."""
        for report in self.reports:
            if self.penalty_to is None or report.days_late is None or report.per_day is None:
                continue
            late, tolerated, each = now.fact(report.days_late), Exact(report.tolerated_days), report.per_day
            fr, en = f"Pénalité de retard : {report.what.fr}", f"Penalty for lateness: {report.what.said_in('en')}"
            owed = now.money(positive(late - tolerated) * each, "max(0, {late} - {tolerated}) * {each:2}", fr=fr, en=en,
                             late=late, tolerated=tolerated, each=each)  # fmt: skip
            yield now.flow(
                self.debtor, self.penalty_to, owed, "penalty",
                fr=f"{report.what.fr} : {{late:day}} de retard × {{each:EUR}}",
                en=f"{report.what.said_in('en')}: {{late:day}} late × {{each:EUR}}", late=late, each=each,
            )  # fmt: skip

    def duties(self, period: Period, say: tuple[Wording, Wording]) -> Iterator[Duty]:
        """Each report that falls due because of the period."""
        del say
        for report in self.reports:
            for day in due_dates(report.due, period):
                what = Sentence(report.what.fr, report.what.said_in("en"))
                yield Duty(self.id, self.debtor, day, what, report.public)

    def sentence(self, say: Wording) -> str:
        """Who reports what."""
        reports = say.several(report.what.said_in(say.language) for report in self.reports)
        published = say.several(_PUBLISHED.get(what, what) if say.language == "fr" else what for what in self.publish)
        if say.language == "fr":
            said = f"{say.party(self.debtor)} remet{say.colon}{reports}."
            said += f" Sont publiés{say.colon}{published}." if published else ""
        else:
            said = f"{say.party(self.debtor)} delivers: {reports}."
            said += f" Published: {published}." if published else ""
        return said + "".join(self._lateness_said(say))

    def _lateness_said(self, say: Wording) -> Iterator[str]:
        payee = say.party(self.penalty_to) if self.penalty_to else ""
        for report in self.reports:
            if report.per_day is None:
                continue
            what, each, some = report.what.said_in(say.language), say.money(report.per_day), report.tolerated_days
            if say.language == "fr":
                after = f" au-delà de {some} jours" if some else ""
                yield f" Chaque jour de retard ({what}){after} coûte {each}, versés à {payee}."
            else:
                after = f" beyond {some} days" if some else ""
                yield f" Each day of delay ({what}){after} costs {each}, paid to {payee}."


_PUBLISHED = {
    "contract": "contrat",
    "amendments": "avenants",
    "indicators": "indicateurs",
    "results": "résultats",
    "settlements": "décomptes",
    "payments": "paiements",
}
"""What is published, as a French reader calls it."""
