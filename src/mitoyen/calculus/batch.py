"""One pure function over many items: in this process, in several, or on a cluster.

The answer is a list in the order of the items, the same wherever it ran. ``MITOYEN_DASK`` names the
scheduler of a Dask cluster (``tcp://…``); without it a pool of processes is used, and without enough
items to be worth one, nothing but this process. The function and the items travel by pickle: the
function must be defined at the top of a module.

>>> mapped(abs, [-2, 3, -5], processes=1)
[2, 3, 5]
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Progress = Callable[[int, int], None]

CLUSTER = "MITOYEN_DASK"
ANSWERS_WITHIN = "10s"
_FEW = 4  # below, starting processes costs more than it saves

Item = TypeVar("Item")
Result = TypeVar("Result")


def mapped(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    progress: Progress | None = None,
    processes: int | None = None,
) -> list[Result]:
    """``[function(item) for item in items]``, shared out.

    ``progress(done, total)`` is called in this process after each item. ``processes`` bounds the pool
    (all the processors by default; 1 stays in this process) and does not concern a cluster. The first
    exception that an item raises is raised here, and what had not begun is dropped.
    """
    work = list(items)
    tell = progress or _silent
    if address := os.environ.get(CLUSTER):
        return _on_cluster(address, function, work, tell)
    count = min(processes or _usable(), len(work))
    if count <= 1 or (processes is None and len(work) < _FEW):
        return _here(function, work, tell)
    return _in_processes(function, work, tell, count)


def _usable() -> int:
    """The processors that this process may use, which a container may bound."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


def _here(function: Callable[[Item], Result], work: Sequence[Item], tell: Progress) -> list[Result]:
    results = []
    for item in work:
        results.append(function(item))
        tell(len(results), len(work))
    return results


def _in_processes(function: Callable[[Item], Result], work: Sequence[Item], tell: Progress, count: int) -> list[Result]:
    # Spawned, never forked: the caller may hold threads and database connections.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=count, mp_context=context) as pool:
        futures = [pool.submit(function, item) for item in work]
        try:
            _tell_each(futures, tell)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
        return [future.result() for future in futures]


def _tell_each(futures: Sequence[Future[Result]], tell: Progress) -> None:
    for done, future in enumerate(as_completed(futures), start=1):
        future.result()
        tell(done, len(futures))


def _on_cluster(address: str, function: Callable[[Item], Result], work: Sequence[Item], tell: Progress) -> list[Result]:
    distributed: Any
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise InvalidError(
            Sentence(
                f"{CLUSTER} vaut {address}, mais Dask manque : installez mitoyen[cluster], ou effacez {CLUSTER}.",
                f"{CLUSTER} is {address}, but Dask is not installed: install mitoyen[cluster] or unset {CLUSTER}.",
            ),
            where=CLUSTER,
        ) from error
    with _client(distributed, address) as client:
        futures = client.map(function, work, pure=False)
        for done, future in enumerate(distributed.as_completed(futures, loop=client.loop), start=1):
            future.result()
            tell(done, len(work))
        results: list[Result] = client.gather(futures)
        return results


def _client(distributed: Any, address: str) -> Any:  # noqa: ANN401  (Dask has no types)
    try:
        return distributed.Client(address, timeout=ANSWERS_WITHIN, set_as_default=False)
    except OSError as error:
        raise InvalidError(
            Sentence(
                f"La grappe de calcul {address} ne répond pas : vérifiez {CLUSTER}, ou effacez-le pour calculer ici.",
                f"The cluster {address} does not answer: check {CLUSTER}, or unset it to compute here.",
            ),
            where=CLUSTER,
        ) from error
