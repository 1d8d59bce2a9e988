"""A page's ruling lines and pictures.

A rule is a stroked line, an edge of a stroked rectangle, or a filled rectangle thin enough to be one (Word, WPS and
browsers print table borders so).  Fills wider than that are shading and their edges are not rules.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c

from reportparse.model import Box, Floats, Rules
from reportparse.read.calls import address, form_object, object_type, page_object, page_object_handle
from reportparse.read.frame import Frame, boxes_shown

Rect = tuple[float, float, float, float]  # left, bottom, right, top in user space
Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 3.0  # points: the thickest border seen (3 pt, top of a three-line table); the lowest shaded row is 9
_SHORTEST = 1.5  # points: shorter pieces are the ends and corners of borders
_DEEPEST_FORM = 6
_MOST_OBJECTS = 60_000  # a page with more is a map or a drawing: its lines are not a table's
_MOST_SEGMENTS = 4_000


def marks_from_page(handle: Any, frame: Frame) -> tuple[Rules, tuple[Box, ...]]:
    """The page's rules and the boxes of its pictures, as shown."""
    thin: list[Rect] = []
    pictures: list[Rect] = []
    n = min(pdfium_c.FPDFPage_CountObjects(handle), _MOST_OBJECTS)
    page = address(handle)
    _collect((page_object(page, i) for i in range(n)), _IDENTITY, thin, pictures)
    return _rules_from_boxes(_shown(frame, thin)), tuple(map(_box, _shown(frame, pictures).tolist()))


def _shown(frame: Frame, rects: list[Rect]) -> Floats:
    return boxes_shown(frame, np.array(rects, np.float32).reshape(-1, 4))


def _box(row: list[float]) -> Box:
    return row[0], row[1], row[2], row[3]


def _rules_from_boxes(boxes: Floats) -> Rules:
    wide = boxes[:, 2] - boxes[:, 0]
    high = boxes[:, 3] - boxes[:, 1]
    flat = (wide > high) & (wide >= _SHORTEST)
    tall = (high > wide) & (high >= _SHORTEST)
    horizontal = np.column_stack([(boxes[flat, 1] + boxes[flat, 3]) / 2, boxes[flat, 0], boxes[flat, 2]])
    vertical = np.column_stack([(boxes[tall, 0] + boxes[tall, 2]) / 2, boxes[tall, 1], boxes[tall, 3]])
    return Rules(horizontal.astype(np.float32), vertical.astype(np.float32))


def _collect(objects: Iterable[int], matrix: Matrix, thin: list[Rect], pictures: list[Rect], depth: int = 0) -> None:
    """Sort the objects at these addresses out; text, most of them, is passed over."""
    for at in objects:
        kind = object_type(at)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        obj = page_object_handle(at)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            thin.extend(_thin_rects(obj, matrix))
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            rect = _bounds(obj, matrix)
            (thin if min(rect[2] - rect[0], rect[3] - rect[1]) <= 1.5 else pictures).append(rect)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            n = min(pdfium_c.FPDFFormObj_CountObjects(obj), _MOST_OBJECTS)
            inner = (form_object(at, i) for i in range(n))
            _collect(inner, _times(_matrix(obj), matrix), thin, pictures, depth + 1)


def _thin_rects(path: Any, matrix: Matrix) -> list[Rect]:
    rect = _bounds(path, matrix)
    if min(rect[2] - rect[0], rect[3] - rect[1]) <= _THIN:
        return [rect] if _is_painted(path) else []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value):
        return []
    n = pdfium_c.FPDFPath_CountSegments(path)
    if n > _MOST_SEGMENTS or (n <= 5 and not stroke.value):
        return []
    subpaths = _subpaths(path, n, _times(_matrix(path), matrix))
    if stroke.value:
        return [edge for points in subpaths for edge in _edges(points)]
    return [rect for points in subpaths if (rect := _rect_around(points)) and min(rect[2] - rect[0], rect[3] - rect[1]) <= _THIN]


def _is_painted(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _bounds(obj: Any, matrix: Matrix) -> Rect:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    pdfium_c.FPDFPageObj_GetBounds(obj, left, bottom, right, top)
    rect = left.value, bottom.value, right.value, top.value
    if matrix == _IDENTITY:
        return rect
    return _rect_around([_moved(matrix, x, y) for x in (rect[0], rect[2]) for y in (rect[1], rect[3])])


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


def _rect_around(points: list[tuple[float, float]]) -> Rect:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _subpaths(path: Any, n: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """Each subpath as its points; a closed one ends where it began. Curves are cut off: they bound no cell."""
    out: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(n):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO or not out:
            out.append([])
        out[-1].append(_moved(matrix, x.value, y.value))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            out[-1].append(out[-1][0])
    return out


def _edges(points: list[tuple[float, float]]) -> Iterator[Rect]:
    """The straight, upright or level edges of a stroked subpath."""
    for (xa, ya), (xb, yb) in pairwise(points):
        if min(abs(xa - xb), abs(ya - yb)) <= 0.5 and max(abs(xa - xb), abs(ya - yb)) >= _SHORTEST:
            yield min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
