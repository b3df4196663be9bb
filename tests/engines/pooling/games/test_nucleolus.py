"""The nucleoli against an independent package (coopgame-py), their proof, and what they promise."""

from fractions import Fraction

import coopgame
import numpy as np
import pytest

from mitoyen.engines.pooling.games.certificate import UnprovenError, verify
from mitoyen.engines.pooling.games.core import core_check
from mitoyen.engines.pooling.games.game import Game, GameError
from mitoyen.engines.pooling.games.nucleolus import climb, least_core, nucleolus, problem_of


def as_gains(game):
    """The game as the other package reads it: values of every group but the empty one."""
    return coopgame.Game((-game.costs[1:]).astype(float).tolist())


def agree(game, found, told):
    size = max(1.0, float(np.abs(game.amounts).max()))
    ours = [float(share) * -game.sign for share in found]
    assert ours == pytest.approx(told, abs=1e-7 * size, rel=0)


def against_the_oracle(game):
    gains = as_gains(game)
    agree(game, nucleolus(game).shares, coopgame.nucleolus(gains, "preimputation")["allocation"])
    agree(
        game, nucleolus(game, "per_member").shares, coopgame.per_capita_nucleolus(gains, "preimputation")["allocation"]
    )
    excess = float(least_core(game).excess)
    told = coopgame.least_core(gains, "preimputation")["epsilon"]
    assert excess == pytest.approx(told, abs=1e-7 * max(1.0, float(np.abs(game.amounts).max())), rel=0)


@pytest.mark.parametrize("seed", range(0, 300, 30))
def test_agrees_with_an_independent_package(random_game, seed):
    for game in (random_game(seed + step) for step in range(30)):
        against_the_oracle(game)


@pytest.mark.slow
def test_agrees_with_an_independent_package_on_thousands_of_games(random_game):
    for seed in range(10_000, 12_000):
        against_the_oracle(random_game(seed))


@pytest.mark.parametrize("n", [7, 9, 11])
def test_agrees_on_larger_fleets(random_game, n):
    for seed in (4 * n, 4 * n + 4):
        against_the_oracle(random_game(seed, n))


def test_nobody_loses_when_it_is_asked_and_possible(random_game):
    tried = 0
    for seed in range(2, 240, 4):
        game = random_game(seed)
        lost = sum(game.sign * amount for amount in game.alone) - game.sign * game.total
        if lost < 0:
            with pytest.raises(GameError, match="tous perdent"):
                nucleolus(game, individually_rational=True)
            continue
        found = nucleolus(game, individually_rational=True).shares
        assert all(game.sign * (share - alone) <= 0 for share, alone in zip(found, game.alone, strict=True))
        agree(game, found, coopgame.nucleolus(as_gains(game), "imputation")["allocation"])
        tried += 1
    assert tried > 10


def test_per_euro_agrees_where_every_group_costs_something(random_game):
    """The other package has value games only, and keeps everybody above what she has alone."""
    for seed in range(60):
        luck = np.random.default_rng(seed)
        n = int(luck.integers(2, 5))
        table = luck.integers(1, 40, 1 << n).cumsum()
        table[0] = 0
        table[-1] += table.sum()
        game = Game(tuple("ABCD"[:n]), table, "value")
        told = coopgame.proportional_nucleolus(as_gains(game), "imputation")["allocation"]
        agree(game, nucleolus(game, "per_euro").shares, told)


@pytest.mark.parametrize("measure", ["total", "per_member", "per_euro"])
def test_it_is_in_the_core_as_soon_as_there_is_one(random_game, measure):
    empty = 0
    for seed in range(80):
        game = random_game(seed)
        if measure == "per_euro" and game.amounts[1:].min() <= 0:
            continue
        has_core = least_core(game).excess <= 0
        empty += not has_core
        assert core_check(game, nucleolus(game, measure).shares).is_stable == has_core
    assert empty > 5


def test_the_least_core_evens_out_what_the_groups_leave_free():
    """C must pay 10, A and B 12 together. Saving 3 each, A pays 7; the nucleolus would care for A with C first."""
    game = Game(("A", "B", "C"), np.array([0, 10, 8, 12, 10, 17, 18, 22]))
    found = least_core(game)
    assert found.excess == 0
    assert found.shares == (7, 5, 10)
    assert nucleolus(game).shares == (Fraction(11, 2), Fraction(13, 2), 10)


def test_the_least_core_keeps_its_word(random_game):
    for seed in range(80):
        game = random_game(seed)
        found = least_core(game)
        assert sum(found.shares) == game.total
        check = core_check(game, found.shares)
        assert check.is_stable == (found.excess <= 0)
        if found.excess > 0:
            assert check.blocks[0].excess == found.excess


@pytest.mark.parametrize("total", [0, 15, -3])
def test_one_member_takes_all(total):
    game = Game(("A",), np.array([0, total]))
    assert nucleolus(game).shares == least_core(game).shares == (total,)
    assert least_core(game).excess == 0


def test_two_members_share_the_saving_equally():
    assert nucleolus(Game(("A", "B"), np.array([0, 11, 7, 15]))).shares == (Fraction(19, 2), Fraction(11, 2))


def test_a_game_where_every_group_costs_the_same():
    game = Game(tuple("ABCDEF"), np.array([0] + [9000] * 63))
    assert nucleolus(game).shares == (1500,) * 6


def test_members_alike_pay_alike_and_one_who_adds_the_same_pays_it(random_game):
    for seed in range(0, 120, 4):
        game = random_game(seed, 4)
        twin = np.concatenate([game.amounts, game.amounts + 777])
        found = nucleolus(Game((*game.players, "Z"), twin, game.kind)).shares
        assert found[4] == 777
        assert found[:4] == nucleolus(game).shares


def test_gains_per_euro_are_refused_on_negative_amounts_and_told_when_nothing_bounds_them():
    with pytest.raises(GameError, match="négatif, celui du groupe A"):
        nucleolus(Game(("A", "B"), np.array([0, -1, 3, 5])), "per_euro")
    with pytest.raises(GameError, match="pas définie"):
        nucleolus(Game(("A", "B"), np.array([0, 0, 0, 5])), "per_euro")


def test_amounts_of_very_different_orders_stay_exact():
    """Cents beside a billion: floats alone hardly see them. The answer carries its proof."""
    order = 10**11
    luck = np.random.default_rng(3)
    large = np.where(np.bitwise_count(np.arange(32)) > 2, order, 0)
    for _ in range(6):
        table = luck.integers(0, 5, 32) + large
        table[0] = 0
        game = Game(tuple("ABCDE"), table.astype(np.int64))
        for measure in ("total", "per_member"):
            problem = problem_of(game, measure)
            shares, stages = climb(problem)
            assert verify(problem, shares, stages) == 5
        assert least_core(game).excess == -climb(problem_of(game, "total"))[1][0].level


def test_it_says_so_when_floats_cannot_find_the_rows():
    """Cents beside a million millions: better no answer than one without proof."""
    luck = np.random.default_rng(3)
    table = luck.integers(0, 5, 32) + np.where(np.bitwise_count(np.arange(32)) > 2, 10**15 - 5, 0)
    table[0] = 0
    game = Game(tuple("ABCDE"), table.astype(np.int64))
    with pytest.raises(GameError, match="n'a pas pu être prouvé"):
        nucleolus(game)


def test_wrong_shares_or_a_skipped_stage_have_no_proof(random_game):
    refused = 0
    for seed in range(40):
        game = random_game(seed, 4)
        problem = problem_of(game, "total")
        shares, stages = climb(problem)
        assert verify(problem, shares, stages) == game.n
        moved = [shares[0] + Fraction(1, 7), shares[1] - Fraction(1, 7), *shares[2:]]
        with pytest.raises(UnprovenError):
            verify(problem, moved, stages)
        if len(stages) > 1 and stages[1].level > stages[0].level:
            with pytest.raises(UnprovenError):
                verify(problem, shares, stages[1:])
            refused += 1
    assert refused > 5
