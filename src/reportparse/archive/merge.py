"""Putting the run together: one pass over the sealed shards in the order of names, into the single files and the data set by year.

Nothing is kept for the end. A shard is in memory while its files go by, whatever the archive's size, and the bytes that come out
depend on the files, the program and the catalogue alone: not on which worker was first, nor on how often the batch was interrupted.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reportparse.archive.failures import WHAT_TO_DO, reason_of
from reportparse.archive.folder import Folder
from reportparse.archive.index import Index, Placed
from reportparse.archive.order import TABLES, Entry
from reportparse.archive.shards import Part, harmed_shard_dropped, read_part
from reportparse.archive.sinks import CsvSink, ParquetSink
from reportparse.archive.stops import Stop
from reportparse.archive.tally import Tally
from reportparse.archive.texts import text_resourced
from reportparse.catalogue.columns import load_columns
from reportparse.errors import StoreError
from reportparse.store.arrow import columns_to_schema, text_to_scalar
from reportparse.store.csv_text import text_storable

if TYPE_CHECKING:
    from pyarrow import Table

_GROUP, _YEAR_GROUP, _YEAR_GROUPS = 16384, 4096, 64
_PARTS_IN_MEMORY = 3  # some 13 MB each; neighbours share their ends, and files may have been added between those of an earlier run
_SLAB = 25  # files: of a whole shard of 100, the copies alone take 40 MB more
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
FAILURES = ("source", "status", "reason", "error", "sha256", "bytes", "pages", "attempts", "what_to_do")
DUPLICATES = ("source", "same_as", "sha256")


@dataclass(frozen=True, slots=True)
class Slab:
    """Neighbouring files whose rows stand together in one shard: the entries, and their rows and lines by table."""

    entries: tuple[Entry, ...]
    tables: tuple[Table, ...]
    lines: tuple[bytes, ...]


@dataclass(slots=True)
class Merged:
    """What came of it: rows by table, checksums by file, and the summary."""

    counts: dict[str, int] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)


def plan_digest(index: Index) -> str:
    """A name for what a run consists of: the same files, done by the same program, give the same digest."""
    digest = hashlib.sha256()
    for placed in index.placed():
        about = placed.entry and [placed.entry.run_key, placed.entry.status, placed.entry.error, placed.entry.attempts]
        digest.update(json.dumps([placed.name, placed.content, placed.same_as, about]).encode("ascii"))
    return digest.hexdigest()


def merge_run(folder: Folder, index: Index, stop: Stop) -> Merged:
    """Write the run's files into the folder's `merge`; they are moved to their places when all of them are whole.

    Raises KeyboardInterrupt when a stop was wished.
    """
    shutil.rmtree(folder.merge, ignore_errors=True)
    sinks, tally = Sinks(folder.merge), Tally(index)
    try:
        for slab in slabs(folder, index, sinks):
            sinks.add(slab)
            tally.add_entries(slab.entries)
            tally.add_tables(slab.tables)
            stop.heed()
        return Merged(sinks.counts(), sinks.close(), tally.summary())
    except BaseException:
        sinks.give_up()
        raise


def slabs(folder: Folder, index: Index, sinks: Sinks) -> Iterator[Slab]:
    """All files in order, in pieces of neighbours in a shard; failures and duplicates are told to the sinks on the way."""
    part = lru_cache(maxsize=_PARTS_IN_MEMORY)(lambda number: _part(folder, number))
    run: list[Placed] = []
    for placed in index.placed():
        sinks.tell(placed)
        if placed.same_as:
            continue
        if placed.entry is None:
            raise StoreError(str(folder.path), f"has no result for {placed.name}", "run the same command again")
        if run and not _is_next(run[-1], placed):
            yield slab_from_part(part(run[0].shard), run)
            run = []
        run.append(placed)
    if run:
        yield slab_from_part(part(run[0].shard), run)


def _is_next(before: Placed, placed: Placed) -> bool:
    return (placed.shard, placed.line) == (before.shard, before.line + 1) and placed.line % _SLAB != 0


def _part(folder: Folder, number: int) -> Part:
    try:
        return read_part(folder, number)
    except (FileNotFoundError, ValueError) as error:  # whatever else keeps it from being read may pass, and the shard is kept
        what = harmed_shard_dropped(folder, number, error)
        raise StoreError(str(folder.path), what, "run the same command again: its files are read again") from None


def slab_from_part(part: Part, run: list[Placed]) -> Slab:
    """The rows of consecutive lines of a shard, under the names that the files have now."""
    entries = tuple(placed.entry for placed in run if placed.entry is not None)
    renamed = any(entry.source != placed.name for entry, placed in zip(entries, run, strict=True))
    texts = [part.texts(placed.line) for placed in run]
    if not renamed:
        first, last = run[0].line, run[-1].line
        tables = tuple(_span(part, table, first, last) for table in range(len(TABLES)))
        return Slab(entries, tables, tuple(b"".join(text[table] for text in texts) for table in range(len(TABLES))))
    lines = (b"".join(text_resourced(name, text[at], p.name) for text, p in zip(texts, run, strict=True)) for at, name in enumerate(TABLES))
    return Slab(entries, tuple(_resourced(part, run, table) for table in range(len(TABLES))), tuple(lines))


def _span(part: Part, table: int, first: int, last: int) -> Table:
    start = part.starts[first][table]
    return part.tables[table].slice(start, part.starts[last][table] + part.entries[last].rows[table] - start)


def _resourced(part: Part, run: list[Placed], table: int) -> Table:
    import pyarrow as pa

    pieces = []
    for placed in run:
        rows = part.rows(placed.line, table)
        at = rows.schema.get_field_index("source")
        names = pa.repeat(text_to_scalar(text_storable(placed.name)), rows.num_rows)
        pieces.append(rows.set_column(at, rows.schema.field(at), names))
    return pa.concat_tables(pieces)


class Sinks:
    """Every file of the run while it grows."""

    def __init__(self, folder: Path) -> None:
        columns = load_columns()
        self._folder = folder
        self._schemas = {name: columns_to_schema(columns[name]) for name in TABLES}
        self._csv = {name: CsvSink(folder / f"{name}.csv", [column.name for column in columns[name]]) for name in TABLES}
        self._parquet = {name: ParquetSink(folder / f"{name}.parquet", self._schemas[name], _GROUP) for name in TABLES}
        self._years: dict[tuple[str, str], ParquetSink] = {}
        self._told = {"failures": CsvSink(folder / "failures.csv", FAILURES), "duplicates": CsvSink(folder / "duplicates.csv", DUPLICATES)}

    def tell(self, placed: Placed) -> None:
        """List a file that fell short, or that repeats another one."""
        if placed.same_as:
            self._told["duplicates"].add_row((placed.name, placed.same_as, placed.content))
        elif placed.entry is not None and placed.entry.error:
            e = placed.entry
            sha256 = "" if e.content.startswith("!") else e.content
            reason = reason_of(e.error)
            row = (placed.name, e.status, reason, e.error, sha256, e.size, e.pages, e.attempts, WHAT_TO_DO.get(reason, ""))
            self._told["failures"].add_row(row)

    def add(self, slab: Slab) -> None:
        """Append a slab to everything."""
        for at, name in enumerate(TABLES):
            self._csv[name].add_lines(slab.lines[at], slab.tables[at].num_rows)
            self._parquet[name].add(slab.tables[at])
            self._add_years(name, slab, at)

    def _add_years(self, name: str, slab: Slab, at: int) -> None:
        """The year is said by the folder, and so it is no column there."""
        kept = [column.name for column in self._schemas[name] if column.name != "report_year"]
        for year, rows in _rows_by_year(slab, at):
            self._year_sink(name, year).add(rows.select(kept))

    def _year_sink(self, name: str, year: str) -> ParquetSink:
        if (name, year) not in self._years:
            import pyarrow as pa

            schema = pa.schema([f for f in self._schemas[name] if f.name != "report_year"])
            path = self._folder / "by-year" / name / f"report_year={year}" / "part.parquet"
            self._years[name, year] = ParquetSink(path, schema, _YEAR_GROUP, _YEAR_GROUPS)
        return self._years[name, year]

    def counts(self) -> dict[str, int]:
        """Rows written so far."""
        return {name: sink.rows for name, sink in self._csv.items()}

    def _all(self) -> list[CsvSink | ParquetSink]:
        return [*self._csv.values(), *self._told.values(), *self._parquet.values(), *self._years.values()]

    def give_up(self) -> None:
        """End every file as it is, because none of them will be used."""
        for sink in self._all():
            sink.file.give_up()
            with suppress(OSError, ValueError):
                sink.close()

    def close(self) -> dict[str, str]:
        """End every file; returns the checksums of the single ones."""
        csvs: Mapping[str, CsvSink] = self._csv | self._told
        for sink in self._all():
            sink.close()
        return {f"{name}.csv": sink.file.sha256() for name, sink in csvs.items()} | {
            f"{name}.parquet": sink.file.sha256() for name, sink in self._parquet.items()
        }


def _rows_by_year(slab: Slab, at: int) -> Iterator[tuple[str, Table]]:
    """The rows of one table by year, copied: a year's few rows wait long for others, and must not hold their whole shard until then."""
    import pyarrow as pa

    starts = list(accumulate((entry.rows[at] for entry in slab.entries), initial=0))
    by_year: dict[str, list[int]] = {}
    for number, entry in enumerate(slab.entries):
        by_year.setdefault(_NO_YEAR if entry.report_year is None else str(entry.report_year), []).append(number)
    for year, numbers in by_year.items():
        places = np.concatenate([np.arange(starts[number], starts[number + 1], dtype=np.int64) for number in numbers])
        if len(places):
            yield year, slab.tables[at].take(pa.Array.from_buffers(pa.int64(), len(places), [None, pa.py_buffer(places)]))
