"""The bytes behind a candidate: their hash, and a local file that holds them.

Files on this machine are hashed where they lie. Members of zip files and what lies elsewhere are copied into the spool, as far as one
file may cost memory: a zip bomb ends there.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from reportparse.archive.addresses import address_fault, is_address, open_address
from reportparse.archive.failures import MEMORY
from reportparse.archive.order import Candidate
from reportparse.archive.zips import is_damage, open_member
from reportparse.errors import error_said

_CHUNK = 1 << 20
_TICK = 0.25
_THREADS, _AHEAD = 4, 8  # enough to hide a network, few enough files in the spool

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A candidate's bytes. `fault` says, as `reason: what`, why there are none; the stamp is empty where there is none to go by."""

    sha256: str = ""
    size: int = 0
    path: str = ""
    fault: str = ""
    stamp: str = ""


def fetch_file(candidate: Candidate, spooled: Path | None, most: int) -> Fetched:
    """Hash the bytes, and copy them to `spooled`, if it is given, where they do not lie on this machine as a file."""
    if candidate.fault:
        return Fetched(fault=candidate.fault)
    try:
        if candidate.member < 0 and not is_address(candidate.location):
            return _hashed(Path(candidate.location))
        return _copied(candidate, spooled, most)
    except Exception as error:  # each file system of fsspec raises what it likes
        if isinstance(error, OSError) and spooled and spooled.exists() and is_out_of_room(error):
            raise
        return Fetched(fault=_fault(candidate, error))


def _fault(candidate: Candidate, error: Exception) -> str:
    if candidate.member >= 0 and is_damage(error):
        return f"malformed: its zip file is damaged ({' '.join(str(error).split())[:200] or type(error).__name__})"
    if is_address(candidate.location):
        return address_fault(candidate.location, error)
    return f"unreadable: cannot be read ({error_said(error)})"


def is_out_of_room(error: OSError) -> bool:
    """Is the disk full, or the user's share of it?"""
    import errno

    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _hashed(path: Path) -> Fetched:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Fetched(digest, file.tell(), str(path))


def _copied(candidate: Candidate, spooled: Path | None, most: int) -> Fetched:
    if candidate.member < 0:
        with open_address(candidate.location) as source:
            return _written(source, spooled, most)
    opened = open_address(candidate.location) if is_address(candidate.location) else Path(candidate.location).open("rb")  # noqa: SIM115
    with opened as file, zipfile.ZipFile(file) as archive, open_member(archive, candidate.member) as source:
        return _written(source, spooled, most)


def _written(source: IO[bytes], spooled: Path | None, most: int) -> Fetched:
    digest, size = hashlib.sha256(), 0
    with (spooled or Path(os.devnull)).open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > most:
                if spooled:
                    os.truncate(spooled, 0)
                return Fetched(fault=f"{MEMORY}: is larger than --memory-limit when unpacked")
            digest.update(chunk)
            file.write(chunk)
    return Fetched(digest.hexdigest(), size, str(spooled or ""))


def done_ahead(function: Callable[[In], Out], items: Iterable[In]) -> Iterator[tuple[In, Out] | None]:
    """Each item with what `function` gives for it, in order, a few of them worked on ahead; None now and then while one is waited for."""
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="fetch")
    waiting: deque[tuple[In, Future[Out]]] = deque()
    try:
        for item in items:
            waiting.append((item, pool.submit(function, item)))
            if len(waiting) >= _AHEAD:
                yield from _awaited(*waiting.popleft())
        for item, future in waiting:
            yield from _awaited(item, future)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _awaited(item: In, future: Future[Out]) -> Iterator[tuple[In, Out] | None]:
    while not future.done() and wait([future], timeout=_TICK).not_done:
        yield None
    yield item, future.result()
