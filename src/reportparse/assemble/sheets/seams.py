"""The rules of two pages that stand beside one another as they would be had nothing been cut.

Where a page ends its cells are closed, those of a title too that goes on over the columns of the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportparse.geometry import values_clustered
from reportparse.model import Glyphs, Page, Rules

_SAME = 1.5  # points

@dataclass(frozen=True, slots=True)
class Seam:
    """How far a page goes to the right, and where the one beside which it goes ends."""

    shift: float
    edge: float


Rows = list[tuple[float, float]]
"""From one height to another."""


def rules_beside(host: Rules, strip: Rules, shift: float) -> Rules:
    """Those of both, the strip's moved to the right."""
    level = strip.horizontal + np.array([0, shift, shift], np.float32)
    upright = strip.vertical + np.array([shift, 0, 0], np.float32)
    return Rules(np.concatenate([host.horizontal, level]), np.concatenate([host.vertical, upright]))


def rules_opened(host: Page, strip: Page, joined: Rules, edge: float) -> Rules:
    """`joined` without the upright at `edge` in rows that are one cell of the host, and nothing on the strip."""
    levels = values_clustered(host.rules.horizontal[:, 0], _SAME)
    rows = list(pairwise(levels))
    inner = [_inner(host.rules, row) for row in rows]
    if not any(inner):
        return joined
    titles = [row for row, n in zip(rows, inner, strict=True) if not n and _is_bare(strip, row) and _holds(host.glyphs, row)]
    at_edge = np.abs(joined.vertical[:, 0] - edge) < _SAME
    cut = [piece for rule in joined.vertical[at_edge].tolist() for piece in _without(rule, titles)]
    return Rules(joined.horizontal, np.concatenate([joined.vertical[~at_edge], np.array(cut, np.float32).reshape(-1, 3)]))


def _inner(rules: Rules, row: tuple[float, float]) -> int:
    """How many uprights stand in this row, those at both ends of the level rules left out."""
    x, top, bottom = rules.vertical.T
    middle = (row[0] + row[1]) / 2
    left, right = rules.horizontal[:, 1].min(), rules.horizontal[:, 2].max()
    return int(((top < middle) & (bottom > middle) & (x > left + _SAME) & (x < right - _SAME)).sum())


def _is_bare(strip: Page, row: tuple[float, float]) -> bool:
    return not _holds(strip.glyphs, row) and len(strip.rules.horizontal) > 0 and not _inner(strip.rules, row)


def _holds(glyphs: Glyphs, row: tuple[float, float]) -> bool:
    middle: NDArray[np.floating] = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    return bool(((middle > row[0]) & (middle < row[1])).any())


def _without(rule: list[float], rows: Rows) -> list[list[float]]:
    """What is left of an upright rule."""
    x, start, end = rule
    out: list[list[float]] = []
    for top, bottom in rows:
        if top + _SAME < end and bottom - _SAME > start:
            out += [[x, start, top]] if top - start > _SAME else []
            start = bottom
    return [*out, [x, start, end]] if end - start > _SAME else out
