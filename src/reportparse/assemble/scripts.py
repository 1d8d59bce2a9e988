"""Superscripts and subscripts on the line of what they belong to: marks of footnotes, km², CO₂ set small and off the line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportparse.model import Floats, Glyphs

_SMALLER = 0.9  # of the height of the glyph before: browsers set 0.83, word processors 0.58 to 0.66
_BESIDE = 0.35  # of the font box, between the two
_OFF = (0.04, 0.6)  # of the font box, from baseline to baseline: less is on the line anyway, more another line


def baselines_levelled(glyphs: Glyphs) -> Floats:
    """The glyphs' baselines, those of small glyphs right behind a larger one being the larger one's."""
    boxes, baselines = glyphs.boxes, glyphs.baselines
    if len(baselines) < 2:
        return baselines
    starts = np.flatnonzero(_are_small_behind(boxes, baselines)) + 1
    if len(starts) == 0:
        return baselines
    out = baselines.copy()
    for start in starts.tolist():
        stop = start
        while stop < len(out) and _is_of_run(boxes, baselines, start, stop):
            stop += 1
        out[start:stop] = out[start - 1]
    return out


def _are_small_behind(boxes: Floats, baselines: Floats) -> NDArray[np.bool_]:
    """(n - 1,): is the glyph behind this one smaller, beside it and off its line?"""
    height = boxes[:, 3] - boxes[:, 1]
    large, small = height[:-1], height[1:]
    gap = boxes[1:, 0] - boxes[:-1, 2]
    off = np.abs(np.diff(baselines))
    beside = (gap > -0.1 * large) & (gap < _BESIDE * large)
    return np.asarray((small < _SMALLER * large) & beside & (off > _OFF[0] * large) & (off < _OFF[1] * large))


def _is_of_run(boxes: Floats, baselines: Floats, start: int, at: int) -> bool:
    """Does glyph `at` stand on the line of glyph `start`, right behind the one before? (Brackets have higher boxes.)"""
    if at == start:
        return True
    height = float(boxes[start, 3] - boxes[start, 1])
    same = abs(float(baselines[at] - baselines[start])) < _OFF[0] * height
    return same and -0.1 * height < float(boxes[at, 0] - boxes[at - 1, 2]) < _BESIDE * height
