"""Paper that was photographed aslant, or that did not lie flat: its lines run apart, or rise towards one end.

Rows are asked for their angle above and below, on the left and on the right, and upright rules on the left and on the right.  Where these
differ the sheet is drawn anew, and what is not plainly straighter for it is left as it lies.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from reportparse.geometry import bend_shift
from reportparse.model import Bend
from reportparse.read.ocr.engine import Gray
from reportparse.read.ocr.level import Points, fullest, fullness, points_of_ink, points_of_uprights
from reportparse.read.ocr.seals import Mask

_STEEPEST = 3.5  # degrees: a page photographed at 12 degrees has rows that run apart by as much
_LEAST = 0.12  # degrees: less is half a pixel a word
_FEWEST = 800  # points of a half
_MOST = 20_000  # points that are asked
_PLAINLY = 1.08  # times as full as before: 1.15 where paper bends, 1.6 where it was photographed aslant
_ROUNDS = 3  # each takes away nine tenths of what is left
_FLAT = 0.1  # em: a shift of less than that is let be


def bend_found(ink: Mask, em: float) -> Bend | None:
    """How the rows and the upright rules of a sheet that is level on the whole stray; None where they do not."""
    middle = ink.shape[1] / 2, ink.shape[0] / 2
    slope, down, right = _slopes(points_of_ink(ink), (middle[0] / 2, middle[1] / 2))
    uprights = _leans(points_of_uprights(ink, em), middle)
    bend = Bend(*middle, slope, down / 2, right / 2, *uprights)
    aside, below = bend_shift(bend, *np.meshgrid([0.0, ink.shape[1]], [0.0, ink.shape[0]]))
    return bend if max(np.abs(aside).max(), np.abs(below).max()) > _FLAT * em else None


def unbent(gray: Gray, bend: Bend) -> Gray:
    height, width = gray.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    right, down = bend_shift(bend, x, y)
    straight: Gray = cv2.remap(
        gray, (x + right).astype(np.float32), (y + down).astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return straight


def bend_scaled(bend: Bend, scale: float) -> Bend:
    """The same in other units, `scale` of them a pixel."""
    return replace(
        bend,
        x=bend.x * scale,
        y=bend.y * scale,
        slope_down=bend.slope_down / scale,
        slope_right=bend.slope_right / scale,
        lean_right=bend.lean_right / scale,
    )


def _slopes(points: tuple[Points, Points], middle: tuple[float, float]) -> tuple[float, float, float]:
    """Of the rows: in the middle, and by how much more a pixel further down and to the right, in the copy of half the size."""
    every = max(1, len(points[0]) // _MOST)
    x, seen = points[1][::every] - middle[0], points[0][::every] - middle[1]
    slope = down = right = 0.0
    y = seen
    if len(x) < 4 * _FEWEST:
        return 0.0, 0.0, 0.0
    for _ in range(_ROUNDS):
        (above, a), (below, b) = _halves_asked(y, x, y)
        (left, c), (beside, d) = _halves_asked(y, x, x)
        if max(abs(below - above), abs(beside - left)) < np.tan(np.deg2rad(_LEAST)):
            break
        more_down, more_right = (below - above) / (b - a), (beside - left) / (d - c)
        slope, down, right = slope + above - more_down * a - more_right * float(x.mean()), down + more_down, right + more_right
        y = seen - x * (slope + down * y + right * x / 2)
    is_better = fullness(y, x, 0.0) > _PLAINLY * fullness(seen, x, 0.0)
    return (slope, down, right) if is_better else (0.0, 0.0, 0.0)


def _leans(points: tuple[Points, Points], middle: tuple[float, float]) -> tuple[float, float]:
    """Of the upright rules: in the middle, and by how much more a pixel further to the right."""
    every = max(1, len(points[0]) // _MOST)
    seen, y = points[0][::every] - middle[0], points[1][::every] - middle[1]
    lean = more = 0.0
    x = seen
    if len(x) < 2 * _FEWEST:
        return 0.0, 0.0
    for _ in range(_ROUNDS):
        (left, a), (right, b) = _halves_asked(x, y, x)
        if abs(right - left) < np.tan(np.deg2rad(_LEAST)):
            break
        further = (right - left) / (b - a)
        lean, more = lean + left - further * a, more + further
        x = seen - y * (lean + more * x)
    return (lean, more) if fullness(x, y, 0.0) > _PLAINLY * fullness(seen, y, 0.0) else (0.0, 0.0)


def _halves_asked(across: Points, along: Points, by: Points) -> tuple[tuple[float, float], tuple[float, float]]:
    """The slopes of those points that come first `by` something and of the rest, and where these lie on the mean."""
    first = by < np.median(by)
    low, high = (float(np.tan(np.deg2rad(fullest(across[part], along[part], _STEEPEST)))) for part in (first, ~first))
    return (low, float(by[first].mean())), (high, float(by[~first].mean()) + 1.0)
