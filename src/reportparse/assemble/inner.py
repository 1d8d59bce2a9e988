"""Tables whose rules part only some of their rows and columns: the others, told by what stands in them.

Statistical tables of offices are drawn so: rules around the table and below its header, uprights between some columns, groups of rows
parted and their rows not.  What is found here is true of such tables in any script; of reports whose tables are known more is known
(`aligned`, `crowded`), so that only raw tables come here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from reportparse.assemble.headrules import lattice_parted_by_short_rules
from reportparse.assemble.innerrows import is_value, rows_parted
from reportparse.assemble.lines import PageLines
from reportparse.assemble.pieces import (
    Piece,
    column_cut,
    crosses,
    is_beside,
    is_level,
    levels,
    lines_of,
    pieces_in_lattice,
    row_cut,
    spans_parted,
)
from reportparse.assemble.ruled import Lattice, Span
from reportparse.assemble.spanning import titles_widened

_TOLERANCE = 1.0  # points by which words may reach into a cut
_MOST_LINES = 4  # of a row: more are several rows
_GOES_ON = re.compile(r"[±(\[%]|\d\d\d(?!\d)")  # begins the rest of a number that is set with blanks
_FEWEST = 3  # rows with words on both sides make a corridor between columns
_MOST_CROSSING = 0.25  # of the rows: headers and titles over several columns
_NARROWEST = 2.0  # points
_WIDE = 0.7  # of the font box, in most rows: blanks in justified lines are under 0.5; two values are apart anyway
_MOST_HEADER_LEVELS = 3
_CENTRED = 2.0  # points
_MOST_SPANNING = 12  # words over several columns in one header
_OF_FREE = 0.5  # of the cuts inside a cell that nothing crosses: where so many part words, the cell is a row without uprights


def lattice_refined(lines: PageLines, lattice: Lattice, pieces: Sequence[Piece]) -> Lattice:
    """The lattice with the rows and columns that no rule parts; `pieces` are what stands in it."""
    apart = {lattice.spans[a.span].column for a, b in pairwise(pieces) if a.span == b.span and is_level(a, b)}
    if not apart:
        return rows_parted(lattice, pieces)
    lattice, new = _columns_parted(lattice, pieces, apart)
    levels_known = 0
    if new:
        rows = len(lattice.ys)
        lattice = lattice_parted_by_short_rules(lines, lattice, pieces_in_lattice(lines, lattice))
        levels_known = len(lattice.ys) - rows
    lattice = rows_parted(lattice, pieces_in_lattice(lines, lattice) if new else pieces)
    lattice = _cells_parted(lattice, pieces_in_lattice(lines, lattice), new, below=levels_known)
    return _headers_parted(lines, lattice)


def _columns_parted(lattice: Lattice, pieces: Sequence[Piece], apart: Collection[int]) -> tuple[Lattice, frozenset[float]]:
    """The lattice with cuts in the corridors inside those columns where words stand `apart` on one line, and where these are."""
    found = [x for column in sorted(apart) for x in _corridors(_pieces_of_column(lattice, pieces, column))]
    for x in found:
        lattice, _ = column_cut(lattice, x)
    return lattice, frozenset(found)


def _pieces_of_column(lattice: Lattice, pieces: Sequence[Piece], column: int) -> list[Piece]:
    """Those that stand in cells of exactly this column; none where no line of them holds two."""
    own = {i for i, span in enumerate(lattice.spans) if span.column == column and span.column_end == column + 1}
    found = [piece for piece in pieces if piece.span in own]
    return found if any(a.span == b.span and is_level(a, b) for a, b in pairwise(found)) else []


def _corridors(pieces: Sequence[Piece]) -> list[float]:
    """The middles of the corridors that part columns."""
    rows = _rows(pieces)
    if len(rows) < _FEWEST:
        return []
    middles = [(edge + right) / 2 for edge, right in _gaps(pieces)]
    besides = [x for edge, right in _gaps([p for p in pieces if is_value(p.text)]) for x in (edge + _TOLERANCE, right - _TOLERANCE)]
    found = [(x, rank) for rank, cuts in enumerate((middles, besides)) for x in cuts if _is_corridor(x, rows)]
    return _widest_of_each(sorted(found), rows)


def _gaps(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Where pieces end and where the next to the right begins."""
    starts = np.array(sorted(p.x0 for p in pieces))
    ends = sorted({p.x1 for p in pieces})
    found = [(end, float(starts[np.searchsorted(starts, end, side="right")])) for end in ends if len(starts) and end < starts[-1]]
    return [(end, start) for end, start in found if start - end >= _NARROWEST]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces by row: by cell where rules part enough of them, as lines of words set in the middle are not level; else by line."""
    cells: dict[int, list[Piece]] = {}
    for piece in pieces:
        cells.setdefault(piece.span, []).append(piece)
    several = [held for held in cells.values() if len(held) > 1]
    if len(several) < _FEWEST:
        return lines_of(pieces)
    return [row for held in several for row in (lines_of(held) if _are_rows(held) else [held])]


def _are_rows(held: Sequence[Piece]) -> bool:
    """Does a cell hold rows of values, as between the rules below the header and at the foot?"""
    return len(levels(held)) > _MOST_LINES and sum(is_value(p.text) for p in held) > 0.5 * len(held)


def _is_corridor(x: float, rows: Sequence[Sequence[Piece]]) -> bool:
    crossing = sum(any(crosses(p, x) for p in row) for row in rows)
    beside = [([p for p in row if p.x1 <= x], [p for p in row if p.x0 >= x]) for row in rows]
    nearest = [(max(left, key=lambda p: p.x1), min(right, key=lambda p: p.x0)) for left, right in beside if left and right]
    if len(nearest) < max(_FEWEST, 0.5 * (len(rows) - crossing)) or crossing > _MOST_CROSSING * len(rows):
        return False
    of_values = sum(is_value(a.text) and is_value(b.text) and not _GOES_ON.match(b.text) for a, b in nearest) > 0.5 * len(nearest)
    return of_values or median((right.x0 - left.x1) / right.height for left, right in nearest) > _WIDE


def _widest_of_each(found: Sequence[tuple[float, int]], rows: Sequence[Sequence[Piece]]) -> list[float]:
    """One cut for each two columns: of cuts with nothing between them in most rows the one least crossed, then of least rank."""
    out: list[tuple[float, int]] = []
    for x, rank in found:
        between = sum(any(out[-1][0] < (p.x0 + p.x1) / 2 < x for p in row) for row in rows) if out else _FEWEST
        if between >= _FEWEST:
            out.append((x, rank))
        elif (_crossings(x, rows), rank) < (_crossings(out[-1][0], rows), out[-1][1]):
            out[-1] = (x, rank)
    return [x for x, _ in out]


def _crossings(x: float, rows: Sequence[Sequence[Piece]]) -> int:
    return sum(crosses(p, x) for row in rows for p in row)


def _cells_parted(lattice: Lattice, pieces: Sequence[Piece], new: frozenset[float], *, below: int = 0) -> Lattice:
    """Cells merged over a cut that nothing in them crosses: at new cuts all of them, at drawn ones where words stand apart.

    The cells of the first `below` rows are known.
    """
    inside: dict[int, list[Piece]] = {}
    for piece in pieces:
        inside.setdefault(piece.span, []).append(piece)
    wide = [i for i, span in enumerate(lattice.spans) if span.column_end > span.column + 1 and span.row >= below]
    merged = {i: inside.get(i, []) for i in wide}
    told = new | _cuts_told(lattice, merged)
    parted: dict[int, list[int]] = {}
    for index, span in ((index, lattice.spans[index]) for index in merged):
        cuts = range(span.column + 1, span.column_end)
        held = _widened_in_header(merged[index], span, lattice)
        if _is_title(lattice, span, held):
            continue
        free = [k for k in cuts if not any(crosses(p, lattice.xs[k]) for p in held)]
        apart = [k for k in free if _parts_a_line(held, lattice.xs[k])]
        is_row = apart and len(apart) >= _OF_FREE * len(free)
        parted[index] = [k for k in free if is_row or lattice.xs[k] in told]
    return spans_parted(lattice, {index: cuts for index, cuts in parted.items() if cuts})


def _is_title(lattice: Lattice, span: Span, held: Sequence[Piece]) -> bool:
    """Does a cell above others hold one piece a line, each in its middle?"""
    middle = (lattice.xs[span.column] + lattice.xs[span.column_end]) / 2
    centred = all(abs((p.x0 + p.x1) / 2 - middle) < _CENTRED for p in held)
    return bool(held) and span.row < _MOST_HEADER_LEVELS and centred and len(levels(held)) == len(held)


def _widened_in_header(held: Sequence[Piece], span: Span, lattice: Lattice) -> Sequence[Piece]:
    return titles_widened(held, lattice.xs[span.column : span.column_end + 1]) if span.row < _MOST_HEADER_LEVELS else held


def _cuts_told(lattice: Lattice, merged: dict[int, list[Piece]]) -> frozenset[float]:
    """Drawn cuts that part the words of most cells that are merged over them: uprights that end below the header."""
    out: list[float] = []
    for k in range(1, len(lattice.xs) - 1):
        over = [held for i, held in merged.items() if held and lattice.spans[i].column < k < lattice.spans[i].column_end]
        parting = sum(_parts_a_line(held, lattice.xs[k]) for held in over)
        if parting >= _FEWEST and parting >= 0.5 * len(over):
            out.append(lattice.xs[k])
    return frozenset(out)


def _parts_a_line(pieces: Sequence[Piece], x: float) -> bool:
    left, right = ([p for p in pieces if p.x1 <= x + _TOLERANCE], [p for p in pieces if p.x0 >= x - _TOLERANCE])
    return any(is_beside(a, b) for a in left for b in right)


def _headers_parted(lines: PageLines, lattice: Lattice) -> Lattice:
    """The lattice with the levels of its header parted: words over several columns, and below them the words of each."""
    for _ in range(_MOST_SPANNING):
        below = _levels_below(lattice, pieces_in_lattice(lines, lattice))
        if not below:
            return lattice
        index, (foot, top) = next(iter(below.items()))
        span = lattice.spans[index]
        drawn = [k for k in range(span.row + 1, span.row_end) if foot - _TOLERANCE < lattice.ys[k] < top + _TOLERANCE]
        lattice, at = (lattice, drawn[0]) if drawn else row_cut(lattice, (foot + top) / 2)
        lattice = spans_parted(lattice, {index: [at]}, by_rows=True)
        lattice = _cells_parted(lattice, pieces_in_lattice(lines, lattice), frozenset())
    return lattice


def _levels_below(lattice: Lattice, pieces: Sequence[Piece]) -> dict[int, tuple[float, float]]:
    """Cells of a header that hold words over several columns, and lower the words of each: where the ones end and the others begin."""
    out: dict[int, tuple[float, float]] = {}
    for index, span in enumerate(lattice.spans):
        if span.row >= _MOST_HEADER_LEVELS or span.column_end - span.column < 2:
            continue
        cuts = lattice.xs[span.column + 1 : span.column_end]
        held = _widened_in_header([p for p in pieces if p.span == index], span, lattice)
        across = [p for p in held if any(crosses(p, x) for x in cuts)]
        foot = _foot_of_title(across, held)
        over = [p for p in held if p.bottom <= foot + _TOLERANCE]
        under = [p for p in held if p.middle > foot]
        if over and len(over) + len(under) == len(held) and any(_parts_a_line(under, x) for x in cuts):
            out[index] = foot, min(p.top for p in under)
    return out


def _foot_of_title(across: Sequence[Piece], held: Sequence[Piece]) -> float:
    """Where the first words over several columns end: on their line, or on the next that stands alone in the middle below them."""
    if not across:
        return 0.0
    foot, last = across[0].bottom, across[0]
    for piece in held:
        centred = abs(piece.x0 + piece.x1 - last.x0 - last.x1) < 2 * _CENTRED
        if piece.middle > last.middle + _TOLERANCE and not any(p is not piece and is_level(p, piece) for p in held):
            if not centred:
                break
            foot, last = piece.bottom, piece
    return foot
