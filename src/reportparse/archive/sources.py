"""From what a person names to the files that it means: folders, globs, zip files, lists, addresses.

Promise: every PDF is found once, in an order that depends on names alone; what cannot be looked into (a folder without rights, a broken
link, a zip that is none) is a candidate with a fault, so that it is accounted for like any file. Links may run in circles.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportparse.archive.addresses import candidates_from_address, is_address
from reportparse.archive.order import STATE, Candidate
from reportparse.archive.zips import candidates_from_zip, is_junk

_LISTS = (".txt", ".lst", ".list")


def find_candidates(sources: Sequence[str]) -> Iterator[Candidate]:
    """All files that the sources mean, in the order in which they come up."""
    for source in sources:
        yield from candidates_from_source(source)


def candidates_from_source(source: str) -> Iterator[Candidate]:
    """The files of one source."""
    if source == "-" or source.startswith("@") or source.lower().endswith(_LISTS):
        yield from _from_list(source)
    elif is_address(source):
        yield from candidates_from_address(source)
    else:
        yield from _from_path(source)


def _from_path(source: str) -> Iterator[Candidate]:
    path = Path(source).expanduser()
    if path.is_dir():
        yield from _from_folder(source, path, set())
    elif _is_there(path) or not glob.has_magic(source):
        yield from _from_file(source, path)
    else:
        for found in sorted(glob.iglob(str(path), recursive=True)):  # noqa: PTH207 - pathlib's takes no absolute patterns
            yield from _from_path(found)


def _is_there(path: Path) -> bool:
    """A link that leads nowhere is there, too."""
    return path.exists() or path.is_symlink()


def _from_file(name: str, path: Path) -> Iterator[Candidate]:
    if path.suffix.lower() == ".zip":
        yield from candidates_from_zip(name, str(path.absolute()))
        return
    yield Candidate(name, str(path.absolute()), fault=_fault(path))


def _fault(path: Path) -> str:
    """Why the path has no bytes to read; a pipe would make its reader wait for ever."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "unreadable: the link leads nowhere" if path.is_symlink() else "unreadable: no such file"
    except OSError as error:
        return f"unreadable: cannot be read ({error.strerror})"
    return "" if stat.S_ISREG(mode) else "unreadable: is no ordinary file"


def _from_folder(name: str, path: Path, seen: set[tuple[int, int]]) -> Iterator[Candidate]:
    """The PDF and zip files below, each real folder once however many links lead to it."""
    try:
        about = path.stat()
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        yield Candidate(name, str(path.absolute()), fault=f"unreadable: is a folder that cannot be listed ({error.strerror})")
        return
    if (about.st_dev, about.st_ino) in seen:
        return
    seen.add((about.st_dev, about.st_ino))
    for entry in entries:
        inner = f"{name.rstrip(os.sep)}{os.sep}{entry.name}"
        if entry.name == STATE:
            continue
        if _is_folder(entry):
            yield from _from_folder(inner, Path(entry.path), seen)
        elif entry.name.lower().endswith((".pdf", ".zip")) and not is_junk(entry.name):
            yield from _from_file(inner, Path(entry.path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _from_list(source: str) -> Iterator[Candidate]:
    """A list's lines, each a source of its own; split at NUL where there is one, because names may hold line breaks."""
    path = source.removeprefix("@")
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(path).expanduser().read_bytes()
    except OSError as error:
        yield Candidate(source, path, fault=f"unreadable: is a list that cannot be read ({error.strerror})")
        return
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    lines = text.split("\0") if "\0" in text else [line for line in text.splitlines() if not line.startswith("#")]
    base = Path(path).parent if source != "-" else Path()
    for line in lines:
        named = line if "\0" in text else line.strip()
        if named and not named.startswith("@") and named != "-":
            yield from _from_address_or_path(named, base)


def _from_address_or_path(named: str, base: Path) -> Iterator[Candidate]:
    """Paths in a list count from here, as in a shell, or from where the list lies."""
    if is_address(named):
        yield from candidates_from_address(named)
        return
    beside = base / named
    yield from _from_path(str(beside) if not _is_there(Path(named)) and _is_there(beside) else named)
