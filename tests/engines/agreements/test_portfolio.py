"""Many agreements at once: the same bytes wherever they are settled, and one that is wrong stops no other."""

import warnings
from pathlib import Path

import pytest

from mitoyen.calculus.batch import CLUSTER
from mitoyen.engines.agreements.bundle import recompute
from mitoyen.engines.agreements.portfolio import Filed, settle_many

WORKED = Path(__file__).parent / "worked"


@pytest.fixture
def filed(worked):
    """The worked concession a dozen times, each with its own name and its own second block of water."""
    facts = (WORKED / "concession-eau-2027-T1.yaml").read_text(encoding="utf-8")
    assert '"2": "95500"' in facts
    return [
        Filed(
            f"eau-{rank}.yaml",
            worked.text("water").replace("val-mitoyen/eau-2026", f"val-mitoyen/eau-{rank}").encode(),
            f"eau-{rank}-t1.yaml",
            facts.replace('"2": "95500"', f'"2": "{95_500 + rank}"').encode(),
        )
        for rank in range(12)
    ]


def test_each_bundle_is_the_one_of_its_agreement_and_recomputes(filed):
    settled = settle_many(filed, processes=1)
    assert all(one.refusal is None for one in settled)
    for rank, one in enumerate(settled):
        assert f'"agreement":"val-mitoyen/eau-{rank}"'.encode() in one.bundle
        assert f'"{95_500 + rank}"'.encode() in one.bundle
        assert recompute(one.bundle, "b.json").is_same


def test_several_processes_give_the_same_bytes(filed):
    assert settle_many(filed, processes=2) == settle_many(filed, processes=1)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(filed, monkeypatch):
    here = settle_many(filed, processes=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, about its ports and its settings
        distributed = pytest.importorskip("distributed")
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=False,
            protocol="tcp://",
            host="127.0.0.1",
            dashboard_address=None,
        ) as cluster:
            monkeypatch.setenv(CLUSTER, cluster.scheduler_address)
            there = settle_many(filed)
    assert there == here


def test_one_that_cannot_be_used_stops_no_other(filed):
    wrong = Filed("faux.yaml", b"format: 9", "faits.yaml", b"period: 2027-Q1")
    silent = Filed(filed[0].agreement_file, filed[0].agreement, "vide.yaml", b"facts: []")
    good, refused, said = settle_many([filed[0], wrong, silent], processes=1)
    assert good.bundle
    assert refused.bundle is None
    assert refused.where == "faux.yaml:1:9"
    assert "période" in said.refusal.fr
