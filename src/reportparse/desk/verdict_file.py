"""The file of verdicts: a log that is only ever added to.

Promise: a verdict is on the disk when `append` returns; two programs may write at once; a file that was cut in the middle loses the line
that was cut and no other, and the next verdict begins a line of its own.  No cell can become a formula.
"""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reportparse.errors import StoreError, error_said
from reportparse.review.spots import Spot
from reportparse.review.verdicts import COLUMNS, Judgement, judgement_to_cells, row_to_judgement, row_to_spot
from reportparse.store.csv_text import cells_to_csv, text_guarded, text_restored

_BOM = "\ufeff"
_LONGEST_LINE = 10_000_000
_REMEMBERED = 256  # bytes before where reading stopped, by which it is known that they are still the same
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
    return text_to_log(_bytes_to_text(content), str(path))


def _bytes_to_text(content: bytes) -> str:
    """A sample comes back as the spreadsheet likes to save it: GBK from a Chinese one, UTF-16 where that is its "Unicode text".

    Only what has lost the mark that this program writes is taken for GBK: one damaged character makes no other file of a log.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8", "replace" if content.startswith(codecs.BOM_UTF8) else "strict")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def text_to_log(text: str, source: str) -> VerdictLog:
    """Line by line: every verdict is on one line, so that a quotation mark that was never closed swallows nothing."""
    lines = _lines_with_commas(text.splitlines())
    header = _line_to_header(lines[0], source) if lines else []
    judgements: list[Judgement] = []
    faults: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        _take_line(line, header, f"{source}, line {number}", (judgements, faults))
    return VerdictLog(tuple(judgements), tuple(faults))


def _lines_with_commas(lines: list[str]) -> list[str]:
    """Where a comma is the decimal point, spreadsheets part cells by semicolons, and those of UTF-16 by tabs."""
    parted = next((mark for mark in ";\t" if lines and mark in lines[0] and "," not in lines[0]), "")
    if not parted:
        return lines
    csv.field_size_limit(_LONGEST_LINE)
    return [cells_to_csv([], next(csv.reader([line], delimiter=parted), [])).rstrip("\r\n") for line in lines]


def read_spots(path: Path) -> list[Spot]:
    """The spots of a sample's file, judged or not; raises StoreError when it is none."""
    if not path.is_file():
        raise StoreError(str(path), "no such file", "draw it with `reportparse sample`")
    try:
        lines = _bytes_to_text(path.read_bytes()).splitlines()
    except OSError as error:
        raise _refused(path, "read", error) from None
    lines = _lines_with_commas(lines)
    header = _line_to_header(lines[0] if lines else "", str(path))
    try:
        return [row_to_spot(_line_to_row(line, header)) for line in lines[1:] if line.strip()]
    except ValueError as error:
        raise StoreError(str(path), f"holds a line that {error}", "draw the sample again") from None


class GrowingLog:
    """A log that is read on where it was left: a verdict must not cost more when ten thousand stand before it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._restart()

    def _restart(self) -> None:
        self._at, self._end = 0, b""
        self._header: list[str] = []
        self._judgements: list[Judgement] = []
        self._faults: list[str] = []
        self._number = 0

    def read(self) -> VerdictLog:
        """The whole log as it is now. A last line without its end is read when it has one."""
        try:
            with self._path.open("rb") as file:
                self._read_on(file)
        except FileNotFoundError:
            self._restart()
        except OSError as error:
            raise _refused(self._path, "read", error) from None
        return VerdictLog(tuple(self._judgements), tuple(self._faults))

    def _read_on(self, file: IO[bytes]) -> None:
        if not self._is_as_left(file):
            self._restart()
        file.seek(self._at)
        whole, newline, _ = file.read().rpartition(b"\n")
        if newline:
            self._take(whole + newline)

    def _is_as_left(self, file: IO[bytes]) -> bool:
        """Whether what was read still stands there: a spreadsheet may have written the file anew."""
        file.seek(max(0, self._at - len(self._end)))
        return file.read(len(self._end)) == self._end

    def _take(self, content: bytes) -> None:
        self._at += len(content)
        self._end = (self._end + content)[-_REMEMBERED:]
        for line in content.decode("utf-8", "replace").splitlines():
            self._number += 1
            if not self._header:
                self._header = _line_to_header(line, str(self._path))
            else:
                _take_line(line, self._header, f"{self._path}, line {self._number}", (self._judgements, self._faults))


def _take_line(line: str, header: Sequence[str], where: str, into: tuple[list[Judgement], list[str]]) -> None:
    if line.strip():
        try:
            into[0].extend(one for one in [_line_to_judgement(line, header)] if one)
        except ValueError as error:
            into[1].append(f"{where}: {error}; the line was left out")


def _line_to_header(line: str, source: str) -> list[str]:
    header = next(csv.reader([line.removeprefix(_BOM)]), [])
    if "spot" not in header:
        raise StoreError(source, "is no sample and no file of verdicts (its first line names no column spot)", "give another file")
    return header


def _line_to_judgement(line: str, header: Sequence[str]) -> Judgement | None:
    return row_to_judgement(_line_to_row(line, header))


def _line_to_row(line: str, header: Sequence[str]) -> dict[str, str]:
    csv.field_size_limit(_LONGEST_LINE)
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        raise ValueError("is cut or damaged") from None
    if len(cells) != len(header):
        raise ValueError(f"has {len(cells)} cells where the first line names {len(header)}")
    return {name: text_restored(cell) for name, cell in zip(header, cells, strict=True)}


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
    return StoreError(str(path), f"cannot be {verb} ({error_said(error)})", _OTHER)


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
