"""Where an aligned table ends on a page, and its lines as a grid."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from reportparse.assemble.aligned import Columns, HeaderBlock
from reportparse.assemble.chunks import Chunk, chunk_parted, chunks_from_line
from reportparse.assemble.lines import Line, PageLines, place_on_paper, text_spaced
from reportparse.assemble.rowsplit import Row, Stand, rows_from_lines
from reportparse.model import Box, Cell, Grid
from reportparse.text import text_folded

_BEGINS_ROW = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[、.．](?![0-9])|[①-⑳]|其中[：:])")
_TITLE = re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]")
_INNER = re.compile(r"^[（(](?![0-9一二三四五六七八九十]{1,3}[）)])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")  # a line of digits says nothing of the type's size
_SENTENCE = re.compile(r"[。；，！？]")
_LONGEST_TITLE = 18
_TITLE_LINES = 4  # a title, and a name of up to three lines before its value
_NOTE = re.compile(r"^(?:注|说明|备注|数据来源|资料来源)[:：1-9]")
_FAR = 2.6  # of the font box: a gap that no padding explains, unless the table's rows all stand so far apart
_ANCHOR_KINDS = ("unit", "year", "value", "ordinal", "size")
_TOUCHING = 0.12  # of the font box: between letters of one word the gap is under 0.05, between touching cells 2 points and more
_TOGETHER = 1.35  # of the font box: lines of one wrapped cell
_UNIT_TOGETHER = 1.8  # the same for the two halves of a unit, which say themselves that they belong together
_REST = 1.15  # of the font box: the outer line of a cell of three stands 0.9 to 1 from its row's middle


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line of the body with its chunks and the column that each stands in."""

    line: Line
    chunks: tuple[Chunk, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One row's lines; `shares_name` says that its name is that of the row above it, merged."""

    lines: tuple[BodyLine, ...]
    shares_name: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The body of an aligned table on one page. `units` are the folded names of units; `goes_on` says that its first row may be the rest of one from the page
    before, `runs_on` that its last may go on there, `is_band` that it stands between two rules."""

    lines: tuple[BodyLine, ...]
    units: frozenset[str] = frozenset()
    goes_on: bool = False
    runs_on: bool = False
    is_band: bool = False


@dataclass(frozen=True, slots=True)
class BodyFound:
    """The lines of a body, those inside it that are of no row (a group's title across the columns, a watermark), and whether it
    runs on to the last line that was offered."""

    lines: tuple[BodyLine, ...]
    skipped: tuple[Line, ...]
    runs_on: bool


def body_lines(lines: PageLines, indices: Sequence[int], columns: Columns) -> BodyFound:
    """The lines that belong to the table."""
    rules = _rules_across(lines, columns)
    candidates = [_candidate(lines, lines.lines[index], columns) for index in indices]
    taken: list[BodyLine] = []
    skipped: list[Line] = []
    for position, candidate in enumerate(candidates):
        if not (_is_alien(candidate, columns) or _is_apart(candidate, taken) or _is_below(candidate, taken, columns, rules)):
            taken.append(candidate)
        elif _is_title(candidate) and _goes_on_after(candidates[position : position + _TITLE_LINES], columns):
            skipped.append(candidate.line)
        else:
            return BodyFound(tuple(_loose_ends_dropped(taken, columns)), tuple(skipped), runs_on=False)
    return BodyFound(tuple(taken), tuple(skipped), runs_on=True)


def _candidate(lines: PageLines, line: Line, columns: Columns) -> BodyLine:
    chunks = [part for chunk in chunks_from_line(lines, line) for part in _cut_apart(lines, chunk, columns)]
    return BodyLine(line, tuple(chunks), tuple(columns.index_of(chunk) for chunk in chunks))


def _is_title(candidate: BodyLine) -> bool:
    """May this line be a group's title: short, in one piece, no note and no sentence?"""
    text = candidate.line.text
    return len(candidate.chunks) == 1 and len(text) <= _LONGEST_TITLE and not _NOTE.match(text) and not _SENTENCE.search(text)


def _goes_on_after(candidates: Sequence[BodyLine], columns: Columns) -> bool:
    """Do rows with values in two columns follow the first of these lines closely, or is it the last of the page?"""
    for before, candidate in pairwise(candidates):
        if candidate.line.top - before.line.bottom > _FAR * before.line.height:
            return False
        if len({at for at in candidate.columns if columns.columns[at].kind in _ANCHOR_KINDS}) > 1 and not _is_alien(candidate, columns):
            return True
    return len(candidates) == 1


def _cut_apart(lines: PageLines, chunk: Chunk, columns: Columns) -> list[Chunk]:
    """The chunk parted at each cut that it runs across where a small gap near the cut says that two cells touch there."""
    for cut in columns.cuts[1:-1]:
        if not chunk.x0 < cut < chunk.x1:
            continue
        boxes = lines.boxes[chunk.start : chunk.stop]
        gaps = boxes[1:, 0] - boxes[:-1, 2]
        near = np.abs((boxes[1:, 0] + boxes[:-1, 2]) / 2 - cut) < chunk.height
        at = int(np.argmax(np.where(near, gaps, -1.0)))
        if near.any() and gaps[at] > _TOUCHING * chunk.height:
            left, right = chunk_parted(lines, chunk, chunk.start + at + 1)
            return [*_cut_apart(lines, left, columns), *_cut_apart(lines, right, columns)]
    return [chunk]


def _is_alien(candidate: BodyLine, columns: Columns) -> bool:
    """Prose, a note or a heading: it runs across columns, or says that it is a note."""
    if _NOTE.match(candidate.line.text) or candidate.line.text.endswith("。"):
        return True
    inner = columns.cuts[1:-1]
    crossed = max((sum(c.x0 < cut - 3 and c.x1 > cut + 3 for cut in inner) for c in candidate.chunks), default=0)
    return crossed >= 2 or (crossed == 1 and not _has_anchor(candidate, columns))


def _has_anchor(candidate: BodyLine, columns: Columns) -> bool:
    return any(columns.columns[index].kind in _ANCHOR_KINDS for index in candidate.columns)


def _is_apart(candidate: BodyLine, taken: Sequence[BodyLine]) -> bool:
    """Further below than the table's own rows stand apart, or set in larger type."""
    if not taken:
        return False
    heights = median(body.line.height for body in taken)
    if candidate.line.em > 1.2 * max((body.line.em for body in taken if _CHINESE.search(body.line.text)), default=candidate.line.em):
        return True
    gap = candidate.line.top - max(body.line.bottom for body in taken[-4:])
    if len(taken) < 3:
        return gap > 2 * _FAR * heights
    gaps = [b.line.top - a.line.bottom for a, b in pairwise(taken)]
    return gap > max(_FAR * heights, 2.5 * max(gaps))


def _is_below(candidate: BodyLine, taken: Sequence[BodyLine], columns: Columns, rules: Sequence[float]) -> bool:
    """Below the table's last rule, and without a value of its own."""
    if not rules or not taken or _has_anchor(candidate, columns):
        return False
    return taken[0].line.middle < rules[-1] < candidate.line.middle and taken[-1].line.middle < rules[-1]


def _rules_across(lines: PageLines, columns: Columns) -> list[float]:
    """Heights of the rules that run across most of the table, each once."""
    rules = lines.page.rules.horizontal
    if len(rules) == 0:
        return []
    width = columns.cuts[-1] - columns.cuts[0]
    out: list[float] = []
    rounded = np.round(rules[:, 0])
    for level in np.unique(rounded):
        same = rules[np.abs(rules[:, 0] - level) <= 1.5]
        length = np.clip(np.minimum(same[:, 2], columns.cuts[-1]) - np.maximum(same[:, 1], columns.cuts[0]), 0, None).sum()
        if length > 0.6 * width and (not out or level - out[-1] > 2.5):
            out.append(float(level))
    return out


def _loose_ends_dropped(taken: list[BodyLine], columns: Columns) -> list[BodyLine]:
    """Without trailing lines that have no value and are not the end of a wrapped name.

    They are where the last value stands below the last line of its name so far, or where they follow as closely as the
    lines of wrapped names do.
    """
    last = max((i for i, body in enumerate(taken) if _has_anchor(body, columns)), default=-1)
    if last < 0:
        return []
    name = columns.name
    named = [body.line for body in taken[: last + 1] if name in body.columns]
    pitch = min((b.middle - a.middle for a, b in pairwise(named)), default=0.0)
    hangs = bool(named) and taken[last].line.middle > named[-1].middle + 0.2 * named[-1].height
    for body in taken[last + 1 :]:
        step = body.line.middle - (named[-1].middle if named else taken[last].line.middle)
        if not (step <= 1.15 * pitch or (hangs and step < _FAR * body.line.height)):
            break
        named.append(body.line)
        last += 1
        hangs = False
    return taken[: last + 1]


def grid_from_body(lines: PageLines, header: HeaderBlock | None, body: Body, columns: Columns, is_name: Callable[[str], bool]) -> Grid:
    """The grid of an aligned table on one page: its header as one row, then its rows."""
    bands = _bands(lines, body, columns)
    bodies = [Body(tuple(band), body.units, body.goes_on and not n, is_band=True) for n, band in enumerate(bands)] if bands else [body]
    rows = [row for one in bodies for row in _rows_by_anchor(one, columns, is_name)]
    owners = [number - row.shares_name for number, row in enumerate(rows)]
    edges = _edges(rows, header)
    cells: list[Cell] = []
    if header is not None:
        top = min(lines.lines[i].top for i in range(header.first, header.stop))
        cells += [_cell(lines, text.text, (0, i), columns.box(i, top - 1, edges[0]), None) for i, text in enumerate(header.columns)]
    shift = int(header is not None)
    for number, row in enumerate(rows):
        for column in range(len(columns.columns)):
            if column == columns.name and owners[number] != number:
                continue
            chunks = [c for b in row.lines for c, at in zip(b.chunks, b.columns, strict=True) if at == column]
            text = "\n".join(text_spaced(c.text, lines.boxes[c.start : c.stop]) for c in chunks)
            end = number + owners.count(number) if column == columns.name else number + 1
            cell = _cell(lines, text, (number + shift, column), columns.box(column, edges[number], edges[end]), chunks)
            cells.append(replace(cell, row_span=end - number))
    top = cells[0].place.box[1] if cells else 0.0
    place = place_on_paper(lines.page, (columns.cuts[0], top, columns.cuts[-1], edges[-1]))
    return Grid(len(rows) + shift, len(columns.columns), tuple(cells), lines.page.engine, "aligned", place)


def _cell(lines: PageLines, text: str, at: tuple[int, int], box: Box, chunks: Sequence[Chunk] | None) -> Cell:
    confidence = 1.0
    if chunks and lines.confidence is not None:
        confidence = min(float(lines.confidence[c.start : c.stop].min()) for c in chunks)
    return Cell(text, at[0], at[1], indent=chunks[0].x0 if chunks else 0.0, confidence=confidence, place=place_on_paper(lines.page, box))


def _edges(rows: Sequence[BodyRow], header: HeaderBlock | None) -> list[float]:
    """Heights between the rows, from the top of the first to the foot of the last."""
    tops = [min(b.line.top for b in row.lines) for row in rows]
    feet = [max(b.line.bottom for b in row.lines) for row in rows]
    if not rows:
        return [header.bottom if header else 0.0]
    first = (header.bottom + tops[0]) / 2 if header else tops[0] - 1
    return [first, *((foot + top) / 2 for foot, top in zip(feet, tops[1:], strict=False)), feet[-1] + 1]


def _bands(lines: PageLines, body: Body, columns: Columns) -> list[list[BodyLine]] | None:
    """The bands between horizontal rules, where (nearly) every row has one."""
    rules = [y for y in _rules_across(lines, columns) if body.lines and body.lines[0].line.top < y < body.lines[-1].line.bottom]
    if len(rules) + 1 < max(3, 0.5 * len(_anchors(body, columns))):
        return None
    bands: list[list[BodyLine]] = [[] for _ in range(len(rules) + 1)]
    for line in body.lines:
        bands[sum(y < line.line.middle for y in rules)].append(line)
    return [band for band in bands if band]


def _anchors(body: Body, columns: Columns) -> list[float]:
    """Heights at which rows have their unit; where no unit is printed their ordinal, else any value.

    A number may wrap in a narrow cell, a unit hardly ever does: other cells announce a row only where no unit is near.
    """
    for kind in ("unit", "ordinal"):
        firm = _wraps_joined(_heights(body.lines, columns, (kind,)), body, columns)
        if firm:
            every = _heights(body.lines, columns, _ANCHOR_KINDS)
            loose = [y for y, height in every if min(abs(y - f) for f, _ in firm) > _TOGETHER * height]
            return sorted([*(y for y, _ in firm), *loose])
    return [y for y, _ in _heights(body.lines, columns, _ANCHOR_KINDS)]


def _wraps_joined(heights: list[tuple[float, float]], body: Body, columns: Columns) -> list[tuple[float, float]]:
    """Two lines that are one unit only together (平方 / 米, 人 / 门) as one height between them."""
    out: list[tuple[float, float]] = []
    texts = [text_folded(_unit_at(body.lines, columns, y)) for y, _ in heights]
    for at, (y, height) in enumerate(heights):
        before = texts[at - 1] if at else ""
        whole = before + texts[at] in body.units and not (before in body.units and texts[at] in body.units)
        if at and whole and y - out[-1][0] <= _UNIT_TOGETHER * height:
            out[-1] = ((out[-1][0] + y) / 2, height)
        else:
            out.append((y, height))
    return out


def _heights(body: Sequence[BodyLine], columns: Columns, kinds: Sequence[str]) -> list[tuple[float, float]]:
    """(middle, height) of the lines with a cell of one of the kinds; lines that stand a third of a line apart count once."""
    out: list[tuple[float, float]] = []
    for candidate in body:
        if any(columns.columns[at].kind in kinds for at in candidate.columns):
            line = candidate.line
            if not out or line.middle - out[-1][0] > 0.35 * line.height:
                out.append((line.middle, line.height))
    return out


def _rows_by_anchor(body: Body, columns: Columns, is_name: Callable[[str], bool]) -> list[BodyRow]:
    """Rows shared out among anchors, each line cut into the part of each row that it serves."""
    name = columns.name
    named = [b for b in body.lines if name in b.columns]
    anchors = _anchors(body, columns)
    if body.is_band and (len(anchors) < 2 or not any(column.kind == "unit" for column in columns.columns)):
        return [BodyRow(body.lines)]
    units = [_unit_at(body.lines, columns, anchor) for anchor in anchors]

    texts = [_text_in(b, name) for b in named]

    def is_known(start: int, stop: int) -> bool:
        return is_name(text_folded("".join(texts[start:stop])))

    def may_share(j: int) -> bool:
        return bool(units[j] and units[j + 1]) and units[j] != units[j + 1]

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


def _unit_at(body: Sequence[BodyLine], columns: Columns, anchor: float) -> str:
    units = [i for i, column in enumerate(columns.columns) if column.kind == "unit"]
    near = [b for b in body if abs(b.line.middle - anchor) <= 0.36 * b.line.height]
    return "".join(_text_in(b, unit) for b in near for unit in units)


def _text_in(candidate: BodyLine, column: int) -> str:
    return "".join(c.text for c, at in zip(candidate.chunks, candidate.columns, strict=True) if at == column)


def _filled(
    rows: Sequence[tuple[Row, bool]], named: Sequence[BodyLine], anchors: Sequence[float], body: Body, columns: Columns
) -> list[BodyRow]:
    """For each row its name lines and, of every other line, the chunks that stand nearest to it.

    Lines clearly above the first row of a page that the table goes on to are the rest of the page before: a row of
    their own, the last list of `out` put first.
    """
    name = columns.name
    out: list[list[BodyLine]] = [[] for _ in range(len(rows) + 1)]
    extents = [_extent(row, named, anchors) for row, _ in rows]
    by_anchor = {row.anchor: index for index, (row, _) in enumerate(rows) if row.anchor < row.anchor_stop}
    by_name = {id(named[i]): index for index, (row, _) in enumerate(rows) for i in range(row.start, row.stop)}
    for candidate in body.lines:
        name_row = by_name.get(id(candidate))
        anchor_row = _anchor_row(candidate, anchors, by_anchor, extents)
        if body.goes_on and name_row is None and extents and candidate.line.middle < extents[0][0] - _REST * candidate.line.height:
            anchor_row = len(rows)
        for row in {name_row, anchor_row} - {None}:
            kept = [
                (c, at)
                for c, at in zip(candidate.chunks, candidate.columns, strict=True)
                if (name_row if at == name else anchor_row) == row
            ]
            if kept and row is not None:
                out[row].append(BodyLine(candidate.line, tuple(c for c, _ in kept), tuple(at for _, at in kept)))
    shared = (False, *(shares for _, shares in rows))
    return [BodyRow(tuple(lines), shares) for lines, shares in zip((out[-1], *out[:-1]), shared, strict=True) if lines]


def _extent(row: Row, named: Sequence[BodyLine], anchors: Sequence[float]) -> tuple[float, float]:
    heights = [named[i].line.middle for i in range(row.start, row.stop)] + list(anchors[row.anchor : row.anchor_stop])
    return min(heights), max(heights)


def _anchor_row(
    candidate: BodyLine, anchors: Sequence[float], by_anchor: dict[int, int], extents: Sequence[tuple[float, float]]
) -> int | None:
    """The row of the line's own anchor, else the row whose middle is nearest."""
    if not extents:
        return None
    middle = candidate.line.middle
    near = [i for i, y in enumerate(anchors) if abs(y - middle) <= 0.36 * candidate.line.height]
    if near and near[0] in by_anchor:
        return by_anchor[near[0]]
    return int(np.argmin([abs((low + high) / 2 - middle) for low, high in extents]))
