"""What stands in a lattice, as pieces: words that stand together on one line of one cell.

Pieces show the rows and columns of a table that no rule parts; `inner` cuts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from reportparse.assemble.lines import PageLines, blanks_after
from reportparse.assemble.ruled.grids import spans_of_glyphs
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.geometry import Span
from reportparse.model import Box, Floats

_APART = 0.45  # of the font box: two blanks. Words are 0.25 apart, in justified lines more, but there no corridor runs
_LEVEL = 0.35  # of the font box: lines of one row that are set in the middle stand half a line apart
_TOLERANCE = 1.0  # points by which a piece must pass a cut to cross it
_OVER = 3.5  # points by which words may stand out of their column
_BULLETS = frozenset("•▪■□●○◦‣–-*·§✓→")
_THOUSANDS = re.compile(r"[(+\-–−$€£]*\d{1,3}(?:\d{3})*")
_HUNDREDS = re.compile(r"\d{3}(?!\d)")
_LEADERS = re.compile(r"[.·…_]{4,}")  # lead from a name to its values
_THIN = 0.6  # of the font box: a blank between thousands; columns stand further apart
_CURRENCIES = frozenset("$€£¥")
_UNCASED = re.compile("[\u3000-\ufaff\ufe30-\U0010ffff]")  # not Latin, Greek, Cyrillic, the marks beside them, and ligatures
_ORDINAL = re.compile(r"\(?(?:\d+|[ivxIVX]+|\w)[.)]+")  # EUR) is none: the end of a unit
_ORDINAL_LENGTH = 4  # of characters: (iv), 12.


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the span with this index, on one line."""

    span: int
    x0: float
    x1: float
    middle: float
    height: float
    text: str
    last: str = ""  # its last word, where blanks part its words: the text has none

    @property
    def top(self) -> float:
        return self.middle - self.height / 2

    @property
    def bottom(self) -> float:
        return self.middle + self.height / 2


def pieces_in_lattice(lines: PageLines, lattice: Lattice) -> list[Piece]:
    """The pieces of all spans, those of one span together, from top to bottom and from left to right."""
    inside, span_of = spans_of_glyphs(lines.boxes, lattice)
    where = np.flatnonzero(inside)
    if len(where) == 0:
        return []
    order = np.argsort(span_of, kind="stable")
    where, spans = where[order], span_of[order]
    boxes = lines.boxes[where]
    line_of = np.searchsorted(np.array([line.start for line in lines.lines]), where, side="right") - 1
    apart = boxes[1:, 0] - boxes[:-1, 2] > _APART * (boxes[1:, 3] - boxes[1:, 1])
    starts = np.concatenate([[0], np.flatnonzero((np.diff(spans) != 0) | (np.diff(line_of) != 0) | apart) + 1])
    stops = [*starts[1:].tolist(), len(where)]
    text = "".join([lines.text[i] for i in where.tolist()])
    begins = _last_words(text, boxes, starts.tolist())
    rows = zip(
        spans[starts].tolist(),
        boxes[starts, 0].tolist(),
        np.maximum.reduceat(boxes[:, 2], starts).tolist(),
        np.minimum.reduceat(boxes[:, 1], starts).tolist(),
        np.maximum.reduceat(boxes[:, 3], starts).tolist(),
        starts.tolist(),
        stops,
        begins,
        strict=True,
    )
    return _marks_joined([Piece(span, x0, x1, (y0 + y1) / 2, y1 - y0, text[a:b], text[w:b]) for span, x0, x1, y0, y1, a, b, w in rows])


def _last_words(text: str, boxes: Floats, starts: Sequence[int]) -> list[int]:
    """Where the last word of each piece begins."""
    words = np.concatenate([[0], blanks_after(text, boxes) + 1, starts])
    words.sort()
    return [int(at) for at in words[np.searchsorted(words, [*starts[1:], len(text)]) - 1]]


def _marks_joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Bullets, ordinals, signs of currency and thousands together with what follows them on their line, leaders with their name."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if last is not None and last.span == piece.span and is_level(last, piece) and _goes_on(last, piece):
            out[-1] = replace(last, x1=piece.x1, text=last.text + piece.text, last=piece.last)
        else:
            out.append(piece)
    return out


def _goes_on(last: Piece, piece: Piece) -> bool:
    thousands = _THOUSANDS.fullmatch(last.text) is not None and _HUNDREDS.match(piece.text) is not None
    leads = _LEADERS.fullmatch(piece.text) is not None and last.text[-1].isalnum()
    return leads or _announces(last.text, piece.text) or (thousands and piece.x0 - last.x1 < _THIN * piece.height)


def _announces(mark: str, text: str) -> bool:
    if mark in _CURRENCIES:
        return text[0].isdigit() or text[0] in "(-–"
    if mark in _BULLETS:
        return text[0].isalpha()
    return len(mark) <= _ORDINAL_LENGTH and _ORDINAL.fullmatch(mark) is not None and text[0].isalpha() and len(text) > 1


def column_of(lattice: Lattice, piece: Piece) -> int:
    """The column in which the piece's middle stands."""
    return int(np.searchsorted(lattice.xs, (piece.x0 + piece.x1) / 2)) - 1


def middles_of_words(lattice: Lattice, pieces: Sequence[Piece]) -> list[float]:
    """The middle of what stands in each column: its cuts run anywhere between it and its neighbours."""
    out = []
    for left, right in pairwise(lattice.xs):
        held = [p for p in pieces if p.x0 > left - _OVER and p.x1 < right + _OVER and left < (p.x0 + p.x1) / 2 < right]
        out.append((min(p.x0 for p in held) + max(p.x1 for p in held)) / 2 if held else (left + right) / 2)
    return out


def crosses(piece: Piece, x: float) -> bool:
    """Does the piece run across a cut there?"""
    return piece.x0 < x - _TOLERANCE and piece.x1 > x + _TOLERANCE


def is_cased(pieces: Iterable[Piece]) -> bool:
    """Is the script one whose capitals say where a name begins? Of tables in others more is known elsewhere (`crowded`, `aligned`)."""
    return _UNCASED.search("".join([piece.text for piece in pieces])) is None


def is_cased_within(lines: PageLines, box: Box) -> bool:
    """The same of what stands in a box, before anything is made of it."""
    x0, top, x1, bottom = box
    x, y = (lines.boxes[:, 0] + lines.boxes[:, 2]) / 2, (lines.boxes[:, 1] + lines.boxes[:, 3]) / 2
    where = np.flatnonzero((x > x0) & (x < x1) & (y > top) & (y < bottom))
    return len(where) > 0 and _UNCASED.search("".join([lines.text[i] for i in where.tolist()])) is None


def is_level(one: Piece, other: Piece) -> bool:
    return abs(one.middle - other.middle) < _LEVEL * min(one.height, other.height)


def is_at(piece: Piece, y: float) -> bool:
    """Does the piece stand at this height?"""
    return abs(piece.middle - y) < _LEVEL * piece.height


def is_beside(one: Piece, other: Piece) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.15 * min(one.height, other.height)


def levels(pieces: Iterable[Piece]) -> list[float]:
    """The heights at which pieces stand, from top to bottom, each once."""
    out: list[float] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        if not out or piece.middle - out[-1] > _LEVEL * piece.height:
            out.append(piece.middle)
    return out


def pieces_by_cell(pieces: Iterable[Piece]) -> dict[int, list[Piece]]:
    """The pieces of each cell, by the index of its span."""
    cells: dict[int, list[Piece]] = {}
    for piece in pieces:
        cells.setdefault(piece.span, []).append(piece)
    return cells


def lines_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each height, from top to bottom."""
    return [[piece for piece in pieces if is_at(piece, y)] for y in levels(pieces)]


def are_beside(left: Span, right: Span) -> bool:
    """Is the one cell the right neighbour of the other, in the same rows?"""
    return (left.row, left.row_end, left.column_end) == (right.row, right.row_end, right.column)


def lattice_of(xs: Sequence[float], ys: Sequence[float], spans: Iterable[Span]) -> Lattice:
    """A lattice of these spans, which tile it."""
    ordered = sorted(spans, key=lambda span: (span.row, span.column))
    owner = np.full((len(ys) - 1, len(xs) - 1), -1, np.int32)
    for index, span in enumerate(ordered):
        owner[span.row : span.row_end, span.column : span.column_end] = index
    return Lattice(tuple(xs), tuple(ys), tuple(ordered), owner)


def column_cut(lattice: Lattice, x: float) -> tuple[Lattice, int]:
    """The lattice with one more cut at `x`, all spans there merged over it, and the number of the cut."""
    at = int(np.searchsorted(lattice.xs, x))
    spans = [
        replace(span, column=span.column + (span.column >= at), column_end=span.column_end + (span.column_end >= at))
        for span in lattice.spans
    ]
    return lattice_of((*lattice.xs[:at], x, *lattice.xs[at:]), lattice.ys, spans), at


def row_cut(lattice: Lattice, y: float) -> tuple[Lattice, int]:
    """The same for a level cut."""
    at = int(np.searchsorted(lattice.ys, y))
    spans = [replace(span, row=span.row + (span.row >= at), row_end=span.row_end + (span.row_end >= at)) for span in lattice.spans]
    return lattice_of(lattice.xs, (*lattice.ys[:at], y, *lattice.ys[at:]), spans), at


def spans_parted(lattice: Lattice, parted: dict[int, list[int]], *, by_rows: bool = False) -> Lattice:
    """The lattice with the spans of these indices parted at these cuts."""
    out: list[Span] = []
    for index, span in enumerate(lattice.spans):
        start, end = (span.row, span.row_end) if by_rows else (span.column, span.column_end)
        edges = [start, *sorted(parted.get(index, [])), end]
        for a, b in pairwise(edges):
            out.append(replace(span, row=a, row_end=b) if by_rows else replace(span, column=a, column_end=b))
    return lattice_of(lattice.xs, lattice.ys, out)
