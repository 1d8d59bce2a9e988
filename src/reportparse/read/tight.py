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
from reportparse.read.calls import address, char_origin

_ASCENT, _DESCENT = 0.9, 0.21  # of the type size: Arial's 0.905 and 0.212, Times' 0.891 and 0.216
_LOWEST = 800.0  # thousandths of the type size, from ascent to descent: Times has 900, what pdfium makes up from letters 360 to 720


def boxes_heightened(text_page: Any, where: NDArray[np.intp], boxes: Floats) -> Floats:
    """(n, 4) left, bottom, right, top in user space: those of fonts without height as high as a font's box; the others as they are."""
    _, sample = np.unique(np.round(boxes[:, 3] - boxes[:, 1], 1), return_index=True)  # a font without height has boxes of its own
    flat: dict[int, bool] = {}
    if not any(_is_flat(text_page, index, flat) for index in where[sample].tolist()):
        return boxes
    out = boxes.copy()
    for at, index in enumerate(where.tolist()):
        if _is_flat(text_page, index, flat):
            reach = _reach(text_page, index)
            out[at, :2] = np.minimum(out[at, :2], reach.min(axis=0))
            out[at, 2:] = np.maximum(out[at, 2:], reach.max(axis=0))
    return out


def _is_flat(text_page: Any, index: int, flat: dict[int, bool]) -> bool:
    """Does the glyph's font give no height? Each font is asked once."""
    font = pdfium_c.FPDFTextObj_GetFont(pdfium_c.FPDFText_GetTextObject(text_page, index))
    if not font:
        return False
    key = address(font)
    if key not in flat:
        ascent, descent = ctypes.c_float(), ctypes.c_float()
        told = pdfium_c.FPDFFont_GetAscent(font, 1000.0, ascent) and pdfium_c.FPDFFont_GetDescent(font, 1000.0, descent)
        flat[key] = bool(told) and ascent.value - descent.value < _LOWEST
    return flat[key]


def _reach(text_page: Any, index: int) -> Floats:
    """(2, 2): the points above and below the one where the glyph stands, at the height of its font's box."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text_page, index, matrix)
    size = pdfium_c.FPDFText_GetFontSize(text_page, index)
    x, y = ctypes.c_double(), ctypes.c_double()
    char_origin(address(text_page), index, ctypes.addressof(x), ctypes.addressof(y))
    up = np.array([matrix.c, matrix.d]) * size
    here = np.array([x.value, y.value])
    return np.array([here + _ASCENT * up, here - _DESCENT * up], np.float32)
