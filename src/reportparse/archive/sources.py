"""From what a person names to the files that it means: folders, globs, zip files, lists, addresses.

Promise: every PDF is found once, in an order that depends on names alone; what cannot be looked into (a folder without rights, a broken
link, a zip that is none, a name of nothing) is a candidate with a fault, so that it is accounted for like any file.
"""

from __future__ import annotations

import glob
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reportparse.archive.addresses import candidates_from_address, is_address
from reportparse.archive.lists import list_to_names, name_to_readings
from reportparse.archive.order import Candidate
from reportparse.archive.walk import globbed, walked
from reportparse.archive.zips import candidates_from_zip, is_junk
from reportparse.errors import UnreadableError, error_said

_LISTS = (".txt", ".lst", ".list")
_NOTHING = "unreadable: no such file"
_NOWHERE = "unreadable: the link leads nowhere"


def find_candidates(sources: Sequence[str], tell_empty: Callable[[UnreadableError], None] = lambda _: None) -> Iterator[Candidate]:
    """All files that the sources mean, in the order in which they come up. A source that means none is told."""
    for source in sources:
        found = False
        for candidate in candidates_from_source(source):
            found = True
            yield candidate
        if not found:
            tell_empty(nothing_found(source))


def candidates_from_source(source: str) -> Iterator[Candidate]:
    """The files of one source."""
    if _is_list(source):
        yield from _from_list(source)
    elif is_address(source):
        yield from candidates_from_address(source)
    else:
        yield from _from_path(source)


def nothing_found(source: str) -> UnreadableError:
    """What is said of a source without files: an error when it is the only one, else a note."""
    return UnreadableError(source, "no PDF file was found there", "name folders, files, zip files or lists that hold some")


def _is_list(source: str) -> bool:
    """A folder may end in .txt and a file's name may begin with @: what is there counts."""
    if source.lower().endswith(_LISTS):
        return not stat.S_ISDIR(_seen(Path(source))[0])
    return source == "-" or (source.startswith("@") and not _is_there(source))


def _from_path(source: str) -> Iterator[Candidate]:
    path = _expanded(source)
    mode, fault = _seen(path)
    if not source:
        yield Candidate("''", "", fault="unreadable: is no name")
    elif stat.S_ISDIR(mode):
        yield from _from_folder(source, path)
    elif mode or fault == _NOWHERE or not glob.has_magic(source):
        yield from _from_file(source, path)
    else:
        yield from _from_glob(source, str(path), fault)


def _from_glob(source: str, pattern: str, fault: str) -> Iterator[Candidate]:
    """What matches; where nothing does, that may be because it cannot be looked into."""
    found = False
    for one in globbed(pattern):
        found = True
        yield from _from_path(one)
    if not found and fault != _NOTHING:
        yield Candidate(source, pattern, fault=fault)


def _expanded(source: str) -> Path:
    """`~` is the user's home, unless a file is called so, or nobody: `~$report.pdf` is what an office leaves behind."""
    path = Path(source)
    if not source.startswith("~") or _seen(path)[0]:
        return path
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _seen(path: Path) -> tuple[int, str]:
    """The file's mode; or 0, and why nothing can be seen there."""
    try:
        return path.stat().st_mode, ""
    except (FileNotFoundError, NotADirectoryError):
        return 0, _NOWHERE if path.is_symlink() else _NOTHING
    except OSError as error:
        return 0, f"unreadable: cannot be read ({error_said(error)})"


def _is_there(source: str) -> bool:
    """A link that leads nowhere is there, too, and what may not be seen, and what a pattern matches."""
    return _seen(Path(source))[1] != _NOTHING or (glob.has_magic(source) and next(globbed(source), None) is not None)


def _from_file(name: str, path: Path) -> Iterator[Candidate]:
    """A pipe or a device would make its reader wait for ever: it is not opened."""
    mode, fault = _seen(path)
    if mode and not stat.S_ISREG(mode):
        fault = "unreadable: is no ordinary file"
    if path.suffix.lower() == ".zip" and not fault:
        yield from candidates_from_zip(name, str(path.absolute()))
    else:
        yield Candidate(name, str(path.absolute()), fault=fault)


def _from_folder(name: str, path: Path) -> Iterator[Candidate]:
    """The PDF and zip files below, and what may have been a folder full of them."""
    for found in walked(name, str(path)):
        if found.fault:
            yield Candidate(found.name, str(Path(found.path).absolute()), fault=found.fault)
        elif not found.is_folder and _is_wanted(Path(found.path)):
            yield from _from_file(found.name, Path(found.path))


def _is_wanted(path: Path) -> bool:
    """A link that leads nowhere led to a file or to a folder, nobody knows; editors hide theirs behind a dot."""
    if path.name.lower().endswith((".pdf", ".zip")):
        return not is_junk(path.name)
    return path.is_symlink() and not path.name.startswith(".") and _seen(path)[1] == _NOWHERE


def _from_list(source: str) -> Iterator[Candidate]:
    """A list's lines, each a source of its own, but no list."""
    path = source.removeprefix("@")
    try:
        content = _stdin() if source == "-" else Path(path).expanduser().read_bytes()
    except (OSError, RuntimeError) as error:
        yield Candidate(source, path, fault=f"unreadable: is a list that cannot be read ({error_said(error)})")
        return
    base = Path(path).expanduser().parent if source != "-" else Path()
    for named in list_to_names(content):
        if is_address(named):
            yield from candidates_from_address(named)
        else:
            yield from _from_path(_path_meant(named, base))


def _stdin() -> bytes:
    if sys.stdin is None:
        raise OSError("stdin is closed")
    return sys.stdin.buffer.read()


def _path_meant(named: str, base: Path) -> str:
    """Paths in a list count from here, as in a shell, or from where the list lies."""
    readings = name_to_readings(named)
    ways = [way for reading in readings for way in (reading, str(base / reading))]
    return next((way for way in ways if _is_there(way)), readings[0])
