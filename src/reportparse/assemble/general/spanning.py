"""Words over several columns of a header that no rule shows: they stand in the middle above the words of these columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reportparse.assemble.general.innerrows import YEAR
from reportparse.assemble.ruled.pieces import Piece, is_beside

_CENTRED = 2.5  # points from the middle of the columns to that of the words
_GOES_ON = re.compile(r"[(\[a-z]")
_SAME_MIDDLE = 1.0  # points
_MARGIN = 1.5  # points inside the outer cuts


def titles_widened(pieces: Sequence[Piece], xs: Sequence[float], under: Sequence[Piece] = ()) -> list[Piece]:
    """The pieces of one cell, those that stand in the middle over more columns than they reach into as wide as these; `xs` are its cuts,
    `under` the words of a header that a rule parts from it."""
    return [_widened(piece, (pieces, under), xs) for piece in pieces] if len(xs) > 2 else list(pieces)


def _widened(piece: Piece, words: tuple[Sequence[Piece], Sequence[Piece]], xs: Sequence[float]) -> Piece:
    pieces, under = [*words[0], *words[1]], words[1]
    first = max(bisect_left(xs, piece.x0) - 1, 0)
    last = min(bisect_left(xs, piece.x1), len(xs) - 1)
    below = [p for p in pieces if p.top > piece.bottom - _MARGIN]
    wider = [(i, j) for i in range(first + 1) for j in range(last, len(xs)) if j - i > max(last - first, 1)]
    run = [(i, j) for i, j in wider if _are_years_in_turn(below, xs[i : j + 1])]
    told = bool(under or run) or _is_amid_years(piece, below)  # what a rule parts from its titles has some everywhere
    if not below or (not told and _is_centred(piece, xs[first], xs[last])):
        return piece
    level = [p for p in pieces if p is not piece and is_beside(p, piece)]
    same = [p for p in below if abs(_middle(p) - _middle(piece)) < _SAME_MIDDLE]
    if any(_GOES_ON.match(p.text) for p in same) or piece.text.count("(") > piece.text.count(")"):
        return piece
    if same:  # the words of the middle column, or the next line of its own
        own = bisect_left(xs, _middle(piece))
        wider = [(i, j) for i, j in wider if i + j == 2 * own - 1]
    for i, j in [*sorted(run, key=_width, reverse=True), *sorted(wider, key=_width)]:
        beside = any(xs[i] < _middle(p) < xs[j] for p in level)
        if not beside and _are_filled(below, xs[i : j + 1]) and _is_over(piece, below, (xs[i], xs[j])):
            return replace(piece, x0=min(piece.x0, xs[i] + _MARGIN), x1=max(piece.x1, xs[j] - _MARGIN))
    return piece


def _width(ends: tuple[int, int]) -> int:
    return ends[1] - ends[0]


def _are_years_in_turn(pieces: Sequence[Piece], xs: Sequence[float]) -> bool:
    """Does one year stand in each of these columns, each later by one: a title in their middle is over all of them?"""
    held = sorted((p for p in pieces if xs[0] < _middle(p) < xs[-1]), key=_middle)
    if len(held) != len(xs) - 1 or not all(YEAR.fullmatch(p.text) and p.text[:4].isdigit() for p in held):
        return False
    years = [int(p.text[:4]) for p in held]
    return all(later == year + 1 for year, later in pairwise(years))


def _is_amid_years(piece: Piece, below: Sequence[Piece]) -> bool:
    """Do years stand below it, in the middle and at both sides?"""
    years = [_middle(p) - _middle(piece) for p in below if YEAR.fullmatch(p.text)]
    return len(years) > 2 and min(map(abs, years)) < _SAME_MIDDLE and min(years) < -_SAME_MIDDLE and max(years) > _SAME_MIDDLE


def _is_over(piece: Piece, below: Sequence[Piece], ends: tuple[float, float]) -> bool:
    """Does it stand in the middle of the columns, or of the words in them? Cuts run anywhere between columns."""
    held = [p for p in below if ends[0] < _middle(p) < ends[1]]
    first, last = min(held, key=_middle), max(held, key=_middle)
    words = (first.x0, last.x1), (_middle(first), _middle(last))
    return any(_is_centred(piece, left, right) for left, right in (ends, *words))


def _is_centred(piece: Piece, left: float, right: float) -> bool:
    return abs(_middle(piece) - (left + right) / 2) < _CENTRED


def _middle(piece: Piece) -> float:
    return (piece.x0 + piece.x1) / 2


def _are_filled(pieces: Sequence[Piece], xs: Sequence[float]) -> bool:
    """Do words stand in each of these columns?"""
    return {bisect_left(xs, _middle(p)) for p in pieces} >= set(range(1, len(xs)))
