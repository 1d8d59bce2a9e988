"""Names at the top of tall cells, and their units and figures in the middle or at the foot.

Told by names of one line that the catalogue knows. Where nearly all have one anchor (a unit or a figure) between them and the next name, at
one distance, all anchors are moved by it; where all have one, or rows are not equally tall, those anchors are set beside their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

_LEAST = 0.2  # of the font box: less is the same line, or the box of another font
_LEVEL = 0.35  # of the font box: what stands so little above a name is still beside it
_SAME = 0.2  # of the font box: by how much the distances differ
_MOSTLY = 0.8  # of the known names
_OFTEN = 0.25  # of the known names: where few have their anchor lower, and some none, their rows are not taller than others
_A_LINE = 0.9  # of the font box: nearer figures may stand beside the second line of something else in the row
_FEWEST = 3
_SURE, _UNSURE = 0.9, 0.4  # of what is between names

Height = tuple[float, float]
"""The middle of a line, and its height."""


def anchors_levelled(names: Sequence[Height], anchors: Sequence[float], known: Sequence[bool]) -> Sequence[float]:
    """The anchors beside their names. `names` are lines (middle, height), `known` those that are a name alone, all from top to bottom.

    An anchor above the first name may be of one on the page before; where a name is first, all anchors are of names here.
    """
    if sum(known) < _FEWEST or not anchors:
        return anchors
    is_below = names[0][0] - _LEVEL * names[0][1] < anchors[0]  # level at the least
    near = {i: _between(names, i, anchors, is_below=is_below) for i in range(len(names)) if known[i]}
    between = {i: own[0] for i, own in near.items() if len(own) == 1}
    found = [anchor - names[i][0] for i, anchor in between.items()]
    off, height = median(found or [0.0]), median(height for _, height in names)
    enough = max(_FEWEST, _MOSTLY * sum(known))
    is_shared = any(len(own) > 1 for own in near.values())  # names may stand in the middle of two rows
    beside = {anchor: names[i][0] for i, anchor in between.items()} if is_below and not is_shared else {}
    is_near = abs(off) < _furthest(names, known, is_sure=is_below)
    if is_near and abs(off) > _LEAST * height and sum(abs(one - off) < _SAME * height for one in found) >= enough:
        return [beside.get(anchor, anchor - off) for anchor in anchors]
    lower = sum(one > _LEVEL * height for one in found)
    is_sure = len(found) == sum(known) and max(found) > _A_LINE * height
    if beside and len(found) >= enough and (lower >= _OFTEN * len(found) or is_sure):
        return [beside.get(anchor, anchor) for anchor in anchors]
    return anchors


def _furthest(names: Sequence[Height], known: Sequence[bool], *, is_sure: bool) -> float:
    """How far off an anchor is still its name's: nearly as far as names stand apart where a name comes first; else not
    so far that it might be another name's."""
    gaps = [below[0] - name[0] for (name, below), alone in zip(pairwise(names), known, strict=False) if alone]
    return median(gaps or [0.0]) * (_SURE if is_sure else _UNSURE)


def _between(names: Sequence[Height], i: int, anchors: Sequence[float], *, is_below: bool) -> list[float]:
    """The anchors of name `i`: those before the next name, or since the one before."""
    middle, height = names[i]
    if is_below:
        start, stop = middle - _LEVEL * height, names[i + 1][0] - _LEVEL * height if i + 1 < len(names) else float("inf")
    else:
        start, stop = names[i - 1][0] + _LEVEL * height if i else float("-inf"), middle + _LEVEL * height
    return [anchor for anchor in anchors if start < anchor < stop]
