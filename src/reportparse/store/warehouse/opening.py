"""A database, opened: the one place where what a driver says in anger becomes one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager

from reportparse.errors import WarehouseError
from reportparse.model import LoadSettings
from reportparse.store.warehouse.address import Address, secrets_hidden
from reportparse.store.warehouse.database import Database
from reportparse.store.warehouse.duck import DuckDatabase
from reportparse.store.warehouse.postgres import PostgresDatabase

_LOADING = "nothing was changed; mend that and load again"
_READING = "give a warehouse that `reportparse load` made"
_LONGEST = 300
_OF_SERVER = re.compile(r"(?:ERROR|FATAL|PANIC):\s*(.+)")


@contextmanager
def database_opened(address: Address, settings: LoadSettings | None = None) -> Iterator[Database]:
    """The database inside a transaction; without settings it is only read."""
    database: Database = DuckDatabase(address) if address.kind == "duckdb" else PostgresDatabase(address)
    with closing(database):
        try:
            database.begin(settings.wait if settings else None)
            yield database
        except WarehouseError:
            raise
        except Exception as error:
            if not _is_of_a_driver(error):
                raise
            what = secrets_hidden(_first_words(error), address.target)
            raise WarehouseError(address.shown, what, _LOADING if settings else _READING) from None


def _is_of_a_driver(error: Exception) -> bool:
    return isinstance(error, OSError) or type(error).__module__.split(".")[0] in ("duckdb", "_duckdb", "adbc_driver_manager", "pyarrow")


def _first_words(error: Exception) -> str:
    """The line that says what is wrong. PostgreSQL's stands behind the statement that failed, and both drivers add hints and positions."""
    text = str(error).strip()
    found = _OF_SERVER.search(text)
    lines = (found[1] if found else text).splitlines()
    return lines[0].strip()[:_LONGEST] if lines else type(error).__name__
