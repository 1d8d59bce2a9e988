"""Rules that are printed in dashes or dots, and those that a worn drum or a copy of a copy broke into them.

Pieces in line are one rule where each is thin, with paper above and below, where little is missing between them, and where the whole
meets rules the other way, or begins and ends where others do.  Dots that lead to a page's number meet none, and stand beside a title;
lone 1s below one another, as thin as dashes and as near, stand one in a cell.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from reportparse.geometry import runs_of
from reportparse.read.ocr.seals import Mask, Pixels

_THIN = 0.3  # em: a piece and the paper on either side of it; the strokes of a character stand nearer to one another
_GAP_LEVEL, _GAP_UPRIGHT = 0.8, 0.5  # em: dashes stand 0.2 to 0.4 apart, lone 1s of the tightest rows 0.35
_LONG, _TALL = 4.5, 1.2  # em: of the whole; six dots of an ellipsis are 2, a row 1.5
_COVERED = 0.3  # of its length
_DRIFT = 3  # pixels: a sheet is level to half a pixel, paper is not
_FEWEST = 2  # rules across it
_COMPANY, _TITLE = 3, 1.5  # lines; em
_LONE = 0.5  # of the cells


def with_dashes_joined(trace: Mask, em: float) -> Mask:
    """`trace`, and what is missing between the pieces of a rule."""
    level, upright = _lines(trace, (_LONG, _GAP_LEVEL), em), _lines(trace.T, (_TALL, _GAP_UPRIGHT), em)
    if not (level.any() or upright.any()):
        return trace
    solid_level, solid_upright = (_opened(part.astype(np.uint8), (1, round(_LONG * em))) for part in (trace, np.ascontiguousarray(trace.T)))
    upright = _meeting(upright, (level | solid_level).T, trace.T, em)
    level = _meeting(level, (upright | solid_upright).T, None, em) | _in_company(level, trace, em)
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
    drifting = np.ones((_DRIFT, 1), np.uint8)
    joined = cv2.erode(_opened(_closed(cv2.dilate(thin, drifting), (1, gap)), (1, long)), drifting)
    n, label, stats, _ = cv2.connectedComponentsWithStats(joined)
    kept = np.zeros(n, np.uint8)
    for i, (x, y, wide, high, _) in enumerate(stats.tolist()):
        if i and high <= side:
            covered = thin[y : y + high, x : x + wide].any(axis=0).mean()
            kept[i] = covered >= _COVERED
    lines: Pixels = kept[label]
    return lines


def _meeting(lines: Pixels, across: Pixels, pieces: Mask | None, em: float) -> Pixels:
    """Those of the level `lines` that meet rules across them; where their `pieces` are given, without columns of lone 1s."""
    n, label, stats, _ = cv2.connectedComponentsWithStats(lines)
    kept = np.zeros(n, np.uint8)
    reach = round(_THIN * em)
    for i, (x, y, wide, high, _) in enumerate(stats.tolist()):
        if i:
            met = np.any(across[max(0, y - reach) : y + high + reach, max(0, x - reach) : x + wide + reach], axis=0)
            edges = runs_of(met) + max(0, x - reach)
            kept[i] = len(edges) >= _FEWEST and (pieces is None or not _are_ones(np.any(pieces[y : y + high], axis=0), edges.tolist()))
    joined: Pixels = kept[label]
    return joined


def _in_company(lines: Pixels, trace: Mask, em: float) -> Pixels:
    """Those of the level `lines` that begin and end where others do, beside no text: the rows of a table without uprights."""
    n, label, stats, _ = cv2.connectedComponentsWithStats(lines)
    sides = stats[:, [0, 2]] @ np.array([[1, 1], [0, 1]])
    alike = (np.abs(sides[:, None] - sides[None, :]) < em).all(axis=2)
    alone = np.array([bool(i) and _is_alone(stats[i].tolist(), trace, em) for i in range(n)])
    kept = (alone & ((alike & alone).sum(axis=1) >= _COMPANY)).astype(np.uint8)
    joined: Pixels = kept[label]
    return joined


def _is_alone(stat: list[int], trace: Mask, em: float) -> bool:
    """Whether nothing stands beside its ends: dots that lead to a number stand between it and a title."""
    x, y, wide, high, _ = stat
    reach, beside = round(_THIN * em), round(_TITLE * em)
    rows = slice(max(0, y - reach), y + high + reach)
    return not (trace[rows, max(0, x - beside) : max(0, x - reach)].any() or trace[rows, x + wide + reach : x + wide + beside].any())


def _are_ones(dark: Mask, met: list[list[int]]) -> bool:
    """Whether in most cells, between the rules that are `met`, there is but one piece that reaches neither."""
    cells = [dark[a + 1 : b - 1] for (_, a), (b, _) in pairwise(met)]
    lone = [len(runs_of(cell)) == 1 and not (cell[0] or cell[-1]) for cell in cells if len(cell)]
    return sum(lone) > _LONE * len(lone)
