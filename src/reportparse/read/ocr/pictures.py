"""A page as a picture, at the resolution of what is in it.

A scan's own pixels are asked for: the size of a page in points says nothing (a photograph of 4,000 pixels may stand on a page of a
postcard or of a door).  A text page without a meaning is drawn so that its letters are of a good size.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c

from reportparse.read.ocr.seals import Pixels

_LETTER = 28.0  # pixels: the size at which the letters of a text page are drawn
_DRAWN = (150 / 72, 400 / 72)  # pixels a point, at the least and at the most
_LARGE = 0.1  # of the page: smaller pictures are signatures and seals
_MOST_PIXELS = 9_000_000  # of a drawn page: A4 at 320 dpi, A3 at 225
_MOST_DECODED = 150_000_000  # of an embedded picture, 450 MB decoded; 10,000 by 10,000 is 100 million
_DEEPEST_FORM = 4
_MOST_OBJECTS = 2_000


class TooLargeError(Exception):
    """The picture would take more memory than a worker has."""


def picture_from_page(document: Any, number: int, letter: float) -> tuple[Pixels, float]:
    """The page as shown, grey or BGR, and its pixels a point; `letter` is the size of its text in points. Raises TooLargeError."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = max(_densities(page.raw, width * height), default=min(max(_LETTER / letter, _DRAWN[0]), _DRAWN[1]))
        bitmap = page.render(scale=min(scale, (_MOST_PIXELS / (width * height)) ** 0.5))
        try:
            drawn = bitmap.to_numpy()
            picture: Pixels = np.array(drawn[:, :, :3] if drawn.ndim == 3 and drawn.shape[2] > 1 else drawn.reshape(drawn.shape[:2]))
        finally:
            bitmap.close()
    finally:
        page.close()
    return picture, picture.shape[1] / width


def _densities(handle: Any, area: float) -> Iterator[float]:
    """Pixels a point of each large picture."""
    for image in _images(handle, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject, _DEEPEST_FORM):
        pixels, covered = _pixels(image), _area(image)
        if pixels > _MOST_DECODED:
            raise TooLargeError(f"a picture of {pixels // 1_000_000} million pixels")
        if covered > _LARGE * area:
            yield (pixels / covered) ** 0.5


def _images(holder: Any, count: Any, get: Any, depth: int) -> Iterator[Any]:
    for index in range(min(count(holder), _MOST_OBJECTS)):
        obj = get(holder, index)
        kind = pdfium_c.FPDFPageObj_GetType(obj)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            yield obj
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth:
            yield from _images(obj, pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject, depth - 1)


def _pixels(image: Any) -> int:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium_c.FPDFImageObj_GetImagePixelSize(image, width, height)
    return width.value * height.value


def _area(image: Any) -> float:
    m = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(image, m)
    return max(float(abs(m.a * m.d - m.b * m.c)), 1.0)
