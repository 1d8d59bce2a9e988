"""Headers whose words over several columns stand on short rules, in tables without uprights: a rule is as long as the columns below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, are_beside, crosses, lattice_of, middles_of_words, row_cut
from reportparse.geometry import Span, values_clustered
from reportparse.model import Floats

_SNAP = 3.5  # points
_SHORTER = 0.95  # of the table's width


def lattice_parted_by_short_rules(lines: PageLines, lattice: Lattice, pieces: Sequence[Piece]) -> Lattice:
    """The lattice with its first row parted where short rules stand in it, if a cell fills it; its columns are known."""
    head = lattice.spans[0]
    if head.column_end < len(lattice.xs) - 1 or head.row_end > 1:
        return lattice
    rules = _short_rules(lines.page.rules.horizontal, lattice)
    if len(rules) == 0:
        return lattice
    held = [piece for piece in pieces if piece.span == 0]
    heights = values_clustered(rules[:, 0], _SNAP)
    for y in heights:
        lattice, _ = row_cut(lattice, y)
    rows = [(int(np.searchsorted(heights, y - _SNAP)) + 1, x0, x1) for y, x0, x1 in rules.tolist()]
    middles = enumerate(middles_of_words(lattice, pieces))
    cells = [cell for column, middle in middles for cell in _cells_of_column(column, middle, rows, len(heights) + 1)]
    return lattice_of(lattice.xs, lattice.ys, [*_joined(cells, lattice, held), *lattice.spans[1:]])


def _short_rules(rules: Floats, lattice: Lattice) -> Floats:
    y, x0, x1 = rules.T
    inside = (y > lattice.ys[0] + _SNAP) & (y < lattice.ys[1] - _SNAP) & (x0 > lattice.xs[0] - _SNAP) & (x1 < lattice.xs[-1] + _SNAP)
    short: Floats = rules[inside & (x1 - x0 < _SHORTER * (lattice.xs[-1] - lattice.xs[0]))]
    return short


Ruled = tuple[Span, tuple[float, float]]
"""A cell of the header, and the ends of the rule below it, (0, 0) where there is none."""


def _cells_of_column(column: int, middle: float, rows: Sequence[tuple[int, float, float]], last: int) -> list[Ruled]:
    below = sorted((row, (x0, x1)) for row, x0, x1 in rows if x0 < middle < x1)
    starts = [0, *(row for row, _ in below)]
    ends = [*below, (last, (0.0, 0.0))]
    return [(Span(start, column, row, column + 1), rule) for start, (row, rule) in zip(starts, ends, strict=True)]


def _joined(cells: Sequence[Ruled], lattice: Lattice, pieces: Sequence[Piece]) -> list[Span]:
    """Cells beside one another above one rule, or with words across, as one."""
    out: list[Ruled] = []
    for span, rule in cells:
        at = next((i for i, (other, _) in enumerate(out) if are_beside(other, span)), None)
        if at is not None and (_is_same(out[at][1], rule) or _run_across(pieces, lattice, span)):
            out[at] = replace(out[at][0], column_end=span.column_end), rule
        else:
            out.append((span, rule))
    return [span for span, _ in out]


def _is_same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one == other and one != (0.0, 0.0)


def _run_across(pieces: Sequence[Piece], lattice: Lattice, span: Span) -> bool:
    """Do words run over the left side of the cell?"""
    top, bottom = lattice.ys[span.row], lattice.ys[span.row_end]
    return any(top < piece.middle < bottom and crosses(piece, lattice.xs[span.column]) for piece in pieces)
