import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.calculus.beta import beta_chance, beta_quantile
from mitoyen.calculus.draws.laws import Beta, Discrete, Poisson, Triangular, Uniform
from mitoyen.calculus.draws.resampling import bootstrap_counts, interval
from mitoyen.calculus.draws.seasons import seasonal
from mitoyen.calculus.draws.streams import chances, stream
from mitoyen.calculus.draws.ties import correlated_scores
from mitoyen.kernel.errors import InvalidError

SOME = chances(2027, "some", 40_000)


def test_a_stream_is_its_own_whatever_the_others_draw():
    alone = chances(5, "snow", 10)
    chances(5, "fuel", 1_000)
    assert np.array_equal(alone, chances(5, "snow", 10))
    assert not np.array_equal(alone, chances(6, "snow", 10))
    assert not np.array_equal(alone, chances(5, "fuel", 10))


def test_chances_are_strictly_between_zero_and_one():
    assert SOME.min() > 0
    assert SOME.max() < 1


@pytest.mark.parametrize(
    ("law", "mean", "deviation"),
    [
        (Uniform(0.0, 12.0), 6.0, math.sqrt(12.0)),
        (Triangular(0.0, 3.0, 6.0), 3.0, math.sqrt(1.5)),
        (Beta(2.0, 3.0, 0.0, 10.0), 4.0, 2.0),
        (Discrete((0.0, 10.0), (1.0, 1.0)), 5.0, 5.0),
        (Poisson(3.3), 3.3, math.sqrt(3.3)),
        (Poisson(900.0), 900.0, 30.0),
        (Poisson(0.0), 0.0, 0.0),
    ],
)
def test_moments_are_those_of_the_textbook(law, mean, deviation):
    values = law.at(SOME)
    assert values.mean() == pytest.approx(mean, abs=4 * (deviation + 0.01) / math.sqrt(SOME.size))
    assert values.std() == pytest.approx(deviation, rel=0.03, abs=1e-9)


@given(st.floats(0.2, 60), st.floats(0.2, 60), st.lists(st.floats(0.001, 0.999), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_beta_quantile_is_the_inverse_of_the_chance(a, b, between):
    """As far as numbers go: near an end that the law crowds, two neighbours may be 1e-7 of chance apart."""
    found = beta_quantile(between, a, b)
    below, above = (beta_chance((found + side).clip(0, 1), a, b) for side in (-1e-14, 1e-14))
    assert (below - 1e-8 <= between).all()
    assert (between <= above + 1e-8).all()


def test_beta_chance_of_whole_shapes_is_a_binomial_tail():
    tail = sum(math.comb(9, k) * 0.3**k * 0.7 ** (9 - k) for k in range(4, 10))
    assert beta_chance([0.3], 4, 6)[0] == pytest.approx(tail, abs=1e-14)


def test_poisson_counts_are_those_of_the_cumulated_law():
    cumulated = np.cumsum([math.exp(-2) * 2**k / math.factorial(k) for k in range(4)])
    just_under, just_over = cumulated - 1e-9, cumulated + 1e-9
    assert Poisson(2.0).at(just_under).tolist() == [0, 1, 2, 3]
    assert Poisson(2.0).at(just_over).tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("level", [0.0, 0.5, 0.9, 1.0])
def test_scores_have_the_correlation_that_was_asked_and_stay_standard_normal(level):
    tied = correlated_scores(stream(3, "pair").standard_normal((2, 40_000)), [[1.0, level], [level, 1.0]])
    assert np.corrcoef(tied)[0, 1] == pytest.approx(level, abs=0.02)
    assert tied.mean(axis=1) == pytest.approx([0.0, 0.0], abs=0.02)
    assert tied.std(axis=1) == pytest.approx([1.0, 1.0], abs=0.02)


@pytest.mark.parametrize(
    ("matrix", "word"),
    [
        ([[1.0, 0.2], [0.3, 1.0]], "symétrique"),
        ([[1.0, -0.9, -0.9], [-0.9, 1.0, -0.9], [-0.9, -0.9, 1.0]], "contredisent"),
    ],
)
def test_an_impossible_correlation_is_refused_in_words(matrix, word):
    with pytest.raises(InvalidError, match=word):
        correlated_scores(np.zeros((len(matrix), 3)), matrix)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Uniform(2.0, 1.0),
        lambda: Triangular(0.0, 5.0, 4.0),
        lambda: Beta(0.0, 1.0),
        lambda: Poisson(-1.0),
        lambda: Discrete((1.0,), (0.0,)),
        lambda: Discrete((1.0, 2.0), (1.0,)),
        lambda: seasonal([0.0, 0.0], 4),
    ],
)
def test_an_impossible_law_is_refused(wrong):
    with pytest.raises(InvalidError):
        wrong()


def test_blocks_keep_their_season_and_travel_whole():
    months = np.repeat([1, 2], [31, 28])
    counts = bootstrap_counts(9, "year", months, replicates=200, length=7)
    starts = np.arange(0, 59, 7)
    for start in starts:
        run = counts[:, start : start + 7]
        assert (run == run[:, :1]).all(), "the days of a week are drawn together"
    in_january = months[starts] == 1
    assert (counts[:, starts[in_january]].sum(axis=1) == in_january.sum()).all()


def test_an_interval_holds_the_share_it_says():
    low, high = interval(SOME, 0.9)
    assert ((low <= SOME) & (high >= SOME)).mean() == pytest.approx(0.9, abs=1e-3)
