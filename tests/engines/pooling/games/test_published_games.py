"""Games solved in print: each row of ``tests/acceptance/games/published.json`` names its source."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from mitoyen.engines.pooling.games.reading import read_problem
from mitoyen.engines.pooling.shares import as_json, solve

PUBLISHED = json.loads((Path(__file__).parents[3] / "acceptance/games/published.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["id"] for case in PUBLISHED])
def test_what_was_published_is_found(case):
    found = as_json(solve(read_problem(json.dumps(case["game"]))))["allocations"]
    for method, printed in case["expected"].items():
        for field, told in (("shares", "exact"), ("per_movement", "per_movement")):
            if field in printed:
                assert found[method][told] == pytest.approx(printed[field], abs=printed["within"], rel=0)
        if "fractions" in printed:
            exact = {player: Fraction(share) for player, share in printed["fractions"].items()}
            assert {player: Fraction(share) for player, share in found[method]["fraction"].items()} == exact
