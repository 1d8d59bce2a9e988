"""Numbers of columns below their heads, (1) (2) (3): a row of their own, where no rule parts it from the header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, column_of, is_at, levels, row_cut, spans_parted

_NUMBER = re.compile(r"[(\[]?(\d{1,2})[)\].]?")
_FEWEST = 3
_MOSTLY = 0.6  # of the columns
_LAST_FIRST = 2  # a column of names may have no number, or the first


def lattice_with_number_row(lattice: Lattice, pieces: Sequence[Piece]) -> Lattice:
    """The lattice with the last line of its header as a row of its own, where that counts the columns."""
    foot = max((span.row_end for span in lattice.spans if span.row == 0), default=0)
    head = [p for p in pieces if lattice.spans[p.span].row_end <= foot]
    numbers = _counting(lattice, head)
    if not numbers or max(p.middle for p in head) > numbers[0].bottom:
        return lattice
    above = [p for p in head if p.middle < numbers[0].top]
    own = {p.span for p in numbers}
    crowded = [p for p in above if p.span in own]
    if not crowded or max(p.bottom for p in crowded) > numbers[0].middle:
        return lattice
    y = (max(p.bottom for p in crowded) + numbers[0].top) / 2
    if min(abs(y - edge) for edge in lattice.ys) < 1:
        return lattice
    lattice, at = row_cut(lattice, y)
    return spans_parted(lattice, {i: [at] for i in own if lattice.spans[i].row < at < lattice.spans[i].row_end}, by_rows=True)


def _counting(lattice: Lattice, head: Sequence[Piece]) -> list[Piece]:
    """The lowest line of the header if its words are numbers that rise by one from column to column, from 1 or 2 on."""
    heights = levels(head)
    line = sorted((p for p in head if is_at(p, heights[-1])), key=lambda p: p.x0) if heights else []
    found = [_NUMBER.fullmatch(p.text) for p in line]
    if len(line) < max(_FEWEST, _MOSTLY * (len(lattice.xs) - 1)) or not all(found):
        return []
    counted = [int(one[1]) for one in found if one]
    columns = [column_of(lattice, p) for p in line]
    rising = all(b == a + 1 for a, b in pairwise(counted)) and all(b > a for a, b in pairwise(columns))
    return line if rising and 0 < counted[0] <= _LAST_FIRST else []
