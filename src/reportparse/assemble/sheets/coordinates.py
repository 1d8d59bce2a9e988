"""The column letters and row numbers that a spreadsheet prints around its cells where it is told to.

They are no cells, and would be read as a column of figures beside every name. But they say which columns and rows of its sheet a page
has, and so which pages belong side by side, whatever is printed on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportparse.assemble.chunks import chunks_from_line
from reportparse.assemble.cutouts import page_of_glyphs
from reportparse.assemble.lines import Line, PageLines, lines_from_page
from reportparse.assemble.sheets.repeated import rules_from
from reportparse.assemble.sheets.seams import Seam
from reportparse.assemble.sheets.strips import Turn
from reportparse.geometry import values_clustered
from reportparse.model import Floats, Rules

_SAME = 1.0  # points
_WIDTH = 3.0  # points: rules of cells stand out by half the width of those that they meet
_MOST_ABOVE = 3  # lines: heads of a page stand above its letters
_LETTERS = 26
_LONGEST = 2  # letters: a sheet of 703 columns is none of a report
_FEWEST = 3  # letters and numbers together
_IN_TURN = 0.5  # of the numbers: hidden rows, and those that are printed again at the head of each page, leave gaps


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the letters and the numbers begin (above, beside), where the cells do, where each column ends, and where the numbers do."""

    above: float
    beside: float
    top: float
    left: float
    ends: tuple[float, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class Coordinates:
    """The columns of its sheet that a page has, its first and its last row, all counted from 1."""

    columns: tuple[int, ...]
    rows: tuple[int, int]
    frame: Frame


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Pages that were laid side by side: the first of them, the last column of the last one, and where it ends beside the first."""

    at: int
    until: int
    ends: float


def sheets_by_coordinates(pages: Sequence[PageLines]) -> tuple[list[PageLines], list[Turn]]:
    """The pages without letters and numbers, and those that say that they go beside others; of the columns that they print again nothing
    is left."""
    out, turns = list(pages), list[Turn]()
    sheets: dict[tuple[int, int], _Sheet] = {}
    for k, lines in enumerate(pages):
        at = coordinates_of_page(lines)
        if at is None:
            continue
        before = sheets.get(at.rows)
        first = _first_further(at.columns, before.until) if before else None
        out[k] = without_coordinates(lines, at, first or 0)
        if before is None or first is None:
            sheets[at.rows] = _Sheet(k, at.columns[-1], at.frame.ends[-1])
            continue
        shift = before.ends - (at.frame.ends[first - 1] if first else at.frame.left)
        turns.append(Turn(((before.at, k),), Seam(shift, before.ends)))
        sheets[at.rows] = _Sheet(before.at, at.columns[-1], at.frame.ends[-1] + shift)
    return out, turns


def _first_further(columns: Sequence[int], until: int) -> int | None:
    """The index of the column behind `until`, where the page begins with it, or with columns printed again and not with all before it: a
    sheet of its own has these."""
    first = columns.index(until + 1) if until + 1 in columns else None
    return first if first is not None and (first == 0 or columns[first - 1] < until) else None


def coordinates_of_page(lines: PageLines) -> Coordinates | None:
    """What letters and numbers around the cells of a page say; None where it has none."""
    for line in lines.lines[:_MOST_ABOVE]:
        if not (line.text.isascii() and line.text.isupper()):
            continue
        columns = tuple(_column(chunk.text) for chunk in chunks_from_line(lines, line))
        frame = _frame(lines, line) if all(columns) and _is_rising(columns) else None
        rows = tuple(_rows(lines, frame)) if frame else ()
        if frame and rows and len(columns) + len(rows) >= _FEWEST and _is_rising(rows):
            return Coordinates(columns, (rows[0], rows[-1]), frame)
    return None


def _column(letters: str) -> int:
    """A is 1, AA is 27; 0 where these are no letters of a column."""
    digits = [ord(letter) - ord("A") + 1 for letter in letters]
    if len(digits) > _LONGEST or not all(0 < digit <= _LETTERS for digit in digits):
        return 0
    return digits[0] if len(digits) == 1 else _LETTERS * digits[0] + digits[1]


def _is_rising(numbers: Sequence[int]) -> bool:
    steps = [b - a for a, b in pairwise(numbers)]
    return all(step > 0 for step in steps) and steps.count(1) >= _IN_TURN * len(steps)


def _frame(lines: PageLines, letters: Line) -> Frame | None:
    """The boxes that rules draw around the letters, one beside the other, and around the numbers; None where they draw none."""
    level, upright = lines.page.rules.horizontal, lines.page.rules.vertical
    middles = [chunk.centre for chunk in chunks_from_line(lines, letters)]
    xs = values_clustered(upright[(upright[:, 1] < letters.middle) & (upright[:, 2] > letters.middle), 0], _SAME)
    edges = [x for x in xs if x > max((x for x in xs if x < middles[0]), default=np.inf) - _SAME]
    over = level[(level[:, 1] < middles[0]) & (level[:, 2] > middles[0]), 0]
    if len(edges) != len(middles) + 1 or not all(a < x < b for x, (a, b) in zip(middles, pairwise(edges), strict=True)):
        return None
    above, below = over[over < letters.middle], over[over > letters.middle]
    numbered = level[(level[:, 1] < edges[0] - _WIDTH) & (level[:, 0] > letters.middle)]
    if not len(above) or not len(below) or not len(numbered):
        return None
    beside, bottom = float(numbered[:, 1].min()), float(numbered[:, 0].max())
    return Frame(float(above.max()), beside, float(below.min()), edges[0], tuple(edges[1:]), bottom)


def _rows(lines: PageLines, frame: Frame) -> Iterator[int]:
    """The numbers beside the cells, but those over which the hidden end of a text runs."""
    for line in lines.lines:
        if frame.top < line.middle < frame.bottom:
            boxes = lines.boxes[line.start : line.stop]
            digits = line.text[: int(((boxes[:, 0] + boxes[:, 2]) / 2 < frame.left).sum())]
            if digits.isdecimal():
                yield int(digits)


def without_coordinates(lines: PageLines, at: Coordinates, first: int = 0) -> PageLines:
    """The page without its letters and numbers, the rules of their boxes, and the columns before the one of index `first`."""
    frame = at.frame
    x, y = (lines.page.glyphs.boxes[:, :2] + lines.page.glyphs.boxes[:, 2:]).T / 2
    left = frame.left if not first else frame.ends[first - 1]
    is_beside = (y > frame.above) & (y < frame.bottom) & ((x < left) | (y < frame.top))
    rules = _rules_within(lines.page.rules, frame)
    return lines_from_page(page_of_glyphs(replace(lines.page, rules=rules_from(rules, left) if first else rules), ~is_beside))


def _rules_within(rules: Rules, frame: Frame) -> Rules:
    """The rules of the cells. Those of the boxes begin left of the cells or above them, or are one side of a box."""
    level, upright = rules.horizontal, rules.vertical
    is_row = (level[:, 1] < frame.left - _WIDTH) & (level[:, 0] > frame.top - _SAME) & (level[:, 0] < frame.bottom + _SAME)
    is_above = (level[:, 0] > frame.above - _SAME) & (level[:, 0] < frame.top - _WIDTH)
    is_column = (upright[:, 1] < frame.top - _WIDTH) & (upright[:, 2] > frame.above + _SAME)
    is_beside = (upright[:, 0] > frame.beside - _SAME) & (upright[:, 0] < frame.left - _WIDTH) & ~is_column
    is_beside &= (upright[:, 1] > frame.top - _SAME) & (upright[:, 2] < frame.bottom + _SAME)
    rows = values_clustered(level[is_row, 0], _SAME)
    return Rules(
        level[~(is_row | is_above | _sides(level, frame.top, (frame.left, *frame.ends)))],
        upright[~(is_column | is_beside | _sides(upright, frame.left, rows))],
    )


def _sides(rules: Floats, at: float, edges: Sequence[float]) -> NDArray[np.bool_]:
    """(n,): one rule at each box between two edges, the one that fits it best: the cells may have theirs at the same place."""
    out = np.zeros(len(rules), bool)
    near = np.flatnonzero(np.abs(rules[:, 0] - at) < _SAME)
    for a, b in pairwise(edges):
        off = np.abs(rules[near, 1] - a) + np.abs(rules[near, 2] - b) + np.where(out[near], np.inf, 0)
        if len(off) and off.min() < _SAME:
            out[near[off.argmin()]] = True
    return out
