"""The reports that are due, and what is published.

Law: CCP L. 3131-5 (annual report).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Clause, Law, Stage
from mitoyen.engines.agreements.effects import Duty
from mitoyen.engines.agreements.scalars import Flag as YesNo
from mitoyen.engines.agreements.scalars import Part, PartyId, Text, Words
from mitoyen.engines.agreements.schedules import Due, due_dates
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period


class Report(Part):
    """A report, and when it is due."""

    what: Text
    due: Due
    public: YesNo = False


class Reporting(Clause):
    """The reports that are due, and what is published."""

    kind: Literal["reporting"]
    stage: ClassVar[Stage] = Stage.CLOSE
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
            return f"{say.party(self.debtor)} remet{say.colon}{reports}." + (
                f" Sont publiés{say.colon}{published}." if published else ""
            )
        return f"{say.party(self.debtor)} delivers: {reports}." + (f" Published: {published}." if published else "")


_PUBLISHED = {
    "contract": "contrat",
    "amendments": "avenants",
    "indicators": "indicateurs",
    "results": "résultats",
    "settlements": "décomptes",
    "payments": "paiements",
}
"""What is published, as a French reader calls it."""
