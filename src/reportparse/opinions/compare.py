"""What another reader says of the same tables, cell by cell.

Cells are told by place: each reader draws its cells where it sees them, and those that stand at one height, over one another, are the same.
Text is compared without blanks, and marks for nothing are alike. A cell that both see and read differently is doubtful; one that the other
reader has no cell of its own for is not, and is only counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from reportparse.model import Cell, Document, Floats, Grid, Paper, Place, Problem, Table
from reportparse.opinions.places import is_of_years, places_of_tables
from reportparse.text import text_folded

_COMPARED = frozenset({"name", "unit", "year", "value", "method", "size"})
_SHIFTS = (0.0, *(sign * points for points in range(2, 13, 2) for sign in (-1.0, 1.0)))
"""Points by which a reader may see all text higher or lower than it is: fonts lie about the reach of their letters (8 points seen)."""
_SHARED = 0.35  # of the narrower cell's width
ALIKE = 0.9
"""The share of cells read the same from which on a reader is taken to have made out the table."""

_NOT_SEEN = 0.02
"""The share of a table's cells that another reader may lack before it is said."""

Links = NDArray[np.bool_]
Readings = Mapping[str, Sequence[Grid]]
"""The grids of each other reader, by its name."""


@dataclass(frozen=True, slots=True)
class Other:
    """A cell of a table, by row and column, that another reader reads as `text`."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reader says of one table: how many cells it reads the same, which it reads otherwise, how many it does not have."""

    engine: str
    same: int = 0
    other: tuple[Other, ...] = ()
    absent: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Cells of one page: their slots in the table, what they say, their boxes as an (n, 4) array."""

    slots: tuple[tuple[int, int], ...]
    printed: tuple[str, ...]
    boxes: Floats


Pages = Mapping[int, Seen]


def places_unconfirmed(document: Document, paper: Paper, readings: Readings) -> tuple[Place, ...]:
    """Where another reader has still to look: the tables that none of `readings` has alike."""
    opinions = tables_to_opinions(paper.tables, readings)
    unsure = [table for table, found in zip(paper.tables, opinions, strict=True) if is_of_years(table) and agreement(found) < ALIKE]
    return places_of_tables(document, unsure)


def paper_compared(paper: Paper, readings: Readings) -> Paper:
    """The paper with `engines-differ` wherever another reader, the one that made out most of the table, reads otherwise."""
    opinions = tables_to_opinions(paper.tables, readings)
    judged = [(table, found) for table, found in zip(paper.tables, opinions, strict=True) if is_of_years(table)]
    problems = [problem for table, found in judged for problem in _opinion_to_problems(table, found)]
    tables = tuple(table_flagged(table, found) for table, found in zip(paper.tables, opinions, strict=True))
    return replace(paper, tables=tables, problems=(*paper.problems, *problems))


def tables_to_opinions(tables: Sequence[Table], readings: Readings) -> tuple[Opinion, ...]:
    """For each table what the reader says of it that made out most of it, and is not the one that read it."""
    seen = {engine: _grids_to_pages(grids) for engine, grids in readings.items()}
    return tuple(_best_opinion(table, seen) for table in tables)


def _best_opinion(table: Table, seen: Mapping[str, Pages]) -> Opinion:
    nobody = _table_to_opinion(table, {}, "")
    asked = [_table_to_opinion(table, pages, engine) for engine, pages in seen.items() if engine != table.engine]
    return max([nobody, *asked], key=lambda opinion: (agreement(opinion), len(opinion.other)))


def _grids_to_pages(grids: Sequence[Grid]) -> Pages:
    numbers = {grid.place.page for grid in grids}
    return {number: _grids_to_seen([grid for grid in grids if grid.place.page == number]) for number in numbers}


def agreement(opinion: Opinion) -> float:
    """The share of the table's cells that both read the same; of a table without cells all."""
    cells = opinion.same + len(opinion.other) + opinion.absent
    return opinion.same / cells if cells else 1.0


def _table_to_opinion(table: Table, pages: Pages, engine: str) -> Opinion:
    if not is_of_years(table):
        return Opinion(engine)
    found = [_page_to_opinion(ours, pages, number, engine) for number, ours in _table_to_seen(table).items()]
    others = tuple(other for opinion in found for other in opinion.other)
    return Opinion(engine, sum(opinion.same for opinion in found), others, sum(opinion.absent for opinion in found))


def _table_to_seen(table: Table) -> dict[int, Seen]:
    """The compared cells of each page, merged ones once."""
    cells: dict[int, tuple[int, int, Cell]] = {}
    for row, slots in enumerate(table.rows):
        for column, cell in enumerate(slots):
            if table.columns[column].kind in _COMPARED and cell.place.page:
                cells.setdefault(id(cell), (row, column, cell))
    numbers = sorted({cell.place.page for _, _, cell in cells.values()})
    return {number: _cells_to_seen([entry for entry in cells.values() if entry[2].place.page == number]) for number in numbers}


def _grids_to_seen(grids: Sequence[Grid]) -> Seen:
    return _cells_to_seen([(cell.row, cell.column, cell) for grid in grids for cell in grid.cells])


def _cells_to_seen(cells: Sequence[tuple[int, int, Cell]]) -> Seen:
    return Seen(
        slots=tuple((row, column) for row, column, _ in cells),
        printed=tuple(cell.text for _, _, cell in cells),
        boxes=np.array([cell.place.box for _, _, cell in cells], np.float32).reshape(-1, 4),
    )


def text_compared(text: str) -> str:
    """Folded; marks alone, which stand for nothing, are one mark: readers give — for – and two characters for one long dash."""
    folded = text_folded(text)
    return "—" if folded and all(category(c)[0] in "PS" for c in folded) else folded


def _page_to_opinion(ours: Seen, pages: Pages, number: int, engine: str) -> Opinion:
    """The reading of the page that agrees best, over all heights at which the reader may see the text."""
    theirs = pages.get(number)
    if theirs is None or not theirs.slots:
        return Opinion(engine, absent=len(ours.slots))
    after = frozenset(map(text_compared, pages[number + 1].printed)) if number + 1 in pages else frozenset()
    best = Opinion(engine, absent=len(ours.slots))
    for shift in _SHIFTS:
        found = _opinion_at(ours, theirs, (shift, after), engine)
        best = max(best, found, key=agreement)
        if agreement(best) >= ALIKE:
            break
    return best


def _opinion_at(ours: Seen, theirs: Seen, beside: tuple[float, frozenset[str]], engine: str) -> Opinion:
    shift, after = beside
    same = absent = 0
    others: list[Other] = []
    for mine, others_cells in _groups(_links(ours.boxes, theirs.boxes + np.array([0, shift, 0, shift], np.float32))):
        if not others_cells:
            absent += len(mine)
        elif _is_same(ours, mine, _joined(theirs, others_cells), after):
            same += len(mine)
        else:
            filled = [i for i in mine if ours.printed[i]]
            own = mine if len(mine) == 1 else filled
            others += [Other(*ours.slots[i], _joined(theirs, others_cells)) for i in own if len(own) == 1]
            absent += len(mine) - (len(own) == 1)
    return Opinion(engine, same, tuple(others), absent)


def _joined(seen: Seen, cells: Sequence[int]) -> str:
    return "".join(seen.printed[j] for j in cells).replace("\n", "")


def _is_same(ours: Seen, mine: Sequence[int], printed: str, after: frozenset[str]) -> bool:
    """One cell against its text, which bold type may print twice; several, where a reader draws no line between them, by their letters;
    the rest of a cell that a page cuts stands among the texts `after`."""
    one, other = text_compared(_joined(ours, mine)), text_compared(printed)
    if other in (one, one + one) or (len(mine) > 1 and Counter(one) == Counter(other)):
        return True
    return bool(other) and len(mine) == 1 and one.startswith(other) and one[len(other) :] in after


def _links(ours: Floats, theirs: Floats) -> Links:
    """(n, m): which cells stand at the same height, one at the middle of the other, and share a good part of their width."""
    x0, top, x1, bottom = (ours[:, k, None] for k in range(4))
    left, upper, right, lower = (theirs[None, :, k] for k in range(4))
    middle, other = (top + bottom) / 2, (upper + lower) / 2
    level = ((upper <= middle) & (middle < lower)) | ((top <= other) & (other < bottom))
    shared = np.minimum(x1, right) - np.maximum(x0, left)
    linked: Links = level & (shared > _SHARED * np.minimum(x1 - x0, right - left))
    return linked


def _groups(links: Links) -> Iterator[tuple[list[int], list[int]]]:
    """Cells that hang together, in printed order: ours, theirs."""
    left = np.ones(len(links), bool)
    for start in range(len(links)):
        if not left[start]:
            continue
        mine = np.zeros(len(links), bool)
        mine[start] = True
        while True:
            theirs = np.asarray(links[mine].any(axis=0))
            grown = mine | np.asarray(links[:, theirs].any(axis=1))
            if (grown == mine).all():
                break
            mine = grown
        left &= ~mine
        yield np.flatnonzero(mine).tolist(), np.flatnonzero(theirs).tolist()


def table_flagged(table: Table, opinion: Opinion) -> Table:
    """The table with `engines-differ` on every cell whose rows are in doubt: the figure itself; the name, for names and units; the
    figure of the latest year, for how many were asked and how."""
    doubtful = {id(_cell_in_doubt(table, other)) for other in opinion.other}
    if not doubtful:
        return table
    marked = {id(cell): replace(cell, flags=(*cell.flags, "engines-differ")) for row in table.rows for cell in row if id(cell) in doubtful}
    return replace(table, rows=tuple(tuple(marked.get(id(cell), cell) for cell in row) for row in table.rows))


def _cell_in_doubt(table: Table, other: Other) -> Cell:
    row, kind = table.rows[other.row], table.columns[other.column].kind
    if kind in ("name", "unit"):
        return next(cell for cell, column in zip(row, table.columns, strict=True) if column.kind == "name")
    if kind in ("method", "size"):
        years = [(column.year or 0, number) for number, column in enumerate(table.columns) if column.kind in ("year", "value")]
        return row[max(years)[1]]
    return row[other.column]


def _opinion_to_problems(table: Table, opinion: Opinion) -> Iterator[Problem]:
    for other in opinion.other:
        cell, name = table.rows[other.row][other.column], _name_of(table, other.row)
        what = f"{name}: {table.engine} reads {_shown(cell.text)}, {opinion.engine} reads {_shown(other.text)}"
        yield Problem("engines-differ", "warning", what, data_year=table.columns[other.column].year, place=cell.place)
    cells = opinion.same + len(opinion.other) + opinion.absent
    if opinion.absent > _NOT_SEEN * cells:
        reader = opinion.engine or "another reader"
        what = f"{table.name or 'a table'}: {reader} has no cell of its own for {opinion.absent} of {cells} cells; these stand alone"
        yield Problem("opinion-missing", "note", what, place=table.place)


def _name_of(table: Table, row: int) -> str:
    named = (cell.text for cell, column in zip(table.rows[row], table.columns, strict=True) if column.kind == "name")
    return "".join(next(named).split()) or "a row without a name"


def _shown(text: str) -> str:
    return "".join(text.split()) or "nothing"
