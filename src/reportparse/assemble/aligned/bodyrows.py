"""Which lines of an aligned table's body are one row.

Horizontal rules part rows where (nearly) every row has one; else each unit, ordinal or value announces a row, and `rowsplit` shares the
lines of the names out among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from reportparse.assemble.aligned.anchors import anchor_heights, heights_of, row_count, text_in, unit_at, whole_rows
from reportparse.assemble.aligned.body import Body, BodyLine, BodyRow, rules_across
from reportparse.assemble.aligned.cellrows import rows_of_cells
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.aligned.rowsplit import Row, Stand, rows_from_lines
from reportparse.assemble.aligned.wraps import FIGURES
from reportparse.assemble.lines import PageLines
from reportparse.text import text_folded

_ORDINAL = r"[一二三四五六七八九十]{1,3}"
_BEGINS_ROW = re.compile(rf"^(?:{_ORDINAL}[、.．]|[（(](?:{_ORDINAL}|[0-9]{{1,3}})[）)]|[0-9]{{1,2}}[、.．](?![0-9])|[①-⑳]|其中[：:])")
_TITLE = re.compile(rf"^(?:{_ORDINAL}[、.．]|[（(]{_ORDINAL}[）)])")
_INNER = re.compile(rf"^[（(](?!(?:{_ORDINAL}|[0-9]{{1,3}})[）)])")


def rows_from_body(lines: PageLines, body: Body, columns: Columns, is_name: Callable[[str], bool]) -> list[BodyRow]:
    """The rows of the body, from top to bottom."""
    bands = _bands(lines, body, columns, is_name)
    band = replace(body, runs_on=False, is_band=True, whole=body.lines)
    parts = [replace(band, lines=tuple(lines_of), goes_on=body.goes_on and not n) for n, lines_of in enumerate(bands or ())]
    bodies = parts or [body]
    return [row for one in bodies for row in _rows_by_anchor(one, columns, is_name)]


def _bands(lines: PageLines, body: Body, columns: Columns, is_name: Callable[[str], bool]) -> list[list[BodyLine]] | None:
    """The bands between horizontal rules, where (nearly) every row has one."""
    rules = [y for y in rules_across(lines, columns) if body.lines and body.lines[0].line.top < y < body.lines[-1].line.bottom]
    if len(rules) + 1 < max(3, 0.5 * row_count(body, columns, is_name)):
        return None
    bands: list[list[BodyLine]] = [[] for _ in range(len(rules) + 1)]
    for line in body.lines:
        bands[sum(y < line.line.middle for y in rules)].append(line)
    return [band for band in bands if band]


def _rows_by_anchor(body: Body, columns: Columns, is_name: Callable[[str], bool]) -> list[BodyRow]:
    """Rows shared out among anchors, each line cut into the part of each row that it serves."""
    name = columns.name
    named = [b for b in body.lines if name in b.columns]
    anchors = anchor_heights(body, columns, is_name)
    is_told = any(column.kind in ("unit", "ordinal") for column in columns.columns)
    if body.is_band and (len(anchors) < 2 or not (is_told or len(whole_rows(body, columns, is_name)) > 1)):
        return [BodyRow(body.lines)]
    units = [unit_at(body.lines, columns, anchor) for anchor in anchors]

    texts = [text_in(b, name) for b in named]

    @cache
    def is_known(start: int, stop: int) -> bool:
        return is_name(text_folded("".join(texts[start:stop])))

    def may_share(j: int) -> bool:
        return bool(units[j] and units[j + 1]) and units[j] != units[j + 1]

    if body.is_band and len(anchors) == 2 == len(heights_of(body, columns, FIGURES)) and may_share(0) and is_known(0, len(named)):
        return _filled(_single([Row(0, len(named), 0, 2)]), named, anchors, body, columns)
    cut = (body.goes_on, body.runs_on)
    begins, titles, inner = (_matching(texts, form) for form in (_BEGINS_ROW, _TITLE, _INNER))
    rows = rows_from_lines(Stand([(b.line.middle, b.line.height) for b in named], anchors, is_known, may_share, cut, begins, titles, inner))
    return _filled(_single(rows), named, anchors, body, columns)


def _matching(texts: Sequence[str], form: re.Pattern[str]) -> frozenset[int]:
    return frozenset(i for i, text in enumerate(texts) if form.match(text))


def _single(rows: Sequence[Row]) -> list[tuple[Row, bool]]:
    """Rows of one anchor at the most, with whether their name is that of the row above."""
    out: list[tuple[Row, bool]] = []
    for row in rows:
        out.append((replace(row, anchor_stop=min(row.anchor_stop, row.anchor + 1)), False))
        out.extend((Row(row.stop, row.stop, j, j + 1), True) for j in range(row.anchor + 1, row.anchor_stop))
    return out


def _filled(
    rows: Sequence[tuple[Row, bool]], named: Sequence[BodyLine], anchors: Sequence[float], body: Body, columns: Columns
) -> list[BodyRow]:
    """For each row its name lines and, of every other line, the chunks that belong to it; before the first and behind the last row what
    a page break cuts of others."""
    name, last = columns.name, len(rows)
    out: list[list[BodyLine]] = [[] for _ in range(last + 2)]
    extents = [_extent(row, named, anchors) for row, _ in rows]
    by_anchor = {row.anchor: index for index, (row, _) in enumerate(rows) if row.anchor < row.anchor_stop}
    by_name = {id(named[i]): index for index, (row, _) in enumerate(rows) for i in range(row.start, row.stop)}
    own = [_anchor_row(one, anchors, by_anchor) for one in body.lines]
    others = rows_of_cells(body, columns, extents, own, frozenset(by_name.values()))
    for number, candidate in enumerate(body.lines):
        row_of = {at: by_name.get(id(candidate)) if at == name else others.get((number, at)) for at in candidate.columns}
        for row in sorted({row for row in row_of.values() if row is not None}):
            kept = [(c, at) for c, at in zip(candidate.chunks, candidate.columns, strict=True) if row_of[at] == row]
            out[row + 1].append(BodyLine(candidate.line, tuple(c for c, _ in kept), tuple(at for _, at in kept)))
    shared = (False, *(shares for _, shares in rows), False)
    return [BodyRow(tuple(lines), shares) for lines, shares in zip(out, shared, strict=True) if lines]


def _extent(row: Row, named: Sequence[BodyLine], anchors: Sequence[float]) -> tuple[float, float]:
    heights = [named[i].line.middle for i in range(row.start, row.stop)] + list(anchors[row.anchor : row.anchor_stop])
    return min(heights), max(heights)


def _anchor_row(candidate: BodyLine, anchors: Sequence[float], by_anchor: dict[int, int]) -> int | None:
    """The row of the line's own anchor."""
    middle = candidate.line.middle
    near = next((i for i, y in enumerate(anchors) if abs(y - middle) <= 0.36 * candidate.line.height), None)
    return None if near is None else by_anchor.get(near)
