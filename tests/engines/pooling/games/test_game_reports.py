"""What is said of a table before any share: properties, better splits, who loses when one joins."""

from itertools import combinations

import numpy as np
import pytest

from mitoyen.engines.pooling.games.airport import Airport
from mitoyen.engines.pooling.games.cover import best_split, subadditive_cover
from mitoyen.engines.pooling.games.game import Game, GameError
from mitoyen.engines.pooling.games.joining import losses_by_joining
from mitoyen.engines.pooling.games.report import report
from mitoyen.engines.pooling.games.shapley import shapley


def partitions(group):
    """Every way to split a list of players."""
    if not group:
        yield []
        return
    first, rest = group[0], group[1:]
    for size in range(len(rest) + 1):
        for others in combinations(rest, size):
            block = sum(1 << player for player in (first, *others))
            for more in partitions([player for player in rest if player not in others]):
                yield [block, *more]


def test_properties_agree_with_their_definitions(random_game):
    held = {"monotone": 0, "subadditive": 0, "subadditive_for_all": 0, "concave": 0}
    for seed in range(120):
        game = random_game(seed, 4)
        costs = [int(cost) for cost in game.costs]
        groups = range(16)
        apart = [(s, t) for s in groups for t in groups if s and t and not s & t]
        expected = {
            "monotone": all(game.amounts[s] <= game.amounts[s | t] for s, t in apart),
            "subadditive": all(costs[s | t] <= costs[s] + costs[t] for s, t in apart),
            "subadditive_for_all": all(costs[s | t] <= costs[s] + costs[t] for s, t in apart if s | t == 15),
            "concave": all(costs[s | t] + costs[s & t] <= costs[s] + costs[t] for s in groups for t in groups),
        }
        assert {check.name: check.holds for check in report(game).checks} == expected
        for check in report(game).checks:
            held[check.name] += check.holds
            if check.breach is None:
                continue
            first, second, gap = check.breach.first, check.breach.second, check.breach.gap
            if check.name == "monotone":
                assert first & second == first
                assert game.amounts[first] - game.amounts[second] == gap > 0
            elif check.name != "concave":
                assert costs[first | second] - costs[first] - costs[second] == gap > 0
    assert all(held.values())


def test_a_large_game_is_sampled_and_says_so():
    luck = np.random.default_rng(1)
    table = luck.integers(1000, 1010, 1 << 15)
    table[0] = 0
    checks = {check.name: check for check in report(Game(tuple(map(str, range(15))), table)).checks}
    assert not checks["subadditive"].complete
    concave = np.sqrt(np.bitwise_count(np.arange(1 << 15)).astype(float)) * 1e6
    checks = {check.name: check for check in report(Game(tuple(map(str, range(15))), concave.astype(np.int64))).checks}
    assert checks["concave"].holds
    assert checks["subadditive"].holds
    assert checks["subadditive"].complete, "it follows from concavity"


def test_the_best_split_is_the_best_of_all(random_game):
    for seed in range(80):
        game = random_game(seed, 4)
        best = min(sum(int(game.costs[part]) for part in parts) for parts in partitions([0, 1, 2, 3]))
        assert int(subadditive_cover(game).costs[-1]) == best
        parts = best_split(game)
        assert sum(parts) == game.everyone
        assert sum(int(game.costs[part]) for part in parts) == best
        found = report(game)
        assert found.split_saving == int(game.costs[-1]) - best
        assert bool(found.split) == (found.split_saving > 0)


def test_the_cover_is_subadditive_and_leaves_such_a_game_alone(random_game):
    for seed in range(60):
        covered = subadditive_cover(random_game(seed, 4))
        assert all(check.holds for check in report(covered).checks if check.name.startswith("subadditive"))
        assert (subadditive_cover(covered).amounts == covered.amounts).all()
    with pytest.raises(GameError, match="trop long"):
        subadditive_cover(Game(tuple(map(str, range(17))), np.zeros(1 << 17, dtype=np.int64)))


def test_nobody_loses_by_one_more_in_a_concave_game():
    game, _ = Airport(("A", "B", "C", "D"), (8, 11, 13, 18), (1, 1, 2, 1)).expanded()
    assert losses_by_joining(game) == []


def test_losers_are_told_with_what_they_lose(random_game):
    told = 0
    for seed in range(60):
        game = random_game(seed, 3)
        before = {
            (joining, other): share
            for joining in range(3)
            for other, share in zip([i for i in range(3) if i != joining], shapley(game.without(joining)), strict=True)
        }
        after = shapley(game)
        expected = {
            pair: game.sign * (after[pair[1]] - share)
            for pair, share in before.items()
            if game.sign * (after[pair[1]] - share) > 0
        }
        assert {(loss.joining, loss.loser): loss.amount for loss in losses_by_joining(game)} == expected
        told += len(expected)
    assert told > 20


def test_leaving_a_player_out_keeps_the_others():
    game = Game(("A", "B", "C"), np.arange(8))
    assert game.without(1).players == ("A", "C")
    assert game.without(1).amounts.tolist() == [0, 1, 4, 5]
    assert game.without(2).amounts.tolist() == [0, 1, 2, 3]
