"""Where the words are: what the detector saw, cut at the rules, shrunk to its ink, and the ink that it did not see.

Promise: every stroke of ink that is no rule and no speck lies in a box, and no box holds text of two cells of a ruled table.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from reportparse.model import Floats, Rules
from reportparse.read.ocr.engine import Gray, text_boxes
from reportparse.read.ocr.seals import Mask
from reportparse.read.ocr.sheets import Sheet

_DETECTED_EM = 12.0  # pixels of a character in the copy that the detector sees: fewer boxes are lost at 11 to 14 than at 22
_DETECTED_AREA = 1_600_000  # pixels of that copy at most
_SLIVER = 0.45  # em
_CONTAINED = 0.6  # of a box's area
_CROSSED = 0.6  # of a box's side: a rule that runs through so much of it parts it
_APART = 1.05  # em: ink-free gap at which a box is cut; the blank after a comma is 0.7
_SPECK_HIGH, _SPECK_WIDE = 0.3, 0.22  # em: ink under both is dirt; a hyphen is 0.25 wide, a colon 0.5 high
_LONG_LINE, _SPECKS = 6.0, 0.015  # em; of its pixels: the outermost row of ten characters is fuller
_TALLEST_WORD = 2.6  # em: unseen ink higher than this is a drawing, a box that the detector saw is no line: it saw a watermark
_MOST_UNSEEN = 400  # boxes: a page with more is a photograph
_THINNEST = 0.05  # em
_DUST = 0.01  # of an em squared: specks of a fax are under it, a hyphen has 0.02; a point is no box of its own and ends none
_DIGIT, _LEVEL = 0.55, 2.0  # em: digits are 0.72 high, dashes 0.9 wide; times as wide as high: a hyphen
_TOP_TENTH, _FULL_INK = 90, 190  # a per cent; of 255: a tenth of a digit's box is this dark, a blotch reaches 0.7 of full ink


def word_boxes(sheet: Sheet, rules: Rules, ruled: Mask) -> Floats:
    """(n, 4) float32 boxes of ink in pixels, each on one line and in one cell."""
    ink = _without_dust(sheet.ink & ~ruled, sheet.em)
    scale = min(_DETECTED_EM / sheet.em, (_DETECTED_AREA / ink.size) ** 0.5, 1.5)
    seen = [part for box in text_boxes(sheet.gray, scale).tolist() for part in _box_cut(box, rules, sheet.em)]
    shrunk = _without_doubles([tight for box in seen for tight in _box_shrunk(box, ink, sheet.em)])
    return np.array([*shrunk, *_unseen(ink, sheet, shrunk)], np.float32).reshape(-1, 4)


def _without_dust(ink: Mask, em: float) -> Mask:
    """Specks beside a word would make its box higher, and those between two lines a line of their own."""
    _, label, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    large = stats[:, 4] > _DUST * em * em
    large[0] = False
    clean: Mask = large[label]
    return clean


def _box_cut(box: list[float], rules: Rules, em: float) -> list[list[float]]:
    """The box parted at upright and level rules that run through it."""
    x0, top, x1, bottom = box
    margin = 0.15 * em
    columns = _parts([x0, *_crossing(rules.vertical, (x0 + margin, x1 - margin), (top, bottom)), x1], _SLIVER * em)
    levels = [_crossing(rules.horizontal, (top + margin, bottom - margin), column) for column in columns]
    rows = [_parts([top, *level, bottom], _SLIVER * em) for level in levels]
    return [[a, c, b, d] for (a, b), parts in zip(columns, rows, strict=True) for c, d in parts]


def _parts(cuts: list[float], sliver: float) -> list[tuple[float, float]]:
    """Neighbouring cuts as pairs; what a box takes of the next cell beside its own is left to that cell's box."""
    pairs = list(pairwise(cuts))
    return [(a, b) for a, b in pairs if len(pairs) == 1 or b - a > sliver]


def _crossing(rules: Floats, within: tuple[float, float], along: tuple[float, float]) -> list[float]:
    """Positions of the rules that stand within one extent and run through most of the other, each once."""
    position, start, end = rules.T
    covered = np.minimum(end, along[1]) - np.maximum(start, along[0])
    hit = (position > within[0]) & (position < within[1]) & (covered >= _CROSSED * (along[1] - along[0]))
    return sorted({round(float(at)) for at in position[hit]})


def _box_shrunk(box: list[float], ink: Mask, em: float) -> list[list[float]]:
    """The ink in the box: its middle line only (boxes reach into the neighbouring lines), parted at wide gaps."""
    x0, top, x1, bottom = (round(side) for side in box)
    inside = ink[top:bottom, x0:x1]
    if not inside.any():
        return []
    a, b = _middle_run(np.any(inside, axis=1), max(1, round(0.12 * em)), len(inside) <= _TALLEST_WORD * em)
    x0, x1 = _grown(ink[top + a : top + b], x0, x1, round(em))
    inside = ink[top:bottom, x0:x1]
    columns = inside[a:b].any(axis=0)
    where = np.flatnonzero(columns)
    cuts = np.flatnonzero(np.diff(where) > _APART * em)
    starts, ends = where[np.r_[0, cuts + 1]], where[np.r_[cuts, len(where) - 1]]
    parts = [_part_shrunk(inside[a:b, s : e + 1], (x0 + s, top + a), em) for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
    return [part for part in parts if not _is_speck(part, em)]


def _grown(band: Mask, x0: int, x1: int, most: int) -> tuple[int, int]:
    """Sideways to where the letters that the box cuts through end."""
    filled: Mask = np.any(band, axis=0)
    left, right = x0, x1
    while left > max(0, x0 - most) and filled[left] and filled[left - 1]:
        left -= 1
    while right < min(len(filled), x1 + most) and filled[right - 1] and filled[right]:
        right += 1
    return left, right


def _without_doubles(boxes: list[list[float]]) -> list[list[float]]:
    """Without those that lie for the most part in another, larger one."""
    kept: list[list[float]] = []
    for box in sorted(boxes, key=lambda box: (box[0] - box[2]) * (box[3] - box[1])):
        x0, top, x1, bottom = box
        area = (x1 - x0) * (bottom - top)
        shared = ((min(x1, b[2]) - max(x0, b[0]), min(bottom, b[3]) - max(top, b[1])) for b in kept)
        if not any(wide > 0 and high > 0 and wide * high > _CONTAINED * area for wide, high in shared):
            kept.append(box)
    return kept


def _part_shrunk(part: Mask, at: tuple[int, int], em: float) -> list[float]:
    """The box of the part's ink; of a long line without the rows in which there are but specks."""
    wide = part.shape[1]
    rows = np.flatnonzero(part.sum(axis=1) > (_SPECKS * wide if wide > _LONG_LINE * em else 0))
    x, y = at
    return [x, y + float(rows[0]), x + float(wide), y + float(rows[-1]) + 1]


def _middle_run(filled: Mask, bridge: int, is_line: bool) -> tuple[int, int]:
    """The run of filled rows that reaches furthest around the middle; gaps up to `bridge` are bridged, of one line wider ones."""
    where = np.flatnonzero(filled)
    cuts = np.flatnonzero(np.diff(where) > bridge)
    runs = list(zip(where[np.r_[0, cuts + 1]].tolist(), (where[np.r_[cuts, len(where) - 1]] + 1).tolist(), strict=True))
    middle = len(filled) / 2
    first, last = max(runs, key=lambda run: (run[1] - run[0]) - 2 * abs((run[0] + run[1]) / 2 - middle))
    for start, end in runs if is_line else ():  # the two strokes of 二, the dots of a colon: as near to the middle as the rest
        if start >= 0.12 * len(filled) and end <= 0.88 * len(filled):
            first, last = min(first, start), max(last, end)
    return first, last


def _is_speck(box: list[float], em: float) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return (wide < _SPECK_WIDE * em and high < _SPECK_HIGH * em) or max(wide, high) < 2 * _THINNEST * em


def _unseen(ink: Mask, sheet: Sheet, seen: list[list[float]]) -> list[list[float]]:
    """Boxes around the ink outside `seen`, letters of a line joined."""
    em, rest = sheet.em, ink.astype(np.uint8)
    for x0, top, x1, bottom in seen:
        pad = round(0.2 * em)
        rest[max(0, round(top) - pad) : round(bottom) + pad, max(0, round(x0) - pad) : round(x1) + pad] = 0
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((round(0.45 * em), round(0.6 * em)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = [[x, y, x + w, y + h] for x, y, w, h, _ in stats[1:].astype(float).tolist() if h <= _TALLEST_WORD * em]
    kept = [box for box in boxes if not _is_speck(box, em)]
    if sheet.noisy:
        kept = [box for box in kept if _is_mark(box, em) and _is_full(sheet.depth, box)]
    return kept if len(kept) <= _MOST_UNSEEN else []


def _is_mark(box: list[float], em: float) -> bool:
    """Of the size of a digit or the shape of a dash: the blotches of a photocopy are neither, or no full ink."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return max(wide, high) > _DIGIT * em or (wide > _SPECK_WIDE * em and wide > _LEVEL * high)


def _is_full(depth: Gray, box: list[float]) -> bool:
    x0, top, x1, bottom = (round(side) for side in box)
    return bool(np.percentile(depth[top:bottom, x0:x1], _TOP_TENTH) > _FULL_INK)
