"""What holds for any agreement: money is neither made nor lost, caps hold, one scenario is its settlement…"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.agreements.properties.worlds import EXAMPLES, POOL, SCENARIOS, plain_world, worlds

from mitoyen.engines.agreements import ceilings, publication
from mitoyen.engines.agreements.bundle import canonical_bytes
from mitoyen.engines.agreements.clauses import KINDS
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.exact import ZERO, total
from mitoyen.engines.agreements.pipeline import run
from mitoyen.engines.agreements.settlement import scene_of, settle
from mitoyen.engines.agreements.state import State

pytestmark = pytest.mark.slow

FEW = settings(max_examples=5)


def each_kind(test):
    """Run with every kind in turn, among random others."""
    return pytest.mark.parametrize("kind", KINDS)(FEW(given(data=st.data())(test)))


def settled(world, scenario=0):
    """The two periods settled one after the other, as an accountant does."""
    facts, state, results = facts_from_tree(world.facts_tree(scenario), "facts.yaml"), None, []
    for period in world.periods:
        results.append(settle(world.document, facts, period, state))
        state = results[-1].state
    return results


def lived(world, scenario=None, without=()):
    """The books of the two periods, of all the scenarios at once or of one."""
    state, books = State(), []
    for rank, period in enumerate(world.periods):
        agreement, observed = world.document.agreement, world.observed(rank, scenario)
        books.append(
            run(agreement, scene_of(agreement, period, observed, state, tracing=scenario is not None), without)
        )
        state = books[-1].state
    return books


def moved(books, scenario=None):
    """What each clause makes one account owe another, in cents; nothing where it is nil."""
    sums = {}
    for line in books.lines:
        if line.amount is None:
            sums[line.clause, line.payer, line.payee] = None
            continue
        cents = line.amount.whole(2)
        cents = int(cents[scenario]) if scenario is not None and not isinstance(cents, int) else int(cents)
        way = line.clause, line.payer, line.payee
        sums[way] = (sums.get(way) or 0) + cents
    return {way: cents for way, cents in sums.items() if cents != 0}


def test_every_kind_is_drawn():
    assert {one.kind for one in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize("drawn", POOL, ids=lambda drawn: drawn.tree["id"])
def test_no_clause_is_drawn_in_vain(drawn):
    """Each one brings something about on plain facts: one that only waits is not tested (see ``KEYS``)."""
    results = settled(plain_world(drawn))
    assert not any(line.status == "held" for result in results for line in result.lines)
    assert any(brought_about(result, drawn.tree["id"]) for result in results)


def brought_about(result, clause):
    moves = any(line.clause == clause for line in result.lines)
    speaks = any(source == clause for source, _ in result.flags) or clause in result.state.memory
    return moves or speaks or clause in result.state.used or any(duty.clause == clause for duty in result.duties)


@each_kind
def test_the_accounts_sum_to_zero(kind, data):
    for result in settled(data.draw(worlds(having=kind, scenarios=1))):
        assert total(result.balances().values()) == ZERO


@each_kind
def test_every_printed_step_is_redone(kind, data, redone):
    for result in settled(data.draw(worlds(having=kind, scenarios=1))):
        for line in result.lines:
            if line.amount is None:
                continue
            found = [redone(step.printed("fr")) for step in line.steps]
            assert found, line.clause
            assert found[-1] == line.amount.fraction, (line.clause, [step.printed("fr") for step in line.steps])


@each_kind
def test_settling_twice_gives_the_same_bytes(kind, data):
    world = data.draw(worlds(having=kind, scenarios=1))
    again = from_tree(world.document.tree, "again.yaml")  # the canonical form, keys in another order
    first, second = settled(world), settled(type(world)(again, world.periods, world.drawn))
    for one, other in zip(first, second, strict=True):
        assert canonical_bytes(publication.as_tree(world.document, one)) == canonical_bytes(
            publication.as_tree(again, other)
        )


@each_kind
def test_one_simulated_scenario_is_its_settlement(kind, data):
    world = data.draw(worlds(having=kind))
    simulated = lived(world)
    for scenario in range(SCENARIOS):
        for ours, alone in zip(simulated, lived(world, scenario), strict=True):
            assert moved(ours, scenario) == moved(alone)


@each_kind
def test_a_clause_left_out_is_a_clause_removed(kind, data):
    world = data.draw(worlds(having=kind, scenarios=1))
    agreement = world.document.agreement
    gone = data.draw(st.sampled_from([clause.id for clause in agreement.clauses]))
    shorter = agreement.model_copy(update={"clauses": tuple(c for c in agreement.clauses if c.id != gone)})
    document = type(world.document)(shorter, world.document.source)
    removed = lived(type(world)(document, world.periods, world.drawn), 0)
    for one, other in zip(lived(world, 0, without={gone}), removed, strict=True):
        assert moved(one) == moved(other)


@each_kind
def test_the_order_of_parties_changes_nothing(kind, data):
    world = data.draw(worlds(having=kind, scenarios=1))
    agreement = world.document.agreement
    names = data.draw(st.permutations(sorted(agreement.parties)))
    turned = agreement.model_copy(update={"parties": {name: agreement.parties[name] for name in names}})
    document = type(world.document)(turned, world.document.source)
    other = lived(type(world)(document, world.periods, world.drawn), 0)
    assert [moved(books) for books in lived(world, 0)] == [moved(books) for books in other]


@each_kind
def test_the_caps_of_the_agreement_hold(kind, data):
    """What counts under a late cap, in its window, is never above it; those on clauses are followed by others."""
    world = data.draw(worlds(having=kind, scenarios=1))
    agreement, state = world.document.agreement, State()
    for period, books in zip(world.periods, lived(world, 0), strict=True):
        for cap in agreement.every_cap:
            if cap.amount is None or (cap.counts == "net") or cap.indexed_by:
                continue
            window = agreement.term.window(cap.window or "event", period.start)
            used = ZERO if window == "event" else state.used_in(cap.id, window)
            lines = [line for line in books.lines if line.amount is not None and ceilings.bears_on(cap, line)]
            if cap.is_late:
                lines = [line for line in lines if line.stage <= 14]
            owed = total(line.owed_by(cap.party) if cap.party else max(line.amount, ZERO) for line in lines)
            if cap.is_late or all(line.stage <= 14 for line in lines):
                assert owed <= max(cap.amount - used, ZERO), (cap.id, owed.text(2))
        state = books.state


@FEW
@given(world=worlds(scenarios=1))
def test_members_in_another_order_share_within_a_cent(world):
    """Ties are served in the declared order: turning it moves cents, never more than one a line."""
    agreement = world.document.agreement
    turned = []
    for clause in agreement.clauses:
        payers = getattr(clause, "payers", None)
        turned.append(clause.model_copy(update={"payers": payers[::-1]}) if payers else clause)
    other = type(world.document)(agreement.model_copy(update={"clauses": tuple(turned), "caps": ()}), None)
    same = type(world.document)(agreement.model_copy(update={"caps": ()}), None)
    ours, theirs = (lived(type(world)(one, world.periods, world.drawn), 0) for one in (same, other))
    shares = {clause.id for clause in agreement.clauses if clause.kind == "cost_share_key"}
    for one, two in zip(ours, theirs, strict=True):
        first, second = moved(one), moved(two)
        for way in (first.keys() | second.keys()) if shares else ():
            if way[0] in shares:
                assert abs((first.get(way) or 0) - (second.get(way) or 0)) <= 1
