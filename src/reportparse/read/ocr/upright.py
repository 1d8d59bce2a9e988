"""Whether a page was put into the scanner on its side, or on its head."""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.model import Floats
from reportparse.read.ocr.engine import lines_spelt
from reportparse.read.ocr.seals import Mask, Pixels
from reportparse.read.ocr.sheets import Sheet
from reportparse.read.ocr.words import Word

_BETWEEN_LETTERS = 0.35  # em: letters stand nearer than this, lines do not
_FEWEST = 40  # blobs: a page with less ink says nothing
_FEWER = 0.8
_FEWEST_LINES, _STANDING, _NEARLY_ALL = 2, 2.0, 0.9  # boxes; times as high as wide, and em; of the area of all boxes
_SURE = 0.8  # the mean confidence of upright text is 0.97, of text on its head 0.5 to 0.6
_ASKED = 8  # of the longest lines
_BETTER = 0.1


def lies_on_its_side(ink: Mask, em: float) -> bool:
    """Letters of a line stand close together, lines do not: joined one way letters make words, the other way they stay alone.

    Upright pages have 2 to 10 times as many blobs joined downwards as joined along, without their rules; those on their side a third.
    """
    reach = round(_BETWEEN_LETTERS * em) | 1
    along, across = (_blobs_joined(ink.astype(np.uint8), np.ones(shape, np.uint8)) for shape in ((1, reach), (reach, 1)))
    return max(along, across) >= _FEWEST and across < _FEWER * along


def lines_stand(boxes: Floats, em: float) -> bool:
    """Whether nearly all of what was boxed is lines from head to foot: a cover that lies on its side has too few letters to tell."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    standing = (high > _STANDING * wide) & (high > _STANDING * em)
    return int(standing.sum()) >= _FEWEST_LINES and bool((wide * high)[standing].sum() > _NEARLY_ALL * (wide * high).sum())


def _blobs_joined(ink: Pixels, kernel: Pixels) -> int:
    return int(cv2.connectedComponents(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel))[0]) - 1


def stands_on_its_head(sheet: Sheet, words: list[Word]) -> bool:
    """Badly read as it stands, and better upside down."""
    lines = sorted((word for word in words if len(word.text) > 1), key=lambda word: word.box[0] - word.box[2])
    if len(lines) < 2 or np.concatenate([word.confidence for word in lines]).mean() > _SURE:
        return False
    asked = lines[:_ASKED]
    crops = []
    for word in asked:
        x0, top, x1, bottom = (round(side) for side in word.box)
        crops.append(np.ascontiguousarray(sheet.gray[top:bottom, x0:x1][::-1, ::-1]))
    flipped = [float(spelling.confidence.mean()) for spelling in lines_spelt(crops) if spelling.text]
    return bool(flipped) and np.mean(flipped) > np.mean([word.confidence.mean() for word in asked]) + _BETTER
