"""Ruling lines from pixels: long, thin, and with paper on at least one side."""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.model import Floats, Rules
from reportparse.read.ocr.dashes import with_dashes_joined
from reportparse.read.ocr.ends import gaps_between_pieces, gaps_to_next_rule, gaps_to_next_rules
from reportparse.read.ocr.scratches import are_strokes, edges_cleared, scratches_found
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
_ALONGSIDE = 0.6  # of its height
_COMPANY = 3  # uprights of one length, at the least
_SAME_LEVEL, _BROKEN = 0.2, 3.0  # em: between pieces of one rule
_BROKEN_UPRIGHT = 1.2  # em: a caption stands in a longer gap, and its strokes look like crumbs
_HIDDEN, _CRUMBS = 0.5, 0.2  # of a gap
_MOST_CELLS = 60  # in line: rows of a page
_BAND = 0.5  # em: on either side of a rule, where its own runs of ink lie
_EVEN = 0.72  # of its median depth: the palest tenth of a stroke is deeper, of the feet of digits 0.34 to 0.64

Gap = tuple[float, float, float]  # y, from x, to x
Seen = tuple[Mask, Mask]  # where rules leave traces, where seals and scratches hide what there is


def rules_found(sheet: Sheet) -> tuple[Rules, Mask, Mask]:
    """The sheet's rules in pixels, a mask of what belongs to them and to scratches, and one of the scratches."""
    em, trace = sheet.em, edges_cleared(sheet.trace)
    scratches = _scratches(trace, sheet.ink, em)
    trace = with_dashes_joined(trace & ~scratches, em)
    level, level_mask = _runs_alone(_runs(trace, _LONG * em), trace, sheet.depth, em)
    upright, upright_mask = _runs_alone(_runs(trace.T, _TALL * em), trace.T, sheet.depth.T, em)
    strokes = are_strokes(level, upright, em) & ~_are_feet(level, sheet.depth, em)
    scratches |= _only(level_mask, level[strokes], em)
    blind = scratches if sheet.blind is None else sheet.blind | scratches
    rules, mask = _rules_joined((level[~strokes], level_mask), (upright, upright_mask), (trace, blind), em)
    return rules, _grown(mask | scratches, em), _grown(scratches, em)


def _scratches(trace: Mask, ink: Mask, em: float) -> Mask:
    level, upright = _runs(trace, _LONG * em), _runs(trace.T, _TALL * em)
    return scratches_found(level, upright.T, ink, em) | scratches_found(upright, level.T, ink.T, em).T


def _are_feet(level: Floats, depth: Pixels, em: float) -> Mask:
    """Which of the `level` runs are the feet of digits, joined by a blur: pale between them, where a stroke is dark all along."""
    out = np.zeros(len(level), bool)
    for i, (y, x0, x1) in enumerate(level.tolist()):
        if x1 - x0 <= _SURE * em:
            along = depth[max(0, round(y) - 2) : round(y) + 3, round(x0) : round(x1)].max(axis=0)
            out[i] = bool(np.percentile(along, 10) < _EVEN * np.median(along))
    return out


def _runs(trace: Mask, shortest: float) -> Mask:
    """The level runs of pixels that are as long."""
    dark = np.ascontiguousarray(trace).astype(np.uint8)
    runs: Mask = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, round(shortest)), np.uint8)).astype(bool)
    return runs


def _grown(mask: Mask, em: float) -> Mask:
    wide = max(3, round(0.08 * em)) | 1
    grown: Mask = cv2.dilate(mask.astype(np.uint8), np.ones((wide, wide), np.uint8)).astype(bool)
    return grown


def _rules_joined(levels: tuple[Floats, Mask], uprights: tuple[Floats, Mask], seen: Seen, em: float) -> tuple[Rules, Mask]:
    """What of the runs are rules, and what is missing between them; and their pixels. The uprights' are on their side."""
    (level, level_mask), (upright, upright_mask), (trace, blind) = levels, uprights, seen
    long = level[_lengths(level) > _SURE * em]
    met = (_meeting(upright, long, 2, em) & _have_company(upright, em)) | _standing_together(upright, long, em)
    upright = _with_pieces(upright, met, _BROKEN_UPRIGHT, em)
    level = _with_pieces(level, _meeting(level, upright, 2, em), _BROKEN, em)
    bridges = _bridges(level, upright, seen, _BROKEN * em, em)
    upright_bridges = _bridges(upright, level, (trace.T, blind.T), _BROKEN_UPRIGHT * em, em)
    whole, whole_upright = np.vstack([level, bridges]), np.vstack([upright, upright_bridges])
    bridges = np.vstack([bridges, _ends_bridged(whole, whole_upright, seen, em)])
    bridges = np.vstack([bridges, _rows_closed(np.vstack([level, bridges]), whole_upright, trace, em)])
    upright_bridges = np.vstack([upright_bridges, _ends_bridged(whole_upright, whole, (trace.T, blind.T), em)])
    level_mask = _only(level_mask, level, em) | _banded(trace, bridges)
    upright_mask = _only(upright_mask, upright, em) | _banded(trace.T, upright_bridges)
    return Rules(np.vstack([level, bridges]), np.vstack([upright, upright_bridges])), level_mask | upright_mask.T


def _lengths(rules: Floats) -> Floats:
    return rules[:, 2] - rules[:, 1]


def _runs_alone(runs: Mask, trace: Mask, depth: Pixels, em: float) -> tuple[Floats, Mask]:
    """Those of the level `runs` that are rules, as (n, 3) y, x0, x1, and their pixels."""
    n, label, stats, centres = cv2.connectedComponentsWithStats(runs.astype(np.uint8))
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


def _is_alone(trace: Mask, stat: list[int], em: float) -> bool:
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


def _have_company(upright: Floats, em: float) -> Mask:
    """Which uprights stand beside another one. A stroke of a letter and that of the letter below it make one through the rule between them
    where the type is large for its rows, in a table without uprights too."""
    x, start, end = upright.T
    shared = np.minimum(end[:, None], end[None, :]) - np.maximum(start[:, None], start[None, :])
    beside = (np.abs(x[:, None] - x[None, :]) > em) & (shared > _ALONGSIDE * (end - start)[:, None])
    company: Mask = beside.any(axis=1)
    return company


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


def _ends_bridged(rules: Floats, across: Floats, seen: Seen, em: float) -> Floats:
    """What is missing where `rules` end inside cells, and no text stands in the way."""
    found = [gap for gap in gaps_between_pieces(rules, across, em) if _is_clear(gap, seen[0], em)]
    whole = np.vstack([rules, np.array(found, np.float32).reshape(-1, 3)])
    for _ in range(_MOST_CELLS):
        further = [gap for gap in gaps_to_next_rules(whole, across, em) if _has_crumbs(gap, seen, em)]
        if not further:
            break
        found += further
        whole = np.vstack([whole, np.array(further, np.float32)])
    return np.array(found, np.float32).reshape(-1, 3)


def _rows_closed(level: Floats, upright: Floats, trace: Mask, em: float) -> Floats:
    """What level rules lack to the end of a cell. Uprights do end in cells: a header's title stands over two columns."""
    found = [gap for gap in gaps_to_next_rule(level, upright, em) if _is_clear(gap, trace, em)]
    return np.array(found, np.float32).reshape(-1, 3)


def _has_crumbs(gap: Gap, seen: Seen, em: float) -> bool:
    return _is_clear(gap, seen[0], em) and _is_bridged(gap, seen, gap[2] - gap[1])


def _is_clear(gap: Gap, trace: Mask, em: float) -> bool:
    """Whether nothing but crumbs of a thin line stands in the gap: text of a merged cell is higher."""
    y, start, end = gap
    beside = max(2, round(_BESIDE * em))
    columns = slice(round(start), round(end))
    bands = (trace[round(y) - 2 - beside : round(y) - 2, columns], trace[round(y) + 3 : round(y) + 3 + beside, columns])
    return all(band.any(axis=0).mean() < _CRUMBS for band in bands if band.size)


def _is_bridged(gap: Gap, seen: Seen, longest: float) -> bool:
    """Whether a seal hides what is missing, or crumbs of it are left in a gap no longer than `longest`."""
    trace, blind = seen
    y, end, start = gap
    rows, columns = slice(max(0, round(y) - 1), round(y) + 2), slice(round(end), round(start))
    crumbs = trace[rows, columns].any(axis=0)
    hidden = crumbs.size and blind[rows, columns].mean() > _HIDDEN
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
