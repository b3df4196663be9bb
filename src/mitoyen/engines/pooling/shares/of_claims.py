"""Claims problems: the rules of bankruptcy, and the game behind them."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.calculus.division import RULES, divide_claims
from mitoyen.engines.pooling.games.game import LARGEST_AMOUNT, Game
from mitoyen.engines.pooling.games.nucleolus import least_core
from mitoyen.engines.pooling.shares.answer import Answer, CoreAnswer, MethodAnswer, attempted, on_grid
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.games.reading import ClaimsProblem

_MOST_CLAIMANTS = 14


def solve_claims(problem: ClaimsProblem, names: Sequence[str]) -> Answer:
    """The rules asked for, all of them in the core of the game where a group gets what the others leave."""

    def attempt(name: str) -> MethodAnswer:
        rule = next(rule for rule in RULES if rule == name)
        shares = tuple(divide_claims(problem.estate, problem.claims, rule))
        # Between zero and the claim for everyone: in the core of the bankruptcy game (O'Neill 1982).
        return MethodAnswer(shares, on_grid(problem.players, shares, problem.options.decimals), (), 0)

    methods, unavailable = attempted(names, attempt)
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
