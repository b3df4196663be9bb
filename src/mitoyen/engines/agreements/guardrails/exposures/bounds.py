"""The most that a party can have to pay over some periods: all clauses at their worst, through every cap.

A cap merges the clauses that it bears on into one bundle, whose bound is the smaller of their sum and of the cap. What
a cap on clauses carries over to later periods is no longer under it, hence such a cap bounds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, greatest
from mitoyen.engines.agreements.guardrails.exposures.clause_bounds import owed_under
from mitoyen.engines.agreements.guardrails.exposures.most import largest, plus, smallest, times
from mitoyen.engines.agreements.guardrails.exposures.reach import A_CENT, Owed, Reach, highest_coefficient
from mitoyen.engines.agreements.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mitoyen.engines.agreements.caps import Cap
    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.exposures.most import Most
    from mitoyen.kernel.dates import Period


@dataclass(slots=True)
class Bundle:
    """What some clauses together make a party owe, at most."""

    clauses: frozenset[str]
    most: Most
    turned: bool = False
    is_late: bool = False
    """Holds something worked out after the caps on parties (guarantees, debts): these do not bear on it."""
    lacks: tuple[str, ...] = ()


@dataclass(slots=True)
class Exposure:
    """What a party may owe over some periods, by bundles of clauses."""

    party: str
    bundles: list[Bundle] = field(default_factory=list)
    tax: Exact = ONE
    """One plus the highest rate of value added tax that it pays on these clauses."""
    taxed: int = 0
    """How many lines bear it: the tax on each is rounded to the cent."""

    @property
    def most(self) -> Most:
        """The most that it may owe in all, tax included."""
        return plus(times(plus(*(bundle.most for bundle in self.bundles)), self.tax), A_CENT * self.taxed)

    @property
    def unbounded(self) -> list[Bundle]:
        """What nothing bounds."""
        return [bundle for bundle in self.bundles if bundle.most is None]


@dataclass(slots=True)
class Exposures:
    """What each party of an agreement may owe; a clause is bounded once in each period, whoever asks.

    >>> # Exposures(agreement).of("ccvm", agreement.term.periods()).most
    """

    agreement: Agreement
    _rows: dict[tuple[str, Period], tuple[Owed, ...]] = field(default_factory=dict, init=False)

    def of(self, party: str, periods: Sequence[Period], without: Collection[str] = ()) -> Exposure:
        """What ``party`` may owe over ``periods``, at most; ``without`` leaves clauses out."""
        agreement, found = self.agreement, Exposure(party)
        for clause in agreement.clauses:
            if clause.id in without:
                continue
            rows = [one for period in periods for one in self.owed_under(clause, period) if one.payer == party]
            bundles = _of_clause(agreement, clause, rows, periods)
            if bundles and clause.vat is not None:
                found.tax = greatest(found.tax, ONE + clause.vat)
                found.taxed += sum(row.lines for row in rows)
            found.bundles += bundles
        caps = [cap for cap in agreement.every_cap if cap.exempt_up_to is None]
        for cap in sorted(caps, key=lambda cap: (cap.is_late, len(cap.clauses))):
            if cap.is_late or cap.excess != "carried":
                self._under(cap, found, periods)
        return found

    def owed_under(self, clause: Clause, period: Period) -> tuple[Owed, ...]:
        """What the clause can make each side owe in a period, at most."""
        key = clause.id, period
        if key not in self._rows:
            self._rows[key] = tuple(owed_under(Reach(self.agreement, period, clause)))
        return self._rows[key]

    def _under(self, cap: Cap, found: Exposure, periods: Sequence[Period]) -> None:
        """Merge the bundles that a cap bears on wholly, under the sum that it allows."""
        ceiling = self._ceiling(cap, periods)
        inside = [bundle for bundle in found.bundles if _bears_on(cap, bundle, found.party)]
        if ceiling is None or not inside:
            return
        allowed = ceiling * Exact(_windows(self.agreement, cap.window or "event", periods))
        merged = Bundle(
            frozenset().union(*(bundle.clauses for bundle in inside)),
            smallest(plus(*(bundle.most for bundle in inside)), allowed),
            all(bundle.turned for bundle in inside),
            any(bundle.is_late for bundle in inside),
        )
        found.bundles = [bundle for bundle in found.bundles if bundle not in inside] + [merged]

    def _ceiling(self, cap: Cap, periods: Sequence[Period]) -> Most:
        """The largest sum that a cap can allow in one of its windows."""
        if cap.amount is not None:
            return times(cap.amount, _revised(cap, self.agreement, periods))
        base = self.agreement.clause(cap.rate_of or "")
        if base is None:
            return None
        return times(largest(self._paid_under(base, period) for period in periods), cap.rate or ZERO)

    def _paid_under(self, clause: Clause, period: Period) -> Most:
        rows = [row for row in self.owed_under(clause, period) if not row.turned and not row.is_forgone]
        return plus(*(row.most for row in rows), A_CENT)


def years_of(agreement: Agreement) -> list[list[Period]]:
    """The settlement periods of each budget year of the agreement."""
    years: dict[str, list[Period]] = {}
    for period in agreement.term.periods():
        years.setdefault(agreement.term.window("year", period.start), []).append(period)
    return list(years.values())


def _of_clause(agreement: Agreement, clause: Clause, rows: list[Owed], periods: Sequence[Period]) -> list[Bundle]:
    """What one clause makes the party owe in each direction, through the limits of its own."""
    bundles = []
    for turned in (False, True):
        same = [row for row in rows if row.turned is turned]
        if not same:
            continue
        bound = plus(*(row.most for row in same))
        for window, limit in {limit for row in same for limit in row.limits}:
            bound = smallest(bound, limit * Exact(_windows(agreement, window, periods)))
        lacks = tuple(dict.fromkeys(name for row in same for name in row.lacks))
        is_late = clause.stage > Stage.EXPOSURE
        bundles.append(Bundle(frozenset({clause.id}), bound, turned, is_late, lacks))
    return bundles


def _windows(agreement: Agreement, kind: str, periods: Sequence[Period]) -> int:
    """How many windows of a kind these periods touch."""
    if kind == "event":
        return len(periods)
    return len({agreement.term.window(kind, period.start) for period in periods})


def _bears_on(cap: Cap, bundle: Bundle, party: str) -> bool:
    if cap.is_late and bundle.is_late:
        return False
    if cap.party is not None:
        return cap.party == party and not bundle.clauses & set(cap.excludes)
    if bundle.turned:
        return False  # a cap on clauses counts what is owed in their own direction
    if cap.agreement:
        return not bundle.clauses & set(cap.excludes)
    return bundle.clauses <= set(cap.clauses)


def _revised(cap: Cap, agreement: Agreement, periods: Sequence[Period]) -> Exact:
    revision = agreement.clause(cap.indexed_by or "")
    if revision is None:
        return ONE
    tops = [highest_coefficient(revision, agreement, period) or ONE for period in periods]  # type: ignore[arg-type]  # TXT-02 says when it is not a revision
    return max(tops, key=lambda top: top.fraction)
