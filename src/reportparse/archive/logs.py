"""Records of finished files, appended one by one, so that a kill costs the files in work and no others.

A record is written with one call to the system, with its lengths and a checksum: a record that was cut short, by a kill, a full disk
or a power cut, ends the log without harming what stands before it. Logs live only until their shard is sealed.
"""

from __future__ import annotations

import io
import json
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from reportparse.archive.order import Entry, PaperRef

_HEAD, _CHECK = struct.Struct(">4sIIII"), struct.Struct(">I")
_MAGIC = b"RPL2"


@dataclass(frozen=True, slots=True)
class Record:
    """A file's entry, its rows as guarded CSV, the same unguarded where that differs, and its paper; all but the entry compressed."""

    entry: Entry
    guarded: bytes = b""
    plain: bytes = b""
    paper: bytes = b""


def entry_to_line(entry: Entry) -> bytes:
    """One line of JSON, ASCII, so that names in any encoding survive."""
    return json.dumps(asdict(entry), ensure_ascii=True, separators=(",", ":")).encode("ascii")


def entry_from_line(line: bytes) -> Entry:
    """The entry; raises ValueError when the line holds none."""
    try:
        values: Mapping[str, Any] = json.loads(line)
        paper = values["paper"]
        return Entry(**{**values, "rows": tuple(values["rows"]), "paper": PaperRef(**paper) if paper else None})
    except (TypeError, KeyError) as error:
        raise ValueError(f"no entry of this version ({error})") from None


def record_to_bytes(record: Record) -> bytes:
    """The record as it stands in a log."""
    parts = (entry_to_line(record.entry), record.guarded, record.plain, record.paper)
    head, body = _HEAD.pack(_MAGIC, *map(len, parts)), b"".join(parts)
    return head + _checked(head, body) + body


def _checked(head: bytes, body: bytes) -> bytes:
    """The checksum is over the lengths too: with others the same bytes would fall into other parts."""
    return _CHECK.pack(zlib.crc32(body, zlib.crc32(head)))


def append_record(path: Path, record: Record) -> None:
    """Write the record at the end of the log."""
    append_bytes(path, record_to_bytes(record))


def append_bytes(path: Path, content: bytes) -> None:
    """Write at the end of a file; a part that no room was found for behind it is taken back before OSError is raised."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        before = os.fstat(handle).st_size
        try:
            _write_whole(handle, content)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


def _write_whole(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def read_records(path: Path) -> Iterator[Record]:
    """Every whole record of a log, one at a time."""
    with path.open("rb") as file:
        yield from _records(file, path.stat().st_size)


def records_from_bytes(content: bytes) -> Iterator[Record]:
    """Every whole record of a log that came over a wire."""
    yield from _records(io.BytesIO(content), len(content))


def _records(file: BinaryIO, size: int) -> Iterator[Record]:
    while (record := _next_record(file, size)) is not None:
        yield record


def _next_record(file: BinaryIO, size: int) -> Record | None:
    head, check = file.read(_HEAD.size), file.read(_CHECK.size)
    if len(check) < _CHECK.size:
        return None
    magic, *lengths = _HEAD.unpack(head)
    if magic != _MAGIC or sum(lengths) > size:
        return None
    parts = [file.read(length) for length in lengths]
    if _checked(head, b"".join(parts)) != check:
        return None
    try:
        return Record(entry_from_line(parts[0]), *parts[1:])
    except ValueError:
        return None
