"""Cells that are doubted for what the page around them lost.

A column that does not fit on the paper loses what stands beyond its edge, and 1 is left of 1,232. No page is printed up to its edge on
purpose, so a figure that ends there is doubted, and so are the others of its column: what is empty among them may stand beyond the edge
altogether.  And where figures of a page were left out of every table, an empty cell beside them may be theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from reportparse.assemble.lines import boxes_on_paper, is_as_shown
from reportparse.geometry import is_within
from reportparse.model import Cell, Floats, Page, Place, Table
from reportparse.text import are_within, text_to_codes


def cut_figures_doubted(tables: Sequence[Table], pages: Sequence[Page], laid: Sequence[Page]) -> tuple[Table, ...]:
    """The tables, the cells of columns flagged that the edge of their page cuts. Of the pages `laid` some have others at their side: what
    begins on the one may end on the other."""
    cut = [Place(page.number, tuple(box)) for page in pages for box in _cut_digits(page).tolist()]
    if not cut:
        return tuple(tables)
    sheets = {strip.number: page.number for page in laid for strip in page.strips}
    return tuple(_doubted_where_cut(table, cut, sheets) for table in tables)


def _cut_digits(page: Page) -> Floats:
    """The boxes on paper of digits beside which another one would stand over the edge."""
    codes, boxes = text_to_codes(page.glyphs.text), page.glyphs.boxes
    half = (boxes[:, 2] - boxes[:, 0]) / 2
    is_cut = (boxes[:, 2] + half > page.width) | (boxes[:, 0] - half < 0)
    digits = boxes[is_cut & are_within(codes, "0", "9")]
    return digits if is_as_shown(page) or not len(digits) else boxes_on_paper(page, digits).astype(np.float32)


def empty_cells_doubted(tables: Sequence[Table], pages: Collection[int]) -> tuple[Table, ...]:
    """The tables, the empty cells of years flagged that stand on `pages` where figures were left out: one may be theirs."""
    if not pages:
        return tuple(tables)
    return tuple(_doubted(table, partial(_is_empty_year, table=table, pages=pages)) for table in tables)


def _is_empty_year(cell: Cell, column: int, *, table: Table, pages: Collection[int]) -> bool:
    return not cell.text and cell.place.page in pages and table.columns[column].kind in ("year", "value")


def _doubted_where_cut(table: Table, cut: Sequence[Place], sheets: Mapping[int, int]) -> Table:
    def sheet(place: Place) -> int:
        return sheets.get(place.page, place.page)

    def is_cut(place: Place) -> bool:
        level = (one for one in cut if one.page != place.page and sheet(one) == sheet(place))
        beside = any(one.box[1] < place.box[3] and place.box[1] < one.box[3] for one in level)
        return beside or is_within(place, cut)

    columns = {(sheet(cell.place), k) for row in table.rows for k, cell in enumerate(row) if is_cut(cell.place)}
    return _doubted(table, lambda cell, k: (sheet(cell.place), k) in columns) if columns else table


def _doubted(table: Table, is_doubtful: Callable[[Cell, int], bool]) -> Table:
    """The table, these cells flagged; a merged cell stays one."""
    doubtful = {id(cell): cell for row in table.rows for k, cell in enumerate(row) if is_doubtful(cell, k)}
    marked = {key: replace(cell, flags=(*cell.flags, "value-doubtful")) for key, cell in doubtful.items()}
    return replace(table, rows=tuple(tuple(marked.get(id(cell), cell) for cell in row) for row in table.rows)) if marked else table
