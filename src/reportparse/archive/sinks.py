"""Files written as they grow: CSV and Parquet of any length in bounded memory, their checksums known when they end.

Parquet row groups are cut by number of rows alone, wherever the rows came from, so that the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportparse.store.csv_text import cells_to_csv, text_guarded

if TYPE_CHECKING:
    from pyarrow import Schema, Table
    from pyarrow.parquet import ParquetWriter


_MOST_WAITING = 32  # tables of a few rows hold more in their columns' heads than in their cells


class HashedFile:
    """A file that knows the SHA-256 of what was written. Has what Arrow asks of a file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb")
        self._digest = hashlib.sha256()
        self._given_up = False
        self.closed = False

    def give_up(self) -> None:
        """Write nothing more, so that what has begun can be closed."""
        self._given_up = True

    def write(self, content: bytes) -> int:
        """Append."""
        if self._given_up:
            return len(content)
        self._digest.update(content)
        return self._file.write(content)

    def tell(self) -> int:
        """How many bytes there are."""
        return self._file.tell()

    def flush(self) -> None:
        """For Arrow; what counts is `close`."""

    def close(self) -> None:
        """Flush to the disk: a full disk is an error here, not a surprise later."""
        if not self.closed:
            self.closed = True
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
            finally:
                self._file.close()

    def sha256(self) -> str:
        """The checksum so far."""
        return self._digest.hexdigest()


class CsvSink:
    """A CSV file of the contract: BOM, header, guarded cells."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.file = HashedFile(path)
        self._header = cells_to_csv([], header)
        self._columns = header
        self.rows = 0

    def add_lines(self, lines: bytes, rows: int) -> None:
        """Append lines that are CSV already."""
        self._begin()
        self.file.write(lines)
        self.rows += rows

    def add_row(self, cells: Sequence[object]) -> None:
        """Append one row; texts are made safe."""
        safe = [text_guarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells]
        self.add_lines(cells_to_csv([safe], self._columns)[len(self._header) :].encode("utf-8"), 1)

    def close(self) -> None:
        """End the file."""
        try:
            self._begin()
        finally:
            self.file.close()

    def _begin(self) -> None:
        if not self.file.tell():
            self.file.write(self._header.encode("utf-8-sig"))


class ParquetSink:
    """A Parquet file in row groups of `group` rows; the last one has what is left.

    What a file says of its row groups is in memory until it ends. Where there is a `most`, a file of so many groups is ended and
    another one begun beside it, its number in its name.
    """

    def __init__(self, path: Path, schema: Schema, group: int, most: int = 0) -> None:
        self._path, self._schema = path, schema
        self._group, self._most = group, most
        self._groups = 0
        self._waiting: list[Table] = []
        self._rows = 0
        self._writer: ParquetWriter | None = None
        self.file = HashedFile(path)

    def add(self, table: Table) -> None:
        """Append rows."""
        self._waiting.append(table)
        self._rows += table.num_rows
        if len(self._waiting) > _MOST_WAITING:
            self._waiting = [self._joined()]
        while self._rows >= self._group:
            self._write(self._group)

    def close(self) -> None:
        """Write what waits, and end the file."""
        try:
            if self._rows:
                self._write(self._rows)
            self._begun().close()
        finally:
            self.file.close()

    def _begun(self) -> ParquetWriter:
        import pyarrow as pa
        from pyarrow import parquet

        if self._writer is None:
            self._writer = parquet.ParquetWriter(pa.PythonFile(self.file, "w"), self._schema, compression="zstd", version="2.6")
        return self._writer

    def _joined(self) -> Table:
        import pyarrow as pa

        return pa.concat_tables(self._waiting).combine_chunks()

    def _write(self, count: int) -> None:
        if self._most and self._groups and self._groups % self._most == 0:
            self._begun().close()
            self.file.close()
            self.file, self._writer = HashedFile(self._path.with_stem(f"{self._path.stem}-{self._groups // self._most}")), None
        joined = self._joined()
        self._begun().write_table(joined.slice(0, count), row_group_size=count)
        self._groups += 1
        rest = joined.slice(count)
        self._waiting, self._rows = [rest] if rest.num_rows else [], rest.num_rows
