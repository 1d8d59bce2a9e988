"""Grids from ruling lines, with true merged cells.

Rules that touch are one table.  Their heights and positions make a lattice of unit cells; two unit cells with no rule
between them are one cell.  A table without rules at its left and right edge is common and is closed at the ends of its
horizontal rules (agreement of three extractors on such a report: 0.62 open, 0.99 closed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportparse.assemble.ruled.acrossrows import levels_closed
from reportparse.geometry import Span, values_clustered
from reportparse.model import Floats, Rules

_SNAP = 3.5  # points: borders drawn twice, as both edges of a 2 pt line, or double (3 pt: 2.3 from line to line); the lowest row seen is 8
_JOIN = 4.0  # points: gaps in dashed borders and at corners
_COVERED = 0.55  # of a unit edge: a rule that covers less of it ends there
_LONG = 0.8  # of the table's extent: shorter rules stand inside a header and end where its columns do
_MOSTLY = 0.5  # of a table's height: pieces of an upright rule that meet no level one
_OPEN = 6.0  # points by which rules must pass the last crossing one to speak of an open side

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Sorted cuts in points, and the cells between them; `owner` (rows, columns) gives the index of each unit's span."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    owner: NDArray[np.int32]


def lattices_from_rules(rules: Rules) -> list[Lattice]:
    """The lattices of a page with at least two columns, from top to bottom."""
    horizontal = rules_merged(rules.horizontal)
    vertical = rules_merged(rules.vertical)
    if len(horizontal) < 1 or len(vertical) < 1:
        return []
    lattices = [_lattice(horizontal[h], vertical[v]) for h, v in _components(horizontal, vertical)]
    return sorted((found for found in lattices if found is not None), key=lambda found: (found.ys[0], found.xs[0]))


def lattice_with_rows(rules: Rules, ys: Sequence[float]) -> Lattice | None:
    """The lattice of the page's rules between these row edges, of one column or more; None where no upright rules bound one."""
    y, (_, top, bottom) = rules.horizontal[:, 0], rules.vertical.T
    horizontal = rules_merged(rules.horizontal[(y > ys[0] - _SNAP) & (y < ys[-1] + _SNAP)])
    vertical = rules_merged(rules.vertical[(bottom > ys[0] + _SNAP) & (top < ys[-1] - _SNAP)])
    if len(horizontal) == 0 or len(vertical) == 0:
        return None
    vertical = _sides_closed(vertical, horizontal)
    xs = values_clustered(vertical[:, 0], _SNAP)
    if len(xs) < 2:
        return None
    owner, spans = _spans(_covered(horizontal, list(ys), xs), _covered(vertical, xs, list(ys)).T)
    return Lattice(tuple(xs), tuple(ys), spans, owner)


def rules_outside(rules: Rules, lattices: Sequence[Lattice]) -> Rules:
    """Those rules whose middle stands in none of the lattices."""
    level: Bools = np.ones(len(rules.horizontal), bool)
    upright: Bools = np.ones(len(rules.vertical), bool)
    y, x0, x1 = rules.horizontal.T
    x, top, bottom = rules.vertical.T
    for lattice in lattices:
        level &= ~_inside(x0 + x1, 2 * y, lattice)
        upright &= ~_inside(2 * x, top + bottom, lattice)
    return Rules(rules.horizontal[level], rules.vertical[upright])


def _inside(x: Floats, y: Floats, lattice: Lattice) -> Bools:
    """Are the points of these doubled coordinates in the lattice?"""
    x0, x1, top, bottom = (2 * v for v in (lattice.xs[0] - _JOIN, lattice.xs[-1] + _JOIN, lattice.ys[0] - _JOIN, lattice.ys[-1] + _JOIN))
    return np.asarray((x > x0) & (x < x1) & (y > top) & (y < bottom))


def rules_merged(rules: Floats) -> Floats:
    """Rules on one level (first column) with overlapping or nearly touching extents as one, levels snapped."""
    if len(rules) == 0:
        return rules
    rules = rules[np.argsort(rules[:, 0], kind="stable")]
    cuts = [0, *(np.flatnonzero(np.diff(rules[:, 0]) > _SNAP) + 1).tolist(), len(rules)]
    return np.array([row for a, b in pairwise(cuts) for row in _group_merged(rules[a:b])], np.float32)


def _group_merged(group: Floats) -> list[tuple[float, float, float]]:
    if len(group) == 1:
        return [(float(group[0, 0]), float(group[0, 1]), float(group[0, 2]))]
    group = group[np.argsort(group[:, 1], kind="stable")]
    ends = np.maximum.accumulate(group[:, 2])
    starts = np.concatenate([[0], np.flatnonzero(group[1:, 1] > ends[:-1] + _JOIN) + 1])
    stops = np.concatenate([starts[1:], [len(group)]])
    return [(float(group[a:b, 0].mean()), float(group[a, 1]), float(ends[b - 1])) for a, b in zip(starts, stops, strict=True)]


def _components(horizontal: Floats, vertical: Floats) -> list[tuple[Bools, Bools]]:
    """Masks of the rules that touch one another, directly or through others."""
    y, hx0, hx1 = (horizontal[:, k, None] for k in range(3))
    x, top, bottom = (vertical[None, :, k] for k in range(3))
    t = _JOIN
    touch = (x >= hx0 - t) & (x <= hx1 + t) & (y >= top - t) & (y <= bottom + t)
    free = touch.any(axis=1)
    loose = ~touch.any(axis=0)
    found: list[tuple[Bools, Bools]] = []
    while free.any():
        h: Bools = np.zeros(len(horizontal), bool)
        h[int(np.argmax(free))] = True
        while True:
            v = np.asarray(touch[h].any(axis=0))
            grown = np.asarray(touch[:, v].any(axis=1))
            if (grown == h).all():
                break
            h = grown
        found.append((h, v | (loose & _on_line_with(vertical, v)) if loose.any() else v))
        free &= ~h
    return found


def _on_line_with(rules: Floats, chosen: Bools) -> Bools:
    """Which rules stand between chosen ones, on one line with one of them or as long together: pieces of a rule that ends where words run
    across?"""
    level, start, end = rules.T
    first, last = start[chosen].min(), end[chosen].max()
    same = np.abs(level[:, None] - level[None, :]) < _SNAP
    inside = (start > first - _JOIN) & (end < last + _JOIN) & (level > level[chosen].min()) & (level < level[chosen].max())
    lengths = (same & inside[None, :]) @ np.where(inside, end - start, 0.0)
    near = same[:, chosen].any(axis=1) | (inside & (lengths > _MOSTLY * (last - first)))
    return np.asarray(near & (start > first - _JOIN) & (end < last + _JOIN))


def _lattice(horizontal: Floats, vertical: Floats) -> Lattice | None:
    vertical = _sides_closed(vertical, horizontal)
    horizontal = levels_closed(_sides_closed(horizontal, vertical), vertical)
    xs = values_clustered(vertical[:, 0], _SNAP)
    ys = values_clustered(horizontal[:, 0], _SNAP)
    if len(xs) < 3 or len(ys) < 2:
        return None
    level = _covered(horizontal, ys, xs)  # (len(ys), n_columns): is there a rule along this unit edge?
    upright = _covered(vertical, xs, ys).T  # (n_rows, len(xs))
    owner, spans = _spans(level, upright)
    return Lattice(tuple(xs), tuple(ys), spans, owner)


def _sides_closed(rules: Floats, crossing: Floats) -> Floats:
    """`rules` with one more at each end where most of the long `crossing` ones, or some on most of their levels, run on beyond the last.

    A row across all columns parts the upright rules: those above it are short.
    """
    long = crossing[:, 2] - crossing[:, 1] > _LONG * (crossing[:, 2].max() - crossing[:, 1].min())
    long = long if long.any() else np.ones(len(crossing), bool)
    first, last = float(rules[:, 0].min()), float(rules[:, 0].max())
    extent = float(crossing[:, 0].min()), float(crossing[:, 0].max())
    added = []
    beyond = crossing[:, 1] < first - _OPEN
    if _most_pass(crossing[:, 0], beyond, long) or _is_broken(rules, first, crossing[:, 0], beyond):
        added.append((float(crossing[:, 1].min()), *extent))
    beyond = crossing[:, 2] > last + _OPEN
    if _most_pass(crossing[:, 0], beyond, long) or _is_broken(rules, last, crossing[:, 0], beyond):
        added.append((float(crossing[:, 2].max()), *extent))
    return np.vstack([rules, np.array(added, np.float32)]) if added else rules


def _most_pass(levels: Floats, passing: Bools, long: Bools) -> bool:
    """Do most of the long rules pass, or one on most of the levels?"""
    if passing[long].mean() > 0.5:
        return True
    return bool(passing.any()) and len(set(np.round(levels[passing]).tolist())) > 0.5 * len(set(np.round(levels).tolist()))


def _is_broken(rules: Floats, level: float, levels: Floats, beyond: Bools) -> bool:
    """Has the outermost rule, at `level`, no piece between several pairs of neighbouring `levels` that both run on `beyond` it? A table's
    side has no gaps: a cell is merged over the first column and the next there."""
    pieces = rules[np.abs(rules[:, 0] - level) < _SNAP]
    passing = levels[beyond]
    ends = values_clustered(levels, _SNAP) if len(passing) > 1 else []
    gaps = 0
    for a, b in pairwise(ends):
        both = all(np.abs(passing - y).min() < _SNAP for y in (a, b))
        gaps += both and not ((pieces[:, 1] < (a + b) / 2) & (pieces[:, 2] > (a + b) / 2)).any()
    return gaps > 1


def _covered(rules: Floats, levels: list[float], cuts: list[float]) -> Bools:
    """(levels, cuts - 1): is the unit edge between two cuts covered by rules on that level?"""
    out = np.zeros((len(levels), len(cuts) - 1), np.float32)
    at = np.array(cuts, np.float32)
    nearest = np.abs(rules[:, 0, None] - np.array(levels, np.float32)[None, :]).argmin(axis=1)
    shared = np.minimum(at[1:], rules[:, 2, None]) - np.maximum(at[:-1], rules[:, 1, None])  # (rules, cuts - 1)
    np.add.at(out, nearest, np.maximum(shared, 0))
    covered: Bools = out >= _COVERED * np.diff(at)
    return covered


def _spans(level: Bools, upright: Bools) -> tuple[NDArray[np.int32], tuple[Span, ...]]:
    """Unit cells joined over missing edges, each group as a rectangle."""
    n_rows, n_columns = len(level) - 1, upright.shape[1] - 1
    edges = level.tolist(), upright.tolist()  # lists: asked unit by unit, an array takes three times as long
    owner = [[-1] * n_columns for _ in range(n_rows)]
    spans: list[Span] = []
    for row in range(n_rows):
        for column in range(n_columns):
            if owner[row][column] < 0:
                span = _span_from(row, column, edges, owner)
                for units in owner[span.row : span.row_end]:
                    units[span.column : span.column_end] = [len(spans)] * (span.column_end - span.column)
                spans.append(span)
    return np.array(owner, np.int32), tuple(spans)


def _span_from(row: int, column: int, edges: tuple[list[list[bool]], list[list[bool]]], owner: list[list[int]]) -> Span:
    """The rectangle that starts here: to the right until an upright edge, then down until a level one.

    A missing piece of border would let a cell swallow its neighbours' rows, so a row is joined only when no edge
    stands anywhere between it and the rectangle.
    """
    level, upright = edges
    right = column + 1
    while right < len(owner[row]) and not upright[row][right] and owner[row][right] < 0:
        right += 1
    down = row + 1
    while (
        down < len(owner)
        and not any(level[down][column:right])
        and not any(upright[down][column + 1 : right])
        and max(owner[down][column:right]) < 0
    ):
        down += 1
    return Span(row, column, down, right)
