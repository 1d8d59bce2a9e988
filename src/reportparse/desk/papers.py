"""The PDFs of a run, found where they are now, and drawn.

Promise: only files that the run names are ever opened, and only when their bytes are those that were parsed; a page is drawn once while it
is in use.  pdfium is not safe in two threads at once, so pages are drawn one at a time.
"""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from reportparse.errors import ReportparseError, UnreadableError
from reportparse.read import page_picture

if TYPE_CHECKING:
    from PIL.Image import Image
    from pyarrow import Table

_PAGES_KEPT = 6
_ELSEWHERE = "say with --pdfs in which folder the reports are now"


@dataclass(frozen=True, slots=True)
class Known:
    """A report as the run knows it."""

    source: str
    sha256: str


def reports_known(reports: Table) -> dict[str, Known]:
    """The run's reports by id; those that could not be opened have none."""
    rows = reports.select(["report_id", "source", "sha256"]).to_pylist()
    return {row["report_id"]: Known(row["source"], row["sha256"]) for row in rows if row["report_id"]}


class Papers:
    """The reports of one run: where each is, checked once, and its pages as pictures."""

    def __init__(self, known: Mapping[str, Known], near: str, folder: str | None = None, password: str | None = None) -> None:
        self._known = known
        self._near = Path(near).resolve()
        self._folder = Path(folder) if folder else None
        self._password = password
        self._found: dict[str, str | ReportparseError] = {}
        self._names: dict[str, list[Path]] | None = None
        self._pages: OrderedDict[tuple[str, int, float], Image] = OrderedDict()
        self._lock = Lock()

    def page(self, report_id: str, number: int, scale: float) -> Image:
        """The page drawn at `scale` pixels a point; raises a ReportparseError that says why it cannot be shown."""
        with self._lock:
            key = report_id, number, scale
            if key not in self._pages:
                self._pages[key] = page_picture(self._path(report_id), number, scale=scale, password=self._password)
                while len(self._pages) > _PAGES_KEPT:
                    self._pages.popitem(last=False)
            self._pages.move_to_end(key)
            return self._pages[key]

    def fault(self, report_id: str) -> str:
        """Why the report's pages cannot be shown; empty where they can."""
        with self._lock:
            try:
                self._path(report_id)
            except ReportparseError as error:
                return str(error)
        return ""

    def _path(self, report_id: str) -> str:
        if report_id not in self._found:
            try:
                self._found[report_id] = self._located(report_id)
            except ReportparseError as error:
                self._found[report_id] = error
        found = self._found[report_id]
        if isinstance(found, ReportparseError):
            raise found
        return found

    def _located(self, report_id: str) -> str:
        """The first of the places where it may be that holds the bytes that were parsed."""
        known = self._known.get(report_id)
        if known is None:
            raise UnreadableError(report_id, "is no report of this run", "name the run that has it")
        reasons = []
        for path in self._candidates(known):
            digest = _digest(path)
            if digest == known.sha256:
                return str(path)
            reasons.append("is not the file that was parsed (its bytes have changed)" if digest else "")
        changed = next((reason for reason in reasons if reason), "")
        raise UnreadableError(known.source, changed or "is not there (any more)", _ELSEWHERE)

    def _candidates(self, known: Known) -> Iterator[Path]:
        """The path as it was given, from here and from the folders that the run lies in; files of that name in the folder of --pdfs."""
        yield Path(known.source)
        if not Path(known.source).is_absolute():
            yield from (folder / known.source for folder in self._near.parents)
        name = known.source.replace("\\", "/").rpartition("/")[2]
        yield from self._named(name)

    def _named(self, name: str) -> list[Path]:
        if self._folder is None:
            return []
        if self._names is None:
            self._names = {}
            for path in sorted(self._folder.rglob("*")):
                if path.suffix.lower() == ".pdf":
                    self._names.setdefault(path.name, []).append(path)
        return self._names.get(name, [])


def _digest(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe would wait for ever
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def image_to_png(image: Image) -> bytes:
    """Grey where the page is: a fifth of the bytes, and twice as fast. Level 1 costs a tenth more bytes than 6 and half the time."""
    grey = image.convert("L")
    picture = grey if _is_grey(image) else image.convert("RGB")
    sink = io.BytesIO()
    picture.save(sink, "PNG", compress_level=1)
    return sink.getvalue()


def _is_grey(image: Image) -> bool:
    """Looked at in miniature: a red seal is thousands of pixels wide."""
    small = image.convert("RGB").resize((64, 64))
    data = small.tobytes()
    return all(max(data[at : at + 3]) - min(data[at : at + 3]) < 12 for at in range(0, len(data), 3))
