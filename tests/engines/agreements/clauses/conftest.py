"""One clause between a payer and a payee, settled for a year, on one number or on arrays."""

import numpy as np
import pytest

from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import Observed, Reading, facts_from_tree
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.settlement import run, scene_of, settle
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.dates import Period


class One:
    """A clause, its facts, and what comes out of them."""

    def __init__(self, redone):
        self.redone = redone

    def document(self, clause, facts, **more):
        judged = more.get("indicators", {})
        bound = {"id": "it", "payer": "payer", "payee": "payee"}
        bound = bound if isinstance(clause, dict) else {}
        clauses = [{**bound, **clause}] if isinstance(clause, dict) else clause
        tree = {
            "format": "1", "agreement": "test/one", "kind": "other", "title": "Essai", "purpose": {"fr": "Essayer."},
            "term": {"from": "2027-01-01", "to": "2029-12-31", "settle": "year"},
            "parties": {name: {"name": name, "role": "other"} for name in ("payer", "payee", "city", "users")},
            "facts": {name: {"unit": "unit", "decimals": "4"} for name in facts if name not in judged},
            "clauses": clauses, **more,
        }  # fmt: skip
        return from_tree(tree, "one.yaml")

    def settled(self, clause, facts, period="2027", state=None, *, indices=None, **more):
        """The settlement; every printed step is redone on the way."""
        return self.settle(self.document(clause, facts, **more), facts, period, state, indices)

    def settle(self, document, facts, period="2027", state=None, indices=None):
        tree = {"period": period, "status": "final", "facts": facts, "indices": indices or {}}
        given = facts_from_tree(tree, "facts.yaml")
        result = settle(document, given, given.period, state)
        for line in result.lines:
            steps = [self.redone(step.printed("fr")) for step in line.steps]
            assert steps, line
            assert steps[-1] == line.amount.fraction, (line.clause, [step.printed("fr") for step in line.steps])
        return result

    def over_years(self, clause, yearly, **more):
        """What the lines of each year say, from 2027 on, each year handing its state to the next."""
        state, said = None, []
        for year, facts in enumerate(yearly, start=2027):
            result = self.settled(clause, facts, period=str(year), state=state, **more)
            state = result.state
            said.append([line.amount.text(2) for line in result.lines])
        return said

    def owed(self, clause, facts, **more):
        return [line.amount.text(2) for line in self.settled(clause, facts, **more).lines]

    def same_on_arrays(self, clause, facts):
        """The same cents when each fact (a list of values) is an array of scenarios."""
        agreement = self.document(clause, facts).agreement
        period = Period.parse("2027")
        draws = {name: [Exact.parse(value) for value in values] for name, values in facts.items()}
        arrays = {
            name: {(): Reading(Exact(np.array([v.num * (10000 // v.den) for v in values]), 10000))}
            for name, values in draws.items()
        }
        books = run(agreement, scene_of(agreement, period, Observed(arrays), State(), tracing=False))
        for scenario in range(len(next(iter(draws.values())))):
            alone = {name: {(): Reading(values[scenario])} for name, values in draws.items()}
            own = run(agreement, scene_of(agreement, period, Observed(alone), State()))
            assert flows(books, scenario) == flows(own), scenario


def flows(books, scenario=None):
    """What each clause makes one account owe another; an amount that one scenario carries is zero in the others."""
    sums = {}
    for line in books.lines:
        way, amount = (line.clause, line.payer, line.payee), line.amount
        value = amount if amount.is_single else Exact(int(amount.num[scenario]), amount.den)
        sums[way] = sums.get(way, ZERO) + value
    return {way: amount.text(2) for way, amount in sums.items() if amount != ZERO}


@pytest.fixture
def one(redone):
    return One(redone)
