"""Pages set in two columns, whole or in parts: which lines belong to which column, and in what order they are read.

A report may set its prose in two columns and its headings, tables and captions across both. So the gutter is sought as a place where
many lines of a page have a wide gap, or end while another begins beside them, and the page is read band by band: a line that crosses the
gutter ends a band. What stands side by side without filling its column is a list (an honour and its date, a label and its value):
it is read line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from reportparse.assemble.lines import Line, PageLines
from reportparse.model import Floats

_MIDDLE = (0.35, 0.65)  # of the page's width: where a gutter can stand
_NARROWEST = 8.0  # points
_WIDER = 2.5  # times the page's usual gap between glyphs, so that no blank between all characters is one
_MANY = 8  # lines side by side on a page: its gutter is sure, and one line on both sides of it is enough
_FEWEST = 4  # lines side by side: two columns of a signature block are no prose
_FULL, _FILLED = 0.9, 0.4  # of a column's widest line; of its lines: of prose the last line of a paragraph and headings are shorter
_ALIKE = 0.55  # of the wider column: a margin for notes is 0.6, a column of dates beside names 0.4
_FURTHEST = 8.0  # em: gutters are 1 to 4 wide
_ACROSS = 2.5  # times a line's height: a gap as high in both columns at once is where a table or a picture stands
_OVERLAP = 0.3  # of a line's height: columns need not have their lines at one height


@dataclass(frozen=True, slots=True)
class Set:
    """A line, and the column in which it is set: 0 across the page, 1 left, 2 right."""

    line: Line
    column: int


def lines_in_order(lines: PageLines, rest: Sequence[Line], is_heading: Callable[[Line], bool]) -> list[Set]:
    """Lines from top to bottom; where they stand in two columns the left column first."""
    gutter = _gutter(lines, rest)
    if gutter is None:
        return [Set(line, 0) for line in rest]
    sides = [_side(lines, line, gutter) for line in rest]
    beside = _beside(rest, sides)
    if not _is_prose(lines, beside, gutter):
        return [Set(line, 0) for line in rest]
    fewest = 1 if len(beside) >= _MANY else _FEWEST
    return [one for band in _bands(lines, rest, gutter, is_heading) for one in _band_in_order(lines, band, gutter, fewest)]


def _gutter(lines: PageLines, rest: Sequence[Line]) -> float | None:
    """The place at which most lines have a wide gap; None where fewer than four have."""
    middle = _MIDDLE[0] * lines.page.width, _MIDDLE[1] * lines.page.width
    if len(rest) < _FEWEST or np.count_nonzero(_wide(lines.boxes[:-1, 2], lines.boxes[1:, 0], _NARROWEST, middle)) < _FEWEST - 1:
        return None  # most pages: one look at all their glyphs
    spans = _gaps(lines, rest, middle)
    if len(spans) < _FEWEST:
        return None
    edges = np.unique(spans)
    places = (edges[:-1] + edges[1:]) / 2
    open_at = ((spans[:, 0] < places[:, None]) & (spans[:, 1] > places[:, None])).sum(axis=1)
    best = int(open_at.argmax())
    return float(places[best]) if open_at[best] >= _FEWEST else None


def _gaps(lines: PageLines, rest: Sequence[Line], middle: tuple[float, float]) -> Floats:
    """(n, 2): begin and end of each wide gap within a line, around the page's middle."""
    found: list[Floats] = []
    for line in rest:
        boxes = lines.boxes[line.start : line.stop]
        begins, ends = np.maximum.accumulate(boxes[:-1, 2]), boxes[1:, 0]
        gap = ends - begins
        if len(gap) < 2 or not _wide(begins, ends, _NARROWEST, middle).any():
            continue
        wide = _wide(begins, ends, max(_NARROWEST, _WIDER * float(np.median(gap))), middle)
        found.append(np.stack([begins[wide], ends[wide]], axis=1))
    pairs = [(left, right) if left.x1 < right.x0 else (right, left) for left, right in _overlapping(rest)]
    between = np.array([(left.x1, right.x0) for left, right in pairs], np.float32).reshape(-1, 2)
    found.append(between[_wide(between[:, 0], between[:, 1], _NARROWEST, middle)])
    return np.concatenate(found)


def _overlapping(rest: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines next to each other in order that stand side by side, though not at one height."""
    for one, other in pairwise(rest):
        shared = min(one.bottom, other.bottom) - max(one.top, other.top)
        if shared > _OVERLAP * min(one.height, other.height) and (one.x1 < other.x0 or other.x1 < one.x0):
            yield one, other


def _beside(rest: Sequence[Line], sides: Sequence[int]) -> list[Line]:
    """The lines on both sides, and those of one column that stand beside one of the other."""
    side_of = {id(line): side for line, side in zip(rest, sides, strict=True)}
    found = [line for line, side in zip(rest, sides, strict=True) if side == 3]
    return found + [one for pair in _overlapping(rest) if {side_of[id(line)] for line in pair} == {1, 2} for one in pair]


def _is_prose(lines: PageLines, beside: Sequence[Line], gutter: float) -> bool:
    """Whether both columns are about as wide, filled by many of their lines, and not far apart."""
    left, right = ([part for line in beside if (part := _part(lines, line, low, high))] for low, high in ((-1e9, gutter), (gutter, 1e9)))
    if not left or not right:
        return False
    widths = [np.array([part.x1 - part.x0 for part in parts]) for parts in (left, right)]
    widest = [float(found.max()) for found in widths]
    filled = all((found > _FULL * wide).mean() >= _FILLED for found, wide in zip(widths, widest, strict=True))
    apart = min(part.x0 for part in right) - max(part.x1 for part in left)
    return filled and min(widest) >= _ALIKE * max(widest) and apart < _FURTHEST * float(np.median([line.em for line in beside]))


def _wide(begins: Floats, ends: Floats, least: float, middle: tuple[float, float]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(n,): which gaps are wide and reach into the page's middle."""
    return (ends - begins > least) & (ends > middle[0]) & (begins < middle[1])


def _bands(lines: PageLines, rest: Sequence[Line], gutter: float, is_heading: Callable[[Line], bool]) -> Iterator[list[Line]]:
    """Runs of lines that respect the gutter; each line that crosses it, or is a heading above two columns, alone."""
    band: list[Line] = []
    titles = [_side(lines, line, gutter) == 1 and is_heading(line) for line in rest]
    foot = np.inf
    for position, line in enumerate(rest):
        beside = next((_side(lines, one, gutter) for one, title in zip(rest[position:], titles[position:], strict=True) if not title), 0)
        if line.top - foot > _ACROSS * line.height:
            yield band
            band = []
        foot = max(line.bottom, foot if band else line.bottom)
        if _side(lines, line, gutter) == 0 or (titles[position] and beside != 1 and not _has_neighbour(lines, line, rest, gutter)):
            yield band
            yield [line]
            band = []
        else:
            band.append(line)
    yield band


def _has_neighbour(lines: PageLines, line: Line, rest: Sequence[Line], gutter: float) -> bool:
    """Whether a line of the right column stands beside this one, or half a line above or below."""
    reach = line.height / 2
    near = (one for one in rest if one is not line and one.top < line.bottom + reach and one.bottom > line.top - reach)
    return any(_side(lines, one, gutter) in (2, 3) for one in near)


def _side(lines: PageLines, line: Line, gutter: float) -> int:
    """0 across the gutter, 1 left of it, 2 right of it, 3 on both sides with a gap between them."""
    if line.x1 <= gutter:
        return 1
    if line.x0 >= gutter:
        return 2
    boxes = lines.boxes[line.start : line.stop]
    left, right = boxes[boxes[:, 0] < gutter], boxes[boxes[:, 2] > gutter]
    return 3 if len(left) + len(right) == len(boxes) and right[:, 0].min() - left[:, 2].max() > _NARROWEST else 0


def _band_in_order(lines: PageLines, band: Sequence[Line], gutter: float, fewest: int) -> list[Set]:
    sides = [_side(lines, line, gutter) for line in band]
    beside = len(_beside(band, sides))
    if not beside or max(beside, sum(side in (2, 3) for side in sides)) < fewest:
        return [Set(line, 0) for line in band]
    left = [Set(part, 1) for line in band if (part := _part(lines, line, -1e9, gutter)) is not None]
    right = [Set(part, 2) for line in band if (part := _part(lines, line, gutter, 1e9)) is not None]
    return [*left, *right]


def _part(lines: PageLines, line: Line, low: float, high: float) -> Line | None:
    boxes = lines.boxes[line.start : line.stop]
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    inside = np.flatnonzero((middle >= low) & (middle < high))
    if len(inside) == 0:
        return None
    a, b = line.start + int(inside[0]), line.start + int(inside[-1]) + 1
    return replace(line, start=a, stop=b, text=lines.text[a:b], x0=float(lines.boxes[a, 0]), x1=float(lines.boxes[b - 1, 2]))
