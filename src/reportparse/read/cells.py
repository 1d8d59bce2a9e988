"""Cells that a foreign reader found, as boxes with text, into a Grid in which every slot is covered exactly once.

Foreign readers give boxes: some leave holes, some let cells overlap, some give a cell for every unit of a merged one. What comes out of
here keeps the promise of `Grid` whatever they gave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from reportparse.geometry import Span, box_around, values_clustered
from reportparse.model import Box, Cell, Grid, Place

_SNAP = 2.2  # points: as between ruling lines; the lowest row seen is 8


@dataclass(frozen=True, slots=True)
class Reader:
    """Who read a page, how, and which page it was."""

    engine: str
    method: Literal["ruled", "aligned"]
    page: int


def grid_from_boxes(boxes: Sequence[Box], text_of: Callable[[Box], str], reader: Reader) -> Grid | None:
    """The grid whose cells are `boxes`, filled by `text_of`, which is asked for the holes between them too (open sides); None where they
    make no table of two columns."""
    if not boxes:
        return None
    edges = np.array(boxes, np.float32)
    xs = values_clustered(edges[:, [0, 2]].ravel(), _SNAP)
    ys = values_clustered(edges[:, [1, 3]].ravel(), _SNAP)
    if len(xs) < 3 or len(ys) < 2:
        return None
    cells: list[Cell] = []
    free = np.ones((len(ys) - 1, len(xs) - 1), bool)
    for box in boxes:
        span = _span(box, xs, ys)
        if _is_free(span, free):
            free[span.row : span.row_end, span.column : span.column_end] = False
            cells.append(_cell(span, text_of(box), (xs, ys), reader.page))
    for row, column in np.argwhere(free).tolist():
        hole = xs[column], ys[row], xs[column + 1], ys[row + 1]
        cells.append(_cell(Span(row, column, row + 1, column + 1), text_of(hole), (xs, ys), reader.page))
    place = Place(reader.page, _rounded(box_around(boxes)))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Grid(len(ys) - 1, len(xs) - 1, ordered, reader.engine, reader.method, place)


def _span(box: Box, xs: Sequence[float], ys: Sequence[float]) -> Span:
    left, top, right, bottom = (_nearest(value, cuts) for value, cuts in zip(box, (xs, ys, xs, ys), strict=True))
    return Span(top, left, bottom, right)


def _nearest(value: float, cuts: Sequence[float]) -> int:
    return min(range(len(cuts)), key=lambda index: abs(cuts[index] - value))


def _is_free(span: Span, free: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> bool:
    wanted = free[span.row : span.row_end, span.column : span.column_end]
    return bool(wanted.size and wanted.all())


def _cell(span: Span, text: str, cuts: tuple[Sequence[float], Sequence[float]], page: int) -> Cell:
    xs, ys = cuts
    return Cell(
        text=text,
        row=span.row,
        column=span.column,
        row_span=span.row_end - span.row,
        column_span=span.column_end - span.column,
        place=Place(page, _rounded((xs[span.column], ys[span.row], xs[span.column_end], ys[span.row_end]))),
    )


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)
