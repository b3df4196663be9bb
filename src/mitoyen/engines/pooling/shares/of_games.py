"""Cost and value games: every method held against the table of all the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.pooling.games.core import balanced_family, core_check
from mitoyen.engines.pooling.games.game import Game, GameError
from mitoyen.engines.pooling.games.joining import losses_by_joining
from mitoyen.engines.pooling.games.nucleolus import LeastCore, least_core, nucleolus
from mitoyen.engines.pooling.games.report import report
from mitoyen.engines.pooling.games.separable import Margins, Separable, aca, ensc, gately, scrb
from mitoyen.engines.pooling.games.shapley import shapley
from mitoyen.engines.pooling.keys import Key, share_by_key
from mitoyen.engines.pooling.shares.answer import Answer, CoreAnswer, Loss, MethodAnswer, attempted, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mitoyen.engines.pooling.games.reading import GameProblem

MOST_BLOCKS = 1000


def solve_game(problem: GameProblem, names: Sequence[str]) -> Answer:
    """Every method of a cost or value game, the core, the properties of the table, and who loses when one joins."""
    game = problem.game
    game_methods = _GameMethods(problem)
    methods, unavailable = attempted(names, game_methods.solve)
    _add_individually_rational(methods, game_methods)
    losses = [
        Loss(game.players[loss.joining], game.players[loss.loser], game.in_units(loss.amount))
        for loss in losses_by_joining(game)
    ]
    return Answer(
        problem,
        game.players,
        game.in_units(game.total),
        tuple(game.in_units(amount) for amount in game.alone),
        methods,
        unavailable,
        _core_of(game, game_methods.least),
        report(game),
        tuple(losses),
        problem.options.remarks,
    )


def _core_of(game: Game, least: LeastCore | None) -> CoreAnswer:
    if least is None:
        return CoreAnswer(is_empty=None, least_core_excess=None)
    if least.excess <= 0:
        return CoreAnswer(is_empty=False, least_core_excess=game.in_units(least.excess))
    family = balanced_family(game)
    groups = tuple((game.group(coalition), weight) for coalition, weight in family.groups)
    return CoreAnswer(
        is_empty=True,
        least_core_excess=game.in_units(least.excess),
        subsidy=game.in_units(family.subsidy),
        family=groups,
    )


def _add_individually_rational(methods: dict[str, MethodAnswer], solver: _GameMethods) -> None:
    """The nucleolus among the shares that leave nobody worse off than alone, when it is another one."""
    game = solver.game
    if "nucleolus" not in methods:
        return
    worse = [
        game.sign * (share - game.in_units(alone)) > 0
        for share, alone in zip(methods["nucleolus"].shares, game.alone, strict=True)
    ]
    if any(worse):
        found, _ = attempted(["individually_rational_nucleolus"], solver.solve)
        methods.update(found)


class _GameMethods:
    """The methods of a game that is a table."""

    def __init__(self, problem: GameProblem) -> None:
        self.game = problem.game
        self.options = problem.options
        try:
            self.least: LeastCore | None = least_core(problem.game)
        except GameError:
            self.least = None
        self.margins = Margins.of(problem.game)
        self.benefits = problem.benefits

    def solve(self, name: str) -> MethodAnswer:
        """The shares of a method, held against the game."""
        game = self.game
        found = self._shares(name)
        check = core_check(game, found.shares, MOST_BLOCKS)
        shares = tuple(game.in_units(share) for share in found.shares)
        return MethodAnswer(
            shares,
            on_grid(game.players, shares, self.options.decimals),
            tuple((game.group(block.coalition), game.in_units(block.excess)) for block in check.blocks),
            check.count,
            found.remarks,
        )

    def _shares(self, name: str) -> Separable:
        game, margins = self.game, self.margins
        methods: dict[str, Callable[[], Separable]] = {
            "shapley": lambda: Separable(shapley(game)),
            "nucleolus": lambda: Separable(nucleolus(game).shares),
            "individually_rational_nucleolus": lambda: Separable(nucleolus(game, individually_rational=True).shares),
            "weak_nucleolus": lambda: Separable(nucleolus(game, "per_member").shares),
            "proportional_nucleolus": lambda: Separable(nucleolus(game, "per_euro").shares),
            "scrb": lambda: scrb(margins, self.benefits),
            "ensc": lambda: ensc(margins),
            "gately": lambda: gately(margins),
            "aca": lambda: aca(margins),
            "least_core": lambda: Separable((self.least or least_core(game)).shares),
        }
        if name in methods:
            return methods[name]()
        found = share_by_key(game.players, game.total, Key.by(name.removeprefix("key:")), self.options.keys)
        return Separable(found.exact, found.remarks)
