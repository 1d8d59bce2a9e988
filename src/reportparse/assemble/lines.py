"""Glyphs into lines, in reading order.

A line is what stands at one height: glyphs whose baselines are less than a fifth of their height apart.  The cells of a
wrapped row stand half a line apart (0.4 of the font box at the least), superscripts and rounding under 0.1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportparse.assemble.scripts import baselines_levelled
from reportparse.geometry import bend_shift, box_from_array
from reportparse.model import Bend, Box, Floats, Ints, Page, Place
from reportparse.text import are_within, text_reordered, text_to_codes

_SAME_HEIGHT = 0.21
_WORD_GAP = 0.16  # of the font box: the blank between Latin words is 0.2 em and more, also in narrow and justified type; kerning under 0.1
_LATIN_FROM, _LATIN_TO = "!", "\u024f"
_DASH_FROM, _DASH_TO = 0x2012, 0x2015  # ‒ – — ―
_OVER_EDGE = 40.0  # points by which a column without rules may begin before the edge of its page, where pages stand side by side
_NUMERAL_GAP = 1.0  # of the font box: what parts thousands is under half of it


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs `start` to `stop` of a PageLines, at one height; `text` without blanks.

    `height` is that of the mean glyph, `em` the width of its widest, which is the type size where there is a Chinese
    character: the boxes of fonts differ by a third at one size, so heights alone cannot tell a heading.
    """

    page: int
    start: int
    stop: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    middle: float
    height: float
    em: float


@dataclass(frozen=True, slots=True, eq=False)
class PageLines:
    """A page's glyphs sorted by line and from left to right, and its lines from top to bottom."""

    page: Page
    text: str
    boxes: Floats
    confidence: Floats | None
    lines: tuple[Line, ...]


def lines_from_page(page: Page) -> PageLines:
    """The page's lines, superscripts and subscripts on the line of what they belong to."""
    glyphs = page.glyphs
    boxes = glyphs.boxes
    if not glyphs.text:
        return PageLines(page, "", boxes, None, ())
    height = boxes[:, 3] - boxes[:, 1]
    baselines = baselines_levelled(glyphs)
    by_height = np.argsort(baselines, kind="stable")
    steps, sizes = np.diff(baselines[by_height]), height[by_height]
    allowed = _SAME_HEIGHT * np.minimum(sizes[1:], sizes[:-1])
    line_of = np.zeros(len(boxes), np.int32)
    line_of[by_height[1:]] = np.cumsum(steps > allowed)
    order = np.lexsort((boxes[:, 0], line_of))
    boxes = boxes[order]
    text = text_reordered(glyphs.text, order)
    confidence = None if glyphs.confidence is None else glyphs.confidence[order]
    return PageLines(page, text, boxes, confidence, _lines(page.number, text, boxes, line_of[order]))


def _lines(page: int, text: str, boxes: Floats, line_of: np.ndarray[tuple[int], np.dtype[np.int32]]) -> tuple[Line, ...]:
    starts = np.concatenate([[0], np.flatnonzero(np.diff(line_of)) + 1])
    stops = np.concatenate([starts[1:], [len(line_of)]])
    low = np.minimum.reduceat(boxes, starts, axis=0).tolist()
    high = np.maximum.reduceat(boxes, starts, axis=0).tolist()
    mean = (np.add.reduceat(boxes, starts, axis=0) / (stops - starts)[:, None]).tolist()
    em = np.maximum.reduceat(_widths(text, boxes), starts).tolist()
    rows = zip(starts.tolist(), stops.tolist(), low, high, mean, em, strict=True)
    return tuple(
        Line(page, a, b, text[a:b], lo[0], lo[1], hi[2], hi[3], (at[1] + at[3]) / 2, at[3] - at[1], size)
        for a, b, lo, hi, at, size in rows
    )


def _widths(text: str, boxes: Floats) -> NDArray[np.floating]:
    """How wide each glyph is; dashes say nothing of the type size, as two of them may be one glyph twice as wide."""
    widths = boxes[:, 2] - boxes[:, 0]
    codes = text_to_codes(text)
    dashes = (codes >= _DASH_FROM) & (codes <= _DASH_TO)
    return np.where(dashes, 0.0, widths)


def text_spaced(text: str, boxes: Floats) -> str:
    """`text` of one line with a blank put back where Latin words or numbers stand apart."""
    return text_with_blanks(text, blanks_after(text, boxes).tolist())


def blanks_after(text: str, boxes: Floats) -> NDArray[np.intp]:
    """Positions of the glyphs behind which a blank is printed; what stands on another line is not behind. Twice where two numerals stand
    wide apart: 79 and 505 of two cells are no 79 505."""
    if len(text) < 2 or max(text) < _LATIN_FROM or min(text) > _LATIN_TO:
        return np.zeros(0, np.intp)
    codes = text_to_codes(text)
    gaps, heights = boxes[1:, 0] - boxes[:-1, 2], boxes[1:, 3] - boxes[1:, 1]
    after = np.flatnonzero((gaps > _WORD_GAP * heights) & (np.maximum(codes[1:], codes[:-1]) <= ord(_LATIN_TO)))
    digit = are_within(codes, "0", "9")
    wide = (gaps[after] > _NUMERAL_GAP * heights[after]) & digit[after] & digit[after + 1]
    return np.repeat(after, 1 + wide)


def text_with_blanks(text: str, after: Sequence[int]) -> str:
    """`text` with a blank behind each of these positions, which rise."""
    if not after:
        return text
    cuts = [0, *(position + 1 for position in after), len(text)]
    return " ".join([text[a:b] for a, b in pairwise(cuts)])


def place_on_paper(page: Page, box: Box) -> Place:
    """`box` of an upright, level page as a place on the page that a viewer shows."""
    number, box = _box_on_strip(page, box) if page.strips else (page.number, box)
    if not is_as_shown(page):
        x0, top, x1, bottom = boxes_on_paper(page, np.array([box], np.float64))[0].tolist()
        box = (x0, top, x1, bottom)
    return Place(number, (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)))


def _box_on_strip(page: Page, box: Box) -> tuple[int, Box]:
    """On which of the pages that stand side by side a box begins, and where, without what of it stands on the next."""
    begins = box[0] + min((box[2] - box[0]) / 2, _OVER_EDGE)
    own = next((strip for strip in reversed(page.strips) if strip.x <= begins), None)
    number, shift = (own.number, own.shift) if own else (page.number, 0.0)
    ends = min((strip.x for strip in page.strips if strip.x > begins), default=math.inf)
    return number, (box[0] - shift, box[1], min(box[2], ends) - shift, box[3])


def glyphs_on_paper(page: Page, boxes: Floats) -> tuple[Ints, Floats]:
    """(n,) the page on which each glyph stands, and (n, 4) where, as a viewer shows it."""
    numbers = np.full(len(boxes), page.number, np.int32)
    boxes = _off_strips(page, boxes, numbers) if page.strips else boxes
    return numbers, boxes if is_as_shown(page) else boxes_on_paper(page, boxes).astype(np.float32)


def _off_strips(page: Page, boxes: Floats, numbers: Ints) -> Floats:
    """The boxes where they stand on the pages that were set beside others; the `numbers` of these are written."""
    shifts = np.zeros(len(boxes), np.float32)
    for strip in page.strips:
        beyond = boxes[:, 0] >= strip.x
        numbers[beyond], shifts[beyond] = strip.number, strip.shift
    off: Floats = boxes - shifts[:, None] * np.array([1, 0, 1, 0], np.float32)
    return off


def is_as_shown(page: Page) -> bool:
    return not page.turn and is_level(page)


def is_level(page: Page) -> bool:
    """Whether nothing was straightened."""
    return not (page.tilt or page.lean or page.bend)


def boxes_on_paper(page: Page, boxes: Floats) -> Floats:
    """(n, 4) boxes of an upright, level page as they stand on the page that a viewer shows."""
    x0, top, x1, bottom = (boxes if is_level(page) else _boxes_tilted(page, boxes)).T
    if page.turn == 90:
        x0, top, x1, bottom = top, page.width - x1, bottom, page.width - x0
    elif page.turn == 180:
        x0, top, x1, bottom = page.width - x1, page.height - bottom, page.width - x0, page.height - top
    elif page.turn == 270:
        x0, top, x1, bottom = page.height - bottom, x0, page.height - top, x1
    return np.column_stack([x0, top, x1, bottom])


def _boxes_tilted(page: Page, boxes: Floats) -> Floats:
    """Where they stood before the page was set level: their middles turned back, their sizes kept."""
    boxes = _boxes_bent(page.bend, boxes) if page.bend else boxes
    x, y = (boxes[:, 0] + boxes[:, 2] - page.width) / 2, (boxes[:, 1] + boxes[:, 3] - page.height) / 2
    leaned = y * math.tan(math.radians(page.lean))
    x = x + leaned
    cos, sin = math.cos(math.radians(page.tilt)), math.sin(math.radians(page.tilt))
    right, down = leaned + x * (cos - 1) - y * sin, x * sin + y * (cos - 1)
    return boxes + np.column_stack([right, down, right, down])


def _boxes_bent(bend: Bend, boxes: Floats) -> Floats:
    """Where they stood before lines that ran apart were straightened."""
    aside, below = bend_shift(bend, (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)
    moved: Floats = boxes + np.column_stack([aside, below, aside, below])
    return moved


def place_of_glyphs(page: Page, boxes: Floats) -> Place:
    return place_on_paper(page, box_from_array(boxes))
