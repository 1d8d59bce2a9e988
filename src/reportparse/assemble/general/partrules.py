"""Cells merged over rows in tables without uprights: the rules below the rows beside them begin, or end, where these cells do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportparse.assemble.general.innerrows import is_value
from reportparse.assemble.general.onrules import rules_whole
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, column_of, is_level, lattice_of, middles_of_words, row_cut
from reportparse.geometry import Span
from reportparse.model import Floats

_SNAP = 3.5  # points
_AT_SIDE = 5.0  # points: a rule that ends so near to the side of the table ends there
_MOSTLY = 0.7  # of the words on a rule: titles of groups stand among values
_INTO = 2.5  # points by which the font box of a line may reach over a rule


@dataclass(frozen=True, slots=True)
class _Part:
    """A rule inside a row, and the columns [first, stop) under which it runs."""

    y: float
    first: int
    stop: int

    def holds(self, column: int) -> bool:
        return self.first <= column < self.stop


def lattice_parted_by_part_rules(lattice: Lattice, pieces: Sequence[Piece], levels: Floats) -> Lattice:
    """The lattice with rows below the first cut at rules from one side of it to a column, the cells beside these whole."""
    for y, start, end in rules_whole(levels):
        row = int(np.searchsorted(lattice.ys, y)) - 1
        if not 0 < row < len(lattice.ys) - 1 or min(abs(y - own) for own in lattice.ys) < _SNAP:
            continue
        part = _Part(y, *_columns_on(lattice, pieces, start, end))
        held = [p for p in pieces if lattice.ys[row] < p.middle < lattice.ys[row + 1]]
        if part.stop > part.first and _parts_cells(lattice, held, part):
            lattice = _cut(lattice, row, part)
    return lattice


def _columns_on(lattice: Lattice, pieces: Sequence[Piece], start: float, end: float) -> tuple[int, int]:
    """The columns on a rule that begins or ends at a side of the table, and does not at the other; else none."""
    n = len(lattice.xs) - 1
    at_left, at_right = abs(start - lattice.xs[0]) < _AT_SIDE, abs(end - lattice.xs[-1]) < _AT_SIDE
    if at_left == at_right:
        return 0, 0
    on = [column for column, middle in enumerate(middles_of_words(lattice, pieces)) if start < middle < end]
    return (on[0], on[-1] + 1) if 0 < len(on) < n else (0, 0)


def _parts_cells(lattice: Lattice, held: Sequence[Piece], part: _Part) -> bool:
    """Do words stand above and below the rule, and none across? A line between values and their sum parts names too: no cell beside it
    is merged."""
    on = [p for p in held if part.holds(column_of(lattice, p))]
    above, below = [p for p in on if p.bottom < part.y + _INTO], [p for p in on if p.top > part.y - _INTO]
    if not above or not below or len(above) + len(below) < len(on):
        return False
    names = [p for p in held if not part.holds(column_of(lattice, p))]
    values = [[p for p in side if is_value(p.text)] for side in (above, below)]
    level = [any(is_level(name, p) for name in names for p in side) for side in (values[0][-1:], values[1][:1])]
    return not (all(level) and sum(map(len, values)) >= _MOSTLY * len(on))


def _cut(lattice: Lattice, row: int, part: _Part) -> Lattice:
    lattice, _ = row_cut(lattice, part.y)
    spans: list[Span] = []
    for span in lattice.spans:
        if (span.row, span.row_end) != (row, row + 2):
            spans.append(span)
            continue
        first, stop = max(span.column, part.first), min(span.column_end, part.stop)
        inside = [Span(r, first, r + 1, stop) for r in (row, row + 1)] if first < stop else []
        beside = [(span.column, min(span.column_end, part.first)), (max(span.column, part.stop), span.column_end)]
        spans += [*inside, *(Span(row, a, row + 2, b) for a, b in beside if a < b)]
    return lattice_of(lattice.xs, lattice.ys, spans)
