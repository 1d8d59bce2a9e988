"""The names of institutions as a run or a warehouse has them: what doubts are looked for in."""

from __future__ import annotations

from reportparse.model import PrintedName
from reportparse.store.warehouse.address import is_address, url_to_address
from reportparse.store.warehouse.dimensions import NAMES
from reportparse.store.warehouse.names import rows_to_printed
from reportparse.store.warehouse.opening import database_opened
from reportparse.store.warehouse.runs import folder_to_run


def read_names(place: str) -> tuple[PrintedName, ...]:
    """The names in `place`, a run's folder or a warehouse's URL. Nothing is changed there."""
    return _names_of_warehouse(place) if is_address(place) else _names_of_run(place)


def _names_of_warehouse(url: str) -> tuple[PrintedName, ...]:
    with database_opened(url_to_address(url)) as database:
        return rows_to_printed(database.rows(NAMES.format(reports="reports")))


def _names_of_run(directory: str) -> tuple[PrintedName, ...]:
    import duckdb

    with duckdb.connect() as reader:
        run = folder_to_run(directory, reader)
        return rows_to_printed(reader.execute(NAMES.format(reports=run.rows["reports"])).fetchall())
