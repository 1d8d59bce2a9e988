"""Names beside a row that only ends of upright rules tell: a unit or a title over the columns of values merges no names beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, levels, spans_parted
from reportparse.model import Floats

_ON_RULE = 2.0  # points
_INTO = 2.5  # points by which the font box of a line may reach over an edge
_FEWEST = 2  # lines
_COLUMNS_OF_NAMES = 2


def lattice_parted_beside_titles(lattice: Lattice, pieces: Sequence[Piece], drawn: Floats) -> Lattice:
    """The lattice with cells of its columns of names that hold several names parted at rows that no rule draws."""
    undrawn = [k for k, y in enumerate(lattice.ys) if not bool((np.abs(drawn[:, 0] - y) < _ON_RULE).any())]
    parted: dict[int, list[int]] = {}
    for index, span in enumerate(lattice.spans):
        is_of_names = span.column < _COLUMNS_OF_NAMES and span.row > 0
        cuts = [k for k in undrawn if span.row < k < span.row_end] if is_of_names else []
        if cuts:
            parted[index] = _between_lines(lattice, [p for p in pieces if p.span == index], cuts)
    return spans_parted(lattice, parted, by_rows=True) if any(parted.values()) else lattice


def _between_lines(lattice: Lattice, held: Sequence[Piece], cuts: Sequence[int]) -> list[int]:
    if len(levels(held)) < _FEWEST:
        return []
    return [k for k in cuts if not any(p.top < lattice.ys[k] - _INTO and p.bottom > lattice.ys[k] + _INTO for p in held)]
