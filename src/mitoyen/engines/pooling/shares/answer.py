"""A problem solved by every method asked for, each held against what the groups would pay alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from mitoyen.calculus.division import RULES, divide_claims
from mitoyen.engines.pooling.games.core import balanced_family, core_check
from mitoyen.engines.pooling.games.document import GameFileError
from mitoyen.engines.pooling.games.game import LARGEST_AMOUNT, Game, GameError, Shares, whole_cents
from mitoyen.engines.pooling.games.joining import losses_by_joining
from mitoyen.engines.pooling.games.nucleolus import LeastCore, least_core, nucleolus
from mitoyen.engines.pooling.games.reading import AirportProblem, ClaimsProblem, GameProblem, Options, Problem
from mitoyen.engines.pooling.games.report import Report, report
from mitoyen.engines.pooling.games.separable import Margins, Separable, aca, ensc, gately, scrb
from mitoyen.engines.pooling.games.shapley import shapley
from mitoyen.engines.pooling.keys import Key, share_by_key
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mitoyen.engines.pooling.games.airport import Airport

Group: TypeAlias = tuple[str, ...]

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
MOST_BLOCKS = 1000
_MOST_EXPANDED = 14
_MOST_CLAIMANTS = 14


@dataclass(frozen=True, slots=True)
class MethodAnswer:
    """The shares of one method, in whole units of money; ``blocks`` lists the worst of the ``block_count`` groups.

    ``one_each`` is what one movement of each type pays, in an airport game.
    """

    shares: Shares
    rounded: tuple[str, ...]
    blocks: tuple[tuple[Group, Fraction], ...]
    block_count: int
    remarks: tuple[Sentence, ...] = ()
    one_each: Shares | None = None


@dataclass(frozen=True, slots=True)
class CoreAnswer:
    """Whether some shares content every group; if none do, the groups that show it and the subsidy that would.

    ``is_empty`` is nothing when it could not be proven either way.
    """

    is_empty: bool | None
    least_core_excess: Fraction | None
    subsidy: Fraction = Fraction(0)
    family: tuple[tuple[Group, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """When ``joining`` comes in, ``loser`` is worse off (Shapley value)."""

    joining: str
    loser: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is told of a problem; amounts in whole units of money."""

    problem: Problem
    players: Group
    total: Fraction
    alone: Shares
    methods: Mapping[str, MethodAnswer]
    unavailable: Mapping[str, Sentence]
    core: CoreAnswer
    report: Report | None = None
    losses: tuple[Loss, ...] = ()
    remarks: tuple[Sentence, ...] = field(default_factory=tuple)

    @property
    def options(self) -> Options:
        """What the file said beside its amounts."""
        return self.problem.options


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
            return _solve_game(problem, _chosen(methods, (*GAME_METHODS, *_keys_of(problem))))
        case AirportProblem():
            return _solve_airport(problem, _chosen(methods, (*GAME_METHODS, *_keys_of(problem))))
        case ClaimsProblem():
            return _solve_claims(problem, _chosen(methods, RULES))


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


def _attempted(
    names: Iterable[str], attempt: Callable[[str], MethodAnswer]
) -> tuple[dict[str, MethodAnswer], dict[str, Sentence]]:
    """The methods that are defined, and why the others are not."""
    found: dict[str, MethodAnswer] = {}
    unavailable: dict[str, Sentence] = {}
    for name in names:
        try:
            found[name] = attempt(name)
        except GameError as error:
            unavailable[name] = error.sentence
    return found, unavailable


def on_grid(players: Sequence[str], shares: Sequence[Fraction], decimals: int) -> tuple[str, ...]:
    """Shares as text with ``decimals``, summing to the rounded total.

    >>> on_grid(["A", "B"], [Fraction(1, 3), Fraction(2, 3)], 2)
    ('0.33', '0.67')
    """
    unit = 10**decimals
    return tuple(written(whole, decimals) for whole in whole_cents(players, [share * unit for share in shares]))


def written(whole: int, decimals: int) -> str:
    """A whole number of the smallest units, as data writes it."""
    sign, digits = "-" if whole < 0 else "", str(abs(whole)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


# --- Cost and value games -----------------------------------------------------------------------


def _solve_game(problem: GameProblem, names: list[str]) -> Answer:
    game = problem.game
    game_methods = _GameMethods(problem)
    methods, unavailable = _attempted(names, game_methods.solve)
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
        found, _ = _attempted(["individually_rational_nucleolus"], solver.solve)
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


# --- Airport games ------------------------------------------------------------------------------


def _solve_airport(problem: AirportProblem, names: list[str]) -> Answer:
    airport, unit = problem.airport, 10**problem.airport.decimals
    solver = _AirportMethods(problem)
    methods, unavailable = _attempted(names, solver.solve)
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


# --- Claims -------------------------------------------------------------------------------------


def _solve_claims(problem: ClaimsProblem, names: list[str]) -> Answer:
    def attempt(name: str) -> MethodAnswer:
        rule = next(rule for rule in RULES if rule == name)
        shares = tuple(divide_claims(problem.estate, problem.claims, rule))
        # Between zero and the claim for everyone: in the core of the bankruptcy game (O'Neill 1982).
        return MethodAnswer(shares, on_grid(problem.players, shares, problem.options.decimals), (), 0)

    methods, unavailable = _attempted(names, attempt)
    due = sum(problem.claims, Fraction(0))
    alone = tuple(max(Fraction(0), problem.estate - (due - claim)) for claim in problem.claims)
    remarks = problem.options.remarks
    if problem.options.keys:
        remarks = (
            *remarks,
            Sentence("Les clés ne servent pas à répartir des demandes.", "Keys are not used to divide claims."),
        )
    return Answer(
        problem,
        problem.players,
        problem.estate,
        alone,
        methods,
        unavailable,
        CoreAnswer(is_empty=False, least_core_excess=_claims_excess(problem)),
        remarks=remarks,
    )


def _claims_excess(problem: ClaimsProblem) -> Fraction | None:
    """The least-core excess of the game where a group gets what the others' claims leave; none when it is too large."""
    unit = lcm(*(claim.denominator for claim in problem.claims), problem.estate.denominator)
    if len(problem.players) > _MOST_CLAIMANTS or unit * sum(problem.claims) > LARGEST_AMOUNT:
        return None
    table = np.zeros(1, dtype=np.int64)
    for claim in problem.claims:
        table = np.concatenate([table, table + int(claim * unit)])
    left = np.maximum(int(problem.estate * unit) - table[::-1], 0)
    left[0] = 0
    return least_core(Game(problem.players, left, "value")).excess / unit
