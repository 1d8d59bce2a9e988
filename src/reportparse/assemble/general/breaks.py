"""Rows that breaks in upright rules show: where words run over several columns, the rules between these end above and go on below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import are_beside, lattice_of, row_cut, spans_parted
from reportparse.geometry import Span, values_clustered
from reportparse.model import Floats

_SNAP = 3.5  # points
_APART = 0.45  # of the font box: two blanks, as between two cells
_NEAR = 5.0  # points, from where a rule ends to the middle between two lines: half a line
_SHORTEST = 6.0  # points: less is the gap of a dashed rule; the lowest row seen is 8

Break = tuple[float, float, float]
"""The cut whose rule is broken, and where its pieces end and begin anew."""


def breaks_in_uprights(lines: PageLines, lattice: Lattice) -> list[Break]:
    """Where drawn rules are broken inside rows whose cells they part."""
    rules = lines.page.rules.vertical
    found = [one for cut in range(1, len(lattice.xs) - 1) for one in _breaks(rules, lattice, cut)]
    return [one for one in found if _holds_words(lines.boxes, lattice, one)]


def lattice_joined_over(lattice: Lattice, breaks: Sequence[Break]) -> Lattice:
    """The lattice with a row for each break, where it has none, and the cells beside a break joined."""
    if not breaks:
        return lattice
    edges = values_clustered(np.array([edge for _, *ends in breaks for edge in ends], np.float32), _SNAP)
    for y in edges:
        if min(abs(y - own) for own in lattice.ys) > _NEAR:
            lattice, at = row_cut(lattice, y)
            parted = {i: [at] for i, span in enumerate(lattice.spans) if (span.row, span.row_end) == (at - 1, at + 1)}
            lattice = spans_parted(lattice, parted, by_rows=True)
    out: list[Span] = []
    for span in lattice.spans:
        if out and are_beside(out[-1], span) and any(_is_of(one, lattice, span) for one in breaks):
            out[-1] = replace(out[-1], column_end=span.column_end)
        else:
            out.append(span)
    return lattice_of(lattice.xs, lattice.ys, out)


def _breaks(rules: Floats, lattice: Lattice, cut: int) -> list[Break]:
    on = rules[abs(rules[:, 0] - lattice.xs[cut]) < _SNAP]
    pieces = sorted((top, bottom) for _, top, bottom in on.tolist())
    ends = zip(accumulate((bottom for _, bottom in pieces), max), (top for top, _ in pieces[1:]), strict=False)
    return [(lattice.xs[cut], end, start) for end, start in ends if start - end > _SHORTEST and _is_inside_row(lattice, cut, end, start)]


def _holds_words(boxes: Floats, lattice: Lattice, one: Break) -> bool:
    """Do words stand at the height of the break, and it does not part them? Long dashes have breaks too."""
    x, top, bottom = one
    cut = lattice.xs.index(x)
    middle, height = (boxes[:, :2] + boxes[:, 2:]).T / 2
    level = (height > top) & (height < bottom) & (middle > lattice.xs[0]) & (middle < lattice.xs[-1])
    left = boxes[level & (middle > lattice.xs[cut - 1]) & (middle < x)]
    right = boxes[level & (middle > x) & (middle < lattice.xs[cut + 1])]
    if len(left) == 0 or len(right) == 0:
        return bool(level.any())
    return bool(right[:, 0].min() - left[:, 2].max() < _APART * (right[0, 3] - right[0, 1]))


def _is_inside_row(lattice: Lattice, cut: int, top: float, bottom: float) -> bool:
    """Does this stretch lie in one row, in which the cut parts cells?"""
    row = int(np.searchsorted(lattice.ys, (top + bottom) / 2)) - 1
    if not 0 <= row < len(lattice.ys) - 1:
        return False
    within = lattice.ys[row] - _SNAP < top and bottom < lattice.ys[row + 1] + _SNAP
    return within and bool(lattice.owner[row, cut - 1] != lattice.owner[row, cut])


def _is_of(one: Break, lattice: Lattice, span: Span) -> bool:
    """Is this the rule at the span's left side, broken all along it?"""
    x, start, end = one
    return lattice.xs[span.column] == x and start < lattice.ys[span.row] + _NEAR and end > lattice.ys[span.row_end] - _NEAR
