"""How fast agreements are simulated, settled and checked, against a hand-written reference in the same run.

    python benchmarks/bench_agreements.py

Bounds: the simulation of the concession (12 clauses, 40 quarters, 10,000 scenarios) at most twice the reference and
under 1.5 s with its draws; a quarter's settlement under 20 ms. Exit status 1 when one is broken.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from reference_concession import Draws  # noqa: E402
from reference_concession import simulate as by_hand  # noqa: E402

from mitoyen.engines.agreements.document import open_agreement  # noqa: E402
from mitoyen.engines.agreements.evidence import read_facts  # noqa: E402
from mitoyen.engines.agreements.settlement import settle  # noqa: E402
from mitoyen.engines.agreements.simulation.drivers import draw  # noqa: E402
from mitoyen.engines.agreements.simulation.running import simulate  # noqa: E402
from mitoyen.engines.agreements.state import read_state  # noqa: E402

CONCESSION = HERE / "concession-eau.yaml"
WORKED = HERE.parent / "tests" / "engines" / "agreements" / "worked"
SCENARIOS, SEED = 10_000, 1
# the reference's arrays, and the drivers that fill them
NAMES = {
    "ordinary": "volume.1.ordinaire",
    "social": "volume.1.solidaire",
    "second": "volume.2",
    "third": "volume.3",
    "wages": "index:ICHT-E",
    "works": "index:TP10a",
    "hours": "heures_insertion",
    "days_late": "retard_rapport",
    "lost_revenue": "recettes_perdues_exploitant",
    "pump": "pompe_remplacee",
    "losses": "pertes",
    "cuts": "coupures",
}


def reference_draws(drawn):
    """The draws of the engine as the reference takes them."""
    return Draws(**{field: np.stack([period[name].num for period in drawn]) for field, name in NAMES.items()})


def timed(function, repeats=5):
    """The median of several runs, in seconds, and the last result."""
    function()
    seconds, result = [], None
    for _ in range(repeats):
        started = time.perf_counter()
        result = function()
        seconds.append(time.perf_counter() - started)
    return median(seconds), result


def main():
    """Time, compare, print, judge."""
    document = open_agreement(CONCESSION.read_bytes(), CONCESSION.name)
    agreement = document.agreement
    drawing, drawn = timed(lambda: draw(agreement, agreement.term.periods(), SCENARIOS, SEED), 3)
    arrays = reference_draws(drawn)
    hand, accounts = timed(lambda: by_hand(arrays))
    engine, simulated = timed(lambda: simulate(document, scenarios=SCENARIOS, seed=SEED, draws=drawn))
    for account, name in (
        ("ccvm", "ccvm"),
        ("eaux", "eaux"),
        ("foyers", "foyers"),
        ("reserve", "reserve:renouvellement"),
    ):
        if not np.array_equal(getattr(accounts, account), simulated.accounts[name]):
            print(f"the reference and the engine differ on {account}")
            return 1
    print("identical cents on 4 accounts × 40 quarters × 10,000 scenarios")
    print(f"reference by hand      {hand * 1000:8.1f} ms")
    print(f"engine, same draws     {engine * 1000:8.1f} ms   ratio {engine / hand:.2f} (bound 2)")
    print(f"drawing                {drawing * 1000:8.1f} ms")
    print(f"engine with its draws  {(engine + drawing) * 1000:8.1f} ms   (bound 1500)")
    water = open_agreement((WORKED / "concession-eau.yaml").read_bytes(), "concession-eau.yaml")
    facts = read_facts((WORKED / "concession-eau-2027-T1.yaml").read_bytes(), "t1.yaml")
    state = read_state(facts.state, water.source)
    one, _ = timed(lambda: settle(water, facts, facts.period, state), 15)
    print(f"one quarter settled    {one * 1000:8.1f} ms   (bound 20)")
    fine = engine <= 2 * hand and engine + drawing < 1.5 and one < 0.020
    print("all bounds hold" if fine else "a bound is broken")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
