"""Insertion hours: those that are missing are paid.

Law: CCP L. 2112-2, L. 2112-4; loi Climat et résilience, art. 35.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Law, Stage, Transfer
from mitoyen.engines.agreements.clauses.social.hours_of_contract import HoursOfContract
from mitoyen.engines.agreements.clauses.social.persons import PersonLimit
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ZERO, Exact, positive
from mitoyen.engines.agreements.scalars import (
    FactName,
    Flag,
    Money,
    NotAcceptedError,
    PartyId,
    Words,
)
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

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
            kinds=CONTRACTS,
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

    due: PerPeriod | None = None
    from_contract: HoursOfContract | None = None
    """The hours due come from the price of a contract, when they are not given."""
    delivered: FactName
    """The hours of the period; person by person, under their codes, when there is a limit for each."""
    by_person: PersonLimit | None = None
    """What counts of the hours of one person."""
    pooled: tuple[FactName, ...] = ()
    """Hours made under other contracts of the same employer, that the facilitator counts here."""
    missing_hour: Money
    excused: FactName | None = None
    """Hours that nobody could be sent for: they are taken off what is due."""
    carried: Flag = False
    """Hours delivered beyond what is due count for the next period."""
    validated_by: PartyId | None = None
    proof: Words | None = None
    labour_hours: PerPeriod | None = None
    """All the hours of work of the contract, of which these are a part."""
    transferred_staff: Flag = False
    """Whether the new holder must keep staff, whose hours are then not open to new people."""

    @model_validator(mode="after")
    def _hours_one_way(self) -> InsertionHours:
        if (self.due is None) == (self.from_contract is None):
            raise NotAcceptedError(
                "Donnez les heures dues (due), ou le contrat dont elles se déduisent (from_contract), l'un des deux.",
                "Give the hours due (due), or the contract that they follow from (from_contract), one of the two.",
            )
        return self

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(0, due - excused - delivered) × missing_hour``."""
        due = self.due.during(now.period) if self.due else self.from_contract.due(now) if self.from_contract else ZERO
        done = yield from self._delivered(now)
        if self.excused:
            before, off = due, now.fact(self.excused)
            fr, en = "Heures dues, moins celles qui n'ont pu être pourvues", "Hours due, less those nobody could fill"
            due = now.step(positive(before - off), "max(0, {due} - {off})", fr=fr, en=en, unit="h", due=before, off=off)
        if self.carried:
            seen, ahead = done, now.recalled("ahead")
            fr, en = "Heures réalisées, avec l'avance", "Hours delivered, with those ahead"
            done = now.step(seen + ahead, "{seen} + {ahead}", fr=fr, en=en, unit="h", seen=seen, ahead=ahead)
            yield Remember("ahead", positive(done - due))
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

    def _delivered(self, now: Moment) -> Generator[Effect, None, Exact]:
        """The hours that count: within the limit of each person, with those of other contracts."""
        done = (yield from self.by_person.counted(now, self.delivered)) if self.by_person else now.fact(self.delivered)
        for other in self.pooled:
            before, more = done, now.fact(other)
            fr, en = "Heures réalisées, avec celles d'autres contrats", "Hours delivered, with those of other contracts"
            done = now.step(before + more, "{before} + {more}", fr=fr, en=en, unit="h", before=before, more=more)
        return done

    def kept_private(self) -> frozenset[str]:
        """The hours of each person."""
        return frozenset({self.delivered}) if self.by_person else frozenset()

    def sentence(self, say: Wording) -> str:
        """Hours due, and the price of each that is missing."""
        due, each = self._due_said(say), say.money(self.missing_hour)
        if say.language == "fr":
            return (
                f"{say.party(self.payer)} confie {due} à des personnes "
                f"éloignées de l'emploi ; chaque heure manquante lui coûte {each}, versés à {say.party(self.payee)}."
            )
        return (
            f"{say.party(self.payer)} gives {due} to people far from employment; "
            f"each missing hour costs it {each}, paid to {say.party(self.payee)}."
        )

    def _due_said(self, say: Wording) -> str:
        french = say.language == "fr"
        if self.due:
            hours, per = say.quantity(self.due.base, "h"), say.per(self.due.per)
            return f"{hours} de travail par {per}" if french else f"{hours} of work per {per}"
        rate = say.percent(self.from_contract.rate) if self.from_contract else ""
        return f"{rate} des heures de travail du contrat" if french else f"{rate} of the hours of work of the contract"
