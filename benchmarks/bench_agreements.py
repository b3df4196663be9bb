"""How fast agreements are simulated and settled, against a hand-written reference in the same run.

    python benchmarks/bench_agreements.py

Bounds: the simulation of the concession (12 clauses, 40 quarters, 10,000 scenarios) at most twice the reference, with
the same cents in every account, and under 1.5 s with its draws; a quarter's settlement under 20 ms. Both sides of the
ratio give the movement of every account in every quarter; the engine also gives what each clause brings.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from reference_concession import Draws  # noqa: E402
from reference_concession import simulate as by_hand  # noqa: E402
from scoring import Sheet, on_the_clock, side_by_side  # noqa: E402

from mitoyen.engines.agreements.document import open_agreement  # noqa: E402
from mitoyen.engines.agreements.evidence import read_facts  # noqa: E402
from mitoyen.engines.agreements.settlement import settle  # noqa: E402
from mitoyen.engines.agreements.simulation.drivers import draw  # noqa: E402
from mitoyen.engines.agreements.simulation.running import simulate  # noqa: E402
from mitoyen.engines.agreements.state import read_state  # noqa: E402

CONCESSION = HERE / "concession-eau.yaml"
WORKED = HERE.parent / "tests" / "engines" / "agreements" / "worked"
SCENARIOS, SEED, ROUNDS = 10_000, 1, 25
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
ACCOUNTS = {"ccvm": "ccvm", "eaux": "eaux", "foyers": "foyers", "reserve": "reserve:renouvellement"}


def reference_draws(drawn):
    """The draws of the engine as the reference takes them."""
    return Draws(**{field: np.stack([period[name].num for period in drawn]) for field, name in NAMES.items()})


def simulation(sheet):
    document = open_agreement(CONCESSION.read_bytes(), CONCESSION.name)
    agreement = document.agreement
    drawn = draw(agreement, agreement.term.periods(), SCENARIOS, SEED)
    arrays = reference_draws(drawn)
    accounts, simulated = by_hand(arrays), simulate(document, scenarios=SCENARIOS, seed=SEED, draws=drawn)
    same = all(np.array_equal(getattr(accounts, ours), simulated.accounts[name]) for ours, name in ACCOUNTS.items())
    sheet.check("the same cents on 4 accounts × 40 quarters × 10,000 scenarios", holds=same)
    spent = side_by_side(
        {
            "hand": lambda: by_hand(arrays),
            "engine": lambda: simulate(document, scenarios=SCENARIOS, seed=SEED, draws=drawn),
        },
        ROUNDS,
    )
    hand, engine = spent["hand"], spent["engine"]
    sheet.say(f"         by hand {hand * 1000:.1f} ms, engine {engine * 1000:.1f} ms (of processor, best of {ROUNDS})")
    sheet.at_most("simulation beside the reference by hand", engine / hand, 2, "times")
    whole, _ = on_the_clock(lambda: simulate(document, scenarios=SCENARIOS, seed=SEED), 3)
    sheet.at_most("simulation with its draws", whole, 1.5, "s", on_the_clock=True)


def settlement(sheet):
    water = open_agreement((WORKED / "concession-eau.yaml").read_bytes(), "concession-eau.yaml")
    facts = read_facts((WORKED / "concession-eau-2027-T1.yaml").read_bytes(), "t1.yaml")
    state = read_state(facts.state, water.source)
    one, _ = on_the_clock(lambda: settle(water, facts, facts.period, state), 25)
    sheet.at_most("one quarter of the concession settled", one * 1000, 20, "ms", on_the_clock=True)


def main():
    sheet = Sheet("agreements")
    simulation(sheet)
    settlement(sheet)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
