"""pdfplumber as a reader of tables: rules first, alignment of words where there are none.

It decodes text and finds rules by itself (pdfminer.six), so that what it says is a second opinion on both. Its default tolerances are
right for these reports; its pages are closed one by one (55 MB instead of 751 MB on 195 pages).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reportparse.geometry import is_overlapping
from reportparse.model import Box, Grid, Place
from reportparse.read.cells import Reader, grid_from_boxes
from reportparse.read.frame import shift_of_crop

ENGINE = "pdfplumber"
_BY_WORDS = {"vertical_strategy": "text", "horizontal_strategy": "text"}
_HALF = 0.36  # of the type size: from the baseline to the middle of 国, and of a digit
_ASLANT = 0.1  # sine times cosine: 6 degrees and more
_TWICE = 1.0  # points: bold that is printed twice is shifted by 0.3 to 0.6


def grids_from_places(source: str, places: Sequence[Place], password: str | None) -> list[Grid]:
    """The tables on the pages of `places`: those with rules, and those without within the boxes that hold none with."""
    import pdfplumber

    with pdfplumber.open(source, password=password or "") as document:
        return [grid for number in sorted({place.page for place in places}) for grid in _page_grids(document.pages[number - 1], places)]


def _page_grids(page: Any, places: Sequence[Place]) -> Iterator[Grid]:
    once = page.filter(_is_no_watermark).dedupe_chars(tolerance=_TWICE)
    shift = shift_of_crop(page.page_obj.mediabox, page.page_obj.cropbox, page.rotation)
    origin = page.mediabox[0] + shift[0], page.mediabox[1] + shift[1]
    boxes = [place.box for place in places if place.page == page.page_number]
    try:
        ruled = _grids(once.find_tables(), once, origin, Reader(ENGINE, "ruled", page.page_number))
        yield from ruled
        for box in boxes:
            if not any(is_overlapping(grid.place.box, box) for grid in ruled):
                tables = _within(once, box, origin).find_tables(_BY_WORDS)
                yield from _grids(tables, once, origin, Reader(ENGINE, "aligned", page.page_number))
    finally:
        page.close()


def _is_no_watermark(thing: Mapping[str, Any]) -> bool:
    """Text that lies aslant over a table belongs to none of its cells."""
    a, b, *_ = thing.get("matrix") or (1.0, 0.0)
    return bool(thing["object_type"] != "char" or abs(a * b) < _ASLANT * (a * a + b * b))


def _grids(tables: Sequence[Any], page: Any, origin: tuple[float, float], reader: Reader) -> list[Grid]:
    shown = [([_moved(box, origin) for box in table.cells], _texts(page, table.bbox, origin)) for table in tables]
    grids = (grid_from_boxes(boxes, text_of, reader) for boxes, text_of in shown)
    return [grid for grid in grids if grid is not None]


def _texts(page: Any, bbox: Box, origin: tuple[float, float]) -> Callable[[Box], str]:
    """What stands in a box of the table: the characters whose centres lie in it."""
    from pdfplumber.utils.text import extract_text

    x0, top, x1, bottom = bbox
    near = [c for c in page.chars if c["x1"] > x0 and c["x0"] < x1 and c["bottom"] > top and c["top"] < bottom]
    centres = [_centre(c, page.mediabox[1] + page.height, origin) for c in near]

    def text_of(box: Box) -> str:
        inside = [c for c, (x, y) in zip(near, centres, strict=True) if box[0] <= x < box[2] and box[1] <= y < box[3]]
        text: str = extract_text(inside) if inside else ""
        return text

    return text_of


def _centre(char: Mapping[str, Any], foot: float, origin: tuple[float, float]) -> tuple[float, float]:
    """By the baseline: many fonts say wrongly how far their letters reach up and down (by 8 points, seen in 12-point type)."""
    baseline = foot - char["matrix"][5]
    return (char["x0"] + char["x1"]) / 2 - origin[0], baseline - _HALF * char["size"] - origin[1]


def _moved(box: Box, origin: tuple[float, float]) -> Box:
    x, y = origin
    return box[0] - x, box[1] - y, box[2] - x, box[3] - y


def _within(page: Any, box: Box, origin: tuple[float, float]) -> Any:
    """The page cut to a box of the page as shown."""
    x0, top, x1, bottom = _moved(box, (-origin[0], -origin[1]))
    left, upper, right, lower = page.bbox
    return page.crop((max(x0, left), max(top, upper), min(x1, right), min(bottom, lower)))

