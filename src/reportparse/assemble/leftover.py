"""Lines that a table should have taken: they keep to its columns, hold two numbers, or a unit and a number, and stand in no table.

Nothing is put right here. But a row that is in no table would be missing without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportparse.assemble.chunks import Chunk, chunks_from_line, is_number
from reportparse.assemble.lines import Line, place_on_paper
from reportparse.assemble.parts import PageParts
from reportparse.model import Problem
from reportparse.text import text_folded

_FEWEST_CELLS, _FEWEST_SURE = 3, 2
_OVER = 3.0  # points by which a cell may reach over a cut


def rows_left_out(pages: Sequence[PageParts], units: frozenset[str]) -> Iterator[Problem]:
    """For each page with such lines one problem, which names the first of them; `units` are folded."""
    cuts: list[tuple[float, ...]] = []
    for page in pages:
        cuts = [part.cuts for part in page.parts] or cuts[-1:]
        left = [line for line in page.rest if any(_keeps_to(_cells(page, line), each, units) for each in cuts)]
        if left:
            first = left[0]
            place = place_on_paper(page.lines.page, (first.x0, first.top, first.x1, first.bottom))
            what = f"{len(left)} lines look like rows of a table and are in none, the first of them: {first.text[:40]}"
            yield Problem("table-unaligned", "error", what, place=place)


def _cells(page: PageParts, line: Line) -> list[Chunk]:
    return chunks_from_line(page.lines, line)


def _keeps_to(cells: Sequence[Chunk], cuts: Sequence[float], units: frozenset[str]) -> bool:
    """Does each cell stand in a column of its own, two numbers or a unit and a number among them?"""
    numbers = sum(is_number(cell.text) for cell in cells)
    sure = numbers + any(text_folded(cell.text) in units for cell in cells)
    if len(cells) < _FEWEST_CELLS or not numbers or sure < _FEWEST_SURE:
        return False
    columns = [column for cell in cells for column, (a, b) in enumerate(pairwise(cuts)) if a - _OVER < cell.x0 and cell.x1 < b + _OVER]
    return len(columns) == len(cells) == len(set(columns))
