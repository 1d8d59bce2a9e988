"""Rows of a header in which no cell stands alone: one level of it, cut at two heights.

Words that wrap end lower than those beside them, so that no one height parts a title over two columns from the words below it and the
title beside it from those below that. Cells are told before the rows are joined: these two have no edge in common.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reportparse.assemble.ruled.lattice import Lattice
from reportparse.model import Cell, Floats, Grid

_ON_RULE = 2.0  # points
_LAST = 6  # rows: two cuts for each of three levels


def grid_without_bare_rows(grid: Grid, lattice: Lattice, levels: Floats) -> Grid:
    """The grid without rows of its header that no rule draws and that no cell has to itself."""
    alone = {span.row for span in lattice.spans if span.row_end == span.row + 1}
    bare = [row for row in range(1, min(_LAST, grid.n_rows)) if row not in alone and not _is_drawn(lattice, row, levels)]
    if not bare:
        return grid
    kept = np.cumsum([0, *(row not in bare for row in range(grid.n_rows))]).tolist()
    return replace(grid, n_rows=kept[-1], cells=tuple(_counted(cell, kept) for cell in grid.cells))


def _is_drawn(lattice: Lattice, row: int, levels: Floats) -> bool:
    """Does a rule run along the upper or the lower side of this row?"""
    inside = levels[(levels[:, 2] > lattice.xs[0]) & (levels[:, 1] < lattice.xs[-1]), 0]
    return any(bool((np.abs(inside - y) < _ON_RULE).any()) for y in lattice.ys[row : row + 2])


def _counted(cell: Cell, kept: list[int]) -> Cell:
    """The cell with its rows counted by those that are kept."""
    row = kept[cell.row]
    return replace(cell, row=row, row_span=kept[cell.row + cell.row_span] - row)
