"""One table out of rows of shaded cells.

Where every other row is shaded, those between them are rows too, and one above the last rule; where the header alone is, the rows below
it are those between level rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from reportparse.assemble.general.onrules import rules_whole
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import lattice_of
from reportparse.geometry import Span
from reportparse.model import Floats

_SAME = 3.0  # points
_BESIDE = 6.0  # points: tables of level rules reach 3 beyond their ends
_HIGHEST = 3.0  # of the height of a shaded row


def stripes_joined(shaded: Sequence[Lattice], levels: Floats) -> list[Lattice]:
    """The lattices of shaded cells, those whose columns are the same as one."""
    out: list[Lattice] = []
    for lattice in shaded:
        if out and _go_on(out[-1], lattice):
            out[-1] = _joined(out[-1], lattice)
        else:
            out.append(lattice)
    joined = [one for one in out if not any(one is lattice for lattice in shaded)]
    return [_closed(one, levels) if any(one is each for each in joined) else one for one in out]


def _go_on(above: Lattice, below: Lattice) -> bool:
    same = len(above.xs) == len(below.xs) and all(abs(a - b) < _SAME for a, b in zip(above.xs, below.xs, strict=True))
    return same and 0 < below.ys[0] - above.ys[-1] < _HIGHEST * (below.ys[-1] - below.ys[0])


def _row(lattice: Lattice, row: int) -> list[Span]:
    return [Span(row, column, row + 1, column + 1) for column in range(len(lattice.xs) - 1)]


def _joined(above: Lattice, below: Lattice) -> Lattice:
    down = len(above.ys)
    spans = [replace(span, row=span.row + down, row_end=span.row_end + down) for span in below.spans]
    return lattice_of(above.xs, (*above.ys, *below.ys), [*above.spans, *_row(above, down - 1), *spans])


def _closed(lattice: Lattice, levels: Floats) -> Lattice:
    """The lattice with one more row, where a rule as wide as it stands a row's height below it."""
    height = median(b - a for a, b in pairwise(lattice.ys))
    foot = lattice.ys[-1]
    near = [
        y
        for y, start, end in rules_whole(levels)
        if _SAME < y - foot < 2 * height and abs(start - lattice.xs[0]) < _SAME and abs(end - lattice.xs[-1]) < _SAME
    ]
    if not near:
        return lattice
    return lattice_of(lattice.xs, (*lattice.ys, min(near)), [*lattice.spans, *_row(lattice, len(lattice.ys) - 1)])


def heads_joined(shaded: Sequence[Lattice], level: Sequence[Lattice]) -> list[Lattice]:
    """The lattices of shaded cells, those above a table of level rules with its rows below them: only its header is shaded."""
    return [next((_with_rows_of(one, below) for below in level if _heads(one, below)), one) for one in shaded]


def _heads(head: Lattice, table: Lattice) -> bool:
    ends = abs(head.xs[0] - table.xs[0]) < _BESIDE and abs(head.xs[-1] - table.xs[-1]) < _BESIDE
    meets = any(abs(head.ys[-1] - y) < _SAME for y in table.ys)
    return ends and meets and table.ys[-1] > head.ys[-1] + _SAME


def _with_rows_of(head: Lattice, table: Lattice) -> Lattice:
    """The header with a cell over its whole width for each band of the table below it."""
    foot, n = head.ys[-1], len(head.ys) - 1
    rows = [y for y in table.ys if y > foot + _SAME]
    bands = [Span(n + k, 0, n + k + 1, len(head.xs) - 1) for k in range(len(rows))]
    return lattice_of(head.xs, (*head.ys, *rows), [*head.spans, *bands])
