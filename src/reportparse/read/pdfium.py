"""pdfium opens the file and reads every page.

pypdfium2's wrapper makes an object for every page, text page and path; the loops here call the C functions directly,
because that is three times faster and a report of 26 pages is read in 0.05 s.
"""

from __future__ import annotations

import hashlib
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reportparse.errors import EncryptedError, LimitError, MalformedError, UnreadableError, error_said
from reportparse.model import Document, Page, Problem
from reportparse.read.frame import Frame, frame_from_page, frame_turned
from reportparse.read.glyphs import glyphs_from_page
from reportparse.read.kinds import kind_with_objects, page_kind
from reportparse.read.ocr import needs_ocr, pages_read_by_ocr
from reportparse.read.paths import marks_from_page
from reportparse.read.turn import page_turned, turn_of_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from PIL.Image import Image

_PDF_HEADER_WITHIN = 1024  # Adobe's readers look for %PDF- in the first 1024 bytes, and so do we
_LARGEST = 2 * 2**30  # bytes: reports have under 0.1 GB; a copy of a disk that is called .pdf would take all memory
_ZIP = b"PK\x03\x04"  # an archive whose files are not packed has a %PDF- near its begin, and PDFium would read the last of them alone
_LONGEST_SIDE_PX = 8000  # a page of a mile is drawn small, not refused


def bytes_from_path(source: str) -> bytes:
    """The file's bytes; raises UnreadableError or MalformedError with what to do."""
    if not source:
        raise UnreadableError("''", "is no name", "name a PDF file")
    try:
        data = _bytes_of_file(source)
    except FileNotFoundError:
        if "://" in source:
            raise UnreadableError(source, "is an address and no file", "download it, or give it to `reportparse batch`") from None
        raise UnreadableError(source, "no such file", "check the path") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise UnreadableError(source, f"cannot be read ({error_said(error)})", "check its permissions") from None
    if not data:
        raise MalformedError(source, "is empty (0 bytes)", "download it again")
    if data.startswith(_ZIP):
        raise MalformedError(source, "is a ZIP archive or an Office file", "save it as PDF, or give an archive to `reportparse batch`")
    if b"%PDF-" not in data[:_PDF_HEADER_WITHIN]:
        shown = "looks like a web page" if data.lstrip()[:1] == b"<" else "is not a PDF"
        raise MalformedError(source, shown, "download the PDF itself")
    return data


def _bytes_of_file(source: str) -> bytes:
    path = Path(source)
    about = path.stat()
    mode = about.st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableError(source, "is a folder", "name a PDF file, or use `reportparse batch` for a folder")
    if not stat.S_ISREG(mode):  # a pipe would wait for ever, /dev/zero never ends
        raise UnreadableError(source, "is not a regular file", "save it as a file first")
    if about.st_size > _LARGEST:
        raise LimitError(source, f"has {about.st_size / 2**30:.1f} GB, more than the 2 GB that are read", "print it to a smaller PDF")
    return path.read_bytes()


@contextmanager
def opened(source: str, data: bytes, password: str | None) -> Iterator[Any]:
    """The open pdfium document; its errors turned into ours."""
    # PDFium fails on some files without saying why, and then the reason of the last failure stands, be it another file's.
    pdfium_c.FPDF_LoadMemDocument64(b"", 0, None)
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            todo = "the password is wrong" if password else "give the password with --password"
            raise EncryptedError(source, "is encrypted", todo) from None
        raise MalformedError(source, "is damaged and cannot be opened", "download it again, or print it to a new PDF") from None
    try:
        yield document
    finally:
        document.close()


def read_document(
    source: str, *, password: str | None = None, page_limit: int | None = None, only: Collection[int] | None = None, ocr: bool = False
) -> Document:
    """Read the whole file, or only some pages; with `ocr` also those that must be looked at (slow: two seconds each).

    Raises a ReportparseError when nothing can be read; a page that cannot be is a Problem.
    """
    data = bytes_from_path(source)
    digest = hashlib.sha256(data).hexdigest()
    with opened(source, data, password) as document:
        n_pages = len(document)
        if n_pages == 0:
            raise MalformedError(source, "has no pages", "download it again")
        if page_limit is not None and n_pages > page_limit:
            raise LimitError(source, f"has {n_pages} pages, more than the limit of {page_limit}", "raise --page-limit")
        read = [_page_from_document(document, number) for number in range(1, n_pages + 1) if only is None or number in only]
        pages, problems = _pages_or_error(source, n_pages, read)
        if any(map(needs_ocr, pages)):
            pages, said = pages_read_by_ocr(source, document, pages, ocr)
            problems += said
        meta = document.get_metadata_dict()
    return Document(
        source=source,
        report_id=digest[:16],
        sha256=digest,
        size=len(data),
        n_pages=n_pages,
        pages=tuple(pages),
        title=meta.get("Title", ""),
        producer=meta.get("Producer", ""),
        problems=tuple(problems),
    )


def _pages_or_error(source: str, n_pages: int, read: list[Page | Problem]) -> tuple[list[Page], list[Problem]]:
    pages = [page for page in read if isinstance(page, Page)]
    if not read:
        raise UnreadableError(source, f"has {n_pages} pages, none of those asked for", "check --pages")
    if not pages:
        raise MalformedError(source, f"has {n_pages} pages, none of which can be read", "print it to a new PDF")
    return pages, [page for page in read if isinstance(page, Problem)]


def _page_from_document(document: Any, number: int) -> Page | Problem:
    handle = pdfium_c.FPDF_LoadPage(document.raw, number - 1)
    if not handle:
        return Problem("page-unreadable", "error", f"page {number} is damaged and was left out")
    try:
        return _page_from_handle(handle, number)
    finally:
        pdfium_c.FPDF_ClosePage(handle)


def _page_from_handle(handle: Any, number: int) -> Page:
    frame: Frame = frame_from_page(handle)
    glyphs = glyphs_from_page(handle, frame)
    rules, shading, pictures = marks_from_page(handle, frame)
    area = frame.width * frame.height
    kind = kind_with_objects(page_kind(glyphs, pictures, area), handle, glyphs, pictures, area)
    page = Page(
        number=number,
        width=frame.width,
        height=frame.height,
        kind=kind,
        glyphs=glyphs,
        rules=rules,
        pictures=pictures,
        shading=shading,
    )
    turn = turn_of_text(glyphs)
    return page_turned(page, turn, glyphs_from_page(handle, frame_turned(frame, turn))) if turn else page


def page_picture(source: str, number: int, *, scale: float = 2.0, password: str | None = None) -> Image:
    """The page as a picture, `scale` pixels a point (less where the page is so large that 8,000 pixels would be passed).

    The picture's `info["dpi"]` says how many pixels 72 points came to be, so that a box can be drawn on it.
    """
    with opened(source, bytes_from_path(source), password) as document:
        if not 1 <= number <= len(document):
            raise UnreadableError(source, f"has no page {number}", f"it has {len(document)} pages")
        page = document[number - 1]
        fitting = min(scale, _LONGEST_SIDE_PX / max(*page.get_size(), 1.0))
        image: Image = page.render(scale=fitting).to_pil()
        image.info["dpi"] = (72 * fitting, 72 * fitting)
        return image
