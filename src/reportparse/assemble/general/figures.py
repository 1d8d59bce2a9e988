"""Lattices that are drawings: axes, bars and boxes of charts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.model import Floats

_AXIS = 30.0  # points between an axis and its numbers
_ON_RULE = 2.5  # points
_SNAP = 3.5  # points
_MOSTLY = 0.5  # of the rows: bars of a chart end anywhere


def is_chart(lines: PageLines, lattice: Lattice) -> bool:
    """Do digits stand beside its left or right side at the height of its rules, as on an axis?"""
    y = (lines.boxes[:, 1] + lines.boxes[:, 3]) / 2
    x0, x1, left, right = lines.boxes[:, 0], lines.boxes[:, 2], lattice.xs[0], lattice.xs[-1]
    beside = ((x1 < left + 1) & (x1 > left - _AXIS)) | ((x0 > right - 1) & (x0 < right + _AXIS))
    beside &= (y > lattice.ys[0] - _ON_RULE) & (y < lattice.ys[-1] + _ON_RULE)
    heights = [float(y[i]) for i in np.flatnonzero(beside).tolist() if lines.text[i].isdigit()]
    on_rule = sum(any(abs(h - level) < _ON_RULE for h in heights) for level in lattice.ys)
    return on_rule > 2 and on_rule >= 0.5 * len(lattice.ys)


def are_bars(lattice: Lattice, upright: Floats) -> bool:
    """Do shaded cells end anywhere, so that edges stand in few of the rows at every cut?"""
    middles = [(top + bottom) / 2 for top, bottom in pairwise(lattice.ys)]
    return all(_rows_with_edge(middles, upright[np.abs(upright[:, 0] - x) < _SNAP]) < _MOSTLY * len(middles) for x in lattice.xs[1:-1])


def _rows_with_edge(middles: Sequence[float], edges: Floats) -> int:
    return sum(bool(((edges[:, 1] < y) & (edges[:, 2] > y)).any()) for y in middles)


def are_boxes(lines: PageLines, lattice: Lattice) -> bool:
    """Is every other column a gap, without a rule above it and below: boxes beside one another, joined by arrows?"""
    level = lines.page.rules.horizontal
    n = len(lattice.xs) - 1
    return n > 2 and n % 2 == 1 and all(_is_gap(level, lattice, column) for column in range(1, n, 2))


def _is_gap(level: Floats, lattice: Lattice, column: int) -> bool:
    middle = (lattice.xs[column] + lattice.xs[column + 1]) / 2
    y = level[(level[:, 1] < middle) & (level[:, 2] > middle), 0]
    return not any(bool((np.abs(y - edge) < _ON_RULE).any()) for edge in (lattice.ys[0], lattice.ys[-1]))
