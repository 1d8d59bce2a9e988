"""The cheaper way: what can still be read of a file that ran into a limit or killed its reader.

Page by page, without OCR and second opinions, each page written down before the next is begun. If this dies too, the next try goes on
behind the page that it died of; when it has died often enough, what was written down is put together and no more is read.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportparse.archive.logs import append_bytes
from reportparse.archive.papers import nouns_from_bytes, nouns_to_bytes
from reportparse.assemble import assemble_paper
from reportparse.errors import EncryptedError, LimitError, MalformedError, ReportparseError
from reportparse.model import Catalogue, Document, Page, Paper, Problem, Settings
from reportparse.read import read_document

_HEAD = struct.Struct(">III")
_STEPS = 64  # of a longer document several pages are read at once, because each step opens the file anew
_BLIND = 3  # so many steps may fail before it is known how many pages there are


@dataclass(frozen=True, slots=True)
class Notes:
    """What former tries wrote down: the pieces that were read, the page behind the last step that was begun, and the whole notes' bytes."""

    pieces: tuple[Document, ...] = ()
    reached: int = 1
    length: int = 0

    @property
    def n_pages(self) -> int:
        """How many pages the document has; 0 while nobody knows."""
        return self.pieces[0].n_pages if self.pieces else 0


def document_salvaged(path: str, notes: Path, settings: Settings, seconds: float) -> Document:
    """Read on where the notes end, for at most `seconds`, and put together all that was ever read. Raises a ReportparseError."""
    until = time.monotonic() + seconds
    known = read_notes(notes)
    if notes.exists():
        os.truncate(notes, known.length)  # a note that was cut short by a kill would make those behind it unreadable
    n_pages, page, failed = known.n_pages, known.reached, 0
    while time.monotonic() < until and (page <= n_pages or not n_pages) and failed < _BLIND + n_pages:
        last = page + max(1, n_pages // _STEPS) - 1
        piece = _piece_read(path, notes, settings, (page, last))
        n_pages, failed, page = (piece.n_pages if piece else n_pages), failed + (piece is None), last + 1
    return pieces_joined(path, read_notes(notes).pieces)


def _piece_read(path: str, notes: Path, settings: Settings, pages: tuple[int, int]) -> Document | None:
    """Some pages, noted down before and after; None when they cannot be read, whatever the reason."""
    first, last = pages
    append_bytes(notes, _HEAD.pack(first, last, 0))
    try:
        piece = read_document(path, password=settings.password, page_limit=settings.page_limit, only=range(first, last + 1))
    except (EncryptedError, LimitError):
        raise
    except (ReportparseError, MemoryError, ArithmeticError, LookupError, TypeError, ValueError, OSError):
        return None
    content = nouns_to_bytes(piece)
    append_bytes(notes, _HEAD.pack(first, last, len(content)) + content)
    return piece


def read_notes(notes: Path) -> Notes:
    """The notes as far as they are whole."""
    if not notes.exists():
        return Notes()
    content, at, reached = notes.read_bytes(), 0, 1
    pieces: list[Document] = []
    while at + _HEAD.size <= len(content):
        _, last, length = _HEAD.unpack_from(content, at)
        if at + _HEAD.size + length > len(content):
            break
        at += _HEAD.size + length
        reached = max(reached, last + 1)
        piece = nouns_from_bytes(content[at - length : at]) if length else None
        pieces += [piece] if isinstance(piece, Document) else []
    return Notes(tuple(pieces), reached, at)


def pieces_joined(source: str, pieces: tuple[Document, ...]) -> Document:
    """One document; pages that are in no piece are a problem that names them."""
    if not pieces:
        raise MalformedError(source, "has no page that can be read within the limits", "look at the file, or raise the limits")
    pages: dict[int, Page] = {page.number: page for piece in pieces for page in piece.pages}
    lost = [number for number in range(1, pieces[0].n_pages + 1) if number not in pages]
    told = tuple(Problem("page-unreadable", "error", f"{_span(*span)} left out: no reading within the limits") for span in _spans(lost))
    return replace(pieces[0], pages=tuple(pages[number] for number in sorted(pages)), problems=told)


def paper_salvaged(document: Document, catalogue: Catalogue) -> tuple[Document, Paper]:
    """Assemble, without the pages that cannot be assembled even when each is alone."""
    try:
        return document, assemble_paper(document, catalogue)
    except Exception:
        sound = tuple(page for page in document.pages if _is_sound(replace(document, pages=(page,)), catalogue))
        lost = sorted({page.number for page in document.pages} - {page.number for page in sound})
        if not sound or not lost:
            raise
        told = tuple(Problem("page-unreadable", "error", f"{_span(*span)} left out: cannot be made out") for span in _spans(lost))
        document = replace(document, pages=sound, problems=(*document.problems, *told))
        return document, assemble_paper(document, catalogue)


def _is_sound(document: Document, catalogue: Catalogue) -> bool:
    try:
        assemble_paper(document, catalogue)
    except Exception:
        return False
    return True


def _spans(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for index, number in enumerate(numbers):
        if index + 1 == len(numbers) or numbers[index + 1] != number + 1:
            yield numbers[first], number
            first = index + 1


def _span(first: int, last: int) -> str:
    return f"page {first} was" if first == last else f"pages {first} to {last} were"
