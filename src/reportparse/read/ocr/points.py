"""The points and commas of a numeral, seen for themselves.

They are two pixels large and decide a thousandfold: 4,658 or 4.658 or 4658.  A recogniser guesses them from what numerals are usual, so a
numeral is doubted where a blob stands between its digits of which the text says nothing, and where a point parts off three digits: these
reports print two decimals, and a comma that is read as a point is no rare thing.
"""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from reportparse.read.ocr.seals import Mask
from reportparse.read.ocr.strokes import leans
from reportparse.read.ocr.words import DOUBTED, Word

_DECIMAL = re.compile(r"\d[\d.,]*\d%?")
_THOUSANDTHS = re.compile(r"(\d{1,3})\.(\d{3}%?)")
_POINTS_FOR_COMMAS = re.compile(r"(\d{1,3}(?:[.,]\d{3})+)\.(\d{1,2}%?)")  # 3.356.75: no number has two points
_SPECK_BEFORE = re.compile(r"[.:：·]\d[\d.,]*%?$")
_DECIMALS_ALONE = re.compile(r"\.\d{1,2}%?")
_DIGIT = 0.6  # of the tallest blob's height: a digit, or two that touch
_LOW = 0.55  # of the digits' height from the top: where points and commas begin
_LEAST, _MOST = 0.12, 0.42  # of the digits' height: a speck, and the widest comma
_BESIDE = 0.3  # of its width: a blob that lies further under a digit is a part of it
_LEANS = 0.12  # of its height from foot to head: an upright 1 leans to the left, by its flag; slashes 0.25 and more
_HANGS = 0.06  # of the digits' height below their line: points up to 0.04, commas 0.08 and more


def marks_checked(words: list[Word], ink: Mask) -> list[Word]:
    """`words`, numerals doubted whose points and commas are not as they are seen."""
    words = [_start_checked(word) if _SPECK_BEFORE.match(word.text) else word for word in words]
    return [
        _one_checked(word, ink) if word.text == "1" else _marks_checked(word, ink) if _DECIMAL.fullmatch(word.text) else word
        for word in words
    ]


def _start_checked(word: Word) -> Word:
    """A speck of dirt before a numeral, which a recogniser calls a point: left out where no number begins so, and the rest doubted."""
    confidence = np.minimum(word.confidence, DOUBTED)
    if _DECIMALS_ALONE.fullmatch(word.text):
        return replace(word, confidence=confidence)
    return replace(word, text=word.text[1:], centres=word.centres[1:], confidence=confidence[1:])


def _one_checked(word: Word, ink: Mask) -> Word:
    """A lone 1 that leans as a slash does: with a blotch beside it its shape is no longer plainly one."""
    if leans(ink[_rows(word), _columns(word)]) < _LEANS:
        return word
    return replace(word, confidence=np.minimum(word.confidence, DOUBTED))


def _rows(word: Word) -> slice:
    return slice(round(word.box[1]), round(word.box[3]))


def _columns(word: Word) -> slice:
    return slice(round(word.box[0]), round(word.box[2]))


def _marks_checked(word: Word, ink: Mask) -> Word:
    hanging = _marks_seen(ink[_rows(word), _columns(word)])
    thousandths = _THOUSANDTHS.fullmatch(word.text)
    commas = _POINTS_FOR_COMMAS.fullmatch(word.text)
    if commas and "." in commas[1]:
        text = f"{commas[1].replace('.', ',')}.{commas[2]}"
        return replace(word, text=text, confidence=np.minimum(word.confidence, DOUBTED))
    if thousandths and hanging == [True]:
        word = replace(word, text=f"{thousandths[1]},{thousandths[2]}")
    if thousandths or len(hanging) > sum(character in ".," for character in word.text):
        return replace(word, confidence=np.minimum(word.confidence, DOUBTED))
    return word


def _marks_seen(ink: Mask) -> list[bool]:
    """For each blob low between the digits, from left to right, whether it hangs below their line."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    blobs = stats[1:]
    if len(blobs) == 0:
        return []
    digits = blobs[blobs[:, 3] >= _DIGIT * blobs[:, 3].max()]
    top, high = float(np.median(digits[:, 1])), float(np.median(digits[:, 3]))
    sizes = blobs[:, 2:4].max(axis=1)
    low = (blobs[:, 1] > top + _LOW * high) & (sizes <= _MOST * high) & (sizes >= max(_LEAST * high, 2.0))
    marks = blobs[low & (_share_under(blobs, digits) < _BESIDE)]
    marks = marks[np.argsort(marks[:, 0])]
    return [bool(foot > top + high * (1 + _HANGS)) for foot in marks[:, 1] + marks[:, 3]]


def _share_under(blobs: NDArray[np.int32], digits: NDArray[np.int32]) -> NDArray[np.float64]:
    """(n,): how much of each blob's width lies under one of `digits`."""
    left = np.maximum(blobs[:, None, 0], digits[None, :, 0])
    right = np.minimum(blobs[:, None, 0] + blobs[:, None, 2], digits[None, :, 0] + digits[None, :, 2])
    share: NDArray[np.float64] = np.clip(right - left, 0, None).max(axis=1) / blobs[:, 2]
    return share
