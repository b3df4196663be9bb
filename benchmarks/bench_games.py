"""How fast cooperative games are solved, against references in the same run.

    python benchmarks/bench_games.py

Bounds: the exact Shapley value of 20 and of 22 members at most 1.5 times a minimal fold by halves written with
numpy alone (in floats, its tables made beforehand, where ours is exact and starts from the amounts); the nucleolus of
20 members at least 5 times faster than coopgame-py on fleets of whole machines, where everything is tied (the fastest
of its two ways of solving a cost game). The proof of the nucleolus is timed apart.
Exit status 1 when a bound is broken.
"""

from __future__ import annotations

import sys
import time
from math import factorial
from pathlib import Path
from statistics import median

import coopgame
import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from scoring import Sheet  # noqa: E402

from mitoyen.engines.pooling.games.certificate import verify  # noqa: E402
from mitoyen.engines.pooling.games.coalitions import coalition_sums  # noqa: E402
from mitoyen.engines.pooling.games.game import Game  # noqa: E402
from mitoyen.engines.pooling.games.nucleolus import climb, problem_of  # noqa: E402
from mitoyen.engines.pooling.games.shapley import shapley  # noqa: E402

MOST_SHAPLEY, LEAST_NUCLEOLUS = 1.5, 5.0
MACHINE = 9_000_00  # cents a year
SLOTS, SEEDS = 200, (0, 1, 2)


def reference_tables(n):
    """The weights by size, and the size of every coalition: made once, not timed."""
    joins = [factorial(s - 1) * factorial(n - s) / factorial(n) if s else 0.0 for s in range(n + 1)]
    leaves = [factorial(s) * factorial(n - s - 1) / factorial(n) if s < n else 0.0 for s in range(n + 1)]
    sizes = np.bitwise_count(np.arange(1 << n, dtype=np.uint32))
    held = np.array([a + b for a, b in zip(joins, leaves, strict=True)])
    return held, sizes


def reference_shapley(costs, held, sizes):
    """Weigh the table by size, fold it in halves, one player at a time."""
    n = len(costs).bit_length() - 1
    table = held[sizes]
    table *= costs
    sums = np.empty(n)
    for player in range(n - 1, -1, -1):
        absent, present = table.reshape(2, -1)
        sums[player] = present.sum()
        table = absent + present
    # The sum over all of b(|S|) c(S) is that of (a+b)(|S|) c(S) |S| / n, without the last coalition's a.
    return sums - (sums.sum() - costs[-1]) / n


def fleet(n, seed):
    """Whole machines: a group needs its highest number of uses at once. A few uses in every slot."""
    luck = np.random.default_rng(seed)
    table = np.zeros(1 << n, dtype=np.int64)
    for needs in (luck.random((SLOTS, n)) < 0.12).astype(np.int64):
        sums = np.zeros(1, dtype=np.int64)
        for need in needs:
            sums = np.concatenate([sums, sums + need])
        np.maximum(table, sums, out=table)
    return Game(tuple(f"m{i:02d}" for i in range(n)), table * MACHINE)


def side_by_side(first, second, repeats):
    """Both in turn, so that a busy machine slows both: the best seconds of each, and the last results."""
    first_seconds, second_seconds = [], []
    for _ in range(repeats):
        start = time.perf_counter()
        one = first()
        middle = time.perf_counter()
        two = second()
        first_seconds.append(middle - start)
        second_seconds.append(time.perf_counter() - middle)
    return min(first_seconds), min(second_seconds), one, two


def bench_shapley(sheet, n):
    luck = np.random.default_rng(n)
    amounts = luck.integers(0, 10_000_00, 1 << n)
    amounts[0] = 0
    game, costs = Game(tuple(map(str, range(n))), amounts), amounts.astype(np.float64)
    held, sizes = reference_tables(n)
    shapley(game)
    ours, theirs, exact, rough = side_by_side(lambda: shapley(game), lambda: reference_shapley(costs, held, sizes), 9)
    assert np.allclose([float(share) for share in exact], rough, atol=1e-3)
    assert sum(exact) == game.total
    sheet.say(f"         Shapley, n = {n}: {ours * 1e3:.1f} ms; reference {theirs * 1e3:.1f} ms")
    sheet.at_most(f"exact Shapley value, n = {n}, beside its reference", ours / theirs, MOST_SHAPLEY, "times")


def by_coopgame(game):
    """The best of its two ways, in seconds: costs as they are, and savings on what each pays alone, in machines."""
    costs = coopgame.Game(game.amounts[1:] / MACHINE)
    saved = coopgame.Game((coalition_sums(np.array(game.alone)) - game.amounts)[1:] / MACHINE)
    start = time.perf_counter()
    shares = coopgame.cost_nucleolus(costs)
    middle = time.perf_counter()
    coopgame.nucleolus(saved)
    return min(middle - start, time.perf_counter() - middle), shares


def bench_nucleolus(sheet, n):
    ratios = []
    for seed in SEEDS:
        game = fleet(n, seed)
        problem = problem_of(game, "total")
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            shares, stages = climb(problem, certified=False)
            seconds.append(time.perf_counter() - start)
        theirs, told = by_coopgame(game)
        assert np.allclose([float(share) / MACHINE for share in shares], told, atol=1e-6)
        start = time.perf_counter()
        assert verify(problem, shares, stages) == n
        proof = time.perf_counter() - start
        ratios.append(theirs / min(seconds))
        sheet.say(
            f"         Nucleolus, tied fleet {seed}: {min(seconds) * 1e3:.1f} ms, proof {proof * 1e3:.1f} ms; "
            f"coopgame-py {theirs * 1e3:.1f} ms; {ratios[-1]:.1f} times faster"
        )
    sheet.say(f"         median {median(ratios):.1f} times")
    sheet.at_least(f"nucleolus, n = {n}, faster than coopgame-py", min(ratios), LEAST_NUCLEOLUS, "times")


def main():
    sheet = Sheet("games")
    bench_shapley(sheet, 20)
    bench_shapley(sheet, 22)
    bench_nucleolus(sheet, 20)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
