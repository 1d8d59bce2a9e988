"""Pages set in two columns, whole or in parts: which lines belong to which column, and in what order they are read.

A report may set its prose in two columns and its headings, tables and captions across both. So the gutter is sought as a place where
many lines of a page have a wide gap, and the page is read band by band: a line that crosses the gutter ends a band.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportparse.assemble.lines import Line, PageLines
from reportparse.model import Floats

_MIDDLE = (0.35, 0.65)  # of the page's width: where a gutter can stand
_NARROWEST = 8.0  # points
_WIDER = 2.5  # times the page's usual gap between glyphs, so that no blank between all characters is one
_MANY = 8  # lines side by side on a page: its gutter is sure, and one line on both sides of it is enough
_FEWEST = 4  # lines side by side: two columns of a signature block are no prose


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
    beside = sum(_side(lines, line, gutter) == 3 for line in rest)
    fewest = 1 if beside >= _MANY else _FEWEST
    return [one for band in _bands(lines, rest, gutter, is_heading) for one in _band_in_order(lines, band, gutter, fewest)]


def _gutter(lines: PageLines, rest: Sequence[Line]) -> float | None:
    """The place at which most lines have a wide gap; None where fewer than four have."""
    middle = _MIDDLE[0] * lines.page.width, _MIDDLE[1] * lines.page.width
    if len(rest) < _FEWEST or np.count_nonzero(_wide(lines.boxes[:-1, 2], lines.boxes[1:, 0], _NARROWEST, middle)) < _FEWEST:
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
        if len(gap) < 2:
            continue
        wide = _wide(begins, ends, max(_NARROWEST, _WIDER * float(np.median(gap))), middle)
        found.append(np.stack([begins[wide], ends[wide]], axis=1))
    return np.concatenate(found) if found else np.zeros((0, 2), np.float32)


def _wide(begins: Floats, ends: Floats, least: float, middle: tuple[float, float]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(n,): which gaps are wide and reach into the page's middle."""
    return (ends - begins > least) & (ends > middle[0]) & (begins < middle[1])


def _bands(lines: PageLines, rest: Sequence[Line], gutter: float, is_heading: Callable[[Line], bool]) -> Iterator[list[Line]]:
    """Runs of lines that respect the gutter; each line that crosses it, or is a heading above two columns, alone."""
    band: list[Line] = []
    titles = [_side(lines, line, gutter) == 1 and is_heading(line) for line in rest]
    for position, line in enumerate(rest):
        beside = next((_side(lines, one, gutter) for one, title in zip(rest[position:], titles[position:], strict=True) if not title), 0)
        if _side(lines, line, gutter) == 0 or (titles[position] and beside != 1):
            yield band
            yield [line]
            band = []
        else:
            band.append(line)
    yield band


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
    if sum(side in (2, 3) for side in sides) < fewest or 3 not in sides:
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
