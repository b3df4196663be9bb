"""How far a clause can make each side pay in one settlement, over all that its facts and indicators may be.

The values that a fact or an indicator can take are those of its declared ``domain``. A fact without one is not
negative and has no upper end; an indicator without one has neither end. Prices are revised as far as the revision
allows; where it has neither cap nor yearly cap they are taken at the base date (drift is what IDX-01 looks at).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import Indexation
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, greatest, least, positive
from mitoyen.engines.agreements.guardrails.exposures.most import plus, times
from mitoyen.engines.agreements.scalars import CENT
from mitoyen.kernel.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.exposures.most import Most
    from mitoyen.engines.agreements.schedules import Levels, PerPeriod
    from mitoyen.kernel.dates import Period

A_CENT = Exact(1, 100)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one side may owe another under a clause in one settlement, at most."""

    payer: str
    payee: str
    most: Most
    limits: tuple[tuple[str, Exact], ...] = ()
    """Limits of the clause's own over a window: ``("year", 25000)``."""
    lines: int = 1
    """How many lines it makes at most: the tax on each is rounded."""
    is_forgone: bool = False
    turned: bool = False
    """Owed against the direction of the clause: caps on clauses do not bear on it."""
    lacks: tuple[str, ...] = ()
    """The measures whose domain has no end, when this is why there is no bound."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One clause, one settlement period."""

    agreement: Agreement
    period: Period
    clause: Clause

    def span(self, name: str) -> tuple[Exact | None, Exact | None]:
        """The least and the most that a measure can be: for a fact by keys, that their sum can be."""
        if (fact := self.agreement.facts.get(name)) is not None:  # type: ignore[call-overload]  # ids are text
            return (fact.domain.min or ZERO), fact.domain.max
        if (indicator := self.agreement.indicators.get(name)) is None:  # type: ignore[call-overload]  # ids are text
            return None, None
        low, high = indicator.domain.min, indicator.domain.max
        fixed = indicator.baseline.value if indicator.baseline else None
        if fixed is not None:  # what a missing value may be deemed to be
            low = None if low is None else least(low, fixed)
            high = None if high is None else greatest(high, fixed)
        return low, high

    def high(self, name: str | None) -> Most:
        """The most that a measure can be; zero when there is no measure."""
        if name is None:
            return ZERO
        top = self.span(name)[1]
        return None if top is None else positive(top)

    def low(self, name: str | None) -> Exact:
        """The least that a quantity can be, never below zero."""
        bottom = self.span(name)[0] if name else ZERO
        return positive(bottom) if bottom is not None else ZERO

    def lacks(self, *names: str | None) -> tuple[str, ...]:
        """Those of these measures whose domain has no upper end."""
        return tuple(name for name in names if name and self.span(name)[1] is None)

    def during(self, amount: PerPeriod | None) -> Exact:
        """An amount of the period, to the cent."""
        return amount.during(self.period).rounded(2) if amount else ZERO

    def level(self, levels: Levels) -> Exact | None:
        """A level on the first day of the period; nothing when none is given yet (TXT-02 says so)."""
        try:
            return levels.on(self.period.start)
        except InvalidError:
            return None

    def price(self, base: Exact) -> Exact:
        """A unit price after the revisions that apply to this clause, each rounded up."""
        for revision in self.agreement.clauses:
            if isinstance(revision, Indexation) and self.clause.id in revision.applies_to:
                most = highest_coefficient(revision, self.agreement, self.period)
                base = (base * (most or ONE)).rounded(revision.round.price.decimals, "up")
        return base

    def money(self, bound: Most) -> Most:
        """A bound where the clause rounds its lines, rounded up."""
        default = self.agreement.defaults.round.line if self.agreement.defaults.round else CENT
        return None if bound is None else bound.rounded(self.clause.line_rounding(default).decimals, "up")

    def owed(self, payer: str, payee: str, most: Most, *needs: str | None) -> Owed:
        """A bound in one direction; ``needs`` are the measures that it stands on."""
        bound = self.money(most)
        return Owed(payer, payee, bound, lacks=self.lacks(*needs) if bound is None else ())


def highest_coefficient(revision: Indexation, agreement: Agreement, period: Period) -> Exact | None:
    """The largest coefficient that a revision can give in ``period``; nothing when nothing bounds it."""
    tops: list[Exact] = [] if revision.cap is None else [revision.cap]
    if revision.yearly_cap is not None:
        top = ONE
        for _ in range(period.start.year - agreement.term.start.year + 1):
            top = top * (ONE + revision.yearly_cap)
        tops.append(top)
    if not tops:
        return None
    most = tops[0]
    for top in tops[1:]:
        most = least(most, top)
    return greatest(most, revision.floor or ZERO)


def layered(effect: Most, layers: Iterator[tuple[Exact, Exact | None, Exact]]) -> Most:
    """The most that layers ``(above, up to, price)`` can be worth for an effect of at most ``effect``."""
    worth: Most = ZERO
    for above, up_to, price in layers:
        inside: Most = None if effect is None else positive(effect - above)
        if up_to is not None:
            width = positive(up_to - above)
            inside = width if inside is None else least(inside, width)
        worth = plus(worth, times(inside, price))
    return worth
