"""The columns of a table that goes on without its header.

They are those of the page before, drawn anew over the words of both, unless this page says otherwise: mirrored margins move a table, and a
table that was parted by hand (续表) may be set in other widths. What fits the page's own words best is taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from reportparse.assemble.aligned.columns import Columns, columns_from_header, columns_shifted, crossings
from reportparse.assemble.aligned.heads import HeaderBlock
from reportparse.assemble.aligned.touching import notes_parted
from reportparse.assemble.captions import Caption
from reportparse.assemble.chunks import Chunk, chunks_from_line, is_number, spread_joined
from reportparse.assemble.lines import Line, PageLines
from reportparse.model import ColumnKind

# Of the font box: between letters of one word the gap is under 0.05; lone letters in columns stand further apart.
_SPACED, _PARTED = 0.08, 0.5
_CORRIDOR = 0.2  # of the font box: pieces for finding the corridors between columns may be smaller than words
_NUMBER_KINDS = ("year", "value", "size")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_OF_NO_ROW = re.compile(r"[。；，！？]|^(?:注|说明|备注|数据来源|资料来源)[:：1-9]")
_NARROWEST = 1.5  # points: a corridor between two columns
_MOVED = (4.0, 60.0)  # points: mirrored margins move a table by 10 and more, indents and centred words by less than 4


@dataclass(frozen=True, slots=True)
class OpenTable:
    """An aligned table that may go on: its columns, the left edge of its rows, and what they were made of.

    `runs_on` says that it ran to the foot of the page before; else only a caption can say that it goes on (续表).
    """

    columns: Columns
    left: float
    header: HeaderBlock
    pieces: tuple[Chunk, ...]
    caption: Caption | None
    runs_on: bool


def table_opened(lines: PageLines, header: HeaderBlock, body: Sequence[int]) -> OpenTable:
    """The table below `header`, whose rows may stand in the lines `body`."""
    apart = _lines_apart(lines, body, header)
    pieces = _pieces(apart, header)
    columns = columns_from_header(header, pieces)
    return OpenTable(columns, _left(_rows_of(apart), columns), header, pieces, None, runs_on=False)


def table_going_on(open_table: OpenTable, lines: PageLines, body: Sequence[int]) -> OpenTable:
    """The table with the columns that its rest, in the lines `body`, keeps to.

    The cuts are drawn anew: a page of short names says little of where the next page's long ones end.
    """
    apart = _lines_apart(lines, body, open_table.header)
    rows = _rows_of(apart)
    open_table = _beside_itself(open_table, rows)
    pieces = (*open_table.pieces, *_pieces(apart, open_table.header))
    grown = columns_from_header(open_table.header, pieces)
    columns = _best_fitting((grown, open_table.columns), open_table.left, rows)
    return replace(open_table, columns=columns, left=_left(rows, columns), pieces=pieces)


def _beside_itself(open_table: OpenTable, rows: Sequence[Sequence[Chunk]]) -> OpenTable:
    """The table where its rows are, if they stand wholly beside it: the right page of one sheet goes on on the left page of the next."""
    cuts = open_table.columns.cuts
    if not rows or (max(row[-1].x1 for row in rows) > cuts[0] and min(row[0].x0 for row in rows) < cuts[-1]):
        return open_table
    by = _left(rows, open_table.columns) - open_table.left
    return replace(
        open_table,
        columns=columns_shifted(open_table.columns, by),
        left=open_table.left + by,
        header=replace(open_table.header, extents=tuple((x0 + by, x1 + by) for x0, x1 in open_table.header.extents)),
        pieces=tuple(replace(chunk, x0=chunk.x0 + by, x1=chunk.x1 + by) for chunk in open_table.pieces),
    )


def _lines_apart(lines: PageLines, body: Sequence[int], header: HeaderBlock) -> list[list[Chunk]]:
    """The pieces of each line that is neither a note nor a sentence; sentences in a column of notes are a row's."""
    notes = _notes_begin(header)
    of_rows = [line for line in (lines.lines[i] for i in body) if not _is_of_no_row(line) or _has_notes(lines, line, notes)]
    apart = _CORRIDOR + _usual_gap(lines, of_rows)
    beyond = next((sum(x) / 2 for x, column in zip(header.extents, header.columns, strict=True) if column.kind == "name"), 0.0)
    words = (spread_joined(lines, chunks_from_line(lines, line, apart)) for line in of_rows)
    return [notes_parted(lines, chunks, header.columns, beyond) for chunks in words]


def _usual_gap(lines: PageLines, body: Sequence[Line]) -> float:
    """How far glyphs stand apart where every letter is spaced (1 , 8 5 1), of the font box; 0 where letters of one word touch."""
    gaps = [gap for line in body if len(line.text) > 1 for gap in _gaps(lines, line)]
    usual = median(gaps) if gaps else 0.0
    return usual if _SPACED < usual < _PARTED else 0.0


def _gaps(lines: PageLines, line: Line) -> list[float]:
    boxes = lines.boxes[line.start : line.stop]
    gaps: list[float] = ((boxes[1:, 0] - boxes[:-1, 2]) / max(line.height, 1.0)).tolist()
    return gaps


def _pieces(apart: Sequence[Sequence[Chunk]], header: HeaderBlock) -> tuple[Chunk, ...]:
    """What says where columns are: nothing that runs across them, as what stands below a table does."""
    middles = [(x0 + x1) / 2 for x0, x1 in header.extents]
    rows = (row for row in apart if not (len(row) == 1 and _is_between_heads(row[0], header)))
    return tuple(chunk for row in rows for chunk in row if sum(chunk.x0 < x < chunk.x1 for x in middles) < 2)


def _is_between_heads(chunk: Chunk, header: HeaderBlock) -> bool:
    """Is it a group's title: begins it between the names and the next column's head and reaches into that, in the middle of a table, or
    does it reach from the ordinals, codes or units far into the names?"""
    name = next((i for i, column in enumerate(header.columns[:-1]) if column.kind == "name"), None)
    if name is None or is_number(chunk.text):
        return False
    if name and header.columns[name - 1].kind in ("ordinal", "code", "unit"):
        x0, x1 = header.extents[name - 1]
        if chunk.x0 < x1 < chunk.x1 - chunk.height and chunk.x1 > x0:
            return True
    is_of_numbers = header.columns[name + 1].kind in ("unit", *_NUMBER_KINDS)
    return is_of_numbers and header.extents[name][1] < chunk.x0 < header.extents[name + 1][0] < chunk.x1


def _rows_of(apart: Sequence[list[Chunk]]) -> list[list[Chunk]]:
    """The lines that may be of a row: with a number among several pieces."""
    return [row for row in apart if len(row) > 1 and any(is_number(chunk.text) for chunk in reversed(row))]


def _is_of_no_row(line: Line) -> bool:
    return _OF_NO_ROW.search(line.text) is not None


def _notes_begin(header: HeaderBlock) -> float:
    """Where the head of the names ends, right of which notes may stand; nowhere without a column of notes."""
    named = [x1 for (_, x1), column in zip(header.extents, header.columns, strict=True) if column.kind == "name"]
    return named[0] if named and any(column.kind == "note" for column in header.columns) else math.inf


def _has_notes(lines: PageLines, line: Line, begin: float) -> bool:
    """Stand the sentences of this line in a column of notes, and not in what comes first on it?"""
    if line.x0 > begin:
        return True
    first = chunks_from_line(lines, line)[0] if line.x1 > begin and not _OF_NO_ROW.match(line.text) else None
    return first is not None and first.x1 < line.x1 and _OF_NO_ROW.search(first.text) is None


def _left(rows: Sequence[Sequence[Chunk]], columns: Columns) -> float:
    return min((row[0].x0 for row in rows), default=columns.cuts[0] + 2)


def _best_fitting(known: Sequence[Columns], left: float, rows: Sequence[Sequence[Chunk]]) -> Columns:
    """What fits the rows best: the columns as they are `known`, those moved with the margin, or those that the rows themselves have."""
    first = known[0]
    if not _misfits(first, rows):
        return first
    by = _left(rows, first) - left
    moved = [columns_shifted(first, by)] if _MOVED[0] < abs(by) < _MOVED[1] else []
    own = _columns_of_rows(first, rows)
    return min([*known, *moved, *([own] if own else [])], key=lambda one: _misfits(one, rows))


def _misfits(columns: Columns, rows: Sequence[Sequence[Chunk]]) -> int:
    """How often a piece runs across a cut, a word or a second number stands in a column of numbers, or a number among units."""
    kinds = [column.kind for column in columns.columns]
    return sum(crossings(columns, row) + _misfits_of_row([(columns.index_of(chunk), chunk) for chunk in row], kinds) for row in rows)


def _misfits_of_row(row: Sequence[tuple[int, Chunk]], kinds: Sequence[ColumnKind]) -> int:
    out, before = 0, -1
    for at, chunk in row:
        if kinds[at] in _NUMBER_KINDS:
            out += at == before or (not is_number(chunk.text) and _WORD.search(chunk.text) is not None)
        elif kinds[at] == "unit":
            out += is_number(chunk.text)
        before = at
    return out


def _columns_of_rows(columns: Columns, rows: Sequence[Sequence[Chunk]]) -> Columns | None:
    """The same columns between the corridors that no row runs across; None where these are not as many.

    Notes at the right end may all be empty.
    """
    filled: list[list[float]] = []
    for x0, x1 in sorted((chunk.x0, chunk.x1) for row in rows for chunk in row):
        if filled and x0 - filled[-1][1] < _NARROWEST:
            filled[-1][1] = max(filled[-1][1], x1)
        else:
            filled.append([x0, x1])
    empty = len(columns.columns) - len(filled)
    if empty < 0 or any(column.kind != "note" for column in columns.columns[len(filled) :]):
        return None
    inner = [(a[1] + b[0]) / 2 for a, b in pairwise(filled)]
    right = filled[-1][1] + 2
    return replace(columns, cuts=(filled[0][0] - 2, *inner, *(right + k for k in range(empty + 1))))
