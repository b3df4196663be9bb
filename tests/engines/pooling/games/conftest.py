"""Games for the tests: the Swedish municipalities, and random ones with many ties."""

import json
from pathlib import Path

import numpy as np
import pytest

from mitoyen.engines.pooling.games.game import Game
from mitoyen.engines.pooling.games.reading import read_problem

PUBLISHED = Path(__file__).parents[3] / "acceptance/games/published.json"


@pytest.fixture(scope="session")
def sweden():
    """Young, Okada and Hashimoto (1979): A, H, K, L, M, T, in hundredths of a million crowns."""
    case = next(case for case in json.loads(PUBLISHED.read_text(encoding="utf-8")) if case["id"] == "sweden")
    return read_problem(json.dumps(case["game"])).game


@pytest.fixture(scope="session")
def random_game():
    """A game of ``n`` players by seed: fleets (whole machines, all ties), small numbers, or any numbers."""

    def fleet(n, luck):
        needs = (luck.random((int(luck.integers(2, 30)), n)) < 0.3).astype(np.int64)
        table = np.zeros(1 << n, dtype=np.int64)
        for slot in needs:
            sums = np.zeros(1, dtype=np.int64)
            for need in slot:
                sums = np.concatenate([sums, sums + need])
            np.maximum(table, sums, out=table)
        return table * 9000

    def build(seed, n=None, kind=None):
        luck = np.random.default_rng(seed)
        n = n or int(luck.integers(2, 6))
        match seed % 4:
            case 0:
                table = fleet(n, luck)
            case 1:
                table = luck.integers(0, 4, 1 << n)
            case 2:
                table = luck.integers(-20, 60, 1 << n)
            case _:
                table = np.minimum(luck.integers(1, 3, 1 << n), np.bitwise_count(np.arange(1 << n)).astype(np.int64))
        table[0] = 0
        return Game(tuple("ABCDEFGHIJKLMNOPQRSTUVW"[:n]), table, kind or ("value" if seed % 3 == 0 else "cost"))

    return build
