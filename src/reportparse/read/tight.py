"""Boxes of glyphs whose fonts say nothing of their height.

pdfium gives a glyph the box of its font, which is equally high for all. Word processors write fonts with an ascent and a descent of 0;
then it gives little but the ink: a dash is half a point high and a p hangs below its line. What is measured by the height of a box (gaps
between words, lines, rows) goes wrong there. Such glyphs get the box that most fonts have, from their size and the place they stand on.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from reportparse.model import Floats
from reportparse.read.calls import address, char_object, char_origin

_ASCENT, _DESCENT = 0.9, 0.21  # of the type size: Arial's 0.905 and 0.212, Times' 0.891 and 0.216
_LOWEST = 800.0  # thousandths of the type size, from ascent to descent: Times has 900, what pdfium makes up from letters 360 to 720

Up = tuple[float, float] | None


def boxes_heightened(text_page: Any, where: NDArray[np.intp], boxes: Floats) -> Floats:
    """(n, 4) left, bottom, right, top in user space: those of fonts without height as high as a font's box; the others as they are."""
    _, sample = np.unique(np.round(boxes[:, 3] - boxes[:, 1], 1), return_index=True)  # a font without height has boxes of its own
    ups: dict[int, Up] = {}
    if not any(_up(text_page, index, ups) for index in where[sample].tolist()):
        return boxes
    out = boxes.tolist()
    for at, index in enumerate(where.tolist()):
        up = _up(text_page, index, ups)
        if up:
            out[at] = _heightened(out[at], _origin(text_page, index), up)
    return np.array(out, np.float32)


def _up(text_page: Any, index: int, ups: dict[int, Up]) -> Up:
    """How far up a glyph of this text reaches by its size, across and along the page; None where its font has a height. Each text object
    is asked once: its glyphs share font, size and matrix."""
    key = char_object(address(text_page), index) or 0
    if key not in ups:
        handle = pdfium_c.FPDFText_GetTextObject(text_page, index)
        ups[key] = _reach(text_page, index) if handle and _is_flat(handle) else None
    return ups[key]


def _is_flat(text_object: Any) -> bool:
    font = pdfium_c.FPDFTextObj_GetFont(text_object)
    ascent, descent = ctypes.c_float(), ctypes.c_float()
    told = font and pdfium_c.FPDFFont_GetAscent(font, 1000.0, ascent) and pdfium_c.FPDFFont_GetDescent(font, 1000.0, descent)
    return bool(told) and ascent.value - descent.value < _LOWEST


def _reach(text_page: Any, index: int) -> tuple[float, float]:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text_page, index, matrix)
    size = pdfium_c.FPDFText_GetFontSize(text_page, index)
    return matrix.c * size, matrix.d * size


def _origin(text_page: Any, index: int) -> tuple[float, float]:
    place = (ctypes.c_double * 2)()
    at = ctypes.addressof(place)
    char_origin(address(text_page), index, at, at + 8)
    return place[0], place[1]


def _heightened(box: list[float], origin: tuple[float, float], up: tuple[float, float]) -> list[float]:
    """The box out to the points above and below its origin at the height of a font's box."""
    xs, ys = ([o + _ASCENT * u, o - _DESCENT * u] for o, u in zip(origin, up, strict=True))
    return [min(box[0], *xs), min(box[1], *ys), max(box[2], *xs), max(box[3], *ys)]
