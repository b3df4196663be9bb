"""A quick simulation of an agreement, run at most once for all the rules of one check.

The seed is stated and the same for everybody: the same file has the same findings on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from mitoyen.kernel.errors import InvalidError

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement, Document
    from mitoyen.engines.agreements.simulation.drivers import Draws
    from mitoyen.engines.agreements.simulation.running import Simulated
    from mitoyen.kernel.text import Sentence

SEED = 2026
MOST_DRAWS = 2_000
MOST_PERIODS_DRAWN = 8_000
"""Scenarios × periods: a long agreement is tried on fewer scenarios, never fewer than :data:`LEAST_DRAWS`."""
LEAST_DRAWS = 500


@dataclass
class Trial:
    """An agreement tried on its own assumptions; ``untried`` says why it could not be, once somebody has asked."""

    document: Document
    earlier: Trial | None = None
    """That of the version before: what neither version changes is drawn once."""
    untried: Sentence | None = field(default=None, init=False)

    @property
    def agreement(self) -> Agreement:
        """The agreement that is tried."""
        return self.document.agreement

    @property
    def can_draw(self) -> bool:
        """Whether the agreement says what to draw; without assumptions nothing is simulated."""
        return bool(self.agreement.assumptions and self.agreement.assumptions.drivers)

    def draws(self, name: str) -> bool:
        """Whether a fact or an indicator is among what is drawn, whole or in part."""
        drivers = self.agreement.assumptions.drivers if self.agreement.assumptions else {}
        return any(driver == name or driver.startswith(f"{name}.") for driver in drivers)

    @cached_property
    def drawn(self) -> tuple[Draws, ...]:
        """What is drawn for each period, one number per scenario; nothing when the assumptions do not hold together."""
        if not self.can_draw:
            return ()
        before = self.earlier
        if before is not None and _on_same_ground(self.agreement, before.agreement) and before.drawn:
            return before.drawn
        from mitoyen.engines.agreements.simulation.drivers import draw  # noqa: PLC0415  numpy, when it is needed

        periods = self.agreement.term.periods()
        scenarios = min(MOST_DRAWS, max(LEAST_DRAWS, MOST_PERIODS_DRAWN // max(1, len(periods))))
        try:
            return tuple(draw(self.agreement, periods, scenarios, SEED))
        except InvalidError as error:
            self.untried = error.sentence
            return ()

    @cached_property
    def simulated(self) -> Simulated | None:
        """What happens in every scenario; nothing when the assumptions do not suffice, and ``untried`` says why."""
        if not self.drawn:
            return None
        from mitoyen.engines.agreements.simulation.running import simulate  # noqa: PLC0415  numpy, when it is needed

        scenarios = next(len(value.num) for values in self.drawn for value in values.values())
        try:
            return simulate(self.document, scenarios=scenarios, seed=SEED, draws=self.drawn, by_period=True)
        except InvalidError as error:
            self.untried = error.sentence
            return None


def _on_same_ground(one: Agreement, other: Agreement) -> bool:
    """Whether two versions draw the same: same assumptions on the same measures, over the same term."""
    return (one.assumptions, one.term, one.facts, one.indicators) == (
        other.assumptions, other.term, other.facts, other.indicators,
    )  # fmt: skip
