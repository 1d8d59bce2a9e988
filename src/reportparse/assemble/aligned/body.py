"""Which lines below a header are the table's, and where it ends.

Lines belong to the table as long as they keep to its columns, stand no further apart than its rows do, and are no note.  A group's title
that runs across the columns parts no table when rows with values follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.aligned.touching import notes_parted, parted_by_shape, units_parted
from reportparse.assemble.chunks import Chunk, chunk_parted, chunks_from_line, gap_near, is_number, spread_joined
from reportparse.assemble.lines import Line, PageLines
from reportparse.model import Floats
from reportparse.text import text_folded

ANCHOR_KINDS = ("unit", "year", "value", "ordinal", "size")
"""The kinds of columns whose cells say that a row is here."""

_DOWN_KINDS = ("code", "institution", "group")
_WORDS = ("method", "note")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")  # a line of digits says nothing of the type's size
_PRINTED = re.compile(r"[\u4e00-\u9fff0-9]")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"[。；，！？]")
_LONGEST_TITLE = 18
_SHORTEST_TITLE = 4  # 平方米 and 万学时 are units
_OVER = 3.0  # points
_REACH = 0.15  # of a piece's width
_ALONE = 0.75  # of the font box: a figure beside two lines of a name stands half a line from both
_HALF = 0.95  # of the font box: lines of one text stand 1.1 and more apart, the lines of a cell half of that from those of its neighbours
_LONGEST_SCRIBBLE = 6
_TITLE_LINES = 7  # a title, and before the values of its first row a name of up to three lines, or a note of up to five that ends level
_SIGNED = r"^[一-鿿]{0,4}(?:负责人|填表人|填报人|制表人|审核人|联系人|联系电话)(?:[(（]签[字章名][)）])?[:：]"  # below a form
_NOTE = re.compile(rf"^(?:注|说明|备注|数据来源|资料来源)[:：1-9]|{_SIGNED}")
_BESIDE = 0.3  # of the line's height that stands beside lines above it: lines of type overlap by less
_FAR = 2.6  # of the font box: a gap that no padding explains, unless the table's rows all stand so far apart
_AS_FAR = 1.2  # times the gap between the rows below a title
_ENDS_FIGURE = frozenset("0123456789０１２３４５６７８９—–")
_LEVEL = 0.36  # of the font box: lines of one row whose types or places differ a little


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
    """The body of an aligned table on one page.

    `units` are the folded names of units; `goes_on` says that its first row may be the rest of one from the page before, `runs_on` that
    its last may go on on the next, `is_band` that it stands between two rules; `whole` are the lines of all bands then.
    """

    lines: tuple[BodyLine, ...]
    units: frozenset[str] = frozenset()
    goes_on: bool = False
    runs_on: bool = False
    is_band: bool = False
    whole: tuple[BodyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyFound:
    """The lines of a body, those inside it that are of no row (a group's title across the columns, a watermark), and whether it
    runs on to the last line that was offered."""

    lines: tuple[BodyLine, ...]
    skipped: tuple[Line, ...]
    runs_on: bool


def body_lines(
    lines: PageLines, indices: Sequence[int], columns: Columns, units: frozenset[str] = frozenset(), *, goes_on: bool = False
) -> BodyFound:
    """The lines that belong to the table; `goes_on` says that the first may be the rest of a row of the page before."""
    rules = rules_across(lines, columns)
    candidates = [_candidate(lines, lines.lines[index], columns, units) for index in indices]
    taken: list[BodyLine] = []
    skipped: list[Line] = []
    for position, candidate in enumerate(candidates):
        is_mark = _is_scribble(candidate, taken) or _is_among_figures(candidates, position, columns, units)
        near = candidates[position : position + _TITLE_LINES]
        is_end = _ends(candidate, taken, skipped, columns) or _is_below(near, taken, columns, rules)
        if not (is_mark or is_end):
            taken.append(candidate)
        elif _is_of_no_row(near, taken, columns, is_mark=is_mark):
            skipped.append(candidate.line)
        else:
            kept = _loose_ends_dropped(taken, columns) or (_first_together(taken) if goes_on else [])
            return BodyFound(tuple(kept), tuple(skipped), runs_on=False)
    return BodyFound(tuple(taken), tuple(skipped), runs_on=True)


def _candidate(lines: PageLines, line: Line, columns: Columns, units: frozenset[str]) -> BodyLine:
    beyond = (columns.cuts[columns.name] + columns.cuts[columns.name + 1]) / 2
    whole = notes_parted(lines, spread_joined(lines, chunks_from_line(lines, line)), columns.columns, beyond)
    apart = units_parted(lines, whole, columns.columns, units)
    chunks = [part for chunk in apart for part in _cut_apart(lines, chunk, columns)]
    return BodyLine(line, tuple(chunks), tuple(columns.index_of(chunk) for chunk in chunks))


def _is_of_no_row(candidates: Sequence[BodyLine], taken: Sequence[BodyLine], columns: Columns, *, is_mark: bool) -> bool:
    """Is the first of these lines inside the table and of none of its rows?"""
    if _is_of_merged_cell(candidates[0], columns):
        return True
    return (is_mark or _is_title(candidates[0])) and _goes_on_after(candidates, taken, columns)


def _is_of_merged_cell(candidate: BodyLine, columns: Columns) -> bool:
    """Letters set below one another, and a code: of cells merged down the whole table, which spreadsheets print on each page anew and hide
    in the margins what does not fit."""
    beside = all(columns.columns[at].kind in _DOWN_KINDS for at in candidate.columns)
    return beside and all(len(chunk.text) == 1 or chunk.text.isdecimal() for chunk in candidate.chunks)


def _is_title(candidate: BodyLine) -> bool:
    """May this line be a group's title: short, in one piece, no note and no sentence?"""
    text = candidate.line.text
    return len(candidate.chunks) == 1 and len(text) <= _LONGEST_TITLE and not _NOTE.match(text) and not _SENTENCE.search(text)


def _is_scribble(candidate: BodyLine, taken: Sequence[BodyLine]) -> bool:
    """May this line be what a signature was read as: a few letters and strokes, larger than the table's type?"""
    text = candidate.line.text
    high = bool(taken) and candidate.line.height > 1.3 * median(body.line.height for body in taken)
    return high and len(text) <= _LONGEST_SCRIBBLE and not _PRINTED.search(text) and _LETTER.search(text) is not None


def _is_among_figures(candidates: Sequence[BodyLine], position: int, columns: Columns, units: frozenset[str]) -> bool:
    """Is this line a group's title, which the middle of the table has put among its units or figures? A word, no unit, and no half of
    a name's line above or below it."""
    candidate = candidates[position]
    if len(candidate.chunks) != 1 or columns.columns[candidate.columns[0]].kind not in ("unit", "year", "value"):
        return False
    text, line = candidate.line.text, candidate.line
    near = (one.line for one in candidates[max(position - 1, 0) : position + 2] if one is not candidate)
    is_alone = all(abs(other.middle - line.middle) > _ALONE * line.height for other in near)
    is_word = len(_CHINESE.findall(text)) >= _SHORTEST_TITLE and text_folded(text) not in units
    return is_alone and is_word and _is_title(candidate)


def _is_larger(candidate: BodyLine, taken: Sequence[BodyLine]) -> bool:
    return candidate.line.em > 1.2 * max((body.line.em for body in taken if _CHINESE.search(body.line.text)), default=candidate.line.em)


def _ends(candidate: BodyLine, taken: Sequence[BodyLine], skipped: Sequence[Line], columns: Columns) -> bool:
    return _is_alien(candidate, columns) or _is_apart(candidate, taken, skipped, columns)


def _goes_on_after(candidates: Sequence[BodyLine], taken: Sequence[BodyLine], columns: Columns) -> bool:
    """Do rows with values in two columns follow the first of these lines, closely or no further than they stand apart elsewhere, or is
    it the last of the page?"""
    gaps = [candidate.line.top - before.line.bottom for before, candidate in pairwise(candidates)]
    elsewhere = [b.line.top - a.line.bottom for a, b in pairwise(taken[-_TITLE_LINES:])]
    furthest = _AS_FAR * max([*gaps[1:2], *elsewhere], default=0.0)
    for gap, before, candidate in zip(gaps, candidates, candidates[1:], strict=False):
        if gap > max(_FAR * before.line.height, furthest):
            return False
        if len({at for at in candidate.columns if columns.columns[at].kind in ANCHOR_KINDS}) > 1 and not _is_alien(candidate, columns):
            return True
    return len(candidates) == 1


def _cut_apart(lines: PageLines, chunk: Chunk, columns: Columns) -> list[Chunk]:
    """The chunk parted at each cut that it runs across where a small gap near the cut, or the shape of its figures, says that two cells
    touch there."""
    across = [cut for cut in columns.cuts[1:-1] if chunk.x0 < cut < chunk.x1]
    for cut in across:
        at = gap_near(lines, chunk, cut)
        if at is not None:
            left, right = chunk_parted(lines, chunk, at)
            return [*_cut_apart(lines, left, columns), *_cut_apart(lines, right, columns)]
    return parted_by_shape(lines, chunk, columns) if across and chunk.text[-1] in _ENDS_FIGURE else [chunk]


def _is_alien(candidate: BodyLine, columns: Columns) -> bool:
    """Prose, a note or a heading: it runs across columns, or says that it is a note."""
    text = candidate.line.text
    first = candidate.chunks[0].text if len(set(candidate.columns)) > 1 else text  # not 说明 of one cell before 7 of another
    if _NOTE.match(first) or (text.endswith("。") and columns.columns[candidate.columns[-1]].kind != "note"):
        return True
    is_row = len(candidate.chunks) > 2 and columns.name in candidate.columns and _has_anchor(candidate, columns)
    words = [chunk for chunk in candidate.chunks if not (is_row and is_number(chunk.text))]  # figures printed over one another are a row's
    crossed = max((sum(_runs_across(chunk, cut) for cut in columns.cuts[1:-1]) for chunk in words), default=0)
    return crossed >= 2 or (crossed == 1 and not _has_anchor(candidate, columns))


def _runs_across(chunk: Chunk, cut: float) -> bool:
    """A long name may reach a little into the next column, where cells all but touch."""
    return min(cut - chunk.x0, chunk.x1 - cut) > max(_OVER, _REACH * (chunk.x1 - chunk.x0))


def _has_anchor(candidate: BodyLine, columns: Columns) -> bool:
    return any(columns.columns[index].kind in ANCHOR_KINDS for index in candidate.columns)


def _rows_begun(taken: Sequence[BodyLine], columns: Columns) -> int:
    """How many lines announce a row: those with a unit, as figures may wrap, or where none has one those with any value."""
    units = sum(any(columns.columns[at].kind == "unit" for at in body.columns) for body in taken)
    return units or sum(_has_anchor(body, columns) for body in taken)


def _is_apart(candidate: BodyLine, taken: Sequence[BodyLine], skipped: Sequence[Line], columns: Columns) -> bool:
    """Further below than the table's own rows stand apart, or set in larger type. A group's title between fills its gap."""
    if not taken:
        return False
    heights = median(body.line.height for body in taken)
    gap = candidate.line.top - max(line.bottom for line in (*(body.line for body in taken[-4:]), *skipped[-1:]))
    if _is_larger(candidate, taken) and gap > -_BESIDE * candidate.line.height and not _is_row(candidate, columns):
        return True  # a heading; what stands beside a row is a word of it that a signature has blown up
    if len(taken) < 3 or _rows_begun(taken, columns) < 2:  # lines of one row say nothing of how far rows stand apart
        return gap > 2 * _FAR * heights
    gaps = [b.line.top - a.line.bottom for a, b in pairwise(taken)]
    return gap > max(_FAR * heights, 2.5 * max(gaps))


def _is_row(candidate: BodyLine, columns: Columns) -> bool:
    """A name and a figure in its column: the rows before may have been shrunk to fit."""
    figures = (at for chunk, at in zip(candidate.chunks, candidate.columns, strict=True) if is_number(chunk.text))
    return columns.name in candidate.columns and any(columns.columns[at].kind in ("year", "value") for at in figures)


def _is_below(candidates: Sequence[BodyLine], taken: Sequence[BodyLine], columns: Columns, rules: Sequence[float]) -> bool:
    """Is the first of these lines below the table's last rule, without a value of its own or one half a line below it, and no line of a
    row that follows?"""
    first, *others = candidates
    reach = first.line.middle + _HALF * first.line.height
    beside = [first, *(b for b in others[:1] if b.line.middle < reach and not _is_alien(b, columns))]
    if not rules or not taken or any(_has_anchor(b, columns) for b in beside):
        return False
    is_under = taken[0].line.middle < rules[-1] < first.line.middle and taken[-1].line.middle < rules[-1]
    return is_under and not (is_of_words(first, columns) and _goes_on_after(candidates, taken, columns))


def is_of_words(candidate: BodyLine, columns: Columns) -> bool:
    """Does the line hold nothing but what stands in one cell of words right of the names: how people were asked, or a note?"""
    at = candidate.columns[0]
    if len(candidate.chunks) != 1 or at < columns.name or columns.columns[at].kind not in _WORDS:
        return False
    chunk, middle = candidate.chunks[0], (columns.cuts[0] + columns.cuts[-1]) / 2
    return columns.cuts[at] < chunk.x0 and chunk.x1 < columns.cuts[at + 1] and not chunk.x0 < middle < chunk.x1


def rules_across(lines: PageLines, columns: Columns) -> list[float]:
    """Heights of the rules that run across most of the table and across its names, each once: one from the units on parts no name."""
    rules = lines.page.rules.horizontal
    if len(rules) == 0:
        return []
    name = columns.name
    out: list[float] = []
    for level in sorted(set(np.round(rules[:, 0]).tolist())):
        same = rules[np.abs(rules[:, 0] - level) <= 1.5]
        is_across = _runs_over(same, columns.cuts[0], columns.cuts[-1]) > 0.6 and _runs_over(same, *columns.cuts[name : name + 2]) > 0.5
        if is_across and (not out or level - out[-1] > 2.5):
            out.append(level)
    return out


def _runs_over(rules: Floats, start: float, stop: float) -> float:
    """The share of the stretch that the rules cover."""
    return float(np.clip(np.minimum(rules[:, 2], stop) - np.maximum(rules[:, 1], start), 0, None).sum()) / max(stop - start, 1.0)


def _first_together(taken: list[BodyLine]) -> list[BodyLine]:
    """The first lines, as far as they follow one another as lines of one cell do."""
    stop = next((i for i, (a, b) in enumerate(pairwise(taken), start=1) if b.line.top - a.line.bottom > 0.6 * a.line.height), len(taken))
    return taken[:stop]


def _loose_ends_dropped(taken: list[BodyLine], columns: Columns) -> list[BodyLine]:
    """Without trailing lines that have no value and are not the end of a wrapped name.

    They are where they stand beside the last value (or half a line below it, in a cell of their own), where that stands below the last
    line of its name so far, or where they follow as closely as the lines of wrapped names do.
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
        is_beside = body.line.middle - taken[last].line.middle < _LEVEL * body.line.height
        is_half = name not in body.columns and body.line.middle - taken[last].line.middle < _ALONE * body.line.height
        if not (is_beside or is_half or step <= 1.15 * pitch or (hangs and step < _FAR * body.line.height)):
            break
        named.append(body.line)
        last += 1
        hangs = False
    return taken[: last + 1]
