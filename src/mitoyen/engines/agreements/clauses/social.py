"""Social duties: insertion hours, and what is missing is paid.

Law: CCP L. 2112-2, L. 2112-4; loi Climat et résilience, art. 35.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.exact import positive
from mitoyen.engines.agreements.scalars import FactName, Money, PartyId, Words
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class InsertionHours(Transfer):
    """Hours of work for people far from employment; each missing hour is paid."""

    kind: Literal["insertion_hours"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2112-2 et L. 2112-4",
            Sentence(
                "Les conditions d'exécution peuvent comporter des considérations sociales et relatives à l'emploi.",
                "Conditions of performance may include social and employment considerations.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: insertion-exemple
  kind: insertion_hours
  payer: eaux
  payee: ccvm
  due: {quarter: "350"}
  delivered: heures_insertion
  missing_hour: "45.00"
"""

    due: PerPeriod
    delivered: FactName
    missing_hour: Money
    excused: FactName | None = None
    """Hours that nobody could be sent for: they are taken off what is due."""
    validated_by: PartyId | None = None
    proof: Words | None = None

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(0, due - excused - delivered) × missing_hour``."""
        due, done = self.due.during(now.period), now.fact(self.delivered)
        if self.excused:
            before, off = due, now.fact(self.excused)
            fr, en = "Heures dues, moins celles qui n'ont pu être pourvues", "Hours due, less those nobody could fill"
            due = now.step(positive(before - off), "max(0, {due} - {off})", fr=fr, en=en, unit="h", due=before, off=off)
        missing = now.step(
            positive(due - done), "max(0, {due} - {done})", fr="Heures manquantes", en="Missing hours", unit="h",
            due=due, done=done,
        )  # fmt: skip
        each = self.missing_hour
        fr, en = "Somme due", "Sum due"
        owed = now.money(missing * each, "{missing} * {each:2}", fr=fr, en=en, missing=missing, each=each)
        yield now.flow(
            self.payer, self.payee, owed, "shortfall",
            fr="{missing:h} manquantes × {each:EUR}", en="{missing:h} missing × {each:EUR}", missing=missing, each=each,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """Hours due, and the price of each that is missing."""
        due, each = say.quantity(self.due.base, "h"), say.money(self.missing_hour)
        if say.language == "fr":
            return (
                f"{say.party(self.payer)} confie {due} de travail par {say.per(self.due.per)} à des personnes "
                f"éloignées de l'emploi ; chaque heure manquante lui coûte {each}, versés à {say.party(self.payee)}."
            )
        return (
            f"{say.party(self.payer)} gives {due} of work per {say.per(self.due.per)} to people far from employment; "
            f"each missing hour costs it {each}, paid to {say.party(self.payee)}."
        )


CLAUSES = (InsertionHours,)
