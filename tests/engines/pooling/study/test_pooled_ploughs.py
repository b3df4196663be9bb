"""The reference case of the project's notes on pooling: five members, Erlang losses of 5 %, 9,000 euros a unit.

Figures of « Reference case computed here » (loads 0.40, 0.30, 0.20, 0.15, 0.10): eleven units and 99,000 euros
alone, four and 36,000 together; then three transport cases, with what each key does to stability.
"""

from fractions import Fraction

import pytest

from mitoyen.engines.pooling.games.core import core_check
from mitoyen.engines.pooling.games.nucleolus import least_core
from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings
from mitoyen.engines.pooling.study.amounts import amounts_of
from mitoyen.engines.pooling.study.groups import pool_game
from mitoyen.engines.pooling.study.sizing import size_up

LOADS = ("0.40", "0.30", "0.20", "0.15", "0.10")


def ploughs(pooling="", fifth=""):
    members = "".join(
        f"  m{rank}: {{load: {{plough: {load}}}{fifth if rank == 5 else ''}}}\n" for rank, load in enumerate(LOADS, 1)
    )
    return read_settings(
        "format: 1\nstudy: ploughs\nservice: {measure: random, level: 0.95}\n"
        "kinds: {plough: {machine: {yearly: {tout: 9000}}}}\n"
        f"members:\n{members}{pooling}"
        "methods: [shapley, nucleolus, least_core]\n"
    )


NO_TRANSPORT = ploughs()
BY_MEMBER = ploughs("pooling: {per_added_member: 2500}\n")
FAR_AWAY = ploughs("pooling: {per_added_member: 1500}\n", ", joining: 20000")


def answered(settings):
    return answer_study(settings, gather_needs(settings))


def game_of_case(settings):
    return pool_game(settings, amounts_of(settings, size_up(settings, gather_needs(settings))).total)


def rows(answer):
    return {row.name: row for row in answer.keys}


def test_units_and_euros_alone_and_together():
    answer = answered(NO_TRANSPORT)
    assert [member.units_alone for member in answer.ladders[0].members] == [3, 2, 2, 2, 2]
    assert (answer.units_alone["plough"], answer.units_together["plough"]) == (11, 4)
    assert (answer.money.alone_cents, answer.money.together_cents) == (99_000_00, 36_000_00)
    served = answer.ladders[0]
    assert served.unmet_together_hours / served.needed_hours == pytest.approx(0.023, abs=5e-4)


@pytest.mark.parametrize(("settings", "total"), [(NO_TRANSPORT, 36_000), (BY_MEMBER, 46_000), (FAR_AWAY, 62_000)])
def test_totals(settings, total):
    assert answered(settings).money.together_cents == total * 100


@pytest.mark.parametrize(
    ("settings", "key", "excess"),
    [
        (NO_TRANSPORT, "equal", 1_800),
        (NO_TRANSPORT, "hours", 0),
        (NO_TRANSPORT, "shapley", 0),
        (NO_TRANSPORT, "least_core", 0),
        (BY_MEMBER, "equal", 2_300),
        (BY_MEMBER, "hours", 2_000),
        (BY_MEMBER, "shapley", 200),
        (BY_MEMBER, "least_core", 0),
        (FAR_AWAY, "equal", 9_100),
        (FAR_AWAY, "hours", 16_109),
        (FAR_AWAY, "shapley", 4_000),
        (FAR_AWAY, "least_core", 1_750),
    ],
)
def test_what_the_worst_group_would_gain_by_leaving(settings, key, excess):
    found = rows(answered(settings))[key].worst_gain_cents / 100
    assert found == pytest.approx(excess, abs=0.5)


def test_who_would_leave_is_named():
    equal = rows(answered(NO_TRANSPORT))["equal"]
    gains = {block.members: block.gain_cents for block in equal.blocking}
    assert gains["m2", "m3", "m4", "m5"] == 1_800_00 == equal.worst_gain_cents
    assert equal.reason.en.endswith("would pay €27,000 instead of €28,800.")
    assert rows(answered(BY_MEMBER))["hours"].blocking[0].members == ("m1", "m2", "m4")


@pytest.mark.parametrize(("settings", "excess"), [(NO_TRANSPORT, None), (BY_MEMBER, None), (FAR_AWAY, 1_750)])
def test_the_core(settings, excess):
    game = game_of_case(settings)
    found = least_core(game)
    if excess is None:
        assert found.excess <= 0
        assert core_check(game, found.shares).is_stable
    else:
        assert found.excess == Fraction(excess * 100)
        assert answered(settings).groups.core_is_empty


def test_the_honest_answer_may_be_to_leave_one_out():
    answer = answered(FAR_AWAY)
    assert answer.groups.best_in_two.groups == (("m1", "m2", "m3", "m4"), ("m5",))
    assert answer.groups.best_in_two.cost_cents == 58_500_00
    assert answer.verdict == "groups"
    assert "m5" in answer.headline.fr
    assert "ne retient tout le monde" in " ".join(sentence.fr for sentence in answer.groups.sentences)
    assert dict(answer.groups.without_one)["m5"] == 58_500_00


def test_the_study_warns_that_erlang_supposes_independence():
    said = " ".join(sentence.fr for sentence in answered(NO_TRANSPORT).ladders[0].together.sentences)
    assert "suppose des besoins indépendants" in said
