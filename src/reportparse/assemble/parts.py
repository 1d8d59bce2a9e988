"""What a page holds, in reading order: captions, grids, and the lines that are neither.

A part is one grid on one page with what announced it; `stitch` makes tables of parts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from reportparse.assemble.aligned.body import Body, body_lines
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.aligned.heads import HeaderBlock, headers_on_page
from reportparse.assemble.aligned.regions import grid_from_body
from reportparse.assemble.captions import Caption, caption_from_line, unit_from_line
from reportparse.assemble.chunks import Chunk, chunks_from_line, is_number
from reportparse.assemble.continued import OpenTable, table_going_on, table_opened
from reportparse.assemble.general.anytable import lattices_of_any
from reportparse.assemble.glued import lattices_unglued
from reportparse.assemble.header import HeaderWords, column_from_text, header_from_rows
from reportparse.assemble.lines import Line, PageLines
from reportparse.assemble.ruled.barerows import grid_without_bare_rows
from reportparse.assemble.ruled.crowded import lattice_uncrowded
from reportparse.assemble.ruled.grids import grid_from_lattice
from reportparse.assemble.ruled.lattice import Lattice, lattices_from_rules
from reportparse.assemble.ruled.uprights import ends_closed, uprights_bridged
from reportparse.model import Cell, Column, Grid, Page, Rules
from reportparse.text import text_folded

_FEWEST_ROWS = 2  # below a title within a table
_WRAPS, _INDENT = 1.6, 3.0  # of the font box: between two lines of one cell, and of a name's first
_LONGEST_TITLE = 16
_CAPTION_REACH = 130.0  # points between a caption and its table; a unit line or a note stands between at most


@dataclass(frozen=True, slots=True)
class Found:
    """A grid with its cuts and its extent on the upright page; `columns` where the header of a table above it holds for it too; `heads`
    are the middles of its own header's words where it was made out by alignment."""

    grid: Grid
    cuts: tuple[float, ...]
    top: float
    bottom: float
    columns: tuple[Column, ...] | None = None
    heads: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One grid on one page. `runs_on` says that nothing but furniture follows it on its page, `opens` the same above it; `is_titled` that
    what may be a group's title stands above it alone; `columns` are those of the header that it shares with a table above it; `until` is
    the last of the pages that stand side by side there."""

    page: int
    grid: Grid
    caption: Caption | None
    unit: str
    cuts: tuple[float, ...]
    opens: bool
    runs_on: bool
    columns: tuple[Column, ...] | None = None
    until: int = 0
    is_titled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PageParts:
    """A page taken apart: its parts from top to bottom, the lines that belong to none of them, and its running heads and feet."""

    lines: PageLines
    parts: tuple[Part, ...]
    rest: tuple[Line, ...]
    captions_left: tuple[Caption, ...] = ()
    running: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What assembling needs to know of the catalogue: header words, folded names of tables, units and indicators.

    `is_raw`: tables of any kind are wanted, and their rows and columns without rules are told by alignment alone.
    """

    words: HeaderWords
    table_names: frozenset[str]
    units: frozenset[str]
    is_name: Callable[[str], bool] = field(compare=False)
    is_raw: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where an aligned table may stand on a page: below a header (None: it comes from the page before, or `is_band`: a title within the
    table is its own), in the lines `body`."""

    header: HeaderBlock | None
    body: Sequence[int]
    columns: Columns
    goes_on: bool
    is_band: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What a stretch held: the grid, the lines in it, and whether it runs on to the next page."""

    found: Found
    lines: tuple[int, ...]
    runs_on: bool


def parts_from_page(
    lines: PageLines, furniture: frozenset[int], open_table: OpenTable | None, known: Knowledge
) -> tuple[PageParts, OpenTable | None]:
    """Take one page apart; an aligned table may come from the page before and may go on to the next."""
    ruled, in_grid = _ruled_grids(lines, known)
    held = np.concatenate([[0], np.cumsum(in_grid)]).tolist()
    loose = [i for i, line in enumerate(lines.lines) if 2 * (held[line.stop] - held[line.start]) <= line.stop - line.start]
    free = [i for i in loose if i not in furniture]
    captions = {i: found for i in free if (found := caption_from_line(lines.lines[i], known.table_names))}
    aligned, used, still_open = _aligned_grids(lines, free, captions, open_table, known) if _may_hold(free, ruled) else ([], set(), None)
    grids = _heads_shared(sorted([*ruled, *aligned], key=lambda one: one.top), known.words)
    still_open = None if grids and grids[-1].grid.method == "ruled" else still_open
    parts, taken = _announced(lines, grids, captions, free, used)
    rest = tuple(lines.lines[i] for i in free if i not in used and i not in taken)
    left = tuple(caption for i, caption in captions.items() if i not in taken and i not in used)
    running = tuple(lines.lines[i].text for i in sorted(furniture))
    return PageParts(lines, tuple(parts), rest, left, running), still_open


def _heads_shared(grids: Sequence[Found], words: HeaderWords) -> list[Found]:
    """The grids, those of rules without header below a header without rows having its columns: rules part the columns below it alone, or
    below the title of the first group."""
    if len(grids) < 2:
        return list(grids)
    out: list[Found] = []
    head: tuple[Found, tuple[Column, ...]] | None = None
    for one in grids:
        found = header_from_rows((_first_row(one.grid),), words)
        if found is not None:
            head = (one, found[1]) if _has_no_rows(one.grid) else None
        elif head is not None and one.grid.method == "ruled" and _stand_below(one, head[0]):
            out = [each for each in out if each is not head[0]]
            one = replace(one, columns=head[1])
        out.append(one)
    return out


def _has_no_rows(grid: Grid) -> bool:
    """Is there nothing but a header, and below it one title perhaps?"""
    below = [cell.text for cell in grid.cells if cell.row > 0 and cell.text]
    return grid.n_rows == 1 or (grid.n_rows == 2 and len(below) == 1 and not any(map(str.isdigit, below[0])))


def _first_row(grid: Grid) -> tuple[Cell, ...]:
    return tuple(sorted((cell for cell in grid.cells if cell.row == 0), key=lambda cell: cell.column))


def _stand_below(one: Found, head: Found) -> bool:
    """Has the grid a column below the middle of each word of the header, or of its cells between rules?"""
    middles = head.heads or tuple((a + b) / 2 for a, b in pairwise(head.cuts))
    edges = (-math.inf, *one.cuts[1:-1], math.inf)  # sides that are not drawn end where the words below do
    return len(middles) == one.grid.n_columns and all(a < x < b for x, (a, b) in zip(middles, pairwise(edges), strict=True))


def _may_hold(free: Sequence[int], ruled: Sequence[Found]) -> bool:
    return bool(free) or not ruled


def _ruled_grids(lines: PageLines, known: Knowledge) -> tuple[list[Found], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The page's ruled grids with their cuts, and a mask of the glyphs that stand in them."""
    found: list[Found] = []
    in_grid = np.zeros(len(lines.text), bool)
    rules = lines.page.rules
    rules = uprights_bridged(rules) if known.is_raw else ends_closed(rules, lines.boxes, lines.page.shading)
    drawn = lattices_from_rules(rules)
    for lattice in lattices_of_any(lines, drawn) if known.is_raw else drawn:
        for own, grid, inside in _grids_of_lattice(lines, lattice, rules, known):
            if inside.any() and sum(bool(cell.text) for cell in grid.cells) > 1:
                found.append(Found(grid, own.xs, own.ys[0], own.ys[-1]))
                in_grid |= inside
    return found, in_grid


Filled = tuple[Lattice, Grid, np.ndarray[tuple[int], np.dtype[np.bool_]]]
"""A lattice, what stands in it, and a mask of the page's glyphs that do."""


def _grids_of_lattice(lines: PageLines, lattice: Lattice, rules: Rules, known: Knowledge) -> list[Filled]:
    """The grid of the lattice, or those of the tables that it holds, crowded rows parted."""
    grid, inside = grid_from_lattice(lines, lattice)
    apart = [] if known.is_raw else lattices_unglued(lattice, grid, rules, known.table_names, known.words)
    if apart:
        return [filled for one in apart for filled in _grids_of_lattice(lines, one, rules, known)]
    uncrowded = lattice_uncrowded(lines, lattice, grid, known.is_name, known.units)
    if uncrowded is not lattice:
        grid, inside = grid_from_lattice(lines, uncrowded)
    return [(uncrowded, grid_without_bare_rows(grid, uncrowded, rules.horizontal) if known.is_raw else grid, inside)]


def _aligned_grids(
    lines: PageLines, free: Sequence[int], captions: dict[int, Caption], open_table: OpenTable | None, known: Knowledge
) -> tuple[list[Found], set[int], OpenTable | None]:
    headers = _headers(lines, free, captions, open_table, known)
    more = [i for i in captions if captions[i].continued]
    bands = _bands(lines, free, captions, [header.first for header in headers], known)
    starts = {**{header.first: header for header in headers}, **dict.fromkeys(more), **dict.fromkeys(bands)}
    if open_table is not None and open_table.runs_on and free and free[0] not in starts and not _is_strip(lines, free, known):
        starts[free[0]] = None
    ends = sorted([*captions, *starts, len(lines.lines)])
    out: list[Taken] = []
    table = open_table
    for first in sorted(starts):
        header = starts[first]
        begin = header.stop if header else first + (first in captions)
        end = next(end for end in ends if end > first)
        body = [i for i in free if begin <= i < end and (not unit_from_line(lines.lines[i].text) or _ends_name(lines, i))]
        above = [captions.get(i) for i in free if i < first]
        if header is not None:
            goes_on = open_table is not None and all(one is not None and _is_same(one, open_table.caption) for one in above)
            caption = next((one for one in reversed(above) if one is not None), open_table.caption if goes_on and open_table else None)
            table = replace(table_opened(lines, header, body), caption=caption)
        elif table is not None and body:
            goes_on, table = first not in bands, table_going_on(table, lines, body)
            table = replace(table, caption=captions[first] if first in bands else table.caption)
        else:
            continue
        taken = _taken(lines, Stretch(header, body, table.columns, goes_on, first in bands), known)
        out += [taken] if taken.lines else []
        table = replace(table, runs_on=taken.runs_on)
    used = {i for one in out for i in one.lines}
    if table is None or not free:
        return [one.found for one in out], used, None
    return [one.found for one in out], used, replace(table, runs_on=(table.runs_on and free[-1] in used) or free[-1] in more)


def _ends_name(lines: PageLines, index: int) -> bool:
    """Is a unit in brackets the last line of a name that wraps: （单位：人日） below 专任教师赴国外指导和开展培训时间?"""
    line = lines.lines[index]
    near = [one for one in lines.lines[max(index - 2, 0) : index] if line.middle - one.middle < _WRAPS * line.height]
    names = [chunk for one in near for chunk in chunks_from_line(lines, one)]
    left = line.x0 + _INDENT * line.height  # where the first line of the name is indented
    return line.text[0] in "(（[" and any(chunk.x0 < left and line.x1 < chunk.x1 for chunk in names)


def _is_strip(lines: PageLines, free: Sequence[int], known: Knowledge) -> bool:
    """Are these columns of a sheet that a page had no room for: heads of notes or surveys first, no head of names or years, and no known
    name on the page?"""
    heads = [column_from_text(chunk.text, known.words) for chunk in chunks_from_line(lines, lines.lines[free[0]])]
    kinds = {head.kind for head in heads if head is not None}
    if not kinds or not kinds <= {"note", "method", "size"}:
        return False
    return not any(known.is_name(text_folded(chunk.text)) for i in free for chunk in chunks_from_line(lines, lines.lines[i]))


def _bands(lines: PageLines, free: Sequence[int], captions: dict[int, Caption], heads: Sequence[int], known: Knowledge) -> list[int]:
    """Captions with rows and no header below them: titles within one long table, whose header stands above the first of them."""
    ends = sorted([*captions, *heads, len(lines.lines)])
    below = {i: [k for k in free if i < k < next(end for end in ends if end > i)] for i in captions if not captions[i].continued}
    rows = {i: sum(is_known_row(chunks_from_line(lines, lines.lines[k]), known) for k in body) for i, body in below.items()}
    return [i for i in rows if rows[i] >= _FEWEST_ROWS]


def is_known_row(chunks: Sequence[Chunk], known: Knowledge) -> bool:
    """A known name with a figure behind it."""
    name = next((i for i, chunk in enumerate(chunks) if known.is_name(text_folded(chunk.text))), len(chunks))
    return any(is_number(chunk.text) for chunk in chunks[name + 1 :])


def _headers(
    lines: PageLines, free: Sequence[int], captions: dict[int, Caption], open_table: OpenTable | None, known: Knowledge
) -> list[HeaderBlock]:
    """The page's headers; above its first new caption that of a table that goes on may stand again."""
    goes_on = open_table is not None and open_table.runs_on
    new = any(i in captions and not _is_same(captions[i], open_table.caption if open_table else None) for i in free[:1])
    like = open_table.header if open_table is not None and goes_on and not new else None
    new_from = min((i for i in captions if i not in free[:1]), default=len(lines.lines))
    may_head = [i for i in free if i not in captions and not unit_from_line(lines.lines[i].text)]
    headers = headers_on_page(lines, [i for i in may_head if i < new_from], known.words, like)
    return headers + headers_on_page(lines, [i for i in may_head if i > new_from], known.words)


def _is_same(caption: Caption, before: Caption | None) -> bool:
    """Does the caption say that the table before goes on: 续表, or its own caption once more?"""
    return caption.continued or (before is not None and (caption.number, caption.name) == (before.number, before.name))


def _taken(lines: PageLines, stretch: Stretch, known: Knowledge) -> Taken:
    """The table's grid, and the lines that are in it; none where a table from the page before ended there."""
    header, columns = stretch.header, stretch.columns
    body = body_lines(lines, stretch.body, columns, known.units, goes_on=stretch.goes_on)
    grid = grid_from_body(lines, header, Body(body.lines, known.units, stretch.goes_on, body.runs_on), columns, known.is_name)
    heading = [*range(header.first, header.stop)] if header else []
    held = {id(line) for line in (*(b.line for b in body.lines), *body.skipped)} if body.lines or header else set()
    used = [*heading, *(i for i in stretch.body if id(lines.lines[i]) in held)]
    chosen = [lines.lines[i] for i in used]
    top, bottom = min((line.top for line in chosen), default=0.0), max((line.bottom for line in chosen), default=0.0)
    heads = tuple((x0 + x1) / 2 for x0, x1 in header.extents) if header else ()
    found = Found(grid, columns.cuts, top, bottom, columns.columns if stretch.is_band else None, heads)
    return Taken(found, tuple(used), body.runs_on and bool(used))


def _is_spilled(lines: PageLines, line: Line, grids: Sequence[Found]) -> bool:
    """What spreadsheets print of a merged cell anew on each page that it reaches, and hide in the margin: letters of an upright title, or a
    word above a cell that is empty."""
    if len(line.text) == 1 and line.text.isalpha():
        return any(one.cuts[0] < (line.x0 + line.x1) / 2 < one.cuts[-1] for one in grids)
    if not grids or line.bottom > grids[0].top or any(map(str.isdigit, line.text)):
        return False
    cuts = grids[0].cuts
    empty = [cuts[cell.column : cell.column + 2] for cell in grids[0].grid.cells if cell.row == 0 and not cell.text]
    return all(any(a < chunk.x0 and chunk.x1 < b for a, b in empty) for chunk in chunks_from_line(lines, line))


def _may_title(line: Line, one: Found) -> bool:
    """May this line be the title of the group whose rows follow: short, no sentence, beginning at the left of them?"""
    is_short = len(line.text) <= _LONGEST_TITLE and line.text[-1:] not in "。；：:"
    return is_short and line.x0 < one.cuts[1] and one.top - line.bottom < 2 * line.height


def last_page(page: Page) -> int:
    """The number of the last of the pages that stand side by side as this one."""
    return max((page.number, *(strip.number for strip in page.strips)))


def _announced(
    lines: PageLines, grids: Sequence[Found], captions: dict[int, Caption], free: Sequence[int], used: set[int]
) -> tuple[list[Part], set[int]]:
    """Each grid with the caption that stands above it, nearest first; the lines so used."""
    parts: list[Part] = []
    taken: set[int] = set()
    loose = [i for i in free if i not in used and not _is_spilled(lines, lines.lines[i], grids)]
    floor = -1.0
    for position, one in enumerate(grids):
        top, bottom = one.top, one.bottom
        above = [i for i in loose if floor <= lines.lines[i].middle < top]
        caption_at = next((i for i in reversed(above) if i in captions and top - lines.lines[i].bottom < _CAPTION_REACH), None)
        units = {i: unit for i in above if (unit := unit_from_line(lines.lines[i].text))}
        taken |= set(units) | ({caption_at} if caption_at is not None else set())
        over = [i for i in above if i not in taken] if position == 0 else above
        below = any(lines.lines[i].middle > bottom for i in loose)
        parts.append(
            Part(
                page=lines.page.number,
                grid=one.grid,
                caption=captions[caption_at] if caption_at is not None else None,
                unit=next(reversed(units.values()), ""),
                cuts=one.cuts,
                opens=position == 0 and not over,
                is_titled=position == 0 and len(over) == 1 and _may_title(lines.lines[over[0]], one),
                runs_on=position == len(grids) - 1 and not below,
                until=last_page(lines.page),
                columns=one.columns,
            )
        )
        floor = bottom
    return parts, taken
