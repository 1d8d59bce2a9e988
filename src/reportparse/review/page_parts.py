"""Pieces that the diff's page and the sample's sheet share."""

from __future__ import annotations

from dataclasses import dataclass

from reportparse.review.markup import Markup, element


@dataclass(frozen=True, slots=True)
class Picture:
    """The part of the page around a cell as a data address, or why there is none."""

    address: str = ""
    note: str = ""
    width: int | None = None
    height: int | None = None


def picture_to_markup(picture: Picture | None, alt: str) -> Markup | None:
    """The picture, or the reason for its absence; nothing where none was asked for."""
    if picture is None:
        return None
    if not picture.address:
        return element("p", picture.note, class_="nopicture")
    size = {"width": picture.width, "height": picture.height}
    return element("img", class_="picture", src=picture.address, alt=alt, **size)
