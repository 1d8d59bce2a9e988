"""Where a table may stand as a picture in a page of text: below a name of one, on the pages after it, where a page holds nothing else; and
anywhere, in a report of which no page has the rows of one as text.

Told by names and boxes alone, because every report pays for it, and a report has thirty photographs: reading one takes a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportparse.geometry import box_around, is_overlapping
from reportparse.model import Box, Catalogue, Document, Insets, Page
from reportparse.opinions.doubts import is_announced, names_of_rows
from reportparse.text import text_folded

_LARGE, _WIDE = 0.04, 0.4  # of the page's area and width: a table of two rows, as wide as a table is
_MOST, _GAP = 200, 1.5  # pictures of a page that are looked at; points between the strips of one
_FEW_OVER = 8  # letters: a number or a mark of origin
_HEAD_AND_FOOT = 120  # letters: a running head, a footnote, a page number
_FEWEST_NAMES, _SHORTEST = 3, 5  # rows of the appendix with names of so many letters: what a banner on a photograph does not say
_NAMES_OF_TABLE = 8  # such names on a page: prose has 2 at most on 270 pages, tables 12 and more but for odd pages


def find_insets(document: Document, catalogue: Catalogue) -> Mapping[int, Insets]:
    """By page, pictures on pages of text that name a table of the appendix, or go on after one, or hold a running head and no more.

    On all pages, where the report has no table of the appendix as text.
    """
    found: dict[int, Insets] = {}
    among_prose: dict[int, Insets] = {}
    for page in document.pages:
        if not (boxes := _large_pictures(page)):
            continue
        is_filled = len(page.glyphs.text) <= _HEAD_AND_FOOT
        before = found.get(page.number - 1)
        announced = (is_filled and before is not None and before.announced) or is_announced(page.glyphs.text, catalogue)
        (found if announced or is_filled else among_prose)[page.number] = Insets(boxes, announced)
    is_needed = among_prose and not any(_rows_named(page, catalogue) >= _NAMES_OF_TABLE for page in reversed(document.pages))
    return {**found, **among_prose} if is_needed else found


def is_of_appendix(page: Page, catalogue: Catalogue) -> bool:
    """Is what was read in a picture a table of the appendix, by its name or its rows?"""
    return is_announced(page.glyphs.text, catalogue) or _rows_named(page, catalogue) >= _FEWEST_NAMES


def _rows_named(page: Page, catalogue: Catalogue) -> int:
    """How many rows of the appendix the page names."""
    text = text_folded(page.glyphs.text)
    return sum(len(name) >= _SHORTEST and name in text for name in names_of_rows(catalogue))


def _large_pictures(page: Page) -> tuple[Box, ...]:
    """Only of pages whose text is read: a page that is one picture has been read already."""
    if page.kind != "text" or page.engine != "pdfium" or page.turn:
        return ()
    return tuple(box for box in boxes_joined(page.pictures) if _is_large(box, page) and _is_bare(box, page))


def boxes_joined(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that overlap or touch as one: printers' drivers cut a picture into strips, and lay masks over it."""
    joined: list[Box] = []
    for box in boxes[:_MOST]:
        x0, top, x1, bottom = box
        grown = (x0 - _GAP, top - _GAP, x1 + _GAP, bottom + _GAP)
        touching = [other for other in joined if is_overlapping(grown, other)]
        joined = [*(other for other in joined if other not in touching), box_around([box, *touching])]
    return sorted(joined, key=lambda box: (box[1], box[0]))


def _is_large(box: Box, page: Page) -> bool:
    x0, top, x1, bottom = box
    return x1 - x0 >= _WIDE * page.width and (x1 - x0) * (bottom - top) >= _LARGE * page.width * page.height


def _is_bare(box: Box, page: Page) -> bool:
    """No text of the page over it: else it is paper with a pattern, and what it shows has been read."""
    x0, top, x1, bottom = box
    middles = page.glyphs.boxes.reshape(-1, 2, 2).mean(axis=1)
    return int(((middles > (x0, top)) & (middles < (x1, bottom))).all(axis=1).sum()) <= _FEW_OVER
