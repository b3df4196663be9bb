"""Small ways of looking through an agreement, common to the families."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mitoyen.kernel.dates import add_months

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.declarations import RiskTag
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.reading import Path

    C = TypeVar("C", bound=Clause)
else:
    C = TypeVar("C")

RUN_BY_SOMEBODY = frozenset({"concession", "public_contract", "semop"})
"""The kinds of agreement where somebody runs a service or does work for a public body."""


def clauses_of(agreement: Agreement, *kinds: type[C]) -> Iterator[tuple[Path, C]]:
    """The clauses of some kinds, each with its place."""
    for rank, clause in enumerate(agreement.clauses):
        if isinstance(clause, kinds):
            yield ("clauses", rank), clause


def has(agreement: Agreement, *kinds: type[Clause]) -> bool:
    """Whether there is a clause of one of these kinds."""
    return any(isinstance(clause, kinds) for clause in agreement.clauses)


def is_public(agreement: Agreement, party: str) -> bool:
    """Whether a party, by its id, spends public money."""
    known = agreement.parties.get(party)  # type: ignore[call-overload]  # ids are text
    return known is not None and known.is_public


def day_of_law(agreement: Agreement) -> date:
    """The day whose law applies: that of the signature, else the first day."""
    return agreement.term.signed or agreement.term.start


def risks_of(agreement: Agreement) -> Iterator[tuple[Path, RiskTag]]:
    """Every risk that the agreement or a clause names, with its place."""
    for place, risk in enumerate(agreement.risks):
        yield ("risks", place), risk
    for rank, clause in enumerate(agreement.clauses):
        for place, risk in enumerate(clause.risks):
            yield ("clauses", rank, "risks", place), risk


def lasts_over(agreement: Agreement, years: int) -> bool:
    """Whether the term goes beyond that many years from its first day."""
    return agreement.term.end >= add_months(agreement.term.start, 12 * years)
