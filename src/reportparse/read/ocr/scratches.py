"""Lines that are no part of the print: a streak that dirt on the glass draws from head to foot, a fold, the shadow of a gutter, a pen.

Printed rules end within the margins, and in a table with uprights at one of these.  A line that comes from the very edge of the sheet,
where nothing else is printed, or one that begins and ends inside cells, parts no columns and no rows; but what it runs through may be
misread, and what is as thin as itself is lost in it.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from reportparse.model import Floats
from reportparse.read.ocr.hidden import values_unseen
from reportparse.read.ocr.seals import Mask, Pixels
from reportparse.read.ocr.words import DOUBTED, Word, is_value

_FROM_EDGE = 0.5  # em: how far from the edge of the paper such a line may begin
_MARGIN = 1.0  # em: along the edge nothing is printed
_DIRT = 0.02  # of that margin
_MOST = 4  # lines from one edge: more are a table that the edge cuts off
_SHORTEST, _THICK, _ASLANT = 4.5, 0.5, 0.06  # em; of its length: a streak is upright to the scanner, not on paper that lay askew
_BESIDE = 0.1  # em: how far it strays from a line
_BORDER = 0.5  # of a row or a column at the edge: the black beside paper that is smaller than the glass
_IN_LINE, _BROKEN = 0.3, 12.0  # em: between pieces of one printed rule, of which the short ones are not seen as such
_MEETS = 0.4  # em
_THICKER = 1.35  # times: a streak beside a rule
_MOST_OF_TABLE = 0.6  # of the width between the outermost uprights: a longer line is a rule whose ends are lost
_NEAR = 0.6  # em: a letter whose middle is as near may have lost a stroke, or the letter beside it


def edges_cleared(trace: Mask) -> Mask:
    """`trace` without the black beside the paper, to which a line from edge to edge would be joined."""
    top, bottom = _inner(trace.mean(axis=1))
    left, right = _inner(trace.mean(axis=0))
    clear = np.zeros_like(trace)
    clear[top:bottom, left:right] = trace[top:bottom, left:right]
    return clear


def _inner(filled: Floats) -> tuple[int, int]:
    paper = np.flatnonzero(filled < _BORDER)
    return (int(paper[0]), int(paper[-1]) + 1) if len(paper) else (0, len(filled))


def are_strokes(level: Floats, upright: Floats, em: float) -> Mask:
    """Which of the `level` rules begin and end inside cells: those of a pen that underlines."""
    tall = upright[upright[:, 2] - upright[:, 1] > _SHORTEST * em]
    found = np.zeros(len(level), bool)
    if not len(tall):
        return found
    for line in _lines(level, em):
        y, x0, x1 = float(level[line, 0].mean()), level[line, 1].min(), level[line, 2].max()
        through = tall[(tall[:, 1] < y - _MEETS * em) & (y + _MEETS * em < tall[:, 2]), 0]
        ends = np.array([x0, x1])
        free = len(through) > 1 and through.min() < x0 and x1 < through.max() and not _stands(ends, np.array([y, y]), upright, em).any()
        found[line] = free and x1 - x0 < _MOST_OF_TABLE * (through.max() - through.min())
    return found


def _lines(rules: Floats, em: float) -> list[list[int]]:
    """Numbers of the rules that go on from one another."""
    y, x0, x1 = (rules[:, k] for k in range(3))
    gap = np.maximum(x0[:, None] - x1[None, :], x0[None, :] - x1[:, None])
    goes_on = (np.abs(y[:, None] - y[None, :]) <= _IN_LINE * em) & (gap >= -_IN_LINE * em) & (gap <= _BROKEN * em)
    first, before = np.arange(len(rules)), np.full(len(rules), -1)
    while not np.array_equal(first, before):
        before, first = first, np.minimum(first, np.where(goes_on, first[None, :], len(rules)).min(axis=1, initial=len(rules)))
    return [np.flatnonzero(first == number).tolist() for number in np.unique(first).tolist()]


def scratches_found(runs: Mask, across: Mask, ink: Mask, em: float) -> Mask:
    """Of the level `runs` those that come from the left or the right edge of the paper, and the pieces that go on from these.

    `across`: the runs the other way. For uprights the pictures lie on their sides.
    """
    left, right = _inner(ink.mean(axis=0))
    _, label, stats, _ = cv2.connectedComponentsWithStats(runs.astype(np.uint8))
    x, _, wide, high, area = (stats[:, k] for k in range(5))
    slim = (wide > _SHORTEST * em) & (high < _THICK * em + _ASLANT * wide) & (area < _THICK * em * wide)
    slim[:1] = False
    found = np.zeros_like(runs)
    for touching, margin in (
        (slim & (x < left + _FROM_EDGE * em), slice(left, left + round(_MARGIN * em))),
        (slim & (x + wide > right - _FROM_EDGE * em), slice(right - round(_MARGIN * em), right)),
    ):
        if 0 < touching.sum() <= _MOST and _is_empty(ink[:, margin], np.isin(label[:, margin], np.flatnonzero(touching)), em):
            for i in np.flatnonzero(touching).tolist():
                found |= _line_traced(label == i, runs, across, em)
    return found


def _is_empty(margin: Mask, touching: Mask, em: float) -> bool:
    side = 2 * round(em) + 1
    near = touching.any(axis=1).astype(np.uint8).reshape(-1, 1)
    beside = cv2.dilate(near, np.ones((side, 1), np.uint8)).ravel() == 0
    return bool(margin[beside].mean() < _DIRT) if bool(beside.any()) else False


def _line_traced(line: Mask, runs: Mask, across: Mask, em: float) -> Mask:
    """The runs along `line`: not the rule that touches it somewhere, and of what goes on in line no rule that stands on two others."""
    y, x = np.nonzero(line)
    count = np.bincount(x)
    columns = np.flatnonzero(count)
    middle = np.bincount(x, weights=y)[columns] / count[columns]
    single = count[columns] <= 1.5 * np.percentile(count[columns], 20) + 1
    slope, at = np.polyfit(columns[single], middle[single], 1)
    thick = float(np.median(count[columns][single])) / 2 + _BESIDE * em
    every = np.arange(line.shape[1])
    band = np.abs(np.arange(line.shape[0])[:, None] - (slope * every + at)[None, :]) <= thick
    n, label, stats, _ = cv2.connectedComponentsWithStats((band & runs).astype(np.uint8))
    own = np.isin(np.arange(n), label[line & band]) | ~_stand(stats, across, em)
    own[0] = False
    traced: Mask = own[label]
    traced[:, _doubled(line & band, across, em)] = False
    return traced


def _doubled(line: Mask, across: Mask, em: float) -> Mask:
    """Along the line, where it is thicker from one rule across it to another: there it runs along a printed one."""
    count = line.sum(axis=0).astype(np.float32)
    thick = cv2.blur(count[None, :], (round(em) | 1, 1)) > _THICKER * np.percentile(count[count > 0], 10)
    closed = cv2.morphologyEx(thick.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 3 * round(em)), np.uint8))
    _, label, stats, _ = cv2.connectedComponentsWithStats(closed)
    rows = np.flatnonzero(line.any(axis=1))
    stats[:, 1], stats[:, 3] = rows[0], len(rows)
    doubled = _stand(stats, across, em) & (stats[:, 2] > _SHORTEST * em)
    doubled[0] = False
    out: Mask = doubled[label[0]]
    return out


def _stand(stats: Pixels, across: Mask, em: float) -> Mask:
    """Which of the components begin and end at something across them."""
    reach = round(_MEETS * em)
    out = np.zeros(len(stats), bool)
    for i, (x, y, wide, high, _) in enumerate(stats.tolist()):
        ends = (slice(max(0, end - reach), end + reach) for end in (x, x + wide))
        out[i] = all(across[max(0, y - reach) : y + high + reach, end].any() for end in ends)
    return out


def _stands(end: Floats, y: Floats, across: Floats, em: float) -> Mask:
    reach = _MEETS * em
    near = np.abs(end[:, None] - across[None, :, 0]) <= reach
    on: Mask = (near & (across[None, :, 1] - reach <= y[:, None]) & (y[:, None] <= across[None, :, 2] + reach)).any(axis=1)
    return on


def words_with_scratched(words: list[Word], scratched: Mask, em: float) -> list[Word]:
    """`words`, the letters near a scratch doubted, and `?` where a row has no value and a scratch may hide one."""
    doubted = [_doubted(word, scratched, em) for word in words]
    return [*doubted, *values_unseen(doubted, scratched, em)] if words else []


def _doubted(word: Word, scratched: Mask, em: float) -> Word:
    x0, top, x1, bottom = word.box
    left, near = max(0, round(x0 - _NEAR * em)), round(_NEAR * em)
    struck = np.flatnonzero(scratched[round(top) : round(bottom), left : round(x1) + near].any(axis=0)) + left
    if not len(struck):
        return word
    distance = np.abs(word.centres[:, None] - struck[None, :]).min(axis=1)
    hit = np.full(len(word.text), True) if is_value(word.text) else distance < near
    return replace(word, confidence=np.where(hit, np.minimum(word.confidence, DOUBTED), word.confidence))
