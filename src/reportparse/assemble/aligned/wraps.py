"""Figures that wrap in narrow columns of an aligned table: two lines of one row, and figures of one line between them perhaps.

A figure wraps because its column has no room for it: both its lines together are wide, and no other figure of the column is wider. Its unit
may wrap without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from reportparse.assemble.aligned.body import Body, BodyLine
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.aligned.cutfigures import parts_figure
from reportparse.assemble.chunks import Chunk, is_number
from reportparse.text import text_folded

FIGURES = ("year", "value", "size")
TOGETHER = 1.35  # of the font box: lines of one wrapped cell
SAID_TOGETHER = 1.8  # the same where they say themselves that they belong together: halves of a unit, 15425. above 0
_SET_WIDE = 2.4  # the same between two rules, or around a name: lines set wide are 2.1 apart
_MOST_LINES = 3  # heights of one row: two of figures that wrap, and between them that of figures that do not
LEVEL = 0.36  # of the font box: cells of one line whose types differ
_WIDE = 0.6  # of its column: 3 digits and 1 below a year that wraps are 0.55
_DIGIT = re.compile(r"[0-9]")
_BEFORE_UNIT = re.compile(r"^[-+]?[0-9][0-9,.]*")
_NARROWER = 0.15  # of the font box: digits of some types differ in width

Height = tuple[float, float]
"""The middle of a line, and its height."""


Figure = tuple[str, float]
"""What stands in a column at one height, folded; and how wide, in points."""

Figures = dict[int, Figure]

GoesOn = Callable[[Figure, Figure, int], bool]


def figures_parted(heights: Sequence[Height], body: Body, columns: Columns) -> list[Height]:
    """The heights of rows among those at which figures stand: two lines of a figure beside a name of one line are one between them."""
    lines = [_figures_at(body.lines, columns, at) for at in heights]
    named = [b.line.middle for b in body.lines if columns.name in b.columns]
    goes_on = _going_on(body.lines, columns, body.units, 0.0)
    out: list[Height] = []
    at = 0
    while at < len(heights):
        wraps = (last for last in (at + 1, at + 2) if last < len(heights) and _is_one(lines[at : last + 1], goes_on))
        last = next((last for last in wraps if _stands_together((heights[at], heights[last][0]), (lines[at], lines[last]), named)), at)
        out.append(((heights[at][0] + heights[last][0]) / 2, heights[at][1]))
        at = last + 1
    return out


def are_figures_one(heights: Sequence[Height], body: Body, columns: Columns) -> bool:
    """Are the figures at all these heights those of one row, between two rules?"""
    together = 1 < len(heights) <= _MOST_LINES and heights[-1][0] - heights[0][0] <= _SET_WIDE * heights[0][1]
    goes_on = _going_on(body.whole, columns, body.units, _WIDE)
    return together and _is_one([_figures_at(body.lines, columns, at) for at in heights], goes_on)


def without_wraps(others: Sequence[Height], firm: Sequence[Height], body: Body, columns: Columns) -> list[Height]:
    """The heights without the two of a figure that wraps, which stand as far above one that announces a row as below it."""
    goes_on = _going_on(body.lines, columns, body.units, _WIDE)
    wrapping: set[Height] = set()
    for at in firm:
        above, below = [one for one in others if one[0] < at[0]][-1:], [one for one in others if one[0] > at[0]][:1]
        ends = [*above, at, *below]
        around = len(ends) == _MOST_LINES and abs(ends[0][0] + ends[2][0] - 2 * at[0]) < 2 * LEVEL * at[1]
        if around and _is_one([_figures_at(body.lines, columns, one) for one in ends], goes_on):
            wrapping |= {*above, *below}
    return [one for one in others if one not in wrapping]


def are_figures_alike(heights: Sequence[Height], body: Body, columns: Columns) -> bool:
    """Are there whole numbers at all these heights, in the same columns?"""
    lines = [_figures_at(body.lines, columns, at) for at in heights]
    texts = [text for line in lines for text, _ in line.values()]
    return len({frozenset(line) for line in lines}) == 1 and all(is_number(text) and not _is_unfinished(text) for text in texts)


def _figures_at(body: Sequence[BodyLine], columns: Columns, at: Height) -> Figures:
    near = [b for b in body if abs(b.line.middle - at[0]) <= LEVEL * at[1]]
    placed: dict[int, list[Chunk]] = {}
    for i, chunk in _figures(near, columns):
        placed.setdefault(i, []).append(chunk)
    return {i: (text_folded("".join(c.text for c in held)), sum(c.x1 - c.x0 for c in held)) for i, held in placed.items()}


def _figures(body: Sequence[BodyLine], columns: Columns) -> Iterator[tuple[int, Chunk]]:
    pairs = ((i, chunk) for b in body for i, chunk in zip(b.columns, b.chunks, strict=True))
    return (pair for pair in pairs if columns.columns[pair[0]].kind in FIGURES)


def _going_on(body: Sequence[BodyLine], columns: Columns, units: Collection[str], share: float) -> GoesOn:
    """Says whether a figure goes on one above it in that column: with the rest of its unit, or with digits for the first of which there may
    be no room, as both are no narrower than all others, and this share of the column."""
    widest: dict[int, float] = {}
    for i, chunk in _figures(body, columns):
        widest[i] = max(widest.get(i, 0.0), chunk.x1 - chunk.x0 - _NARROWER * chunk.height)

    def goes_on(first: Figure, rest: Figure, i: int) -> bool:
        mark = rest[1] / len(rest[0])
        is_wide = first[1] + mark >= max(widest.get(i, 0.0), share * (columns.cuts[i + 1] - columns.cuts[i]))
        return _is_rest_of_unit(first[0], rest[0], units) or (parts_figure(first[0], rest[0]) and (_is_unfinished(first[0]) or is_wide))

    return goes_on


def _is_rest_of_unit(first: str, rest: str, units: Collection[str]) -> bool:
    """5402.00 above 元, 147.07人/ above 门."""
    unit = _BEFORE_UNIT.sub("", first)
    return unit != first and not _DIGIT.search(rest) and unit + rest in units


def _is_one(lines: Sequence[Figures], goes_on: GoesOn) -> bool:
    """Do the figures of the last line go on those of the first, and does none of their columns hold one between them?"""
    first, *between, rest = lines
    if any(set(line) & (set(first) | set(rest)) for line in between) or not rest.keys() <= first.keys():
        return False
    return bool(rest) and all(goes_on(first[i], figure, i) for i, figure in rest.items())


def _is_unfinished(text: str) -> bool:
    return text[-1] in ".,"


def _stands_together(ends: tuple[Height, float], lines: tuple[Figures, Figures], named: Sequence[float]) -> bool:
    """Follow the lines closely and say that they are one, or do they stand around the name of their row?"""
    (top, height), bottom = ends
    first, rest = lines
    is_said = any(_is_unfinished(text) for text, _ in first.values()) or not any(_DIGIT.search(text) for text, _ in rest.values())
    if is_said and bottom - top <= SAID_TOGETHER * height:
        return True
    return bottom - top <= _SET_WIDE * height and _is_around_a_name((top, bottom), LEVEL * height, named)


def _is_around_a_name(ends: tuple[float, float], level: float, named: Sequence[float]) -> bool:
    """Does one name stand between the heights, level with neither?"""
    inside = [y for y in named if ends[0] - level < y < ends[1] + level]
    return len(inside) == 1 and ends[0] + level < inside[0] < ends[1] - level
