"""Rules that are not drawn, told by the upright ones: where a page cuts a table, and where words over several columns part them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reportparse.assemble.ruled.lattice import Bools, rules_merged
from reportparse.geometry import values_clustered
from reportparse.model import Floats, Rules

_JOIN = 4.0  # points: gaps in dashed borders and at corners
_SNAP = 3.5  # points: rules so near are one
_WORD = 0.4  # of the letter's height, between letters of a word
_TITLE = 30.0  # points: two lines
_FEWEST = 3  # upright rules of a table without level ones
_CROSSING = 2  # upright rules at an edge of shading
_BESIDE = 2.0  # points between words and the side that is not drawn

Band = tuple[float, float, list[float]]
"""Where upright rules begin, where they end, and which."""

Upright = tuple[float, float, float]
"""x, top, bottom."""


def ends_closed(rules: Rules, words: Floats, shading: Rules | None = None) -> Rules:
    """The rules, with level ones where a page cut a table and left them out, at both ends of a merged cell that goes on; and with the
    frame of a table with upright rules alone, as far as `words` (boxes) stand beside them. Edges of shading are rules only where nothing
    is closed: a table with upright rules alone is read by its lines, as its merged cells are shaded too."""
    pieces = rules_merged(rules.vertical)
    standing, whole = _made_whole(pieces, rules.horizontal, words)
    bands = _bands(rules_merged(_with(standing, whole)) if whole else standing)
    added = [
        (y, x0, x1)
        for top, bottom, xs in bands
        for x0, x1 in pairwise(xs)
        if _is_of_merged_cell(rules.horizontal, (x0, x1), (top, bottom))
        for y in (top, bottom)
    ]
    frames = _frames(rules.horizontal, bands, words)
    if not added and not frames:
        return _with_shading(rules, shading)
    added += [(y, x0, x1) for x0, x1, *ends in frames for y in ends if not (np.abs(rules.horizontal[:, 0] - y) < _JOIN).any()]
    sides = [(x, top, bottom) for x0, x1, top, bottom in frames for x in (x0, x1)]
    return Rules(_with(rules.horizontal, added), _with(_parts_of(rules.vertical, standing), [*whole, *sides]))


def _made_whole(upright: Floats, levels: Floats, words: Floats) -> tuple[Floats, list[Upright]]:
    """The upright rules without those that stand beside some rows alone, between 其中 and their names, and part no column; and whole, those
    that meet no level one and break off where no word crosses them, from the same top as others and as far down: producers draw them left
    of all cells but the first of a row, which below a merged cell is another one."""
    if len(upright) < _FEWEST:
        return upright, []
    loose = upright[~_meets(upright, levels).any(axis=1)]
    added: list[Upright] = []
    stay = np.ones(len(upright), bool)
    for top, bottom in _extents(loose):
        inside = loose[(loose[:, 1] > top - _JOIN) & (loose[:, 2] < bottom + _JOIN)]
        for x in values_clustered(inside[:, 0], _SNAP):
            pieces = inside[np.abs(inside[:, 0] - x) < _SNAP]
            is_broken = pieces[:, 1].min() < top + _JOIN and (pieces[:, 2] - pieces[:, 1]).sum() < bottom - top - _JOIN
            if is_broken and not _is_crossed((x, top, bottom), words):
                added.append((x, top, bottom))
            elif pieces[:, 1].min() > top + _JOIN and (len(pieces) > 1 or pieces[:, 2].max() < bottom - _JOIN):
                stay &= ~(upright[:, None] == pieces[None]).all(axis=2).any(axis=1)
    return upright[stay], added


def _parts_of(rules: Floats, whole: Floats) -> Floats:
    """The `rules` that are pieces of one that is `whole`."""
    x, top, bottom = (rules[:, k, None] for k in range(3))
    at, start, end = whole.T
    is_part = (np.abs(x - at) < _SNAP) & (top > start - _JOIN) & (bottom < end + _JOIN)
    parts: Floats = rules[is_part.any(axis=1)]
    return parts


def _extents(upright: Floats) -> list[tuple[float, float]]:
    """Where the longest of the rules that stand beside one another begin and end."""
    out: list[tuple[float, float]] = []
    for _, top, bottom in sorted(upright.tolist(), key=lambda rule: rule[1] - rule[2]):
        if all(bottom < other[0] + _JOIN or top > other[1] - _JOIN for other in out):
            out.append((top, bottom))
    return out


def _meets(upright: Floats, levels: Floats) -> Bools:
    """(upright, levels): does the level rule reach the upright one?"""
    x, top, bottom = (upright[:, k, None] for k in range(3))
    y, x0, x1 = levels.T
    return np.asarray((y > top - _JOIN) & (y < bottom + _JOIN) & (x0 < x + _JOIN) & (x1 > x - _JOIN))


def _is_crossed(rule: tuple[float, float, float], words: Floats) -> bool:
    """Stands a letter on the rule, or one on each side of it as letters of a word do?"""
    x, top, bottom = rule
    middles = (words[:, 1] + words[:, 3]) / 2
    held = words[(middles > top) & (middles < bottom)]
    if ((held[:, 0] < x - 1) & (held[:, 2] > x + 1)).any():
        return True
    left, right = held[:-1], held[1:]
    near = (np.abs(left[:, 3] - right[:, 3]) < _JOIN) & (right[:, 0] - left[:, 2] < _WORD * (right[:, 3] - right[:, 1]))
    return bool((near & (left[:, 2] <= x + 1) & (right[:, 0] >= x - 1) & (right[:, 0] > left[:, 0])).any())


def _with_shading(rules: Rules, shading: Rules | None) -> Rules:
    """The rules, with level ones at the edges of shading that upright rules cross where none is drawn: below a shaded header, between rows
    of which every other one is shaded."""
    if shading is None or len(rules.vertical) < _CROSSING:
        return rules
    x, top, bottom = rules_merged(rules.vertical).T
    added = []
    for y, x0, x1 in rules_merged(shading.horizontal).tolist():
        crossing = x[(x > x0 - _JOIN) & (x < x1 + _JOIN) & (top < y - _JOIN) & (bottom > y + _JOIN)]
        if len(crossing) >= _CROSSING and not _is_level_at(rules.horizontal, (y, x0, x1)):
            added.append((y, x0, x1))
    return Rules(_with(rules.horizontal, added), rules.vertical) if added else rules


def _is_level_at(levels: Floats, edge: tuple[float, float, float]) -> bool:
    """Stands a level rule at this edge, or at part of it?"""
    y, x0, x1 = edge
    return bool(((np.abs(levels[:, 0] - y) < _JOIN) & (levels[:, 1] < x1) & (levels[:, 2] > x0)).any())


def _with(rules: Floats, more: Sequence[tuple[float, float, float]]) -> Floats:
    return np.vstack([rules, np.array(more, np.float32).reshape(-1, 3)])


def _frames(levels: Floats, bands: Sequence[Band], words: Floats) -> list[tuple[float, float, float, float]]:
    """Left and right side, top and bottom of each table of at least three upright rules of which a piece meets no level rule, or titles
    part those between two that run through."""
    whole = _bands_joined(bands)
    parted = [band for band in whole if sum(len(one[2]) > 1 and one[:2] != band[:2] and _holds(band, one) for one in bands) > 1]
    loose = [band for band in (*bands, *parted) if len(_meeting(levels, band)) == 0]
    joined = [band for band in whole if len(band[2]) >= _FEWEST] if loose else []
    tables = [band for band in joined if any(_holds(band, one) for one in loose)]
    return [(*_sides(band, _meeting(levels, band), words), band[0], band[1]) for band in tables]


def _meeting(levels: Floats, band: Band) -> Floats:
    """The level rules between the ends of the band that reach to one of its upright rules."""
    y, x0, x1 = levels.T
    met: Floats = levels[(y > band[0] - _JOIN) & (y < band[1] + _JOIN) & (x0 < band[2][-1] + _JOIN) & (x1 > band[2][0] - _JOIN)]
    return met


def _bands(upright: Floats) -> list[Band]:
    """Upright rules that begin and end together, from top to bottom."""
    out: list[Band] = []
    for top, bottom in sorted({(round(top), round(bottom)) for _, top, bottom in upright.tolist()}):
        same = upright[(np.abs(upright[:, 1] - top) < _JOIN) & (np.abs(upright[:, 2] - bottom) < _JOIN), 0]
        out.append((top, bottom, sorted(same.tolist())))
    return out


def _bands_joined(bands: Sequence[Band]) -> list[Band]:
    """Bands with those that stand inside them, and with those of the same rules less than two lines below: titles part them."""
    out: list[Band] = []
    for top, bottom, xs in sorted(bands, key=lambda band: (band[0], -band[1])):
        at = next((i for i, band in enumerate(out) if _holds(band, (top, bottom, xs)) or _goes_on(band, (top, bottom, xs))), None)
        if at is None:
            out.append((top, bottom, xs))
        else:
            out[at] = (out[at][0], max(out[at][1], bottom), values_clustered(np.array([*out[at][2], *xs], np.float32), _SNAP))
    return out


def _holds(band: Band, other: Band) -> bool:
    inside = band[0] - _JOIN < other[0] and other[1] < band[1] + _JOIN
    return inside and min(band[2]) - _SNAP < min(other[2]) and max(other[2]) < max(band[2]) + _SNAP


def _goes_on(band: Band, other: Band) -> bool:
    same = len(band[2]) == len(other[2]) and all(abs(a - b) < _SNAP for a, b in zip(band[2], other[2], strict=True))
    return same and -_JOIN < other[0] - band[1] < _TITLE


def _sides(band: Band, levels: Floats, words: Floats) -> tuple[float, float]:
    """The ends of its level rules; where there are none the outer upright ones, or where words stand beyond them: it may be open there."""
    top, bottom, xs = band
    if len(levels):
        return min(xs[0], float(levels[:, 1].min())), max(xs[-1], float(levels[:, 2].max()))
    middles = (words[:, 1] + words[:, 3]) / 2
    held = words[(middles > top) & (middles < bottom)]
    left = min(xs[0], float(held[:, 0].min(initial=xs[0])) - _BESIDE)
    right = max(xs[-1], float(held[:, 2].max(initial=xs[-1])) + _BESIDE)
    return left, right


def _is_of_merged_cell(level: Floats, gap: tuple[float, float], extent: tuple[float, float]) -> bool:
    """Do all level rules end at the left of the gap and begin again at its right, at the same heights and at three at least?"""
    y, x0, x1 = level[(level[:, 0] > extent[0] - _JOIN) & (level[:, 0] < extent[1] + _JOIN)].T
    middle = (gap[0] + gap[1]) / 2
    if ((x0 < middle) & (x1 > middle)).any():
        return False
    ends, begins = ({round(at) for at in y[np.abs(edge - x) < _JOIN].tolist()} for edge, x in zip((x1, x0), gap, strict=True))
    return len(ends) > 2 and ends == begins


def uprights_bridged(rules: Rules) -> Rules:
    """The rules, with upright ones whole where at least two end together and go on together less than two lines below: words over several
    columns stand there, no rule does at one of the ends."""
    upright = rules_merged(rules.vertical)
    gaps = [(a[0], a[2], b[1]) for a, b in pairwise(upright.tolist()) if abs(a[0] - b[0]) < 1 and _JOIN < b[1] - a[2] < _TITLE]
    added = [
        (x, end, start)
        for x, end, start in gaps
        if sum(abs(end - other) < _JOIN and abs(start - begin) < _JOIN for _, other, begin in gaps) > 1
        and not (_is_at_level(rules.horizontal, x, end) and _is_at_level(rules.horizontal, x, start))
    ]
    return Rules(rules.horizontal, np.vstack([rules.vertical, np.array(added, np.float32)])) if added else rules


def _is_at_level(levels: Floats, x: float, y: float) -> bool:
    return bool(((np.abs(levels[:, 0] - y) < _JOIN) & (levels[:, 1] < x + _JOIN) & (levels[:, 2] > x - _JOIN)).any())
