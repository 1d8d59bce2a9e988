"""The list of all files of a batch and of all that is remembered, on disk, so that a million files take no more memory than a hundred.

It is made anew by each run, from the sources and from the journal, and thrown away at its end: nothing is ever lost with it. Names are
bytes, because a file system's names need not be text; they are ordered as bytes, which is the order of code points.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportparse.archive.logs import entry_from_line, entry_to_line
from reportparse.archive.order import Candidate, Entry, Keys
from reportparse.errors import StoreError

_TABLES = """
create table files (name blob primary key, location blob, member int, stamp text, fault text,
                    content text, size int, same_as blob, shard int, line int) without rowid;
create table entries (content text, run_key text, reading_key text, source blob, stamp text, has_paper int,
                      shard int, line int, entry blob);
create table unmatched (name text primary key, reports int) without rowid;
"""
_INDEXES = """
create index if not exists files_content on files (content);
create index if not exists entries_content on entries (content);
create index if not exists entries_stamp on entries (source) where stamp != '';
"""
_PAGE = 512  # rows read at a time, so that the table can be written between


@dataclass(frozen=True, slots=True)
class Placed:
    """A file in its order: the file that it repeats, or the shard and the line that hold what it gave."""

    name: str
    content: str
    same_as: str
    shard: int
    line: int
    entry: Entry | None


class Index:
    """One SQLite file, or memory for a run that must leave no trace."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.unlink(missing_ok=True)
        self._base = sqlite3.connect(str(path) if path else ":memory:", isolation_level=None)
        self._base.executescript("pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-8000;" + _TABLES)
        self._base.execute("begin")

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    def add_candidates(self, candidates: Iterable[Candidate]) -> int:
        """Enter the files that were found, each name once; returns how many there are."""
        rows = ((_blob(c.name), _path_blob(c.location), c.member, c.stamp, c.fault) for c in candidates)
        self._base.executemany("insert or ignore into files (name, location, member, stamp, fault) values (?, ?, ?, ?, ?)", rows)
        return self._count("select count(*) from files")

    def add_entries(self, shard: int, entries: Iterable[Entry]) -> None:
        """Enter a shard's part of the journal."""
        rows = (
            (e.content, e.run_key, e.reading_key, _blob(e.source), e.stamp, int(e.paper is not None), shard, line, entry_to_line(e))
            for line, e in enumerate(entries)
        )
        self._base.executemany("insert into entries values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def ready(self) -> None:
        """Call when all is entered, before anything is asked."""
        self._base.executescript(_INDEXES)  # which commits what was entered
        self._base.execute("begin")

    def candidates(self) -> Iterator[Candidate]:
        """All files, in the order of their names."""
        last = b""
        while True:
            asked = "select name, location, member, stamp, fault from files where name > ? order by name limit ?"
            rows = self._base.execute(asked, (last, _PAGE)).fetchall()
            for name, location, member, stamp, fault in rows:
                yield Candidate(_text(name), location.decode("utf-8", "surrogatepass"), member, stamp, fault)
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def settle(self, name: str, content: str, size: int) -> str:
        """Say what bytes a file has; returns the first file that has the same ones, or an empty text."""
        asked = "select name from files where content = ? and same_as is null and name != ?"
        row = self._base.execute(asked, (content, _blob(name))).fetchone()
        same = row[0] if row else None
        self._base.execute("update files set content = ?, size = ?, same_as = ? where name = ?", (content, size, same, _blob(name)))
        return _text(same) if same else ""

    def place(self, name: str, content: str, shard: int, line: int) -> None:
        """Say where that which a file gave stands. The content is told again, because it may have changed since it was listed."""
        asked = "update files set content = ?, shard = ?, line = ? where name = ?"
        self._base.execute(asked, (content, shard, line, _blob(name)))

    def known_entry(self, name: str) -> Entry | None:
        """What was last read under this name, if a stamp was noted with it: the same stamp means the same bytes."""
        asked = "select entry from entries where source = ? and stamp != '' order by shard desc limit 1"
        row = self._base.execute(asked, (_blob(name),)).fetchone()
        return entry_from_line(row[0]) if row else None

    def remembered(self, content: str, keys: Keys) -> list[tuple[Entry, int, int]]:
        """What is remembered of these bytes by the same reading, with shard and line; the same catalogue first, then the newest."""
        asked = """select entry, shard, line from entries where content = ? and reading_key = ?
                   order by run_key = ? desc, shard desc, line desc"""
        rows = self._base.execute(asked, (content, keys.reading, keys.run)).fetchall()
        return [(entry_from_line(entry), shard, line) for entry, shard, line in rows]

    def placed(self) -> Iterator[Placed]:
        """All files in order, with what became of them."""
        last = b""
        asked = """select f.name, f.content, f.same_as, f.shard, f.line, e.entry from files f
                   left join entries e on e.content = f.content and e.shard = f.shard and e.line = f.line
                   where f.name > ? order by f.name limit ?"""
        while True:
            rows = self._base.execute(asked, (last, _PAGE)).fetchall()
            for name, content, same, shard, line, entry in rows:
                found = entry_from_line(entry) if entry else None
                yield Placed(_text(name), content or "", _text(same) if same else "", shard or 0, line or 0, found)
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def superseded_shards(self) -> list[int]:
        """Shards all of whose files were done again in a later one."""
        asked = """select distinct shard from entries except select distinct shard from entries e
                   where not exists (select 1 from entries n where n.content = e.content and n.shard > e.shard)"""
        return [shard for (shard,) in self._base.execute(asked)]

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """All that is remembered, with its shard."""
        for shard, entry in self._base.execute("select shard, entry from entries"):
            yield shard, entry_from_line(entry)

    def add_unmatched(self, counts: Iterable[tuple[str, int]]) -> None:
        """Count reports in which a printed name fitted no indicator."""
        asked = "insert into unmatched values (?, ?) on conflict (name) do update set reports = reports + excluded.reports"
        self._base.executemany(asked, counts)

    def most_unmatched(self, count: int) -> list[tuple[str, int]]:
        """The names that are missing most often."""
        return self._base.execute("select name, reports from unmatched order by reports desc, name limit ?", (count,)).fetchall()

    def _count(self, asked: str) -> int:
        return int(self._base.execute(asked).fetchone()[0])


def index_made(path: Path | None) -> Index:
    """A new index; a disk without room for it is a StoreError."""
    try:
        return Index(path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(str(path), f"the list of files could not be written ({error})", "make room or rights there") from None


def _blob(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _path_blob(path: str) -> bytes:
    """Gives the path back as it was, also where this system takes Chinese for bytes that are no text; names become readable instead."""
    return path.encode("utf-8", "surrogatepass")


def _text(blob: bytes) -> str:
    return blob.decode("utf-8", "surrogateescape")
