"""Files that a command writes beside what it prints."""

from __future__ import annotations

from pathlib import Path

from reportparse.errors import StoreError


def write_text_file(path: str | Path, text: str, *, mark: bool = False) -> None:
    """The text as UTF-8, with a byte order mark where a spreadsheet is to open it; raises StoreError."""
    try:
        Path(path).write_bytes(text.encode("utf-8-sig" if mark else "utf-8", "replace"))
    except OSError as error:
        what = f"could not be written ({(error.strerror or str(error)).lower()})"
        raise StoreError(str(path), what, "give another file") from None
