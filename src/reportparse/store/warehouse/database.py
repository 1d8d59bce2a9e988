"""What a load asks of a database, whichever it is.

Both databases take the same SQL; here is what differs: how rows stream in, how another load is kept out, what a type is called.

Promise: nothing is changed before `commit`; whatever stops a load, the database is as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyarrow import Table

TYPES_OF_DATABASE = {"string": "text", "int64": "bigint", "float64": "double precision", "bool": "boolean", "timestamp": "timestamp"}


class Database(Protocol):
    """A connection inside one transaction. `reader` is the DuckDB that reads the runs' Parquet; in DuckDB it is the warehouse itself."""

    reader: DuckDBPyConnection
    types: Mapping[str, str]
    """What information_schema calls a type of the catalogue."""
    has_keys_last: bool
    """Whether a new table is filled first and gets its key and indexes then: PostgreSQL takes three times as long the other way."""

    def begin(self, wait: float | None) -> None:
        """Connect and begin the transaction; keep other loads out, waiting for them so many seconds. Without seconds: only to read."""

    def close(self) -> None:
        """Leave; what was not committed is undone."""

    def run(self, statement: str) -> None:
        """Execute one statement."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""

    def stream(self, table: str, columns: Sequence[str], query: str) -> None:
        """Append what `query`, asked of `reader`, gives: batch by batch, never as a whole."""

    def stash(self, name: str, query: str) -> None:
        """Make what `query`, asked of `reader`, gives a temporary table."""

    def keep(self, table: str, rows: Table) -> None:
        """Append a small Arrow table."""

    def share(self, name: str, rows: Table) -> None:
        """Make a small Arrow table a temporary table of that name, for `reader` as well."""

    def remake_views(self, views: Mapping[str, str]) -> None:
        """Create the views, in order, in place of those of the same names."""

    def gathered(self, table: str) -> None:
        """Many rows went into the table: whatever the database wants to know of that."""

    def commit(self) -> None:
        """Make it so."""


def quoted(name: str) -> str:
    """A name as SQL reads it, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL reads it."""
    return "'" + text.replace("'", "''") + "'"


def names_joined(names: Sequence[str]) -> str:
    """Columns of a statement."""
    return ", ".join(map(quoted, names))
