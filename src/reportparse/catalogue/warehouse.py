"""The warehouse as data: its tables, keys and views, so that what a database says of itself is what the catalogue says.

Promise: a table that is `like` a table of the contract has that table's columns first, so that a column added there arrives here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from reportparse.catalogue.columns import TYPES, TableSpec, load_contract
from reportparse.catalogue.documents import bytes_to_value, read_bytes
from reportparse.catalogue.entries import Entry, choice_of, entries_of, text_of, value_to_entry
from reportparse.catalogue.loading import BUILT_IN

WAREHOUSE_TYPES = (*TYPES, "bool", "timestamp")
_SOURCE = "warehouse.yaml"


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """One column of a table or a view. `type` is one of WAREHOUSE_TYPES; `values` a closed list where there is one."""

    name: str
    type: str
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredTable:
    """One table or view. `like` names the table of the contract whose columns it begins with; a view has neither key nor indexes."""

    name: str
    meaning: str
    columns: tuple[StoredColumn, ...]
    key: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    like: str = ""


@dataclass(frozen=True, slots=True)
class WarehouseSpec:
    """Tables and views, in the order in which they are made."""

    tables: Mapping[str, StoredTable]
    views: Mapping[str, StoredTable]


@cache
def load_warehouse() -> WarehouseSpec:
    """The warehouse's tables and views."""
    value = bytes_to_value(read_bytes(BUILT_IN / _SOURCE), _SOURCE)
    top = value_to_entry(value, _SOURCE, "", ("tables", "views"))
    return WarehouseSpec(dict(_entries_to_tables(top, "tables")), dict(_entries_to_tables(top, "views")))


def _entries_to_tables(top: Entry, part: str) -> Iterator[tuple[str, StoredTable]]:
    found = top.values.get(part)
    for name, value in (found if isinstance(found, dict) else {}).items():
        yield name, _entry_to_table(value_to_entry(value, _SOURCE, name, ("like", "meaning", "key", "indexes", "columns")))


def _entry_to_table(entry: Entry) -> StoredTable:
    like = text_of(entry, "like", "")
    shared = _columns_shared(load_contract()[like]) if like else ()
    own = tuple(_entry_to_column(column) for column in entries_of(entry.values.get("columns"), _SOURCE, entry.where, _COLUMN_KEYS))
    names = [column.name for column in (*shared, *own)]
    key, indexes = _names_in(entry, "key"), tuple(map(tuple, _lists_in(entry, "indexes")))
    if len(set(names)) != len(names) or not {*key, *(name for index in indexes for name in index)} <= set(names):
        raise entry.broken("a column stands twice, or a key names none", "correct the names")
    return StoredTable(entry.where, text_of(entry, "meaning"), (*shared, *own), key, indexes, like)


_COLUMN_KEYS = ("name", "type", "meaning", "values")


def _columns_shared(table: TableSpec) -> tuple[StoredColumn, ...]:
    return tuple(StoredColumn(column.name, column.type, column.meaning, column.values) for column in table.columns)


def _entry_to_column(entry: Entry) -> StoredColumn:
    values = _names_in(entry, "values")
    return StoredColumn(text_of(entry, "name"), choice_of(entry, "type", WAREHOUSE_TYPES), text_of(entry, "meaning"), values)


def _names_in(entry: Entry, key: str) -> tuple[str, ...]:
    found = entry.values.get(key, [])
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _lists_in(entry: Entry, key: str) -> list[list[str]]:
    found = entry.values.get(key, [])
    return [list(map(str, names)) for names in found if isinstance(names, list)] if isinstance(found, list) else []
