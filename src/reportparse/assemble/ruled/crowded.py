"""Ruled rows that hold many rows: tables with rules between their columns and none between their rows.

A row of the lattice is crowded when several of its cells hold three lines or more that stand level with one another,
and one of them holds numbers, below its header perhaps, as no rule may stand there either.
It is cut where its rows part, each number announcing one, wrapped names kept whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reportparse.assemble.aligned.rowsplit import Stand, rows_from_lines
from reportparse.assemble.chunks import is_number
from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.geometry import Span
from reportparse.model import Grid
from reportparse.text import blanks_dropped, text_folded

_FEWEST = 3  # lines: a wrapped number has two; two rows are told from one only where both names are the catalogue's, or all cells have two
_MOST_HEADER_LINES = 2  # above the numbers of a column, where no rule stands below the header
_MOST_NAME_LINES = 4
_EDGE = 2.0  # points by which the boxes of lines of two rows may overlap
_MOSTLY = 0.6  # of the cells, or of the lines of one
_LEVEL = 0.35  # of the font box: lines this close are level
_YEAR = re.compile(r"^20[0-9]{2}$")  # the head of a column where the first line of the names is none

CellLine = tuple[float, float, str]
"""Middle, height and text of one line of a cell."""


@dataclass(frozen=True, slots=True)
class Parting:
    """The heights at which a crowded row parts, from top to bottom, and the lines of its names, which stay whole at those of the heights
    that are `shared`: one name for two rows (门 / 学时)."""

    heights: tuple[float, ...]
    shared: frozenset[int]
    names: Sequence[CellLine]


def lattice_uncrowded(
    lines: PageLines, lattice: Lattice, grid: Grid, is_name: Callable[[str], bool], units: Collection[str]
) -> Lattice:
    """The lattice with crowded rows cut into the rows that they hold; `grid` is what it holds as it is."""
    for row in sorted(_suspects(grid, units), reverse=True):  # from the last, so that the numbers of the rows before stay true
        columns = _columns_of_row(lines, lattice, row)
        parting = _parting(columns, is_name, units)
        if parting is not None:
            lattice = _parted(lattice, row, parting, columns)
    return lattice


def _suspects(grid: Grid, units: Collection[str]) -> set[int]:
    """Rows with two cells or more of several lines, numbers or units on every line of one."""
    several = [cell for cell in grid.cells if cell.row_span == 1 and "\n" in cell.text]
    counts = Counter(cell.row for cell in several)
    return {cell.row for cell in several if counts[cell.row] > 1 and _may_announce(cell.text.split("\n"), units)}


def _is_figure(text: str) -> bool:
    """A number, with its unit perhaps, or a mark for none; 11. may be the first line of an ordinal."""
    bare = blanks_dropped(text)
    return is_number(bare) and bare[-1] not in ".．,，"


def _may_announce(texts: Sequence[str], units: Collection[str]) -> bool:
    """Below a header of their own units say so only beside numbers: 调查人次, one character a line, ends in two of them."""
    return _first_number(texts) is not None or len(_units_announced([(0.0, 0.0, text) for text in texts], units, header=0)) > 1


def _units_announced(cell: Sequence[CellLine], units: Collection[str], header: int = _MOST_HEADER_LINES) -> list[CellLine]:
    """The lines of a column of units, below its header perhaps, halves that are one unit only together (平方 / 米) as one; else none."""
    folded = [text_folded(text) for _, _, text in cell]
    if folded[:2] == ["单", "位"]:  # in a narrow column; 位 is a unit too
        return _units_announced(cell[2:], units, header=0)
    for first in range(header + 1):
        out: list[CellLine] = []
        at = first
        while at < len(cell):
            n = next((n for n in (1, 2, 3) if "".join(folded[at : at + n]) in units), None)
            if n is None or at + n > len(cell):
                break
            out.append((sum(y for y, _, _ in cell[at : at + n]) / n, cell[at][1], "".join(folded[at : at + n])))
            at += n
        if at == len(cell):
            return out
    return []


def _first_number(texts: Sequence[str]) -> int | None:
    """Where the numbers of a column begin that holds nothing else, but for its header; None where there are too few."""
    first = next((i for i, text in enumerate(texts) if _is_figure(text)), len(texts))
    if first > _MOST_HEADER_LINES or len(texts) - first < 2:
        return None
    return first if all(_is_figure(text) for text in texts[first:]) else None


def _columns_of_row(lines: PageLines, lattice: Lattice, row: int) -> dict[int, list[CellLine]]:
    """The lines of each cell that is exactly in this row, or comes down into it from the first, by the index of its span: the words of a
    header in two levels stand there above what they head, where no rule parts them."""
    top, bottom = lattice.ys[row], lattice.ys[row + 1]
    wanted = {i: span for i, span in enumerate(lattice.spans) if span.row in (0, row) and span.row_end == row + 1}
    from_first = [(i, span) for i, span in wanted.items() if span.row < row]
    out: dict[int, list[CellLine]] = {i: [] for i in wanted}
    for line in lines.lines:
        if not lattice.ys[0] < line.middle < bottom:
            continue
        middles = (lines.boxes[line.start : line.stop, 0] + lines.boxes[line.start : line.stop, 2]) / 2
        for i, span in wanted.items() if line.middle > top else from_first:
            inside = np.flatnonzero((middles > lattice.xs[span.column]) & (middles < lattice.xs[span.column_end]))
            if len(inside):
                out[i].append((line.middle, line.height, "".join(line.text[k] for k in inside.tolist())))
    return out


def _parting(columns: dict[int, list[CellLine]], is_name: Callable[[str], bool], units: Collection[str]) -> Parting | None:
    """Where a crowded row parts; None where it is one row."""
    filled = [cell for cell in columns.values() if cell]
    names = _names(filled, is_name, units)
    headed = bool(names) and not is_name(text_folded(names[0][2]))
    below = [cell[1:] if headed and _YEAR.match(cell[0][2]) else cell for cell in filled]
    announced = max((_units_announced(cell, units) for cell in below), key=len, default=[])
    numbers = _numbers_announced([cell for cell in below if cell], names, is_name)
    are_shared = len(names) >= len(numbers) > len(announced) and _share_level(names, numbers) >= _MOSTLY  # one unit for several rows
    anchors = announced if len(announced) > 1 and not are_shared else numbers
    if not anchors:
        return None

    def is_known(start: int, stop: int) -> bool:
        return is_name(text_folded("".join(text for _, _, text in names[start:stop])))

    def may_share(j: int) -> bool:
        return anchors is announced and anchors[j][2] != anchors[j + 1][2]

    stand = Stand([(y, height) for y, height, _ in names], [y for y, _, _ in anchors], is_known, may_share)
    extents: list[tuple[float, float]] = []
    shared: set[int] = set()
    for row in rows_from_lines(stand):
        own, several = names[row.start : row.stop], anchors[row.anchor : row.anchor_stop]
        shared |= set(range(len(extents), len(extents) + len(several) - 1))
        for part in [[*own, *several]] if len(several) < 2 else [[one] for one in several]:
            extents.append((min(y - h / 2 for y, h, _ in part), max(y + h / 2 for y, h, _ in part)))
    heights = tuple(_free_height((a, b), filled) for a, b in pairwise(extents))
    return Parting(heights, frozenset(shared), names) if heights else None


def _free_height(rows: tuple[tuple[float, float], tuple[float, float]], filled: Sequence[Sequence[CellLine]]) -> float:
    """Where the fewest lines are cut between two rows, a number that wraps perhaps; the middle where nothing stands."""
    (top, foot), (head, bottom) = rows
    middle = (foot + head) / 2
    near = [(y - h / 2, y + h / 2) for cell in filled for y, h, _ in cell if top < y < bottom]
    heights = [middle, *(edge for ends in near for edge in ends if foot - _EDGE < edge < head + _EDGE)]
    return min(heights, key=lambda y: (round(sum(max(min(y - a, b - y), 0.0) for a, b in near)), abs(y - middle)))


def _numbers_announced(
    filled: Sequence[Sequence[CellLine]], names: Sequence[CellLine], is_name: Callable[[str], bool]
) -> Sequence[CellLine]:
    """The lines of that column of numbers with which most other cells stand level, the longest of these; none where too few do."""
    starts = [_first_number([text for _, _, text in cell]) for cell in filled]
    numeric = [cell[start:] for cell, start in zip(filled, starts, strict=True) if start is not None]
    anchors = max(numeric, key=lambda one: (len(_level_with(one, filled)), len(one)), default=[])
    if len(anchors) > 1 and _share_level(names, anchors) >= _MOSTLY and _are_names(names, len(anchors), is_name):
        return anchors
    if len(_level_with(anchors, filled)) < max(2, _MOSTLY * len(filled)) or (len(numeric) < 2 and len({len(cell) for cell in filled}) > 1):
        return []  # words and numbers that wrap in one narrow cell are level with something by chance
    return anchors if len(anchors) >= _FEWEST or _are_all_level(filled) else []


def _level_with(anchors: Sequence[CellLine], filled: Sequence[Sequence[CellLine]]) -> list[Sequence[CellLine]]:
    return [cell for cell in filled if len(cell) > 1 and _share_level(cell, anchors) >= _MOSTLY] if anchors else []


def _names(filled: Sequence[Sequence[CellLine]], is_name: Callable[[str], bool], units: Collection[str]) -> Sequence[CellLine]:
    """The cell that holds the names: the one with most that are known, else the first that holds neither numbers nor units."""
    texts = [[text_folded(text) for _, _, text in cell] for cell in filled]
    below = [[text for *_, text in cell[_MOST_HEADER_LINES:]] for cell in filled]
    words = [i for i, lines in enumerate(below) if not any(_is_figure(text) or text_folded(text) in units for text in lines)]
    return filled[max(words, key=lambda i: (_known_in(texts[i], is_name), -i))] if words else []


def _known_in(texts: Sequence[str], is_name: Callable[[str], bool]) -> int:
    starts = range(len(texts))
    return sum(any(is_name("".join(texts[i : i + k])) for k in range(1, _MOST_NAME_LINES + 1) if i + k <= len(texts)) for i in starts)


def _are_names(names: Sequence[CellLine], n: int, is_name: Callable[[str], bool]) -> bool:
    """Are the lines n names of the catalogue, which may wrap, below a header perhaps?"""
    texts = [text_folded(text) for _, _, text in names]
    return any(_is_made_of(texts[skipped:], n, is_name) for skipped in range(_MOST_HEADER_LINES + 1))


def _is_made_of(texts: Sequence[str], n: int, is_name: Callable[[str], bool]) -> bool:
    if n == 0 or len(texts) < n:
        return n == len(texts)
    lines = range(1, min(_MOST_NAME_LINES, len(texts)) + 1)
    return any(is_name("".join(texts[:k])) and _is_made_of(texts[k:], n - 1, is_name) for k in lines)


def _are_all_level(filled: Sequence[Sequence[CellLine]]) -> bool:
    """Has each of at least four cells as many lines as the others? Names, units and numbers do not all wrap at once."""
    return len(filled) > 3 and len({len(cell) for cell in filled}) == 1


def _share_level(cell: Sequence[CellLine], anchors: Sequence[CellLine]) -> float:
    """The share of anchors that a line of the cell stands level with."""
    return sum(any(abs(y - a) < _LEVEL * h for y, _, _ in cell) for a, h, _ in anchors) / len(anchors)


def _parted(lattice: Lattice, row: int, parting: Parting, columns: dict[int, list[CellLine]]) -> Lattice:
    """`row` parted; cells with a single line in it, and cells of several rows, stay whole."""
    n = len(parting.heights)
    spans: list[Span] = []
    for index, span in enumerate(lattice.spans):
        start = span.row if span.row <= row else span.row + n
        end = span.row_end if span.row_end <= row else span.row_end + n
        edges = [start, end]
        if index in columns and len(columns[index]) > 1:
            whole = parting.shared if columns[index] is parting.names else frozenset()
            edges = [start, *(row + k + 1 for k in range(n) if k not in whole), end]
        spans += [Span(a, span.column, b, span.column_end) for a, b in pairwise(edges)]
    spans.sort(key=lambda s: (s.row, s.column))
    owner = np.full((len(lattice.ys) - 1 + n, len(lattice.xs) - 1), -1, np.int32)
    for index, span in enumerate(spans):
        owner[span.row : span.row_end, span.column : span.column_end] = index
    ys = (*lattice.ys[: row + 1], *parting.heights, *lattice.ys[row + 1 :])
    return Lattice(lattice.xs, ys, tuple(spans), owner)
