"""One table out of the lattices into which rows over its whole width part it, where no rule stands at its sides.

Such rows are titles of groups; no upright rule touches theirs, so that what stands above and below looks like two tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import lattice_of, levels, pieces_in_lattice
from reportparse.geometry import Span, values_clustered

_SAME = 5.0  # points: parts of one table begin and end together
_SNAP = 3.5  # points
_HIGHEST = 2.0  # of the height of a row: a title of a group is one; between two tables there is more
_MOST_LINES = 2


def lattices_joined(lines: PageLines, drawn: Sequence[Lattice]) -> list[Lattice]:
    """The lattices, those of one table as one."""
    out: list[Lattice] = []
    for lattice in drawn:
        between = _rows_between(lines, out[-1], lattice) if out else None
        if between is None:
            out.append(lattice)
        else:
            out[-1] = _joined(out[-1], between, lattice)
    return out


def _rows_between(lines: PageLines, above: Lattice, below: Lattice) -> list[float] | None:
    """The heights of the rules between two parts of one table; None where they are not."""
    left, right = above.xs[0], above.xs[-1]
    if abs(left - below.xs[0]) > _SAME or abs(right - below.xs[-1]) > _SAME or not _share_cuts(above, below):
        return None
    y, x0, x1 = lines.page.rules.horizontal.T
    whole = (np.abs(x0 - left) < _SAME) & (np.abs(x1 - right) < _SAME) & (y > above.ys[-1] + _SNAP) & (y < below.ys[0] - _SNAP)
    inner = values_clustered(y[whole], _SNAP)
    edges = [above.ys[-1], *inner, below.ys[0]]
    rows = [lower - upper for part in (above, below) for upper, lower in pairwise(part.ys)]
    steps = [lower - upper for upper, lower in pairwise(edges)]
    if min(steps) <= 0 or max(steps) > _HIGHEST * median(rows):
        return None
    band = lattice_of((left, right), edges, [Span(i, 0, i + 1, 1) for i in range(len(steps))])
    return inner if all(len(held) <= _MOST_LINES for held in _lines_of_each(lines, band)) else None


def _share_cuts(one: Lattice, other: Lattice) -> bool:
    """Do the columns of the one with fewer begin where columns of the other do?"""
    few, many = sorted((one.xs[1:-1], other.xs[1:-1]), key=len)
    return all(min(abs(x - cut) for cut in many) < _SNAP for x in few)


def _lines_of_each(lines: PageLines, band: Lattice) -> list[list[float]]:
    pieces = pieces_in_lattice(lines, band)
    return [levels(p for p in pieces if p.span == index) for index in range(len(band.spans))]


def _joined(above: Lattice, between: Sequence[float], below: Lattice) -> Lattice:
    """One lattice of both, and a row over the whole width in each band between them."""
    many = max(above.xs, below.xs, key=len)
    start = len(above.ys)
    bands = [Span(row, 0, row + 1, len(many) - 1) for row in range(start - 1, start + len(between))]
    spans = [*_on_cuts(above, many, 0), *bands, *_on_cuts(below, many, start + len(between))]
    return lattice_of(many, (*above.ys, *between, *below.ys), spans)


def _on_cuts(lattice: Lattice, xs: Sequence[float], down: int) -> list[Span]:
    """The lattice's spans, their columns counted by these cuts and their rows so much further down."""
    at = [int(np.abs(np.array(xs) - x).argmin()) for x in lattice.xs]
    return [Span(s.row + down, at[s.column], s.row_end + down, at[s.column_end]) for s in lattice.spans]
