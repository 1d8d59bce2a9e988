"""Cells as Arrow tables and Parquet bytes, and back.

The cells go through Arrow's CSV reader: it types half a million cells a second and, unlike `pa.array`, does not import
pandas (0.35 s) to look whether a list might be a frame. pyarrow itself is imported where it is used (0.2 s).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportparse.catalogue.columns import ColumnSpec

if TYPE_CHECKING:
    from pyarrow import Schema, StringScalar, Table

_LARGEST_BLOCK = 2**31 - 1


def columns_to_schema(columns: Sequence[ColumnSpec]) -> Schema:
    """The Arrow schema; each field carries its sentence of documentation."""
    import pyarrow as pa

    types = {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64()}
    return pa.schema([pa.field(c.name, types[c.type], nullable=c.type != "string", metadata={"description": c.meaning}) for c in columns])


def csv_to_table(text: str, columns: Sequence[ColumnSpec]) -> Table:
    """The CSV text (not guarded) as an Arrow table: an empty number is null, an empty text stays one."""
    import pyarrow as pa
    from pyarrow import csv

    schema = columns_to_schema(columns)
    content = text.encode("utf-8")
    table = csv.read_csv(
        pa.py_buffer(content),
        # One block: a cell may hold a paragraph of a million characters, and Arrow refuses cells that straddle blocks.
        read_options=csv.ReadOptions(use_threads=False, block_size=min(len(content) + 1, _LARGEST_BLOCK)),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={c.name: schema.field(c.name).type for c in columns}, null_values=[""], strings_can_be_null=False
        ),
    )
    return pa.Table.from_arrays(table.columns, schema=schema)


def text_to_scalar(text: str) -> StringScalar:
    """The text as Arrow computes with it; `pa.scalar`, and any Python text given to `pyarrow.compute`, would import pandas."""
    import pyarrow as pa

    content = text.encode("utf-8")
    ends = pa.py_buffer(b"\0\0\0\0" + len(content).to_bytes(4, sys.byteorder))
    return pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(content)])[0]


def table_to_parquet(table: Table) -> bytes:
    """Parquet bytes that depend on the table and on pyarrow's version alone."""
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", version="2.6")
    return bytes(sink.getvalue().to_pybytes())


def parquet_to_table(path: Path, *, threads: bool = True) -> Table:
    """The Arrow table of a Parquet file; raises OSError or ValueError (which Arrow's errors are) when it does not hold.

    Each thread keeps memory of its own: without `threads` many small files in turn leave 25 MB less behind.
    """
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        return file.read(use_threads=threads)


def table_conformed(table: Table, columns: Sequence[ColumnSpec]) -> Table:
    """The table with the columns' own types, as far as no value changes; raises ValueError when it has others, or other columns."""
    schema = columns_to_schema(columns)
    if table.schema.equals(schema):
        return table
    if table.column_names != schema.names:
        raise ValueError("its columns are not those of this version")
    return table.cast(schema)
