"""The rows of one report as CSV text, made once, where the report was read.

The run's CSV files are these texts one after the other, and its Parquet comes from the same cells by Arrow's own reader: putting
ten thousand reports together costs a copy and no thought. A text is kept twice only where guarding changed a cell.
"""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from reportparse.archive.order import TABLES
from reportparse.catalogue.columns import load_columns
from reportparse.model import Report
from reportparse.store import report_to_rows
from reportparse.store.arrow import csv_to_table
from reportparse.store.csv_text import cells_guarded, cells_to_csv, rows_to_cells, text_guarded, text_storable

if TYPE_CHECKING:
    from pyarrow import Table

_LENGTHS = struct.Struct(">5I")
Texts = tuple[bytes, ...]
"""CSV lines of each of TABLES, without headers."""


@cache
def header(table: str) -> bytes:
    """The first line of a table's CSV."""
    return cells_to_csv([], [column.name for column in load_columns()[table]]).encode("utf-8")


def report_to_texts(report: Report) -> tuple[tuple[int, ...], Texts, Texts | None]:
    """Rows counted, their texts guarded, and unguarded where that is something else."""
    rows = report_to_rows(report)
    cells = {table: rows_to_cells(rows[table], load_columns()[table]) for table in TABLES}
    safe = {table: cells_guarded(cells[table], load_columns()[table]) for table in TABLES}
    guarded = tuple(_body(table, safe[table]) for table in TABLES)
    plain = None if safe == cells else tuple(_body(table, cells[table]) for table in TABLES)
    return tuple(len(rows[table]) for table in TABLES), guarded, plain


def _body(table: str, cells: Sequence[Sequence[str]]) -> bytes:
    return cells_to_csv(cells, [column.name for column in load_columns()[table]]).encode("utf-8")[len(header(table)) :]


def texts_to_bytes(texts: Texts) -> bytes:
    """The texts, compressed."""
    import pyarrow as pa

    raw = b"".join(texts)
    return _LENGTHS.pack(len(raw), *map(len, texts)) + bytes(pa.compress(raw, codec="zstd", asbytes=True))


def texts_from_bytes(content: bytes) -> Texts:
    """What `texts_to_bytes` was given."""
    import pyarrow as pa

    total, *lengths = _LENGTHS.unpack_from(content)
    raw = bytes(pa.decompress(content[_LENGTHS.size :], decompressed_size=total, codec="zstd", asbytes=True))
    starts = [sum(lengths[:index]) for index in range(len(lengths))]
    return tuple(raw[start : start + length] for start, length in zip(starts, lengths, strict=True))


def texts_to_tables(texts: Sequence[Texts]) -> Mapping[str, Table]:
    """The Arrow tables of many reports' unguarded texts."""
    joined = (b"".join([header(table), *(one[index] for one in texts)]) for index, table in enumerate(TABLES))
    return {table: csv_to_table(text.decode("utf-8"), load_columns()[table]) for table, text in zip(TABLES, joined, strict=True)}


def text_resourced(table: str, body: bytes, source: str) -> bytes:
    """The text of a report whose file has got another name."""
    names = [column.name for column in load_columns()[table]]
    if "source" not in names or not body:
        return body
    at, name = names.index("source"), text_guarded(text_storable(source))
    rows = list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))
    return _body(table, [[*row[:at], name, *row[at + 1 :]] for row in rows])
