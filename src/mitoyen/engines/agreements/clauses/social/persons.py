"""Insertion hours counted person by person: so many hours, over so many months, count for each of them.

A clause of insertion is a way back to work, not a permanent post: the facilitator counts each person's hours for a
limited time. Persons are known here by codes alone; no name ever enters a facts file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import model_validator

from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import Exact, least, positive, total
from mitoyen.engines.agreements.scalars import Count, NotAcceptedError, Part, Quantity

if TYPE_CHECKING:
    from collections.abc import Generator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment


class PersonLimit(Part):
    """What counts of the hours of one person: at most so many in all, within so many months of the first ones."""

    most_hours: Quantity | None = None
    within_months: Count | None = None

    @model_validator(mode="after")
    def _limits_something(self) -> PersonLimit:
        if (self.most_hours is None and self.within_months is None) or self.within_months == 0:
            raise NotAcceptedError(
                "Une limite par personne est un nombre d'heures (most_hours), de mois (within_months), ou les deux.",
                "A limit by person is a number of hours (most_hours), a number of months (within_months), or both.",
            )
        return self

    def counted(self, now: Moment, name: str) -> Generator[Effect, None, Exact]:
        """``Σ min(hours, most - hours counted before)`` over the persons whose time is not over."""
        counted: list[Exact] = []
        terms: list[str] = []
        numbers: dict[str, Exact] = {}
        for rank, (key, hours) in enumerate(now.breakdown(name).items()):
            person = ".".join(key)
            if self._is_over(now, person):
                continue
            yield Remember(f"since {person}", self._since(now, person))
            hour, term = f"h{rank}", f"max(0, {{h{rank}}})"
            numbers[hour], kept = hours, positive(hours)
            if self.most_hours is not None:
                before = now.recalled(f"hours {person}")
                kept = least(kept, positive(self.most_hours - before))
                yield Remember(f"hours {person}", before + kept)
                numbers |= {"most": self.most_hours, f"b{rank}": before}
                term = f"min({term}, {{most}} - {{b{rank}}})"
            counted.append(kept)
            terms.append(term)
        fr, en = "Heures comptées, personne par personne", "Hours counted, person by person"
        return now.step(total(counted), " + ".join(terms) or "0", fr=fr, en=en, unit="h", rounding=None, **numbers)

    def _since(self, now: Moment, person: str) -> Exact:
        """The month of its first hours, counted from year zero."""
        start = now.period.start
        return now.recalled(f"since {person}", Exact(12 * start.year + start.month))

    def _is_over(self, now: Moment, person: str) -> bool:
        """Whether the months of a person have passed before the period begins."""
        if self.within_months is None:
            return False
        start = now.period.start
        return self._since(now, person).low + self.within_months <= 12 * start.year + start.month
