"""A run's Parquet as something that can be queried: single files, or data sets of many parts (partitioned by report_year or not).

Nothing is read into memory here: a run of a hundred thousand reports is a list of files, and DuckDB streams their rows.

Promise: a run that is half written is refused before anything is changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportparse.catalogue.columns import load_contract
from reportparse.errors import StoreError, WarehouseError
from reportparse.store.files import read_about

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FACTS = ("observations", "figures", "problems")
TABLES = (*FACTS, "reports")
_PARTITION = re.compile(r"(?:^|/)report_year=[^/]*/")
_AGAIN = "parse or batch the reports again, then load"
_TYPES = {"string": "varchar", "int64": "bigint", "float64": "double"}


@dataclass(frozen=True, slots=True)
class RunFiles:
    """A run that may be loaded: run.json, and for each table an SQL expression that reads its rows, with file and row number."""

    shown: str
    about: Mapping[str, Any]
    rows: Mapping[str, str]

    @property
    def started(self) -> str:
        """When the run began; empty where run.json does not say."""
        return str(dict(self.about.get("times") or {}).get("started") or "")

    @property
    def catalogue(self) -> str:
        """The digest of the catalogue that the run used."""
        return str(self.about.get("catalogue") or "")


def folder_to_run(directory: str, reader: DuckDBPyConnection) -> RunFiles:
    """The run in `directory`, checked against its run.json."""
    folder = Path(directory)
    try:
        about = read_about(folder)
    except StoreError as error:
        raise WarehouseError(directory, error.what, error.todo) from None
    counts = about.get("counts") or {}
    rows = {table: _rows_of(folder, directory, table, reader) if counts.get(table) != 0 else _no_rows(table) for table in TABLES}
    _demand_counts(directory, about, rows, reader)
    return RunFiles(directory, about, rows)


def _rows_of(folder: Path, shown: str, table: str, reader: DuckDBPyConnection) -> str:
    files = _files_of(folder, table)
    if not files:
        raise WarehouseError(shown, f"is half written: it has no {table}.parquet", _AGAIN)
    paths = ", ".join(_path_to_literal(path) for path in files)
    query = _parquet_read(paths)
    found = _columns_of(query, shown, table, reader)
    if "report_year" not in found and any(_PARTITION.search(path.relative_to(folder).as_posix()) for path in files):
        # As text, because the folder of reports without a year has a word there.
        partitioned = _parquet_read(paths, "hive_partitioning = true", "hive_types_autocast = false")
        query = f"(select * replace (try_cast(report_year as bigint) as report_year) from {partitioned})"
        found = _columns_of(query, shown, table, reader)
    return _contract_of(query, shown, table, found)


def _parquet_read(paths: str, *more: str) -> str:
    return f"read_parquet([{paths}], {', '.join(('filename = true', 'file_row_number = true', 'union_by_name = true', *more))})"


def _no_rows(table: str) -> str:
    """A data set in parts has no part for a table without rows."""
    columns = ", ".join(f'cast(null as {_TYPES[column.type]}) as "{column.name}"' for column in load_contract()[table].columns)
    return f"(select {columns}, '' as file_name, cast(0 as bigint) as file_row_number where false)"


def _files_of(folder: Path, table: str) -> list[Path]:
    single = folder / f"{table}.parquet"
    if single.is_file():
        return [single]
    places = [place for place in (single, folder / table, folder / "by-year" / table) if place.is_dir()]
    parts = (part for place in places for part in place.rglob("*.parquet"))
    # Names that begin with a point or an underscore are what writers leave behind when they die.
    return sorted(part for part in parts if part.is_file() and not any(name[0] in "._" for name in part.relative_to(folder).parts))


def _path_to_literal(path: Path) -> str:
    escaped = re.sub(r"([*?\[])", r"[\1]", path.resolve().as_posix())
    return "'" + escaped.replace("'", "''") + "'"


def _columns_of(query: str, shown: str, table: str, reader: DuckDBPyConnection) -> set[str]:
    import duckdb

    try:
        return {str(name) for name, *_ in reader.execute(f"describe select * from {query}").fetchall()}
    except duckdb.Error as error:
        raise WarehouseError(shown, f"is half written: {table}.parquet cannot be read ({str(error).splitlines()[0]})", _AGAIN) from None


def _contract_of(query: str, shown: str, table: str, found: set[str]) -> str:
    """A SELECT of exactly the contract's columns. A run of an older program may lack one that came later: it is empty then."""
    contract = load_contract()[table]
    if missing := [name for name in ("report_id", "source", *contract.key) if name not in found]:
        raise WarehouseError(shown, f"{table}.parquet has no column {missing[0]}, so it is no run of this program", _AGAIN)
    columns = []
    for column in contract.columns:
        value = f'cast("{column.name}" as {_TYPES[column.type]})' if column.name in found else f"cast(null as {_TYPES[column.type]})"
        columns.append(f"coalesce({value}, '') as \"{column.name}\"" if column.type == "string" else f'{value} as "{column.name}"')
    return f"(select {', '.join(columns)}, filename as file_name, file_row_number from {query})"


def _demand_counts(shown: str, about: Mapping[str, Any], rows: Mapping[str, str], reader: DuckDBPyConnection) -> None:
    expected = about.get("counts") or {}
    for table, query in rows.items():
        count = _first_number(reader, f"select count(*) from {query}")
        if table in expected and count != expected[table]:
            raise WarehouseError(shown, f"is half written: {table} has {count} rows where run.json says {expected[table]}", _AGAIN)


def _first_number(reader: DuckDBPyConnection, query: str) -> int:
    return int(reader.execute(query).fetchall()[0][0])
