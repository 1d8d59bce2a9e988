"""A page's ruling lines and pictures.

A rule is a stroked line, an edge of a stroked rectangle, or a filled rectangle thin enough to be one (Word, WPS and
browsers print table borders so).  Fills wider than that are shading and their edges are not rules.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c

from reportparse.model import Box, Floats, Rules
from reportparse.read.calls import address, form_object, object_bounds, object_type, page_object, page_object_handle
from reportparse.read.frame import Frame, boxes_shown

Rect = tuple[float, float, float, float]  # left, bottom, right, top in user space
Matrix = tuple[float, float, float, float, float, float]
Step = tuple[float, float, bool]  # x, y, and whether a straight line leads there

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 3.0  # points: the thickest border seen (3 pt, top of a three-line table); the lowest shaded row is 9
_THIN_PICTURE = 1.5  # points: some converters draw borders as pictures one pixel thick
_SHORTEST = 1.5  # points: shorter pieces are the ends and corners of borders
_FEWEST_DOTS = 6  # a shorter row of them is an ellipsis, a mark or a speck
_DOT_PITCH = 4.0  # points from dot to dot: a dotted border of 1 pt has 2
_DEEPEST_FORM = 6
_MOST_OBJECTS = 60_000  # a page with more is a map or a drawing: its lines are not a table's
_MOST_SEGMENTS = 4_000
_FEWEST_CORNERS, _MOST_CORNERS = 4, 6  # segments of a rectangle, closed in one way or another
_MOST_FILLS = 1_000  # more are a drawing
_NO_BOXES = np.zeros((0, 4), np.float32)
_NO_RULES = Rules(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))
_WHITE = 252  # of 255: shading as light as #f9f9f9 is seen


def marks_from_page(handle: Any, frame: Frame) -> tuple[Rules, Rules, tuple[Box, ...]]:
    """The page's rules, the edges of its shading, and the boxes of its pictures, as shown."""
    page = address(handle)
    n = min(pdfium_c.FPDFPage_CountObjects(handle), _MOST_OBJECTS)
    found = Found({}, {})
    _collect(list(map(page_object, repeat(page), range(n))), _IDENTITY, found)
    if not found.paths and not found.pictures:  # a page of text
        return _NO_RULES, _NO_RULES, ()
    paths = [(at, matrix, rect) for matrix, objects in found.paths.items() for at, rect in _with_bounds(objects, matrix)]
    pictures = [rect for matrix, objects in found.pictures.items() for _, rect in _with_bounds(objects, matrix)]
    thin = [rect for at, matrix, path in paths for rect in _thin_rects(at, matrix, path)]
    thin += [rect for rect in pictures if _thickness(rect) <= _THIN_PICTURE]
    fills = [(rect, colour) for at, _, rect in paths if _thickness(rect) > _THIN and (colour := _shade(at)) is not None]
    boxes = _shown(frame, [rect for rect in pictures if _thickness(rect) > _THIN_PICTURE]).tolist()
    return _rules_from_boxes(_shown(frame, thin)), _edges_of_boxes(_shown(frame, _fills_seen(fills))), tuple(map(_box, boxes))


@dataclass(frozen=True, slots=True)
class Found:
    """Addresses of path and picture objects, by the matrix of the form that they stand in."""

    paths: dict[Matrix, list[int]]
    pictures: dict[Matrix, list[int]]


def _with_bounds(objects: list[int], matrix: Matrix) -> list[tuple[int, Rect]]:
    """Each object's address with its bounds in user space."""
    raw = np.empty((len(objects), 4), np.float32)
    for at, target in zip(objects, range(raw.ctypes.data, raw.ctypes.data + raw.nbytes, 16), strict=True):
        object_bounds(at, target, target + 4, target + 8, target + 12)
    if matrix != _IDENTITY:
        a, b, c, d, e, f = matrix
        x, y = raw[:, [0, 2, 0, 2]], raw[:, [1, 3, 3, 1]]
        xs, ys = a * x + c * y + e, b * x + d * y + f
        raw = np.column_stack([xs.min(axis=1), ys.min(axis=1), xs.max(axis=1), ys.max(axis=1)])
    return list(zip(objects, map(_box, raw.tolist()), strict=True))


def _thickness(rect: Rect) -> float:
    return min(rect[2] - rect[0], rect[3] - rect[1])


def _shown(frame: Frame, rects: list[Rect]) -> Floats:
    return boxes_shown(frame, np.array(rects, np.float32)) if rects else _NO_BOXES


def _box(row: list[float]) -> Box:
    return row[0], row[1], row[2], row[3]


def _rules_from_boxes(boxes: Floats) -> Rules:
    wide = boxes[:, 2] - boxes[:, 0]
    high = boxes[:, 3] - boxes[:, 1]
    flat = (wide > high) & (wide >= _SHORTEST)
    tall = (high > wide) & (high >= _SHORTEST)
    horizontal = np.column_stack([(boxes[flat, 1] + boxes[flat, 3]) / 2, boxes[flat, 0], boxes[flat, 2]])
    vertical = np.column_stack([(boxes[tall, 0] + boxes[tall, 2]) / 2, boxes[tall, 1], boxes[tall, 3]])
    dots = boxes[(wide < _SHORTEST) & (high < _SHORTEST)]
    if len(dots) >= _FEWEST_DOTS:
        horizontal = np.vstack([horizontal, _dots_joined(dots[:, [1, 3, 0, 2]])])
        vertical = np.vstack([vertical, _dots_joined(dots[:, [0, 2, 1, 3]])])
    return Rules(horizontal.astype(np.float32), vertical.astype(np.float32))


def _dots_joined(dots: Floats) -> Floats:
    """(n, 3) level, start and end of dotted rules; `dots` has each dot's extent across the rules and along them.

    Browsers print a dotted border as hundreds of squares as wide as the border.
    """
    level, along = (dots[:, 0] + dots[:, 1]) / 2, (dots[:, 2] + dots[:, 3]) / 2
    order = np.lexsort((along, np.round(level * 4)))
    level, along = level[order], along[order]
    apart = (np.abs(np.diff(level)) > 0.25) | (np.diff(along) > _DOT_PITCH) | (np.diff(along) < 0)
    starts = np.concatenate([[0], np.flatnonzero(apart) + 1])
    stops = np.concatenate([starts[1:], [len(along)]])
    long = stops - starts >= _FEWEST_DOTS
    starts, stops = starts[long], stops[long]
    return np.column_stack([level[starts], along[starts], along[stops - 1]])


def _edges_of_boxes(boxes: Floats) -> Rules:
    if len(boxes) == 0:
        return _NO_RULES
    x0, top, x1, bottom = boxes.T
    level = [np.column_stack([y, x0, x1]) for y in (top, bottom)]
    upright = [np.column_stack([x, top, bottom]) for x in (x0, x1)]
    return Rules(np.vstack(level).astype(np.float32), np.vstack(upright).astype(np.float32))


def _shade(at: int) -> int | None:
    """The colour of a path that is one filled rectangle and is seen on white paper."""
    path = page_object_handle(at)
    if not _FEWEST_CORNERS <= pdfium_c.FPDFPath_CountSegments(path) <= _MOST_CORNERS:
        return None
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not fill.value or not pdfium_c.FPDFPageObj_GetFillColor(path, red, green, blue, alpha) or not alpha.value:
        return None
    is_seen = min(red.value, green.value, blue.value) < _WHITE
    return red.value << 16 | green.value << 8 | blue.value if is_seen else None


def _fills_seen(fills: list[tuple[Rect, int]]) -> list[Rect]:
    """Rectangles without those inside a larger one of their colour, whose edges nobody sees: word processors shade paragraphs too."""
    if not 1 < len(fills) <= _MOST_FILLS:
        return [rect for rect, _ in fills]
    rects, colours = np.array([rect for rect, _ in fills], np.float32), np.array([colour for _, colour in fills])
    x0, y0, x1, y1 = rects.T
    size = (x1 - x0) * (y1 - y0)
    inside = (x0[:, None] > x0 - 1) & (y0[:, None] > y0 - 1) & (x1[:, None] < x1 + 1) & (y1[:, None] < y1 + 1)
    hidden = (inside & (size[:, None] < 0.99 * size) & (colours[:, None] == colours)).any(axis=1)
    return [rect for (rect, _), is_hidden in zip(fills, hidden.tolist(), strict=True) if not is_hidden]


def _collect(objects: Sequence[int], matrix: Matrix, found: Found, depth: int = 0) -> None:
    """Sort the objects at these addresses out; text, most of them, is passed over."""
    for at, kind in zip(objects, map(object_type, objects), strict=True):
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            found.paths.setdefault(matrix, []).append(at)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            found.pictures.setdefault(matrix, []).append(at)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            obj = page_object_handle(at)
            n = min(pdfium_c.FPDFFormObj_CountObjects(obj), _MOST_OBJECTS)
            _collect(list(map(form_object, repeat(at), range(n))), _times(_matrix(obj), matrix), found, depth + 1)


def _thin_rects(at: int, matrix: Matrix, rect: Rect) -> list[Rect]:
    path = page_object_handle(at)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value):
        return []
    if _thickness(rect) <= _THIN:
        return [rect]
    n = pdfium_c.FPDFPath_CountSegments(path)
    if n > _MOST_SEGMENTS or (n <= 5 and not stroke.value):
        return []
    subpaths = _subpaths(path, n, _times(_matrix(path), matrix))
    if stroke.value:
        return [edge for points in subpaths for edge in _edges(points)]
    return [part for points in subpaths if _thickness(part := _rect_around(points)) <= _THIN]


def _matrix(obj: Any) -> Matrix:
    m = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(obj, m):
        return _IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _rect_around(points: list[Step]) -> Rect:
    xs, ys, _ = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _subpaths(path: Any, n: int, matrix: Matrix) -> list[list[Step]]:
    """Each subpath as its points; a closed one ends where it began."""
    out: list[list[Step]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(n):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO or not out:
            out.append([])
        out[-1].append((*_moved(matrix, x.value, y.value), kind != pdfium_c.FPDF_SEGMENT_BEZIERTO))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            out[-1].append((*out[-1][0][:2], True))
    return out


def _edges(points: list[Step]) -> Iterator[Rect]:
    """The straight, upright or level edges of a stroked subpath. A curve bounds no cell, nor do the tangents at its ends."""
    for (xa, ya, _), (xb, yb, straight) in pairwise(points):
        if straight and min(abs(xa - xb), abs(ya - yb)) <= 0.5 and max(abs(xa - xb), abs(ya - yb)) >= _SHORTEST:
            yield min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
