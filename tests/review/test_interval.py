"""Clopper and Pearson's interval against published tables, closed forms, and the binomial sums that define it."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.review.interval import beta_quantile, clopper_pearson, incomplete_beta


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        # Documenta Geigy, Scientific Tables, 95 % limits of binomial proportions; NIST's handbook for 4 of 20.
        (0, 10, 0.0, 0.3085), (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0),
        (1, 20, 0.0013, 0.2487), (4, 20, 0.0573, 0.4366), (10, 20, 0.2720, 0.7280), (19, 20, 0.7513, 0.9987),
        (0, 100, 0.0, 0.0362), (50, 100, 0.3983, 0.6017), (99, 100, 0.9455, 0.9997),
    ],
)  # fmt: skip
def test_tabulated_limits(right, n, low, high):
    assert clopper_pearson(right, n) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


@given(st.integers(1, 5000), st.sampled_from([0.9, 0.95, 0.99]))
def test_nothing_wrong_found_has_a_closed_form(n, level):
    low, high = clopper_pearson(n, n, level)
    assert (low, high) == (pytest.approx(((1 - level) / 2) ** (1 / n), rel=1e-9), 1.0)
    assert clopper_pearson(0, n, level) == (0.0, pytest.approx(1 - low, rel=1e-7))


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_limits_leave_a_fortieth_on_either_side(pair):
    right, n = pair
    low, high = clopper_pearson(right, n)
    if right > 0:
        assert tail(range(right, n + 1), n, low) == pytest.approx(0.025, rel=1e-6)
    if right < n:
        assert tail(range(right + 1), n, high) == pytest.approx(0.025, rel=1e-6)


def tail(counts: range, n: int, share: float) -> float:
    """Exactly: as fractions."""
    p = Fraction(share)
    return float(sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in counts))


@given(st.floats(0.001, 0.999), st.floats(0.5, 3000), st.floats(0.5, 3000))
def test_the_quantile_is_the_inverse(share, a, b):
    assert incomplete_beta(beta_quantile(share, a, b), a, b) == pytest.approx(share, abs=1e-6)


def test_of_nothing_everything_is_possible():
    assert clopper_pearson(0, 0) == (0.0, 1.0)


def test_large_samples_are_no_trouble():
    low, high = clopper_pearson(998_000, 1_000_000)
    assert low < 0.998 < high and high - low < 0.0002
