"""Rows that breaks in upright rules show: where words run over several columns, the rules between these end above and go on below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reportparse.assemble.lines import PageLines
from reportparse.assemble.pieces import lattice_of, row_cut, spans_parted
from reportparse.assemble.ruled import Lattice, Span
from reportparse.geometry import values_clustered
from reportparse.model import Floats

_SNAP = 3.5  # points
_SHORTEST = 6.0  # points: less is the gap of a dashed rule; the lowest row seen is 8

Break = tuple[float, float, int]
"""Top and bottom, and the number of the cut whose rule is not there between them."""


def lattice_parted_by_breaks(lines: PageLines, lattice: Lattice) -> Lattice:
    """The lattice with rows cut where uprights break, and their cells joined where they are not."""
    breaks = [one for cut in range(1, len(lattice.xs) - 1) for one in _breaks(lines.page.rules.vertical, lattice, cut)]
    if not breaks:
        return lattice
    edges = values_clustered(np.array([edge for top, bottom, _ in breaks for edge in (top, bottom)], np.float32), _SNAP)
    for y in edges:
        if min(abs(y - own) for own in lattice.ys) > _SNAP:
            lattice, at = row_cut(lattice, y)
            parted = {i: [at] for i, span in enumerate(lattice.spans) if (span.row, span.row_end) == (at - 1, at + 1)}
            lattice = spans_parted(lattice, parted, by_rows=True)
    return _joined_over(lattice, breaks)


def _breaks(rules: Floats, lattice: Lattice, cut: int) -> list[Break]:
    """Where the rule of this cut is broken inside cells that it parts."""
    on = rules[abs(rules[:, 0] - lattice.xs[cut]) < _SNAP]
    pieces = sorted((top, bottom) for _, top, bottom in on.tolist())
    out: list[Break] = []
    reach = 0.0
    for (_, above), (below, _) in pairwise(pieces):
        reach = max(reach, above)
        if below - reach > _SHORTEST and _is_inside_row(lattice, cut, reach, below):
            out.append((reach, below, cut))
    return out


def _is_inside_row(lattice: Lattice, cut: int, top: float, bottom: float) -> bool:
    """Does this stretch lie in one row, in which the cut parts cells?"""
    for row, (start, end) in enumerate(pairwise(lattice.ys)):
        if start - _SNAP < top and bottom < end + _SNAP:
            return bool(lattice.owner[row, cut - 1] != lattice.owner[row, cut])
    return False


def _joined_over(lattice: Lattice, breaks: Sequence[Break]) -> Lattice:
    """Cells of one row joined over the cuts whose rules are broken there."""
    out: list[Span] = []
    for span in lattice.spans:
        last = out[-1] if out else None
        if last is not None and _are_beside(last, span) and _is_broken(lattice, span, breaks):
            out[-1] = Span(last.row, last.column, last.row_end, span.column_end)
        else:
            out.append(span)
    return lattice_of(lattice.xs, lattice.ys, out)


def _are_beside(left: Span, right: Span) -> bool:
    return (left.row, left.row_end, left.column_end) == (right.row, right.row_end, right.column)


def _is_broken(lattice: Lattice, span: Span, breaks: Sequence[Break]) -> bool:
    """Is the rule at the span's left side broken all along it?"""
    top, bottom = lattice.ys[span.row], lattice.ys[span.row_end]
    return any(cut == span.column and start < top + _SNAP and end > bottom - _SNAP for start, end, cut in breaks)
