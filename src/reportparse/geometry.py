"""Boxes and intervals: the little geometry that several rooms need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportparse.model import Bend, Box, Floats, Place

Points = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Span:
    """A cell between the cuts of a grid: rows [row, row_end) by columns [column, column_end)."""

    row: int
    column: int
    row_end: int
    column_end: int


def box_around(boxes: Iterable[Box]) -> Box:
    """The smallest box around all `boxes`; raises ValueError when there are none."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def box_from_array(boxes: Floats) -> Box:
    """The smallest box around the rows of an (n, 4) array, n > 0, rounded to 1/100 point so that runs compare equal."""
    low = boxes.min(axis=0)
    high = boxes.max(axis=0)
    return round(float(low[0]), 2), round(float(low[1]), 2), round(float(high[2]), 2), round(float(high[3]), 2)


def values_clustered(values: Floats, gap: float) -> list[float]:
    """Sorted centres of groups of `values` in which neighbours are at most `gap` apart."""
    if len(values) == 0:
        return []
    ordered = np.sort(values)
    cuts = [0, *(np.flatnonzero(np.diff(ordered) > gap) + 1).tolist(), len(ordered)]
    return [float(ordered[a:b].mean() if b - a > 1 else ordered[a]) for a, b in pairwise(cuts)]


def runs_of(marked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """(n, 2): where runs of marked places begin, and where they have ended."""
    return np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8))).reshape(-1, 2)


def bend_shift(bend: Bend, x: Points, y: Points) -> tuple[Points, Points]:
    """By how much further right, and further down, points of the straightened page lay before."""
    right, down = x - bend.x, y - bend.y
    return down * (bend.lean + bend.lean_right * right), right * (bend.slope + bend.slope_down * down + bend.slope_right * right / 2)


def is_overlapping(one: Box, other: Box) -> bool:
    """Whether two boxes share some area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_within(place: Place, places: Iterable[Place]) -> bool:
    """Whether any part of `place` lies in one of `places`."""
    return any(place.page == other.page and is_overlapping(place.box, other.box) for other in places)
