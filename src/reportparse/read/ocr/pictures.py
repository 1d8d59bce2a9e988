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
_MUCH, _PIECE = 0.6, 0.5  # of the page, and of the largest picture: strips and tiles of a page that was cut up
_MOST_PIXELS = 9_000_000  # of a drawn page: A4 at 320 dpi, A3 at 225
_MOST_DECODED = 150_000_000  # of an embedded picture, 450 MB decoded; 10,000 by 10,000 is 100 million
_MOST_ASKED = 40_000_000  # pixels, 160 MB: of a picture that is decoded to see whether it can be
_DEEPEST_FORM = 4
_MOST_OBJECTS = 2_000
_END_OF_JPEG = b"\xff\xd9"
_TRAILER = 4_096  # bytes: how far before the end of the data writers leave it


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


def damage_said(document: Any, number: int, is_empty: bool) -> str:
    """What is wrong with the page's large pictures, if anything: a viewer draws paper for what it cannot decode, and says nothing.

    Only an `is_empty` page is worth decoding its pictures a second time.
    """
    page = document[number - 1]
    try:
        width, height = page.get_size()
        images = _images(page.raw, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject, _DEEPEST_FORM)
        large = [image for image in images if _area(image) > _LARGE * width * height]
        if is_empty and any(not _is_decoded(image) for image in large):
            return "is damaged: nothing of it can be decoded"
        return "is cut short: its lower part is missing" if any(_is_cut(image) for image in large) else ""
    finally:
        page.close()


def _is_decoded(image: Any) -> bool:
    """True as well of one that is too large to be decoded only to know."""
    if _pixels(image) > _MOST_ASKED:
        return True
    bitmap = pdfium_c.FPDFImageObj_GetBitmap(image)
    if bitmap:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    return bool(bitmap)


def _is_cut(image: Any) -> bool:
    """A JPEG without its end."""
    name = ctypes.create_string_buffer(16)
    pdfium_c.FPDFImageObj_GetImageFilter(image, 0, name, 16)
    if pdfium_c.FPDFImageObj_GetImageFilterCount(image) != 1 or name.value != b"DCTDecode":
        return False
    length = pdfium_c.FPDFImageObj_GetImageDataRaw(image, None, 0)
    data = (ctypes.c_ubyte * length)()
    pdfium_c.FPDFImageObj_GetImageDataRaw(image, data, length)
    return _END_OF_JPEG not in bytes(data[-_TRAILER:])


def _densities(handle: Any, area: float) -> Iterator[float]:
    """Pixels a point of each large picture, or of the largest pieces of one that was cut up."""
    images = _images(handle, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject, _DEEPEST_FORM)
    sizes = [(_pixels(image), _area(image)) for image in images]
    if (most := max((pixels for pixels, _ in sizes), default=0)) > _MOST_DECODED:
        raise TooLargeError(f"a picture of {most // 1_000_000} million pixels")
    is_cut_up = sum(covered for _, covered in sizes) > _MUCH * area
    large = min(_LARGE * area, _PIECE * max(covered for _, covered in sizes)) if is_cut_up else _LARGE * area
    yield from ((pixels / covered) ** 0.5 for pixels, covered in sizes if covered > large)


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
