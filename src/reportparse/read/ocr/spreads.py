"""Two pages on one sheet: an open book under the lid, or two pages printed side by side.

Where they lie at angles of their own they come apart before anything is read, else when their words are known.
"""

from __future__ import annotations

import re

import numpy as np

from reportparse.geometry import runs_of
from reportparse.model import Rules
from reportparse.read.ocr.engine import Gray
from reportparse.read.ocr.level import angle_found
from reportparse.read.ocr.seals import Mask
from reportparse.read.ocr.sheets import Sheet, ink_found
from reportparse.read.ocr.words import Word

_WIDE = 1.2  # times as wide as high
_MIDDLE = 0.08  # of the width: how far from the middle the gutter may lie
_GUTTER = 2.0  # em
_FULL_LINE = 0.55  # of a half's text: prose has many lines as long as this, the columns of one table have none
_FULL_LINES = 0.4  # of the ink of a half that stands in such lines
_FEWEST = 6  # words in a half
_NUMBER = re.compile(r"[^\w]{0,3}第?\d{1,3}页?[^\w]{0,3}")
_SLANTED = 0.25  # degrees between the angles of two pages: the halves of one differ by a tenth, and sheets are read well to 0.15
_EMPTY = 0.005  # of a column of the gutter: dust
_INKED = 0.01  # of a half: prose has 0.019 and more; the few letters of a cover that lies on its side say nothing of an angle
_APART = 1.0  # em between a page's number and its last line: rows of a table stand closer


def seam_found(gray: Gray) -> int | None:
    """Where two pages part that lie at angles of their own, in pixels."""
    height, width = gray.shape
    if width < _WIDE * height:
        return None
    ink, em = ink_found(gray)
    gap = _widest_free(ink.mean(axis=0) > _EMPTY, width)
    if gap is None or gap[1] - gap[0] < _GUTTER * em:
        return None
    seam = round(sum(gap) / 2)
    halves: tuple[Mask, Mask] = (ink[:, :seam], ink[:, seam:])
    if min(half.mean() for half in halves) < _INKED:
        return None
    left, right = map(angle_found, halves)
    return seam if abs(left - right) > _SLANTED else None


def gutter_found(sheet: Sheet, words: list[Word], rules: Rules) -> float | None:
    """Where two pages part, in pixels; None where there is one page."""
    height, width = sheet.gray.shape
    if width < _WIDE * height or not words:
        return None
    at = _widest_gap(words, rules, width)
    if at is None or at[1] - at[0] < _GUTTER * sheet.em:
        return None
    gutter = sum(at) / 2
    halves = [words_beside(words, gutter, left) for left in (True, False)]
    if min(len(half) for half in halves) < _FEWEST:
        return None
    whole = all(_is_page(half, rules_beside(rules, gutter, left)) for half, left in zip(halves, (True, False), strict=True))
    return gutter if whole or _are_numbered(halves, sheet.em) else None


def _widest_gap(words: list[Word], rules: Rules, width: int) -> tuple[float, float] | None:
    """The widest stretch near the middle that no word and no level rule crosses."""
    filled = np.zeros(width + 1, bool)
    for x0, _, x1, _ in (word.box for word in words):
        filled[round(x0) : round(x1)] = True
    for _, x0, x1 in rules.horizontal.tolist():
        filled[max(0, round(x0)) : round(x1)] = True
    return _widest_free(filled, width)


def _widest_free(filled: Mask, width: int) -> tuple[float, float] | None:
    """The widest free stretch near the middle."""
    low, high = round((0.5 - _MIDDLE) * width), round((0.5 + _MIDDLE) * width)
    gaps = runs_of(~filled[low:high]).tolist()
    if not gaps:
        return None
    start, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    return float(low + start), float(low + end)


def _is_page(words: list[Word], rules: Rules) -> bool:
    """Prose from margin to margin, or a table with rules of its own."""
    left, right = min(word.box[0] for word in words), max(word.box[2] for word in words)
    long = _FULL_LINE * (right - left)
    lengths = np.array([word.box[2] - word.box[0] for word in words])
    ruled = int(((rules.horizontal[:, 2] - rules.horizontal[:, 1]) > long).sum())
    return bool(lengths[lengths > long].sum() > _FULL_LINES * lengths.sum()) or ruled >= 3


def _are_numbered(halves: list[list[Word]], em: float) -> bool:
    """Does each half end in a page's number, alone on its line and well below the rest? So do halves that hold tables without rules."""
    feet = [max(half, key=lambda word: word.box[3]) for half in halves]
    level = abs(feet[0].box[3] - feet[1].box[3]) < em
    return level and all(_NUMBER.fullmatch(foot.text) and _stands_below(foot, half, em) for foot, half in zip(feet, halves, strict=True))


def _stands_below(foot: Word, half: list[Word], em: float) -> bool:
    return all(word is foot or word.box[3] < foot.box[1] - _APART * em for word in half)


def words_beside(words: list[Word], gutter: float, left: bool) -> list[Word]:
    return [word for word in words if (word.box[0] + word.box[2] < 2 * gutter) == left]


def rules_beside(rules: Rules, gutter: float, left: bool) -> Rules:
    level, upright = rules.horizontal, rules.vertical
    return Rules(level[(level[:, 1] + level[:, 2] < 2 * gutter) == left], upright[(upright[:, 0] < gutter) == left])
