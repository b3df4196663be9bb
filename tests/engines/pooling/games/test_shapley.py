"""The Shapley value against its definition, its axioms, and its shortcuts."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.pooling.games.airport import Airport
from mitoyen.engines.pooling.games.game import Game, GameError
from mitoyen.engines.pooling.games.sampling import shapley_by_draws
from mitoyen.engines.pooling.games.shapley import shapley, shapley_of_types


def games(n, largest=10**6):
    """Any game of ``n`` players."""
    amounts = st.lists(st.integers(-largest, largest), min_size=(1 << n) - 1, max_size=(1 << n) - 1)
    return amounts.map(lambda found: Game(tuple("ABCDEF"[:n]), np.array([0, *found])))


def by_definition(game):
    """The mean of what each adds over every order of joining."""
    orders = list(permutations(range(game.n)))
    added = [0] * game.n
    for order in orders:
        group = 0
        for player in order:
            added[player] += int(game.amounts[group | 1 << player] - game.amounts[group])
            group |= 1 << player
    return tuple(Fraction(total, len(orders)) for total in added)


any_game = st.integers(1, 5).flatmap(games)


@settings(max_examples=40)
@given(any_game)
def test_it_is_the_mean_over_the_orders_exactly(game):
    assert shapley(game) == by_definition(game)


@settings(max_examples=20)
@given(games(4, 10**15))
def test_amounts_too_large_for_one_fold_lose_nothing(game):
    assert shapley(game) == by_definition(game)


def test_the_largest_amounts_of_a_large_game_are_folded_in_two_pieces():
    n, top = 18, 10**15
    table = np.where(np.bitwise_count(np.arange(1 << n)) > 0, top, 0).astype(np.int64)
    table[1::2] -= 7  # whenever the first is there
    shares = shapley(Game(tuple(map(str, range(n))), table))
    assert sum(shares) == top - 7
    assert shares[1] == shares[2] == Fraction(top, n)
    assert shares[0] == Fraction(top, n) - 7


@settings(max_examples=40)
@given(any_game, st.randoms())
def test_efficient_and_blind_to_the_order_of_the_players(game, luck):
    shares = shapley(game)
    assert sum(shares) == game.total
    order = list(range(game.n))
    luck.shuffle(order)
    shuffled = np.zeros_like(game.amounts)
    for group in range(1 << game.n):
        moved = sum(1 << place for place, player in enumerate(order) if group >> player & 1)
        shuffled[moved] = game.amounts[group]
    found = shapley(Game(tuple(game.players[player] for player in order), shuffled))
    assert found == tuple(shares[player] for player in order)


@settings(max_examples=40)
@given(games(4), games(4))
def test_additive(first, second):
    both = Game(first.players, first.amounts + second.amounts)
    assert shapley(both) == tuple(a + b for a, b in zip(shapley(first), shapley(second), strict=True))


@settings(max_examples=40)
@given(games(3), st.integers(-1000, 1000))
def test_one_who_always_adds_the_same_pays_that(game, added):
    table = np.concatenate([game.amounts, game.amounts + added])
    with_dummy = Game((*game.players, "Z"), table)
    assert shapley(with_dummy) == (*shapley(game), added)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 100), min_size=5, max_size=5))
def test_alike_members_pay_alike(by_size):
    table = np.array([0, *by_size])[np.bitwise_count(np.arange(32))]
    assert set(shapley(Game(tuple("ABCDE"), table))) == {Fraction(by_size[-1], 5)}


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 40)), min_size=1, max_size=3))
def test_types_give_the_shares_of_their_members(kinds):
    counts, needs = [count for count, _ in kinds], [need for _, need in kinds]

    def cost(group):
        return 100 * max(held * need for held, need in zip(group, needs, strict=True)) + sum(group) ** 2

    of = [kind for kind, count in enumerate(counts) for _ in range(count)]
    table = np.zeros(1 << len(of), dtype=np.int64)
    for group in range(1, 1 << len(of)):
        held = [0] * len(counts)
        for player, kind in enumerate(of):
            held[kind] += group >> player & 1
        table[group] = cost(tuple(held))
    shares = shapley(Game(tuple(map(str, range(len(of)))), table))
    by_type = shapley_of_types(counts, cost)
    assert shares == tuple(by_type[kind] for kind in of)


def test_a_type_without_member_is_refused():
    with pytest.raises(GameError, match="au moins un membre"):
        shapley_of_types([2, 0], max)


def test_draws_tell_their_interval_and_can_be_drawn_again():
    lengths = np.arange(1, 41) * 100
    runway = Airport(tuple(map(str, range(40))), tuple(lengths.tolist()), (1,) * 40)

    def cost(groups):
        return np.where(groups, lengths, 0).max(axis=1)

    sample = shapley_by_draws(40, cost, seed=7, most_orders=4000)
    assert sum(sample.shares) == 4000
    assert sample == shapley_by_draws(40, cost, seed=7, most_orders=4000)
    assert sample != shapley_by_draws(40, cost, seed=8, most_orders=4000)
    far = [
        abs(share - exact) > width
        for share, exact, width in zip(sample.shares, runway.shapley(), sample.half_widths, strict=True)
    ]
    assert sum(far) <= 6, "about one in twenty is expected outside its interval"
    assert f"{sample.orders} ordres" in sample.said().fr


def test_draws_stop_when_the_interval_is_narrow_enough():
    weights = np.arange(1, 31)
    sample = shapley_by_draws(30, lambda groups: groups @ weights, half_width=0.5)
    assert sample.shares == tuple(weights.tolist())
    assert sample.orders == 128, "an additive game has no spread: the first batch is enough"
    with pytest.raises(GameError):
        shapley_by_draws(0, lambda groups: groups.sum(axis=1))
