"""Shaded cells: where a fill is dark enough to have been printed with white type, its edges are the rules of the table.

A header of white letters on blue has no line around it, and the lines between its columns are white or none.
"""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.model import Box, Floats, Rules
from reportparse.read.ocr.sheets import Sheet

_DARK = 0.75  # of the paper's grey: shading under black letters is 0.85 and lighter, and has rules of its own
_WIDE, _HIGH, _HIGHEST = 8.0, 1.1, 8.0  # em
_FULL = 0.85  # of its box: a fill is a rectangle
_STROKE = 0.3  # em: white letters are holes in a fill, their strokes under 0.2
_BELOW = 0.6  # em: between a fill and the rules of the body below


def rules_with_fills(rules: Rules, sheet: Sheet) -> Rules:
    """`rules` and the edges of dark fills; the upright rules that end below a fill go on through it."""
    fills = _fills(sheet)
    if not fills:
        return rules
    level = [(y, x0, x1) for x0, top, x1, bottom in fills for y in (top, bottom)]
    upright = [(x, top, bottom) for x0, top, x1, bottom in fills for x in (x0, x1)]
    upright += [(x, top, bottom) for fill in fills for x, top, bottom in _through(rules.vertical, fill, sheet.em)]
    return Rules(np.vstack([rules.horizontal, np.array(level, np.float32)]), np.vstack([rules.vertical, np.array(upright, np.float32)]))


def _fills(sheet: Sheet) -> list[Box]:
    usual = float(np.median(sheet.paper))
    dark = (sheet.paper < _DARK * usual).astype(np.uint8)
    em = sheet.em
    filled = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((round(_STROKE * em), round(_STROKE * em)), np.uint8))
    side = round(0.6 * em)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)))
    return [
        (x, y, x + w, y + h)
        for x, y, w, h, area in stats[1:].astype(float).tolist()
        if w >= _WIDE * em and _HIGH * em <= h <= _HIGHEST * em and area >= _FULL * w * h
    ]


def _through(upright: Floats, fill: Box, em: float) -> list[tuple[float, float, float]]:
    x0, top, x1, bottom = fill
    return [
        (x, top, start)
        for x, start, _ in upright.tolist()
        if x0 - em < x < x1 + em and bottom - _BELOW * em <= start <= bottom + _BELOW * em
    ]
