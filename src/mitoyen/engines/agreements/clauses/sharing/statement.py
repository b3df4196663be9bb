"""What is told to the members of a pool.

Law: CGCT D. 5211-16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mitoyen.engines.agreements.exact import ZERO, Exact, quotient, total
from mitoyen.engines.agreements.scalars import Count, FactName, Flag, Part, Rounding, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.moment import Moment


class UnitCost(Part):
    """The unit cost that is told to the members."""

    per: FactName
    decimals: Count = 4

    def tell(self, now: Moment, pool: Exact, payers: Sequence[str]) -> None:
        """The pool divided by the units of all, for whoever reads the account; it changes no amount."""
        units = total(now.driver(self.per, payer) for payer in payers)
        if not now.scene.tracing or units == ZERO:
            return
        rounding = Rounding(decimals=self.decimals)
        told = quotient(pool, units, self.decimals)
        per = now.unit(self.per)
        now.step(told, "{pool:2} / {units}", fr=f"Coût unitaire par {per}", en=f"Unit cost per {per}", unit="EUR",
                 rounding=rounding, pool=pool, units=units)  # fmt: skip


class Statement(Part):
    """What is told to the members, and when (CGCT D. 5211-16)."""

    unit_cost: UnitCost | None = None
    told_before: Literal["budget"] | Words | None = None
    first_year_within_months: Count | None = None
    yearly: Flag = False
