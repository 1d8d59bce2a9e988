"""The warehouse's tables: made, recognised, brought up to date.

A table of that name that this program did not make is never touched. A warehouse that an older version made gets the columns that have come
since; one that cannot be brought up to date is refused, and the runs are there to be loaded into a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reportparse.catalogue.warehouse import StoredColumn, StoredTable, load_warehouse
from reportparse.errors import WarehouseError
from reportparse.store.warehouse.database import TYPES_OF_DATABASE, Database, literal, names_joined, quoted
from reportparse.version import __version__

FORMAT = 1
_ABOUT = "reportparse_warehouse"
_HERE = "table_schema = current_schema() and table_catalog = current_database()"
_ANEW = "load your runs into a new database"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the database: columns and their types by table, `views` the names of views, `look` what the views were made from."""

    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    views: frozenset[str] = frozenset()
    format: int | None = None
    look: str = ""


def prepare_tables(database: Database, shown: str) -> Found:
    """Make what is missing; a WarehouseError where the database is not ours to change."""
    found = _found_in(database)
    spec = load_warehouse()
    _demand_ours(found, shown)
    for table in spec.tables.values():
        if table.name in found.columns:
            _bring_up_to_date(database, table, found.columns[table.name], shown)
        else:
            _make_table(database, table)
    if found.format is None:
        database.run(f"create table {_ABOUT} (format bigint not null, look text not null, version text not null)")
        database.run(f"insert into {_ABOUT} values ({FORMAT}, '', {literal(__version__)})")
        database.run(f"comment on table {_ABOUT} is 'Made by reportparse: the format of its tables, and what its views were made from.'")
    return found


def remake_views(database: Database, views: Mapping[str, str], comments: Mapping[str, Mapping[str, str]], found: Found) -> None:
    """Create the views, and say of every table, view and column what it means, if any of that has changed since the last load."""
    statements = [*_comments_on("table", load_warehouse().tables), *_comments_on("view", load_warehouse().views)]
    statements += [_comment(view, name, text) for view, columns in comments.items() for name, text in columns.items()]
    look = hashlib.sha256("\0".join((*views.values(), *statements)).encode()).hexdigest()[:16]
    if look == found.look and found.views >= set(views):
        return
    database.remake_views(views)
    for statement in statements:
        database.run(statement)
    database.run(f"update {_ABOUT} set look = {literal(look)}, version = {literal(__version__)}")


def _found_in(database: Database) -> Found:
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in database.rows(f"select table_name, column_name, data_type from information_schema.columns where {_HERE}"):
        columns.setdefault(table, {})[column] = kind
    views = database.rows(f"select table_name from information_schema.tables where {_HERE} and table_type = 'VIEW'")
    if not {"format", "look"} <= set(columns.get(_ABOUT, ())):
        return Found(columns, frozenset(name for name, in views))
    rows = database.rows(f"select format, look from {_ABOUT}")
    made, look = rows[0] if rows else (0, "")
    return Found(columns, frozenset(name for name, in views), int(made), str(look))


def _demand_ours(found: Found, shown: str) -> None:
    spec = load_warehouse()
    if found.format is None:
        taken = sorted({*spec.tables, *spec.views, _ABOUT} & set(found.columns))
        if taken:
            what = f"has a table or view {taken[0]} that reportparse did not make; it was left alone"
            raise WarehouseError(shown, what, "load into a database or a schema of its own")
    elif found.format != FORMAT:
        newer = found.format > FORMAT
        what = f"was made by a {'newer' if newer else 'older'} reportparse (format {found.format}, this one writes {FORMAT})"
        raise WarehouseError(shown, what, "update reportparse" if newer else _ANEW)
    for name in (*spec.tables, *spec.views):
        if name in found.columns and (name in found.views) != (name in spec.views):
            raise WarehouseError(shown, f"has a {name} that is not reportparse's; it was left alone", _ANEW)


def _bring_up_to_date(database: Database, table: StoredTable, found: Mapping[str, str], shown: str) -> None:
    for column in table.columns:
        if column.name not in found:
            if column.name in table.key:
                raise WarehouseError(shown, f"has an older table {table.name} without its key {column.name}", _ANEW)
            database.run(f"alter table {quoted(table.name)} add column {_column_made(column, later=True)}")
        elif found[column.name].upper() != database.types[column.type].upper():
            what = f"has a column {table.name}.{column.name} of type {found[column.name]} where {database.types[column.type]} is needed"
            raise WarehouseError(shown, what, _ANEW)


def _make_table(database: Database, table: StoredTable) -> None:
    columns = [_column_made(column, is_key=column.name in table.key) for column in table.columns]
    key = [f"primary key ({names_joined(table.key)})"] if table.key and not database.has_keys_last else []
    database.run(f"create table {quoted(table.name)} ({', '.join([*columns, *key])})")


def finish_tables(database: Database, found: Found) -> None:
    """Give the tables that this load made their keys and indexes. DuckDB needs no indexes: it knows the range of values of each block."""
    if not database.has_keys_last:
        return
    for table in (table for table in load_warehouse().tables.values() if table.name not in found.columns):
        if table.key:
            database.run(f"alter table {quoted(table.name)} add primary key ({names_joined(table.key)})")
        for index in table.indexes:
            database.run(f"create index on {quoted(table.name)} ({names_joined(index)})")


def _column_made(column: StoredColumn, *, is_key: bool = False, later: bool = False) -> str:
    kind = f"{quoted(column.name)} {TYPES_OF_DATABASE[column.type]}"
    if column.type == "string":
        # A column that comes later stands in rows that know nothing of it.
        return f"{kind} default ''" if later else f"{kind} not null"
    return f"{kind} not null" if is_key else kind


def _comments_on(kind: str, tables: Mapping[str, StoredTable]) -> Iterator[str]:
    for table in tables.values():
        yield f"comment on {kind} {quoted(table.name)} is {literal(table.meaning)}"
        for column in table.columns:
            words = ", ".join(word or "empty" for word in column.values)
            yield _comment(table.name, column.name, f"{column.meaning} One of: {words}." if words else column.meaning)


def _comment(table: str, column: str, text: str) -> str:
    return f"comment on column {quoted(table)}.{quoted(column)} is {literal(text)}"
