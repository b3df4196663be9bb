"""Airport games: closed forms, whatever the number of movements."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.games.airport_levels import MOST_TYPES, AirportLevels, Weighing
from mitoyen.engines.pooling.games.game import GameError, Shares
from mitoyen.engines.pooling.games.nucleolus import climb, least_core_of
from mitoyen.engines.pooling.games.separable import Separable, aca, ensc, gately, scrb
from mitoyen.engines.pooling.keys import Key, share_by_key
from mitoyen.engines.pooling.shares.answer import Answer, CoreAnswer, MethodAnswer, attempted, on_grid
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mitoyen.engines.pooling.games.airport import Airport
    from mitoyen.engines.pooling.games.reading import AirportProblem

_WEIGHINGS: dict[str, Weighing] = {"weak_nucleolus": "members", "proportional_nucleolus": "bound", "least_core": "one"}


def solve_airport(problem: AirportProblem, names: Sequence[str]) -> Answer:
    """Every method of an airport game."""
    airport, unit = problem.airport, 10**problem.airport.decimals
    solver = _AirportMethods(problem)
    methods, unavailable = attempted(names, solver.solve)
    return Answer(
        problem,
        airport.players,
        Fraction(airport.total, unit),
        tuple(Fraction(cost, unit) for cost in airport.costs),
        methods,
        unavailable,
        CoreAnswer(is_empty=False, least_core_excess=airport.least_core_excess() / unit),
        remarks=problem.options.remarks,
    )


class _AirportMethods:
    """The methods of an airport game: closed forms, or levels by types."""

    def __init__(self, problem: AirportProblem) -> None:
        self.airport: Airport = problem.airport
        self.options = problem.options

    def solve(self, name: str) -> MethodAnswer:
        """The shares of a method: of each type, and of one of its movements."""
        airport, unit = self.airport, 10**self.airport.decimals
        found = self._one_each(name)
        shares = tuple(share * count / unit for share, count in zip(found.shares, airport.movements, strict=True))
        blocks = tuple((group, saved / unit) for group, saved in airport.blocking(found.shares))
        return MethodAnswer(
            shares,
            on_grid(airport.players, shares, self.options.decimals),
            blocks,
            len(blocks),
            found.remarks,
            tuple(share / unit for share in found.shares),
        )

    def _one_each(self, name: str) -> Separable:
        airport = self.airport
        methods: dict[str, Callable[[], Separable]] = {
            "shapley": lambda: Separable(airport.shapley()),
            "nucleolus": lambda: Separable(airport.nucleolus()),
            "scrb": lambda: scrb(airport.margins()),
            "aca": lambda: aca(airport.margins()),
            "ensc": lambda: ensc(airport.margins()),
            "gately": lambda: gately(airport.margins()),
            "weak_nucleolus": lambda: Separable(self._by_levels("weak_nucleolus")),
            "proportional_nucleolus": lambda: Separable(self._by_levels("proportional_nucleolus")),
            "least_core": lambda: Separable(self._by_levels("least_core")),
        }
        if name in methods:
            return methods[name]()
        found = share_by_key(airport.players, airport.total, Key.by(name.removeprefix("key:")), self.options.keys)
        one_each = tuple(share / count for share, count in zip(found.exact, airport.movements, strict=True))
        return Separable(one_each, found.remarks)

    def _by_levels(self, name: str) -> Shares:
        """The methods that look at every group, by types."""
        airport = self.airport
        if len(airport.players) > MOST_TYPES:
            raise GameError(
                Sentence(
                    f"Pas de formule directe, et {len(airport.players)} types sont trop (au plus {MOST_TYPES}).",
                    f"No closed form, and {len(airport.players)} types are too many (at most {MOST_TYPES}).",
                )
            )
        if len(airport.players) == 1:
            return airport.shapley()  # all alike: equal shares, whatever is looked at
        weighing = _WEIGHINGS[name]
        problem = AirportLevels(airport.costs, airport.movements, airport.total, weighing)
        if name == "least_core":
            return tuple(least_core_of(problem)[1])
        return tuple(climb(problem)[0])
