"""What a page is: text, a picture of text, text without meaning, or nothing.

Text means nothing where fonts have no character map, or a wrong one: pdfium then gives a character's code in the font instead of the
character.  It says so itself for the first kind (76 % of the glyphs of such pages, none of any other page seen); the second shows in what
is said: in any Chinese text a third of the characters are among the 200 most common here (0.37 at the least on 731 pages, standards and
financial reports among them), in text of wrong codes a tenth.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from reportparse.model import Box, Glyphs, PageKind
from reportparse.read.calls import address, char_unmapped

_LARGE_PICTURE = 0.4  # of the page: seals and photographs in a text page cover less (0.35 at most seen)
_WHOLE_PICTURE = 0.7  # of the page: a scan with the text of an older OCR under it
_FEW_GLYPHS = 30  # a scanned page may carry a page number or a stamp as text
_GARBLED_SHARE = 0.25  # a page of formulas or symbols stays under 0.1, a font without ToUnicode is over 0.5
_LOST_SHARE = 0.1  # the values of a table are a tenth of its page
_UNCOMMON = 0.22
_FEW_IDEOGRAPHS, _FEW_ASCII = 40, 60  # fewer say nothing
_FEW_DIFFERENT = 20  # 电话访谈 and 问卷 down a column are 60 ideographs and ten; any 40 of a text are 30 different ones
_USUAL_ASCII = 0.7  # letters, digits and the marks of numbers: 0.93 and more of real text, 0.5 and less of codes
_SAMPLE = 8  # every so many glyphs one is asked for; all where one has no character
_ASKED_OBJECTS = 400
_CELLS = 128  # a side: how finely what pictures cover is measured
_FEWEST_OF_LETTER = 8  # segments: a line has 2, a rectangle 5, a letter some 30, a Chinese one 60
_OUTLINES, _DRAWN_OBJECTS = 1_000, 5_000  # segments of some twenty characters; objects asked

_COMMON = np.frombuffer(
    (
        "业学教人校量育中专生职年合实务技培工作质度课入的设位一建能在大产展国师发区动企开养指术标融与项数制才家训单程地服三经高个全化主行科任表导级和落资提政基"
        "升会进本元二共型面次等推持规时理方新其定通加力向平社目成体公为研域用内机立改习第费调文善式以完整坚模报求组系精管毕园应保过智织同省策强就不意围支交要收"
        "思深格形现传创办准范备接革心积态际满万十部是到四自长届告统联计造树评慧劳贯效市济流健优"
    ).encode("utf-32-le"),
    np.uint32,
)
_IS_COMMON = np.zeros(0x10000, bool)
_IS_COMMON[_COMMON] = True
_IS_USUAL = np.zeros(0x30001, bool)  # the last for all beyond
for _first, _end in (
    (0x20, 0x7F),
    (0xA0, 0x250),
    (0x370, 0x400),
    (0x2000, 0x2E00),
    (0x2E80, 0xA000),
    (0xF900, 0xFB00),
    (0xFE30, 0xFFF0),
    (0x20000, 0x30000),
):
    _IS_USUAL[_first:_end] = True
_NUMBER_MARKS = np.frombuffer(".,%()-:/".encode("utf-32-le"), np.uint32)

Codes = NDArray[np.uint32]


def page_kind(glyphs: Glyphs, pictures: tuple[Box, ...], page_area: float) -> PageKind:
    n = len(glyphs.text)
    if n < _FEW_GLYPHS:
        if _largest(pictures) > _LARGE_PICTURE * page_area or _covered(pictures) > _WHOLE_PICTURE * page_area:
            return "picture"
        return "text" if n else "empty"
    return "garbled" if _is_garbled(glyphs.text) else "text"


def _largest(pictures: tuple[Box, ...]) -> float:
    return max(((x1 - x0) * (bottom - top) for x0, top, x1, bottom in pictures), default=0.0)


def _covered(pictures: tuple[Box, ...]) -> float:
    """The area under all pictures together: the programs of scanners cut a page into strips and tiles."""
    if len(pictures) < 2:
        return _largest(pictures)
    corners = np.array(pictures[:_ASKED_OBJECTS]).reshape(-1, 2, 2)
    low, size = corners.min((0, 1)), np.ptp(corners, (0, 1))
    cells = np.round((corners - low) / np.maximum(size, 1e-6) * _CELLS).astype(int)  # neighbours meet at one line of cells
    seen = np.zeros((_CELLS, _CELLS), bool)
    for (x0, top), (x1, bottom) in cells.tolist():
        seen[top:bottom, x0:x1] = True
    return float(seen.mean() * size.prod())


def _is_garbled(text: str) -> bool:
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lost = text.count("\ufffd") > _LOST_SHARE * len(text) or 8 * text.count("(cid:") > _GARBLED_SHARE * len(text)
    if lost or _strange_share(codes) > _GARBLED_SHARE:
        return True
    ideographs = codes[(codes >= 0x4E00) & (codes < 0xA000)]
    if len(ideographs) >= _FEW_IDEOGRAPHS and len(np.unique(ideographs)) >= _FEW_DIFFERENT:
        return bool(_IS_COMMON[ideographs].mean() < _UNCOMMON)
    ascii_codes = codes[codes < 0x7F]
    return len(ascii_codes) >= max(_FEW_ASCII, len(codes) // 2) and _usual_share(ascii_codes) < _USUAL_ASCII


def _strange_share(codes: Codes) -> float:
    """The share of characters that no report prints: control, private use, replacement, unassigned blocks."""
    return 1.0 - np.count_nonzero(_IS_USUAL[np.minimum(codes, len(_IS_USUAL) - 1)]) / len(codes)


def _usual_share(codes: Codes) -> float:
    """The share of letters, digits and marks of numbers."""
    letters = ((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A)
    digits = (codes >= 0x30) & (codes <= 0x39)
    return float((letters | digits | np.isin(codes, _NUMBER_MARKS)).mean())


def codes_with_meaning(text_page: Any, where: NDArray[np.intp], codes: Codes) -> Codes:
    """`codes` of the glyphs `where`, U+FFFD for those that the font does not map to a character, unless they read as one nevertheless."""
    page = address(text_page)
    if not any(char_unmapped(page, index) == 1 for index in where[::_SAMPLE].tolist()):
        return codes
    lost = np.fromiter((char_unmapped(page, index) == 1 for index in where.tolist()), bool, len(where))
    if _usual_share(codes[lost]) >= _USUAL_ASCII:  # a Latin font without a map, its codes those of ASCII
        return codes
    return np.where(lost, np.uint32(0xFFFD), codes)


def kind_with_objects(kind: PageKind, handle: Any, glyphs: Glyphs, pictures: tuple[Box, ...], page_area: float) -> PageKind:
    """`kind`, or `picture` where the text is a scan's old layer, or where letters are drawn as outlines."""
    if kind == "text" and _is_layer_of_scan(handle, pictures, page_area):
        return "picture"
    return "picture" if len(glyphs.text) < _FEW_GLYPHS and _is_outlined(handle) else kind


def _is_outlined(handle: Any) -> bool:
    """Whether much is drawn that is neither line nor rectangle: print shops turn letters into curves."""
    drawn = 0
    for index in range(min(pdfium_c.FPDFPage_CountObjects(handle), _DRAWN_OBJECTS)):
        obj = pdfium_c.FPDFPage_GetObject(handle, index)
        if pdfium_c.FPDFPageObj_GetType(obj) == pdfium_c.FPDF_PAGEOBJ_PATH:
            n = pdfium_c.FPDFPath_CountSegments(obj)
            drawn += n if n >= _FEWEST_OF_LETTER else 0
        if drawn >= _OUTLINES:
            return True
    return False


def _is_layer_of_scan(handle: Any, pictures: tuple[Box, ...], page_area: float) -> bool:
    """Whether the page is a picture, whole or in pieces, whose text, invisible or behind it, was put there by another program."""
    if _covered(pictures) < _WHOLE_PICTURE * page_area:
        return False
    hidden = shown = 0
    for index in range(min(pdfium_c.FPDFPage_CountObjects(handle), _ASKED_OBJECTS)):
        obj = pdfium_c.FPDFPage_GetObject(handle, index)
        kind = pdfium_c.FPDFPageObj_GetType(obj)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            is_hidden = pdfium_c.FPDFTextObj_GetTextRenderMode(obj) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
            hidden, shown = hidden + is_hidden, shown + (not is_hidden)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE and not pdfium_c.FPDFPageObj_HasTransparency(obj) and _covers(obj, page_area):
            hidden, shown = hidden + shown, 0  # what was drawn before lies behind the picture
    return hidden > shown


def _covers(image: Any, page_area: float) -> bool:
    m = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(image, m)
    return bool(abs(m.a * m.d - m.b * m.c) > _WHOLE_PICTURE * page_area)
