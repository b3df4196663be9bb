"""A record drawn again by whole blocks of days, and the middle of what the draws give."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from mitoyen.calculus.draws.streams import stream

if TYPE_CHECKING:
    from mitoyen.calculus.normal import Floats

Ints: TypeAlias = npt.NDArray[np.int64]


def bootstrap_counts(
    seed: int, name: str, strata: Ints, *, replicates: int, length: int = 1, part: float = 1.0
) -> Ints:
    """How often each block of days is drawn in each replicate, within its stratum.

    ``strata`` gives the stratum (say, the month) of each day of the record, in order. Runs of ``length``
    days that follow one another are drawn together, with the stratum of their first day. Returns an
    array replicates × days; each replicate has as many draws in a stratum as the record has blocks, or
    that ``part`` of them (one year of a record of five: 0.2).

    >>> counts = bootstrap_counts(1, "days", np.array([1, 1, 1, 2]), replicates=50)
    >>> counts.shape, set(counts[:, :3].sum(axis=1).tolist()), set(counts[:, 3].tolist())
    ((50, 4), {3}, {1})
    """
    days = np.asarray(strata, dtype=np.int64)
    blocks = np.arange(0, days.size, length)
    block_strata = days[blocks]
    drawn = np.zeros((replicates, blocks.size), dtype=np.int64)
    source = stream(seed, name)
    for stratum in np.unique(block_strata):
        own = np.flatnonzero(block_strata == stratum)
        number = round(own.size * part)
        drawn[:, own] = source.multinomial(number, np.full(own.size, 1.0 / own.size), size=replicates)
    return np.repeat(drawn, np.diff(np.append(blocks, days.size)), axis=1)


def interval(values: Floats, level: float = 0.8) -> tuple[float, float]:
    """The middle ``level`` of the draws, by linear quantiles.

    >>> interval(np.arange(5.0), 0.5)
    (1.0, 3.0)
    """
    low, high = np.quantile(values, [(1.0 - level) / 2, (1.0 + level) / 2])
    return float(low), float(high)
