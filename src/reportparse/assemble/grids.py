"""Text into lattices: what stands in which cell of a page's ruled tables."""

from __future__ import annotations

import numpy as np

from reportparse.assemble.lines import PageLines, place_on_paper, text_spaced
from reportparse.assemble.ruled import Lattice
from reportparse.model import Cell, Floats, Grid


def grid_from_lattice(lines: PageLines, lattice: Lattice) -> tuple[Grid, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The grid with its text, and a mask of the page's glyphs that stand in it."""
    inside, span_of = _span_of_glyphs(lines.boxes, lattice)
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


def _span_of_glyphs(boxes: Floats, lattice: Lattice) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], Floats]:
    """Which glyphs stand in the lattice (n,), and for those the index of the span that holds their centre."""
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    column = np.searchsorted(lattice.xs, x) - 1
    row = np.searchsorted(lattice.ys, y) - 1
    n_rows, n_columns = lattice.owner.shape
    inside = (column >= 0) & (column < n_columns) & (row >= 0) & (row < n_rows)
    return inside, lattice.owner[row[inside], column[inside]]


def _texts(lines: PageLines, inside: np.ndarray[tuple[int], np.dtype[np.bool_]], span_of: Floats, n: int) -> list[tuple[str, float, float]]:
    """For each span its text (lines joined by a line break), where its first glyph starts, and its lowest confidence."""
    out = [("", 0.0, 1.0)] * n
    where = np.flatnonzero(inside)
    if len(where) == 0:
        return out
    order = np.argsort(span_of, kind="stable")
    where, spans = where[order], span_of[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(spans)) + 1, [len(spans)]])
    line_starts = np.array([line.start for line in lines.lines])
    line_of = np.searchsorted(line_starts, where, side="right")
    for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        chosen = where[a:b]
        confidence = 1.0 if lines.confidence is None else float(lines.confidence[chosen].min())
        out[int(spans[a])] = text_of_glyphs(lines, chosen, line_of[a:b]), float(lines.boxes[chosen[0], 0]), confidence
    return out


def text_of_glyphs(lines: PageLines, chosen: Floats, line_of: Floats) -> str:
    """The text of `chosen` glyphs (indices in reading order), a line break where `line_of` changes."""
    cuts = [0, *(np.flatnonzero(np.diff(line_of)) + 1).tolist(), len(chosen)]
    indices = chosen.tolist()
    parts = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        text = "".join([lines.text[i] for i in indices[a:b]])
        parts.append(text_spaced(text, lines.boxes[chosen[a:b]]))
    return "\n".join(parts)
