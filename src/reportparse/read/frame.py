"""From a page's own coordinates to the ones a reader sees: cropped, turned, origin at the top left."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c

from reportparse.model import Floats


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box in PDF user space, and the quarter turns (clockwise) that a viewer applies."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.quarter_turns % 2 else self.top - self.bottom


def frame_from_page(handle: Any) -> Frame:
    box = pdfium_c.FS_RECTF()
    pdfium_c.FPDF_GetPageBoundingBox(handle, ctypes.byref(box))
    return Frame(box.left, box.bottom, box.right, box.top, pdfium_c.FPDFPage_GetRotation(handle))


def frame_turned(frame: Frame, degrees: int) -> Frame:
    """The frame of a viewer who turns the page by so many degrees more, clockwise."""
    return replace(frame, quarter_turns=(frame.quarter_turns + degrees // 90) % 4)


def points_shown(frame: Frame, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """User-space points as (x, top) on the page as shown."""
    if frame.quarter_turns == 0:
        return x - frame.left, frame.top - y
    if frame.quarter_turns == 1:
        return y - frame.bottom, x - frame.left
    if frame.quarter_turns == 2:
        return frame.right - x, y - frame.bottom
    return frame.top - y, frame.right - x


def boxes_shown(frame: Frame, rects: Floats) -> Floats:
    """(n, 4) rows left, bottom, right, top in user space → (n, 4) rows x0, top, x1, bottom as shown."""
    xa, ya = points_shown(frame, rects[:, 0], rects[:, 1])
    xb, yb = points_shown(frame, rects[:, 2], rects[:, 3])
    return np.column_stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)]).astype(np.float32)


def shift_of_crop(media: Sequence[float], crop: Sequence[float], rotation: int) -> tuple[float, float]:
    """How far the top left corner of the page as shown lies from that of the whole sheet, both turned as a viewer turns them.

    Boxes are left, bottom, right, top in user space. Foreign readers measure from the sheet's corner.
    """
    left, bottom = max(crop[0] - media[0], 0.0), max(crop[1] - media[1], 0.0)
    right, top = max(media[2] - crop[2], 0.0), max(media[3] - crop[3], 0.0)
    return ((left, top), (bottom, left), (right, bottom), (top, right))[rotation // 90 % 4]
