"""The nucleolus, its per-member and proportional kin, and the least core: raise the worst-off groups first.

A group's gain is what it saves by staying: ``c(S) - x(S)``. The nucleolus raises the least gain, then
the next, and so on, over every group; the *weak* nucleolus counts gains per member, ``/ |S|``, the
*proportional* one per euro, ``/ c(S)`` (Young, Okada and Hashimoto, "Cost allocation in water resources
development", Water Resources Research 18, 1982). They are prenucleoli: nothing but the total binds
the shares, unless it is asked that nobody pay more than alone. Each answer is exact and proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from mitoyen.engines.pooling.games.certificate import UnprovenError, verify
from mitoyen.engines.pooling.games.coalitions import sizes
from mitoyen.engines.pooling.games.game import Game, GameError, Shares
from mitoyen.engines.pooling.games.ladder import Ladder
from mitoyen.engines.pooling.games.levels import LevelError, Levels, Row, Stage
from mitoyen.engines.pooling.games.table import TableLevels
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from mitoyen.engines.pooling.games.coalitions import Cents

Measure: TypeAlias = Literal["total", "per_member", "per_euro"]

Attempt: TypeAlias = "Callable[[int, list[Row]], tuple[list[Fraction], tuple[Stage, ...]]]"

_TRIES = 4


@dataclass(frozen=True, slots=True)
class Nucleolus:
    """Exact shares and the stages that prove them (in the orientation of costs)."""

    shares: Shares
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class LeastCore:
    """The smallest ``excess`` that some group must bear over what it would pay alone, and shares that reach it.

    The core is empty when it is positive. With one member there is no group: the excess is zero.
    Among all the shares of the least core, these raise the least of the members' own savings, then the next.
    """

    excess: Fraction
    shares: Shares


def nucleolus(
    game: Game, measure: Measure = "total", *, individually_rational: bool = False, certified: bool = True
) -> Nucleolus:
    """The nucleolus of ``game``; of gains per member or per euro with another ``measure``.

    ``individually_rational`` keeps everyone from paying more (earning less) than alone. The proof
    (``certified``) costs a few passes over the table for each stage. Raises :class:`GameError` when the
    method is not defined: a negative amount for gains per euro, or shares that nothing bounds.

    >>> [str(share) for share in nucleolus(Game(("A", "B"), np.array([0, 11, 7, 15]))).shares]
    ['19/2', '11/2']
    """
    problem = problem_of(game, measure, individually_rational=individually_rational)
    shares, stages = climb(problem, certified=certified)
    return Nucleolus(tuple(game.sign * share for share in shares), stages)


def problem_of(game: Game, measure: Measure, *, individually_rational: bool = False) -> TableLevels:
    """The lexicographic program whose end is the nucleolus under ``measure``."""
    ceilings = tuple(game.sign * amount for amount in game.alone) if individually_rational else None
    if ceilings is not None and sum(ceilings) < game.sign * game.total:
        raise GameError(
            Sentence(
                "Aucun partage ne laisse chacun au moins aussi bien que seul : ensemble, tous perdent.",
                "No division leaves everyone as well off as alone: together, all lose.",
            )
        )
    return TableLevels(game.costs, game.sign * game.total, _weights(game, measure), ceilings)


def _weights(game: Game, measure: Measure) -> Cents | None:
    match measure:
        case "total":
            return None
        case "per_member":
            return sizes(game.n).astype(np.int64)
        case "per_euro":
            negative = int(game.amounts.argmin())
            if game.amounts[negative] < 0:
                raise GameError(
                    Sentence(
                        "Un gain par euro n'a pas de sens pour un montant négatif, celui du groupe "
                        f"{' + '.join(game.group(negative))}.",
                        "A gain per euro has no meaning for a negative amount, that of the group "
                        f"{' + '.join(game.group(negative))}.",
                    )
                )
            return game.amounts


def climb(problem: Levels, *, certified: bool = True) -> tuple[list[Fraction], tuple[Stage, ...]]:
    """The end of a ladder and its stages, proven."""

    def attempt(number: int, missed: list[Row]) -> tuple[list[Fraction], tuple[Stage, ...]]:
        ladder = Ladder(problem, rows=missed, attempt=number)
        shares = ladder.climb()
        if certified:
            verify(problem, shares, ladder.stages)
        return shares, tuple(ladder.stages)

    return _insist(attempt)


def least_core(game: Game, *, certified: bool = True) -> LeastCore:
    """The least core of ``game``: the first level of the nucleolus, then equal savings as far as it allows.

    >>> answer = least_core(Game(("A", "B", "C"), np.array([0, 6, 6, 8, 6, 8, 8, 15])))
    >>> str(answer.excess), [str(share) for share in answer.shares]
    ('2', ['5', '5', '5'])
    """
    excess, shares = least_core_of(problem_of(game, "total"), certified=certified)
    return LeastCore(excess, tuple(game.sign * share for share in shares))


def least_core_of(problem: Levels, *, certified: bool = True) -> tuple[Fraction, list[Fraction]]:
    """The excess of the least core of a program and shares that reach it and even out savings, proven."""
    if sum(problem.everyone) == 1:
        return Fraction(0), [Fraction(problem.total)]

    def attempt(number: int, missed: list[Row]) -> tuple[list[Fraction], tuple[Stage, ...]]:
        first = Ladder(problem, rows=missed, attempt=number).rise()
        finer, settled = problem.even_savings(first)
        rest = Ladder(finer, settled=settled, attempt=number)
        scaled = rest.climb()
        shares = [share / first.level.denominator for share in scaled]
        if certified:
            verify(problem, shares, [first])
            verify(finer, scaled, rest.stages, settled)
        return shares, (first,)

    shares, (first,) = _insist(attempt)
    return -first.level, shares


def _insist(attempt: Attempt) -> tuple[list[Fraction], tuple[Stage, ...]]:
    """Try until the proof holds: each time with the rows that were missed, and other settings of the solver."""
    missed: list[Row] = []
    for number in range(_TRIES):
        try:
            return attempt(number, missed)
        except UnprovenError as failure:
            if failure.row is not None:
                missed.append(failure.row)
        except LevelError:
            continue
    raise GameError(
        Sentence(
            "Le calcul n'a pas pu être prouvé exactement pour ce jeu : ses montants sont d'ordres trop différents.",
            "The computation could not be proven exactly for this game: its amounts are of too different orders.",
        )
    )
