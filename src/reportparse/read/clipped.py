"""Letters that are clipped away and stand on others: a spreadsheet's text that is too wide or too high for its cell.

The text layer has all of it, and what reaches over the cell's edge stands among the letters of its neighbours: 10,99指3. A clip says of
which cell a text is, so the text is drawn together until it stands in it, whole.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from reportparse.model import Box, Floats, Glyphs
from reportparse.read.calls import address, char_object, page_object_handle
from reportparse.read.frame import Frame, boxes_shown

_SAME_LINE = 0.2  # of the font box
_SHARED = 0.4  # of the narrower glyph: kerned ones share under 0.2
_ON_ANOTHER = 0.65  # of the font box: so close stand the lines of two cells at the least, half a line, where nothing is too high
_FAR = 1e4  # points: further than any page is wide
_OUT = 0.5  # points by which a letter's middle stands out of its clip
_REACH = 4.0  # of the font box: what stands further from its clip was not meant to be seen
_FEWEST = 4  # segments of a clip that is a rectangle


def glyphs_in_their_clips(text_page: Any, where: NDArray[np.intp], glyphs: Glyphs, frame: Frame) -> Glyphs:
    """The glyphs; where some stand on others, those of clipped texts moved into their clips. `where` they are in the text page."""
    if not are_crossing(glyphs):
        return glyphs
    clips, clip_of = _clips(text_page, where, frame)
    boxes, baselines = glyphs.boxes.copy(), glyphs.baselines.copy()
    for number, clip in enumerate(clips):
        own = np.flatnonzero(clip_of == number)
        lines = _lines(baselines, own)
        _set_down(boxes, baselines, own, clip)
        for line in lines:
            _set_aside(boxes, baselines, line, clip)
    return Glyphs(glyphs.text, boxes, baselines, glyphs.confidence)


def are_crossing(glyphs: Glyphs) -> bool:
    """Does a glyph stand on another of its line, or of one of the two lines below, which are too near? On hardly any page one does."""
    boxes, heights = glyphs.boxes, glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    if len(boxes) < 2:
        return False
    by_height = np.argsort(glyphs.baselines, kind="stable")
    steps, sizes = np.diff(glyphs.baselines[by_height]), heights[by_height]
    line = np.zeros(len(boxes), np.int64)
    line[by_height[1:]] = np.cumsum(steps > _SAME_LINE * np.minimum(sizes[1:], sizes[:-1]))
    order = np.argsort(line * _FAR + boxes[:, 0], kind="stable")
    line, left, right = line[order], boxes[order, 0], boxes[order, 2]
    narrow = np.minimum((right - left)[1:], (right - left)[:-1])
    beside = (line[1:] == line[:-1]) & (left[1:] < right[:-1] - _SHARED * narrow)
    return bool(beside.any()) or any(_stands_on(line, (left, right), (glyphs.baselines[order], heights[order]), down) for down in (1, 2))


def _stands_on(line: NDArray[np.int64], sides: tuple[Floats, Floats], heights: tuple[Floats, Floats], down: int) -> bool:
    """Is the middle of a glyph, all sorted by line and place, over one that stands so many lines below it, and too near?"""
    (left, right), (baselines, height) = sides, heights
    middle = (left + right) / 2
    at = np.maximum(np.searchsorted(line * _FAR + left, (line + down) * _FAR + middle) - 1, 0)
    over = (line[at] == line + down) & (right[at] > middle)
    return bool((over & (baselines[at] - baselines < _ON_ANOTHER * np.minimum(height, height[at]))).any())


def _clips(text_page: Any, where: NDArray[np.intp], frame: Frame) -> tuple[list[Box], NDArray[np.intp]]:
    """The rectangles to which texts are clipped, and (n,) which of them each glyph's text is; -1 for none."""
    page = address(text_page)
    number_of: dict[Box, int] = {}
    known: dict[int, int] = {}
    clip_of = np.full(len(where), -1, np.intp)
    for i, index in enumerate(where.tolist()):
        at = char_object(page, index) or 0
        if at not in known:
            clip = _clip(at) if at else None
            known[at] = -1 if clip is None else number_of.setdefault(clip, len(number_of))
        clip_of[i] = known[at]
    shown = boxes_shown(frame, np.array(list(number_of), np.float32).reshape(-1, 4))
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in shown.tolist()], clip_of


def _clip(at: int) -> Box | None:
    """Left, bottom, right, top of what a text object's clips leave of the page; None without a clip, or where one is no rectangle."""
    path = pdfium_c.FPDFPageObj_GetClipPath(page_object_handle(at))
    n = pdfium_c.FPDFClipPath_CountPaths(path) if path else 0
    boxes = [_rectangle(path, number) for number in range(max(n, 0))]
    if not boxes or None in boxes:
        return None
    left, bottom, right, top = zip(*(box for box in boxes if box), strict=True)
    return max(left), max(bottom), min(right), min(top)


def _rectangle(path: Any, number: int) -> Box | None:
    n = pdfium_c.FPDFClipPath_CountPathSegments(path, number)
    points: list[tuple[float, float]] = []
    for index in range(n):
        x, y = ctypes.c_float(), ctypes.c_float()
        segment = pdfium_c.FPDFClipPath_GetPathSegment(path, number, index)
        if not pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            return None
        points.append((round(x.value, 1), round(y.value, 1)))
    xs, ys = {x for x, _ in points}, {y for _, y in points}
    return (min(xs), min(ys), max(xs), max(ys)) if n >= _FEWEST and len(xs) == len(ys) == 2 else None


def _lines(baselines: Floats, own: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    ordered = own[np.argsort(baselines[own], kind="stable")]
    return np.split(ordered, np.flatnonzero(np.diff(baselines[ordered]) > 1.0) + 1)


def _set_down(boxes: Floats, baselines: Floats, own: NDArray[np.intp], clip: Box) -> None:
    """Lines above or below their clip drawn together, so that all stand in it one below the other."""
    middle, reach = (boxes[own, 1] + boxes[own, 3]) / 2, _REACH * (boxes[own, 3] - boxes[own, 1])
    hidden = (middle < clip[1] - _OUT) | (middle > clip[3] + _OUT)
    if not hidden.any() or (middle < clip[1] - reach).any() or (middle > clip[3] + reach).any():
        return
    first, last = min(float(boxes[own, 1].min()), clip[1]), max(float(boxes[own, 3].max()), clip[3])
    by = clip[1] + (middle - first) * (clip[3] - clip[1]) / (last - first) - middle
    boxes[own, 1] += by
    boxes[own, 3] += by
    baselines[own] += by


def _set_aside(boxes: Floats, baselines: Floats, line: NDArray[np.intp], clip: Box) -> None:
    """A line that is partly out of its clip, where others stand, drawn together into it."""
    first, last = float(boxes[line, 0].min()), float(boxes[line, 2].max())
    middle = (boxes[line, 0] + boxes[line, 2]) / 2
    if not ((middle > clip[0]) & (middle < clip[2])).any():
        return
    others = _beside(boxes, baselines, line)
    left = clip[0] if middle.min() < clip[0] - _OUT and (others < clip[0]).any() else first
    right = clip[2] if middle.max() > clip[2] + _OUT and (others > clip[2]).any() else last
    for side in (0, 2):
        boxes[line, side] = left + (boxes[line, side] - first) * (right - left) / (last - first)


def _beside(boxes: Floats, baselines: Floats, line: NDArray[np.intp]) -> Floats:
    """The middles of the other glyphs of a line."""
    near = np.abs(baselines - baselines[line[0]]) < _SAME_LINE * (boxes[line[0], 3] - boxes[line[0], 1])
    near[line] = False
    middles: Floats = (boxes[near, 0] + boxes[near, 2]) / 2
    return middles
