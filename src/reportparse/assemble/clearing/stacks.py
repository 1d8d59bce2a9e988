"""Words set upright at the side of a page, one letter below the other: the tab of a chapter, the title in a band beside a table.

Their letters stand at the heights of rows and would be read into them. A tab goes, as running heads do; a table's title is laid down above
the header beside it, where captions stand. Titles of groups beside rows stay: they are a column with a head or with rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportparse.assemble.cutouts import glyphs_chosen, page_of_glyphs
from reportparse.assemble.lines import PageLines, lines_from_page
from reportparse.geometry import runs_of
from reportparse.model import Box, Floats, Glyphs, Page, Rules
from reportparse.text import text_folded, text_to_codes

_FEWEST, _FEWEST_CLOSE = 2, 4  # letters: 附录 stands far from everything, 学生发展 perhaps close to rows, as units of three rows do
_APART = 0.8  # of the letter's height, from everything else
_DISTINCT = 0.6  # of the of the letters, units not counted: 人人个门个 is a column of them
_ALIGNED = 0.1  # of the letter's height: how far the middles of upright letters are off
_PITCH = (0.8, 2.2)  # of the letter's height, from letter to letter
_EVEN = 0.15  # of the pitch
_BESIDE = 3  # letters of other words at its heights: a title alone on a cover has none
_OVER = 0.5  # points: the letters of a head, 一级指标, stand on both sides of the middle of what is below it
_MARGIN = 0.09  # of the page's height: what stands above and below in it is furniture
_ABOVE = 0.4  # of the letter's height, from a title laid down to the header
_ORDINAL = frozenset("0123456789.．、（）()表附一二三四五六七八九十")
_ORDINAL_APART = 3.0  # of the letter's width: a blank may stand behind it
_YEARS = re.compile(r"20[0-9]{2}.*20[0-9]{2}")
_CJK = ("一", "鿿")


@dataclass(frozen=True, slots=True)
class Stack:
    """Glyphs [start, stop) of a page, one below the other, in this box."""

    start: int
    stop: int
    box: Box


def without_stacks(lines: PageLines, table_names: frozenset[str], units: frozenset[str]) -> PageLines:
    """The page without upright words at its side, the titles of tables among them laid down; a column of `units` is none."""
    page = lines.page
    stacks = _standing_aside(page, list(_stacks(page.glyphs, units)))
    if not stacks:
        return lines
    stay = np.ones(len(page.glyphs.text), bool)
    for stack in stacks:
        stay[stack.start : stack.stop] = False
    bare = page_of_glyphs(page, stay)
    return lines_from_page(_with_titles(bare, [_letters(page.glyphs, stack) for stack in stacks], table_names))


def _stacks(glyphs: Glyphs, units: frozenset[str]) -> Iterator[Stack]:
    """Runs of Chinese letters, each as far below the one before."""
    if len(glyphs.text) < _FEWEST:
        return
    boxes = glyphs.boxes
    codes = text_to_codes(glyphs.text)
    height = boxes[:, 3] - boxes[:, 1]
    steps = np.diff(glyphs.baselines)
    is_letter = (codes >= ord(_CJK[0])) & (codes <= ord(_CJK[1]))
    aligned = np.abs(np.diff(boxes[:, 0] + boxes[:, 2])) < 2 * _ALIGNED * height[1:]
    below = is_letter[1:] & is_letter[:-1] & aligned & (steps > _PITCH[0] * height[1:]) & (steps < _PITCH[1] * height[1:])
    for a, b in runs_of(below).tolist():
        run = slice(a, b + 1)
        even = np.ptp(steps[a:b]) < _EVEN * steps[a:b].max()
        if b + 1 - a >= _FEWEST and even and len(set(glyphs.text[run]) - units) >= _DISTINCT * (b + 1 - a):
            run = slice(_with_ordinal(glyphs, a), b + 1)
            low, high = boxes[run].min(axis=0).tolist(), boxes[run].max(axis=0).tolist()
            yield Stack(run.start, run.stop, (low[0], low[1], high[2], high[3]))


def _with_ordinal(glyphs: Glyphs, first: int) -> int:
    """Where the run begins with the ordinal that stands above it: 1. or 一、"""
    x0, _, x1, _ = glyphs.boxes[first].tolist()
    reach = _ORDINAL_APART * (x1 - x0)
    while first and glyphs.text[first - 1] in _ORDINAL:
        left, _, right, _ = glyphs.boxes[first - 1].tolist()
        if not (x0 - _OVER < left and right < x1 + _OVER and 0 < glyphs.baselines[first] - glyphs.baselines[first - 1] < reach):
            break
        first -= 1
    return first


def _standing_aside(page: Page, stacks: Sequence[Stack]) -> list[Stack]:
    """Those at the side of what is set level."""
    if not stacks:
        return []
    upright = np.zeros(len(page.glyphs.text), bool)
    for stack in stacks:
        upright[stack.start : stack.stop] = True
    return [stack for stack in stacks if _stands_aside(page, stack, page.glyphs.boxes[~upright])]


def _stands_aside(page: Page, stack: Stack, others: Floats) -> bool:
    """Is it at one side of the other words, with none above or below it, and in no cell?"""
    x0, top, x1, bottom = stack.box
    middles, heights = (others[:, 0] + others[:, 2]) / 2, (others[:, 1] + others[:, 3]) / 2
    beside = (heights > top) & (heights < bottom)
    if not beside.any():
        return False
    left, right = int((beside & (middles < x0)).sum()), int((beside & (middles > x1)).sum())
    if stack.stop - stack.start < _FEWEST_CLOSE and np.maximum(x0 - others[:, 2], others[:, 0] - x1).min() < _APART * (x1 - x0):
        return False
    over = (others[:, 0] < x1 - _OVER) & (others[:, 2] > x0 + _OVER)
    column = over & (heights > _MARGIN * page.height) & (heights < (1 - _MARGIN) * page.height)
    return min(left, right) == 0 and max(left, right) >= _BESIDE and not column.any() and not _is_in_cell(page.rules, stack.box)


def _is_in_cell(rules: Rules, box: Box) -> bool:
    """Runs a rule over or below it, or one from top to bottom beside it?"""
    x0, top, x1, bottom = box
    size = x1 - x0
    y, h0, h1 = rules.horizontal.T
    x, v0, v1 = rules.vertical.T
    level = (h0 < x0) & (h1 > x1) & (y > top - 4 * size) & (y < bottom + 4 * size)
    upright = (v0 < bottom) & (v1 > top) & (x > x0 - 3 * size) & (x < x1 + 3 * size)
    return bool(level.any() or upright.any())


def _letters(glyphs: Glyphs, stack: Stack) -> Glyphs:
    chosen = np.zeros(len(glyphs.text), bool)
    chosen[stack.start : stack.stop] = True
    return glyphs_chosen(glyphs, chosen)


def _with_titles(page: Page, words: Sequence[Glyphs], table_names: frozenset[str]) -> Page:
    """The page with the words that hold the name of a table above the header beside them; those without header go."""
    heads = [line for line in lines_from_page(page).lines if _YEARS.search(line.text)]
    for word in words:
        middle = float(word.boxes[:, 1].min() + word.boxes[:, 3].max()) / 2
        head = max((line for line in heads if line.top < middle), key=lambda line: line.top, default=None)
        if head is not None and any(name in text_folded(word.text) for name in table_names):
            page = replace(page, glyphs=_joined(page.glyphs, _laid_down(word, head.x0, head.top)))
    return page


def _laid_down(word: Glyphs, x0: float, below: float) -> Glyphs:
    """The word's letters from `x0` to the right, their feet a little above `below`."""
    width, height = word.boxes[:, 2] - word.boxes[:, 0], word.boxes[:, 3] - word.boxes[:, 1]
    left = x0 + np.concatenate([[0.0], np.cumsum(width)[:-1]])
    bottom = below - _ABOVE * height
    boxes: Floats = np.column_stack([left, bottom - height, left + width, bottom]).astype(np.float32)
    baselines: Floats = (bottom - (word.boxes[:, 3] - word.baselines)).astype(np.float32)
    return Glyphs(word.text, boxes, baselines, word.confidence)


def _joined(a: Glyphs, b: Glyphs) -> Glyphs:
    confidence = None if a.confidence is None or b.confidence is None else np.concatenate([a.confidence, b.confidence])
    return Glyphs(a.text + b.text, np.concatenate([a.boxes, b.boxes]), np.concatenate([a.baselines, b.baselines]), confidence)
