"""The file of verdicts: a log that is only ever added to.

Promise: a verdict is on the disk when `append` returns; two programs may write at once; a file that was cut in the middle loses the line
that was cut and no other, and the next verdict begins a line of its own.  No cell can become a formula.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reportparse.errors import StoreError
from reportparse.review.verdicts import COLUMNS, Judgement, judgement_to_cells, row_to_judgement
from reportparse.store.csv_text import cells_to_csv, text_guarded, text_restored

_BOM = "\ufeff"
_LONGEST_LINE = 10_000_000
_OTHER = "give another file with --verdicts"


@dataclass(frozen=True, slots=True)
class VerdictLog:
    """What the file holds: the judgements in order, and a sentence for each line that could not be read."""

    judgements: tuple[Judgement, ...]
    faults: tuple[str, ...]


def verdicts_beside(run: str) -> Path:
    """Where a run's verdicts lie: beside its folder, which holds nothing but the run."""
    folder = Path(run).expanduser().resolve()
    return folder.with_name(f"{folder.name}.verdicts.csv")


def read_verdicts(path: Path) -> VerdictLog:
    """The log, empty where there is no file yet. Raises StoreError when the file is there and is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return VerdictLog((), ())
    except OSError as error:
        raise _refused(path, "read", error) from None
    return text_to_log(content.decode("utf-8", "replace"), str(path))


def text_to_log(text: str, source: str) -> VerdictLog:
    """Line by line: every verdict is on one line, so that a quotation mark that was never closed swallows nothing."""
    lines = text.removeprefix(_BOM).splitlines()
    header = next(csv.reader(lines[:1]), [])
    if lines and "spot" not in header:
        raise StoreError(source, "is no file of verdicts (its first line names no column spot)", _OTHER)
    judgements: list[Judgement] = []
    faults: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            try:
                judgements += [one for one in [_line_to_judgement(line, header)] if one]
            except ValueError as error:
                faults.append(f"{source}, line {number}: {error}; the line was left out")
    return VerdictLog(tuple(judgements), tuple(faults))


def _line_to_judgement(line: str, header: Sequence[str]) -> Judgement | None:
    csv.field_size_limit(_LONGEST_LINE)
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        raise ValueError("is cut or damaged") from None
    if len(cells) != len(header):
        raise ValueError(f"has {len(cells)} cells where the first line names {len(header)}")
    return row_to_judgement({name: text_restored(cell) for name, cell in zip(header, cells, strict=True)})


def judgements_to_csv(lines: Sequence[Sequence[str]]) -> str:
    """Lines under the header, safe for a spreadsheet."""
    return cells_to_csv([[text_guarded(cell) for cell in line] for line in lines], COLUMNS)


def append_judgement(path: Path, judgement: Judgement) -> None:
    """Add one line, and be sure that it is there. Raises StoreError when it cannot be."""
    line = judgements_to_csv([judgement_to_cells(judgement)]).split("\r\n", 1)[1].encode("utf-8", "replace")
    try:
        with path.open("ab+") as file, _locked(file):
            file.write(_before(file, path) + line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _refused(path, "written", error) from None


def _refused(path: Path, verb: str, error: OSError) -> StoreError:
    return StoreError(str(path), f"cannot be {verb} ({(error.strerror or str(error)).lower()})", _OTHER)


def _before(file: IO[bytes], path: Path) -> bytes:
    """The header of a new file; the end of a line that was cut. A file in another layout is not written into."""
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        return (_BOM + ",".join(COLUMNS) + "\r\n").encode()
    file.seek(0)
    header = next(csv.reader([file.readline().decode("utf-8-sig", "replace").rstrip("\r\n")]), [])
    if tuple(header) != COLUMNS:
        raise StoreError(str(path), "has other columns than this version writes", "give a new file with --verdicts")
    file.seek(size - 1)
    return b"" if file.read(1) == b"\n" else b"\r\n"


@contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    """Keep other programs out while the line goes in. Where the system has no such lock, a short append is as good as one."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    fcntl.flock(file.fileno(), fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
