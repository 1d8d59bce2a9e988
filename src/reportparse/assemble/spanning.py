"""Words over several columns of a header that no rule shows: they stand in the middle above the words of these columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from reportparse.assemble.pieces import Piece, is_beside

_CENTRED = 2.5  # points from the middle of the columns to that of the words
_MARGIN = 1.5  # points inside the outer cuts


def titles_widened(pieces: Sequence[Piece], xs: Sequence[float]) -> list[Piece]:
    """The pieces of one cell, those that stand in the middle over more columns than they reach into as wide as these; `xs` are its cuts."""
    return [_widened(piece, pieces, xs) for piece in pieces] if len(xs) > 2 else list(pieces)


def _widened(piece: Piece, pieces: Sequence[Piece], xs: Sequence[float]) -> Piece:
    first = max(bisect_left(xs, piece.x0) - 1, 0)
    last = min(bisect_left(xs, piece.x1), len(xs) - 1)
    below = [p for p in pieces if p.top > piece.bottom - _MARGIN]
    if not below or _is_centred(piece, xs[first], xs[last]):
        return piece
    level = [p for p in pieces if p is not piece and is_beside(p, piece)]
    wider = [(i, j) for i in range(first + 1) for j in range(last, len(xs)) if j - i > max(last - first, 1)]
    for i, j in sorted(wider, key=lambda ends: ends[1] - ends[0]):
        if _is_centred(piece, xs[i], xs[j]) and not any(xs[i] < _middle(p) < xs[j] for p in level) and _are_filled(below, xs[i : j + 1]):
            return replace(piece, x0=min(piece.x0, xs[i] + _MARGIN), x1=max(piece.x1, xs[j] - _MARGIN))
    return piece


def _is_centred(piece: Piece, left: float, right: float) -> bool:
    return abs(_middle(piece) - (left + right) / 2) < _CENTRED


def _middle(piece: Piece) -> float:
    return (piece.x0 + piece.x1) / 2


def _are_filled(pieces: Sequence[Piece], xs: Sequence[float]) -> bool:
    """Do words stand in each of these columns?"""
    return {bisect_left(xs, _middle(p)) for p in pieces} >= set(range(1, len(xs)))
