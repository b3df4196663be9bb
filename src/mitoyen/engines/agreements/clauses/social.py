"""Social duties: insertion hours, and what is missing is paid.

Law: CCP L. 2112-2, L. 2112-4; loi Climat et résilience, art. 35.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, positive
from mitoyen.engines.agreements.scalars import (
    Count,
    FactName,
    Flag,
    Money,
    NotAcceptedError,
    Part,
    PartyId,
    Quantity,
    Rounding,
    Share,
    Words,
)
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Staff(Part):
    """Staff that the new holder must keep: the part of the work that is not open to new people."""

    hours_per_month: Quantity
    months: Count


class HoursOfContract(Part):
    """Hours worked out from the price of a contract: ``amount × labour share × rate / hourly cost``.

    With ``staff``, the labour share is ``1 - (hours × hourly cost) / (amount / months)``: nothing is due when it is
    not above zero. Below ``at_least`` hours no clause is written, and nothing is due.
    """

    amount: Money
    labour_share: Share | None = None
    rate: Share
    hourly_cost: Money
    staff: Staff | None = None
    at_least: Quantity = ZERO
    rounding: Rounding = Rounding(decimals=0, mode="down")
    over_months: Count | None = None
    """The hours are spread over that many months; by default each settlement owes them all."""

    @model_validator(mode="after")
    def _one_share(self) -> HoursOfContract:
        if (self.labour_share is None) == (self.staff is None):
            raise NotAcceptedError(
                "Donnez la part du travail (labour_share), ou le personnel à reprendre (staff), l'un des deux.",
                "Give the labour share, or the staff to be kept (staff), one of the two.",
            )
        if self.hourly_cost == ZERO or (self.staff and ZERO in {Exact(self.staff.months), self.amount}):
            raise NotAcceptedError(
                "Le coût horaire, la durée et le montant ne peuvent pas être nuls : on divise par eux.",
                "The hourly cost, the months and the amount cannot be zero: they divide.",
            )
        return self

    def due(self, now: Moment) -> Exact:
        """The hours due in the period, rounded as declared."""
        share, formula, numbers = self._share(now)
        numbers |= {"amount": self.amount, "rate": self.rate, "cost": self.hourly_cost}
        formula = f"{{amount:2}} * {formula} * {{rate}} / {{cost:2}}"
        exactly = self.amount * share * self.rate / self.hourly_cost
        cent = Rounding(decimals=2)
        fr, en = "Heures du contrat, avant arrondi", "Hours of the contract, before rounding"
        now.step(exactly.rounded(2), formula, fr=fr, en=en, unit="h", rounding=cent, **numbers)
        how = self.rounding
        whole = exactly.rounded(how.decimals, how.mode)
        whole = now.step(
            whole, formula, fr="Heures du contrat", en="Hours of the contract", unit="h", rounding=how, **numbers
        )
        if self.at_least != ZERO:
            seen, whole = whole, choose(exactly < self.at_least, ZERO, whole)
            fr, en = "Heures, si le seuil de la clause est atteint", "Hours, if the clause is worth writing"
            now.step(whole, "{seen}" if whole == seen else "{seen} * 0", fr=fr, en=en, unit="h", seen=seen)
        if self.over_months is None:
            return whole
        months, over = PerPeriod(month=ONE).during(now.period), Exact(self.over_months)
        fr, en = "Heures de la période", "Hours of the period"
        part = (whole * months / over).rounded(2)
        return now.step(
            part, "{whole} * {months} / {over}", fr=fr, en=en, unit="h", rounding=cent,
            whole=whole, months=months, over=over,
        )  # fmt: skip

    def _share(self, now: Moment) -> tuple[Exact, str, dict[str, Exact]]:
        if self.staff is None:
            share = self.labour_share or ZERO
            return share, "{share}", {"share": share}
        s, n, c = self.staff.hours_per_month, Exact(self.staff.months), self.hourly_cost
        share = ONE - s * c / (self.amount / n)
        formula, numbers = "1 - ({s} * {c:2}) / ({a:2} / {n})", {"s": s, "c": c, "a": self.amount, "n": n}
        fr, en = "Part du travail ouverte", "Share of the work that is open"
        now.step(share.rounded(6), formula, fr=fr, en=en, unit="", rounding=Rounding(decimals=6), **numbers)
        return positive(share), f"max(0, {formula})", numbers


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
        done = now.fact(self.delivered)
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


CLAUSES = (InsertionHours,)
