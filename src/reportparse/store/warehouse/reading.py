"""A warehouse read back as a run: what it says of the reports that somebody wants to compare.

Promise: the rows have the columns of the output contract, in its types, and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from reportparse.catalogue.columns import load_columns, load_contract
from reportparse.model import Run
from reportparse.store.arrow import columns_to_schema
from reportparse.store.warehouse.address import url_to_address
from reportparse.store.warehouse.database import Database, literal, names_joined
from reportparse.store.warehouse.opening import database_opened

if TYPE_CHECKING:
    from pyarrow import Table

_IN_ONE_QUERY = 5000


def read_warehouse(url: str, only: Collection[str] | None = None) -> Run:
    """The four tables of a warehouse; with `only` the reports of these ids, and those whose file had no id."""
    address = url_to_address(url)
    with database_opened(address) as database:
        return Run(address.shown, {}, {table: _table_read(database, table, only) for table in load_contract()})


def _table_read(database: Database, table: str, only: Collection[str] | None) -> Table:
    import pyarrow as pa

    columns = load_columns()[table]
    schema = columns_to_schema(columns)
    names = names_joined([column.name for column in columns])
    rows = [row for where in _conditions(only) for row in database.rows(f"select {names} from {table}{where}")]
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    # A text is never null in a run; a database may have none of a column that is younger than the row.
    full = [_without_nulls(column) if spec.type == "string" else column for spec, column in zip(columns, cells, strict=True)]
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in zip(full, schema, strict=True)], schema=schema)


def _without_nulls(texts: Iterable[str | None]) -> list[str]:
    return ["" if text is None else text for text in texts]


def _conditions(only: Collection[str] | None) -> list[str]:
    """Ids are hex digits of our own making; quoted all the same. Many are asked for in several queries."""
    if only is None:
        return [""]
    ids = sorted({"", *only})
    parts = [ids[start : start + _IN_ONE_QUERY] for start in range(0, len(ids), _IN_ONE_QUERY)]
    return [f" where report_id in ({', '.join(map(literal, part))})" for part in parts]
