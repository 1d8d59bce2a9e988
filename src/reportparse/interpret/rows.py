"""From a table on the paper to readings: what each printed figure claims to be.

Promise: one reading a printed row, in printed order, with the label as printed and every year cell of it; nothing is merged, nothing
made up. A table that has no names or no years is none of the appendix and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportparse.interpret.labels import is_unit, is_within, label_to_unit, text_unbroken, words_folded
from reportparse.interpret.years import YearColumn, table_to_year_columns, tables_to_latest_year
from reportparse.model import Catalogue, Cell, ColumnKind, Identity, Outcome, Printed, Problem, Reading, Table, TableReading
from reportparse.text import text_folded

Row = tuple[Cell, ...]

_FIGURE = re.compile(r"(?:[^一-鿿]|一)*\d(?:[^一-鿿]|一)*")
"""A note has words; a pen stroke beside a figure is read as 一, ~ or C."""
_TOUCHED = re.compile(r"\d[\d,.]*%?[一-鿿]{2}")
"""A figure that the words of its note touch, 46见正文, and that was read with them."""
_SURE = 0.6  # of the least sure character: two readings that differ make 0.3, one that is right 0.9 and more


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A table and which of its columns hold what, by number."""

    table: Table
    names: tuple[int, ...]
    groups: tuple[int, ...]
    units: tuple[int, ...]
    years: tuple[YearColumn, ...]
    methods: tuple[int, ...]
    sizes: tuple[int, ...]
    catalogue: Catalogue


def read_rows(tables: tuple[Table, ...], identity: Identity, catalogue: Catalogue) -> Outcome[TableReading]:
    """The readings of every table that has names and years. A report without one is doubtful; those of enterprises have none."""
    latest = tables_to_latest_year(tables, identity.report_year)
    layouts = [_table_to_layout(table, latest, catalogue) for table in tables]
    found = [(layout, tuple(_layout_to_readings(layout))) for layout in layouts if _is_of_indicators(layout)]
    readings = tuple(_layout_to_table(layout, rows) for layout, rows in found if rows)
    if not readings and identity.scope != "enterprise":
        return Outcome(readings, (Problem("no-tables", "warning", "no appendix table was found; figures of the running text are kept"),))
    return Outcome(readings, tuple(problem for layout, rows in found if rows for problem in _layout_to_problems(layout)))


def _is_of_indicators(layout: Layout) -> bool:
    """Names and years; where no year is printed, at least a column of units or a caption that the catalogue knows."""
    if not layout.names or not layout.years:
        return False
    printed = any(column.printed for column in layout.years)
    return printed or bool(layout.units) or _is_captioned(layout.table, layout.catalogue)


def _is_captioned(table: Table, catalogue: Catalogue) -> bool:
    return any(name in table.name for edition in catalogue.editions for known in edition.tables for name in known.names)


def _table_to_layout(table: Table, latest: int, catalogue: Catalogue) -> Layout:
    def columns(kind: ColumnKind) -> tuple[int, ...]:
        return tuple(number for number, column in enumerate(table.columns) if column.kind == kind)

    return Layout(
        table=table,
        names=columns("name"),
        groups=columns("group"),
        units=columns("unit"),
        years=table_to_year_columns(table, latest, catalogue),
        methods=columns("method"),
        sizes=columns("size"),
        catalogue=catalogue,
    )


def _layout_to_table(layout: Layout, rows: tuple[Reading, ...]) -> TableReading:
    table = layout.table
    return TableReading(table.number, table.name, table.unit, table.engine, rows, table.place)


def _layout_to_problems(layout: Layout) -> Iterator[Problem]:
    for column in layout.years:
        if not column.printed:
            header = layout.table.columns[column.number].text or f"number {column.number + 1}"
            what = f"{layout.table.name or 'a table'}: column {header} prints no year; taken for {column.year or 'none'}"
            yield Problem("year-unclear", "warning", what, data_year=column.year or None, place=layout.table.place)
    beside = sum(_is_beside(row, layout) for row in layout.table.rows)
    if beside:
        what = f"{layout.table.name or 'a table'}: in {beside} rows a figure stands in a column without a year, and nothing under a year"
        yield Problem("year-unclear", "warning", what, place=layout.table.place)


def _is_beside(row: Row, layout: Layout) -> bool:
    """Whether a cell of a year is empty and a figure stands in a column that is none of the years: a pen stroke over a header does that."""
    dated = {column.number for column in layout.years}
    undated = [number for number, column in enumerate(layout.table.columns) if column.kind in ("value", "note") and number not in dated]
    empty = any(not row[number].text.strip() for number in dated)
    beside = (line.strip() for number in undated for line in row[number].text.split("\n"))
    return empty and any(_FIGURE.fullmatch(line) or _TOUCHED.match(line) for line in beside)


def _layout_to_readings(layout: Layout) -> Iterator[Reading]:
    before: Reading | None = None
    for row in layout.table.rows:
        if _holds_figures(row, layout):
            reading = _row_to_reading(row, (before.row_no if before else 0) + 1, layout)
            before = _name_inherited(reading, before)
            yield before


def _name_inherited(reading: Reading, before: Reading | None) -> Reading:
    """A row without a label under one in another unit shares its label: 教学计划内课程总数 in 门, and below it in 学时."""
    if reading.name_raw or before is None or reading.unit_raw == before.unit_raw:
        return reading
    flags = (*reading.flags, "cell-shared")
    return replace(reading, name_raw=before.name_raw, within=before.within, indent=before.indent, flags=flags)


def _holds_figures(row: Row, layout: Layout) -> bool:
    """Neither empty, nor a heading or note that runs over the whole table, nor a header printed once more."""
    name = row[layout.names[-1]]
    values = [row[column.number] for column in layout.years]
    if all(value == name for value in values) or not any(cell.text.strip() for cell in (name, *values)):
        return False
    repeated = text_folded(name.text) in words_folded(layout.catalogue, "column.name")
    return not (repeated and any(text_folded(row[number].text) in words_folded(layout.catalogue, "column.unit") for number in layout.units))


def _row_to_reading(row: Row, row_no: int, layout: Layout) -> Reading:
    name = _name_cell(row, layout)
    name_raw = text_unbroken(name.text)
    return Reading(
        row_no=row_no,
        name_raw=name_raw,
        unit_raw=_unit_of(row, name_raw, layout),
        within=is_within(name_raw, layout.catalogue),
        indent=name.indent,
        values=tuple(_cell_to_printed(row, column, layout) for column in layout.years),
        survey_method=_text_in(row, layout.methods),
        survey_size=_text_in(row, layout.sizes),
        flags=(*name.flags, "ocr-unsure") if any(row[number].confidence < _SURE for number in layout.sizes) else name.flags,
        place=name.place,
    )


def _name_cell(row: Row, layout: Layout) -> Cell:
    """The innermost label: of several name columns the last with text, else a group's."""
    labels = [row[number] for number in (*layout.groups, *layout.names)]
    return next((cell for cell in reversed(labels) if cell.text.strip()), labels[-1])


def _unit_of(row: Row, name_raw: str, layout: Layout) -> str:
    """As printed: in its column, else inside the label, else over the year columns, else in the caption."""
    printed = _text_in(row, layout.units)
    if printed and text_folded(printed) not in words_folded(layout.catalogue, "missing.dash"):
        return printed
    header = next((layout.table.columns[column.number].unit for column in layout.years), "")
    announced = layout.table.unit if is_unit(layout.table.unit, layout.catalogue) else ""  # not 单位：见表内
    return label_to_unit(name_raw, layout.catalogue) or header or announced


def _text_in(row: Row, columns: tuple[int, ...]) -> str:
    return next((text for number in columns if (text := text_unbroken(row[number].text))), "")


def _cell_to_printed(row: Row, column: YearColumn, layout: Layout) -> Printed:
    cell = row[column.number]
    flags = cell.flags if column.printed else (*cell.flags, "year-unclear")
    if cell.row_span > 1 or any(row[other.number] is cell for other in layout.years if other != column):
        flags = (*flags, "cell-shared")
    if column.printed and not cell.text.strip() and _is_beside(row, layout):
        flags = (*flags, "year-unclear")
    if cell.confidence < _SURE:
        flags = (*flags, "ocr-unsure")
    return Printed(column.year, cell.text, flags, cell.place)
