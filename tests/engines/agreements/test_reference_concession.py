"""The hand-written reference of the water concession, held against one settled quarter worked by hand."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))

from reference_concession import Draws, simulate

# The first quarter of 2027 as it was worked by hand (see worked/README.md), after a first year that leaves no trace:
# nothing consumed, indices at their base, hours delivered, losses on target.
IDLE = {"wages": 1284, "works": 1189, "hours": 35_000, "losses": 230}
WORKED = {
    "ordinary": 296_000,
    "social": 14_000,
    "second": 95_500,
    "third": 12_250,
    "wages": 1312,
    "works": 1217,
    "hours": 31_250,
    "days_late": 5,
    "lost_revenue": 180_000,
    "pump": 840_000,
    "losses": 209,
    "cuts": 45,
}


def test_the_quarter_worked_by_hand_comes_out_to_the_cent():
    draws = {name: np.array([[IDLE.get(name, 0)]] * 4 + [[value]], dtype=np.int64) for name, value in WORKED.items()}
    accounts = simulate(Draws(**draws))
    # Fees 268708.80 + 4855.20 + 161700.60 + 27489.00; forgone 7854.00; band 25000.00; cuts 675.00; late 600.00;
    # insertion 1687.50; bonus 2400.00; top-up 11568.84; draw 8400.00.
    assert accounts.foyers[4, 0] == 67_500 - 46_275_360
    assert accounts.ccvm[4, 0] == 60_000 + 168_750 - 785_400 - 2_500_000 - 240_000
    assert accounts.reserve[4, 0] == 1_156_884 - 840_000
    total = accounts.ccvm + accounts.eaux + accounts.foyers + accounts.reserve
    assert not total.any()
