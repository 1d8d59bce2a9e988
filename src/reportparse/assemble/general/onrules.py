"""Words of a header that stand on a rule of their own: the rule is as long as the columns that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, is_beside
from reportparse.model import Floats

_REACH = 0.8  # of the font box, from the foot of the words to the rule: what stands further down has words of its own
_OVER = 2.0  # points by which words may pass the ends of their rule
_ALIGNED = 3.0  # points from the middle of the rule to that of the words, or from the one's beginning to the other's
_AT_SIDE = 5.0  # points: a rule from side to side tells nothing
_GAP = 1.0  # points between pieces of one rule
_TOUCHING = 0.4  # of the font box: between two lines of one title


def pieces_on_rules(pieces: Sequence[Piece], lattice: Lattice, levels: Floats, *, below: int) -> list[Piece]:
    """The pieces, those in the rows above `below` that stand on a rule as wide as it."""
    rules = _rules_in_header(lattice, levels, below)
    if not rules:
        return list(pieces)
    out = list(pieces)
    for at in sorted(range(len(out)), key=lambda at: -out[at].middle):
        if lattice.spans[out[at].span].row < below:
            out[at] = _widened(out[at], rules, [*out[:at], *out[at + 1 :]])
    return out


def _rules_in_header(lattice: Lattice, levels: Floats, below: int) -> list[tuple[float, float, float]]:
    x0, x1, top, bottom = lattice.xs[0], lattice.xs[-1], lattice.ys[0], lattice.ys[min(below, len(lattice.ys) - 1)]
    y, start, end = levels.T
    inside = levels[(y > top) & (y < bottom) & (start > x0 - _AT_SIDE) & (end < x1 + _AT_SIDE)]
    return [(y, start, end) for y, start, end in rules_whole(inside) if start > x0 + _AT_SIDE or end < x1 - _AT_SIDE]


def rules_whole(levels: Floats) -> list[tuple[float, float, float]]:
    """Rules that are drawn column by column, as one."""
    out: list[tuple[float, float, float]] = []
    for y, start, end in levels[np.lexsort((levels[:, 1], np.round(levels[:, 0])))].tolist():
        if out and abs(out[-1][0] - y) < 1 and start < out[-1][2] + _GAP:
            out[-1] = (y, out[-1][1], max(out[-1][2], end))
        else:
            out.append((y, start, end))
    return out


def _widened(piece: Piece, rules: Sequence[tuple[float, float, float]], others: Sequence[Piece]) -> Piece:
    """The piece as wide as the rule below it, or as the rule below the last line of its title."""
    for y, x0, x1 in rules:
        is_near = -_OVER <= y - piece.bottom < _REACH * piece.height
        if is_near and _is_aligned(piece, x0, x1) and not _is_shared(piece, (x0, x1), others):
            return replace(piece, x0=min(piece.x0, x0), x1=max(piece.x1, x1))
    under = (p for p in others if piece.middle < p.top + _OVER and p.top - piece.bottom < _TOUCHING * piece.height)
    line = next((p for p in under if any(p.x0 == x0 and p.x1 == x1 for _, x0, x1 in rules) and _is_aligned(piece, p.x0, p.x1)), None)
    return replace(piece, x0=line.x0, x1=line.x1) if line else piece


def _is_shared(piece: Piece, ends: tuple[float, float], others: Sequence[Piece]) -> bool:
    """Do other words stand beside it on the rule?"""
    return any(is_beside(p, piece) and ends[0] < (p.x0 + p.x1) / 2 < ends[1] for p in others)


def _is_aligned(piece: Piece, x0: float, x1: float) -> bool:
    within = piece.x0 > x0 - _OVER and piece.x1 < x1 + _OVER
    return within and (abs(piece.x0 + piece.x1 - x0 - x1) < 2 * _ALIGNED or abs(piece.x0 - x0) < _ALIGNED)
