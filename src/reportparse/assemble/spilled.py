"""Columns that a spreadsheet prints on pages of their own.

A sheet wider than the paper is printed in strips: first its names with the columns that fit, all pages down, then the rest of each page
on a page of its own. Such a page has the rows of the page that it was torn from, at the same heights, and no names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportparse.assemble.grids import grid_from_lattice
from reportparse.assemble.header import column_from_text, header_from_rows
from reportparse.assemble.lines import is_as_shown
from reportparse.assemble.parts import Knowledge, PageParts, Part
from reportparse.assemble.ruled import Lattice, lattice_with_rows
from reportparse.assemble.stitch import slots_from_grid
from reportparse.geometry import values_clustered
from reportparse.model import Grid, Page, Problem
from reportparse.text import text_folded

_SAME = 1.0  # points: the strips of a sheet have one layout, their rows differ by rounding alone
_DRAWN = 0.8  # of the edges between rows: a header of two rows may be one cell in each column of a strip
_FEWEST_EDGES = 4
_AS_WIDE = 2.0  # points

Edges = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Torn:
    """A part that a strip may belong to: where it stands in the report, its row edges, and how many strips it has been given."""

    page: int
    part: int
    edges: Edges
    right: float
    strips: int = 0


@dataclass(frozen=True, slots=True)
class _Strip:
    """What belongs at the right of one part."""

    lattice: Lattice
    grid: Grid


def strips_joined(pages: Sequence[PageParts], known: Knowledge) -> tuple[list[PageParts], list[Problem]]:
    """The pages, with each strip beside the part that it was torn from and gone from its own page, and a word about each."""
    out = list(pages)
    said: dict[int, Problem] = {}
    torn: list[_Torn] = []
    may_be = [not _named(page, known) and bool(_levels(page)) for page in pages]
    for index, page in enumerate(pages) if any(may_be) else ():
        torn += [] if may_be[index] else _torn_of(index, page, known)
        for at in _torn_from(index, pages, torn) if may_be[index] else ():
            host = torn[at]
            before = out[host.page]
            strip = _strip(page, host.edges, before.parts[host.part].grid, known)
            if strip is not None:
                torn[at] = replace(host, strips=host.strips + 1)
                widened = _widened(before.parts[host.part], strip)
                out[host.page] = replace(before, parts=(*before.parts[: host.part], widened, *before.parts[host.part + 1 :]))
                out[index] = _without(out[index], strip, before)
                said.setdefault(index, _said(strip, before.lines.page))
    return out, list(said.values())


def _said(strip: _Strip, host: Page) -> Problem:
    what = f"columns on a page of their own were put beside the rows of page {host.number} that stand at the same heights"
    return Problem("columns-apart", "note", what, place=strip.grid.place)


def _torn_of(index: int, page: PageParts, known: Knowledge) -> list[_Torn]:
    """The ruled parts of the page that hold names."""
    return [_Torn(index, k, _edges(part.grid), part.cuts[-1]) for k, part in _named(page, known)] if is_as_shown(page.lines.page) else []


def _named(page: PageParts, known: Knowledge) -> list[tuple[int, Part]]:
    return [(k, part) for k, part in enumerate(page.parts) if part.grid.method == "ruled" and _holds_name(part.grid, known)]


def _holds_name(grid: Grid, known: Knowledge) -> bool:
    return any(known.is_name(text_folded(cell.text)) for cell in grid.cells)


def _edges(grid: Grid) -> Edges:
    tops = {cell.row: cell.place.box[1] for cell in grid.cells}
    bottoms = {cell.row + cell.row_span: cell.place.box[3] for cell in grid.cells}
    return tuple(y for _, y in sorted((bottoms | tops).items()))


def _torn_from(index: int, pages: Sequence[PageParts], torn: Sequence[_Torn]) -> list[int]:
    """Those of `torn`, all of one page, whose rows this page goes on with; none where it may be of one page as well as of another.

    Pages with the fewest strips are served first, as strips are printed in turn, and of those the widest, which reached the paper's edge.
    """
    by_page: dict[int, list[int]] = {}
    levels = _levels(pages[index])
    for k, one in enumerate(torn):
        if levels and _has_rows(levels, one.edges):
            by_page.setdefault(one.page, []).append(k)
    whole = [found for found in by_page.values() if _are_all(levels, [torn[k].edges for k in found])]
    ranks = [(torn[found[0]].strips, -max(round(torn[k].right) for k in found)) for found in whole]
    alike = [found for found, rank in zip(whole, ranks, strict=True) if rank == min(ranks)]
    if len(alike) < 2 or _strips_ahead(index, pages, levels) >= len(alike):  # all pages, and then the strips of all
        return alike[0] if alike else []
    return alike[-1] if torn[alike[-1][0]].page == index - 1 else []


def _strips_ahead(index: int, pages: Sequence[PageParts], levels: Sequence[float]) -> int:
    """How many pages with the same rules follow one another from this page on."""
    n = 0
    for page in pages[index:]:
        own = _levels(page)
        if len(own) != len(levels) or any(abs(a - b) >= _SAME for a, b in zip(own, levels, strict=True)):
            break
        n += 1
    return n


def _levels(page: PageParts) -> Edges:
    """The heights of the level rules of a page that may be a strip."""
    rules = page.lines.page.rules
    if len(rules.horizontal) < _FEWEST_EDGES or len(rules.vertical) < 2 or not is_as_shown(page.lines.page):
        return ()
    return tuple(values_clustered(rules.horizontal[:, 0], _SAME))


def _has_rows(levels: Sequence[float], edges: Edges) -> bool:
    """Are most of these edges drawn, the first and the last among them, and nothing between them?"""
    within = [y for y in levels if edges[0] - _SAME < y < edges[-1] + _SAME]
    at = np.array(edges)
    nearest = [(int(np.abs(at - y).argmin()), y) for y in within]
    met = {k for k, y in nearest if abs(edges[k] - y) < _SAME}
    return len(within) == len(met) >= _DRAWN * len(edges) and {0, len(edges) - 1} <= met


def _are_all(levels: Sequence[float], edges: Sequence[Edges]) -> bool:
    """Stand all level rules of the page within these rows?"""
    return all(any(each[0] - _SAME < y < each[-1] + _SAME for each in edges) for y in levels)


def _strip(page: PageParts, edges: Edges, grid: Grid, known: Knowledge) -> _Strip | None:
    """What the page has between these row edges; None where it does not go beside this grid."""
    lattice = lattice_with_rows(page.lines.page.rules, edges)
    if lattice is None:
        return None
    strip, _ = grid_from_lattice(page.lines, lattice)
    return _Strip(lattice, strip) if not _holds_name(strip, known) and _has_heads(grid, strip, known) else None


def _has_heads(grid: Grid, strip: Grid, known: Knowledge) -> bool:
    """Has the strip heads of columns where the header of its table stands?"""
    rows = slots_from_grid(grid)
    header = next((found for i in (0, 1) if (found := header_from_rows(rows[i:], known.words))), None)
    if header is None:
        return True
    heads = [cell.text for row in slots_from_grid(strip)[: header[0] + 1] for cell in row]
    return any(column_from_text(text, known.words) for text in heads)


def _widened(part: Part, strip: _Strip) -> Part:
    """The part with the strip's columns at its right; a title across all columns goes across these too."""
    grid, beside, wide = part.grid, strip.grid, part.grid.n_columns
    titles = {cell.row for cell in grid.cells if cell.column_span == wide and not _text_of_row(beside, cell.row)}
    own = (replace(cell, column_span=wide + beside.n_columns) if cell.row in titles else cell for cell in grid.cells)
    new = (replace(cell, column=cell.column + wide) for cell in beside.cells if cell.row not in titles)
    by = part.cuts[-1] - strip.lattice.xs[0]
    return replace(
        part,
        grid=replace(grid, n_columns=wide + beside.n_columns, cells=(*own, *new)),
        cuts=(*part.cuts, *(x + by for x in strip.lattice.xs[1:])),
    )


def _text_of_row(grid: Grid, row: int) -> str:
    return "".join(cell.text for cell in grid.cells if cell.row <= row < cell.row + cell.row_span)


def _without(page: PageParts, strip: _Strip, before: PageParts) -> PageParts:
    """The page without the strip, and without what reaches onto it of the titles over the tables."""
    top, bottom = strip.lattice.ys[0], strip.lattice.ys[-1]
    titles = {text_folded(part.caption.text if part.caption else part.grid.cells[0].text) for part in before.parts}
    return replace(
        page,
        parts=tuple(one for one in page.parts if not top - _SAME < one.grid.place.box[1] < bottom),
        rest=tuple(line for line in page.rest if not top < line.middle < bottom and text_folded(line.text) not in titles),
        captions_left=tuple(one for one in page.captions_left if text_folded(one.text) not in titles),
    )
