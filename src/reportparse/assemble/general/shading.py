"""Rows that shading parts: every other row of a table shaded is as good as a rule between all of them."""

from __future__ import annotations

import numpy as np

from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, pieces_in_lattice, row_cut, spans_parted
from reportparse.geometry import Span, values_clustered
from reportparse.model import Floats

_WIDE = 0.6  # of the table's width: beside cells merged over several rows
_WHOLE = 0.95  # of a cell's width
_SNAP = 3.5  # points: shading and rules of one row are not drawn on one level
_INTO = 2.5  # points by which the font box of a line may reach over an edge


def lattice_parted_by_shading(lines: PageLines, lattice: Lattice) -> Lattice:
    """The lattice with its rows cut at edges of shading that run from side to side between their lines."""
    if lines.page.shading is None:
        return lattice
    levels = _edges_across(lines.page.shading.horizontal, lattice)
    if not levels:
        return lattice
    pieces = pieces_in_lattice(lines, lattice)
    for y, edges in levels:
        row = int(np.searchsorted(lattice.ys, y)) - 1
        single = [i for i, span in enumerate(lattice.spans) if span.row == row and span.row_end == row + 1]
        own = [i for i in single if _is_across(edges, lattice.spans[i], lattice)]
        held = [p for p in pieces if p.top < lattice.ys[row + 1] and p.bottom > lattice.ys[row]]
        if own and _parts_lines(held, y):
            lattice, at = row_cut(lattice, y)
            lattice = spans_parted(lattice, {i: [at] for i in own}, by_rows=True)
    return lattice


def _is_across(edges: Floats, span: Span, lattice: Lattice) -> bool:
    x0, x1 = lattice.xs[span.column], lattice.xs[span.column_end]
    return _covered(edges, x0, x1) > _WHOLE * (x1 - x0)


def _edges_across(edges: Floats, lattice: Lattice) -> list[tuple[float, Floats]]:
    """Heights between the lattice's own at which edges together cover most of its width, with these edges."""
    x0, x1 = lattice.xs[0], lattice.xs[-1]
    inside = edges[(edges[:, 0] > lattice.ys[0] + _SNAP) & (edges[:, 0] < lattice.ys[-1] - _SNAP)]
    out: list[tuple[float, Floats]] = []
    for y in values_clustered(inside[:, 0], 1.5):
        on = inside[np.abs(inside[:, 0] - y) < 2]
        if min(abs(y - own) for own in lattice.ys) > _SNAP and _covered(on, x0, x1) > _WIDE * (x1 - x0):
            out.append((y, on))
    return out


def _covered(edges: Floats, x0: float, x1: float) -> float:
    """How much of [x0, x1] the edges cover together."""
    reach, total = x0, 0.0
    for start, end in sorted(map(tuple, edges[:, 1:].tolist())):
        total += max(0.0, min(end, x1) - max(start, reach))
        reach = max(reach, min(end, x1))
    return total


def _parts_lines(pieces: list[Piece], y: float) -> bool:
    """Do lines stand above and below, and none across?"""
    above, below = any(p.bottom < y + _INTO for p in pieces), any(p.top > y - _INTO for p in pieces)
    return above and below and not any(p.top < y - _INTO and p.bottom > y + _INTO for p in pieces)
