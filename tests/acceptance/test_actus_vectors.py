"""The public test vectors of ACTUS: dates, kinds, payments and states of every event, at 1e-6.

The vectors are unrounded doubles; they are compared with our exact amounts. See ``actus/SOURCE.md``.
"""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from mitoyen.calculus.loans.life import live, to_the_cent
from mitoyen.calculus.loans.reading import read_case

FOLDER = Path(__file__).parent / "actus"
FILES = ("actus-tests-pam.json", "actus-tests-ann.json", "extracts-nam.json")
CASES = {
    name: case
    for file in FILES
    for name, case in json.loads((FOLDER / file).read_text(), parse_float=str, parse_int=str).items()
}

# Vectors that we do not reproduce, each with its reason. They must really differ: mending one makes
# ``test_what_is_said_to_differ_differs`` fail until its line is removed from here.
NOT_REPRODUCED: dict[str, str] = {}

TOLERANCE = Fraction(1, 10**6)


def flows_of(case, **how):
    read = read_case(case)
    return live(read.terms, read.observed, until=read.until, **how)


def differences(case):
    """Each line that is not the published one, ours beside theirs; relative to the amount, at least to one euro."""
    ours = [
        (f"{flow.moment:%Y-%m-%d}", flow.kind, flow.payoff, flow.principal, flow.accrued, flow.rate)
        for flow in flows_of(case)
    ]
    amounts = ("payoff", "notionalPrincipal", "accruedInterest", "nominalInterestRate")
    theirs = [
        (row["eventDate"][:10], row["eventType"], *(Fraction(str(row[name]).strip()) for name in amounts))
        for row in case["results"]
    ]
    if len(ours) != len(theirs):
        return [("number of events", len(ours), len(theirs))]
    return [
        (mine, published)
        for mine, published in zip(ours, theirs, strict=True)
        if mine[:2] != published[:2]
        or any(abs(a - b) > TOLERANCE * max(1, abs(b)) for a, b in zip(mine[2:-1], published[2:-1], strict=True))
        or abs(mine[-1] - published[-1]) > TOLERANCE * abs(published[-1])
    ]


@pytest.mark.parametrize("name", sorted(set(CASES) - set(NOT_REPRODUCED)))
def test_a_published_vector_is_reproduced(name):
    assert differences(CASES[name]) == []


def test_what_is_said_to_differ_differs():
    assert set(NOT_REPRODUCED) <= set(CASES)
    assert [name for name in NOT_REPRODUCED if not differences(CASES[name])] == []


def test_the_whole_public_files_are_here():
    assert sum(name.startswith("pam") for name in CASES) == 25
    assert sum(name.startswith("ann") for name in CASES) == 31


def is_whole(case):
    """Lent and repaid within the events: not bought or sold under way, nor cut before its end."""
    return (case["results"][0]["eventType"], case["results"][-1]["eventType"]) == ("IED", "MD")


@pytest.mark.parametrize("name", sorted(name for name, case in CASES.items() if is_whole(case)))
def test_in_cents_principal_repaid_is_principal_lent(name):
    """IED, IPCI move money in; PR, MD move it out: in whole cents the account closes at zero."""
    case = CASES[name]
    flows = flows_of(case, rounding=to_the_cent)
    lent = flows[0].principal
    before = (lent, *(flow.principal for flow in flows))
    added = sum(flow.principal - start for start, flow in zip(before, flows, strict=False) if flow.kind == "IPCI")
    assert sum(flow.payoff for flow in flows if flow.kind in {"PR", "MD"}) == lent + added
    assert all((amount * 100).denominator == 1 for flow in flows for amount in (flow.payoff, flow.principal))


def test_no_term_of_the_vectors_is_left_unread():
    assert {name: read_case(case).unread for name, case in CASES.items() if read_case(case).unread} == {}
