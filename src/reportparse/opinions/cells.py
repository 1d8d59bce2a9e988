"""Cells of two readers on one page, told by place.

Each reader draws its cells where it sees them; those that stand at one height, over one another, are the same. Text is compared without
blanks, and marks for nothing are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from reportparse.model import Cell, ColumnKind, Floats, Grid, Table
from reportparse.text import text_folded

_COMPARED = frozenset({"name", "unit", "year", "value", "method", "size"})
_SHARED = 0.35  # of the narrower cell's width

Links = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a cell stands in its reader's table: the rows it covers, its first column. Of ours, what the column holds; of theirs, whether
    rules bound it."""

    rows: tuple[int, ...]
    column: int
    kind: ColumnKind | None = None
    is_ruled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Cells of one page: their slots, what is printed in them, their boxes as an (n, 4) array."""

    slots: tuple[Slot, ...]
    printed: tuple[str, ...]
    boxes: Floats


Pages = Mapping[int, Seen]


def table_to_pages(table: Table) -> dict[int, Seen]:
    """The compared cells of each page, merged ones once."""
    cells: dict[int, tuple[list[int], int, Cell]] = {}
    for row, slots in enumerate(table.rows):
        for column, cell in enumerate(slots):
            if table.columns[column].kind in _COMPARED and cell.place.page:
                cells.setdefault(id(cell), ([], column, cell))[0].append(row)
    pages: dict[int, list[tuple[Slot, Cell]]] = {}
    for rows, column, cell in cells.values():
        pages.setdefault(cell.place.page, []).append((Slot(tuple(dict.fromkeys(rows)), column, table.columns[column].kind), cell))
    return {number: _cells_to_seen(entries) for number, entries in sorted(pages.items())}


def grids_to_pages(grids: Sequence[Grid]) -> Pages:
    """The cells of each page; rows of different grids have different numbers."""
    pages: dict[int, list[tuple[Slot, Cell]]] = {}
    for number, grid in enumerate(grids):
        is_ruled = grid.method == "ruled"
        entries = [(Slot((number * 10000 + cell.row,), cell.column, is_ruled=is_ruled), cell) for cell in grid.cells]
        pages.setdefault(grid.place.page, []).extend(entries)
    return {number: _cells_to_seen(entries) for number, entries in pages.items()}


def _cells_to_seen(cells: Sequence[tuple[Slot, Cell]]) -> Seen:
    return Seen(
        slots=tuple(slot for slot, _ in cells),
        printed=tuple(cell.text for _, cell in cells),
        boxes=np.array([cell.place.box for _, cell in cells], np.float32).reshape(-1, 4),
    )


def text_compared(text: str) -> str:
    """Folded; marks alone, which stand for nothing, are one mark: readers give — for – and two characters for one long dash."""
    folded = text_folded(text)
    return "—" if folded and all(category(c)[0] in "PS" for c in folded) else folded


def text_joined(seen: Seen, cells: Sequence[int]) -> str:
    """What these cells print, in order, line breaks gone."""
    return "".join(seen.printed[j] for j in cells).replace("\n", "")


def seen_to_links(ours: Seen, theirs: Seen, shift: float) -> Links:
    """(n, m): which cells stand at the same height, one at the middle of the other, and share a good part of their width.

    `shift` moves theirs down.
    """
    x0, top, x1, bottom = (ours.boxes[:, k, None] for k in range(4))
    left, upper, right, lower = (theirs.boxes[None, :, k] for k in range(4))
    upper, lower = upper + shift, lower + shift
    middle, other = (top + bottom) / 2, (upper + lower) / 2
    level = ((upper <= middle) & (middle < lower)) | ((top <= other) & (other < bottom))
    shared = np.minimum(x1, right) - np.maximum(x0, left)
    linked: Links = level & (shared > _SHARED * np.minimum(x1 - x0, right - left))
    return linked


def links_to_groups(links: Links) -> Iterator[tuple[list[int], list[int]]]:
    """Cells that hang together, in printed order: ours, theirs."""
    left = np.ones(len(links), bool)
    for start in range(len(links)):
        if not left[start]:
            continue
        mine = np.zeros(len(links), bool)
        mine[start] = True
        while True:
            theirs = np.asarray(links[mine].any(axis=0))
            grown = mine | np.asarray(links[:, theirs].any(axis=1))
            if (grown == mine).all():
                break
            mine = grown
        left &= ~mine
        yield np.flatnonzero(mine).tolist(), np.flatnonzero(theirs).tolist()
