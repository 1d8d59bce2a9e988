"""The folder of a batch: where its results stand, where its memory is, and that only one batch at a time writes there.

Beside the run's files lies `.batch`: sealed shards, kept papers, logs of finished files, and the spool. Whatever else
happens, a folder that holds anything that no batch writes is left alone.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportparse.archive.order import STATE
from reportparse.errors import StoreError
from reportparse.store.files import RUN_FILES
from reportparse.store.folder import bytes_to_disk, folder_checked
from reportparse.version import __version__

FORMAT = 1
OWN = RUN_FILES | {"by-year", "failures.csv", "duplicates.csv", "summary.html", STATE}
_FRESH = "give another folder with -o, or start over with --fresh"


class Folder:
    """Paths within one batch's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = path / STATE
        self.shards = self.state / "shards"
        self.packs = self.state / "packs"
        self.logs = self.state / "logs"
        self.spool = self.state / "spool"
        self.merge = self.state / "merge"
        self.index = self.state / "index.sqlite"


def folder_for_batch(directory: str, *, fresh: bool = False) -> Folder:
    """The folder, if a batch may write there; else a StoreError. Nothing is created."""
    if not directory:  # a shell variable that was never set would be this folder
        raise StoreError("''", "is no name", "give a folder with -o")
    folder = Folder(folder_checked(directory, OWN))
    if str(folder.path) != str(folder.path).encode("utf-8", "replace").decode():  # what writes shards takes no other names
        raise StoreError(directory, "has a name that is not UTF-8", "give another folder with -o")
    if strangers := _strangers(folder):
        what = f"holds files that no batch wrote ({', '.join(strangers[:3])}{' …' if len(strangers) > 3 else ''}) and was left alone"
        raise StoreError(directory, what, "give a folder of its own with -o")
    told = None if fresh else _format_of(folder)
    if told not in (None, FORMAT):
        raise StoreError(directory, f"is a batch of format {told}, this version writes {FORMAT}", _FRESH)
    return folder


def _strangers(folder: Folder) -> list[str]:
    """What is called like a part of a run, in a folder that is none: somebody's own reports.csv."""
    if not folder.path.exists() or any(_is_own(about) for about in (folder.state / "format.json", folder.path / "run.json")):
        return []
    return sorted(entry.name for entry in folder.path.iterdir() if entry.name != STATE)


def _is_own(about: Path) -> bool:
    try:
        return bool(json.loads(about.read_text("utf-8"))["program"] == "reportparse")
    except (OSError, ValueError, KeyError, TypeError):
        return about.parent.name == STATE and about.exists()  # harmed, but nobody else writes one there


def version_of(folder: Folder) -> str:
    """The version of the program that wrote there last; empty for a new folder."""
    try:
        return str(json.loads((folder.state / "format.json").read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _format_of(folder: Folder) -> object:
    """The number of the format, None for a new folder, and for a harmed one something that is no number of ours."""
    try:
        return json.loads((folder.state / "format.json").read_text("utf-8"))["format"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return "unknown"


def make_folder(folder: Folder, *, fresh: bool) -> None:
    """Create what is missing; `fresh` forgets what batches wrote first, but for the lock, without which others would come in."""
    if fresh:
        for own in (folder.shards, folder.packs, folder.logs, folder.spool):
            if own.exists():
                shutil.rmtree(own)
    for path in (folder.shards, folder.packs, folder.logs, folder.spool):
        path.mkdir(parents=True, exist_ok=True)
    for leftover in (*folder.shards.glob(".*"), *folder.packs.glob(".*"), folder.merge):
        shutil.rmtree(leftover, ignore_errors=True)
        leftover.unlink(missing_ok=True)
    about = json.dumps({"program": "reportparse", "format": FORMAT, "version": __version__})
    aside = folder.state / ".format.json"
    bytes_to_disk(aside, f"{about}\n".encode("ascii"))  # whole or not at all: without it nobody knows what the rest is
    aside.replace(folder.state / "format.json")


@contextmanager
def held_alone(folder: Folder) -> Iterator[None]:
    """Hold the folder while the block runs; a second batch is told so instead of writing into the first one's files."""
    folder.state.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder.state / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Folder) -> None:
    try:
        import fcntl
    except ImportError:
        return  # Windows: the second batch fails where it meets the first one's open files
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        todo = "wait until it has ended, or give another folder with -o"
        raise StoreError(str(folder.path), "is being written by another batch", todo) from None
    except OSError:
        return  # a file system that has no locks


def spool_emptied(folder: Folder, number: int | None = None) -> None:
    """Remove what was copied for one file, or for all."""
    for path in folder.spool.glob("*" if number is None else f"{number}.*"):
        path.unlink(missing_ok=True)
