"""What a page holds, in reading order: captions, grids, and the lines that are neither.

A part is one grid on one page with what announced it; `stitch` makes tables of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from reportparse.assemble.aligned import Columns, HeaderBlock, columns_from_header, columns_shifted, crossings, headers_on_page
from reportparse.assemble.anytable import lattices_of_any
from reportparse.assemble.body import Body, body_lines
from reportparse.assemble.captions import Caption, caption_from_line, unit_from_line
from reportparse.assemble.chunks import Chunk, chunks_from_line
from reportparse.assemble.crowded import lattice_uncrowded
from reportparse.assemble.grids import grid_from_lattice
from reportparse.assemble.header import HeaderWords
from reportparse.assemble.lines import Line, PageLines
from reportparse.assemble.regions import grid_from_body
from reportparse.assemble.ruled import lattices_from_rules
from reportparse.model import Grid

_CORRIDOR = 0.2  # of the font box: pieces for finding the corridors between columns may be smaller than words
_CAPTION_REACH = 130.0  # points between a caption and its table; a unit line or a note stands between at most


@dataclass(frozen=True, slots=True)
class Found:
    """A grid with its cuts and its extent on the upright page."""

    grid: Grid
    cuts: tuple[float, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Part:
    """One grid on one page. `runs_on` says that nothing but furniture follows it on its page, `opens` the same above it."""

    page: int
    grid: Grid
    caption: Caption | None
    unit: str
    cuts: tuple[float, ...]
    opens: bool
    runs_on: bool


@dataclass(frozen=True, slots=True, eq=False)
class PageParts:
    """A page taken apart: its parts from top to bottom, and the lines that belong to none of them."""

    lines: PageLines
    parts: tuple[Part, ...]
    rest: tuple[Line, ...]
    captions_left: tuple[Caption, ...] = ()


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
class OpenTable:
    """An aligned table that ran to the foot of the page before: its columns, the left edge of its names, and what they were made of."""

    columns: Columns
    left: float
    header: HeaderBlock
    pieces: tuple[Chunk, ...]
    caption: Caption | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where an aligned table may stand on a page: below a header (None: it comes from the page before), in the lines `body`."""

    header: HeaderBlock | None
    body: Sequence[int]
    columns: Columns
    goes_on: bool


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
    grids = sorted([*ruled, *aligned], key=lambda one: one.top)
    parts, taken = _announced(lines, grids, captions, free, used)
    rest = tuple(lines.lines[i] for i in free if i not in used and i not in taken)
    left = tuple(caption for i, caption in captions.items() if i not in taken and i not in used)
    return PageParts(lines, tuple(parts), rest, left), still_open


def _may_hold(free: Sequence[int], ruled: Sequence[Found]) -> bool:
    return bool(free) or not ruled


def _ruled_grids(lines: PageLines, known: Knowledge) -> tuple[list[Found], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The page's ruled grids with their cuts, and a mask of the glyphs that stand in them."""
    found: list[Found] = []
    in_grid = np.zeros(len(lines.text), bool)
    drawn = lattices_from_rules(lines.page.rules)
    for lattice in lattices_of_any(lines, drawn) if known.is_raw else drawn:
        grid, inside = grid_from_lattice(lines, lattice)
        uncrowded = lattice_uncrowded(lines, lattice, grid, known.is_name)
        if uncrowded is not lattice:
            lattice = uncrowded
            grid, inside = grid_from_lattice(lines, lattice)
        if inside.any() and sum(bool(cell.text) for cell in grid.cells) > 1:
            found.append(Found(grid, lattice.xs, lattice.ys[0], lattice.ys[-1]))
            in_grid |= inside
    return found, in_grid


def _aligned_grids(
    lines: PageLines, free: Sequence[int], captions: dict[int, Caption], open_table: OpenTable | None, known: Knowledge
) -> tuple[list[Found], set[int], OpenTable | None]:
    new = any(i in captions and not _is_same(captions[i], open_table.caption if open_table else None) for i in free[:1])
    like = open_table.header if open_table is not None and not new else None
    new_from = min((i for i in captions if i not in free[:1]), default=len(lines.lines))
    headers = headers_on_page(lines, [i for i in free if i < new_from and i not in captions], known.words, like)
    headers += headers_on_page(lines, [i for i in free if i > new_from and i not in captions], known.words)
    out: list[Taken] = []
    still_open: OpenTable | None = None
    stops = sorted([*captions, *(header.first for header in headers), len(lines.lines)])
    head = _captions_of_more(free, captions)
    stops = [s for s in stops if s not in head]
    if open_table is not None and free[len(head) :] and stops[0] > free[len(head)]:
        body = [i for i in free[len(head) :] if i < stops[0]]
        grown = _grown(open_table, _pieces(lines, body))
        shifted = _shifted_to(grown, lines, body)
        rest = _taken(lines, Stretch(None, body, shifted, goes_on=True), known)
        out += [rest] if rest.lines else []
        still_open = replace(grown, columns=shifted, left=_left(lines, body, shifted)) if rest.runs_on else None
    for header in headers:
        stop = next(s for s in stops if s >= header.stop)
        body = [i for i in free if header.stop <= i < stop]
        pieces = _pieces(lines, body)
        columns = columns_from_header(header, pieces)
        above = [captions.get(i) for i in free if i < header.first]
        goes_on = open_table is not None and all(caption is not None and _is_same(caption, open_table.caption) for caption in above)
        caption = next((one for one in reversed(above) if one is not None), open_table.caption if goes_on and open_table else None)
        out.append(_taken(lines, Stretch(header, body, columns, goes_on), known))
        still_open = OpenTable(columns, _left(lines, body, columns), header, pieces, caption) if out[-1].runs_on else None
    used = {i for one in out for i in one.lines}
    return [one.found for one in out], used, still_open if free and free[-1] in used else None


def _is_same(caption: Caption, before: Caption | None) -> bool:
    """Does the caption say that the table before goes on: 续表, or its own caption once more?"""
    return caption.continued or (before is not None and (caption.number, caption.name) == (before.number, before.name))


def _captions_of_more(free: Sequence[int], captions: dict[int, Caption]) -> list[int]:
    """The caption at the head of a page that only says that a table goes on (续表)."""
    return [i for i in free[:1] if i in captions and captions[i].continued]


def _taken(lines: PageLines, stretch: Stretch, known: Knowledge) -> Taken:
    """The table's grid, and the lines that are in it; none where a table from the page before ended there."""
    header, columns = stretch.header, stretch.columns
    body = body_lines(lines, stretch.body, columns, goes_on=stretch.goes_on)
    grid = grid_from_body(lines, header, Body(body.lines, known.units, stretch.goes_on, body.runs_on), columns, known.is_name)
    heading = [*range(header.first, header.stop)] if header else []
    held = {id(line) for line in (*(b.line for b in body.lines), *body.skipped)} if body.lines or header else set()
    used = [*heading, *(i for i in stretch.body if id(lines.lines[i]) in held)]
    chosen = [lines.lines[i] for i in used]
    top, bottom = min((line.top for line in chosen), default=0.0), max((line.bottom for line in chosen), default=0.0)
    return Taken(Found(grid, columns.cuts, top, bottom), tuple(used), body.runs_on and bool(used))


def _pieces(lines: PageLines, body: Sequence[int]) -> tuple[Chunk, ...]:
    return tuple(chunk for i in body for chunk in chunks_from_line(lines, lines.lines[i], _CORRIDOR))


def _grown(open_table: OpenTable, pieces: tuple[Chunk, ...]) -> OpenTable:
    """The open table with its cuts drawn anew: a page of short names says little of where the next page's long ones end."""
    together = (*open_table.pieces, *pieces)
    return replace(open_table, columns=columns_from_header(open_table.header, together), pieces=together)


def _left(lines: PageLines, body: Sequence[int], columns: Columns) -> float:
    return min((lines.lines[i].x0 for i in body), default=columns.cuts[0] + 2)


def _shifted_to(open_table: OpenTable, lines: PageLines, body: Sequence[int]) -> Columns:
    """The open table's columns, moved by what the margin moved where fewer words then run across a cut.

    Mirrored margins move a table by 10 points and more; a page that holds only indented names begins further right too,
    so the left edge alone proves nothing.
    """
    by = _left(lines, body, open_table.columns) - open_table.left
    moved = columns_shifted(open_table.columns, by)
    chunks = [chunk for i in body for chunk in chunks_from_line(lines, lines.lines[i])]
    return moved if 4 < abs(by) < 60 and crossings(moved, chunks) < crossings(open_table.columns, chunks) else open_table.columns


def _announced(
    lines: PageLines, grids: Sequence[Found], captions: dict[int, Caption], free: Sequence[int], used: set[int]
) -> tuple[list[Part], set[int]]:
    """Each grid with the caption that stands above it, nearest first; the lines so used."""
    parts: list[Part] = []
    taken: set[int] = set()
    loose = [i for i in free if i not in used]
    floor = -1.0
    for position, one in enumerate(grids):
        top, bottom = one.top, one.bottom
        above = [i for i in loose if floor <= lines.lines[i].middle < top]
        caption_at = next((i for i in reversed(above) if i in captions and top - lines.lines[i].bottom < _CAPTION_REACH), None)
        units = {i: unit for i in above if (unit := unit_from_line(lines.lines[i].text))}
        taken |= set(units) | ({caption_at} if caption_at is not None else set())
        below = any(lines.lines[i].middle > bottom for i in loose)
        parts.append(
            Part(
                page=lines.page.number,
                grid=one.grid,
                caption=captions[caption_at] if caption_at is not None else None,
                unit=next(reversed(units.values()), ""),
                cuts=one.cuts,
                opens=position == 0 and not [i for i in above if i not in taken],
                runs_on=position == len(grids) - 1 and not below,
            )
        )
        floor = bottom
    return parts, taken

