"""What is printed below the names of a table in small type, or in English, to explain them, and is no part of them.

One row of figures stands beside a name and what explains it. Where several names of a page are explained, all that is set like their
explanations, where names begin, goes: names are matched, and rows are told, by the names alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportparse.assemble.chunks import Chunk, chunks_from_line, is_number
from reportparse.assemble.cutouts import page_without_letters
from reportparse.assemble.lines import PageLines, lines_from_page
from reportparse.model import Page
from reportparse.text import are_within, text_folded, text_to_codes

_SMALLER = 0.86  # of the name's font box: 9 points over 7.5 and less; children are set in 0.9 of their parents' size
_BELOW = 1.9  # of the name's font box, from line to line
_ALIGNED = 2.0  # points: a name and its explanation begin alike
_AS_LARGE = 1.15  # times the font box of other explanations
_FEWEST = 3  # names explained on one page
_LARGE = 0.9  # of the letters are no larger: a page may have more explanations than names
_FEWEST_SMALL, _FEWEST_LETTERS = 12, 30
_LATIN = re.compile(r"[A-Za-z][-A-Za-z0-9,.:;'’/()（）&%]{3,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Word:
    """A piece of a line with the height of its Chinese letters (日 may be set narrow), 0 for one in Latin letters alone."""

    chunk: Chunk
    size: float


@dataclass(frozen=True, slots=True)
class _Explained:
    """A name, what explains it, and how much lower its figures stand."""

    name: _Word
    by: _Word
    down: float


def without_explanations(lines: PageLines, is_name: Callable[[str], bool]) -> PageLines:
    """The page without the explanations below the names of its tables, each name at the height of its figures."""
    page = lines.page
    if not _may_explain(page):
        return lines
    rows = [chunks_from_line(lines, line) for line in lines.lines]
    words = [word for row in rows for chunk in row if (word := _word(lines, chunk)) is not None]
    names = [word for word in words if word.size and is_name(text_folded(word.chunk.text))]
    figures = [row[0].middle for row in rows if any(is_number(chunk.text) for chunk in row[1:])]
    explained = [found for k, name in enumerate(names) if (found := _explained(name, names[k + 1 :], words, figures))]
    if len(explained) < _FEWEST:
        return lines
    sizes, lefts = {one.by.size for one in explained}, {name.chunk.x0 for name in names}
    gone = [word.chunk for word in words if word not in names and _is_like(word, sizes, lefts)]
    level = {box: one.down for one in explained for box in _boxes(lines, one.name.chunk)}
    boxes = np.concatenate([lines.boxes[chunk.start : chunk.stop] for chunk in gone])
    return lines_from_page(page_without_letters(_moved(page, level), boxes))


def _boxes(lines: PageLines, chunk: Chunk) -> list[tuple[float, ...]]:
    return [tuple(box) for box in lines.boxes[chunk.start : chunk.stop].tolist()]


def _moved(page: Page, level: dict[tuple[float, ...], float]) -> Page:
    """The page with the letters of these boxes so much lower."""
    glyphs = page.glyphs
    down = np.array([level.get(tuple(box), 0.0) for box in glyphs.boxes.tolist()], np.float32)
    boxes = glyphs.boxes + np.column_stack([np.zeros_like(down), down, np.zeros_like(down), down])
    return replace(page, glyphs=replace(glyphs, boxes=boxes, baselines=glyphs.baselines + down))


def _may_explain(page: Page) -> bool:
    """Is some Chinese type much smaller than most of it, or are there English words?"""
    codes = text_to_codes(page.glyphs.text)
    is_chinese = are_within(codes, "一", "鿿")
    if not is_chinese.any():
        return False
    heights = page.glyphs.boxes[is_chinese, 3] - page.glyphs.boxes[is_chinese, 1]
    small = np.count_nonzero(heights < _SMALLER * np.partition(heights, at := int(_LARGE * (len(heights) - 1)))[at])
    letters = are_within(codes, "a", "z")
    return bool(small >= _FEWEST_SMALL or np.count_nonzero(letters) >= _FEWEST_LETTERS)


def _word(lines: PageLines, chunk: Chunk) -> _Word | None:
    if _LATIN.fullmatch(chunk.text):
        return _Word(chunk, 0.0)
    boxes = lines.boxes[[chunk.start + found.start() for found in _CHINESE.finditer(chunk.text)]]
    return _Word(chunk, round(float((boxes[:, 3] - boxes[:, 1]).max()), 1)) if len(boxes) else None


def _explained(name: _Word, later: Sequence[_Word], words: Sequence[_Word], figures: Sequence[float]) -> _Explained | None:
    """The name with what stands right below it in other type, and one row of figures beside both."""
    top = name.chunk.middle - name.size / 2
    foot = next((one.chunk.middle - one.size / 2 for one in later if one.chunk.middle > top + name.size), top + 4 * name.size)
    beside = [figure for figure in figures if top < figure < foot]
    if len(beside) > 1:
        return None
    below = (word for word in words if 0.4 * name.size < word.chunk.middle - name.chunk.middle < _BELOW * name.size)
    by = next((word for word in below if word.size < _SMALLER * name.size and abs(word.chunk.x0 - name.chunk.x0) < _ALIGNED), None)
    return _Explained(name, by, sum(beside) - name.chunk.middle if beside else 0.0) if by else None


def _is_like(word: _Word, sizes: set[float], lefts: set[float]) -> bool:
    alike = word.size < _AS_LARGE * max(sizes) if word.size else 0.0 in sizes
    return alike and any(abs(word.chunk.x0 - left) < _ALIGNED for left in lefts)
