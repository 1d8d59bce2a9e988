"""Page numbers in the side margin, half way down: they stand at the height of a row and would be read behind its figures.

Told by what tells a page number anywhere: at one height on several pages, it counts them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reportparse.assemble.cutouts import page_of_glyphs
from reportparse.assemble.lines import PageLines, lines_from_page
from reportparse.model import Floats, Page

_APART = 0.8  # of the number's height, from everything else on the page
_REPEATED = 3  # pages
_LEVEL = 4.0  # points
_WIDEST = 1.6  # of the number's height: three digits
_SAME_LINE = 0.2  # of the number's height
_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class _Number:
    """The digits of a page at these indices, by how much they are off the page's own number, and their height on it."""

    at: tuple[int, ...]
    off: int
    level: int


def without_side_folios(pages: Sequence[PageLines]) -> list[PageLines]:
    """The pages without the numbers at their sides that count them."""
    found = [list(_outermost(lines.page)) if lines.page.kind == "text" else [] for lines in pages]
    seen = Counter((one.off, one.level + shift) for numbers in found for one in numbers for shift in (-1, 0, 1))
    counting = [[one for one in numbers if seen[one.off, one.level] >= _REPEATED] for numbers in found]
    return [_without(lines, numbers) for lines, numbers in zip(pages, counting, strict=True)]


def _outermost(page: Page) -> Iterator[_Number]:
    """Numbers left or right of everything else on the page."""
    boxes = page.glyphs.boxes
    for end in {int(boxes[:, 0].argmin()), int(boxes[:, 2].argmax())} if len(boxes) else ():
        if not page.glyphs.text[end].isdigit():
            continue
        height = float(boxes[end, 3] - boxes[end, 1])
        near = np.abs(boxes[:, 0] - boxes[end, 0]) < _WIDEST * height
        level = np.flatnonzero(near & (np.abs(boxes[:, 1] - boxes[end, 1]) < _SAME_LINE * height))
        at = sorted(level.tolist(), key=lambda i: float(boxes[i, 0]))
        digits = "".join(page.glyphs.text[i] for i in at)
        if _NUMBER.fullmatch(digits) and _stands_out(boxes, at, height):
            yield _Number(tuple(at), int(digits) - page.number, round(float(boxes[end, 3]) / _LEVEL))


def _stands_out(boxes: Floats, at: Sequence[int], height: float) -> bool:
    """Are these digits apart from all that is beside them on the page?"""
    others = np.delete(boxes, at, axis=0)
    x0, x1 = float(boxes[at, 0].min()), float(boxes[at, 2].max())
    return len(others) > 0 and float(np.maximum(x0 - others[:, 2], others[:, 0] - x1).min()) > _APART * height


def _without(lines: PageLines, numbers: Sequence[_Number]) -> PageLines:
    if not numbers:
        return lines
    stay = np.ones(len(lines.page.glyphs.text), bool)
    for one in numbers:
        stay[list(one.at)] = False
    return lines_from_page(page_of_glyphs(lines.page, stay))
