"""Cells over several columns in tables whose rules stand upright alone: titles of groups, and words of a header over several years.

No level rule parts them from what is above and below; that upright rules end there, and begin again, does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from reportparse.geometry import values_clustered
from reportparse.model import Floats

_SNAP = 3.5  # points: there a level rule stands already
_SHORTEST = 8.0  # points: the lowest row seen; gaps in long dashes are 7

Gap = tuple[float, float]
"""Two heights between which an upright rule has no piece."""


def levels_closed(levels: Floats, uprights: Floats) -> Floats:
    """The level rules of a table, with one more where inner upright rules end or begin again and none stands there: from the one to the
    other of those beside them that run past."""
    top, bottom = float(levels[:, 0].min()), float(levels[:, 0].max())
    if uprights[:, 1].max() < top + _SHORTEST and uprights[:, 2].min() > bottom - _SHORTEST:
        return levels  # every rule runs from end to end
    xs = values_clustered(uprights[:, 0], _SNAP)
    gaps = [_gaps(uprights[np.abs(uprights[:, 0] - x) < _SNAP, 1:].tolist(), top, bottom) for x in xs]
    added = [(y, x0, x1) for x0, x1, gap in _shared(xs, gaps) for y in gap if not _is_drawn(levels, y, (x0 + x1) / 2)]
    return np.vstack([levels, np.array(added, np.float32)]) if added else levels


def _gaps(pieces: Sequence[Sequence[float]], top: float, bottom: float) -> list[Gap]:
    """The stretches in which none of the pieces stands."""
    ends = [(top, top), *sorted((start, end) for start, end in pieces), (bottom, bottom)]
    return [(a[1], b[0]) for a, b in pairwise(ends) if b[0] - a[1] > _SHORTEST]


def _shared(xs: Sequence[float], gaps: Sequence[Sequence[Gap]]) -> Iterator[tuple[float, float, Gap]]:
    """Each gap of inner rules once, with the places of the rules beside it: neighbours that have the same one share it."""
    for at in range(1, len(xs) - 1):
        for gap in gaps[at]:
            if not _has(gaps[at - 1], gap):
                after = next((n for n, own in enumerate(gaps[at + 1 : -1]) if not _has(own, gap)), len(gaps) - at - 2)
                yield xs[at - 1], xs[at + 1 + after], gap


def _has(gaps: Sequence[Gap], wanted: Gap) -> bool:
    return any(abs(a - wanted[0]) < _SNAP and abs(b - wanted[1]) < _SNAP for a, b in gaps)


def _is_drawn(levels: Floats, y: float, x: float) -> bool:
    return bool(((np.abs(levels[:, 0] - y) < _SNAP) & (levels[:, 1] < x) & (levels[:, 2] > x)).any())
