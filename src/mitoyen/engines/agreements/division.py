"""Share an amount to the cent, by largest remainder: one amount, or one per scenario.

The single case *is* :func:`mitoyen.kernel.money.split`; the array case gives the same cents.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import LIMIT, DividedByZeroError, Exact, total
from mitoyen.kernel import money
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.exact import Whole


def split(amount: Exact, weights: Sequence[Exact], decimals: int = 2) -> list[Exact]:
    """Parts of ``amount`` in proportion to ``weights``, at ``decimals`` decimals; they sum to ``amount``.

    Equal remainders are served in the order of ``weights``. Weights that are all zero are refused:
    the clause must say who pays then.

    >>> [part.text(2) for part in split(Exact(100), [Exact(1)] * 3)]
    ['33.34', '33.33', '33.33']
    """
    unit = 10**decimals
    if amount.is_single and all(weight.is_single for weight in weights):
        parts: Sequence[Whole] = money.split(int(amount.whole(decimals)), [weight.fraction for weight in weights])
    else:
        parts = _split_scenarios(amount.whole(decimals), weights)
    return [Exact(part, unit) for part in parts]


def _split_scenarios(whole: Whole, weights: Sequence[Exact]) -> list[Whole]:
    import numpy as np  # noqa: PLC0415  only when an array is met

    den = lcm(*(weight.den for weight in weights))
    scaled = [weight.num * (den // weight.den) for weight in weights]
    largest = int(np.abs(whole).max()) * int(total(weights).high * (den // total(weights).den))
    # Exact always, slower only when huge: Python integers take over where 64 bits would not do.
    kind = np.int64 if largest < LIMIT else object
    scenarios = np.broadcast_shapes(np.shape(whole), *(np.shape(weight) for weight in scaled))
    rows = np.stack([np.broadcast_to(np.asarray(weight, dtype=kind), scenarios) for weight in scaled])
    everything = rows.sum(axis=0)
    if (rows < 0).any() or (everything == 0).any():
        raise DividedByZeroError(
            Sentence(
                "Dans un scénario, toutes les parts sont nulles ou l'une est négative : dites qui paie dans ce cas.",
                "In one scenario all the shares are zero or one is negative: say who pays then.",
            )
        )
    magnitude = np.abs(np.asarray(whole, dtype=kind))
    shares = magnitude * rows
    parts = shares // everything
    missing = magnitude - parts.sum(axis=0)
    served_first = np.argsort(-(shares - parts * everything), axis=0, kind="stable")
    rank = np.argsort(served_first, axis=0, kind="stable")
    parts = parts + (rank < missing)
    sign = np.where(np.asarray(whole) < 0, -1, 1)
    return [np.asarray(sign * part, dtype=np.int64) for part in parts]
