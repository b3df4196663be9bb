import warnings

import pytest

from mitoyen.calculus.batch import CLUSTER, mapped
from mitoyen.kernel.errors import InvalidError


def square(number):
    return number * number


def refuse_seven(number):
    if number == 7:
        message = "seven"
        raise ValueError(message)
    return number


@pytest.mark.parametrize("processes", [1, 2])
def test_the_order_is_that_of_the_items_and_progress_is_told(processes):
    told = []
    results = mapped(square, range(12), progress=lambda done, total: told.append((done, total)), processes=processes)
    assert results == [number * number for number in range(12)]
    assert told == [(done, 12) for done in range(1, 13)]


@pytest.mark.parametrize("processes", [1, 2])
def test_the_error_of_an_item_comes_back(processes):
    with pytest.raises(ValueError, match="seven"):
        mapped(refuse_seven, range(12), processes=processes)


def test_nothing_gives_nothing():
    assert mapped(square, []) == []


@pytest.mark.slow
def test_a_cluster_gives_the_same_list(monkeypatch):
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
            told = []
            there = mapped(square, range(20), progress=lambda done, _total: told.append(done))
    monkeypatch.delenv(CLUSTER)
    assert there == mapped(square, range(20), processes=1)
    assert told == list(range(1, 21))


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_said(monkeypatch):
    monkeypatch.setenv(CLUSTER, "tcp://127.0.0.1:9")
    monkeypatch.setattr("mitoyen.calculus.batch.ANSWERS_WITHIN", "1s")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(InvalidError, match="ne répond pas"):
            mapped(square, range(20))
