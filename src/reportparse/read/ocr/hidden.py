"""What a seal hides, or a line that is no part of the print.

A ring of opaque ink through an 8 makes a 3 of it; a figure under its star is lost, and an empty cell is a claim of its own.  So a word
that the ink runs through is doubted, and where the columns of numerals say that one stood under the star, a `?` of no confidence stands
for it.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from reportparse.read.ocr.seals import Mask
from reportparse.read.ocr.words import DOUBTED, Word, is_value

_THICK = 0.4  # em: the star of a seal; its ring and letters are thinner
_CROSSED = 0.03  # of a word's box
_NEAR = 0.3  # em
_ALIKE = 0.6  # em: between the middles of words of one row
_NAMES = 0.35  # of the text's width: further to the left stand names, whose lines are no rows
_SHORT = 4  # characters: units and values
_FEWEST = 3  # words in a column
_COVERED, _DIGIT = 0.5, 0.5  # of the place of one digit; em: its width
_LINE = 0.25  # em above and below the middle of a row: a line further off does not hide its dash


def words_with_hidden(words: list[Word], blind: Mask, em: float) -> list[Word]:
    """`words`, those that opaque ink runs through doubted, and `?` for those that it hides."""
    side = round(_THICK * em)
    thick = cv2.morphologyEx(blind.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(thick)
    blobs = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].astype(float).tolist()]
    doubted = [_doubted(word) if _is_crossed(word, blind) or _is_beside(word, blobs, em) else word for word in words]
    hidden = [found for blob in blobs for found in _hidden(doubted, blob, thick > 0, em)]
    return [*doubted, *hidden]


def _is_crossed(word: Word, blind: Mask) -> bool:
    x0, top, x1, bottom = (round(side) for side in word.box)
    return bool(blind[top:bottom, x0:x1].mean() > _CROSSED)


def _is_beside(word: Word, blobs: list[tuple[float, float, float, float]], em: float) -> bool:
    return any(_touch(word.box, blob, _NEAR * em) for blob in blobs)


def _doubted(word: Word) -> Word:
    return replace(word, confidence=np.minimum(word.confidence, DOUBTED))


def _touch(a: tuple[float, ...], b: tuple[float, ...], reach: float) -> bool:
    return a[0] < b[2] + reach and b[0] < a[2] + reach and a[1] < b[3] and b[1] < a[3]


def values_unseen(words: list[Word], lines: Mask, em: float) -> list[Word]:
    """A `?` in each column of values where a row has a value elsewhere, and here one of the thin `lines`: it may hide a 1 or a dash."""
    short, columns = _rows_and_columns(words, em)
    heights = _apart([_middle(word) for word in short if is_value(word.text)], _ALIKE * em)

    def may_hide(x0: float, x1: float, height: float) -> bool:
        place = lines[round(height - _LINE * em) : round(height + _LINE * em), round(x0) : round(x1)]
        return bool(place.size and max(place.mean(axis=0).max(), place.mean(axis=1).max()) > _COVERED)

    places = [(x0, x1, height) for x0, x1 in columns for height in heights if may_hide(x0, x1, height)]
    return [_unknown((x0 + x1) / 2, height, em) for x0, x1, height in places if _is_bare(words, (x0, x1), height, em)]


def _rows_and_columns(words: list[Word], em: float) -> tuple[list[Word], list[tuple[float, float]]]:
    """The short words, which stand in rows, and where values stand below one another."""
    left, right = min(word.box[0] for word in words), max(word.box[2] for word in words)
    from_x = left + _NAMES * (right - left)
    short = [word for word in words if word.box[0] > from_x and (is_value(word.text) or len(word.text) <= _SHORT)]
    return short, _columns([word for word in short if is_value(word.text)], em)


def _is_bare(words: list[Word], column: tuple[float, float], height: float, em: float) -> bool:
    """Whether no word stands at this height of the column."""
    return all(
        abs(_middle(word) - height) > _ALIKE * em for word in words if word.box[0] < column[1] and column[0] < word.box[2]
    )


def _hidden(words: list[Word], blob: tuple[float, float, float, float], blind: Mask, em: float) -> list[Word]:
    """A `?` in each column of values that runs under the blob, at each height where a row has no value in it."""
    short, columns = _rows_and_columns(words, em)
    heights = _apart([height for height in map(_middle, short) if blob[1] < height < blob[3]], _ALIKE * em)
    out = []
    for x0, x1 in columns:
        if not (x0 < blob[2] and blob[0] < x1):
            continue
        for height in heights:
            place = blind[round(height - 0.4 * em) : round(height + 0.4 * em), round(x0) : round(x1)]
            if _is_bare(words, (x0, x1), height, em) and _covers_digit(place, em):
                out.append(_unknown((x0 + x1) / 2, height, em))
    return out


def _covers_digit(place: Mask, em: float) -> bool:
    """Whether a digit could be hidden anywhere in the place, which is as wide as the column's longest value."""
    wide = min(round(_DIGIT * em), place.shape[1])
    shares = np.convolve(place.mean(axis=0), np.full(wide, 1 / wide), "valid") if place.size else np.zeros(1)
    return bool(shares.max() > _COVERED)


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _unknown(x: float, y: float, em: float) -> Word:
    box = (x - 0.3 * em, y - 0.36 * em, x + 0.3 * em, y + 0.36 * em)
    return Word(box, "?", np.array([x], np.float32), np.zeros(1, np.float32))


def _columns(values: list[Word], em: float) -> list[tuple[float, float]]:
    """Where values stand below one another."""
    spans: list[list[float]] = []
    for word in sorted(values, key=lambda word: word.box[0]):
        if spans and word.box[0] < spans[-1][1]:
            spans[-1][1:] = [max(spans[-1][1], word.box[2]), spans[-1][2] + 1]
        else:
            spans.append([word.box[0], word.box[2], 1])
    return [(x0, x1) for x0, x1, n in spans if n >= _FEWEST and x1 - x0 > 0.3 * em]


def _apart(values: list[float], least: float) -> list[float]:
    """`values` in order, those nearer than `least` to the one before left out."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > least:
            out.append(value)
    return out
