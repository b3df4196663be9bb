"""A problem solved by every method asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.calculus.division import RULES
from mitoyen.engines.pooling.games.document import GameFileError
from mitoyen.engines.pooling.games.reading import AirportProblem, ClaimsProblem, GameProblem, Problem
from mitoyen.engines.pooling.shares.of_airports import solve_airport
from mitoyen.engines.pooling.shares.of_claims import solve_claims
from mitoyen.engines.pooling.shares.of_games import solve_game
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.shares.answer import Answer

GAME_METHODS = (
    "shapley",
    "nucleolus",
    "weak_nucleolus",
    "proportional_nucleolus",
    "scrb",
    "ensc",
    "gately",
    "aca",
    "least_core",
)


def solve(problem: Problem, methods: Sequence[str] = ("all",)) -> Answer:
    """Solve ``problem`` by ``methods`` (``"all"``, or names as in the answer).

    A method that is not defined for the problem is told in ``unavailable``, with the reason; a name
    that is no method raises :class:`GameFileError`.

    >>> from mitoyen.engines.pooling.games.reading import read_problem
    >>> towns = read_problem('{"costs": {"Nord": 11, "Sud": 7, "Nord+Sud": 15}}')
    >>> solve(towns, ["shapley"]).methods["shapley"].rounded
    ('9.50', '5.50')
    """
    match problem:
        case GameProblem():
            return solve_game(problem, _chosen(methods, (*GAME_METHODS, *_keys_of(problem))))
        case AirportProblem():
            return solve_airport(problem, _chosen(methods, (*GAME_METHODS, *_keys_of(problem))))
        case ClaimsProblem():
            return solve_claims(problem, _chosen(methods, RULES))


def _keys_of(problem: GameProblem | AirportProblem) -> list[str]:
    return [f"key:{name}" for name in problem.options.keys]


def _chosen(asked: Sequence[str], known: Sequence[str]) -> list[str]:
    if "all" in asked:
        return list(known)
    for name in asked:
        if name not in known:
            raise GameFileError(
                Sentence(
                    f"« {name} » n'est pas une méthode pour ce jeu ; choisissez parmi : all, {', '.join(known)}.",
                    f"'{name}' is not a method for this game; choose among: all, {', '.join(known)}.",
                ),
                where="method",
            )
    return [name for name in known if name in asked]
