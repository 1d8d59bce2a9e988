"""Words into glyphs: one box a character, as a text layer would give it.

A recogniser says where a character stands to an eighth of a line's height; the gaps in the ink between two characters say it to a pixel.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np

from reportparse.model import Floats, Glyphs
from reportparse.read.ocr.seals import Mask
from reportparse.read.ocr.words import Word

_FULL, _DIGIT = 0.92, 0.72  # the ink's height in em: of a line with Chinese characters, of digits and capitals
_PITCHED, _HALF, _LOOSE = 4, 0.5, 1.08  # a line of so many full characters tells the size by its length: narrow ones take half of it
_FLATTEST = 0.5  # em: text is no smaller; a dash or 一 is
_LIKE = 0.22  # a word whose size is this near to the page's is of that size: ink heights vary by a tenth
_HEADING = 1.6  # em: larger type stands on its own line; digits beside names of 1 em were measured at 1.5
_TOUCHING = 0.35  # em: smaller gaps belong half to either neighbour, as the side bearings of a font do
_LETTERS = 0.2  # em: the same between Latin letters; a blank between words is 0.25 and more
_NARROW = 0.62  # em: the widest of Latin letters and digits
_AFTER = "，。、；：！？）》」】”’"  # their ink fills the first third of their place


def glyphs_from_words(words: list[Word], ink: Mask, em: float) -> Glyphs:
    """The glyphs of `words` (one at least) in pixels, in the order of `words`."""
    sizes = [_size(word, em) for word in words]
    boxes = np.vstack([_boxes(word, ink, size) for word, size in zip(words, sizes, strict=True)])
    lengths = [len(word.text) for word in words]
    usual = [em if size < _HEADING * em else size for size in sizes]  # the size of digits is measured too roughly to tell their line
    baselines = np.repeat([(word.box[1] + word.box[3] + size) / 2 for word, size in zip(words, usual, strict=True)], lengths)
    confidence = np.concatenate([word.confidence for word in words])
    return Glyphs("".join(word.text for word in words), boxes, baselines.astype(np.float32), confidence.astype(np.float32))


def _size(word: Word, em: float) -> float:
    """The type size in pixels: by the ink's height, unless the line is too narrow for it (specks and quotation marks make ink higher)."""
    x0, top, x1, bottom = word.box
    wide = sum(map(is_wide, word.text))
    size = (bottom - top) / (_FULL if wide else _DIGIT)
    if wide >= _PITCHED:
        size = min(size, _LOOSE * (x1 - x0) / (wide + _HALF * (len(word.text) - wide)))
    is_mark = size < _FLATTEST * em or not any(c.isalnum() for c in word.text)
    return em if is_mark or abs(size / em - 1) < _LIKE else size


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _boxes(word: Word, ink: Mask, size: float) -> Floats:
    """(n, 4): each character from gap to gap; all of the font's height."""
    x0, top, x1, bottom = word.box
    filled: Mask = np.any(ink[int(top) : int(bottom), int(x0) : int(x1)], axis=0)
    centres = np.maximum.accumulate(word.centres - x0)
    sides = [0.0]
    for (left, right), (a, b) in zip(pairwise(word.text), pairwise(centres.tolist()), strict=True):
        touching = _LETTERS if left.isascii() and right.isascii() and left.isalpha() and right.isalpha() else _TOUCHING
        sides += _parting(filled, (a, b), touching * size)
    edges = np.array([*sides, x1 - x0]).reshape(-1, 2)
    for index, character in enumerate(word.text):
        after = edges[index + 1, 0] if index + 1 < len(edges) else x1 - x0
        edges[index] = _capped(edges[index], after, character, size)
    middle = (top + bottom) / 2
    n = len(word.text)
    tops, feet = np.full(n, middle - size / 2), np.full(n, middle + size / 2)
    return np.column_stack([x0 + edges[:, 0], tops, x0 + edges[:, 1], feet]).astype(np.float32)


def _parting(filled: Mask, centres: tuple[float, float], touching: float) -> list[float]:
    """Where the one character ends and the other begins: at the widest gap between their centres."""
    a, b = centres
    first, last = int(a), max(int(b), int(a) + 1)
    empty = np.flatnonzero(np.diff(np.concatenate([[1], filled[first:last].astype(np.int8), [1]])))
    if len(empty) < 2:
        return [(a + b) / 2] * 2
    starts, ends = empty[::2], empty[1::2]
    widest = int(np.argmax(ends - starts))
    start, end = float(first + starts[widest]), float(first + ends[widest])
    return [start, end] if end - start > touching else [(start + end) / 2] * 2


def _capped(edge: Floats, after: float, character: str, size: float) -> tuple[float, float]:
    """No character is wider than its type; a closing mark takes its place up to the next character."""
    left, right = float(edge[0]), float(edge[1])
    if character in _AFTER:
        return left, max(right, min(left + size, after))
    most = size if is_wide(character) else _NARROW * size
    middle = (left + right) / 2
    return (left, right) if right - left <= most else (middle - most / 2, middle + most / 2)
