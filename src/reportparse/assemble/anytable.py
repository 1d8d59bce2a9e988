"""Lattices of tables of any kind: those that rules draw, with what rules leave out, those of shaded cells, and those of level rules.

Only raw tables come here: what a report of a known kind prints is found by what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportparse.assemble.heads import lattice_with_header
from reportparse.assemble.inner import lattice_refined
from reportparse.assemble.levelrules import lattices_from_level_rules
from reportparse.assemble.lines import PageLines
from reportparse.assemble.pieces import is_cased_within, pieces_in_lattice
from reportparse.assemble.ruled import Lattice, lattices_from_rules, rules_outside
from reportparse.assemble.shading import lattice_parted_by_shading
from reportparse.model import Box

_FEWEST_CELLS = 4  # with words, in two rows and two columns: fewer are boxes around words, or bars of a chart
_FEWEST_RULES = 3  # edges of two shaded cells
_FILLED = 0.4  # of the cells
_LONGEST = 400  # characters of a cell: a longer one is a column of prose


def lattices_of_any(lines: PageLines, drawn: Sequence[Lattice]) -> list[Lattice]:
    """The page's lattices from top to bottom; `drawn` are those of its rules."""
    found = [_completed(lines, lattice) for lattice in drawn]
    shading = lines.page.shading
    if shading is not None:
        free = rules_outside(shading, found)
        if len(free.horizontal) > _FEWEST_RULES and len(free.vertical) > _FEWEST_RULES:
            shaded = [one for one in _apart(lattices_from_rules(free), found) if is_cased_within(lines, _box(one))]
            found += _tables(lines, (_completed(lines, lattice) for lattice in shaded))
    level = _apart(lattices_from_level_rules(lines, found), found)
    found += _tables(lines, (lattice_refined(lines, lattice, pieces_in_lattice(lines, lattice)) for lattice in level))
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _box(lattice: Lattice) -> Box:
    return lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1]


def _completed(lines: PageLines, lattice: Lattice) -> Lattice:
    """The lattice with the rows and columns that no rule draws; most have none."""
    pieces = pieces_in_lattice(lines, lattice)
    whole = lattice_parted_by_shading(lines, lattice_with_header(lines, lattice, pieces))
    return lattice_refined(lines, whole, pieces if whole is lattice else pieces_in_lattice(lines, whole))


def _apart(lattices: Iterable[Lattice], others: Sequence[Lattice]) -> list[Lattice]:
    """Those that share no ground with one of the others."""
    return [one for one in lattices if not any(_is_overlapping(one, other) for other in others)]


def _is_overlapping(one: Lattice, other: Lattice) -> bool:
    wide = min(one.xs[-1], other.xs[-1]) - max(one.xs[0], other.xs[0])
    high = min(one.ys[-1], other.ys[-1]) - max(one.ys[0], other.ys[0])
    return wide > 1 and high > 1


def _tables(lines: PageLines, lattices: Iterable[Lattice]) -> list[Lattice]:
    return [lattice for lattice in lattices if _is_table(lines, lattice)]


def _is_table(lines: PageLines, lattice: Lattice) -> bool:
    """Does what no upright rule draws hold what a table holds?"""
    pieces = pieces_in_lattice(lines, lattice)
    length: dict[int, int] = {}
    for piece in pieces:
        length[piece.span] = length.get(piece.span, 0) + len(piece.text)
    rows = {lattice.spans[i].row for i in length}
    columns = {lattice.spans[i].column for i in length}
    enough = len(length) >= max(_FEWEST_CELLS, _FILLED * len(lattice.spans)) and len(rows) > 1 and len(columns) > 1
    return enough and max(length.values()) < _LONGEST
