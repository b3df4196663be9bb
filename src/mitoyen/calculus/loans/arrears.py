"""A payment that does not cover what is due: costs first, then interest, then principal.

The order is that of article 1343-1 of the Civil code (a partial payment goes first to interest), with
costs before it as loan contracts have it. Amounts are cents; each may be an integer or an array of
int64, so that a settlement and a simulation share the formula.

>>> allocate(100_00, costs=15_00, interest=60_00, principal=500_00)
Allocation(costs=1500, interest=6000, principal=2500, left_over=0)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Cents = TypeVar("Cents", int, "NDArray[np.int64]")


@dataclass(frozen=True, slots=True)
class Allocation(Generic[Cents]):
    """Where a payment went; what is left over belongs to the payer, or prepays principal."""

    costs: Cents
    interest: Cents
    principal: Cents
    left_over: Cents


def allocate(paid: Cents, *, costs: Cents, interest: Cents, principal: Cents) -> Allocation[Cents]:
    """Share ``paid`` between what is due, in that order. Nothing here may be negative."""
    to_costs = _least(paid, costs)
    to_interest = _least(paid - to_costs, interest)
    to_principal = _least(paid - to_costs - to_interest, principal)
    return Allocation(to_costs, to_interest, to_principal, paid - to_costs - to_interest - to_principal)


def _least(one: Cents, other: Cents) -> Cents:
    """The smaller of two, number by number."""
    return other + (one - other) * (one < other)
