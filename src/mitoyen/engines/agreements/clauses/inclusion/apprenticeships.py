"""Apprentices: months that are due, trainings that are completed.

Law: CCP L. 2112-2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Law, Stage, Transfer
from mitoyen.engines.agreements.clauses.inclusion.missing import paid
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ZERO, positive, total
from mitoyen.engines.agreements.scalars import FactName, Flag, Money
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Apprenticeships(Transfer):
    """Months of apprentices that are due; those that are missing are paid, completed trainings earn a bonus."""

    kind: Literal["apprenticeships"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2112-2",
            Sentence(
                "Les conditions d'exécution peuvent porter sur l'emploi.",
                "Conditions of performance may bear on employment.",
            ),
            confirmed=False,
            kinds=CONTRACTS,
        ),
    )
    example: ClassVar[str] = """
- id: apprentis-exemple
  kind: apprenticeships
  payer: eaux
  payee: ccvm
  months: heures_insertion
  due: {year: "24"}
  missing_month: "300.00"
  carried: true
"""

    months: FactName
    """Apprentices × months, in all trades or by trade."""
    due: PerPeriod
    missing_month: Money
    broken: FactName | None = None
    """Months lost by contracts that ended without the employer's fault: they are taken off what is due."""
    carried: Flag = False
    """Months in advance count for the next period: school years do not end with ours."""
    completed: FactName | None = None
    bonus: Money | None = None
    """Paid to the employer for each training that is completed."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(0, due - broken - months - ahead) × missing_month``, and ``completed × bonus`` the other way."""
        done, due = total(now.breakdown(self.months).values()), self.due.during(now.period).rounded(4)
        broken = now.fact(self.broken) if self.broken else ZERO
        ahead = now.recalled("ahead") if self.carried else ZERO
        short = now.step(
            positive(due - broken - done - ahead), "max(0, {due} - {broken} - {done} - {ahead})",
            fr="Mois manquants", en="Missing months", unit="month", due=due, broken=broken, done=done, ahead=ahead,
        )  # fmt: skip
        yield paid(self, now, short, self.missing_month, ("mois manquants : {n}", "months missing: {n}"))
        if self.carried:
            yield Remember("ahead", positive(done + ahead - positive(due - broken)))
        if self.completed and self.bonus is not None:
            count = now.fact(self.completed)
            fr, en = "Prime de fin de formation", "Completion bonus"
            bonus = now.money(count * self.bonus, "{count} * {each:2}", fr=fr, en=en, count=count, each=self.bonus)
            fr, en = "{count} formations achevées × {each:EUR}", "{count} trainings completed × {each:EUR}"
            yield now.flow(self.payee, self.payer, bonus, "bonus", fr=fr, en=en, count=count, each=self.bonus)

    def sentence(self, say: Wording) -> str:
        """The months due, what is missing costs, what completion earns."""
        due, per, each = say.number(self.due.base), say.per(self.due.per), say.money(self.missing_month)
        payer, payee = say.party(self.payer), say.party(self.payee)
        if say.language == "fr":
            said = f"{payer} accueille {due} mois d'apprentissage par {per} ; chaque mois manquant lui coûte {each}"
            end = f", et chaque formation achevée lui rapporte {say.money(self.bonus)}" if self.bonus else ""
            return f"{said}, versés à {payee}{end}."
        said = f"{payer} takes {due} months of apprentices per {per}; each month missing costs it {each}"
        end = f", and each training completed earns it {say.money(self.bonus)}" if self.bonus else ""
        return f"{said}, paid to {payee}{end}."
