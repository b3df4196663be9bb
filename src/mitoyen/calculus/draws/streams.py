"""One stream of draws for each name: the same seed and name give the same draws for ever."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mitoyen.calculus.normal import Floats


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of one named stream; the same seed and name give the same draws for ever.

    >>> int(stream(7, "snow").integers(1000)) == int(stream(7, "snow").integers(1000))
    True
    """
    words = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype="<u4").tolist()
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(entropy=seed, spawn_key=tuple(words))))


def chances(seed: int, name: str, shape: int | tuple[int, ...]) -> Floats:
    """Numbers strictly between 0 and 1, spread evenly, from the stream ``name``."""
    return (np.floor(stream(seed, name).random(shape) * 2**52) + 0.5) / 2**52
