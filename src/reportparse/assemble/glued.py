"""Tables that stand one right below the other, so that their rules are one net: a caption in a row of its own parts them, or a row
none of whose upright rules goes on in the next, in which a header begins perhaps.

Word joins tables that nothing parts. Their columns differ, and read as one table each would be cut at the columns of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from reportparse.assemble.captions import caption_from_cell
from reportparse.assemble.header import HeaderWords, column_from_text, is_header
from reportparse.assemble.ruled.lattice import Lattice, lattices_from_rules
from reportparse.model import Cell, Floats, Grid, Rules

_JOIN = 4.0  # points: as far as rules may miss one another
_THICK = 2.0  # points: upright rules end at either edge of a level one; two tables that stand 3.75 apart have rules of their own
_FEWEST = 2  # upright rules inside a row that says something of its columns


def lattices_unglued(lattice: Lattice, grid: Grid, rules: Rules, table_names: frozenset[str], words: HeaderWords) -> list[Lattice]:
    """The lattices of the tables that `lattice` holds, where the columns of one are others; none where it is one table."""
    breaks = _breaks(lattice, rules.vertical, partial(_is_header, grid, words=words))
    cuts = sorted({*((lattice.ys[row],) * 2 for row in _captions(grid, table_names)), *breaks})
    if not cuts:
        return []
    foots, heads = [*(foot for foot, _ in cuts), lattice.ys[-1]], [lattice.ys[0], *(head for _, head in cuts)]
    apart = [one for ends in zip(heads, foots, strict=True) for one in lattices_from_rules(_between(rules, lattice, ends))]
    return apart if any(len(one.xs) < len(lattice.xs) for one in apart) else []


def _captions(grid: Grid, table_names: frozenset[str]) -> Iterator[int]:
    """The rows below the first that hold a caption and nothing else."""
    filled = [cell for cell in grid.cells if cell.text]
    for cell in filled:
        alone = cell.column == 0 and cell.column_span > 1 and cell.row and cell.row_span == 1
        is_caption = alone and caption_from_cell(cell.text.replace("\n", ""), 0, table_names) is not None
        if is_caption and not any(_is_beside(cell, other) for other in filled):
            yield cell.row


def _is_beside(cell: Cell, other: Cell) -> bool:
    return other is not cell and other.row <= cell.row < other.row + other.row_span


def _is_header(grid: Grid, row: int, *, words: HeaderWords) -> bool:
    texts = [cell.text for cell in grid.cells if cell.row == row and cell.text]
    return len(texts) > _FEWEST and is_header([column_from_text(text, words) for text in texts])


def _breaks(lattice: Lattice, upright: Floats, is_headed: Callable[[int], bool]) -> Iterator[tuple[float, float]]:
    """The heights at which all upright rules inside the table end, and at which others begin; where the row is a header, some may be where
    others were."""
    x, start, end = upright.T
    inner = (x > lattice.xs[0] + _JOIN) & (x < lattice.xs[-1] - _JOIN) & (end > lattice.ys[0] + _JOIN) & (start < lattice.ys[-1] - _JOIN)
    x, start, end = upright[inner].T
    for row, y in enumerate(lattice.ys[1:-1], 1):
        if not ((start < y - _JOIN) & (end > y + _JOIN)).any():
            ending, beginning = np.abs(end - y) < _JOIN, np.abs(start - y) < _JOIN
            if min(ending.sum(), beginning.sum()) < _FEWEST:
                continue
            if np.abs(x[ending, None] - x[None, beginning]).min() > _JOIN or is_headed(row):
                yield float(end[ending].max()), float(start[beginning].min())


def _between(rules: Rules, lattice: Lattice, ends: tuple[float, float]) -> Rules:
    """The rules of the lattice between two heights; upright ones that run on end there."""
    (top, bottom), left, right = ends, lattice.xs[0] - _JOIN, lattice.xs[-1] + _JOIN
    y, x0, x1 = rules.horizontal.T
    level = rules.horizontal[(y > top - _THICK) & (y < bottom + _THICK) & (x1 > left) & (x0 < right)]
    x, start, end = rules.vertical.T
    inside = (x > left) & (x < right) & (end > top + _JOIN) & (start < bottom - _JOIN)
    upright = np.column_stack([x, np.maximum(start, top), np.minimum(end, bottom)])[inside]
    return Rules(level, upright)
