"""To which row each line of a cell belongs, where cells other than the names wrap and no rule parts rows.

The lines of a column stand around the middle of their rows, begin level with them or end level with them; what fits the column best is
taken. What then stands lopsided at the first row of a page that goes on, or at the last one of a page that is gone on, belongs to the row
that the page break cuts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reportparse.assemble.aligned.anchors import text_in
from reportparse.assemble.aligned.body import ANCHOR_KINDS, Body
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.aligned.cutfigures import parts_figure
from reportparse.assemble.aligned.wraps import FIGURES
from reportparse.text import text_folded

_LEVEL = 0.36  # of the font box: lines of one row whose types differ
_CLEARLY = 0.15  # of the font box and a row: letters of one line stand that far apart in height
_LOPSIDED = 0.4  # of the font box: one line more above a row's middle than below it moves the middle by half a line's step
_ALONE = 0.8  # of the font box: lines that leave nothing in their row when they go
_REST = 1.15  # of the font box: the outer line of a merged cell
_THOUSANDS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")
_NARROW = 0.5  # digits: a point or a comma
_FURTHER = 1.15  # times the least step between two lines
_MERGED = ("code", "institution", "group")

Extent = tuple[float, float]
"""The first and the last height of a row's name and values."""


@dataclass(frozen=True, slots=True)
class Level:
    """One line in a column: which line of the body it is, its middle, its height, and its row where it stands level with its values."""

    index: int
    middle: float
    height: float
    row: int | None


def rows_of_cells(
    body: Body, columns: Columns, extents: Sequence[Extent], own: Sequence[int | None], named: Collection[int]
) -> dict[tuple[int, int], int]:
    """The row of each line (its number in the body) in each column but the names: -1 is the row that the page before has begun, and
    `len(extents)` the one that the next page ends. `own` are the rows that lines stand level with, `named` those
    that have a name."""
    told: Collection[int | None] = {*named, *_with_figures(body, columns, own)}
    out: dict[tuple[int, int], int] = {}
    for column, said in enumerate(columns.columns):
        held = [n for n, one in enumerate(body.lines) if column in one.columns]
        if column == columns.name or not held or not told:
            continue
        kept = list(range(len(extents))) if said.kind == "unit" else [k for k in range(len(extents)) if k in told]
        lines = [Level(n, body.lines[n].line.middle, body.lines[n].line.height, _index(kept, own[n])) for n in held]
        ends = [extents[k] for k in kept]
        texts = [text_folded(text_in(body.lines[n], column)) for n in held] if said.kind in FIGURES else []
        rows = _of_merged(lines, ends, body) if said.kind in _MERGED else _of_column(lines, ends, body, texts)
        numbers = [-1, *kept, len(extents)]
        out |= {(line.index, column): numbers[row + 1] for line, row in zip(lines, rows, strict=True)}
    return out


def _with_figures(body: Body, columns: Columns, own: Sequence[int | None]) -> Iterator[int | None]:
    """The rows that hold more than a unit: one that is merged over others stands between them, level with what belongs to these."""
    kinds = {k for k, column in enumerate(columns.columns) if column.kind in ANCHOR_KINDS and column.kind != "unit"}
    return (row for line, row in zip(body.lines, own, strict=True) if not kinds.isdisjoint(line.columns))


def _index(kept: Sequence[int], row: int | None) -> int | None:
    return kept.index(row) if row in kept else None


def _of_merged(lines: Sequence[Level], extents: Sequence[Extent], body: Body) -> list[int]:
    """Cells merged over rows stand level with none: what is clearly above the first row is of the page before."""
    top = extents[0][0]
    nearest = [_nearest(line, extents) for line in lines]
    return [-1 if body.goes_on and line.middle < top - _REST * line.height else row for line, row in zip(lines, nearest, strict=True)]


def _of_column(lines: Sequence[Level], extents: Sequence[Extent], body: Body, texts: Sequence[str]) -> list[int]:
    """`texts` are those of the lines where these are figures, folded; else there are none."""
    around = _without_rests(lines, [_nearest(line, extents) for line in lines], extents, body)
    below = [_above(line, extents) for line in lines]
    above = [_below(line, extents) for line in lines]
    within = range(-body.goes_on, len(extents) + body.runs_on)
    ways = ((0.0, around, 1), (_CLEARLY, below, 0), (2 * _CLEARLY, above, 2))
    off = [dear + _off(lines, rows, extents, way) + sum(row not in within for row in rows) for dear, rows, way in ways]
    off = [one + _torn(rows, texts) + _empty(rows, extents) for one, (_, rows, _) in zip(off, ways, strict=True)] if texts else off
    return [min(max(row, within[0]), within[-1]) for row in ways[int(np.argmin(off))][1]]


def _empty(rows: Sequence[int], extents: Sequence[Extent]) -> int:
    """How many rows would have no figure: what stands below that of the row above may be theirs."""
    return len(extents) - len({row for row in rows if 0 <= row < len(extents)})


def _torn(rows: Sequence[int], texts: Sequence[str]) -> int:
    """How many rows would hold lines that are no one figure: the rest of one above the first line of the next."""
    longest = max(map(_length, texts))
    cells: dict[int, list[str]] = {}
    for row, text in zip(rows, texts, strict=True):
        cells.setdefault(row, []).append(text)
    return sum(len(cell) > 1 and not _is_figure(cell, longest) for cell in cells.values())


def _is_figure(cell: Sequence[str], longest: float) -> bool:
    """Do the lines go on one another, the first full or not at its end, and all too long for one line?"""
    if _THOUSANDS.fullmatch(" ".join(cell)):  # 4 above 259.21: its blank is where it wraps
        return True
    lengths = [*map(_length, cell)]
    goes_on = all(parts_figure(before, after) for before, after in pairwise(cell))
    is_full = cell[0][-1] in ".," or lengths[0] >= max(lengths[-1], longest - 1)
    return goes_on and is_full and sum(lengths) >= longest - _NARROW


def _length(text: str) -> float:
    """In digits."""
    return sum(_NARROW if mark in ".,:" else 1.0 for mark in text)


def _nearest(line: Level, extents: Sequence[Extent]) -> int:
    if line.row is not None:
        return line.row
    return int(np.argmin([abs((low + high) / 2 - line.middle) for low, high in extents]))


def _above(line: Level, extents: Sequence[Extent]) -> int:
    """The last row that begins above the line or level with it."""
    return line.row if line.row is not None else sum(low < line.middle + _LEVEL * line.height for low, _ in extents) - 1


def _below(line: Level, extents: Sequence[Extent]) -> int:
    """The first row that ends below the line or level with it."""
    return line.row if line.row is not None else sum(high < line.middle - _LEVEL * line.height for _, high in extents)


def _off(lines: Sequence[Level], rows: Sequence[int], extents: Sequence[Extent], way: int) -> float:
    """How far cells stand from where the way puts them (0 begins level, 1 in the middle, 2 ends level), of the font box, in the mean of
    those that wrap."""
    wrapping = {at for line, at in zip(lines, rows, strict=True) if line.row is None}
    cells = {row: [line for line, at in zip(lines, rows, strict=True) if at == row] for row in wrapping}
    off = [_off_row(cell, extents[row], way) for row, cell in cells.items() if 0 <= row < len(extents)]
    return float(np.mean(off)) if off else 0.0


def _off_row(cell: Sequence[Level], extent: Extent, way: int) -> float:
    ends = [line.middle for line in cell]
    at = (ends[0], sum(ends) / len(ends), ends[-1])[way]
    return abs(at - (extent[0], sum(extent) / 2, extent[1])[way]) / max(cell[0].height, 1.0)


def _without_rests(lines: Sequence[Level], rows: list[int], extents: Sequence[Extent], body: Body) -> list[int]:
    """The rows, lines that make the first or the last cell lopsided given to the row that the page break cuts."""
    first, last = ([k for k, row in enumerate(rows) if row == wanted] for wanted in (0, len(extents) - 1))
    if body.goes_on:
        for k in _lopsided([(k, lines[k]) for k in first if lines[k].middle < extents[0][0]], [lines[k] for k in first], extents[0]):
            rows[k] = -1
    if body.runs_on:
        begins_above = last and lines[last[0]].middle < extents[-1][0] - _LEVEL * lines[last[0]].height
        loose = last if begins_above else _parted(last, lines)
        under = [(k, lines[k]) for k in reversed(loose) if lines[k].middle > extents[-1][1]]
        for k in _lopsided(under, [lines[k] for k in reversed(last)], extents[-1]):
            rows[k] = len(extents)
    return rows


def _parted(cell: Sequence[int], lines: Sequence[Level]) -> Sequence[int]:
    """The lines of a cell from the first one that stands further below the one before it than lines of one cell do: what is printed of a
    row that a page cuts may begin level with its values and go on below them."""
    step = min((b.middle - a.middle for a, b in pairwise(lines)), default=0.0)
    return next((cell[n:] for n in range(1, len(cell)) if lines[cell[n]].middle - lines[cell[n - 1]].middle > _FURTHER * step), ())


def _lopsided(outer: Sequence[tuple[int, Level]], cell: Sequence[Level], extent: Extent) -> Iterator[int]:
    """Of the `outer` lines of a cell, outermost first, those without which it stands in the middle of its row."""
    if not outer or _off_row(cell, extent, 1) < _LOPSIDED:
        return
    off = [_off_row(cell[n:], extent, 1) if n < len(cell) else _ALONE for n in range(len(outer) + 1)]
    yield from (k for k, line in outer[: int(np.argmin(off))] if line.row is None)
