"""Compared with the implementations of the standard library, which are others' work."""

import math
from statistics import NormalDist

import numpy as np

from mitoyen.calculus.normal import normal_chance, normal_quantile


def test_quantiles_agree_with_the_standard_library_to_the_last_digits():
    chances = np.concatenate([np.linspace(1e-9, 1 - 1e-9, 2001), 10.0 ** -np.arange(1, 300)])
    expected = np.array([NormalDist().inv_cdf(chance) for chance in chances])
    assert np.max(np.abs(normal_quantile(chances) - expected)) < 1e-13


def test_chances_agree_with_the_complementary_error_function():
    values = np.linspace(-30, 30, 6001)
    expected = np.array([math.erfc(-value / math.sqrt(2)) / 2 for value in values])
    assert np.max(np.abs(normal_chance(values) / expected - 1)) < 1e-12


def test_the_ends_are_infinite_and_shapes_are_kept():
    assert normal_quantile([[0.0, 1.0]]).tolist() == [[-math.inf, math.inf]]
    assert normal_chance(np.full((2, 3), 0.0)).shape == (2, 3)
