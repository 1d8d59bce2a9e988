"""Red seals taken out of a picture, so that the figures under them can be read.

In the red channel red ink is nearly paper while black is black.  What lies under ink too thick to see through is lost, and is told as
`blind`, so that nobody takes it for an empty cell.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from reportparse.read.ocr.engine import Gray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_SEAL_SHORTEST = 0.075  # of the shorter side: the smallest seals are 18 mm on 210, the letters of a red heading 12
_RED = 40  # by which red passes green, more than in the paper: seals 80 and more, JPEG's fringes under 25
_REST_OF_RED = 0.2  # red ink is 35 darker than paper in the red channel where it is 180 redder
_PALE, _BLACK = 0.28, 0.5  # of the way from paper to black: what JPEG leaves at the edges of red is up to 0.3, black under red ink 0.48
_CLOSED = 0.02  # of the page's shorter side: strokes are thinner, shaded rows higher
_LEAST_RED = 1e-4  # of the page
_OPAQUE = 110  # redness of ink that hides what is under it
_THICK_INK, _STAR = 65, 0.009  # redness and, of the page's shorter side, thickness of a star: in it even pale ink swallows a digit


def seals_taken_out(picture: Pixels) -> tuple[Gray, Mask | None]:
    """BGR or grey → grey, and where it is blind, if anywhere. Only red that reaches as far as a seal does is taken out."""
    if picture.ndim == 2:
        return picture, None
    gray: Gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    green, red = picture[:, :, 1], picture[:, :, 2]
    redness = cv2.subtract(red, green)  # blue says nothing: yellowed paper has as little of it as a seal
    tint = int(np.median(redness[::4, ::4]))
    redness = cv2.subtract(redness, np.full_like(redness, tint)) if tint else redness
    seals = _large_blobs(redness > _RED, round(_SEAL_SHORTEST * min(gray.shape)))
    if not seals.any():
        return gray, None
    cleared = cv2.addWeighted(red, 1.0, redness, _REST_OF_RED, 0.0)
    fringe = cv2.dilate(cv2.compare(redness, _RED // 2, cv2.CMP_GT), np.ones((5, 5), np.uint8)) > 0
    gray[seals] = np.where(fringe, _faded(cleared), cleared)[seals]
    return gray, ((redness > _OPAQUE) | _thick(redness > _THICK_INK, min(gray.shape))) & seals


def _thick(red: Mask, shorter: int) -> Mask:
    side = round(_STAR * shorter)
    thick: Mask = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)).astype(bool)
    return thick


def _faded(cleared: Gray) -> Gray:
    """What is put instead of each grey at red ink: the paper around it, or its shading, where it is pale, itself where it is black."""
    side = round(_CLOSED * min(cleared.shape)) | 1
    paper = cv2.morphologyEx(cleared, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)).astype(np.float32)
    dark = 1 - cleared / np.maximum(paper, 1)
    kept = np.clip((dark - _PALE) / (_BLACK - _PALE), 0, 1)
    return np.asarray(paper * (1 - kept * dark), np.uint8)


def _large_blobs(mask: Mask, shortest: int) -> Mask:
    """The hulls of parts of `mask` that reach over `shortest` pixels both ways, those near one another taken together."""
    out = np.zeros(mask.shape, np.uint8)
    if mask.mean() < _LEAST_RED:
        return out.astype(bool)
    reach = max(3, shortest // 4) | 1
    joined = cv2.dilate(mask.astype(np.uint8), np.ones((reach, reach), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    large = [cv2.convexHull(contour) for contour in contours if min(cv2.boundingRect(contour)[2:]) - reach >= shortest]
    cv2.drawContours(out, large, -1, 1, cv2.FILLED)
    return out.astype(bool)
