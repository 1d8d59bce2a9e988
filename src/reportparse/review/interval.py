"""Exact confidence intervals for a share: what a sample of n with x right ones says about all.

Clopper and Pearson's interval holds its level for every true share, also where nothing wrong was found.  Its ends are quantiles of beta
distributions, found here by bisection of the regularised incomplete beta function, because scipy would be 100 MB for two numbers.
"""

from __future__ import annotations

import math

_STEPS = 200
_PRECISION = 1e-15
_TINY = 1e-300


def clopper_pearson(right: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """The interval for `right` out of `n`; both may be fractions, as effective sample sizes are. Of nothing, everything is possible."""
    if n <= 0:
        return 0.0, 1.0
    tail = (1 - level) / 2
    low = 0.0 if right <= 0 else beta_quantile(tail, right, n - right + 1)
    high = 1.0 if right >= n else beta_quantile(1 - tail, right + 1, n - right)
    return low, high


def beta_quantile(share: float, a: float, b: float) -> float:
    """Where the beta distribution with `a` and `b` has `share` of its mass below."""
    low, high = 0.0, 1.0
    while high - low > _PRECISION * max(high, _PRECISION):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if incomplete_beta(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function: the mass of the beta distribution below `x`."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    # The continued fraction converges fast below the mean, and by symmetry it never has to be used above.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS + int(math.sqrt(max(a, b))) * 5):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        before = value
        for factor in (even, odd):
            d = 1 / _away_from_zero(1 + factor * d)
            c = _away_from_zero(1 + factor / c)
            value *= d * c
        if abs(value - before) <= abs(value) * _PRECISION:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
