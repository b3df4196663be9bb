"""Places and services that everybody can use.

Law: law 2005-102, art. 41 and 47.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.clauses.inclusion.missing import HUNDRED
from mitoyen.engines.agreements.exact import ZERO, positive, total
from mitoyen.engines.agreements.scalars import FactName, Money
from mitoyen.engines.agreements.schedules import Levels
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Accessibility(Transfer):
    """Places and services that everybody can use, by a date; each one that is missing is paid, each complaint too."""

    kind: Literal["accessibility"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "Loi 2005-102, art. 41 et 47",
            Sentence(
                "Les lieux ouverts au public et les services en ligne sont accessibles.",
                "Places open to the public and online services are accessible.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: accessibilite-exemple
  kind: accessibility
  payer: eaux
  payee: ccvm
  conform: heures_insertion
  listed: volume
  target: {2026: "60", 2028: "100"}
  missing_item: "150.00"
"""

    conform: FactName
    """How many items of the list conform; by item or by kind when it is a breakdown."""
    listed: FactName
    target: Levels
    """The conformity rate that is promised, in percent, from each year on."""
    missing_item: Money
    unanswered: FactName | None = None
    """Complaints of users that had no answer in time."""
    unanswered_each: Money = ZERO

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``items missing, rounded up × missing_item + complaints × unanswered_each``."""
        conform, listed = (total(now.breakdown(name).values()) for name in (self.conform, self.listed))
        target = self.target.on(now.period.start)
        due = (target * listed / HUNDRED).rounded(0, "up")
        up = now.line_rounding.model_copy(update={"decimals": 0, "mode": "up"})
        fr, en = "Lieux et services à rendre accessibles", "Items to be accessible"
        now.step(due, "{target} * {listed} / 100", fr=fr, en=en, rounding=up, target=target, listed=listed)
        missing = now.step(
            positive(due - conform), "max(0, {due} - {conform})", fr="Manquants", en="Missing", due=due, conform=conform
        )
        complaints = now.fact(self.unanswered) if self.unanswered else ZERO
        each, other = self.missing_item, self.unanswered_each
        owed = now.money(
            missing * each + complaints * other, "{missing} * {each:2} + {complaints} * {other:2}",
            fr="Somme due", en="Sum due", missing=missing, each=each, complaints=complaints, other=other,
        )  # fmt: skip
        yield now.flow(
            self.payer, self.payee, owed, "shortfall",
            fr="manquants : {missing}, réclamations sans réponse : {complaints}",
            en="missing: {missing}, complaints without answer: {complaints}", missing=missing, complaints=complaints,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """The target, and the price of what is missing."""
        levels = say.several(f"{say.number(level)} % ({year})" for year, level in self.target.years.items())
        payer, payee, each = say.party(self.payer), say.party(self.payee), say.money(self.missing_item)
        if say.language == "fr":
            return (
                f"{payer} rend accessibles {levels} des lieux et services de la liste ; chacun de ceux qui manquent "
                f"lui coûte {each}, versés à {payee}{self._complaints_said(say)}."
            )
        end = self._complaints_said(say)
        return (
            f"{payer} makes {levels} of the list accessible; each item missing costs it {each}, paid to {payee}{end}."
        )

    def _complaints_said(self, say: Wording) -> str:
        if self.unanswered is None or self.unanswered_each is None:
            return ""
        what, each = say.measure(self.unanswered), say.money(self.unanswered_each)
        return f", et chaque unité de {what}, {each}" if say.language == "fr" else f", and each unit of {what}, {each}"
