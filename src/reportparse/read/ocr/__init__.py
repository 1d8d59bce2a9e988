"""Pages that have no text, or text that means nothing, read from their pictures (extra `ocr`).

Promise: a page comes back as any other, every character with a confidence; a page that cannot be read is named; nothing here is imported,
OpenCV and onnxruntime least of all, before a page needs it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from reportparse.errors import MissingExtraError
from reportparse.model import Glyphs, Page, Problem

__all__ = ["needs_ocr", "pages_read_by_ocr"]

INSTALL = "pip install 'reportparse[ocr]'"
_NO_GLYPHS = Glyphs("", np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
_OLD_LAYER = 0.3  # the confidence of text that another program once put under a picture


def needs_ocr(page: Page) -> bool:
    return page.kind in ("picture", "garbled")


def pages_read_by_ocr(source: str, document: Any, pages: Sequence[Page], wanted: bool) -> tuple[list[Page], list[Problem]]:
    """`pages`, those that need it read from their pictures where that is `wanted` and possible, and a word about those that were not.

    Raises MissingExtraError when nothing at all can be read without the extra.
    """
    if wanted and is_installed():
        return _pages_recognised(document, pages)
    left = [_page_as_it_is(page) if needs_ocr(page) else page for page in pages]
    said = f"{pages_said(page.number for page in pages if needs_ocr(page))}: pictures of text, or text that means nothing"
    if wanted and not any(page.glyphs.text for page in left):
        raise MissingExtraError(source, f"cannot be read without OCR ({said})", INSTALL)
    return left, [pictures_not_read(said, wanted)]


def pictures_not_read(said: str, wanted: bool) -> Problem:
    """Of pictures that nothing is known of: nobody `wanted` it, or the extra is missing."""
    if not wanted:
        return Problem("picture-page", "warning", f"{said}; not read")
    return Problem("missing-extra", "error", f"{said}; not read without OCR: {INSTALL}")


def picture_unreadable(which: str, error: Exception) -> Problem:
    """Of a picture that a library stumbled over; its own words may be many lines."""
    said = str(error).strip().splitlines() or [type(error).__name__]
    return Problem("picture-page", "warning", f"{which} cannot be read: {said[0][:120]}")


def is_installed() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("cv2", "onnxruntime", "rapidocr"))


def _pages_recognised(document: Any, pages: Sequence[Page]) -> tuple[list[Page], list[Problem]]:
    """`pages` in order, those that need it read from their pictures."""
    from reportparse.read.ocr.pages import page_recognised
    from reportparse.read.ocr.pictures import damage_said

    out: list[Page] = []
    problems: list[Problem] = []
    for page in pages:
        try:
            found = page_recognised(document, page) if needs_ocr(page) else [page]
            damage = damage_said(document, page.number, not found[0].glyphs.text) if page.kind == "picture" else ""
            out += found
            problems += [Problem("picture-page", "warning", f"the picture of page {page.number} {damage}")] if damage else []
        except MemoryError:
            raise
        except Exception as error:  # whatever a picture does to three libraries costs that page and no more
            out.append(_page_as_it_is(page))
            problems.append(picture_unreadable(f"the picture of page {page.number}", error))
    return out, problems


def _page_as_it_is(page: Page) -> Page:
    """Without OCR: text that means nothing is dropped, an old layer under a picture is kept and doubted."""
    if page.kind == "garbled":
        return replace(page, glyphs=_NO_GLYPHS)
    doubted = np.full(len(page.glyphs.text), _OLD_LAYER, np.float32)
    return replace(page, glyphs=replace(page.glyphs, confidence=doubted))


def pages_said(numbers: Iterable[int]) -> str:
    """`page 4`, `pages 1-3, 7`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    return f"page {said}" if len(runs) == 1 and runs[0][0] == runs[0][1] else f"pages {said}"
