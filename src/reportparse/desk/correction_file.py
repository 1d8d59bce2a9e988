"""The file of corrections: written by people and by the desk, so that what people wrote stays as they wrote it.

Promise: the file is whole at every moment, two programs do not undo each other's entries, and nothing is written that would not load.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reportparse.catalogue.corrections import correction_added, correction_removed
from reportparse.errors import StoreError, error_said
from reportparse.model import Correction


def add_correction(path: Path, correction: Correction) -> None:
    """One more entry at the end; raises CatalogueError when the file does not hold, StoreError when it cannot be written."""
    with _kept_alone(path) as content:
        _replace(path, correction_added(content, correction, str(path)))


def remove_correction(path: Path, correction: Correction) -> bool:
    """Take an entry back; False where it is not there as it was written, because somebody has edited it since."""
    if not path.exists():
        return False
    with _kept_alone(path) as content:
        rest = correction_removed(content, correction)
        if rest is not None:
            _replace(path, rest)
    return rest is not None


@contextmanager
def _kept_alone(path: Path) -> Iterator[bytes]:
    """The file's bytes, while no other desk may write. The file is replaced by its successor, so the lock may be on one that is gone."""
    try:
        while True:
            with path.open("ab+") as file:
                with suppress(ImportError):
                    import fcntl

                    fcntl.flock(file.fileno(), fcntl.LOCK_EX)
                if not path.exists() or os.fstat(file.fileno()).st_ino != path.stat().st_ino:
                    continue
                file.seek(0)
                yield file.read()
                return
    except OSError as error:
        what = f"cannot be written ({error_said(error)})"
        raise StoreError(str(path), what, "give another file with --corrections") from None


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
