"""Cells that are doubted for what the page around them lost.

A column that does not fit on the paper loses what stands beyond its edge, and 1 is left of 1,232. No page is printed up to its edge on
purpose, so a figure that ends there is doubted, and so are the others of its column: what is empty among them may stand beyond the edge
altogether.  And where figures of a page were left out of every table, an empty cell beside them may be theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from reportparse.assemble.lines import boxes_on_paper, is_as_shown
from reportparse.geometry import is_within
from reportparse.model import Cell, Floats, Page, Place, Table
from reportparse.text import text_to_codes


def cut_figures_doubted(tables: Sequence[Table], pages: Sequence[Page]) -> tuple[Table, ...]:
    """The tables, the cells of columns flagged that the edge of their page cuts."""
    cut = [Place(page.number, tuple(box)) for page in pages for box in _cut_digits(page).tolist()]
    return tuple(_doubted_where_cut(table, cut) for table in tables) if cut else tuple(tables)


def _cut_digits(page: Page) -> Floats:
    """The boxes on paper of digits beside which another one would stand over the edge."""
    codes, boxes = text_to_codes(page.glyphs.text), page.glyphs.boxes
    half = (boxes[:, 2] - boxes[:, 0]) / 2
    is_cut = (boxes[:, 2] + half > page.width) | (boxes[:, 0] - half < 0)
    digits = boxes[is_cut & (codes >= ord("0")) & (codes <= ord("9"))]
    return digits if is_as_shown(page) or not len(digits) else boxes_on_paper(page, digits).astype(np.float32)


def empty_cells_doubted(tables: Sequence[Table], pages: Collection[int]) -> tuple[Table, ...]:
    """The tables, the empty cells of years flagged that stand on `pages` where figures were left out: one may be theirs."""
    if not pages:
        return tuple(tables)
    return tuple(_doubted(table, partial(_is_empty_year, table=table, pages=pages)) for table in tables)


def _is_empty_year(cell: Cell, column: int, *, table: Table, pages: Collection[int]) -> bool:
    return not cell.text and cell.place.page in pages and table.columns[column].kind in ("year", "value")


def _doubted_where_cut(table: Table, cut: Sequence[Place]) -> Table:
    columns = {(cell.place.page, k) for row in table.rows for k, cell in enumerate(row) if is_within(cell.place, cut)}
    return _doubted(table, lambda cell, k: (cell.place.page, k) in columns) if columns else table


def _doubted(table: Table, is_doubtful: Callable[[Cell, int], bool]) -> Table:
    """The table, these cells flagged; a merged cell stays one."""
    doubtful = {id(cell): cell for row in table.rows for k, cell in enumerate(row) if is_doubtful(cell, k)}
    marked = {key: replace(cell, flags=(*cell.flags, "value-doubtful")) for key, cell in doubtful.items()}
    return replace(table, rows=tuple(tuple(marked.get(id(cell), cell) for cell in row) for row in table.rows)) if marked else table
