"""Ruling lines from pixels: long, thin, and with paper on at least one side."""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.model import Floats, Rules
from reportparse.read.ocr.seals import Mask, Pixels
from reportparse.read.ocr.sheets import Sheet

_LONG, _TALL = 2.0, 1.2  # em: shortest level and upright run of dark pixels; a dash is 1 to 2, an upright stroke 0.9
_THICK = 0.5  # em
_BROAD, _PALE = 0.18, 0.45  # em; of full ink: a short run both broader and paler is a stroke of a watermark, 0.26 em and 0.3
_ASLANT = 0.018  # of its length: how far the ends of a rule may lie apart, one degree: sheets that are not quite flat
_BESIDE = 0.12  # em: the band on either side that is looked at
_BOTH_DARK, _ONE_DARK = 0.2, 0.6  # of the bands: lines of text are dark on both sides
_SURE = 4.5  # em: a longer rule needs no other; the feet of 毕业生 make one of 2.5
_MEETS = 0.4  # em
_COMPANY = 3  # uprights of one length, at the least
_SAME_LEVEL, _BROKEN = 0.2, 3.0  # em: between pieces of one rule
_BROKEN_UPRIGHT = 1.2  # em: a caption stands in a longer gap, and its strokes look like crumbs
_HIDDEN, _CRUMBS = 0.5, 0.2  # of a gap
_BAND = 0.5  # em: on either side of a rule, where its own runs of ink lie

Gap = tuple[float, float, float]  # y, from x, to x
Seen = tuple[Mask, Mask | None]  # where rules leave traces, where seals hide what there is


def rules_found(sheet: Sheet) -> tuple[Rules, Mask]:
    """The sheet's rules in pixels, and a mask of what belongs to them."""
    trace = sheet.trace.astype(np.uint8)
    level, level_mask = _runs_alone(trace, sheet.depth, _LONG * sheet.em, sheet.em)
    upright, upright_mask = _runs_alone(np.ascontiguousarray(trace.T), sheet.depth.T, _TALL * sheet.em, sheet.em)
    long = level[_lengths(level) > _SURE * sheet.em]
    met = _meeting(upright, long, 2, sheet.em) | _standing_together(upright, long, sheet.em)
    upright = _with_pieces(upright, met, _BROKEN_UPRIGHT, sheet.em)
    level = _with_pieces(level, _meeting(level, upright, 2, sheet.em), _BROKEN, sheet.em)
    bridges = _bridges(level, upright, (sheet.trace, sheet.blind), _BROKEN * sheet.em, sheet.em)
    blind_across = None if sheet.blind is None else sheet.blind.T
    upright_bridges = _bridges(upright, level, (sheet.trace.T, blind_across), _BROKEN_UPRIGHT * sheet.em, sheet.em)
    level_mask = _only(level_mask, level, sheet.em) | _banded(sheet.trace, bridges)
    upright_mask = _only(upright_mask, upright, sheet.em) | _banded(sheet.trace.T, upright_bridges)
    mask = level_mask | upright_mask.T
    wide = max(3, round(0.08 * sheet.em)) | 1
    found = Rules(np.vstack([level, bridges]), np.vstack([upright, upright_bridges]))
    return found, cv2.dilate(mask.astype(np.uint8), np.ones((wide, wide), np.uint8)).astype(bool)


def _lengths(rules: Floats) -> Floats:
    return rules[:, 2] - rules[:, 1]


def _runs_alone(trace: Pixels, depth: Pixels, shortest: float, em: float) -> tuple[Floats, Mask]:
    """Level rules as (n, 3) y, x0, x1, and their pixels."""
    runs = cv2.morphologyEx(trace, cv2.MORPH_OPEN, np.ones((1, round(shortest)), np.uint8))
    n, label, stats, centres = cv2.connectedComponentsWithStats(runs)
    thin = [i for i in range(1, n) if _is_thin(stats[i].tolist(), em) and not _is_watermark(depth, stats[i].tolist(), em)]
    alone = [i for i in thin if _is_alone(trace, stats[i].tolist(), em)]
    chosen = np.zeros(n, bool)
    chosen[alone] = True
    rules = [(centres[i, 1], stats[i, 0], stats[i, 0] + stats[i, 2]) for i in alone]
    return np.array(rules, np.float32).reshape(-1, 3), chosen[label]


def _is_thin(stat: list[int], em: float) -> bool:
    _, _, width, height, _ = stat
    return height <= _THICK * em + _ASLANT * width


def _is_watermark(depth: Pixels, stat: list[int], em: float) -> bool:
    x, y, width, height, area = stat
    short_and_broad = width < _SURE * em and area > _BROAD * em * width
    return short_and_broad and bool(np.median(depth[y : y + height, x : x + width].max(axis=0)) < _PALE * 255)


def _is_alone(trace: Pixels, stat: list[int], em: float) -> bool:
    x, y, width, height, _ = stat
    band = max(2, round(_BESIDE * em))
    above = trace[max(0, y - 2 - band) : max(0, y - 2), x : x + width]
    below = trace[y + height + 2 : y + height + 2 + band, x : x + width]
    dark = sorted(float(side.mean()) if side.size else 0.0 for side in (above, below))
    return dark[0] <= _BOTH_DARK and dark[1] <= _ONE_DARK


def _meeting(rules: Floats, others: Floats, fewest: int, em: float) -> Mask:
    """Which of `rules` are met, or nearly so, by so many of the `others` across them: a stroke of a caption meets the one below."""
    reach = _MEETS * em
    at, start, end = (rules[:, k, None] for k in range(3))
    across, low, high = (others[None, :, k] for k in range(3))
    meets: Mask = ((low - reach <= at) & (at <= high + reach) & (start - reach <= across) & (across <= end + reach)).sum(axis=1) >= fewest
    return meets


def _standing_together(upright: Floats, long: Floats, em: float) -> Mask:
    """Which uprights stand on a long rule, or hang from it, with others as long, from its one end to its other.

    A page break leaves a row that is open on one side. The strokes of a caption stand as close to a rule, but only over its middle.
    """
    together = np.zeros(len(upright), bool)
    for at, start, end in long.tolist():
        for side, other in ((1, 2), (2, 1)):
            on = (np.abs(upright[:, side] - at) <= _MEETS * em) & (upright[:, 0] > start - em) & (upright[:, 0] < end + em)
            for far in upright[on, other].tolist():
                row = on & (np.abs(upright[:, other] - far) <= _MEETS * em)
                reaches = upright[row, 0].min() < start + em and upright[row, 0].max() > end - em
                together |= row & (reaches and row.sum() >= _COMPANY)
    return together


def _with_pieces(rules: Floats, met: Mask, broken: float, em: float) -> Floats:
    """Those of `rules` that are `met` or long, and the pieces that go on where one of these ends: a stamp or a fold breaks a rule."""
    sure = met | (_lengths(rules) > _SURE * em)
    y, x0, x1 = (rules[:, k] for k in range(3))
    gap = np.maximum(x0[:, None] - x1[None, :], x0[None, :] - x1[:, None])
    goes_on = (np.abs(y[:, None] - y[None, :]) <= _SAME_LEVEL * em) & (gap <= broken * em)
    while not np.array_equal(sure, further := sure | (goes_on & sure[None, :]).any(axis=1)):
        sure = further  # one broken in many places goes on from piece to piece
    kept: Floats = rules[sure]
    return kept


def _bridges(rules: Floats, across: Floats, seen: Seen, longest: float, em: float) -> Floats:
    """What is missing between two rules in line, or between the end of one and the next rule `across` it."""
    found = []
    for rule in rules.tolist():
        found += [gap for gap in _gaps_before(rule, across, em) if _is_bridged(gap, seen, _BROKEN * em)]
        found += [gap for gap in [_gap_in_line(rule, rules, em)] if _is_bridged(gap, seen, longest)]
    return np.array(found, np.float32).reshape(-1, 3)


def _gap_in_line(rule: list[float], rules: Floats, em: float) -> Gap:
    y, _, end = rule
    after = rules[(np.abs(rules[:, 0] - y) <= _SAME_LEVEL * em) & (rules[:, 1] > end), 1]
    return y, end, float(after.min()) if len(after) else end


def _gaps_before(rule: list[float], across: Floats, em: float) -> list[Gap]:
    """From the ends of the rule that lie within a cell to the nearest rules across it that reach its height."""
    y, start, end = rule
    reach = _MEETS * em
    meeting = across[(across[:, 1] - reach <= y) & (y <= across[:, 2] + reach), 0]
    before, after = meeting[meeting < start + reach].max(initial=-np.inf), meeting[meeting > end - reach].min(initial=np.inf)
    gaps = [(y, float(before), start), (y, end, float(after))]
    return [gap for gap in gaps if reach < gap[2] - gap[1] <= _BROKEN * em]


def _is_bridged(gap: Gap, seen: Seen, longest: float) -> bool:
    """Whether a seal hides what is missing, or crumbs of it are left in a gap no longer than `longest`."""
    trace, blind = seen
    y, end, start = gap
    rows, columns = slice(max(0, round(y) - 1), round(y) + 2), slice(round(end), round(start))
    crumbs = trace[rows, columns].any(axis=0)
    hidden = blind is not None and crumbs.size and blind[rows, columns].mean() > _HIDDEN
    return bool(hidden or (0 < crumbs.size <= longest and crumbs.mean() > _CRUMBS))


def _banded(trace: Mask, rules: Floats) -> Mask:
    """The traces along `rules`."""
    out = np.zeros_like(trace)
    for y, x0, x1 in rules.astype(int).tolist():
        out[max(0, y - 3) : y + 4, x0:x1] = True
    return out & trace


def _only(mask: Mask, rules: Floats, em: float) -> Mask:
    """`mask` within the bands of `rules`."""
    out = np.zeros_like(mask)
    band = round(_BAND * em)
    for y, x0, x1 in rules.astype(int).tolist():
        rows = slice(max(0, y - band), y + band + 1)
        out[rows, x0:x1] |= mask[rows, x0:x1]
    return out
