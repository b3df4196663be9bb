"""What every clause is: a few fields, one amount function, a sentence, the law it stands on.

The rules of the house:

* a clause kind has exactly **one** amount function, :meth:`Clause.amount`; it reads the
  :class:`~mitoyen.engines.agreements.moment.Moment` and yields effects; it works alike on one
  number and on an array of scenarios (``least``, ``positive``, ``choose``: never ``if`` on a value);
* :meth:`Clause.sentence` says the clause in French and English out of its own fields;
* what must be done or published, without money, is yielded by :meth:`Clause.duties`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mitoyen.engines.agreements.declarations import RiskTag, WorkedExample
from mitoyen.engines.agreements.effects import Duty, Effect
from mitoyen.engines.agreements.policies import Missing, Negative
from mitoyen.engines.agreements.scalars import (
    ClauseId,
    Count,
    Day,
    Flag,
    IndicatorId,
    Part,
    PartyId,
    Rate,
    Rounding,
    SharedPart,
    Text,
    Words,
)
from mitoyen.engines.agreements.stages import Stage
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period


__all__ = ["CONCESSIONS", "CONTRACTS", "Clause", "Duty", "Effect", "Law", "Pairs", "Stage", "Transfer"]

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Law:
    """A text that a clause kind stands on; ``confirmed`` is false while nobody has read the text itself."""

    reference: str
    says: Sentence
    confirmed: bool = True
    kinds: tuple[str, ...] = ()
    """The kinds of agreement that it rules; all of them when it names none."""
    sectors: tuple[str, ...] = ()

    def rules(self, kind: str, sector: str | None) -> bool:
        """Whether it is about agreements of that kind and, where both name one, of that sector."""
        elsewhere = self.sectors and sector and sector not in self.sectors
        return not elsewhere and (not self.kinds or kind in self.kinds)


CONCESSIONS = ("concession", "semop")
CONTRACTS = ("public_contract", "results_contract", "blended_finance")
"""The kinds of agreement that are public procurement: works, services, results bought at a price."""


class LineRules(SharedPart):
    """Where a clause rounds, when not as the document says."""

    line: Rounding | None = None


class Clause(Part):
    """The fields and the behaviour that all kinds share."""

    stage: ClassVar[Stage]
    place: ClassVar[int] = 0
    """Inside its stage, clauses of a later place come after those of an earlier one, whatever the document's order."""
    law: ClassVar[tuple[Law, ...]] = ()
    example: ClassVar[str]
    """A short YAML snippet that is valid in the agreement of the tests."""

    id: ClauseId
    title: Text | None = None
    purpose: Text | None = None
    """What it is for, in words."""
    objective: tuple[IndicatorId, ...] = ()
    """The indicators of the purpose that this clause serves."""
    missing: Missing | None = None
    """What happens when its evidence is missing or not yet audited; as the document says by default."""
    negative: Negative | None = None
    """What a negative amount becomes."""
    applies_from: Day | None = None
    """It holds for the periods that begin from that day on."""
    applies_to_day: Day | None = None
    """And for those that begin by that day."""
    vat: Rate | None = None
    """Value added tax, on top; penalties, grants, debts and gifts in kind bear none."""
    offsettable: Flag = False
    """Whether its lines may be set off against others between the same parties."""
    notice_days: Count | None = None
    """How long a penalty waits for an answer once it was announced."""
    contest_days: Count | None = None
    """How long its accounts may be contested."""
    cumulative: Flag = False
    """Whether it may sanction a fact that another clause already sanctions."""
    risks: tuple[RiskTag, ...] = ()
    """The risks that it moves: who bears them, who could act on them or absorb them."""
    legal_refs: tuple[Words, ...] = ()
    """Texts on which this very clause stands, besides those of its kind."""
    examples: tuple[WorkedExample, ...] = ()
    """Calculations told in the text, which the engine redoes (guardrail TXT-03)."""
    confidential: Flag = False
    """Whether its terms are kept from the public (guardrail PUB-02)."""

    kind: str

    def amount(self, now: Moment) -> Iterator[Effect]:
        """The effects of this clause at one period: the only place where it makes amounts.

        A kind that only creates duties keeps this one, which brings about nothing.
        """
        del now
        return iter(())

    def sentence(self, say: Wording) -> str:
        """The clause in plain words of one language, made from its fields."""
        raise NotImplementedError

    def said(self, say: Wording) -> str:
        """The sentence as it is read: with the articles and the capitals of the language."""
        return say.finished(self.sentence(say))

    def grounds(self, kind: str, sector: str | None) -> tuple[Law, ...]:
        """The texts on which it stands in an agreement of that kind and sector, and those that it names itself."""
        own = (Law(reference, Sentence(reference, reference)) for reference in self.legal_refs)
        return (*(law for law in self.law if law.rules(kind, sector)), *own)

    def duties(self, period: Period, say: tuple[Wording, Wording]) -> Iterator[Duty]:
        """What must be done or published because of ``period``."""
        del period, say
        return iter(())

    def caps(self) -> tuple[Cap, ...]:
        """The caps that this clause puts on what is owed."""
        return ()

    def when_contested(self, clause: str) -> Missing | None:
        """What happens to a contested value under ``clause`` because of this one; ``None``: nothing."""
        del clause
        return None

    def kept_private(self) -> frozenset[str]:
        """The facts about one household or person, whose values a published line does not show."""
        return frozenset()

    def pairs(self) -> Pairs:
        """Who pays whom under this clause; shown on a line that is held. A duty binds nobody to pay."""
        return ()

    def line_rounding(self, default: Rounding) -> Rounding:
        """Where its lines are rounded."""
        return getattr(getattr(self, "round", None), "line", None) or default

    def applies_during(self, period: Period) -> bool:
        """Whether it is in force at the start of ``period``."""
        begun = self.applies_from is None or self.applies_from <= period.start
        return begun and (self.applies_to_day is None or period.start <= self.applies_to_day)


class Transfer(Clause):
    """A clause by which one party pays another."""

    payer: PartyId
    payee: PartyId
    round: LineRules | None = None
    """Where its lines are rounded, when not as the document says."""

    def pairs(self) -> Pairs:
        """The payer and the payee."""
        return ((self.payer, self.payee),)
