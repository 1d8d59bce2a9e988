"""Tables that level rules alone draw: bands between rules of one extent, whose words stand in columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reportparse.assemble.general.innerrows import YEAR, is_value
from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice, rules_outside
from reportparse.assemble.ruled.pieces import Piece, is_beside, is_cased_within, lattice_of, lines_of, pieces_in_lattice
from reportparse.geometry import Span
from reportparse.model import Floats

_SAME = 5.0  # points: rules of one table begin and end together
_SNAP = 3.5
_JOIN = 12.0  # points between the pieces of a rule that is drawn column by column
_BESIDE = 3.0  # points between shaded cells: bars of a chart are further apart
_SHORTEST = 5.0  # points: a piece of a rule that is drawn column by column
_NARROWEST = 80.0  # points: shorter rules stand above footnotes, or below a title
_PROSE = 0.85  # of the width between the ends of the rules: words that stand together over so much are prose
_FEWEST_OF_TABLE = 3  # rules: above and below the header, and at the foot
_MARGIN = 0.1  # of the page's height
_OVER = 3.0  # points by which words may pass the ends of the rules

Group = tuple[float, float, list[float]]
"""Left end, right end and heights of rules that begin and end together."""


def lattices_from_level_rules(lines: PageLines, found: Sequence[Lattice]) -> list[Lattice]:
    """A lattice of one column for each run of bands that hold a table, from top to bottom; rules of those that were `found` are theirs."""
    rules = _whole(rules_outside(lines.page.rules, found).horizontal, _JOIN)
    if lines.page.shading is not None:
        rules += _whole(rules_outside(lines.page.shading, found).horizontal, _BESIDE)
    groups = [g for g in _groups(rules) if not _is_of_page(g[2], lines.page.height)]
    groups = [g for g in groups if is_cased_within(lines, (g[0], g[2][0], g[1], g[2][-1]))]
    runs = (run for group in groups for run in _runs(lines, group, groups))
    return sorted((_lattice(run) for run in runs), key=lambda lattice: lattice.ys[0])


def _whole(rules: Floats, join: float) -> list[tuple[float, float, float]]:
    """Rules on one level as one, with gaps of at most `join` between columns."""
    rules = rules[rules[:, 2] - rules[:, 1] > _SHORTEST]
    out: list[tuple[float, float, float]] = []
    order = np.lexsort((rules[:, 1], np.round(rules[:, 0])))
    for y, start, end in rules[order].tolist():
        if out and abs(out[-1][0] - y) < 1.5 and start < out[-1][2] + join:
            out[-1] = (out[-1][0], min(out[-1][1], start), max(out[-1][2], end))
        else:
            out.append((y, start, end))
    return [rule for rule in out if rule[2] - rule[1] > _NARROWEST]


def _groups(rules: Sequence[tuple[float, float, float]]) -> list[Group]:
    """Left end, right end and heights of the rules that begin and end together, at least two."""
    groups: list[Group] = []
    for y, start, end in sorted(rules):
        same = next((g for g in groups if abs(g[0] - start) < _SAME and abs(g[1] - end) < _SAME), None)
        if same is None:
            groups.append((start, end, [y]))
        elif y - same[2][-1] > _SNAP:
            same[2].append(y)
    return [group for group in groups if len(group[2]) > 1]


def _is_of_page(ys: Sequence[float], height: float) -> bool:
    """Two rules alone, at the page's head and at its foot: they part running titles from what the page holds, or frame it."""
    return len(ys) == 2 and ys[0] < _MARGIN * height and ys[1] > (1 - _MARGIN) * height


def _runs(lines: PageLines, group: Group, groups: Sequence[Group]) -> list[Group]:
    """The stretches of bands in which words stand in columns; a band of one line may stand between two of them."""
    start, end, ys = group
    band = _lattice(group)
    pieces = pieces_in_lattice(lines, band)
    held = [[p for p in pieces if p.span == index] for index in range(len(ys) - 1)]
    kinds = [_kind(band, end - start) for band in held]
    for index, (top, bottom) in enumerate(pairwise(ys)):
        if kinds[index] == "columns" and any(_is_table_within(lines, (start, end, [top, bottom]), other) for other in groups):
            kinds[index] = "prose"
    out: list[list[float]] = []
    is_open = False
    for index, (top, bottom) in enumerate(pairwise(ys)):
        title = kinds[index] == "line" and bool(held[index]) and index + 1 < len(kinds) and _are_values(held[index + 1])
        goes_on = kinds[index] == "columns" or title or (kinds[index] == "line" and is_open and "columns" in kinds[index + 1 :][:3])
        if goes_on and is_open:
            out[-1].append(bottom)
        elif goes_on:
            out.append([top, bottom])
        is_open = goes_on
    return [(start, end, heights) for heights in out]


def _is_table_within(lines: PageLines, band: Group, other: Group) -> bool:
    """Do narrower rules draw a table of their own in the band, with nothing beside it? Parts of a table have names beside them: a cell that
    is merged over rows holds them anywhere, and what stands at the right of sums is level with them."""
    start, end, (top, bottom) = band
    ys = [y for y in other[2] if top < y < bottom]
    if len(ys) < _FEWEST_OF_TABLE or other[0] < start - _SAME or other[1] > end + _SAME:
        return False
    x, y = (lines.boxes[:, 0] + lines.boxes[:, 2]) / 2, (lines.boxes[:, 1] + lines.boxes[:, 3]) / 2
    left = (x > start) & (x < other[0] - _OVER) & (y > top) & (y < bottom)
    right = (x < end) & (x > other[1] + _OVER) & (y > ys[0]) & (y < ys[-1])
    return not bool((left | right).any())


def _are_values(pieces: Sequence[Piece]) -> bool:
    """Do values stand behind the first words, so that the band is none of a header?"""
    first = min((p.x0 for p in pieces), default=0.0)
    behind = [p for p in pieces if p.x0 > first]
    return len(behind) > 0 and all(is_value(p.text) and not YEAR.fullmatch(p.text) for p in behind)


def _kind(pieces: Sequence[Piece], width: float) -> str:
    """`columns` where words stand beside one another and no lines are prose, `line` (one piece, or none), or `prose`."""
    if len(pieces) < 2:
        return "line"
    is_beside_another = any(is_beside(a, b) for a, b in pairwise(sorted(pieces, key=lambda p: p.middle)))
    return "columns" if is_beside_another and not _is_prose(pieces, width) else "prose"


def _is_prose(pieces: Sequence[Piece], width: float) -> bool:
    """Are there two wide lines in succession, or as many as others? One alone is the title of the group below it."""
    wide = [max(p.x1 - p.x0 for p in line) > _PROSE * width for line in lines_of(pieces)]
    return 2 * sum(wide) >= len(wide) or any(one and other for one, other in pairwise(wide))


def _lattice(run: Group) -> Lattice:
    start, end, ys = run
    return lattice_of((start - _OVER, end + _OVER), ys, [Span(row, 0, row + 1, 1) for row in range(len(ys) - 1)])
