"""Tables that stand in a page of text as pictures: pasted from a screen, or scanned.

Promise: such a page comes back with the letters and rules of the picture where they stand, each letter with a confidence; its text is as
it was. A picture that shows no table leaves its page as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from reportparse.model import Document, Glyphs, Insets, Page, Problem, Rules, Settings
from reportparse.read.ocr import is_installed, pages_said, picture_unreadable, pictures_not_read
from reportparse.read.pdfium import bytes_from_path, opened

Wanted = Mapping[int, Insets]
"""Pictures by the number of their page, from 1."""
IsTable = Callable[[Page], bool]
_NONE = Insets((), announced=False)
_FEWEST_LEVEL = 2  # rules: a table of three lines is cut off at a page's foot after two of them


def read_insets(document: Document, wanted: Wanted, settings: Settings, is_table: IsTable) -> Document:
    """The document, wanted pictures read as tables where they show some; those that nobody announced where what they show `is_table`."""
    if not wanted:
        return document
    if not (settings.ocr and is_installed()):
        announced = [number for number, insets in wanted.items() if insets.announced]
        if not announced:
            return document
        said = f"{pages_said(announced)}: a picture where a table is announced"
        return replace(document, problems=(*document.problems, pictures_not_read(said, settings.ocr)))
    pages: list[Page] = []
    problems: list[Problem] = []
    with opened(document.source, bytes_from_path(document.source), settings.password) as handle:
        for page in document.pages:
            try:
                insets = _insets_recognised(handle, page, wanted.get(page.number, _NONE), is_table)
            except MemoryError:
                raise
            except Exception as error:  # whatever a picture does to three libraries costs that picture and no more
                insets = []
                problems.append(picture_unreadable(f"a picture on page {page.number}", error))
            pages.append(page_with_insets(page, insets))
    return replace(document, pages=tuple(pages), problems=(*document.problems, *problems))


def _insets_recognised(handle: object, page: Page, insets: Insets, is_table: IsTable) -> list[Page]:
    if not insets.boxes:
        return []
    from reportparse.read.ocr.pages import inset_recognised

    found = [inset_recognised(handle, page, box, surely=insets.announced) for box in insets.boxes]
    ruled = [inset for inset in found if inset is not None and len(inset.rules.horizontal) >= _FEWEST_LEVEL]
    return [inset for inset in ruled if insets.announced or is_table(inset)]


def page_with_insets(page: Page, insets: Sequence[Page]) -> Page:
    """The page with what its pictures show, each where it stands; `ocr` is said to have read its tables."""
    if not insets:
        return page
    seen = [page.glyphs, *(inset.glyphs for inset in insets)]
    sure = [np.ones(len(glyphs.text), np.float32) if glyphs.confidence is None else glyphs.confidence for glyphs in seen]
    glyphs = Glyphs(
        "".join(glyphs.text for glyphs in seen),
        np.vstack([glyphs.boxes for glyphs in seen]),
        np.concatenate([glyphs.baselines for glyphs in seen]),
        np.concatenate(sure),
    )
    rules = Rules(
        np.vstack([page.rules.horizontal, *(inset.rules.horizontal for inset in insets)]),
        np.vstack([page.rules.vertical, *(inset.rules.vertical for inset in insets)]),
    )
    return replace(page, glyphs=glyphs, rules=rules, engine="ocr")
