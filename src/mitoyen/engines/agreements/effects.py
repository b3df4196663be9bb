"""What a clause may bring about. It reads the moment, and *yields* these; the pipeline applies them.

``Flow`` moves money, ``Coefficient`` revises the prices of other clauses, ``Flag`` tells people
something, ``Remember`` keeps a figure for the next period, ``Ceiling`` puts a cap on what is owed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.exact import Exact, Truth
    from mitoyen.engines.agreements.scalars import Rounding
    from mitoyen.engines.agreements.trace import Step
    from mitoyen.kernel.text import Sentence

Nature: TypeAlias = Literal[
    "fee", "forgone", "compensation", "share", "penalty", "shortfall", "bonus", "outcome", "grant", "gain", "royalty",
    "reserve", "debt", "guarantee", "distribution", "tax", "in_kind", "indemnity", "other",
]  # fmt: skip
"""What a line is, for totals (revenue is fees and revenue forgone), tax (penalties bear none) and reports."""


class Flow(NamedTuple):
    """Somebody owes somebody an amount, already rounded by the clause. Made by :meth:`Moment.flow`."""

    payer: str
    payee: str
    amount: Exact
    nature: Nature
    why: Sentence
    steps: tuple[Step, ...] = ()
    two_sided: bool = False
    """A negative amount means that the payee owes the payer."""
    uses: str | None = None
    """The window (``year``, ``life``…) in which this amount is counted under the clause's id."""
    pays_arrears_of: str = ""
    """The loan whose arrears this amount pays, once caps have been applied."""


class Coefficient(NamedTuple):
    """The prices of ``target`` are multiplied, and rounded by ``price``."""

    target: str
    value: Exact
    price: Rounding
    steps: tuple[Step, ...] = ()


class Flag(NamedTuple):
    """Something that people must know; where ``raised`` is false nothing is said."""

    code: str
    sentence: Sentence
    raised: Truth = True


class Remember(NamedTuple):
    """A figure of this clause for the next settlement: :meth:`Moment.recalled` gives it back; none is forgotten."""

    name: str
    value: Exact | None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A cap that this clause puts on what is owed, applied once all lines are known."""

    cap: Cap


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do or to publish by a date, that moves no money."""

    clause: str
    debtor: str
    due: date
    what: Sentence
    public: bool = False


Effect: TypeAlias = Flow | Coefficient | Flag | Remember | Ceiling
