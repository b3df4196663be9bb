"""The data that one party gives.

Law: CCP L. 3131-2 (open data).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Clause, Law, Stage
from mitoyen.engines.agreements.declarations import PersonalEvidence
from mitoyen.engines.agreements.effects import Duty
from mitoyen.engines.agreements.scalars import Flag as YesNo
from mitoyen.engines.agreements.scalars import Part, PartyId, Text, Words
from mitoyen.kernel.dates import Frequency
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period


class Dataset(Part):
    """Data that is given: its format, its licence, how often."""

    what: Text
    format: Words
    licence: Words | None = None
    every: Frequency
    personal: YesNo = False
    protection: PersonalEvidence | None = None
    """For data about persons: why it may be held, how long, and from how many it is shown."""


class DataAccess(Clause):
    """The data that one party gives, in which format, under which licence."""

    kind: Literal["data_access"]
    stage: ClassVar[Stage] = Stage.CLOSE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 3131-2",
            Sentence(
                "Le concessionnaire fournit les données de l'exploitation dans un standard ouvert.",
                "The concessionaire gives operating data in an open standard.",
            ),
            confirmed=False,
            kinds=CONCESSIONS,
        ),
    )
    example: ClassVar[str] = """
- id: donnees-exemple
  kind: data_access
  debtor: eaux
  datasets: [{what: fuites et interventions, format: CSV, licence: etalab-2.0, every: month}]
  returned_at_end: open_format
"""

    debtor: PartyId
    datasets: tuple[Dataset, ...] = Field(min_length=1)
    returned_at_end: Words | None = None

    def duties(self, period: Period, say: tuple[Wording, Wording]) -> Iterator[Duty]:
        """Each dataset, at the end of each of its own periods."""
        del say
        for dataset in self.datasets:
            for piece in period.cut(dataset.every):
                what = Sentence(
                    f"{dataset.what.fr} ({dataset.format})", f"{dataset.what.said_in('en')} ({dataset.format})"
                )
                yield Duty(self.id, self.debtor, piece.last, what, public=dataset.licence is not None)

    def sentence(self, say: Wording) -> str:
        """Which data, how often."""
        given = say.several(
            f"{one.what.said_in(say.language)} ({one.format}, {say.every(one.every)})" for one in self.datasets
        )
        if say.language == "fr":
            return f"{say.party(self.debtor)} met à disposition{say.colon}{given}."
        return f"{say.party(self.debtor)} makes available: {given}."
