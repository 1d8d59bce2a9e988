"""A warehouse in PostgreSQL, through ADBC: Arrow batches go into COPY as they are.

Everything is one transaction. An advisory lock keeps a second load out until the first has ended, however it ends.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from reportparse.errors import WarehouseError
from reportparse.store.warehouse.address import Address
from reportparse.store.warehouse.database import names_joined, quoted
from reportparse.store.warehouse.duck import MEMORY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyarrow import Table

LOCK = 7_236_178_020_411  # any number that no other program is likely to have chosen
_PAUSE = 0.2
_BATCH = 20_000  # rows: about 6 MB of Arrow; larger batches are not faster


class PostgresDatabase:
    """See `Database`."""

    types: Mapping[str, str] = {
        "string": "text",
        "int64": "bigint",
        "float64": "double precision",
        "bool": "boolean",
        "timestamp": "timestamp without time zone",
    }

    has_keys_last = True
    reader: DuckDBPyConnection

    def __init__(self, address: Address) -> None:
        self._address = address
        self._open = contextlib.ExitStack()

    def begin(self, wait: float | None) -> None:
        dbapi = _driver(self._address)
        import duckdb

        folder = self._open.enter_context(tempfile.TemporaryDirectory(prefix="reportparse-"))
        self._connection = dbapi.connect(self._address.target)
        self._open.callback(_quietly, self._connection.close)
        self._cursor = self._connection.cursor()
        self._open.callback(_quietly, self._cursor.close)
        self._asking = self._connection.cursor()
        self._open.callback(_quietly, self._asking.close)
        # By default a query is tried as COPY first, and when it fails the second try hides why.
        self._asking.adbc_statement.set_options(**{"adbc.postgresql.use_copy": "false"})
        self.reader = self._open.enter_context(duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": folder}))
        self.reader.execute("set preserve_insertion_order = false")
        self.reader.execute("set enable_progress_bar = false")
        if wait is not None:
            self._lock(wait)

    def _lock(self, wait: float) -> None:
        limit = time.monotonic() + wait
        while not self.rows(f"select pg_try_advisory_xact_lock({LOCK})")[0][0]:
            if time.monotonic() > limit:
                what = f"is being loaded by another program (waited {wait:g} s)"
                raise WarehouseError(self._address.shown, what, "load again when that has ended, or wait longer with --wait")
            time.sleep(_PAUSE)
        # Somebody who has just read a table may still hold it while its columns or views are to change.
        self.run("set local maintenance_work_mem = '256MB'")  # keys of a million rows are sorted in memory
        self.run(f"set local lock_timeout = {max(1, int(wait * 1000))}")

    def run(self, statement: str) -> None:
        self._cursor.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        self._asking.execute(query)
        return list(self._asking.fetchall())

    def stream(self, table: str, columns: Sequence[str], query: str) -> None:
        batches = self.reader.sql(f"select {names_joined(columns)} from ({query})").to_arrow_reader(_BATCH)
        self._cursor.adbc_ingest(table, batches, mode="append")

    def stash(self, name: str, query: str) -> None:
        self.run(f"drop table if exists pg_temp.{quoted(name)}")
        self._cursor.adbc_ingest(name, self.reader.sql(query).to_arrow_reader(_BATCH), mode="create", temporary=True)

    def keep(self, table: str, rows: Table) -> None:
        if rows.num_rows:
            self._cursor.adbc_ingest(table, rows, mode="append")

    def share(self, name: str, rows: Table) -> None:
        self.reader.register("reportparse_shared", rows)
        self.reader.execute(f"create or replace temp table {quoted(name)} as select * from reportparse_shared").fetchall()
        self.reader.unregister("reportparse_shared")
        self.stash(name, f"select * from {quoted(name)}")

    def remake_views(self, views: Mapping[str, str]) -> None:
        """In their place where they keep their columns, because then they keep their readers' rights too; else anew."""
        self.run("savepoint views")
        try:
            for name, query in views.items():
                self.run(f"create or replace view {quoted(name)} as {query}")
        except self._connection.Error:
            self.run("rollback to savepoint views")
            for name in reversed(list(views)):
                self.run(f"drop view if exists {quoted(name)}")
            for name, query in views.items():
                self.run(f"create view {quoted(name)} as {query}")

    def gathered(self, table: str) -> None:
        self.run(f"analyze {quoted(table)}")

    def commit(self) -> None:
        self._connection.commit()

    def close(self) -> None:
        """Leave; what was not committed is undone."""
        self._open.close()


def _quietly(close: Callable[[], object]) -> None:
    # A server that has gone cannot be told goodbye.
    with contextlib.suppress(Exception):
        close()


def _driver(address: Address) -> ModuleType:
    try:
        from adbc_driver_postgresql import dbapi
    except ImportError:
        todo = "pip install 'reportparse[postgres]'"
        raise WarehouseError(address.shown, "needs the PostgreSQL driver, which is not installed", todo) from None
    module: ModuleType = dbapi
    return module
