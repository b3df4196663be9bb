"""One published case as a small agreement, settled by the engine that settles every agreement.

Nothing is worked out here: a case becomes clauses, facts and caps, and what it expects is read in the lines of the
settlement and in their printed steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.given import CaseError
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.exact import Exact, total
from mitoyen.engines.agreements.settlement import Settled, settle
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.dates import Period
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.books import Line
    from mitoyen.engines.agreements.reading import Tree

YEAR = "2027"


@dataclass
class Trial:
    """An agreement between a payer and a payee, made of what a case says."""

    clauses: list[Tree]
    facts: dict[str, Tree] = field(default_factory=dict)
    """What is observed, by name; a group is a breakdown."""
    indicators: dict[str, Tree] = field(default_factory=dict)
    indices: dict[str, Tree] = field(default_factory=dict)
    caps: list[Tree] = field(default_factory=list)
    parties: dict[str, Tree] = field(default_factory=dict)
    declared_indicators: dict[str, Tree] = field(default_factory=dict)
    money_facts: frozenset[str] = frozenset()
    reserves: dict[str, Exact] = field(default_factory=dict)
    """What reserves and funds hold when the year begins."""

    def settled(self) -> Trialled:
        """Settle the one year of this agreement."""
        agreement: dict[str, Tree] = {
            "format": "1",
            "agreement": "cases/case",
            "kind": "other",
            "title": "Cas publié",
            "purpose": {"fr": "Refaire un cas publié.", "en": "Redo a published case."},
            "term": {"from": f"{YEAR}-01-01", "to": f"{YEAR}-12-31", "settle": "year"},
            "defaults": {"missing": "hold"},
            "parties": self.parties or dict(PAYER_AND_PAYEE),
            "facts": {name: self._fact(name) for name in self.facts},
            "indicators": self.declared_indicators,
            "clauses": self.clauses,
            "caps": self.caps,
        }
        observed: dict[str, Tree] = {
            "period": YEAR,
            "status": "final",
            "facts": self.facts,
            "indicators": self.indicators,
            "indices": self.indices,
        }
        opening = State(reserve=dict(self.reserves))
        document = from_tree(agreement, "case")
        return Trialled(settle(document, facts_from_tree(observed, "case"), Period.parse(YEAR), opening))

    def _fact(self, name: str) -> dict[str, Tree]:
        return {"unit": "EUR"} if name in self.money_facts else {"unit": "unit", "decimals": "9"}


PAYER_AND_PAYEE: dict[str, Tree] = {
    "payer": {"name": {"fr": "Payeur", "en": "Payer"}, "role": "other"},
    "payee": {"name": {"fr": "Bénéficiaire", "en": "Payee"}, "role": "other"},
}


@dataclass(frozen=True)
class Trialled:
    """The settlement of a case, and how its figures are read."""

    result: Settled

    def lines(self, clause: str) -> list[Line]:
        """The lines of a clause, in order."""
        return [line for line in self.result.lines if line.clause == clause]

    def owed(self, clause: str, nature: str | None = None) -> Exact:
        """The sum owed under a clause, in lines of this nature if one is named."""
        lines = [line for line in self.lines(clause) if nature in {None, line.nature}]
        if any(line.amount is None for line in lines):
            raise CaseError(Sentence("Une ligne du cas attend une pièce.", "A line of the case waits for evidence."))
        return total(line.amount for line in lines if line.amount is not None)

    def figure(self, clause: str, label: str) -> Exact:
        """The result of the printed step of that (English) label; what stands in brackets after it may differ."""
        for line in self.lines(clause):
            for step in line.steps:
                if step.label.en.partition(" (")[0] == label:
                    return Exact.parse(step.result)
        raise CaseError(Sentence(f"Aucune étape « {label} » n'est imprimée.", f"No step '{label}' is printed."))

    def has_figure(self, clause: str, label: str) -> bool:
        """Whether a step of that label is printed."""
        return any(step.label.en == label for line in self.lines(clause) for step in line.steps)
