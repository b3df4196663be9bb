"""SCRB and its kin: benefits, members who add more than they gain, and games where nothing is left to share."""

from fractions import Fraction

import numpy as np
import pytest

from mitoyen.engines.pooling.games.game import Game, GameError
from mitoyen.engines.pooling.games.separable import Margins, aca, ensc, gately, scrb


def test_benefits_count_up_to_the_cost_alone():
    """m = 8 and 4, rest 3. Benefits 9 and 20 (counted 7) leave 1 and 3: a quarter of the rest for A."""
    margins = Margins(("A", "B"), 15, (11, 7), (8, 4))
    assert scrb(margins, [Fraction(9), Fraction(20)]).shares == (8 + Fraction(3, 4), 4 + Fraction(9, 4))


def test_one_who_adds_more_than_she_gains_pays_what_she_adds_and_it_is_said():
    """C alone costs 5 and adds 9."""
    game = Game(("A", "B", "C"), np.array([0, 10, 10, 12, 5, 14, 14, 21]))
    found = scrb(Margins.of(game))
    assert found.shares[2] == 9
    assert sum(found.shares) == 21
    assert "C ajoute plus de coût" in found.remarks[0].fr


def test_nothing_remaining_follows_the_costs_alone():
    """Each adds by coming last exactly what she pays alone, but all pay 6 more: shared 10 to 20."""
    margins = Margins(("A", "B"), 36, (10, 20), (10, 20))
    assert scrb(margins).shares == (12, 24)
    assert "seule" in scrb(margins).remarks[0].fr


def test_nothing_alone_either_shares_equally():
    assert scrb(Margins(("A", "B"), 6, (0, 0), (0, 0))).shares == (3, 3)


def test_a_negative_rest_is_given_back_and_said():
    """All pay 10, each would add 8 by coming last: 6 are given back in proportion to what each gains."""
    found = scrb(Margins(("A", "B"), 10, (9, 11), (8, 8)))
    assert found.shares == (8 - Fraction(6, 4), 8 - Fraction(18, 4))
    assert "rendue" in found.remarks[-1].fr


def test_gately_is_not_defined_when_losses_cancel_out():
    with pytest.raises(GameError, match="Gately"):
        gately(Margins(("A", "B"), 15, (10, 10), (6, 14)))
    assert gately(Margins(("A", "B"), 20, (10, 10), (10, 10))).shares == (10, 10)


def test_all_are_efficient_and_a_value_game_is_its_mirror(random_game):
    for seed in range(150):
        game = random_game(seed, kind="cost")
        mirror = Game(game.players, -game.amounts, "value")
        for method in (scrb, ensc, aca, gately):
            try:
                shares = method(Margins.of(game)).shares
            except GameError:
                continue
            assert sum(shares) == game.total
            if method in (scrb, aca) and not any(
                alone - added > 0 for alone, added in zip(game.alone, Margins.of(game).joining, strict=True)
            ):
                continue  # the fallback looks at what each pays alone, which is negative in the mirror
            assert method(Margins.of(mirror)).shares == tuple(-share for share in shares)


def test_gately_equalises_the_propensity_to_disrupt(random_game):
    """Gately (1974): for every member, what the others would lose over what she would lose is the same."""
    checked = 0
    for seed in range(200):
        game = random_game(seed, 4, kind="cost")
        try:
            shares = gately(Margins.of(game)).shares
        except GameError:
            continue
        ratios = set()
        for player in range(4):
            own = game.alone[player] - shares[player]
            others = int(game.amounts[game.everyone ^ 1 << player]) - (game.total - shares[player])
            if own:
                ratios.add(Fraction(others) / own)
        assert len(ratios) <= 1
        checked += len(ratios)
    assert checked > 50
