"""Sealing a shard: some hundred finished files become one Parquet part, one part of CSV, one pack of papers and one part of the journal.

All of it is written beside its place, flushed, and renamed: a shard is there whole or not at all. Within a shard, files stand in
the order of their names. The journal ends with the checksums of all: a disk that forgets a bit must not change a figure.
"""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportparse.archive.folder import Folder
from reportparse.archive.logs import Record, entry_from_line, entry_to_line, read_records
from reportparse.archive.order import TABLES, Entry, PaperRef
from reportparse.archive.papers import bytes_to_check
from reportparse.archive.texts import Texts, texts_from_bytes, texts_to_tables
from reportparse.store.arrow import parquet_to_table, table_to_parquet
from reportparse.store.folder import bytes_to_disk, folder_flushed

if TYPE_CHECKING:
    from pyarrow import Table

_JOURNAL, _TEXTS = "journal.jsonl", "texts.bin"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A sealed shard in memory: its entries, where each one's rows begin in each of TABLES, and its compressed texts."""

    entries: tuple[Entry, ...]
    starts: tuple[tuple[int, ...], ...]
    tables: tuple[Table, ...]
    blobs: tuple[bytes, ...]

    def rows(self, line: int, table: int) -> Table:
        """The rows of one file in one table."""
        return self.tables[table].slice(self.starts[line][table], self.entries[line].rows[table])

    def texts(self, line: int) -> Texts:
        """The CSV of one file."""
        return texts_from_bytes(self.blobs[line])


def shard_numbers(folder: Folder) -> list[int]:
    """Every sealed shard, in the order in which they were made."""
    return sorted(int(path.name) for path in folder.shards.iterdir() if path.name.isdecimal())


def log_numbers(folder: Folder) -> list[int]:
    """Every shard that has logs: it was not sealed."""
    return sorted({int(path.name.partition(".")[0]) for path in folder.logs.glob("*.log")})


def seal_shard(folder: Folder, number: int) -> list[Entry]:
    """Turn the logs of a shard into the shard; returns its journal. A shard without a whole record leaves nothing behind."""
    records = records_in_logs(folder, number)
    entries = _sealed(folder, number, records) if records else []
    for log in folder.logs.glob(f"{number:06d}.*.log"):
        log.unlink(missing_ok=True)
    return entries


def records_in_logs(folder: Folder, number: int) -> list[Record]:
    """What stands in the logs of a shard, in order of names."""
    logs = sorted(folder.logs.glob(f"{number:06d}.*.log"))
    found = {record.entry.source: record for log in logs for record in read_records(log)}
    return [found[name] for name in sorted(found)]


def _sealed(folder: Folder, number: int, records: Sequence[Record]) -> list[Entry]:
    entries = _packed(folder, number, records)
    aside = folder.shards / f".{number:06d}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    tables = texts_to_tables([texts_from_bytes(record.plain or record.guarded) for record in records])
    files = {f"{name}.parquet": table_to_parquet(table) for name, table in tables.items()}
    files[_TEXTS] = b"".join(record.guarded for record in records)
    lines = b"".join(entry_to_line(entry) + b"\n" for entry in entries)
    for name, content in files.items():
        bytes_to_disk(aside / name, content)
    sums = {name: zlib.crc32(content) for name, content in (*files.items(), (_JOURNAL, lines))}
    bytes_to_disk(aside / _JOURNAL, lines + json.dumps(sums).encode("ascii"))
    aside.rename(folder.shards / f"{number:06d}")
    folder_flushed(folder.shards)
    return entries


def _packed(folder: Folder, number: int, records: Sequence[Record]) -> list[Entry]:
    """Put the papers of the records into a pack, and where they lie into the entries."""
    name, at = f"{number:06d}.pack", 0
    entries = []
    for record in records:
        paper = PaperRef(name, at, len(record.paper), bytes_to_check(record.paper)) if record.paper else record.entry.paper
        entries.append(replace(record.entry, blob=len(record.guarded), paper=paper))
        at += len(record.paper)
    if at:
        aside = folder.packs / f".{name}"
        bytes_to_disk(aside, b"".join(record.paper for record in records))
        aside.rename(folder.packs / name)
        folder_flushed(folder.packs)
    return entries


def read_journal(folder: Folder, number: int) -> list[Entry]:
    """A shard's entries; raises ValueError or FileNotFoundError when the journal does not hold."""
    return _journal(folder, number)[0]


def _journal(folder: Folder, number: int) -> tuple[list[Entry], dict[str, int]]:
    """The entries, and the checksums of the shard's files."""
    lines, end, last = (folder.shards / f"{number:06d}" / _JOURNAL).read_bytes().rpartition(b"\n")
    sums = json.loads(last)
    if not isinstance(sums, dict) or sums.get(_JOURNAL) != zlib.crc32(lines + end):
        raise ValueError("its journal is not what was written")
    return [entry_from_line(line) for line in lines.splitlines()], sums


def read_part(folder: Folder, number: int) -> Part:
    """A sealed shard; raises ValueError or FileNotFoundError when it does not hold."""
    path = folder.shards / f"{number:06d}"
    entries, sums = _journal(folder, number)
    content = (path / _TEXTS).read_bytes()
    checks = {_TEXTS: zlib.crc32(content), **{f"{name}.parquet": _check_of(path / f"{name}.parquet") for name in TABLES}}
    if harmed := [name for name, check in checks.items() if sums.get(name) != check]:
        raise ValueError(f"{harmed[0]} is not what was written")
    tables = tuple(parquet_to_table(path / f"{name}.parquet", threads=False) for name in TABLES)
    starts = tuple(zip(*([sum(e.rows[t] for e in entries[:i]) for i in range(len(entries))] for t in range(len(TABLES))), strict=True))
    blobs, at = [], 0
    for entry in entries:
        blobs.append(content[at : at + entry.blob])
        at += entry.blob
    return Part(tuple(entries), starts, tables, tuple(blobs))


def _check_of(path: Path) -> int:
    """The checksum, a piece at a time: a shard in memory once is enough."""
    check = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            check = zlib.crc32(chunk, check)
    return check


def harmed_shard_dropped(folder: Folder, number: int, error: Exception) -> str:
    """Forget a shard that does not hold, as `error` says; returns the words that tell it."""
    shard_dropped(folder, number)
    return f"shard {number:06d} is harmed ({str(error).splitlines()[0]}) and was dropped"


def shard_dropped(folder: Folder, number: int) -> None:
    """Forget a shard that is harmed or superseded; the journal goes first, so that no half of it is ever believed."""
    path = folder.shards / f"{number:06d}"
    (path / _JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)
