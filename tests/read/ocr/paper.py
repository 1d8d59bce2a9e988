"""Pictures to read: pages of the fixtures drawn by pdfium, and what a scanner may do to them."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from reportparse.model import Glyphs, Page, Rules

REPORTS = Path(__file__).parents[3] / "fixtures" / "reports"
DPI = 150
SCALE = DPI / 72

Gray = np.ndarray


@cache
def page_drawn(name: str, number: int, dpi: int = DPI) -> Gray:
    """A page of a fixture, grey."""
    document = pdfium.PdfDocument(REPORTS / f"{name}.pdf")
    try:
        picture = np.asarray(document[number - 1].render(scale=dpi / 72).to_pil().convert("L"))
    finally:
        document.close()
    picture.setflags(write=False)
    return picture


def part_drawn(name: str, number: int, box: tuple[float, float, float, float], dpi: int = DPI) -> Gray:
    """The part of a page within `box` (points), so that reading it takes a quarter of a second."""
    x0, top, x1, bottom = (round(side * dpi / 72) for side in box)
    return page_drawn(name, number, dpi)[top:bottom, x0:x1]


def unread(number: int = 1) -> Page:
    """A page of which nothing is known yet."""
    none = np.zeros((0, 3), np.float32)
    return Page(number, 1.0, 1.0, "picture", Glyphs("", np.zeros((0, 4), np.float32), np.zeros(0, np.float32)), Rules(none, none))


def tilted(picture: Gray, degrees: float) -> Gray:
    return np.asarray(Image.fromarray(picture).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=250))


def noisy(picture: Gray, sigma: float, quality: int = 50) -> Gray:
    pixels = picture + np.random.default_rng(0).normal(0, sigma, picture.shape)
    jpeg = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(jpeg, "JPEG", quality=quality)
    return np.asarray(Image.open(jpeg))


def pdf_of_pictures(path: Path, *pictures: Gray, dpi: int = DPI) -> str:
    first, *rest = (Image.fromarray(np.asarray(picture)) for picture in pictures)
    first.save(path, "PDF", resolution=dpi, save_all=True, append_images=rest)
    return str(path)
