"""pdfium's most called functions with plain addresses as arguments.

pypdfium2 declares pointer types, and making a pointer object costs more than the call: 12,000 glyph boxes take 17 ms
with them and 10 without.  Addresses are looked up in the library that pypdfium2 loaded.  The interpreter's lock is kept: a call
is done in a tenth of a microsecond, and letting the lock go and taking it again costs half as much.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c


def _by_address(function: Any, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p

loose_char_box = _by_address(pdfium_c.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
"""(text page, index, address of four floats left, top, right, bottom)"""
char_origin = _by_address(pdfium_c.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
"""(text page, index, addresses of the doubles x and y)"""
page_text = _by_address(pdfium_c.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
"""(text page, first index, count, address of count + 1 UTF-16 units) → units written, with the 0 behind them"""
char_angle = _by_address(pdfium_c.FPDFText_GetCharAngle, ctypes.c_float, _ADDRESS, _INT)
"""(text page, index) → radians"""
char_unmapped = _by_address(pdfium_c.FPDFText_HasUnicodeMapError, _INT, _ADDRESS, _INT)
"""(text page, index) → 1 where the font does not say which character it is"""
char_object = _by_address(pdfium_c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
"""(text page, index) → address of the text object that the character is of"""
page_object = _by_address(pdfium_c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
form_object = _by_address(pdfium_c.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
object_type = _by_address(pdfium_c.FPDFPageObj_GetType, _INT, _ADDRESS)

object_clip = _by_address(pdfium_c.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
clip_paths = _by_address(pdfium_c.FPDFClipPath_CountPaths, _INT, _ADDRESS)
clip_segments = _by_address(pdfium_c.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
clip_segment = _by_address(pdfium_c.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT, _INT)
"""(clip, number of the path, number of the segment)"""
segment_point = _by_address(pdfium_c.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
"""(segment, addresses of the floats x and y)"""

object_bounds = _by_address(pdfium_c.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
"""(object, then the addresses of four floats left, bottom, right, top)"""


def address(handle: Any) -> int:
    """Where a handle of pypdfium2 points."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def page_object_handle(at: int) -> Any:
    """The handle that pypdfium2's functions want, for an object's address."""
    return ctypes.cast(at, pdfium_c.FPDF_PAGEOBJECT)
