"""What the facts are about: indicators, editions, units, institutions, written anew at each load from the catalogue and from the reports.

They are small, so nothing is compared: what the catalogue says now is what stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reportparse.catalogue.warehouse import load_warehouse
from reportparse.model import Catalogue, Indicator, InstitutionEntry
from reportparse.store.warehouse.database import Database, quoted
from reportparse.store.warehouse.looks import panel_columns
from reportparse.store.warehouse.names import Row, names_to_rows, rows_to_printed

if TYPE_CHECKING:
    from pyarrow import Table

NAMES = """select institution, level, scope, report_year, count(*) from {reports} as r
where status <> 'failed' group by institution, level, scope, report_year"""


def indicators_known(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """One indicator for each code, as the newest edition prints it, in order of tables and rows."""
    newest: dict[str, Indicator] = {}
    for edition in catalogue.editions:
        for row in (row for table in edition.tables for row in table.indicators if row.code):
            newest.setdefault(row.code, row)
    return tuple(newest.values())


def refresh_indicators(database: Database, catalogue: Catalogue) -> None:
    """Write anew what comes from the catalogue, and the codes that the observations have beside it."""
    known = indicators_known(catalogue)
    _write(database, "indicators", _indicator_rows(catalogue, known))
    database.keep("indicators", rows_to_arrow("indicators", _foreign_rows(database)))
    _write(database, "editions", _edition_rows(catalogue))
    _write(database, "edition_indicators", _edition_indicator_rows(catalogue))
    _write(database, "units", _unit_rows(catalogue))


def refresh_institutions(database: Database, entries: Sequence[InstitutionEntry]) -> None:
    """Write anew who reports, from the reports and from what a person decided."""
    printed = rows_to_printed(database.rows(NAMES.format(reports="reports")))
    institutions, names = names_to_rows(printed, entries)
    _write(database, "institutions", institutions)
    _write(database, "institution_names", names)


def rows_to_arrow(table: str, rows: Iterable[Row]) -> Table:
    """Rows as an Arrow table with the types of the warehouse."""
    import pyarrow as pa

    types = {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_(), "timestamp": pa.timestamp("us")}
    schema = pa.schema([(column.name, types[column.type]) for column in load_warehouse().tables[table].columns])
    return pa.Table.from_pylist(list(rows), schema=schema)


def _write(database: Database, table: str, rows: Iterable[Row]) -> None:
    database.run(f"delete from {quoted(table)}")
    database.keep(table, rows_to_arrow(table, rows))


def _indicator_rows(catalogue: Catalogue, known: Sequence[Indicator]) -> list[Row]:
    columns = panel_columns(known)
    broken = {row.code for edition in catalogue.editions for table in edition.tables for row in table.indicators if not row.comparable}
    broken |= {row.code for row in known if any(not alias.comparable for alias in row.aliases)}
    return [
        {
            "indicator_code": row.code,
            "name": row.name,
            "path": row.path,
            "label_en": row.label_en,
            "unit": row.unit,
            "kind": row.kind,
            "table_no": row.table_no,
            "position": row.position,
            "plausible_min": row.plausible[0],
            "plausible_max": row.plausible[1],
            "comparable": row.code not in broken,
            "note": row.note,
            "in_catalogue": True,
            "panel_column": columns[row.code],
        }
        for row in known
    ]


def _foreign_rows(database: Database) -> list[Row]:
    """Codes that only the runs know: the name and the unit that most of their rows have."""
    found = database.rows(
        "select indicator_code, indicator_name, indicator_path, unit, table_no, count(*) as n from observations as o "
        "where indicator_code <> '' and not exists (select 1 from indicators as i where i.indicator_code = o.indicator_code) "
        "group by indicator_code, indicator_name, indicator_path, unit, table_no order by n, unit, indicator_path, indicator_name"
    )
    return list({row[0]: _foreign_row(*row[:5]) for row in found}.values())


def _foreign_row(code: str, name: str, path: str, unit: str, table_no: int | None) -> Row:
    row: Row = {"indicator_code": code, "name": name, "path": path, "label_en": "", "unit": unit, "kind": "", "table_no": table_no}
    return row | {"comparable": True, "note": "", "in_catalogue": False, "panel_column": ""}


def _edition_rows(catalogue: Catalogue) -> list[Row]:
    return [{"edition": e.name, "first_year": e.first_year, "last_year": e.last_year, "evidence": e.evidence} for e in catalogue.editions]


def _edition_indicator_rows(catalogue: Catalogue) -> list[Row]:
    return [
        {
            "edition": edition.name,
            "table_no": table.number,
            "table_name": table.names[0],
            "position": row.position,
            "depth": row.depth,
            "indicator_code": row.code,
            "name": row.name,
            "path": row.path,
            "unit": row.unit,
            "comparable": row.comparable,
            "evidence": row.evidence,
            "note": row.note,
        }
        for edition in catalogue.editions
        for table in edition.tables
        for row in table.indicators
    ]


def _unit_rows(catalogue: Catalogue) -> list[Row]:
    return [
        {"unit": form, "canonical": catalogue.unit_names.get(form, form), "base": base, "factor": factor}
        for form, (base, factor) in catalogue.units.items()
    ]
