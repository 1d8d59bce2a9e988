"""A folder that is whole or absent.

Files are written into a hidden sibling, flushed to the disk, and the sibling takes the folder's name. A run that stood
there is first moved aside and removed last: whatever happens in between, one of the two is on the disk, whole.

Only a run is ever replaced. A folder that holds anything else is refused, because `-o ~/Documents` is a slip of the
finger and not a wish.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from reportparse.errors import StoreError, error_said

_OTHER = "give another folder with -o"


def folder_checked(directory: str | Path, own: frozenset[str]) -> Path:
    """The folder's real path, if a run of the files `own` may be written there; else a StoreError."""
    shown = str(directory)
    try:
        target = Path(directory).expanduser().resolve()
        nearest = next(path for path in (target, *target.parents) if path.exists())
        strangers = sorted(entry.name for entry in target.iterdir() if entry.name not in own) if nearest == target else []
    except (OSError, RuntimeError) as error:
        raise StoreError(shown, f"cannot be used ({error_said(error)})", _OTHER) from None
    parent = nearest if nearest != target else target.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise StoreError(shown, f"cannot be written ({parent} is no folder that you may write to)", _OTHER)
    if strangers:
        what = f"holds files that are not a run's ({', '.join(strangers[:3])}{' …' if len(strangers) > 3 else ''}) and was left alone"
        raise StoreError(shown, what, "give a folder of its own with -o")
    return target


def write_folder(directory: str | Path, files: Mapping[str, bytes]) -> Path:
    """Write `files` as the whole content of the folder, or leave everything as it was and raise a StoreError."""
    target = folder_checked(directory, frozenset(files))
    sibling = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _files_to_folder(sibling, files)
        _folder_renamed(sibling, target)
    except OSError as error:
        raise StoreError(str(directory), f"could not be written ({error_said(error)})", "make room or rights there, or " + _OTHER) from None
    finally:
        shutil.rmtree(sibling, ignore_errors=True)
    return target


def _files_to_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        bytes_to_disk(folder / name, content)
    folder_flushed(folder)


def bytes_to_disk(path: Path, content: bytes) -> None:
    """Write and flush: a full disk is an error here, not a surprise after the rename."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _folder_renamed(sibling: Path, target: Path) -> None:
    aside = target.with_name(f".{target.name}.{os.getpid()}.old")
    if target.exists():
        target.rename(aside)
    try:
        sibling.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
    folder_flushed(target.parent)
    shutil.rmtree(aside, ignore_errors=True)


def folder_flushed(folder: Path) -> None:
    """Make renames within the folder survive a power cut."""
    if os.name != "posix":  # only there can a folder be opened and flushed
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
