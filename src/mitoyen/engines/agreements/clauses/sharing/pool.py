"""What is put in common, and who belongs to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.scalars import (
    Day,
    FactName,
    Part,
    PartyId,
    Slug,
)

if TYPE_CHECKING:
    from mitoyen.kernel.dates import Period


class Pool(Part):
    """The costs that are shared, net of the pool's own receipts."""

    costs: FactName
    eligible: tuple[Slug, ...] = ()
    """The costs that count, by their key; all of them unless named. Others are told, and nobody pays them here."""
    minus: FactName | tuple[FactName, ...] = ()

    @property
    def receipts(self) -> tuple[FactName, ...]:
        """The facts that are taken off."""
        return (self.minus,) if isinstance(self.minus, str) else self.minus


class Membership(Part):
    """From which day, and until which, a member belongs to the pool."""

    party: PartyId
    joins: Day | None = None
    leaves: Day | None = None
    """Its last day."""

    def days(self, period: Period) -> int:
        """How many days of ``period`` it belongs; the entry day counts, the last day too."""
        first = max(self.joins or period.start, period.start)
        end = min(self.leaves + timedelta(days=1) if self.leaves else period.end, period.end)
        return max((end - first).days, 0)
