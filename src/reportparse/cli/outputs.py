"""Files that a command writes beside what it prints: each whole or not at all, and none over a report."""

from __future__ import annotations

import os
from pathlib import Path

from reportparse.errors import StoreError, error_said


def write_text_file(path: str | Path, text: str, *, mark: bool = False) -> None:
    """The text as UTF-8, with a byte order mark where a spreadsheet is to open it; raises StoreError."""
    write_file(path, text.encode("utf-8-sig" if mark else "utf-8", "replace"))


def write_file(path: str | Path, content: bytes) -> None:
    """The bytes, or what stood there before; raises StoreError.

    No command writes a PDF: one that stands there is a report that was named by a slip of the pen, and perhaps the only copy of it.
    """
    try:
        if _is_pdf(Path(path)):
            raise StoreError(str(path), "is a PDF and was left alone", "give another file")
        _replace(Path(path), content)
    except OSError as error:
        what = f"could not be written ({error_said(error)})"
        raise StoreError(str(path), what, "give another file") from None


def _is_pdf(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"


def _replace(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():  # /dev/stdout, a pipe; a folder is an error here
        path.write_bytes(content)
        return
    target = path.resolve()  # a link stays a link
    part = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
