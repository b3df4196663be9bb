"""The blackboard of a settlement: the lines so far, revised prices, flags, what is held."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from mitoyen.engines.agreements.exact import ZERO, Exact, positive, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.effects import Coefficient, Flag, Nature
    from mitoyen.engines.agreements.exact import Truth
    from mitoyen.engines.agreements.stages import Stage
    from mitoyen.engines.agreements.state import State
    from mitoyen.engines.agreements.trace import Step
    from mitoyen.kernel.text import Sentence

LineStatus: TypeAlias = Literal["due", "provisional", "held", "pending", "carried", "correction"]
RESERVE = "reserve:"
CARRIED = "carried:"
STATE = "etat"
"""The account of the State, which receives the value added tax."""


@dataclass(slots=True)
class Line:
    """One line of a settlement. ``amount`` is ``None`` while it is held."""

    clause: str
    kind: str
    stage: Stage
    payer: str
    payee: str
    amount: Exact | None
    nature: Nature
    why: Sentence
    steps: list[Step] = field(default_factory=list)
    status: LineStatus = "due"
    two_sided: bool = False
    uses: str | None = None
    evidence: tuple[tuple[str, tuple[str, ...]], ...] = ()
    private: frozenset[str] = frozenset()
    """The facts of its evidence whose values are nobody else's business."""
    since: str = ""
    """The period in which a cap first put this amount off, when it was carried."""
    put_off: Exact = ZERO
    """What caps put off of it: it is owed all the same, later."""
    pays_arrears_of: str = ""
    """The loan whose arrears this amount pays, in the place of the borrower."""

    def owed_by(self, party: str) -> Exact:
        """What ``party`` owes by this line, never negative; a held line owes nothing yet."""
        if self.amount is None:
            return ZERO
        if party == self.payer:
            return positive(self.amount)
        return positive(-self.amount) if self.two_sided and party == self.payee else ZERO

    def owed_to(self, party: str) -> Exact:
        """What ``party`` receives by this line, never negative."""
        if self.amount is None:
            return ZERO
        if party == self.payee:
            return positive(self.amount)
        return positive(-self.amount) if self.two_sided and party == self.payer else ZERO


@dataclass(slots=True)
class Books:
    """What the stages write to, and the clauses read through the moment."""

    state: State
    lines: list[Line] = field(default_factory=list)
    coefficients: dict[str, list[Coefficient]] = field(default_factory=dict)
    reached: dict[str, Truth] = field(default_factory=dict)
    """For each cap, whether it bound: in which scenarios."""
    figures: dict[str, Exact] = field(default_factory=dict)
    """Figures worked out on the way that reviews and reports look at (``revision.coefficient``)."""
    flags: list[tuple[str, Flag]] = field(default_factory=list)
    ceilings: list[Cap] = field(default_factory=list)
    """Caps that clauses bring about: applied after all lines are known, before those of the document."""
    held: dict[str, Sentence] = field(default_factory=dict)
    """Clauses that wait for their evidence, and why."""

    def of(self, wanted: Callable[[Line], bool]) -> Iterator[Line]:
        """The lines that are wanted, in the order of operations."""
        return (line for line in self.lines if wanted(line))

    @staticmethod
    def sum(lines: Iterable[Line]) -> Exact:
        """The sum of lines; held ones are not counted."""
        return total(line.amount for line in lines if line.amount is not None)
