"""Text into lattices: what stands in which cell of a page's ruled tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from reportparse.assemble.lines import PageLines, blanks_after, place_on_paper, text_with_blanks
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.model import Cell, Floats, Grid

_HANGING = re.compile(r"[、，。；：）》」”,.;:)]")
_TOUCHING = 0.08  # of the font box


def grid_from_lattice(lines: PageLines, lattice: Lattice) -> tuple[Grid, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The grid with its text, and a mask of the page's glyphs that stand in it."""
    inside, span_of = spans_of_glyphs(lines.boxes, lattice)
    _hanging_taken_back(lines, inside, span_of)
    texts = _texts(lines, inside, span_of, len(lattice.spans))
    cells = tuple(
        Cell(
            text=text,
            row=span.row,
            column=span.column,
            row_span=span.row_end - span.row,
            column_span=span.column_end - span.column,
            indent=indent,
            confidence=confidence,
            place=place_on_paper(
                lines.page,
                (lattice.xs[span.column], lattice.ys[span.row], lattice.xs[span.column_end], lattice.ys[span.row_end]),
            ),
        )
        for span, (text, indent, confidence) in zip(lattice.spans, texts, strict=True)
    )
    n_rows, n_columns = lattice.owner.shape
    place = place_on_paper(lines.page, (lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1]))
    return Grid(n_rows, n_columns, cells, lines.page.engine, "ruled", place), inside


def spans_of_glyphs(boxes: Floats, lattice: Lattice) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], Floats]:
    """Which glyphs stand in the lattice (n,), and for those the index of the span that holds their centre."""
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    column = np.searchsorted(lattice.xs, x) - 1
    row = np.searchsorted(lattice.ys, y) - 1
    n_rows, n_columns = lattice.owner.shape
    inside = (column >= 0) & (column < n_columns) & (row >= 0) & (row < n_rows)
    return inside, lattice.owner[row[inside], column[inside]]


def _hanging_taken_back(lines: PageLines, inside: np.ndarray[tuple[int], np.dtype[np.bool_]], span_of: Floats) -> None:
    """Punctuation that hangs over the border of its cell belongs to the cell of the character before it."""
    order = np.cumsum(inside) - 1
    for found in _HANGING.finditer(lines.text):
        k = found.start()
        if k and inside[k] and inside[k - 1] and _follows(lines.boxes[k - 1], lines.boxes[k]):
            span_of[order[k]] = span_of[order[k - 1]]


def _follows(left: Floats, right: Floats) -> bool:
    """Does the right glyph stand right behind the left one, on its line?"""
    height = float(right[3] - right[1])
    return abs(float(right[0] - left[2])) < _TOUCHING * height and abs(float(right[3] - left[3])) < 0.5 * height


def _texts(lines: PageLines, inside: np.ndarray[tuple[int], np.dtype[np.bool_]], span_of: Floats, n: int) -> list[tuple[str, float, float]]:
    """For each span its text (lines joined by a line break), where its first glyph starts, and its lowest confidence."""
    out = [("", 0.0, 1.0)] * n
    where = np.flatnonzero(inside)
    if len(where) == 0:
        return out
    order = np.argsort(span_of, kind="stable")
    where, spans = where[order], span_of[order]
    line_of = np.searchsorted(np.array([line.start for line in lines.lines]), where, side="right")
    cuts = np.flatnonzero((np.diff(spans) != 0) | (np.diff(line_of) != 0)) + 1
    starts, stops = [0, *cuts.tolist()], [*cuts.tolist(), len(where)]
    text, boxes = "".join([lines.text[i] for i in where.tolist()]), lines.boxes[where]
    doubts = [1.0] * len(starts) if lines.confidence is None else np.minimum.reduceat(lines.confidence[where], starts).tolist()
    firsts, owners = boxes[starts, 0].tolist(), spans[starts].tolist()
    blanks = blanks_after(text, boxes).tolist()
    for a, b, first, owner, doubt in zip(starts, stops, firsts, owners, doubts, strict=True):
        piece = text_with_blanks(text[a:b], _within(blanks, a, b))
        before, left, low = out[owner]
        out[owner] = (f"{before}\n{piece}", left, min(low, doubt)) if before else (piece, first, doubt)
    return out


def _within(blanks: Sequence[int], start: int, stop: int) -> list[int]:
    """Those of the rising positions `blanks` that lie between two glyphs of [start, stop), counted from `start`."""
    return [position - start for position in blanks[bisect_left(blanks, start) : bisect_left(blanks, stop - 1)]] if blanks else []
