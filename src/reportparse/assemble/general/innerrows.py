"""Rows of a ruled table that no rule parts: each number of a column of numbers announces one.

Lines without a number belong to the row of the words that they go on, stand around a number that is level with none of them, or are rows
of their own: titles of groups, and rows whose cells are empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reportparse.assemble.ruled.lattice import Lattice
from reportparse.assemble.ruled.pieces import Piece, crosses, is_at, is_cased, is_level, levels, lines_of, row_cut, spans_parted

# Numbers with their signs and errors, marks for missing ones, and all with footnote marks.
_VALUE = re.compile(
    r"[(\[<>≤≥~±+\-–−]*[$€£¥]?[-–−+]?\d[\d.,:/%‰–\-−]*(?:±[\d.,]+)?(?:[$€£%‰°]|[a-zA-Z*†]{1,2})?[)\]]*(?:[(\[][\w.,%–\-−*]{1,8}[)\]])?[*†‡a-e]?"
    r"|[-–—−.:…*/]{1,4}|[nN][./]?[adAD]\.?|\([a-zA-Z0-9*]{1,2}\)|[A-Z]|[xX]"
)
YEAR = re.compile(r"(?:19|20)\d\d(?:[-–/]\d{2,4})?[*a-e]?")  # such numbers stand in headers themselves
_MOSTLY = 0.7  # of a column's lines
_FILLED = 0.8  # of a column's width: a line so long goes on in the next
_GOES_ON = re.compile(r".*[,-]|and|or|of|the|for|in|to|by|with|from|other|than", re.IGNORECASE)
_HALF = re.compile(r"\d[.,–−-]$")
_MOST_OF_TABLE = 0.5  # of its height: a table in which one row is so high has no rules between its rows
_FEWEST_LISTED = 4  # lines
_RAGGED = 0.7  # of the longest line: lines that wrap at words are longer, but for the last
_SPARSE = 0.6  # of the rows: a column of names has one in each
_ROW_GAP = 0.25  # of the font box, by which rows stand further apart than lines
_LONGEST_MARK = 4  # characters: (1), [2], **
_NEAREST = 0.75  # of the font box, from row to row
_CENTRED = 2.5  # points
_FEWEST_CUTS = 4  # of a table whose titles can be told from words of one column
_NEXT = 1.0  # of the font box, between the middles of a number and of the words around it
_PITCH = 1.6  # the same, between two lines of one name

Column = list[list[Piece]]
"""The lines of one column of one row, each as its pieces."""


def rows_parted(lattice: Lattice, pieces: Sequence[Piece]) -> Lattice:
    """The lattice with its crowded rows cut into the rows that they hold."""
    by_row: dict[int, list[Piece]] = {}
    for piece in pieces:
        span = lattice.spans[piece.span]
        if span.row_end == span.row + 1:
            by_row.setdefault(span.row, []).append(piece)
    crowded = {row: held for row, held in by_row.items() if _may_be_crowded(held)}
    columns = {row: _columns(lattice, held) for row, held in crowded.items()}
    anchors = {row: _anchors(lattice, columns[row], row) for row in crowded}
    if _part_groups(len(by_row), anchors):
        anchors |= {row: _announced_once(columns[row]) for row in crowded if row > 0 and not anchors[row]}
    for row in sorted(crowded, reverse=True):  # from the last, so that the numbers of the rows before stay true
        lattice = _row_parted(lattice, row, crowded[row], columns[row], anchors[row])
    return lattice


def _part_groups(n_rows: int, anchors: dict[int, list[float]]) -> bool:
    """Do the rules of the table part groups of rows, not rows?"""
    several = [heights for row, heights in anchors.items() if row > 0 and heights]
    return sum(map(len, several)) > n_rows - len(several)


def _announced_once(columns: dict[int, Column]) -> list[float]:
    """The height of the only values of a row that begins with the title of its group; none where its names are prose."""
    if len(columns) < 2:
        return []
    stub = _names_of(columns)
    values = [p for c, lines in columns.items() if c != stub and _is_of_values(lines) for line in lines for p in line]
    heights = levels(values)
    return heights if len(heights) == 1 and len(columns[stub]) > 1 and not _is_prose(columns[stub]) else []


def _names_of(columns: dict[int, Column]) -> int:
    """The column of the names: the first, or the second where the first counts the rows, or names groups of rows that hold values."""
    first, *others = columns
    if not others or _is_of_values(columns[others[0]]):
        return first
    if _is_of_values(columns[first]):
        return others[0]
    values = [lines for c, lines in columns.items() if c != first and _is_of_values(lines)]
    most = max(map(len, values), default=0)
    beside = [line[0].middle for lines in values for line in lines]
    sparse = sum(any(is_at(line[0], y) for y in beside) for line in columns[first]) < _SPARSE * most
    return others[0] if sparse and len(columns[others[0]]) >= most else first


def _may_be_crowded(pieces: Sequence[Piece]) -> bool:
    """Do at least two lines stand apart in it, in a script whose names say where they begin?"""
    first, last = pieces[0], pieces[-1]
    several = any(not is_at(p, first.middle) for p in pieces)
    return several and is_cased((first, last)) and is_cased(pieces)


def _row_parted(lattice: Lattice, row: int, pieces: Sequence[Piece], columns: dict[int, Column], anchors: Sequence[float]) -> Lattice:
    groups = _groups(lattice, pieces, columns, anchors)
    if len(groups) < 2 and _is_most(lattice, row):
        groups = _groups_apart(lattice, pieces, columns)
    if len(groups) < 2:
        return lattice
    own = [i for i, span in enumerate(lattice.spans) if span.row == row and span.row_end == row + 1]
    whole = {i for i in own if _is_beside_all(lattice, i, pieces, groups)}
    for above, below in pairwise(groups):
        y = (max(p.bottom for p in above) + min(p.top for p in below)) / 2
        lattice, _ = row_cut(lattice, y)
    cuts = list(range(row + 1, row + len(groups)))
    return spans_parted(lattice, {i: cuts for i in own if i not in whole}, by_rows=True)


def _columns(lattice: Lattice, pieces: Sequence[Piece]) -> dict[int, Column]:
    """The lines of each column; words over several columns are in none."""
    inner = lattice.xs[1:-1]
    found: dict[int, list[Piece]] = {}
    for piece in pieces:
        if not any(crosses(piece, x) and _is_inside(lattice, piece, x) for x in inner):
            found.setdefault(bisect_left(lattice.xs, (piece.x0 + piece.x1) / 2) - 1, []).append(piece)
    return {c: lines_of(held) for c, held in sorted(found.items())}


def _is_inside(lattice: Lattice, piece: Piece, x: float) -> bool:
    span = lattice.spans[piece.span]
    return lattice.xs[span.column] < x < lattice.xs[span.column_end]


def _anchors(lattice: Lattice, columns: dict[int, Column], row: int) -> list[float]:
    """The heights at which rows are announced; none where the row is one."""
    if len(columns) < 2:
        return []
    if _is_most(lattice, row) and (heights := _level_in_all(columns)):
        return heights
    stub = _names_of(columns)
    several = [c for c, lines in columns.items() if len(lines) > 1 and not _is_filled(lattice, c, lines) and not _wraps(lines)]
    values = [c for c in several if c != stub and _is_of_values(columns[c])]
    if not values:
        return _listed(columns, several)
    single = [c for c in columns if c != stub and len(columns[c]) == 1 and _is_of_values(columns[c])]
    shown = [p for c in (*values, *single) for line in columns[c] for p in line]
    if len(single) > len(values) and len(levels(line[0] for c in single for line in columns[c])) == 1:
        return []  # a number that wraps in a narrow cell, beside others that do not and are level
    heights = _spread([y for y in levels(shown) if not _is_lone(y, shown, columns[stub])], shown)
    is_list = not _is_prose(columns[stub]) or any(_counts(columns[c]) for c in values)
    is_told = len(values) > 1 or is_list
    if len(heights) != 2:
        return heights if is_told and len(heights) > 2 else []
    level = sum(all(any(is_at(line[0], y) for line in columns[c]) for y in heights) for c in several)
    return heights if level > 1 and row > 0 and is_list else []


def _is_most(lattice: Lattice, row: int) -> bool:
    return lattice.ys[row + 1] - lattice.ys[row] > _MOST_OF_TABLE * (lattice.ys[-1] - lattice.ys[0])


def _level_in_all(columns: dict[int, Column]) -> list[float]:
    """The heights of the lines, where each column has one at each, and those of one do not fill it: texts that wrap seldom have as many."""
    heights = levels(p for lines in columns.values() for line in lines for p in line)
    is_full = len(heights) >= _FEWEST_LISTED and all(len(lines) == len(heights) for lines in columns.values())
    return heights if is_full and any(map(_is_ragged, columns.values())) and not any(map(_wraps, columns.values())) else []


def _is_ragged(lines: Column) -> bool:
    width = [line[-1].x1 - line[0].x0 for line in lines]
    return min(width[:-1]) < _RAGGED * max(width)


def _spread(heights: Sequence[float], shown: Sequence[Piece]) -> list[float]:
    """Of heights less than a line apart those with most values: the others are halves of cells that are set in the middle."""
    out: list[float] = []
    for y in sorted(heights, key=lambda y: (-sum(is_at(p, y) for p in shown), y)):
        if all(abs(y - other) >= _NEAREST * shown[0].height for other in out):
            out.append(y)
    return sorted(out)


def _is_lone(y: float, shown: Sequence[Piece], stub: Column) -> bool:
    """Does one value stand at this height, and no name, in a table of several columns of values? It goes on another line."""
    level = sum(is_at(p, y) for p in shown)
    return level == 1 and len(shown) > 2 * len(stub) and not any(is_at(line[0], y) for line in stub)


def _listed(columns: dict[int, Column], several: Sequence[int]) -> list[float]:
    """The same where no column holds numbers: every column is a list of short lines, level with one another."""
    heights = levels(p for lines in columns.values() for line in lines for p in line)
    level = len(several) == len(columns) and all(len(columns[c]) > 0.9 * len(heights) for c in several)
    told = level and (not any(_is_prose(columns[c]) for c in several) or any(_breaks_early(columns[c]) for c in several))
    return heights if told and len(heights) > 2 else []


def _counts(lines: Column) -> bool:
    """Are these numbers that rise by one from line to line? They name what stands beside them."""
    texts = ["".join(p.text for p in line) for line in lines]
    return all(text.isdecimal() for text in texts) and all(int(b) == int(a) + 1 for a, b in pairwise(texts))


def _breaks_early(lines: Column) -> bool:
    """Would most lines have had room for the one below? Words that wrap fill their lines."""
    width = [line[-1].x1 - line[0].x0 for line in lines]
    return sum(a + b < max(width) for a, b in pairwise(width)) > 0.5 * (len(width) - 1)


def is_value(text: str) -> bool:
    """Is the text a number, or a mark in place of one?"""
    return _VALUE.fullmatch(text) is not None


def _is_of_values(lines: Column) -> bool:
    return sum(all(is_value(p.text) for p in line) for line in lines) >= _MOSTLY * len(lines)


def _is_filled(lattice: Lattice, column: int, lines: Column) -> bool:
    """Do words fill their column, so that what follows goes on? A number with its currency's sign at the other side does not."""
    width = lattice.xs[column + 1] - lattice.xs[column]
    return any(line[-1].x1 - line[0].x0 > _FILLED * width and not all(is_value(p.text) for p in line) for line in lines[:-1])


def _wraps(lines: Column) -> bool:
    """Does a number go on in the next line: 15.6– above 59.6, or 110, above 791?"""
    return any(_HALF.search(line[-1].text) is not None for line in lines[:-1])


def _is_prose(lines: Column) -> bool:
    going_on = sum(_is_part(line[0].text) for line in lines)
    return going_on > 0.4 * len(lines)


def _groups(lattice: Lattice, pieces: Sequence[Piece], columns: dict[int, Column], anchors: Sequence[float]) -> list[list[Piece]]:
    """The pieces of each row, from top to bottom."""
    if not anchors:
        return []
    stub = _names_of(columns)
    names, outer = ({id(p) for line in columns[c] for p in line} for c in (stub, next(iter(columns))))
    lines = lines_of(pieces)
    left = min(line[0].x0 for line in columns[stub])
    firsts = [_name([p for p in line if id(p) in names or begins_and_runs_on(lattice, p, left)]) for line in lines]
    outers = [any(id(p) in outer for p in line) for line in lines]
    announced = [any(is_at(line[0], y) for y in anchors) for line in lines]
    alone = _alone(lattice, lines)
    groups: list[list[Piece]] = []
    open_below = False
    for at, line in enumerate(lines):
        begins = firsts[at] is None and outers[at : at + 2] == [True, True] and announced[at + 1] and not any(outers[:at][-1:])
        goes_on = not alone[at] and _goes_on(at, (lines, firsts, announced))
        joined = groups and not begins and (open_below or goes_on or _is_unclosed(groups[-1]))
        if joined:
            groups[-1] += line
        else:
            groups.append([*line])
        open_below = begins or (not announced[at] and not alone[at] and _opens(at, (lines, firsts, announced)))
    return groups


def _alone(lattice: Lattice, lines: Sequence[Sequence[Piece]]) -> list[bool]:
    """Which lines are titles of groups, or units, in the middle of the table; among others of them one may stand in that of its column."""
    told = [len(line) == 1 and first_of_columns(lattice, line[0]) is not None for line in lines]
    if not any(told):
        return told
    ends = lattice.xs[0] + lattice.xs[-1]
    amid = [len(line) == 1 and abs(line[0].x0 + line[0].x1 - ends) < 2 * _CENTRED for line in lines]
    return [one or other for one, other in zip(told, amid, strict=True)]


def _is_unclosed(row: Sequence[Piece]) -> bool:
    """Does it hold a bracket that the next line closes?"""
    text = "".join([piece.text for piece in row])
    return text.count("(") > text.count(")")


def first_of_columns(lattice: Lattice, piece: Piece) -> int | None:
    """0 where it stands in the middle of the table, 1 in the middle of the columns behind the first, as titles of groups and units do;
    None where it stands in that of its own column, or anywhere."""
    middle, n = (piece.x0 + piece.x1) / 2, len(lattice.xs)
    own = bisect_left(lattice.xs, middle)
    inside = not any(crosses(piece, x) for x in lattice.xs[1:-1])
    if n < _FEWEST_CUTS or own < 2 or (inside and abs(middle - (lattice.xs[own - 1] + lattice.xs[own]) / 2) < _CENTRED):
        return None
    return next((k for k in (0, 1) if abs(middle - (lattice.xs[k] + lattice.xs[-1]) / 2) < _CENTRED), None)


def begins_and_runs_on(lattice: Lattice, piece: Piece, left: float) -> bool:
    """Does it begin where names do, and run into the next column, as titles of groups do that are set at the left?"""
    return abs(piece.x0 - left) < _CENTRED and any(crosses(piece, x) for x in lattice.xs[1:-1])


def _name(pieces: Sequence[Piece]) -> Piece | None:
    """What stands in the first column of one line, as one."""
    return replace(pieces[0], x1=pieces[-1].x1, text="".join([p.text for p in pieces]), last=pieces[-1].last) if pieces else None


def _groups_apart(lattice: Lattice, pieces: Sequence[Piece], columns: dict[int, Column]) -> list[list[Piece]]:
    """The pieces of each row where rows stand further apart than the lines of their paragraphs; each has words in two columns."""
    lines = lines_of(pieces)
    gaps = [min(p.top for p in below) - max(p.bottom for p in above) for above, below in pairwise(lines)]
    leads = [below[0].top - above[0].bottom for held in columns.values() for above, below in pairwise(held)]
    if not leads:
        return []
    wide = min(leads) + _ROW_GAP * pieces[0].height
    groups: list[list[Piece]] = []
    for gap, line in zip([wide + 1, *gaps], lines, strict=True):
        if gap > wide:
            groups.append([])
        groups[-1] += line
    filled = [{bisect_left(lattice.xs, (p.x0 + p.x1) / 2) for p in group} for group in groups]
    return groups if all(len(held) > 1 for held in filled) and len(groups) < len(lines) else []


Lines = tuple[Sequence[Sequence[Piece]], Sequence[Piece | None], Sequence[bool]]
"""The lines of a row, what the first column holds of each, and whether it holds an anchor."""


def _goes_on(at: int, stand: Lines) -> bool:
    """Is this line without a number a part of the row above it?"""
    lines, firsts, announced = stand
    first, above = firsts[at], firsts[at - 1]
    if announced[at]:
        return False
    if first is None:
        return not _is_half_above(at, stand)
    if above is None:  # words around a number
        return first.middle - lines[at - 1][0].middle < _NEXT * first.height and announced[at - 1]
    near = first.middle - above.middle < _PITCH * first.height
    return near and (_is_part(first.text) or _GOES_ON.fullmatch(above.last) is not None)


def _is_half_above(at: int, stand: Lines) -> bool:
    """Does this line stand half a line above a number, and not below one: the upper half of a cell that is set in the middle?"""
    lines, _, announced = stand
    y, reach = lines[at][0].middle, _NEAREST * lines[at][0].height
    above = at > 0 and announced[at - 1] and y - lines[at - 1][0].middle < reach
    return not above and at + 1 < len(lines) and announced[at + 1] and lines[at + 1][0].middle - y < reach


def _opens(at: int, stand: Lines) -> bool:
    """Does the row of the number below begin with this line?"""
    lines, firsts, announced = stand
    first = firsts[at]
    if first is None and _is_half_above(at, stand):
        return True
    if first is None or at + 1 >= len(lines) or not announced[at + 1]:
        return False
    below = firsts[at + 1]
    if below is None:
        return lines[at + 1][0].middle - first.middle < _NEXT * first.height
    near = below.middle - first.middle < _PITCH * first.height
    return near and (_is_part(below.text) or _GOES_ON.fullmatch(first.last) is not None)


def _is_part(text: str) -> bool:
    """Does no name begin so: with a small letter, or with a footnote's mark alone?"""
    letters = [c for c in text if c.isalpha()]
    return letters[0].islower() and not text[0].isdigit() if letters else len(text) < _LONGEST_MARK


def _is_beside_all(lattice: Lattice, index: int, pieces: Sequence[Piece], groups: Sequence[Sequence[Piece]]) -> bool:
    """Does the cell stand in the middle beside all rows, level with none or with one that is not the first?"""
    held = [p for p in pieces if p.span == index]
    if not held or len(levels(held)) > 1:
        return False
    span = lattice.spans[index]
    middle = (lattice.ys[span.row] + lattice.ys[span.row_end]) / 2
    is_level_with_first = any(is_level(held[0], p) for p in groups[0])
    return abs(held[0].middle - middle) < 0.5 * held[0].height and not is_level_with_first and not is_value(held[0].text)
