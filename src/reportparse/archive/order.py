"""The nouns of a batch: what is asked for, what is found, what is done with a file, and what is written down about it.

Like `model.py`, they are frozen and compute nothing. All but `Order` cross from one process to another, some from one machine to
another, so each holds as little as it can.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from reportparse.model import Settings

Way = Literal["read", "match", "again", "rest"]
"""read: the usual way · match: from the kept paper · again: the cheaper way · rest: put together what the cheaper way had read."""

STATE = ".batch"
"""The folder of a batch's own memory within its run's; what lies there is no part of any archive."""

TABLES = ("observations", "figures", "problems", "reports")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds by the clock, and bytes of memory beyond those that an idle worker holds.

    900 s: a scan takes some 5 s a page when two are read at once, and of 200 mutated files none hung that was no scan.
    """

    seconds: float = 900.0
    memory: int = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Order:
    """One batch as it was asked for. `shard` is how many files make a part of the run."""

    sources: tuple[str, ...]
    folder: str
    settings: Settings = field(default_factory=Settings)
    limits: Limits = field(default_factory=Limits)
    jobs: int = 1
    shard: int = 100
    keep: bool = True
    retry_failed: bool = False
    fresh: bool = False
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that a source names. `name` is what `source` will say and what rows are ordered by.

    `member` is the place in a zip file's directory, -1 for a file of its own. `stamp` changes when the bytes may have; it is empty
    where looking at the bytes costs little. `fault` says, as `reason: what`, why there are no bytes to look at.
    """

    name: str
    location: str
    member: int = -1
    stamp: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PaperRef:
    """Where a kept paper lies: a pack's name, the bytes in it, and their checksum."""

    pack: str
    offset: int
    length: int
    check: str


@dataclass(frozen=True, slots=True)
class Task:
    """One file to do. `path` is where its bytes lie on this machine, empty where they must be fetched first."""

    number: int
    candidate: Candidate
    content: str
    size: int
    path: str
    shard: int = 0
    way: Way = "read"
    paper: PaperRef | None = None
    cause: str = ""
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: a file, by which program and catalogue it was done, and what came of it.

    `content` is the SHA-256 of the bytes, or `!` and a hash of the fault where there were none. `limits` are those that the file ran
    into, if it did: with others it is worth another try. `rows` counts the rows of TABLES, `blob` the bytes of their CSV.
    """

    source: str
    content: str
    size: int
    stamp: str
    run_key: str
    reading_key: str
    status: str
    error: str = ""
    limits: str = ""
    seconds: float = 0.0
    pages: int = 0
    attempts: int = 1
    report_year: int | None = None
    rows: tuple[int, ...] = (0, 0, 0, 0)
    blob: int = 0
    paper: PaperRef | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a worker says of a task: the entry, and in which log the record of it stands. No log: nothing was written.

    `again` says that the file is worth the cheaper way, `full` that there was no room for the record.
    """

    number: int
    entry: Entry
    log: str = ""
    again: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """What results depend on beside the bytes: `run` on everything, `reading` on all but the catalogue's names and relations."""

    run: str
    reading: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a batch stands. `done` files are accounted for, of `total`; `slowest` is in work now, for `slowest_seconds`."""

    total: int
    done: int
    skipped: int = 0
    duplicates: int = 0
    ok: int = 0
    partial: int = 0
    failed: int = 0
    seconds: float = 0.0
    slowest: str = ""
    slowest_seconds: float = 0.0
