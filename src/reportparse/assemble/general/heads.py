"""Headers that stand above the rules of their table."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from reportparse.assemble.general.innerrows import YEAR, is_value
from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, crosses, lattice_of, lines_of, pieces_in_lattice
from reportparse.geometry import Span

_REACH = 60.0  # points above the uppermost rule: four lines of a header
_GAP = 1.0  # of the font box, between the lines of a header, and between it and the rule
_VALUES = 0.6  # of the filled cells beside the first in a row of values
_MOST_TITLES = 2  # above the first values
_OVER = 3.0  # points


def lattice_with_header(lines: PageLines, lattice: Lattice, inside: Sequence[Piece], *, least: float = inf) -> Lattice:
    """The lattice with one more row above, where its first row holds values and what stands above it keeps to its columns; where it holds
    units, say, if that fills so much of the columns at least."""
    n_columns = len(lattice.xs) - 1
    fewest = max(2, 0.5 * (n_columns - 1)) if _begins_with_values(inside, lattice) else max(3, least * n_columns)
    x0, x1, foot = lattice.xs[0] - _OVER, lattice.xs[-1] + _OVER, lattice.ys[0]
    above = lattice_of((x0, x1), (foot - _REACH, foot), [Span(0, 0, 1, 1)])
    pieces = pieces_in_lattice(lines, above)
    top = foot
    taken: list[Piece] = []
    for line in reversed(lines_of(pieces)):
        if top - max(p.bottom for p in line) > _GAP * line[0].height or not _is_of_header(line, lattice):
            break
        top = min(p.top for p in line)
        taken += line
    if len({_column(p, lattice) for p in taken}) < fewest:
        return lattice
    spans = [Span(0, 0, 1, len(lattice.xs) - 1), *(Span(s.row + 1, s.column, s.row_end + 1, s.column_end) for s in lattice.spans)]
    return lattice_of(lattice.xs, (top - 1, *lattice.ys), spans)


def _begins_with_values(pieces: Sequence[Piece], lattice: Lattice) -> bool:
    """Does the first row that holds more than a title of a group hold values?"""
    rows: dict[int, dict[int, str]] = {}
    for piece in pieces:
        span = lattice.spans[piece.span]
        if span.column and span.row <= _MOST_TITLES:
            rows.setdefault(span.row, {}).setdefault(piece.span, piece.text)
    texts = rows[min(rows)].values() if rows else ()
    return len(texts) > 0 and sum(is_value(text) and not YEAR.fullmatch(text) for text in texts) >= _VALUES * len(texts)


def _is_of_header(line: Sequence[Piece], lattice: Lattice) -> bool:
    """Words that keep to the columns, or stand over several of them and not at the left, where captions begin."""
    inner = lattice.xs[1:-1]
    return all(not any(crosses(p, x) for x in inner) or p.x0 > inner[0] for p in line)


def _column(piece: Piece, lattice: Lattice) -> int:
    return sum(x < (piece.x0 + piece.x1) / 2 for x in lattice.xs)
