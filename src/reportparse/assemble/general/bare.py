"""Tables with neither rules nor shading: rows of values that stand in columns.

Held to a strict standard, because prose, lists and contents stand in rows too: several rows one after another, each with two values at
least, and nearly all values in line with one of another row. What has fewer is left to the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportparse.assemble.general.innerrows import YEAR, is_value
from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, is_cased, lattice_of, lines_of, pieces_in_lattice
from reportparse.geometry import Span

_FEWEST_ROWS = 4
_MOSTLY = 0.7  # of what stands behind the name
_LEADERS = re.compile(r"\.{4}")
_FEWEST_VALUES = 2  # in a row, behind its name; tables of contents have one
_MOST_BETWEEN = 2  # lines between rows: titles of groups, names that wrap
_FURTHEST = 2.5  # of the font box, from line to line
_LONGEST = 60  # characters of a name: a longer one is a line of prose
_ALIGNED = 0.9  # of the values
_IN_LINE = 2.0  # points
_OVER = 3.0  # points by which the table reaches beyond its words

Row = list[Piece]


def lattices_of_bare_rows(lines: PageLines, found: Sequence[Lattice]) -> list[Lattice]:
    """A lattice of one cell for each run of rows outside those that were `found`."""
    page = lines.page
    everything = lattice_of((0.0, page.width), (0.0, page.height), [Span(0, 0, 1, 1)])
    pieces = [p for p in pieces_in_lattice(lines, everything) if not any(_is_in(p, one) for one in found)]
    rows = [sorted(row, key=lambda p: p.x0) for row in lines_of(pieces)]
    return [_around(run) for run in _runs(rows) if _are_columns(run)]


def _is_in(piece: Piece, lattice: Lattice) -> bool:
    middle = (piece.x0 + piece.x1) / 2
    return lattice.xs[0] < middle < lattice.xs[-1] and lattice.ys[0] < piece.middle < lattice.ys[-1]


def _values(row: Row) -> list[Piece]:
    return [p for p in row[1:] if is_value(p.text) and p.text.strip(".")]


def _is_of_values(row: Row) -> bool:
    """A name, and values behind it, numbers among them; years alone are a header, and dots that lead to a page no values."""
    if max(len(p.text) for p in row) > _LONGEST or any(_LEADERS.search(p.text) for p in row[1:]):
        return False
    values = _values(row)
    numbers = [p for p in values if any(map(str.isdigit, p.text))]
    enough = len(values) >= max(_FEWEST_VALUES, _MOSTLY * (len(row) - 1))
    return enough and bool(numbers) and not all(YEAR.fullmatch(p.text) for p in values)


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of values that follow one another, with what stands between them."""
    out: list[list[Row]] = []
    held: list[Row] = []
    between: list[Row] = []
    for row in rows:
        last = [*held, *between]
        if last and row[0].middle - last[-1][0].middle > _FURTHEST * row[0].height:
            out, held, between = [*out, held], [], []
        if _is_of_values(row):
            held, between = [*held, *between, row], []
        elif held and len(between) < _MOST_BETWEEN and len(row) == 1 and len(row[0].text) <= _LONGEST:
            between.append(row)
        else:
            out, held, between = [*out, held], [], []
    return [run for run in [*out, held] if sum(map(_is_of_values, run)) >= _FEWEST_ROWS]


def _are_columns(run: Sequence[Row]) -> bool:
    """Do nearly all values begin, end, or have their middle where one of another row has?"""
    values = [(at, p) for at, row in enumerate(run) for p in _values(row)]
    if not is_cased([p for row in run for p in row]):
        return False
    aligned = sum(any(other != at and _are_in_line(p, q) for other, q in values) for at, p in values)
    return aligned >= _ALIGNED * len(values)


def _are_in_line(one: Piece, other: Piece) -> bool:
    ends = abs(one.x1 - other.x1) < _IN_LINE or abs(one.x0 - other.x0) < _IN_LINE
    return ends or abs(one.x0 + one.x1 - other.x0 - other.x1) < 2 * _IN_LINE


def _around(run: Sequence[Row]) -> Lattice:
    pieces = [p for row in run for p in row]
    x0, x1 = min(p.x0 for p in pieces) - _OVER, max(p.x1 for p in pieces) + _OVER
    return lattice_of((x0, x1), (min(p.top for p in pieces) - 1, max(p.bottom for p in pieces) + 1), [Span(0, 0, 1, 1)])
