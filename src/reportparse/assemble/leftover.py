"""Lines that a table should have taken: they keep to its columns, hold numbers in two of them, and stand in no table.

Nothing is put right here. But a row that is in no table would be missing without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportparse.assemble.aligned import is_number
from reportparse.assemble.chunks import Chunk, chunks_from_line
from reportparse.assemble.lines import Line, place_on_paper
from reportparse.assemble.parts import PageParts
from reportparse.model import Problem

_FEWEST_CELLS, _FEWEST_NUMBERS = 3, 2
_OVER = 3.0  # points by which a cell may reach over a cut


def rows_left_out(pages: Sequence[PageParts]) -> Iterator[Problem]:
    """For each page with such lines one problem, which names the first of them."""
    cuts: list[tuple[float, ...]] = []
    for page in pages:
        cuts = [part.cuts for part in page.parts] or cuts[-1:]
        left = [line for line in page.rest if any(_keeps_to(_cells(page, line), each) for each in cuts)]
        if left:
            first = left[0]
            place = place_on_paper(page.lines.page, (first.x0, first.top, first.x1, first.bottom))
            what = f"{len(left)} lines look like rows of a table and are in none, the first of them: {first.text[:40]}"
            yield Problem("table-unaligned", "error", what, place=place)


def _cells(page: PageParts, line: Line) -> list[Chunk]:
    return chunks_from_line(page.lines, line)


def _keeps_to(cells: Sequence[Chunk], cuts: Sequence[float]) -> bool:
    """Does each cell stand in a column of its own, two numbers among them?"""
    if len(cells) < _FEWEST_CELLS or sum(is_number(cell.text) for cell in cells) < _FEWEST_NUMBERS:
        return False
    columns = [column for cell in cells for column, (a, b) in enumerate(pairwise(cuts)) if a - _OVER < cell.x0 and cell.x1 < b + _OVER]
    return len(columns) == len(cells) == len(set(columns))
