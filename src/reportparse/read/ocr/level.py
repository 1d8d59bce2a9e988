"""Set level and upright: the angle of a sheet's lines, and by how much its upright rules then still lean.

Paper that was fed a little askew is turned; paper that slid while it was drawn in, or was photographed, has upright rules that are
not square to the level ones, and columns that wander by a character from the head of a page to its foot.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from reportparse.read.ocr.engine import Gray
from reportparse.read.ocr.seals import Mask

_STEEPEST = 5.0  # degrees: sheets drawn in aslant, 3 at the worst
_LEANING = 1.6  # degrees: sheets that slid, 1 at the worst
_UPRIGHT = 1.2  # em: an upright rule's shortest piece; strokes of letters are under 1
_THICK = 0.3  # em: edges of paper and shadows of the lid are thicker
_FEWEST = 30.0  # em of upright rules: with fewer nothing depends on it
_PLAINLY = 1.25  # times as full as without leaning

Points = NDArray[np.float64]


def angle_found(ink: Mask) -> float:
    """The angle at which rows of pixels are fullest or emptiest: text and rules stand in rows."""
    across, along = points_of_ink(ink)
    return fullest(across, along, _STEEPEST) if len(across) >= 200 else 0.0


def points_of_ink(ink: Mask) -> tuple[Points, Points]:
    """y and x of the ink in a copy of half the size."""
    half = cv2.resize(ink.astype(np.uint8) * 255, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) > 90
    where = np.argwhere(half).astype(np.float64)
    return where[:, 0], where[:, 1]


def lean_found(ink: Mask, em: float) -> float:
    """By how many degrees the upright rules of a level sheet lean, clockwise from top to foot; 0 without such rules."""
    across, along = points_of_uprights(ink, em)
    if len(np.unique(along)) < _FEWEST * em / 2 or len(along) < _FEWEST * em:
        return 0.0
    lean = fullest(across, along, _LEANING)
    return lean if fullness(across, along, lean) > _PLAINLY * fullness(across, along, 0.0) else 0.0


def points_of_uprights(ink: Mask, em: float) -> tuple[Points, Points]:
    """x and y of what may be upright rules."""
    dark = ink.astype(np.uint8)
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((round(_UPRIGHT * em), 1), np.uint8))
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, max(3, round(_THICK * em))), np.uint8))
    y, x = np.nonzero(runs & ~thick)
    return x.astype(np.float64), y.astype(np.float64)


def fullest(across: Points, along: Points, steepest: float) -> float:
    """The angle, to a hundredth of a degree, along which the points stand in the fewest lines."""
    every = max(1, len(across) // 60_000)
    across, along = across[::every], along[::every]
    across = across + 0.618 * along % 1  # else lines of whole numbers are fullest at no angle at all
    best = 0.0
    for reach, fine in ((steepest, 0.25), (0.25, 0.05), (0.05, 0.01)):
        angles = best + np.arange(-reach, reach + fine / 2, fine)
        best = float(max(angles, key=lambda angle: fullness(across, along, angle)))
    return best


def fullness(across: Points, along: Points, angle: float) -> float:
    lines = across - along * np.tan(np.deg2rad(angle))
    counts = np.bincount((lines - lines.min()).astype(np.int32)).astype(float)
    return float((counts**2).sum())


def turned(gray: Gray, angle: float) -> Gray:
    height, width = gray.shape
    return _moved(gray, cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0))


def leant_back(gray: Gray, lean: float) -> Gray:
    """Rows shifted so that what leant by `lean` stands upright; the middle row stays."""
    slope = np.tan(np.deg2rad(lean))
    return _moved(gray, np.array([[1.0, -slope, slope * gray.shape[0] / 2], [0.0, 1.0, 0.0]]))


def _moved(gray: Gray, matrix: NDArray[np.float64]) -> Gray:
    height, width = gray.shape
    moved: Gray = cv2.warpAffine(gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return moved
