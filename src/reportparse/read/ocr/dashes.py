"""Rules that are printed in dashes or dots, and those that a worn drum or a copy of a copy broke into them.

Pieces in line are one rule where each is thin, with paper above and below, where little is missing between them, and where the whole
meets rules the other way.  Dots that lead to a page's number meet none; a column of lone 1s, as thin as dashes and as near to one
another, never touches the rules between them.
"""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.model import Floats
from reportparse.read.ocr.seals import Mask, Pixels

_THIN = 0.3  # em: a piece and the paper on either side of it; the strokes of a character stand nearer to one another
_GAP_LEVEL, _GAP_UPRIGHT = 0.8, 0.5  # em: dashes stand 0.2 to 0.4 apart, lone 1s of the tightest rows 0.35
_LONG, _TALL = 4.5, 1.2  # em: of the whole; six dots of an ellipsis are 2, a row 1.5
_COVERED = 0.3  # of its length
_DRIFT = 3  # pixels: a sheet is level to half a pixel, paper is not
_FEWEST = 2  # rules across it
_TOUCHED = 0.3  # of these: a dash touches two in three of the rules that it meets
_BESIDE = 0.12  # em


def with_dashes_joined(trace: Mask, em: float) -> Mask:
    """`trace`, and what is missing between the pieces of a rule."""
    level, upright = _lines(trace, (_LONG, _GAP_LEVEL), em), _lines(trace.T, (_TALL, _GAP_UPRIGHT), em)
    if not (level.any() or upright.any()):
        return trace
    solid_level, solid_upright = (_opened(part.astype(np.uint8), (1, round(_LONG * em))) for part in (trace, np.ascontiguousarray(trace.T)))
    upright = _meeting(upright, (level | solid_level).T, trace.T, em)
    level = _meeting(level, (upright | solid_upright).T, None, em)
    joined: Mask = trace | (level > 0) | (upright.T > 0)
    return joined


def _opened(mask: Pixels, shape: tuple[int, int]) -> Pixels:
    opened: Pixels = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    return opened


def _closed(mask: Pixels, shape: tuple[int, int]) -> Pixels:
    closed: Pixels = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones(shape, np.uint8))
    return closed


def _lines(trace: Mask, size: tuple[float, float], em: float) -> Pixels:
    """Level lines of thin pieces, so long as a whole, with such gaps between them."""
    long, gap = (round(part * em) for part in size)
    dark = np.ascontiguousarray(trace).astype(np.uint8)
    side = round(_THIN * em)
    thin = dark & ~_opened(_closed(dark, (side, 1)), (side, 1))
    joined = _opened(_closed(cv2.dilate(thin, np.ones((_DRIFT, 1), np.uint8)), (1, gap)), (1, long))
    n, label, stats, _ = cv2.connectedComponentsWithStats(joined)
    kept = np.zeros(n, np.uint8)
    for i, (x, y, wide, high, _) in enumerate(stats.tolist()):
        if i and high <= side:
            covered = thin[y : y + high, x : x + wide].any(axis=0).mean()
            kept[i] = _COVERED <= covered
    lines: Pixels = kept[label]
    return lines


def _meeting(lines: Pixels, across: Pixels, pieces: Mask | None, em: float) -> Pixels:
    """Those of the level `lines` that meet rules across them, `pieces` of them touching these where such are given."""
    n, label, stats, _ = cv2.connectedComponentsWithStats(lines)
    kept = np.zeros(n, np.uint8)
    for i, (x, y, wide, high, _) in enumerate(stats.tolist()):
        if not i:
            continue
        reach = round(_THIN * em)
        met = across[max(0, y - reach) : y + high + reach, max(0, x - reach) : x + wide + reach].any(axis=0)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], met, [False]]).astype(np.int8))).reshape(-1, 2) + max(0, x - reach)
        kept[i] = len(edges) >= _FEWEST and (pieces is None or _touch(pieces[y : y + high], edges, em))
    joined: Pixels = kept[label]
    return joined


def _touch(pieces: Mask, met: Floats, em: float) -> bool:
    """Whether pieces reach up to the rules that stand at `met`, from the one side or the other."""
    dark, beside = pieces.any(axis=0), max(2, round(_BESIDE * em))
    touched = [dark[max(0, a - beside) : max(0, a - 1)].all() or dark[b + 1 : b + beside].all() for a, b in met.tolist()]
    return sum(map(bool, touched)) >= max(_FEWEST, _TOUCHED * len(touched))
