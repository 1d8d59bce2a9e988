"""A paragraph as the grammar reads it: folded character by character, blanks gone, every character's place kept.

Folding here keeps the length (full width to half, radicals to characters, one dash for all), so that a position in the
folded text is a position in the shown one, and through `origin` one in the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from reportparse.model import Ints, Paragraph
from reportparse.text import text_folded

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_RADICALS = {code: folded for code in (*range(0x2E80, 0x2FE0),) if len(folded := text_folded(chr(code))) == 1}
_FULL_WIDTH = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
_CAPITALS = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_FOLDS = str.maketrans("﹪∶–―─－〜～，﹐|｜丨", "%:————~~,,;;;")
_TABLE = _RADICALS | _FULL_WIDTH | _CAPITALS | _FOLDS
_GROUPED = re.compile(r"(?<![\d.第表图])\d{1,3}(?=[^\S\n](?:\d\n?){2}\d(?!\d))")
"""The digits before a blank that groups thousands: 12 360, the three perhaps parted by a line break."""
_SPELT = re.compile(r"(?<![\d.])\d(?:[^\S\n][\d.,](?![\d.])){2,}")
"""Digits one by one in a text that is spaced out there alone: 专任教师1 2 6人. Two (AP 1 2 个) may be two numbers."""
_ENDS_TOKEN = re.compile(r"[\dA-Za-z]")
_FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟零万亿]{2,20}(?=元)")
"""Numerals of cheques, of money alone: 伍 is of 队伍 too."""
_TO_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_SPACED_OUT = 0.6
"""A text in which more than this share of neighbours are parted by a blank is printed with blanks between all characters."""


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """`shown` is the paragraph without blanks, `folded` what is read, both of one length; `origin` leads back (None: as it was)."""

    shown: str
    folded: str
    origin: Ints | None


def paragraph_to_prose(paragraph: Paragraph) -> Prose:
    """The paragraph's text without blanks. One stays between two numbers and between a Latin word and a number (AP 1260 个)."""
    text = paragraph.text
    dropped = np.zeros(len(text), dtype=bool)
    runs = [found.span() for found in _BLANKS.finditer(text)]
    if not runs:
        return Prose(text, _folded(text), None)
    spaced_out = len(runs) > _SPACED_OUT * (len(text) - sum(end - start for start, end in runs))
    grouped = {found.end() for found in _GROUPED.finditer(text)}
    spelt = np.zeros(len(text), dtype=bool)
    for found in _SPELT.finditer(text):
        spelt[slice(*found.span())] = True
    for start, end in runs:
        one = spaced_out or start in grouped or spelt[start]
        dropped[start + (not one and _parts_tokens(text, start, end)) : end] = True
    origin = np.flatnonzero(~dropped).astype(np.int32)
    shown = "".join(map(text.__getitem__, origin.tolist()))
    return Prose(shown, _folded(shown), origin)


def _folded(text: str) -> str:
    return _FORMAL.sub(lambda found: found.group().translate(_TO_PLAIN), text.translate(_TABLE))


def _parts_tokens(text: str, start: int, end: int) -> bool:
    """Whether the blanks part two numbers, or a word and one. Between two digits a line break parts nothing: numbers wrap."""
    if not start or not _ENDS_TOKEN.match(text[start - 1]) or not text[end : end + 1].isdigit():
        return False
    return not (text[start - 1].isdigit() and "\n" in text[start:end])
