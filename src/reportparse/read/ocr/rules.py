"""Ruling lines from pixels: long, thin, and with paper on at least one side."""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.model import Floats, Rules
from reportparse.read.ocr.seals import Mask, Pixels
from reportparse.read.ocr.sheets import Sheet

_LONG, _TALL = 2.0, 1.2  # em: shortest level and upright run of dark pixels; a dash is 1 to 2, an upright stroke 0.9
_THICK = 0.5  # em
_BESIDE = 0.12  # em: the band on either side that is looked at
_BOTH_DARK, _ONE_DARK = 0.2, 0.6  # of the bands: lines of text are dark on both sides
_SURE = 4.5  # em: a longer rule needs no other; the feet of 毕业生 make one of 2.5
_MEETS = 0.4  # em
_SAME_LEVEL, _BROKEN = 0.2, 3.0  # em: between pieces of one rule
_BROKEN_UPRIGHT = 1.2  # em: a caption stands in a longer gap, and its strokes look like crumbs
_HIDDEN, _CRUMBS = 0.5, 0.2  # of a gap


def rules_found(sheet: Sheet) -> tuple[Rules, Mask]:
    """The sheet's rules in pixels, and a mask of what belongs to them."""
    trace = sheet.trace.astype(np.uint8)
    level, level_mask = _runs_alone(trace, _LONG * sheet.em, sheet.em)
    upright, upright_mask = _runs_alone(np.ascontiguousarray(trace.T), _TALL * sheet.em, sheet.em)
    long = level[_lengths(level) > _SURE * sheet.em]
    upright = _with_pieces(upright, _meeting(upright, long, sheet.em), _BROKEN_UPRIGHT, sheet.em)
    level = _with_pieces(level, _meeting(level, upright, sheet.em), _BROKEN, sheet.em)
    bridges = _bridges(level, (sheet.trace, sheet.blind), _BROKEN * sheet.em, sheet.em)
    blind_across = None if sheet.blind is None else sheet.blind.T
    upright_bridges = _bridges(upright, (sheet.trace.T, blind_across), _BROKEN_UPRIGHT * sheet.em, sheet.em)
    level_mask = _only(level_mask, level) | _banded(sheet.trace, bridges)
    upright_mask = _only(upright_mask, upright) | _banded(sheet.trace.T, upright_bridges)
    mask = level_mask | upright_mask.T
    wide = max(3, round(0.08 * sheet.em)) | 1
    found = Rules(np.vstack([level, bridges]), np.vstack([upright, upright_bridges]))
    return found, cv2.dilate(mask.astype(np.uint8), np.ones((wide, wide), np.uint8)).astype(bool)


def _lengths(rules: Floats) -> Floats:
    return rules[:, 2] - rules[:, 1]


def _runs_alone(trace: Pixels, shortest: float, em: float) -> tuple[Floats, Mask]:
    """Level rules as (n, 3) y, x0, x1, and their pixels."""
    runs = cv2.morphologyEx(trace, cv2.MORPH_OPEN, np.ones((1, round(shortest)), np.uint8))
    n, label, stats, centres = cv2.connectedComponentsWithStats(runs)
    alone = [i for i in range(1, n) if stats[i, 3] <= _THICK * em and _is_alone(trace, stats[i].tolist(), em)]
    chosen = np.zeros(n, bool)
    chosen[alone] = True
    rules = [(centres[i, 1], stats[i, 0], stats[i, 0] + stats[i, 2]) for i in alone]
    return np.array(rules, np.float32).reshape(-1, 3), chosen[label]


def _is_alone(trace: Pixels, stat: list[int], em: float) -> bool:
    x, y, width, height, _ = stat
    band = max(2, round(_BESIDE * em))
    above = trace[max(0, y - 2 - band) : max(0, y - 2), x : x + width]
    below = trace[y + height + 2 : y + height + 2 + band, x : x + width]
    dark = sorted(float(side.mean()) if side.size else 0.0 for side in (above, below))
    return dark[0] <= _BOTH_DARK and dark[1] <= _ONE_DARK


def _meeting(rules: Floats, others: Floats, em: float) -> Mask:
    """Which of `rules` are met, or nearly so, by two of the `others` across them: a stroke of a caption meets the one below."""
    reach = _MEETS * em
    at, start, end = (rules[:, k, None] for k in range(3))
    across, low, high = (others[None, :, k] for k in range(3))
    meets: Mask = ((low - reach <= at) & (at <= high + reach) & (start - reach <= across) & (across <= end + reach)).sum(axis=1) >= 2
    return meets


def _with_pieces(rules: Floats, met: Mask, broken: float, em: float) -> Floats:
    """Those of `rules` that are `met` or long, and the pieces that go on where one of these ends: a stamp or a fold breaks a rule."""
    sure = met | (_lengths(rules) > _SURE * em)
    y, x0, x1 = (rules[:, k] for k in range(3))
    gap = np.maximum(x0[:, None] - x1[None, :], x0[None, :] - x1[:, None])
    goes_on = (np.abs(y[:, None] - y[None, :]) <= _SAME_LEVEL * em) & (gap <= broken * em)
    kept: Floats = rules[sure | (goes_on & sure[None, :]).any(axis=1)]
    return kept


def _bridges(rules: Floats, seen: tuple[Mask, Mask | None], longest: float, em: float) -> Floats:
    """What is missing between two rules in line, where a seal hides it or crumbs of it are left in a gap no longer than `longest`."""
    trace, blind = seen
    out = []
    for y, _, end in rules.tolist():
        after = rules[(np.abs(rules[:, 0] - y) <= _SAME_LEVEL * em) & (rules[:, 1] > end)]
        start = float(after[:, 1].min()) if len(after) else end
        rows, columns = slice(max(0, round(y) - 1), round(y) + 2), slice(round(end), round(start))
        crumbs = trace[rows, columns].any(axis=0)
        hidden = blind is not None and crumbs.size and blind[rows, columns].mean() > _HIDDEN
        if hidden or (0 < crumbs.size <= longest and crumbs.mean() > _CRUMBS):
            out.append((y, end, start))
    return np.array(out, np.float32).reshape(-1, 3)


def _banded(trace: Mask, rules: Floats) -> Mask:
    """The traces along `rules`."""
    out = np.zeros_like(trace)
    for y, x0, x1 in rules.astype(int).tolist():
        out[max(0, y - 3) : y + 4, x0:x1] = True
    return out & trace


def _only(mask: Mask, rules: Floats) -> Mask:
    """`mask` within the bands of `rules`."""
    out = np.zeros_like(mask)
    for y, x0, x1 in rules.astype(int).tolist():
        rows = slice(max(0, y - 8), y + 9)
        out[rows, x0:x1] |= mask[rows, x0:x1]
    return out
