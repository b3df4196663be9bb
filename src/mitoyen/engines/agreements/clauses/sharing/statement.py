"""What is told to the members of a pool.

Law: CGCT D. 5211-16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mitoyen.engines.agreements.scalars import (
    Count,
    FactName,
    Flag,
    Part,
    Words,
)

if TYPE_CHECKING:
    pass


class UnitCost(Part):
    """The unit cost that is told to the members."""

    per: FactName
    decimals: Count = 4


class Statement(Part):
    """What is told to the members, and when (CGCT D. 5211-16)."""

    unit_cost: UnitCost | None = None
    told_before: Literal["budget"] | Words | None = None
    first_year_within_months: Count | None = None
    yearly: Flag = False
