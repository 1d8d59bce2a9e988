"""A second reader's opinion on a table: as flags on its cells, as problems in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportparse.model import Cell, Problem, Table

_NOT_SEEN = 0.02
"""The share of a table's cells that another reader may lack before it is said."""


@dataclass(frozen=True, slots=True)
class Other:
    """A cell of a table, by row and column, that another reader reads as `text`, or has in the row of another name (`beside`)."""

    row: int
    column: int
    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reader says of one table: how many cells it reads the same, which it reads otherwise, how many it does not have."""

    engine: str
    same: int = 0
    other: tuple[Other, ...] = ()
    absent: int = 0


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


def opinion_to_problems(table: Table, opinion: Opinion) -> Iterator[Problem]:
    """One row for each cell that is read otherwise, naming both readings; one note for all that only one reader has."""
    for other in opinion.other:
        cell = table.rows[other.row][other.column]
        theirs = f"has it in the row of {_shown(other.beside)}" if other.beside else f"reads {_shown(other.text)}"
        what = f"{_name_of(table, other.row)}: {table.engine} reads {_shown(cell.text)}, {opinion.engine} {theirs}"
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
