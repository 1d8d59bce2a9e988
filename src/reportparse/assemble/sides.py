"""Pages on which tables stand side by side: two tables to save room, an appendix set in two columns, two pages on one sheet.

Lines go by height, so what stands left and right of a gutter would be read as one row. Such a page is cut into what stands above both
sides, the left side, the right side, and what stands below both, each read like a page of its own. A gutter is sure only where each side
has rows of its own: a header with names and years, names that the catalogue knows with figures beside them, or units on the lines of the
other's. The columns of one table never have that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from reportparse.assemble.aligned.heads import headers_on_page
from reportparse.assemble.captions import caption_from_cell
from reportparse.assemble.chunks import Chunk, chunks_from_line, is_number, spread_joined
from reportparse.assemble.cutouts import page_within
from reportparse.assemble.header import column_from_text, is_header
from reportparse.assemble.lines import PageLines, lines_from_page
from reportparse.assemble.parts import Knowledge
from reportparse.geometry import runs_of
from reportparse.model import Box, Column, Page
from reportparse.text import are_within, text_folded, text_to_codes

_YEARS = re.compile(r"20[0-9]{2}.{0,8}20[0-9]{2}")
_MIDDLE = (0.3, 0.7)  # of the width between the edges: where a gutter can stand
_STEP = 2.0  # points
_NARROWEST = 8.0  # points
_FEWEST_LINES = 5
_FEWEST_ROWS = 3  # on a side without a header
_FEWEST_LETTERS = 12  # of three names
_MOST_TRIED = 6
_NEVER_FIRST = ("unit", "year", "value", "method", "size", "note")  # kinds of columns
_ROWS_OF_A_HEAD = 5  # a head that is cut off weighs as much: a spanning 年份 is one too, and begins the header of no table
_NEVER_LAST = ("ordinal", "code", "institution", "group", "name")
_TALLEST_ROW = 80.0  # points: five lines of a name that wraps


Edges = tuple[float, float]
"""The left and the right edge of what may part into sides."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """Where a page parts: at `x`, from `top` down to `bottom`."""

    x: float
    top: float
    bottom: float


def sides_of_page(lines: PageLines, known: Knowledge, *, goes_on: bool = False) -> list[PageLines]:
    """The page in the parts that are read one after the other; the page alone where nothing stands side by side. `goes_on` says that the
    page before has sides: the tables on this one may print no header."""
    if not goes_on and not any(_YEARS.search(line.text) for line in lines.lines):
        return [lines]
    return _sides_between(lines, (0.0, lines.page.width), known) or [lines]


def _sides_between(lines: PageLines, edges: Edges, known: Knowledge) -> list[PageLines]:
    """The same for what stands between two edges; a side of three columns has two again."""
    if not lines.lines or not _may_have_sides(lines, edges):
        return [lines] if lines.lines else []
    pieces = [chunks_from_line(lines, line) for line in lines.lines]
    halves = (_halves(lines, one, pieces) for one in _gutters(lines, pieces, edges))
    found = [one for one in halves if _parts_rows(one, lines, known)]
    if not found:
        return [lines]
    best = min(found, key=lambda one: _cost(one, _halves(lines, Gutter(one.gutter.x, -math.inf, math.inf), pieces), known))
    if _is_folded(best, lines, known):
        return [lines]
    gutter = best.gutter
    above, left, right, below = (lines_from_page(page_within(lines.page, box)) for box in _boxes(gutter))
    sides = [*_sides_between(left, (edges[0], gutter.x), known), *_sides_between(right, (gutter.x, edges[1]), known)]
    return [part for part in (above, *sides, below) if part.lines]


def _may_have_sides(lines: PageLines, edges: Edges) -> bool:
    """Are there names in the right half of the page, and figures on several lines of both halves? Most pages lack one of them."""
    codes = text_to_codes(lines.text)
    is_right = lines.boxes[:, 0] > sum(edges) / 2
    if (are_within(codes, "一", "鿿") & is_right).sum() < _FEWEST_LETTERS:
        return False
    is_digit = are_within(codes, "0", "9") | are_within(codes, "０", "９")
    starts = np.array([line.start for line in lines.lines])
    halves = (np.searchsorted(starts, np.flatnonzero(is_digit & half), "right") for half in (is_right, ~is_right))
    return all(len(set(rows.tolist())) >= _FEWEST_ROWS for rows in halves) and _lines_unruled(lines, edges) >= _FEWEST_LINES


def _lines_unruled(lines: PageLines, edges: Edges) -> int:
    """How many lines stand in no row between two rules that cross the page's middle: beside those there are no sides."""
    y, x0, x1 = lines.page.rules.horizontal.T
    low, high = _middle(edges)
    across = np.sort(y[(x0 < low) & (x1 > high)])
    if len(across) < 2:
        return len(lines.lines)
    middles = np.array([line.middle for line in lines.lines], np.float32)
    after = np.searchsorted(across, middles).clip(1, len(across) - 1)
    inside = (across[after - 1] < middles) & (middles < across[after]) & (across[after] - across[after - 1] < _TALLEST_ROW)
    return int((~inside).sum())


def _middle(edges: Edges) -> Edges:
    """The stretch between the edges in which a gutter can stand."""
    return edges[0] + _MIDDLE[0] * (edges[1] - edges[0]), edges[0] + _MIDDLE[1] * (edges[1] - edges[0])


def _gutters(lines: PageLines, pieces: Sequence[Sequence[Chunk]], edges: Edges) -> Iterator[Gutter]:
    """Stretches of the page's middle that no word and no rule crosses over some lines, those of most lines first."""
    steps = np.arange(*_middle(edges), _STEP)
    free = ~_crossed(pieces, steps).T
    parts = np.split(free, np.flatnonzero((free[1:] != free[:-1]).any(axis=1)) + 1)
    zones = [zone for part in parts for zone in [_longest_run(part[0])] * len(part)]
    found: list[tuple[int, float, Gutter]] = []
    at = 0
    for zone, same in groupby(zones):
        n = len(list(same))
        if zone[1] - zone[0] >= _FEWEST_LINES and n * _STEP >= _NARROWEST:
            gutter = _gutter(lines, (float(steps[at]) + float(steps[at + n - 1])) / 2, zone)
            if not _is_ruled_across(lines.page, gutter):
                found.append((zone[1] - zone[0], n * _STEP, gutter))
        at += n
    yield from (gutter for *_, gutter in sorted(found, key=lambda one: one[:2], reverse=True)[:_MOST_TRIED])


def _crossed(pieces: Sequence[Sequence[Chunk]], steps: NDArray[np.floating]) -> NDArray[np.bool_]:
    """(lines, steps): does a piece of the line stand there?"""
    out = np.zeros((len(pieces), len(steps)), bool)
    for number, chunks in enumerate(pieces):
        for chunk in chunks:
            a, b = np.searchsorted(steps, (chunk.x0 - 1, chunk.x1 + 1)).tolist()
            out[number, a:b] = True
    return out


def _longest_run(free: NDArray[np.bool_]) -> tuple[int, int]:
    """[start, stop) of the longest run of lines that are free."""
    if np.count_nonzero(free) < _FEWEST_LINES:
        return 0, 0
    start, stop = max(runs_of(free).tolist(), key=lambda run: run[1] - run[0], default=(0, 0))
    return start, stop


def _gutter(lines: PageLines, x: float, zone: tuple[int, int]) -> Gutter:
    """From the foot of the line above, or of the rule below it, to the top of the line or rule below, so that the rules of the sides'
    tables are inside."""
    above, below = lines.lines[: zone[0]], lines.lines[zone[1] :]
    top, bottom = above[-1].bottom if above else 0.0, below[0].top if below else lines.page.height
    y, x0, x1 = lines.page.rules.horizontal.T
    across = y[(x0 < x) & (x1 > x) & (y > top) & (y < bottom)]
    first, last = lines.lines[zone[0]], lines.lines[zone[1] - 1]
    top, bottom = across[across < first.top].max(initial=top), across[across > last.bottom].min(initial=bottom)
    return Gutter(x, float(top), float(bottom))


def _is_ruled_across(page: Page, gutter: Gutter) -> bool:
    y, x0, x1 = page.rules.horizontal.T
    return bool(((y > gutter.top) & (y < gutter.bottom) & (x0 < gutter.x) & (x1 > gutter.x)).any())


@dataclass(frozen=True, slots=True)
class _Halves:
    """The pieces of each line left and right of a gutter."""

    gutter: Gutter
    left: Sequence[Sequence[Chunk]]
    right: Sequence[Sequence[Chunk]]

    def told(self, known: Knowledge) -> int:
        """How many have rows."""
        both = sum(_is_measured(a, known) and _is_measured(b, known) for a, b in zip(self.left, self.right, strict=True))
        return 2 if both >= _FEWEST_ROWS else sum(_has_rows(side, known) for side in (self.left, self.right))


def _halves(lines: PageLines, gutter: Gutter, pieces: Sequence[Sequence[Chunk]]) -> _Halves:
    inside = [chunks for chunks in pieces if chunks and gutter.top < chunks[0].middle < gutter.bottom]
    left, right = (
        [spread_joined(lines, [c for c in chunks if (c.centre < gutter.x) is is_left]) for chunks in inside] for is_left in (True, False)
    )
    return _Halves(gutter, left, right)


def _parts_rows(halves: _Halves, lines: PageLines, known: Knowledge) -> bool:
    """Has each side rows; or one of them, and both have headers, which may wrap and of which none is cut?"""
    told = halves.told(known)
    if told != 1:
        return told == 2
    if _heads_cut(halves, known) or not all(_has_name_head(side, known) for side in (halves.left, halves.right)):
        return False
    heads = _headers_within(lines, halves.gutter, known)
    last = column_from_text(heads[0][-1], known.words) if all(heads) else None
    return last is not None and last.kind not in _NEVER_LAST


def _is_folded(halves: _Halves, lines: PageLines, known: Knowledge) -> bool:
    """Do both sides say the same above rows of which few are told: one table that was folded, and no two that have their captions?"""
    if halves.told(known) == 2 or all(_has_caption(side, known) for side in (halves.left, halves.right)):
        return False
    left, right = _headers_within(lines, halves.gutter, known)
    return left == right


def _has_name_head(side: Sequence[Sequence[Chunk]], known: Knowledge) -> bool:
    columns = (column_from_text(chunk.text, known.words) for chunks in side for chunk in chunks)
    return any(column is not None and column.kind == "name" for column in columns)


def _headers_within(lines: PageLines, gutter: Gutter, known: Knowledge) -> tuple[list[str], list[str]]:
    """What the first header of names and years says on each side, in several lines perhaps; nothing where none does."""
    left, right = (_header_within(lines, box, known) for box in _boxes(gutter)[1:3])
    return left, right


def _header_within(lines: PageLines, box: Box, known: Knowledge) -> list[str]:
    side = lines_from_page(page_within(lines.page, box))
    heads = headers_on_page(side, range(len(side.lines)), known.words)
    texts = ([text_folded(column.text) for column in head.columns] for head in heads)
    return next((said for said in texts if _heads_names([column_from_text(text, known.words) for text in said])), [])


def _has_caption(side: Sequence[Sequence[Chunk]], known: Knowledge) -> bool:
    alone = (chunks[0].text for chunks in side if len(chunks) == 1)
    return any(caption_from_cell(text, 0, known.table_names) is not None for text in alone)


def _heads_cut(halves: _Halves, known: Knowledge) -> int:
    """How many lines begin right of the gutter with a head that stands right of others in its table: of years, notes, and of units but
    before names."""
    firsts = [b[:2] for a, b in zip(halves.left, halves.right, strict=True) if a and b]
    heads = ([column_from_text(chunk.text, known.words) for chunk in first] for first in firsts)
    kinds = [[column.kind if column is not None else None for column in first] for first in heads]
    return sum(first[0] in _NEVER_FIRST and first != ["unit", "name"] for first in kinds)


def _cost(halves: _Halves, of_page: _Halves, known: Knowledge) -> float:
    """How many heads and rows the gutter cuts on the whole page; of two that cut few the one beside more lines costs less."""
    heads, rows = _rows_cut(of_page, known)
    return (1 + rows + _ROWS_OF_A_HEAD * heads) / len(halves.left)


def _rows_cut(halves: _Halves, known: Knowledge) -> tuple[int, int]:
    """How often a head, and how often figures would stand right of the gutter without what belongs before them, a name left of it without
    its figures, or one side alone begin with a unit: between the columns of a table that has others at both its sides. The halves are of
    the whole page, so that a gutter beside few lines is not the best of all."""
    out = 0
    for before, after in zip(halves.left, halves.right, strict=True):
        texts = [text_folded(chunk.text) for chunk in after]
        out += bool(before) and known.is_name(text_folded(before[-1].text))
        has_figures = any(map(is_number, texts))
        out += has_figures and all(is_number(text) or text in known.units for text in texts)
        are_rows = has_figures and any(is_number(chunk.text) for chunk in before)
        out += are_rows and (text_folded(before[0].text) in known.units) != (texts[0] in known.units)
    return _heads_cut(halves, known), out


def _has_rows(side: Sequence[Sequence[Chunk]], known: Knowledge) -> bool:
    """Has it a header, or known names and figures right of them, level with them or in the middle of cells that wrap?"""
    if any(len(chunks) > 1 and _heads_names([column_from_text(chunk.text, known.words) for chunk in chunks]) for chunks in side):
        return True
    names = [chunk.x0 for chunks in side for chunk in chunks if known.is_name(text_folded(chunk.text))]
    beyond = min(names, default=math.inf)
    figures = sum(any(chunk.x0 > beyond and _is_figure(chunk.text) for chunk in chunks) for chunks in side)
    return min(len(names), figures) >= _FEWEST_ROWS


def _is_measured(chunks: Sequence[Chunk], known: Knowledge) -> bool:
    """Stand a unit and a figure here? On one line no table has two units; the colon of 其中： is none, though one of ratios."""
    units = known.units - {":"}
    return any(_is_figure(chunk.text) for chunk in chunks) and any(text_folded(chunk.text) in units for chunk in chunks)


def _is_figure(text: str) -> bool:
    """No mark for none: names and units may stand apart from the stroke between them."""
    return is_number(text) and any(map(str.isdigit, text))


def _heads_names(columns: Sequence[Column | None]) -> bool:
    """A header of names; a last year beside 单位 is the right end of one."""
    return is_header(columns) and any(column is not None and column.kind == "name" for column in columns)


def _boxes(gutter: Gutter) -> tuple[Box, Box, Box, Box]:
    """What stands above both sides, left, right, and below both."""
    x, top, bottom, far = gutter.x, gutter.top, gutter.bottom, float("inf")
    return (-far, -far, far, top), (-far, top, x, bottom), (x, top, far, bottom), (-far, bottom, far, far)
