"""Which heights in the body of an aligned table say that a row is there.

A unit does, an ordinal does where no unit is printed, and where neither is any value; and a whole name with a figure beside it does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportparse.assemble.aligned.body import ANCHOR_KINDS, Body, BodyLine
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.aligned.wraps import (
    FIGURES,
    LEVEL,
    SAID_TOGETHER,
    TOGETHER,
    Height,
    are_figures_alike,
    are_figures_one,
    figures_parted,
    without_wraps,
)
from reportparse.text import text_folded

_WRAPPING = 1.5  # lines of figures for each of those asked: figures wrap in narrow columns, their counts are shorter
_ORDINAL_TOGETHER = 2.2  # of the font box, between the lines of an ordinal: boxes of digits alone are lower, by a third in some fonts


def anchor_heights(body: Body, columns: Columns, is_name: Callable[[str], bool]) -> list[float]:
    """Heights at which rows have their unit; where no unit is printed their ordinal, else any value, but for figures that wrap: there the
    count of those who were asked.

    A number may wrap in a narrow cell, a unit hardly ever does: other cells announce a row only where no unit is near, or where a whole
    name stands beside them, as it does where one unit is merged over several rows.
    """
    told = _told_by_figures(body, columns, is_name) if body.is_band else []
    if told:
        return told
    units = _wraps_joined(heights_of(body, columns, ("unit",)), body, columns)
    ordinals = _ordinals_joined(heights_of(body, columns, ("ordinal",)), body, columns)
    if len(ordinals) > len(units):  # units are merged over rows, or not printed
        return _with_loose(ordinals, ordinals, FIGURES, (body, columns))
    if units:
        return _with_loose(units, _shared_parted(units, body, columns, is_name), ANCHOR_KINDS, (body, columns))
    values = heights_of(body, columns, ANCHOR_KINDS)
    sizes, figures = (heights_of(body, columns, (kind,)) for kind in ("size", "year"))
    if sizes and len(figures) > _WRAPPING * len(sizes):
        return sorted([*(y for y, _ in sizes), *(y for y, height in values if all(abs(y - s) > TOGETHER * height for s, _ in sizes))])
    return [y for y, _ in figures_parted(values, body, columns)]


def _with_loose(printed: Sequence[Height], firm: Sequence[Height], kinds: Sequence[str], table: tuple[Body, Columns]) -> list[float]:
    """The heights of what is `firm` among units or ordinals, and those of other cells of these kinds that are near none."""
    body, columns = table
    shared = [y for y, height in printed if not _is_level((y, height), [f for f, _ in firm])]
    levels = [f for f, _ in firm]
    apart = [one for one in heights_of(body, columns, kinds) if not _is_level(one, [*shared, *levels])]
    figures = figures_parted(without_wraps(apart, firm, body, columns), body, columns)
    loose = (one for one in figures if all(abs(one[0] - f) > TOGETHER * one[1] for f in levels))
    return sorted([*levels, *(y for y, _ in loose)])


def _told_by_figures(body: Body, columns: Columns, is_name: Callable[[str], bool]) -> list[float]:
    """The heights of the rows of a band of which nothing but figures says whether they are two: one where figures wrap, else those of the
    figures, where names stand in several lines and each height has all figures; none where that is left open too."""
    several = any(len(heights_of(body, columns, (kind,))) > 1 for kind in ("unit", "ordinal"))
    figures = heights_of(body, columns, FIGURES)
    if several or len(figures) < 2 or len(whole_rows(body, columns, is_name)) > 1:
        return []
    if are_figures_one(figures, body, columns):
        return [figures[0][0]]
    named = sum(columns.name in b.columns for b in body.lines)
    return [y for y, _ in figures] if named > 1 and are_figures_alike(figures, body, columns) else []


def row_count(body: Body, columns: Columns, is_name: Callable[[str], bool]) -> int:
    """How many rows the body seems to have: its ordinals, where they are printed, as figures that wrap beside them announce none."""
    ordinals = _ordinals_joined(heights_of(body, columns, ("ordinal",)), body, columns)
    return len(ordinals) or len(anchor_heights(body, columns, is_name))


def unit_at(body: Sequence[BodyLine], columns: Columns, anchor: float) -> str:
    units = [i for i, column in enumerate(columns.columns) if column.kind == "unit"]
    near = [b for b in body if abs(b.line.middle - anchor) <= LEVEL * b.line.height]
    return "".join(text_in(b, unit) for b in near for unit in units)


def text_in(candidate: BodyLine, column: int) -> str:
    return "".join(c.text for c, at in zip(candidate.chunks, candidate.columns, strict=True) if at == column)


def _shared_parted(firm: Sequence[Height], body: Body, columns: Columns, is_name: Callable[[str], bool]) -> list[Height]:
    """The heights of units without those that stand between two rows which share them, and with those of the rows that have none.

    Where several rows have none, units say nothing: every figure announces a row then, and a unit only beside a name.
    """
    wholes = whole_rows(body, columns, is_name)
    alone = [y for y in wholes if not _is_level((y, firm[0][1]), [other for other, _ in firm])]
    if not alone:
        return list(firm)
    named = [b.line.middle for b in body.lines if columns.name in b.columns]
    if len(alone) > 1:
        figures = figures_parted(heights_of(body, columns, FIGURES), body, columns)
        beside = [one for one in firm if _is_level(one, named) and not _is_level(one, [y for y, _ in figures])]
        return sorted([*figures, *beside])
    kept = [one for one in firm if not _is_between(one, named, wholes)]
    return sorted([*kept, *((y, kept[0][1] if kept else firm[0][1]) for y in alone)])


def _is_level(at: Height, others: Sequence[float]) -> bool:
    return any(abs(at[0] - y) <= LEVEL * at[1] for y in others)


def whole_rows(body: Body, columns: Columns, is_name: Callable[[str], bool]) -> list[float]:
    """The heights of lines that hold a whole known name and a figure beside it."""
    named = (b for b in body.lines if columns.name in b.columns and _has_figure(b, columns))
    return [b.line.middle for b in named if is_name(text_folded(text_in(b, columns.name)))]


def _is_between(at: Height, named: Sequence[float], wholes: Sequence[float]) -> bool:
    """Do the next names above and below stand beside figures of their own, and none beside this height? At an end one is enough."""
    nearest = [*[y for y in named if y <= at[0]][-1:], *[y for y in named if y > at[0]][:1]]
    return all(y in wholes and abs(y - at[0]) > LEVEL * at[1] for y in nearest)


def _has_figure(line: BodyLine, columns: Columns) -> bool:
    return any(columns.columns[at].kind in FIGURES for at in line.columns)


def _wraps_joined(heights: list[Height], body: Body, columns: Columns) -> list[Height]:
    """Two lines that are one unit only together (平方 / 米, 人 / 门) as one height between them."""
    out: list[Height] = []
    texts = [text_folded(unit_at(body.lines, columns, y)) for y, _ in heights]
    for at, (y, height) in enumerate(heights):
        before = texts[at - 1] if at else ""
        whole = before + texts[at] in body.units and not (before in body.units and texts[at] in body.units)
        if at and whole and y - out[-1][0] <= SAID_TOGETHER * height:
            out[-1] = ((out[-1][0] + y) / 2, height)
        else:
            out.append((y, height))
    return out


def _ordinals_joined(heights: list[Height], body: Body, columns: Columns) -> list[Height]:
    """1 above 0, in a column too narrow for 10, as one height between them: where the row above has 9, or 0 does not follow 1."""
    ordinal = next((i for i, column in enumerate(columns.columns) if column.kind == "ordinal"), 0)
    out: list[tuple[Height, str]] = []
    for y, height in heights:
        near = (b for b in body.lines if abs(b.line.middle - y) <= LEVEL * b.line.height)
        text = text_folded("".join(text_in(b, ordinal) for b in near))
        above = [number for _, number in out[-2:]]
        if above and y - out[-1][0][0] <= _ORDINAL_TOGETHER * height and _is_rest_of_ordinal(text, above):
            out[-1] = (((out[-1][0][0] + y) / 2, height), above[-1] + text)
        else:
            out.append(((y, height), text))
    return [one for one, _ in out]


def _is_rest_of_ordinal(text: str, above: Sequence[str]) -> bool:
    """Does the digit go on the ordinal right above it, as the one above that says?"""
    if not all(number.isdecimal() for number in (text, *above)) or len(text) > 1:
        return False
    return int(above[-1] + text) == int(above[0]) + 1 if len(above) > 1 else int(text) != int(above[-1]) + 1


def heights_of(body: Body, columns: Columns, kinds: Sequence[str]) -> list[Height]:
    """(middle, height) of the lines with a cell of one of the kinds; lines that stand a third of a line apart count once."""
    out: list[Height] = []
    for candidate in body.lines:
        if any(columns.columns[at].kind in kinds for at in candidate.columns):
            line = candidate.line
            if not out or line.middle - out[-1][0] > 0.35 * line.height:
                out.append((line.middle, line.height))
    return out
