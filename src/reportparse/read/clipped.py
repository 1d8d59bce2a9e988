"""Letters that are clipped away where others stand: a spreadsheet's text that is too wide or too high for its cell.

The text layer has all of it, and what reaches over the cell's edge stands among the letters of its neighbours: 10,99指3. A clip says of
which cell a text is, so the text is drawn together until it stands in it, whole.
"""

from __future__ import annotations

from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from reportparse.model import Box, Floats, Glyphs
from reportparse.read.calls import (
    address,
    char_object,
    clip_paths,
    clip_segment,
    clip_segments,
    object_clip,
    object_type,
    page_object,
    segment_point,
)
from reportparse.read.frame import Frame, boxes_shown
from reportparse.text import digits_in

_OUT = 0.5  # points by which a letter's middle stands out of its clip
_REACH = 4.0  # of the font box: what stands further from its clip was not meant to be seen
_SAME_LINE = 0.2  # of the font box
_LEVEL = 0.8  # of the font box: lines of a row and of the next, whose text its cell clips, stand nearer
_DIGITS = 0.1  # of the letters: prose has 0.02 to 0.05
_WIDER_THAN_PAGES = 1e5  # points
_ON = 0.5  # of the narrower letter's width
_CORNERS = (4, 5)  # segments of a rectangle, closed in one way or another


def glyphs_in_their_clips(of: tuple[Any, Any], where: NDArray[np.intp], glyphs: Glyphs, frame: Frame) -> Glyphs:
    """The glyphs, those of texts that are partly clipped moved into their clips; `of` which page and text page, `where` there."""
    handle, text_page = of
    clips = _clips(handle) if _has_figures(glyphs.text) or _run_into_one_another(glyphs) else {}
    if not clips:
        return glyphs
    boxes, number_of = _rectangles(clips, frame)
    numbers = np.array([number_of.get(at, -1) for at in map(char_object, repeat(address(text_page)), where.tolist())], np.intp)
    moved = Glyphs(glyphs.text, glyphs.boxes.copy(), glyphs.baselines.copy(), glyphs.confidence)
    for number in _with_hidden(glyphs.boxes, numbers, boxes):
        x0, top, x1, bottom = boxes[number].tolist()
        own = np.flatnonzero(numbers == number)
        lines = _lines(moved.baselines, own)
        _set_down(moved, own, (top, bottom))
        for line in lines:
            _set_aside(moved, line, (x0, x1))
    return moved


def _has_figures(text: str) -> bool:
    """Are there as many digits as tables have? Pages of prose are most of a report, and no text of theirs is asked for its clip."""
    return digits_in(text) >= _DIGITS * len(text) > 0


def _run_into_one_another(glyphs: Glyphs) -> bool:
    """Stands a letter on half of another one?"""
    boxes = glyphs.boxes
    if len(boxes) < 2:
        return False
    level = np.floor((boxes[:, 1] + boxes[:, 3]) / (2 * _LEVEL * max(float(boxes[0, 3] - boxes[0, 1]), 1.0)))
    along = level.astype(np.float64) * _WIDER_THAN_PAGES + boxes[:, 0]  # one key sorts by both: this is asked of every page
    order = along.argsort()
    width = (boxes[:, 2] - boxes[:, 0])[order]
    steps = np.diff(along[order])
    return bool((width[:-1] - steps > _ON * np.minimum(width[:-1], width[1:])).any())


def _clips(handle: Any) -> dict[int, int]:
    """The clips of the page's clipped texts, by the texts' addresses. Most pages have none."""
    n = pdfium_c.FPDFPage_CountObjects(handle)
    objects = map(page_object, repeat(address(handle)), range(n))
    clips = {at: object_clip(at) for at in objects if object_type(at) == pdfium_c.FPDF_PAGEOBJ_TEXT}
    return {at: clip for at, clip in clips.items() if clip and clip_paths(clip) > 0}


def _rectangles(clips: dict[int, int], frame: Frame) -> tuple[Floats, dict[int, int]]:
    """(n, 4) what the clips leave of the page, as shown, each once; and which of them each text has, where its clips are rectangles."""
    number_of: dict[Box, int] = {}
    out: dict[int, int] = {}
    for at, clip in clips.items():
        boxes = [_rectangle(clip, path) for path in range(clip_paths(clip))]
        sides = [list(side) for side in zip(*(box for box in boxes if box), strict=True)]
        if None not in boxes:
            left, bottom, right, top = sides
            out[at] = number_of.setdefault((max(left), max(bottom), min(right), min(top)), len(number_of))
    return boxes_shown(frame, np.array(list(number_of), np.float32).reshape(-1, 4)), out


def _rectangle(clip: int, path: int) -> Box | None:
    """Left, bottom, right, top of one of the clip's paths; None where it is no rectangle."""
    n = clip_segments(clip, path)
    if n not in _CORNERS:
        return None
    points = np.zeros((n, 2), np.float32)
    for number, target in enumerate(range(points.ctypes.data, points.ctypes.data + points.nbytes, 8)):
        segment_point(clip_segment(clip, path, number), target, target + 4)
    xs, ys = ({round(value, 1) for value in side} for side in points.T.tolist())
    return (min(xs), min(ys), max(xs), max(ys)) if len(xs) == len(ys) == 2 else None


def _with_hidden(boxes: Floats, numbers: NDArray[np.intp], clips: Floats) -> list[int]:
    """The clips some letters of whose texts stand out of them."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    x0, top, x1, bottom = clips[np.maximum(numbers, 0)].T if len(clips) else np.zeros((4, len(boxes)), np.float32)
    out = (x < x0 - _OUT) | (x > x1 + _OUT) | (y < top - _OUT) | (y > bottom + _OUT)
    hidden: list[int] = np.unique(numbers[out & (numbers >= 0)]).tolist()
    return hidden


def _lines(baselines: Floats, own: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    ordered = own[np.argsort(baselines[own], kind="stable")]
    return np.split(ordered, np.flatnonzero(np.diff(baselines[ordered]) > 1.0) + 1)


def _set_down(glyphs: Glyphs, own: NDArray[np.intp], clip: tuple[float, float]) -> None:
    """Lines above or below their clip drawn together, so that all stand in it one below the other."""
    (top, bottom), boxes = clip, glyphs.boxes[own]
    middle, reach = (boxes[:, 1] + boxes[:, 3]) / 2, _REACH * (boxes[:, 3] - boxes[:, 1])
    hidden = (middle < top - _OUT) | (middle > bottom + _OUT)
    if not hidden.any() or (middle < top - reach).any() or (middle > bottom + reach).any():
        return
    first, last = min(float(boxes[:, 1].min()), top), max(float(boxes[:, 3].max()), bottom)
    by = top + (middle - first) * (bottom - top) / (last - first) - middle
    glyphs.boxes[own, 1] += by
    glyphs.boxes[own, 3] += by
    glyphs.baselines[own] += by


def _set_aside(glyphs: Glyphs, line: NDArray[np.intp], clip: tuple[float, float]) -> None:
    """A line that is partly out of its clip, where others stand, drawn together into it."""
    boxes = glyphs.boxes[line]
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    if not ((middle > clip[0]) & (middle < clip[1])).any():
        return
    others = _beside(glyphs, line)
    first, last = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    left = clip[0] if middle.min() < clip[0] - _OUT and (others < clip[0]).any() else first
    right = clip[1] if middle.max() > clip[1] + _OUT and (others > clip[1]).any() else last
    for side in (0, 2):
        glyphs.boxes[line, side] = left + (boxes[:, side] - first) * (right - left) / (last - first)


def _beside(glyphs: Glyphs, line: NDArray[np.intp]) -> Floats:
    """The middles of the other glyphs of a line."""
    boxes, first = glyphs.boxes, line[0]
    near = np.abs(glyphs.baselines - glyphs.baselines[first]) < _SAME_LINE * (boxes[first, 3] - boxes[first, 1])
    near[line] = False
    middles: Floats = (boxes[near, 0] + boxes[near, 2]) / 2
    return middles
