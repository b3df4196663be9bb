"""A case of any other kind of clause: its terms are the parameters of that clause, under their own names.

What is observed are its facts. The figures are the amounts owed and each printed step, by the words of its English
label.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial, Trialled
from mitoyen.engines.agreements.exact import ZERO, Exact, total

if TYPE_CHECKING:
    from collections.abc import Callable

    from mitoyen.engines.agreements.cases.given import Given
    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.reading import Tree


def recipe_for(kind: str, clause: type[Clause]) -> Callable[[Given], Figures]:
    """The recipe that hands the terms of a case to the clauses of one kind."""
    takes = frozenset(clause.model_fields)

    def settled(given: Given) -> Figures:
        terms = {name: value for name, value in given.values.items() if name in given and name not in given.observed}
        ends = {name: value for name, value in BOUND.items() if name in takes}
        written: dict[str, Tree] = {**ends, "kind": kind, **{name: _as_tree(value) for name, value in terms.items()}}
        facts = {name: _as_tree(given.values[name]) for name in given.observed if name in given}
        return _figures(Trial([written], facts).settled())

    return settled


def _as_tree(value: object) -> Tree:
    """A term as a document writes it: all scalars as text."""
    if isinstance(value, dict):
        return {str(name): _as_tree(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_as_tree(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _figures(done: Trialled) -> Figures:
    lines = done.lines("case")
    back = [line for line in lines if line.payer == "payee"]
    figures: Figures = {_slug(step.label.en): Figure(Exact.parse(step.result)) for line in lines for step in line.steps}
    natures = {line.nature for line in lines}
    figures |= {nature: money(done.owed("case", nature)) for nature in natures if nature not in figures}
    # A line that waits for evidence has no amount: ``owed`` says so. What comes back to the payer counts below zero.
    owed = done.owed("case") - 2 * total(line.amount or ZERO for line in back)
    amount = money(owed)
    return figures | {"amount": amount, "payment": amount, "owed": amount, "payment_due": truth(owed > ZERO)}


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
