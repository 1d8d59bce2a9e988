"""Grids of other readers as if they had been found here: cut into tables, captions and page furniture off, wrapped names healed.

Readers that go by alignment take the caption, the header and the next table of a page into one grid, and give every printed line a row
of its own. What is done about it rests on the words of headers and on known names only, so that it is the same for every reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reportparse.assemble.captions import Caption, caption_from_cell, unit_from_line
from reportparse.assemble.header import header_from_rows
from reportparse.assemble.parts import Found, Knowledge, PageParts, Part
from reportparse.assemble.stitch import Slots, slots_from_grid
from reportparse.geometry import box_around
from reportparse.model import Cell, Grid, Place
from reportparse.text import text_folded

CAPTION_REACH = 130.0  # points between a caption and its table, as for tables that are found here

_LINES_BESIDE = 2  # lines of a wrapped name above, and below, the line of its numbers


def founds_from_grid(grid: Grid, known: Knowledge) -> Iterator[Found]:
    """The tables that one grid holds, each from its header on; one without any header stays whole."""
    rows = slots_from_grid(grid)
    starts = _header_starts(rows, known)
    for start, stop in zip(starts or [0], [*starts[1:], len(rows)], strict=True):
        while stop > start + 1 and _is_between_tables(rows[stop - 1], known):
            stop -= 1
        part = _flagged(_names_healed(_stretch(grid, start, stop), known))
        x0, top, x1, bottom = part.place.box
        lefts = {round(cell.place.box[0], 1) for cell in part.cells}
        yield Found(part, (*sorted(lefts), x1) if len(lefts) == part.n_columns else _even_cuts(x0, x1, part.n_columns), top, bottom)


def _flagged(grid: Grid) -> Grid:
    return replace(grid, cells=tuple(replace(cell, flags=(*cell.flags, "engine-replaced")) for cell in grid.cells))


def _even_cuts(x0: float, x1: float, n: int) -> tuple[float, ...]:
    return tuple(x0 + (x1 - x0) * k / n for k in range(n + 1))


def _header_starts(rows: Slots, known: Knowledge) -> list[int]:
    found = [i for i in range(len(rows)) if header_from_rows(rows[i:], known.words)]
    return [i for i in found if i - 1 not in found]


def _is_between_tables(row: Sequence[Cell], known: Knowledge) -> bool:
    """An empty row, or the caption of the next table, cut up by columns or not."""
    text = "".join(cell.text for cell in dict.fromkeys(row)).replace("\n", "")
    return not text or caption_from_cell(text, 0, known.table_names) is not None


def _stretch(grid: Grid, start: int, stop: int) -> Grid:
    """Rows `start` to `stop` as a grid of their own."""
    kept = [
        replace(cell, row=cell.row - start, row_span=min(cell.row_span, stop - cell.row))
        for cell in grid.cells
        if start <= cell.row < stop
    ]
    place = Place(grid.place.page, box_around(cell.place.box for cell in kept))
    return replace(grid, n_rows=stop - start, cells=tuple(kept), place=place)


def _names_healed(grid: Grid, known: Knowledge) -> Grid:
    """The grid with names that wrap over rows whole again; only where that makes a known name, and no cell is merged over rows."""
    rows = slots_from_grid(grid)
    header = header_from_rows(rows, known.words)
    names = [i for i, column in enumerate(header[1]) if column.kind == "name"] if header else []
    if header is None or not names or any(cell.row_span > 1 for cell in grid.cells):
        return grid
    healed = [*rows[: header[0]], *_rows_healed(rows[header[0] :], names[0], known.is_name)]
    cells = tuple(replace(cell, row=number) for number, row in enumerate(healed) for cell in dict.fromkeys(row))
    return replace(grid, n_rows=len(healed), cells=cells)


def _rows_healed(rows: Slots, name: int, is_name: Callable[[str], bool]) -> list[tuple[Cell, ...]]:
    bare = [not any(cell.text for i, cell in enumerate(row) if i != name) for row in rows]
    out: list[tuple[Cell, ...]] = []
    free = 0  # the first row that no row before has taken
    for at, row in enumerate(rows):
        if at < free or bare[at]:
            continue
        start, stop = _reach(at, free, (rows, bare, name), is_name)
        out.extend(rows[free:start])
        out.append((*row[:name], _cells_joined([rows[i][name] for i in range(start, stop)]), *row[name + 1 :]))
        free = stop
    return [*out, *rows[free:]]


def _reach(at: int, free: int, table: tuple[Slots, list[bool], int], is_name: Callable[[str], bool]) -> tuple[int, int]:
    """From which to which row the name of row `at` is printed: the shortest known one, else its own row alone."""
    rows, bare, name = table
    above = next((k for k in range(1, _LINES_BESIDE + 1) if at - k < free or not bare[at - k]), _LINES_BESIDE + 1)
    below = next((k for k in range(1, _LINES_BESIDE + 1) if at + k >= len(rows) or not bare[at + k]), _LINES_BESIDE + 1)
    spans = sorted(((at - up, at + down) for up in range(above) for down in range(1, below + 1)), key=lambda span: span[1] - span[0])
    return next((s for s in spans if is_name(text_folded("".join(rows[i][name].text for i in range(*s))))), (at, at + 1))


def _cells_joined(cells: Sequence[Cell]) -> Cell:
    text = "\n".join(cell.text for cell in cells if cell.text)
    place = Place(cells[0].place.page, box_around(cell.place.box for cell in cells))
    return replace(cells[0], text=text, place=place)


def parts_joined(apart: PageParts, founds: Sequence[Found]) -> PageParts:
    """The page's own parts and those of other readers, from top to bottom, each of these with the caption above it."""
    parts = [(part.grid.place.box[1], part) for part in apart.parts]
    used: list[Caption] = []
    for found in founds:
        part, caption = _part(found, apart, [top for top, _ in parts])
        parts.append((found.top, part))
        used += [caption] if caption else []
    left = tuple(caption for caption in apart.captions_left if caption not in used)
    rest = tuple(line for line in apart.rest if not any(line is caption.line for caption in used))
    return replace(apart, parts=tuple(part for _, part in sorted(parts, key=lambda entry: entry[0])), rest=rest, captions_left=left)


def _part(found: Found, apart: PageParts, tops: Sequence[float]) -> tuple[Part, Caption | None]:
    floor = max((top for top in tops if top < found.top), default=-1.0)
    above = [line for line in apart.rest if floor <= line.middle < found.top]
    captions = [c for c in apart.captions_left if floor <= c.line.middle < found.top and found.top - c.line.bottom < CAPTION_REACH]
    units = {line.text: unit for line in above if (unit := unit_from_line(line.text))}
    caption = captions[-1] if captions else None
    loose = [line for line in above if line.text not in units and not any(line is c.line for c in captions)]
    below = any(line.middle > found.bottom for line in apart.rest) or any(top > found.bottom for top in tops)
    part = Part(
        page=apart.lines.page.number,
        grid=found.grid,
        caption=caption,
        unit=next(reversed(units.values()), ""),
        cuts=found.cuts,
        opens=floor < 0 and not loose,
        runs_on=not below,
    )
    return part, caption
