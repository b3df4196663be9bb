"""Work for people of target groups or areas.

Law: CCP L. 2112-2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Law, Stage, Transfer
from mitoyen.engines.agreements.clauses.inclusion.missing import paid
from mitoyen.engines.agreements.exact import ZERO, positive, total
from mitoyen.engines.agreements.scalars import FactName, Money, Slug
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class LocalHire(Transfer):
    """Work for people of target groups or areas; each hour or head that is missing is paid.

    Groups and areas are those of public policies (QPV, FRR, long unemployment): where somebody lives is no criterion
    (guardrail SOC-10).
    """

    kind: Literal["local_hire"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2112-2",
            Sentence(
                "Une condition d'exécution peut viser des publics ou des quartiers prioritaires ; préférer des "
                "résidents serait discriminatoire.",
                "A condition of performance may name target groups or areas; preferring residents would discriminate.",
            ),
            confirmed=False,
            kinds=CONTRACTS,
        ),
    )
    example: ClassVar[str] = """
- id: embauche-exemple
  kind: local_hire
  payer: eaux
  payee: ccvm
  hired: volume
  counted: [qpv, frr]
  due: {year: "800"}
  missing_unit: "20.00"
"""

    hired: FactName
    """Hours, heads or contract-months by group: ``embauches.qpv``."""
    counted: tuple[Slug, ...] = Field(min_length=1)
    due: PerPeriod
    missing_unit: Money
    excused: FactName | None = None
    """What nobody could be found for, as the facilitator says."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(0, due - excused - Σ hired of the groups counted) × missing_unit``."""
        hired = now.breakdown(self.hired)
        kept = {f"h{rank}": value for rank, (key, value) in enumerate(hired.items()) if set(key) & set(self.counted)}
        done = total(kept.values())
        formula = " + ".join(f"{{{name}}}" for name in kept) or "0"
        now.step(done, formula, fr="Embauches comptées", en="Hires counted", unit="", rounding=None, **kept)
        due = self.due.during(now.period).rounded(4)
        off = now.fact(self.excused) if self.excused else ZERO
        short = now.step(
            positive(due - off - done), "max(0, {due} - {off} - {done})", fr="Manquantes", en="Missing",
            due=due, off=off, done=done,
        )  # fmt: skip
        yield paid(self, now, short, self.missing_unit, ("unités manquantes : {n}", "units missing: {n}"))

    def sentence(self, say: Wording) -> str:
        """How much work, for whom, and the price of what is missing."""
        due, per = say.counted(self.due.base, say.unit_of(self.hired)), say.per(self.due.per)
        payer, payee, groups = say.party(self.payer), say.party(self.payee), say.plainly(self.counted)
        each = say.money(self.missing_unit)
        if say.language == "fr":
            return (
                f"{payer} {say.does(self.payer, 'doit')} {due} par {per} ({say.measure(self.hired)}), pour les publics "
                f"ou quartiers {groups} ; "
                f"chaque unité manquante lui coûte {each}, versés à {payee}."
            )
        return (
            f"{payer} owes {due} per {per} ({say.measure(self.hired)}), for groups or areas {groups}; "
            f"each unit missing costs it {each}, paid to {payee}."
        )
