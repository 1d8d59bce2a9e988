"""A warehouse in a DuckDB file.

One process at a time may write to the file: DuckDB holds a lock on it. So a second load waits for the first one, and for an
analyst who has it open, as long as it was told to.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportparse.errors import WarehouseError
from reportparse.store.warehouse.address import Address
from reportparse.store.warehouse.database import names_joined, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyarrow import Table

# A load of four million observations needs 0.4 GB; without a limit DuckDB takes what it can get, up to four fifths of the machine.
MEMORY = "1GB"
_LOCKED = ("lock on file", "being used by another process")
_PAUSE = 0.2
_SQLITE = b"SQLite format 3\0"


class DuckDatabase:
    """See `Database`."""

    types: Mapping[str, str] = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE", "bool": "BOOLEAN", "timestamp": "TIMESTAMP"}

    has_keys_last = False
    reader: DuckDBPyConnection

    def __init__(self, address: Address) -> None:
        self._address = address
        self._path = Path(address.target)
        self._is_ours = False

    def begin(self, wait: float | None) -> None:
        if wait is None:
            self.reader = duckdb_opened(self._path, read_only=True)
            return
        existed = self._path.exists()
        self.reader = _file_opened(self._address, self._path, wait)
        self._is_ours = not existed
        self.reader.execute(f"set memory_limit = '{MEMORY}'")
        # Rows are found by their number and not by their place: without an order to keep, loading streams and is three times as fast.
        self.reader.execute("set preserve_insertion_order = false")
        self.reader.execute("set enable_progress_bar = false")
        self.reader.execute("begin transaction")

    def run(self, statement: str) -> None:
        self.reader.execute(statement).fetchall()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return list(self.reader.execute(query).fetchall())

    def stream(self, table: str, columns: Sequence[str], query: str) -> None:
        self.run(f"insert into {quoted(table)} ({names_joined(columns)}) {query}")

    def stash(self, name: str, query: str) -> None:
        self.run(f"create or replace temp table {quoted(name)} as {query}")

    def keep(self, table: str, rows: Table) -> None:
        self.reader.register("reportparse_kept", rows)
        self.stream(table, rows.column_names, f"select {names_joined(rows.column_names)} from reportparse_kept")
        self.reader.unregister("reportparse_kept")

    def share(self, name: str, rows: Table) -> None:
        self.reader.register("reportparse_shared", rows)
        self.run(f"create or replace temp table {quoted(name)} as select * from reportparse_shared")
        self.reader.unregister("reportparse_shared")

    def remake_views(self, views: Mapping[str, str]) -> None:
        for name, query in views.items():
            self.run(f"create or replace view {quoted(name)} as {query}")

    def gathered(self, table: str) -> None:
        """DuckDB knows already."""

    def commit(self) -> None:
        self.reader.execute("commit")
        self._is_ours = False

    def close(self) -> None:
        """Leave; what was not committed is undone, and a file that would not be there without this load is removed."""
        if hasattr(self, "reader"):
            self.reader.close()
        if self._is_ours:
            for leftover in (self._path, self._path.with_name(self._path.name + ".wal")):
                leftover.unlink(missing_ok=True)


def _file_opened(address: Address, path: Path, wait: float) -> DuckDBPyConnection:
    import duckdb

    if not path.parent.is_dir():
        raise WarehouseError(address.shown, f"cannot be made ({path.parent} is no folder)", "make the folder, or give another path")
    if path.is_dir():
        raise WarehouseError(address.shown, "is a folder", "give the name of a file in it")
    if _is_sqlite(path):
        raise WarehouseError(address.shown, "is a database of SQLite", "give a file of DuckDB, or the name of a new one")
    limit = time.monotonic() + wait
    while True:
        try:
            return duckdb_opened(path, read_only=False)
        except duckdb.IOException as error:
            if not any(words in str(error) for words in _LOCKED):
                raise
            if time.monotonic() > limit:
                what = f"is in use by another program (waited {wait:g} s)"
                raise WarehouseError(address.shown, what, "close what has it open, or wait longer with --wait") from None
            time.sleep(_PAUSE)


def _is_sqlite(path: Path) -> bool:
    """DuckDB would fetch its reader for those from its maker, and write the tables into somebody's database."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def duckdb_opened(path: Path, *, read_only: bool) -> DuckDBPyConnection:
    """A connection to the file. No extension is fetched from anywhere, whatever the file is."""
    import duckdb

    config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return duckdb.connect(str(path), read_only=read_only, config=dict(config))
