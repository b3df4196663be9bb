"""What is told to the members of a pool.

Law: CGCT D. 5211-16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mitoyen.engines.agreements.exact import ZERO, Exact, quotient, total
from mitoyen.engines.agreements.notation import UNITS
from mitoyen.engines.agreements.scalars import Count, FactName, Flag, Part, Rounding, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.kernel.text import Language


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
        fr, en = (_per(now.unit(self.per), language) for language in ("fr", "en"))
        now.step(told, "{pool:2} / {units}", fr=f"Coût unitaire par {fr}", en=f"Unit cost per {en}", unit="EUR",
                 rounding=rounding, pool=pool, units=units)  # fmt: skip


def _per(unit: str, language: Language) -> str:
    """The unit in the words of the language; signs stay as they are."""
    return UNITS.get(unit, {}).get(language, unit)


class Statement(Part):
    """What is told to the members, and when (CGCT D. 5211-16)."""

    unit_cost: UnitCost | None = None
    told_before: Literal["budget"] | Words | None = None
    first_year_within_months: Count | None = None
    yearly: Flag = False
