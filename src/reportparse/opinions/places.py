"""Where another reader has to look, and where it would look in vain."""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.geometry import box_around
from reportparse.model import Document, Page, Place, Table

_BESIDE = 10.0  # points: what stands at the very edge of a table is its own
_MOST_GLYPHS, _MOST_RULES = 20000, 5000  # of one page: the fullest table seen has 4,000 letters and 600 rules


def is_of_years(table: Table) -> bool:
    """Names and figures: tables of another kind give no rows, so nobody need doubt them."""
    kinds = {column.kind for column in table.columns}
    return "name" in kinds and bool(kinds & {"year", "value"})


def places_of_tables(document: Document, tables: Sequence[Table]) -> tuple[Place, ...]:
    """Where the bodies of the tables stand, page by page, on pages whose text another reader sees as we do."""
    asked = {page.number for page in document.pages if _is_for_others(page)}
    places: list[Place] = []
    for table in tables:
        cells = {id(cell): cell.place for row in table.rows for cell in row if cell.place.page in asked}
        for number in sorted({place.page for place in cells.values()}):
            x0, top, x1, bottom = box_around(place.box for place in cells.values() if place.page == number)
            places.append(Place(number, (x0 - _BESIDE, top, x1 + _BESIDE, bottom)))
    return tuple(places)


def _is_for_others(page: Page) -> bool:
    """Text, upright, and not so much of it that a reader which makes an object of every letter is lost in it."""
    heavy = len(page.glyphs.text) > _MOST_GLYPHS or len(page.rules.horizontal) + len(page.rules.vertical) > _MOST_RULES
    return page.engine == "pdfium" and page.turn == 0 and page.kind == "text" and not heavy
