"""Cells cut out of their pages, framed, for files that open anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from reportparse.desk.papers import Papers, image_to_png
from reportparse.errors import ReportparseError
from reportparse.model import Place
from reportparse.review.markup import data_address
from reportparse.review.page_parts import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 1.6  # pixels a point: a line of 9-point characters is 14 pixels high, and an A4 page 950 wide
_HEAD = 44.0  # points above a table's first cell: a header of two lines, or the last line of the caption above one of one line
_ABOVE = 26.0  # points around the cell: the row above and the row below stand in the picture too
_OLD, _NEW = (11, 87, 208), (214, 20, 20)
_GAP = 2.0

Drawn = TypeVar("Drawn")
Asked = tuple[str, Place | None, Place | None]
"""A report, where the cell was, and where it is; one of the two may be missing."""


def clip_cells(papers: Papers, asked: Sequence[Asked]) -> Iterator[Picture]:
    """A picture for each, in order; drawn page by page, so that no page is drawn twice."""
    return _drawn_by_page(asked, lambda one: _clipped(papers, one))


def clip_heads(papers: Papers, asked: Sequence[tuple[str, Place | None]]) -> Iterator[Picture | None]:
    """What is printed above each place, without a frame: the header of a table above its first cell. None where there is no picture."""
    return _drawn_by_page([(report_id, None, place) for report_id, place in asked], lambda one: _head_clipped(papers, one))


def _drawn_by_page(asked: Sequence[Asked], draw: Callable[[Asked], Drawn]) -> Iterator[Drawn]:
    order = sorted(range(len(asked)), key=lambda number: (asked[number][0], _page(asked[number])))
    found = {number: draw(asked[number]) for number in order}
    return (found[number] for number in range(len(asked)))


def _head_clipped(papers: Papers, one: Asked) -> Picture | None:
    report_id, _, place = one
    if place is None:
        return None
    try:
        image = papers.page(report_id, place.page, _SCALE)
    except ReportparseError:
        return None  # the cell's own picture says why
    pixels = image.info["dpi"][0] / 72
    bottom = min(image.height, max(1, int((place.box[1] + _GAP) * pixels)))
    return _picture(image.crop((0, max(0, bottom - int(_HEAD * pixels)), image.width, bottom)).convert("RGB"))


def _picture(cut: Image) -> Picture:
    return Picture(data_address(image_to_png(cut), "image/png"), width=cut.width, height=cut.height)


def _page(one: Asked) -> int:
    place = one[2] or one[1]
    return place.page if place else 0


def _clipped(papers: Papers, one: Asked) -> Picture:
    report_id, old, new = one
    place = new or old
    if place is None:
        return Picture(note="It has no place on the paper.")
    try:
        image = papers.page(report_id, place.page, _SCALE)
    except ReportparseError as error:
        return Picture(note=f"No picture: {error}")
    return _picture(cell_cut(image, old if old and old.page == place.page else None, new))


def cell_cut(image: Image, old: Place | None, new: Place | None) -> Image:
    """The strip of the page around the cell, as wide as the page: the label stands beside the value. Old blue, new red."""
    from PIL import ImageDraw

    pixels = image.info["dpi"][0] / 72
    places = [place for place in (old, new) if place]
    top = max(0, int((min(place.box[1] for place in places) - _ABOVE) * pixels))
    bottom = min(image.height, int((max(place.box[3] for place in places) + _ABOVE) * pixels))
    cut = image.crop((0, min(top, image.height - 1), image.width, max(bottom, top + 1))).convert("RGB")
    draw = ImageDraw.Draw(cut)
    moved = old is not None and (new is None or old.box != new.box)
    for place, colour in ((old if moved else None, _OLD), (new, _NEW)):
        if place:
            x0, y0, x1, y1 = place.box
            frame = ((x0 - _GAP) * pixels, (y0 - _GAP) * pixels - top, (x1 + _GAP) * pixels, (y1 + _GAP) * pixels - top)
            draw.rectangle(frame, outline=colour, width=3)
    return cut
