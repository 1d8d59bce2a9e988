"""Columns that no rule parts: corridors in which no words stand.

Where most rows hold words on both sides, a corridor parts columns.  A column may be nearly empty, and a table may have one row: then
the header tells, whose lowest words stand one above each column.  A word of the header that stands beside the values of its column,
not above them, makes no column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from reportparse.assemble.general.innerrows import is_value
from reportparse.assemble.ruled.pieces import Piece, crosses, is_beside, levels, lines_of, pieces_by_cell

_TOLERANCE = 1.0  # points by which words may reach into a cut
_MOST_LINES = 4  # of a row: more are several rows
_GOES_ON = re.compile(r"[±(\[%]|\d\d\d(?!\d)")  # begins the rest of a number that is set with blanks
_FEWEST = 3  # rows with words on both sides make a corridor between columns
_MOST_CROSSING = 0.25  # of the rows: headers and titles over several columns
_NARROWEST = 2.0  # points
_ALIGNED = 2.0  # points
_WIDE = 0.7  # of the font box, in most rows: blanks in justified lines are under 0.5; two values are apart anyway


def corridors(pieces: Sequence[Piece], heads: Sequence[Piece]) -> list[float]:
    """The middles of the corridors that part columns; `heads` are those of the pieces that stand in the header."""
    rows = _rows(pieces)
    cuts = _corridors_of_rows(pieces, rows)
    known = {id(piece) for piece in heads}
    body = [row for row in ([p for p in row if id(p) not in known] for row in rows) if row]
    leaves = _leaves(heads, body)
    if len(leaves) < 2:
        return cuts
    free = _free(leaves, body)
    middles = [(end + start) / 2 for end, start in free]
    cuts = [x for x in cuts if not any(end < x < start for end, start in free) and not _runs_through(x, leaves, middles, body)]
    cuts = sorted([*cuts, *middles])
    return _cuts_of_heads(cuts, leaves, body)


def _lowest_words(heads: Sequence[Piece]) -> list[Piece]:
    """The lowest words of a header, those above them that go on in no others as one piece with them."""
    out: list[Piece] = []
    for piece in sorted(heads, key=lambda p: -p.middle):
        below = [k for k, leaf in enumerate(out) if piece.x0 < leaf.x1 and piece.x1 > leaf.x0]
        if not below:
            out.append(piece)
        elif len(below) == 1 and _goes_on_in(piece, leaf := out[below[0]]):
            out[below[0]] = _together(leaf, piece)
    return sorted(out, key=lambda p: p.x0)


def _together(one: Piece, other: Piece) -> Piece:
    top, bottom = min(one.top, other.top), max(one.bottom, other.bottom)
    x0, x1 = min(one.x0, other.x0), max(one.x1, other.x1)
    return replace(one, x0=x0, x1=x1, middle=(top + bottom) / 2, height=bottom - top)


def _leaves(heads: Sequence[Piece], body: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The lowest words without those that hang between two columns, above the words of these and in their middle or above nothing else."""
    found = _lowest_words(heads)
    standing = [p for row in body for p in row]
    out: list[Piece] = []
    for at, leaf in enumerate(found):
        beside = [found[k] for k in (at - 1, at + 1) if 0 <= k < len(found)]
        hangs = beside and all(leaf.bottom < other.top + _TOLERANCE for other in beside)
        if not hangs or (not _is_amid(leaf, beside) and any(p.x0 < leaf.x1 and p.x1 > leaf.x0 for p in standing)):
            out.append(leaf)
    return out


def _is_amid(leaf: Piece, beside: Sequence[Piece]) -> bool:
    return len(beside) > 1 and abs(sum(p.x0 + p.x1 for p in beside) / 2 - leaf.x0 - leaf.x1) < 2 * _ALIGNED


def _runs_through(x: float, leaves: Sequence[Piece], free: Sequence[float], body: Sequence[Sequence[Piece]]) -> bool:
    """Does a cut there run through a word of the header, and one that does not parts the same values?"""
    if not any(crosses(p, x) for p in leaves):
        return False
    return any(not any(_is_in(p, (min(x, y), max(x, y))) for row in body if len(row) > 1 for p in row) for y in free)


def _goes_on_in(piece: Piece, leaf: Piece) -> bool:
    """Do the words of one column stand one above the other? Words over several columns are longer than one of these and stand elsewhere."""
    centred = abs(piece.x0 + piece.x1 - leaf.x0 - leaf.x1) < 2 * _ALIGNED
    return (centred or abs(piece.x0 - leaf.x0) < _ALIGNED) and not is_beside(piece, leaf)


def _free(leaves: Sequence[Piece], body: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """Where neither lowest words of the header stand nor words of the body, between two of the header; titles alone in their row aside."""
    standing = sorted((p.x0, p.x1) for p in (*leaves, *(p for row in body if len(row) > 1 for p in row)))
    found: list[tuple[float, float]] = []
    reach = standing[0][1]
    for x0, x1 in standing:
        if x0 - reach >= _NARROWEST:
            found.append((reach, x0))
        reach = max(reach, x1)
    first, last = min(p.x0 for p in leaves), max(p.x0 for p in leaves)
    alone = [row[0] for row in body if len(row) == 1]
    return [_narrowed(end, start, alone) for end, start in found if first < end and start <= last + _TOLERANCE]


def _narrowed(end: float, start: float, alone: Sequence[Piece]) -> tuple[float, float]:
    """The corridor without the ends of lines of a name that run into it, not over it."""
    right = max([end, *(p.x1 for p in alone if p.x0 < end < p.x1 < start - _NARROWEST)])
    return right, min([start, *(p.x0 for p in alone if right + _NARROWEST < p.x0 < start < p.x1)])


@dataclass(frozen=True, slots=True)
class _Column:
    """How many of the header's words, and in which rows words, stand between two cuts."""

    heads: int
    rows: frozenset[int]


def _cuts_of_heads(cuts: list[float], leaves: Sequence[Piece], body: Sequence[Sequence[Piece]]) -> list[float]:
    """The cuts without those between words of the header and the values that stand beside them, and beside nothing."""
    while True:
        columns = [_column(ends, leaves, body) for ends in _ends(cuts)]
        at = _first_beside(columns)
        if at is None:
            return cuts
        of_nothing = [k for k in (at, at + 1) if k < len(cuts) and columns[at + 1] == _Column(0, frozenset())]
        worst = max(of_nothing or [at], key=lambda k: _crossings(cuts[k], [leaves, *body]))
        cuts = [*cuts[:worst], *cuts[worst + 1 :]]


def _first_beside(columns: Sequence[_Column]) -> int | None:
    """The number of the first cut between a word and its values: most stand at its right, names may begin at the left of theirs."""
    right = (k for k, (left, right) in enumerate(pairwise(columns)) if _are_one(left, right))
    left = (k for k, (left, right) in enumerate(pairwise(columns)) if _are_one(right, left))
    return next(right, next(left, None))


def _column(ends: tuple[float, float], leaves: Sequence[Piece], body: Sequence[Sequence[Piece]]) -> _Column:
    rows = (at for at, row in enumerate(body) if len(row) > 1 and any(_is_in(p, ends) for p in row))
    return _Column(sum(_is_in(p, ends) for p in leaves), frozenset(rows))


def _ends(cuts: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise([float("-inf"), *cuts, float("inf")]))


def _is_in(piece: Piece, ends: tuple[float, float]) -> bool:
    return ends[0] < (piece.x0 + piece.x1) / 2 <= ends[1]


def _are_one(head: _Column, values: _Column) -> bool:
    """Is no row filled in both, and the header above one of them alone?"""
    return values.heads == 0 and not head.rows & values.rows


def _corridors_of_rows(pieces: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> list[float]:
    """The middles of the corridors that part columns."""
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
    several = [held for held in pieces_by_cell(pieces).values() if len(held) > 1]
    if len(several) < _FEWEST:
        return lines_of(pieces)
    return [row for held in several for row in (lines_of(held) if are_rows(held) else [held])]


def are_rows(held: Sequence[Piece]) -> bool:
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
