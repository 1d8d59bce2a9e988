"""Pages of which a part is taken out, or left over, with all that stands there: letters, rules, the edges of shaded areas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reportparse.model import Box, Floats, Glyphs, Page, Rules

_EDGE = 1.5  # points: rules at the very edge of a table are its own

Points = NDArray[np.floating]
Kept = Callable[[Points, Points], NDArray[np.bool_]]
"""Of points (x, y), each (n,): which stay?"""


def page_within(page: Page, box: Box) -> Page:
    """The page with nothing but what has its middle in `box`; boxes that touch share nothing."""
    return _page_of(page, lambda x, y: (x >= box[0]) & (x < box[2]) & (y >= box[1]) & (y < box[3]))


def page_without(page: Page, boxes: Sequence[Box]) -> Page:
    """The page without what stands in `boxes`: another reader answers for that."""
    return _page_of(page, lambda x, y: ~_in_any(x, y, boxes)) if boxes else page


def page_without_text(page: Page, boxes: Sequence[Box]) -> Page:
    """The page without the letters that stand in `boxes`, its rules as they are."""
    return replace(page, glyphs=_glyphs_of(page.glyphs, lambda x, y: ~_in_any(x, y, boxes))) if boxes else page


def _in_any(x: Points, y: Points, boxes: Sequence[Box]) -> NDArray[np.bool_]:
    out = np.zeros(len(x), bool)
    for x0, top, x1, bottom in boxes:
        out |= (x >= x0 - _EDGE) & (x <= x1 + _EDGE) & (y >= top - _EDGE) & (y <= bottom + _EDGE)
    return out


def _page_of(page: Page, kept: Kept) -> Page:
    shading = None if page.shading is None else _rules_of(page.shading, kept)
    return replace(page, glyphs=_glyphs_of(page.glyphs, kept), rules=_rules_of(page.rules, kept), shading=shading)


def page_without_letters(page: Page, boxes: Floats) -> Page:
    """The page without the letters that have one of these boxes, (n, 4)."""
    gone = {tuple(box) for box in boxes.tolist()}
    return page_of_glyphs(page, np.array([tuple(box) not in gone for box in page.glyphs.boxes.tolist()], bool))


def page_of_glyphs(page: Page, stay: NDArray[np.bool_]) -> Page:
    """The page with these of its letters, and all its rules."""
    return replace(page, glyphs=glyphs_chosen(page.glyphs, stay))


def _glyphs_of(glyphs: Glyphs, kept: Kept) -> Glyphs:
    x0, top, x1, bottom = glyphs.boxes.T
    return glyphs_chosen(glyphs, kept((x0 + x1) / 2, (top + bottom) / 2))


def glyphs_chosen(glyphs: Glyphs, stay: NDArray[np.bool_]) -> Glyphs:
    """Those of the letters that `stay`, (n,)."""
    text = "".join([glyphs.text[i] for i in np.flatnonzero(stay).tolist()])
    confidence = None if glyphs.confidence is None else glyphs.confidence[stay]
    return Glyphs(text, glyphs.boxes[stay], glyphs.baselines[stay], confidence)


def _rules_of(rules: Rules, kept: Kept) -> Rules:
    h, v = rules.horizontal, rules.vertical
    return Rules(h[kept((h[:, 1] + h[:, 2]) / 2, h[:, 0])], v[kept(v[:, 0], (v[:, 1] + v[:, 2]) / 2)])
