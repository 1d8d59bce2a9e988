"""The output contract as data: what every file of a run holds, column by column.

The Arrow schema, the warehouse's tables and docs/output.md are made from it, so that none of them can say something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reportparse.catalogue.documents import bytes_to_value, read_bytes
from reportparse.catalogue.entries import Entry, choice_of, entries_of, text_of, value_to_entry, words_of
from reportparse.catalogue.loading import BUILT_IN

TYPES = ("string", "int64", "float64")
_SOURCE = "columns.yaml"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column. `type` is the name of an Arrow type; `values` lists all that may stand there, where that list is closed."""

    name: str
    type: str
    meaning: str
    example: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One file of a run. `key` are the columns by which its rows are told apart from run to run."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]


def load_columns() -> Mapping[str, tuple[ColumnSpec, ...]]:
    """The columns of each table, in the order of the files."""
    return {name: table.columns for name, table in load_contract().items()}


@cache
def load_contract() -> Mapping[str, TableSpec]:
    """The tables of a run, each with its columns."""
    value = bytes_to_value(read_bytes(BUILT_IN / _SOURCE), _SOURCE)
    tables = value if isinstance(value, dict) else {}
    return {name: _entry_to_table(value_to_entry(table, _SOURCE, name, ("meaning", "key", "columns"))) for name, table in tables.items()}


def _entry_to_table(entry: Entry) -> TableSpec:
    keys = ("name", "type", "meaning", "example", "values")
    columns = tuple(_entry_to_column(column) for column in entries_of(entry.values.get("columns"), _SOURCE, f"{entry.where} column", keys))
    names = [column.name for column in columns]
    key = words_of(entry, "key")
    if len(set(names)) != len(names) or not set(key) <= set(names):
        raise entry.broken("a column stands twice, or key names none", "correct the names")
    return TableSpec(entry.where, text_of(entry, "meaning"), key, columns)


def _entry_to_column(entry: Entry) -> ColumnSpec:
    return ColumnSpec(
        name=text_of(entry, "name"),
        type=choice_of(entry, "type", TYPES),
        meaning=text_of(entry, "meaning"),
        example=text_of(entry, "example"),
        values=tuple(str(word) for word in words) if isinstance(words := entry.values.get("values", []), list) else (),
    )
