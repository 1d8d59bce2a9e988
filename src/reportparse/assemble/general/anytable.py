"""Lattices of tables of any kind: those that rules draw, with what rules leave out, those of shaded cells, and those of level rules.

Only raw tables come here: what a report of a known kind prints is found by what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportparse.assemble.general.bands import lattices_joined
from reportparse.assemble.general.bare import lattices_of_bare_rows
from reportparse.assemble.general.breaks import breaks_in_uprights, lattice_joined_over
from reportparse.assemble.general.figures import are_bars, are_boxes, is_chart
from reportparse.assemble.general.heads import lattice_with_header
from reportparse.assemble.general.inner import lattice_refined
from reportparse.assemble.general.levelrules import lattices_from_level_rules
from reportparse.assemble.general.shading import lattice_parted_by_shading
from reportparse.assemble.general.stripes import heads_joined, stripes_joined
from reportparse.assemble.general.undrawn import lattice_parted_beside_titles
from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice, lattices_from_rules, rules_outside
from reportparse.assemble.ruled.pieces import Piece, is_cased_within, lattice_of, pieces_in_lattice
from reportparse.geometry import Span
from reportparse.model import Box

_FEWEST_CELLS = 4  # with words, in two rows and two columns: fewer are boxes around words, or bars of a chart
_FEWEST_RULES = 3  # edges of two shaded cells
_FILLED = 0.4  # of the cells
_FRAMED = 0.8  # of the rows and columns of a table that is nearly empty
_HEADED = 0.8  # of the columns
_LONGEST = 400  # characters of a cell: a longer one is a column of prose


def lattices_of_any(lines: PageLines, drawn: Sequence[Lattice]) -> list[Lattice]:
    """The page's lattices from top to bottom; `drawn` are those of its rules."""
    charts = [lattice for lattice in drawn if is_chart(lines, lattice) or are_boxes(lines, lattice)]
    found = [_completed(lines, lattice) for lattice in lattices_joined(lines, [one for one in drawn if one not in charts])]
    found = [lattice for lattice in found if not _is_prose(lines, lattice)]
    shading = lines.page.shading
    if shading is not None:
        free = rules_outside(shading, found)
        if len(free.horizontal) > _FEWEST_RULES and len(free.vertical) > _FEWEST_RULES:
            drawn = [one for one in lattices_from_rules(free) if not are_bars(one, free.vertical)]
            shaded = [one for one in _apart(drawn, found) if is_cased_within(lines, _box(one))]
            shaded = stripes_joined(shaded, lines.page.rules.horizontal)
            shaded = heads_joined(shaded, lattices_from_level_rules(lines, found)) if shaded else shaded
            found += _tables(lines, (_completed(lines, lattice) for lattice in shaded))
    level = _widest(_apart(lattices_from_level_rules(lines, found), [*found, *charts]))
    found += _tables(lines, (_level_refined(lines, lattice) for lattice in level))
    bare = _apart(lattices_of_bare_rows(lines, found), [*found, *charts])
    found += _tables(lines, (_level_refined(lines, lattice) for lattice in bare))
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _box(lattice: Lattice) -> Box:
    return lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1]


def _completed(lines: PageLines, lattice: Lattice) -> Lattice:
    """The lattice with the rows and columns that no rule draws; most have none."""
    breaks = breaks_in_uprights(lines, lattice)
    pieces = pieces_in_lattice(lines, lattice)
    apart = lattice_parted_beside_titles(lattice, pieces, lines.page.rules.horizontal)
    pieces = pieces if apart is lattice else pieces_in_lattice(lines, apart)
    whole = lattice_parted_by_shading(lines, lattice_with_header(lines, apart, pieces))
    refined = lattice_refined(lines, whole, pieces if whole is apart else pieces_in_lattice(lines, whole))
    return lattice_joined_over(refined, breaks)


def _level_refined(lines: PageLines, lattice: Lattice) -> Lattice:
    """The rows and columns between level rules, with those of a header above them."""
    refined = lattice_refined(lines, lattice, pieces_in_lattice(lines, lattice))
    top = lattice_with_header(lines, refined, pieces_in_lattice(lines, refined), least=_HEADED).ys[0]
    if top == refined.ys[0]:
        return refined
    n = len(lattice.ys)
    headed = lattice_of(lattice.xs, (top, *lattice.ys), [Span(row, 0, row + 1, 1) for row in range(n)])
    return lattice_refined(lines, headed, pieces_in_lattice(lines, headed))


def _apart(lattices: Iterable[Lattice], others: Sequence[Lattice]) -> list[Lattice]:
    """Those that share no ground with one of the others."""
    return [one for one in lattices if not any(_is_overlapping(one, other) for other in others)]


def _widest(lattices: Iterable[Lattice]) -> list[Lattice]:
    """Those that no wider one holds: rules that part only some columns begin and end together too."""
    out: list[Lattice] = []
    for lattice in sorted(lattices, key=lambda one: one.xs[0] - one.xs[-1]):
        out += _apart([lattice], out)
    return out


def _is_overlapping(one: Lattice, other: Lattice) -> bool:
    wide = min(one.xs[-1], other.xs[-1]) - max(one.xs[0], other.xs[0])
    high = min(one.ys[-1], other.ys[-1]) - max(one.ys[0], other.ys[0])
    return wide > 1 and high > 1


def _is_prose(lines: PageLines, lattice: Lattice) -> bool:
    """Is it one row of columns of prose, with a rule between them?"""
    if len(lattice.ys) > 2:
        return False
    lengths = _lengths(pieces_in_lattice(lines, lattice))
    return bool(lengths) and min(lengths.values()) > _LONGEST


def _lengths(pieces: Iterable[Piece]) -> dict[int, int]:
    """How many characters each span holds."""
    out: dict[int, int] = {}
    for piece in pieces:
        out[piece.span] = out.get(piece.span, 0) + len(piece.text)
    return out


def _tables(lines: PageLines, lattices: Iterable[Lattice]) -> list[Lattice]:
    return [lattice for lattice in lattices if _is_table(lines, lattice) and not is_chart(lines, lattice)]


def _is_table(lines: PageLines, lattice: Lattice) -> bool:
    """Does what no upright rule draws hold what a table holds?"""
    length = _lengths(pieces_in_lattice(lines, lattice))
    held = [lattice.spans[i] for i in length]
    rows, columns = {span.row for span in held}, {span.column for span in held}
    enough = len(length) >= _FEWEST_CELLS and (len(length) >= _FILLED * len(lattice.spans) or _is_framed(held, lattice))
    return enough and len(rows) > 1 and len(columns) > 1 and max(length.values()) < _LONGEST


def _is_framed(held: Sequence[Span], lattice: Lattice) -> bool:
    """Do words stand before most rows, and above most columns?"""
    n_rows, n_columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    before, above = sum(span.column == 0 for span in held), sum(span.row == 0 for span in held)
    return before >= _FRAMED * n_rows and above >= _FRAMED * n_columns
