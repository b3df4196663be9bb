"""A thousand agreements settled for a quarter: here, in several processes, and on a cluster on this machine.

    python benchmarks/bench_portfolio.py

Each is read from its files, settled, and written down as a bundle. Bounds: the same bytes three times, and 20 ms of
processor for each agreement at most.
"""

from __future__ import annotations

import os
import sys
import time
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from scoring import Sheet  # noqa: E402

from mitoyen.calculus.batch import CLUSTER  # noqa: E402
from mitoyen.engines.agreements.portfolio import Filed, settle_many  # noqa: E402

WORKED = HERE.parent / "tests" / "engines" / "agreements" / "worked"
MANY = 1_000


def filed():
    """The worked concession under a thousand names; each has its own volume of water."""
    agreement = (WORKED / "concession-eau.yaml").read_text(encoding="utf-8")
    facts = (WORKED / "concession-eau-2027-T1.yaml").read_text(encoding="utf-8")
    volume = '"2": "95500"'
    assert volume in facts
    return [
        Filed(
            f"eau-{rank}.yaml",
            agreement.replace("val-mitoyen/eau-2026", f"val-mitoyen/eau-{rank}").encode(),
            f"eau-{rank}-t1.yaml",
            facts.replace(volume, f'"2": "{95_500 + rank}"').encode(),
        )
        for rank in range(MANY)
    ]


def timed(work):
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - clock, time.process_time() - processor


def on_a_cluster(work):
    """The same call, with MITOYEN_DASK naming two workers on this machine."""
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        os.environ[CLUSTER] = cluster.scheduler_address
        try:
            return timed(work)
        finally:
            del os.environ[CLUSTER]


def main():
    sheet = Sheet("portfolio")
    agreements = filed()
    here, clock, processor = timed(lambda: settle_many(agreements, processes=1))
    sheet.say(f"         in this process: {clock:.1f} s")
    sheet.at_most("processor time for each agreement", processor / MANY * 1000, 20, "ms")
    sheet.check(f"{MANY} bundles, none refused", holds=all(one.bundle for one in here))
    sheet.check("each has its own bytes", holds=len({one.bundle for one in here}) == MANY)
    pool, clock, _ = timed(lambda: settle_many(agreements))
    sheet.say(f"         in a pool of processes: {clock:.1f} s")
    sheet.check("the same bytes from the pool", holds=pool == here)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, about its settings
        cluster, clock, _ = on_a_cluster(lambda: settle_many(agreements))
    sheet.say(f"         on a Dask cluster on this machine: {clock:.1f} s")
    sheet.check("the same bytes from the cluster", holds=cluster == here)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
