"""Blocking groups, emptiness and its proof, against plain enumeration."""

from fractions import Fraction

import numpy as np
import pytest

from mitoyen.engines.pooling.games.core import balanced_family, core_check, excess, tightest_groups
from mitoyen.engines.pooling.games.game import Game, GameError
from mitoyen.engines.pooling.games.nucleolus import least_core, nucleolus
from mitoyen.engines.pooling.games.shapley import shapley


def by_enumeration(game, shares):
    found = {}
    for group in range(1, game.everyone):
        gap = sum(shares[i] for i in range(game.n) if group >> i & 1) - int(game.amounts[group])
        if game.sign * gap > 0:
            found[group] = game.sign * gap
    return found


def test_blocking_groups_are_all_found_the_worst_first(random_game):
    for seed in range(200):
        game = random_game(seed)
        shares = shapley(game)
        check = core_check(game, shares)
        assert {block.coalition: block.excess for block in check.blocks} == by_enumeration(game, shares)
        assert [block.excess for block in check.blocks] == sorted((b.excess for b in check.blocks), reverse=True)
        assert check.count == len(check.blocks)


def test_only_the_worst_are_listed_when_it_is_asked(random_game):
    game = random_game(4, 6)
    shares = [game.total, *[0] * 5]
    whole = core_check(game, [Fraction(share) for share in shares])
    some = core_check(game, [Fraction(share) for share in shares], 3)
    assert some.count == whole.count > 3
    assert [block.excess for block in some.blocks] == [block.excess for block in whole.blocks[:3]]


def test_a_billionth_of_a_cent_is_not_lost():
    game = Game(("A", "B", "C"), np.array([0, 10**14, 10**14, 10**14, 10**14, 10**14, 10**14, 10**14]))
    gap = Fraction(1, 10**20)
    assert not core_check(game, [10**14 + gap, -gap, Fraction(0)]).is_stable
    assert core_check(game, [Fraction(10**14), Fraction(0), Fraction(0)]).is_stable
    huge = Fraction(1, 10**40)
    assert not core_check(game, [10**14 + huge, -huge, Fraction(0)]).is_stable


def test_shares_that_do_not_make_the_total_are_refused():
    with pytest.raises(GameError, match="ne font pas le total"):
        core_check(Game(("A", "B"), np.array([0, 1, 1, 1])), [Fraction(1), Fraction(1)])


def test_the_group_that_holds_each_share(random_game):
    for seed in range(60):
        game = random_game(seed)
        shares = nucleolus(game).shares
        for player, tightest in enumerate(tightest_groups(game, shares)):
            assert tightest.coalition >> player & 1
            assert tightest.excess == max(
                excess(game, shares, group) for group in range(1, game.everyone) if group >> player & 1
            )
    assert tightest_groups(Game(("A",), np.array([0, 3])), [Fraction(3)]) == []


def test_an_empty_core_is_proven_by_a_balanced_family(random_game):
    empty = 0
    for seed in range(80):
        game = random_game(seed)
        family = balanced_family(game)
        is_empty = least_core(game).excess > 0
        assert (family.subsidy > 0) == is_empty
        if is_empty:
            empty += 1
            for player in range(game.n):
                assert sum(weight for group, weight in family.groups if group >> player & 1) == 1
            covered = sum(weight * int(game.costs[group]) for group, weight in family.groups)
            assert int(game.costs[-1]) - covered == family.subsidy
            # With the subsidy, and not with less, some shares are stable.
            unit = family.subsidy.denominator
            helped = game.amounts * unit
            helped[-1] -= game.sign * family.subsidy.numerator
            assert least_core(Game(game.players, helped, game.kind)).excess == 0
            helped[-1] += game.sign
            assert least_core(Game(game.players, helped, game.kind)).excess > 0
    assert empty > 8
