"""Boxes and intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.geometry import box_around, box_from_array, values_clustered

NUMBERS = st.floats(0, 1000, width=32)
BOXES = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS).map(lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])))


@given(st.lists(BOXES, min_size=1))
def test_the_box_around_holds_every_box_and_touches_one_on_each_side(boxes):
    x0, top, x1, bottom = box_around(boxes)
    assert all(x0 <= b[0] and top <= b[1] and x1 >= b[2] and bottom >= b[3] for b in boxes)
    assert x0 in {b[0] for b in boxes} and bottom in {b[3] for b in boxes}
    assert box_from_array(np.array(boxes, np.float32)) == pytest.approx((x0, top, x1, bottom), abs=0.006)


def test_nothing_has_no_box():
    with pytest.raises(ValueError, match="unpack"):
        box_around([])


@given(st.lists(NUMBERS), st.floats(0.5, 20))
def test_clusters_are_apart_and_leave_nothing_out(values, gap):
    centres = values_clustered(np.array(values, np.float32), gap)
    assert centres == sorted(centres)
    assert bool(centres) == bool(values)
    spread = len(values) * gap
    assert all(min(abs(value - centre) for centre in centres) <= spread + 0.01 for value in values)


@pytest.mark.parametrize(
    ("values", "gap", "centres"),
    [([], 2, []), ([5.0], 2, [5.0]), ([1.0, 2.0, 10.0], 2, [1.5, 10.0]), ([10.0, 1.0, 2.0], 2, [1.5, 10.0]), ([1.0, 3.5], 2, [1.0, 3.5])],
)
def test_values_close_to_one_another_are_one(values, gap, centres):
    assert values_clustered(np.array(values, np.float32), gap) == centres
