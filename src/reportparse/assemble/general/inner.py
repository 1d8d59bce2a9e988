"""Tables whose rules part only some of their rows and columns: the others, told by what stands in them.

Statistical tables of offices are drawn so: rules around the table and below its header, uprights between some columns, groups of rows
parted and their rows not.  What is found here is true of such tables in any script; of reports whose tables are known more is known
(`aligned`, `crowded`), so that only raw tables come here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import pairwise

from reportparse.assemble.general.corridors import are_rows, corridors
from reportparse.assemble.general.headrules import lattice_parted_by_short_rules
from reportparse.assemble.general.innerrows import YEAR, begins_and_runs_on, first_of_columns, is_value, rows_parted
from reportparse.assemble.general.numberrow import lattice_with_number_row
from reportparse.assemble.general.onrules import pieces_on_rules
from reportparse.assemble.general.partrules import lattice_parted_by_part_rules
from reportparse.assemble.general.spanning import titles_widened
from reportparse.assemble.lines import PageLines
from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import (
    Piece,
    column_cut,
    crosses,
    is_beside,
    is_level,
    levels,
    lines_of,
    pieces_by_cell,
    pieces_in_lattice,
    row_cut,
    spans_parted,
)
from reportparse.geometry import Span

_TOLERANCE = 1.0  # points by which words may reach into a cut
_FEWEST = 3  # cells whose words a drawn cut parts
_FEW_CUTS = 3  # at the sides and behind the names
_MOST_HEADER_LEVELS = 3
_CENTRED = 2.0  # points
_FLUSH = 1.0  # points
_SHORT = 10.0  # points: the last line of a paragraph
_MOST_SPANNING = 12  # words over several columns in one header
_OF_FREE = 0.5  # of the cuts inside a cell that nothing crosses: where so many part words, the cell is a row without uprights


def lattice_refined(lines: PageLines, lattice: Lattice, pieces: Sequence[Piece]) -> Lattice:
    """The lattice with the rows and columns that no rule parts; `pieces` are what stands in it."""
    counted = lattice_with_number_row(lattice, pieces)
    if counted is not lattice:
        lattice, pieces = counted, _pieces(lines, counted)
    apart = {lattice.spans[a.span].column for a, b in pairwise(pieces) if a.span == b.span and is_level(a, b)}
    if not apart:
        return rows_parted(lattice, pieces)
    pieces = pieces_on_rules(pieces, lattice, lines.page.rules.horizontal, below=_MOST_HEADER_LEVELS)
    lattice, new = _columns_parted(lattice, pieces, apart)
    if new:
        lattice = lattice_parted_by_short_rules(lines, lattice, _pieces(lines, lattice))
    if new or _has_bands(lattice):
        lattice = lattice_parted_by_part_rules(lattice, _pieces(lines, lattice), lines.page.rules.horizontal)
        pieces = _pieces(lines, lattice)
    lattice = rows_parted(lattice, pieces)
    lattice = _cells_parted(lattice, _pieces(lines, lattice), new)
    lattice = lattice_with_number_row(lattice, _pieces(lines, lattice)) if new else lattice
    return _headers_parted(lines, lattice)


def _has_bands(lattice: Lattice) -> bool:
    """Do uprights end below the header, so that the rows are whole?"""
    return any(span.row > 0 and span.column_end - span.column == len(lattice.xs) - 1 for span in lattice.spans)


def _pieces(lines: PageLines, lattice: Lattice) -> list[Piece]:
    return pieces_on_rules(pieces_in_lattice(lines, lattice), lattice, lines.page.rules.horizontal, below=_MOST_HEADER_LEVELS)


def _columns_parted(lattice: Lattice, pieces: Sequence[Piece], apart: Collection[int]) -> tuple[Lattice, frozenset[float]]:
    """The lattice with cuts in the corridors inside those columns where words stand `apart` on one line, and where these are."""
    found = [x for column in sorted(apart) for x in _corridors_in(lattice, _pieces_of_column(lattice, pieces, column))]
    for x in found:
        lattice, _ = column_cut(lattice, x)
    return lattice, frozenset(found)


def _corridors_in(lattice: Lattice, pieces: Sequence[Piece]) -> list[float]:
    """The corridors in one column; where uprights part most columns, the header tells nothing of those inside one of them."""
    first = [piece for piece in pieces if lattice.spans[piece.span].row == 0]
    tells = len(lattice.xs) <= _FEW_CUTS and len(first) < len(pieces) and not are_rows(first)
    return corridors([p for p in pieces if not _is_title_of_group(lattice, p, pieces)], first if tells else ())


def _is_title_of_group(lattice: Lattice, piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Does it stand alone on its line, in the middle of the table, below the header?"""
    centred = abs(piece.x0 + piece.x1 - lattice.xs[0] - lattice.xs[-1]) < 2 * _CENTRED
    return centred and lattice.spans[piece.span].row > 0 and not any(p is not piece and is_beside(p, piece) for p in pieces)


def _pieces_of_column(lattice: Lattice, pieces: Sequence[Piece], column: int) -> list[Piece]:
    """Those that stand in cells of exactly this column; none where no line of them holds two."""
    own = {i for i, span in enumerate(lattice.spans) if span.column == column and span.column_end == column + 1}
    found = [piece for piece in pieces if piece.span in own]
    if len(lattice.xs) > 2 and _is_justified(found):
        return []
    return found if any(a.span == b.span and is_level(a, b) for a, b in pairwise(found)) else []


def _is_justified(pieces: Sequence[Piece]) -> bool:
    """Do the lines of these cells, but for the last of each, all reach from one side to the other, as in prose set so?"""
    lines = [[(line[0].x0, line[-1].x1) for line in lines_of(held)] for held in pieces_by_cell(pieces).values()]
    full = [ends for held in lines for ends in held[:-1]]
    if len(full) < _FEWEST:
        return False
    left, right = min(x0 for x0, _ in full), max(x1 for _, x1 in full)
    are_full = all(x0 - left < _FLUSH and right - x1 < _FLUSH for x0, x1 in full)
    return are_full and any(right - held[-1][1] > _SHORT for held in lines)


def _cells_parted(lattice: Lattice, pieces: Sequence[Piece], new: frozenset[float]) -> Lattice:
    """Cells merged over a cut that nothing in them crosses: at new cuts all of them, at drawn ones where words stand apart."""
    inside = pieces_by_cell(pieces)
    wide = [i for i, span in enumerate(lattice.spans) if span.column_end > span.column + 1]
    merged = {i: inside.get(i, []) for i in wide}
    told = new | _cuts_told(lattice, merged)
    left = min((piece.x0 for piece in pieces), default=0.0)
    parted: dict[int, list[int]] = {}
    for index, span in ((index, lattice.spans[index]) for index in merged):
        cuts = range(span.column + 1, span.column_end)
        held = _widened_in_header(merged[index], span, lattice, pieces)
        if _is_title(lattice, span, held):
            continue
        is_alone = len(held) == 1 and len(cuts) == len(lattice.xs) - 2
        if is_alone and begins_and_runs_on(lattice, held[0], left) and held[0].x1 - lattice.xs[1] > held[0].height:
            continue
        if is_alone and (first := first_of_columns(lattice, held[0])) is not None:
            parted[index] = [first] * (first > 0)
            continue
        free = [k for k in cuts if not any(crosses(p, lattice.xs[k]) for p in held)]
        apart = [k for k in free if _parts_a_line(held, lattice.xs[k])]
        is_row = apart and len(apart) >= _OF_FREE * len(free)
        parted[index] = [k for k in free if is_row or lattice.xs[k] in told]
    return spans_parted(lattice, {index: cuts for index, cuts in parted.items() if cuts})


def _is_title(lattice: Lattice, span: Span, held: Sequence[Piece]) -> bool:
    """Does a cell above others hold one piece a line, each in its middle?"""
    middle = (lattice.xs[span.column] + lattice.xs[span.column_end]) / 2
    centred = all(abs((p.x0 + p.x1) / 2 - middle) < _CENTRED for p in held)
    return bool(held) and span.row < _MOST_HEADER_LEVELS and centred and len(levels(held)) == len(held)


def _widened_in_header(held: Sequence[Piece], span: Span, lattice: Lattice, pieces: Sequence[Piece]) -> Sequence[Piece]:
    if span.row >= _MOST_HEADER_LEVELS:
        return held
    goes_on = any(s.row < span.row_end < s.row_end for s in lattice.spans)  # below a whole rule stand no words of these columns
    heads = [p for p in pieces if goes_on and _is_under(lattice.spans[p.span], span)]
    are_values = sum(is_value(p.text) and not YEAR.fullmatch(p.text) for p in heads) > 0.5 * len(heads)
    return titles_widened(held, lattice.xs[span.column : span.column_end + 1], () if are_values else heads)


def _is_under(span: Span, above: Span) -> bool:
    return span.row == above.row_end and above.column <= span.column and span.column_end <= above.column_end


def _cuts_told(lattice: Lattice, merged: dict[int, list[Piece]]) -> frozenset[float]:
    """Drawn cuts that part the words of most cells that are merged over them: uprights that end below the header."""
    out: list[float] = []
    for k in range(1, len(lattice.xs) - 1):
        over = [held for i, held in merged.items() if held and lattice.spans[i].column < k < lattice.spans[i].column_end]
        parting = sum(_parts_a_line(held, lattice.xs[k]) for held in over)
        if parting >= _FEWEST and parting >= 0.5 * len(over):
            out.append(lattice.xs[k])
    return frozenset(out)


def _parts_a_line(pieces: Sequence[Piece], x: float) -> bool:
    left, right = ([p for p in pieces if p.x1 <= x + _TOLERANCE], [p for p in pieces if p.x0 >= x - _TOLERANCE])
    return any(is_beside(a, b) for a in left for b in right)


def _headers_parted(lines: PageLines, lattice: Lattice) -> Lattice:
    """The lattice with the levels of its header parted: words over several columns, and below them the words of each."""
    for _ in range(_MOST_SPANNING):
        below = _levels_below(lattice, _pieces(lines, lattice))
        if not below:
            return lattice
        index, (foot, top) = next(iter(below.items()))
        span = lattice.spans[index]
        drawn = [k for k in range(span.row + 1, span.row_end) if foot - _TOLERANCE < lattice.ys[k] < top + _TOLERANCE]
        lattice, at = (lattice, drawn[0]) if drawn else row_cut(lattice, (foot + top) / 2)
        lattice = spans_parted(lattice, {index: [at]}, by_rows=True)
        lattice = _cells_parted(lattice, _pieces(lines, lattice), frozenset())
    return lattice


def _levels_below(lattice: Lattice, pieces: Sequence[Piece]) -> dict[int, tuple[float, float]]:
    """Cells of a header that hold words over several columns, and lower the words of each: where the ones end and the others begin."""
    out: dict[int, tuple[float, float]] = {}
    for index, span in enumerate(lattice.spans):
        if span.row >= _MOST_HEADER_LEVELS or span.column_end - span.column < 2:
            continue
        cuts = lattice.xs[span.column + 1 : span.column_end]
        held = _widened_in_header([p for p in pieces if p.span == index], span, lattice, pieces)
        across = [p for p in held if any(crosses(p, x) for x in cuts)]
        foot = _foot_of_title(across, held)
        over = [p for p in held if p.bottom <= foot + _TOLERANCE]
        under = [p for p in held if p.middle > foot]
        whole = over and len(over) + len(under) == len(held) and all(_names_several(p, under, cuts) for p in across if p in over)
        if whole and any(_parts_a_line(under, x) for x in cuts):
            out[index] = foot, min(p.top for p in under)
    return out


def _names_several(title: Piece, under: Sequence[Piece], cuts: Sequence[float]) -> bool:
    """Do words stand below it in two columns at least? Else what stands there goes on with the title."""
    first, last = bisect_left(cuts, title.x0), bisect_left(cuts, title.x1)
    return len({column for p in under if first <= (column := bisect_left(cuts, (p.x0 + p.x1) / 2)) <= last}) > 1


def _foot_of_title(across: Sequence[Piece], held: Sequence[Piece]) -> float:
    """Where the first words over several columns end: on their line, or on the next that stands alone in the middle below them."""
    if not across:
        return 0.0
    foot, last = across[0].bottom, across[0]
    for piece in held:
        centred = abs(piece.x0 + piece.x1 - last.x0 - last.x1) < 2 * _CENTRED
        if piece.middle > last.middle + _TOLERANCE and not any(p is not piece and is_level(p, piece) for p in held):
            if not centred:
                break
            foot, last = piece.bottom, piece
    return foot
