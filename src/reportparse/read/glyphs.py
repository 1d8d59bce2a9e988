"""A page's text layer as columns: one character and one box a glyph, without blanks, doubles and watermarks.

pdfium puts characters of its own into the text (blanks and line ends where it sees gaps); geometry says that better, so
all white space goes.  A hyphen at a line's end comes back as U+0002 or U+FFFE: in these tables it is a lone dash, so it
is put back.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from reportparse.model import Floats, Glyphs
from reportparse.read.calls import address, char_angle, char_origin, loose_char_box, page_text
from reportparse.read.clipped import glyphs_in_their_clips
from reportparse.read.frame import Frame, boxes_shown, points_shown
from reportparse.read.kinds import codes_with_meaning
from reportparse.read.tight import boxes_heightened

_LINE_END_HYPHENS = "\x02\ufffe\u00ad"
# TeX's bitmap fonts have no map. Where their Cork encoding is not ASCII: “”„«»–— and ligatures.
_CORK = np.arange(0x20, dtype=np.uint32)
_CORK[[*range(0x10, 0x17), *range(0x1B, 0x20)]] = [ord(meant) for meant in "“”„«»–—ﬀﬁﬂﬃﬄ"]
_LATIN_TO = 0x2E80  # a page with Chinese on it was set by no TeX of that kind
# What str.isspace says beyond the ASCII blanks, and the zero-width characters.
_BLANKS = np.array([0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF], np.uint32)
_IS_BLANK = np.zeros(0x10000, bool)  # asked of every character: ten times as fast as np.isin
_IS_BLANK[_BLANKS] = True
_NO_GLYPHS = Glyphs("", np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
_NOWHERE = np.zeros(0, np.intp)
# A double is the same character not a third of its width away: bold by printing twice shifts by 0.2 to 0.5 points,
# neighbouring digits stand a whole width apart.
_DOUBLE_WITHIN = 0.34
_OFF_LINE = 0.3  # points
_LARGE = 1.8  # of the page's middle size: the box of a glyph at 45 degrees is 1.4 as high, and watermarks are set large
_TURNED_FROM = 0.09  # radians, 5 degrees: a tilted scan's own text layer stays under 3


def glyphs_from_page(handle: Any, frame: Frame) -> Glyphs:
    text_page = pdfium_c.FPDFText_LoadPage(handle)
    if not text_page:
        return _NO_GLYPHS
    try:
        glyphs, where = _glyphs_from_text_page(text_page, frame)
        return glyphs_in_their_clips((handle, text_page), where, glyphs, frame)
    finally:
        pdfium_c.FPDFText_ClosePage(text_page)


def _glyphs_from_text_page(text_page: Any, frame: Frame) -> tuple[Glyphs, NDArray[np.intp]]:
    """The glyphs, and (n,) where they are in the text page."""
    n = pdfium_c.FPDFText_CountChars(text_page)
    if n <= 0:
        return _NO_GLYPHS, _NOWHERE
    text = _characters(text_page, n)
    for hyphen in _LINE_END_HYPHENS:
        text = text.replace(hyphen, "-")
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    if codes.max() < _LATIN_TO:
        codes = np.where(codes < len(_CORK), _CORK[np.minimum(codes, len(_CORK) - 1)], codes)
    where = np.flatnonzero((codes > 0x20) & ~_IS_BLANK[np.minimum(codes, 0xFFFF)])
    if len(where) == 0:
        return _NO_GLYPHS, _NOWHERE
    loose = _loose_boxes(text_page, where)
    boxes = boxes_shown(frame, boxes_heightened(text_page, where, loose) if codes.max() < _LATIN_TO else loose)
    codes = codes_with_meaning(text_page, where, codes[where])
    keep = _visible(boxes, frame) & ~_doubles(codes, boxes) & ~_watermarks(text_page, where, boxes)
    baselines = _baselines(text_page, where, boxes, frame)
    glyphs = Glyphs(codes[keep].tobytes().decode("utf-32-le"), np.ascontiguousarray(boxes[keep]), baselines[keep])
    return glyphs, where[keep]


def _baselines(text_page: Any, where: NDArray[np.intp], boxes: Floats, frame: Frame) -> Floats:
    """(n,) float32. Glyphs of one font and size have boxes of one height and stand equally far above the baseline,
    so one glyph of each height is asked for its origin: 5 calls a page instead of 500.

    Boxes reach further where a letter does, up or down, so that b and p may be equally high: glyphs a little off their neighbours' line
    are asked too; and all of a height one of which stands elsewhere than its sample says, as of two fonts with boxes equally high.
    """
    heights, sample, kind = np.unique(np.round(boxes[:, 3] - boxes[:, 1], 2), return_index=True, return_inverse=True)
    baselines: Floats = boxes[:, 3] - (boxes[sample, 3] - _origins(text_page, where[sample], frame))[kind]
    steps = np.abs(np.diff(baselines))
    asked = _with_neighbours((steps > _OFF_LINE) & (steps < heights[kind[1:]]))
    told = _origins(text_page, where[asked], frame)
    mixed = np.zeros(len(heights), bool)
    mixed[kind[asked][np.abs(told - baselines[asked]) > _OFF_LINE]] = True
    baselines[asked] = told
    rest = mixed[kind] & ~asked
    baselines[rest] = _origins(text_page, where[rest], frame)
    return baselines


def _with_neighbours(between: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,): those at either end of the steps (n - 1,) that are marked."""
    marked = np.zeros(len(between) + 1, bool)
    marked[1:] = between
    marked[:-1] |= between
    return marked


def _origins(text_page: Any, where: NDArray[np.intp], frame: Frame) -> Floats:
    """(n,) float32 heights on the page at which these glyphs stand."""
    raw = np.empty((len(where), 2), np.float64)
    page, at = address(text_page), raw.ctypes.data
    for index, target in zip(where.tolist(), range(at, at + raw.nbytes, 16), strict=True):
        char_origin(page, index, target, target + 8)
    x, y = raw.T.astype(np.float32)
    return points_shown(frame, x, y)[1]


def _characters(text_page: Any, n: int) -> str:
    """Exactly n characters. Of a character that is two UTF-16 units (a rare one in a name) pdfium counts both: the second is a blank."""
    units = np.zeros(n + 1, "<u2")
    got = page_text(address(text_page), 0, n, units.ctypes.data)
    text = units[: got - 1].tobytes().decode("utf-16-le", errors="replace")
    if len(text) == n:
        return text
    codes = [pdfium_c.FPDFText_GetUnicode(text_page, index) for index in range(n)]
    known = b"".join(min(code, 0xFFFF).to_bytes(2, "little") for code in codes)
    text = re.sub("[\U00010000-\U0010ffff]", r"\g<0> ", known.decode("utf-16-le", errors="replace"))
    return text if len(text) == n else "".join(map(_character, codes))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _loose_boxes(text_page: Any, where: NDArray[np.intp]) -> Floats:
    """(n, 4) float32 left, bottom, right, top: the font's box, which is the same height for 一 and 国."""
    raw = np.empty((len(where), 4), np.float32)  # pdfium gives left, top, right, bottom
    page, at = address(text_page), raw.ctypes.data
    for index, target in zip(where.tolist(), range(at, at + raw.nbytes, 16), strict=True):
        loose_char_box(page, index, target)
    return raw[:, [0, 3, 2, 1]]


def _visible(boxes: Floats, frame: Frame) -> NDArray[np.bool_]:
    """Glyphs with their centre on the page: what was cropped away is not printed."""
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    seen: NDArray[np.bool_] = (x > -1) & (y > -1) & (x < frame.width + 1) & (y < frame.height + 1)
    return seen


def _doubles(codes: NDArray[np.uint32], boxes: Floats) -> NDArray[np.bool_]:
    """The later of two equal characters that stand on the same spot; the two letters of a ligature (ﬀ) are none.

    Text on its side advances along the other side of its boxes, which the height of its font makes wide.
    """
    width = np.maximum(np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]), 1.0)
    rows = np.round(boxes[:, 1] / 2)
    order = np.lexsort((boxes[:, 0], rows, codes))
    near = _DOUBLE_WITHIN * width[order[:-1]]
    dx, dy = (np.abs(np.diff(boxes[order, side])) for side in (0, 1))
    same = (np.diff(codes[order]) == 0) & (dx < near) & (dy < near)
    double = np.zeros(len(codes), bool)
    if same.any():
        a, b = order[:-1][same], order[1:][same]
        double[np.maximum(a, b)[~_are_ligatures(codes, boxes, a, b)]] = True
    return double


def _are_ligatures(codes: NDArray[np.uint32], boxes: Floats, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.bool_]:
    """pdfium gives the letters of a ligature one after another, each with the box of the whole; ff and tt are the doubled ones."""
    letters = ((codes[a] == ord("f")) | (codes[a] == ord("t"))) & (np.abs(a - b) == 1)
    return np.asarray(letters & (boxes[a] == boxes[b]).all(axis=1))


def _watermarks(text_page: Any, where: NDArray[np.intp], boxes: Floats) -> NDArray[np.bool_]:
    """Glyphs that stand obliquely. Only those whose neighbour is both beside and above or below, and very large ones, are asked."""
    mark = np.zeros(len(where), bool)
    if len(where) < 2:
        return mark
    size = np.maximum(boxes[:, 3] - boxes[:, 1], 1.0)
    dx = np.abs(np.diff(boxes[:, 0])) / size[1:]
    dy = np.abs(np.diff(boxes[:, 3])) / size[1:]
    oblique = (dx > 0.08) & (dy > 0.08) & (dx < 2.0) & (dy < 2.0)
    asked = _with_neighbours(oblique) | (size > _LARGE * _middle(size))
    page = address(text_page)
    for position, index in zip(np.flatnonzero(asked).tolist(), where[asked].tolist(), strict=True):
        mark[position] = _TURNED_FROM < char_angle(page, index) % (math.pi / 2) < math.pi / 2 - _TURNED_FROM
    return mark


def _middle(values: Floats) -> np.floating:
    """Their median; np.median takes five times as long for the glyphs of a page."""
    ordered = np.sort(values)
    middle: np.floating = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return middle
