"""Airport games: closed forms, whatever the number of movements."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.games.game import GameError, Shares
from mitoyen.engines.pooling.games.nucleolus import least_core, nucleolus
from mitoyen.engines.pooling.games.separable import Separable, aca, ensc, gately, scrb
from mitoyen.engines.pooling.keys import Key, share_by_key
from mitoyen.engines.pooling.shares.answer import Answer, CoreAnswer, MethodAnswer, attempted, on_grid
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mitoyen.engines.pooling.games.airport import Airport
    from mitoyen.engines.pooling.games.reading import AirportProblem

_MOST_EXPANDED = 14


def solve_airport(problem: AirportProblem, names: Sequence[str]) -> Answer:
    """Every method of an airport game; a table of all the movements only when they are few."""
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
    """The methods of an airport game: closed forms, or the table of all the movements when they are few."""

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
            "weak_nucleolus": lambda: Separable(self._from_the_table("weak_nucleolus")),
            "proportional_nucleolus": lambda: Separable(self._from_the_table("proportional_nucleolus")),
            "least_core": lambda: Separable(self._from_the_table("least_core")),
        }
        if name in methods:
            return methods[name]()
        found = share_by_key(airport.players, airport.total, Key.by(name.removeprefix("key:")), self.options.keys)
        one_each = tuple(share / count for share, count in zip(found.exact, airport.movements, strict=True))
        return Separable(one_each, found.remarks)

    def _from_the_table(self, name: str) -> Shares:
        airport = self.airport
        if airport.players_in_all > _MOST_EXPANDED:
            raise GameError(
                Sentence(
                    f"Pas de formule directe, et {airport.players_in_all} mouvements sont trop pour énumérer les "
                    f"groupes (au plus {_MOST_EXPANDED}).",
                    f"No closed form, and {airport.players_in_all} movements are too many to list the groups "
                    f"(at most {_MOST_EXPANDED}).",
                )
            )
        game, kinds = airport.expanded()
        match name:
            case "weak_nucleolus":
                shares = nucleolus(game, "per_member").shares
            case "proportional_nucleolus":
                shares = nucleolus(game, "per_euro").shares
            case _:
                shares = least_core(game).shares
        return tuple(shares[kinds.index(kind)] for kind in range(len(airport.players)))
