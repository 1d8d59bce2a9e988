"""Rules: borders however a producer draws them, and nothing that is no border."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from drawn import HEIGHT, pdf_drawn, write
from reportparse.read import read_document

LINE = ([(200, 50, 350)], [])
BOX = ([(200, 50, 350), (240, 50, 350)], [(50, 200, 240), (350, 200, 240)])


def stroked_line(c: Canvas) -> None:
    c.line(50, HEIGHT - 200, 350, HEIGHT - 200)


def thin_filled_rectangle(c: Canvas) -> None:
    """How word processors and browsers print borders."""
    c.rect(50, HEIGHT - 200.25, 300, 0.5, stroke=0, fill=1)


def thick_line(c: Canvas) -> None:
    c.setLineWidth(2.25)
    c.line(50, HEIGHT - 200, 350, HEIGHT - 200)


def stroked_rectangle(c: Canvas) -> None:
    c.rect(50, HEIGHT - 240, 300, 40, stroke=1, fill=0)


def shaded_rectangle_with_border(c: Canvas) -> None:
    c.setFillGray(0.8)
    c.rect(50, HEIGHT - 240, 300, 40, stroke=1, fill=1)


def shading_alone(c: Canvas) -> None:
    """The edge of a shaded header is no border."""
    c.setFillGray(0.8)
    c.rect(50, HEIGHT - 240, 300, 40, stroke=0, fill=1)


def one_path_of_many_edges(c: Canvas) -> None:
    path = c.beginPath()
    for top in (200, 240):
        path.moveTo(50, HEIGHT - top)
        path.lineTo(350, HEIGHT - top)
    for x in (50, 350):
        path.moveTo(x, HEIGHT - 200)
        path.lineTo(x, HEIGHT - 240)
    c.drawPath(path)


def one_path_of_thin_fills(c: Canvas) -> None:
    path = c.beginPath()
    for top in (200, 240):
        path.rect(50, HEIGHT - top - 0.25, 300, 0.5)
    for x in (50, 350):
        path.rect(x - 0.25, HEIGHT - 240, 0.5, 40)
    c.drawPath(path, stroke=0, fill=1)


def thin_picture(c: Canvas) -> None:
    from PIL import Image

    c.drawImage(ImageReader(Image.new("L", (4, 4))), 50, HEIGHT - 200.5, 300, 1)


def inside_a_form(c: Canvas) -> None:
    c.beginForm("table")
    c.line(0, 0, 300, 0)
    c.endForm()
    c.translate(50, HEIGHT - 200)
    c.doForm("table")


def scaled(c: Canvas) -> None:
    c.scale(0.5, 0.5)
    c.line(100, 2 * (HEIGHT - 200), 700, 2 * (HEIGHT - 200))


def slanting_line(c: Canvas) -> None:
    """The stroke through an unused cell."""
    c.line(50, HEIGHT - 200, 350, HEIGHT - 300)


def curve(c: Canvas) -> None:
    c.circle(200, HEIGHT - 200, 80)


def clip_path(c: Canvas) -> None:
    path = c.beginPath()
    path.rect(50, HEIGHT - 240, 300, 40)
    c.clipPath(path, stroke=0, fill=0)


def dots(c: Canvas) -> None:
    """How browsers print a dotted border."""
    for i in range(151):
        c.rect(49.6 + 2 * i, HEIGHT - 200.4, 0.8, 0.8, stroke=0, fill=1)


def ellipsis_of_dots(c: Canvas) -> None:
    for i in range(3):
        c.rect(50 + 2 * i, HEIGHT - 200, 0.8, 0.8, stroke=0, fill=1)


def rules_of(tmp_path, draw: Callable[[Canvas], None], **knobs: object) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    rules = read_document(pdf_drawn(tmp_path / "a.pdf", draw, **knobs)).pages[0].rules
    return sorted(map(tuple, np.round(rules.horizontal).tolist())), sorted(map(tuple, np.round(rules.vertical).tolist()))


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (stroked_line, LINE),
        (thin_filled_rectangle, LINE),
        (thick_line, LINE),
        (thin_picture, LINE),
        (inside_a_form, LINE),
        (scaled, LINE),
        (dots, LINE),
        (stroked_rectangle, BOX),
        (shaded_rectangle_with_border, BOX),
        (one_path_of_many_edges, BOX),
        (one_path_of_thin_fills, BOX),
        (shading_alone, ([], [])),
        (ellipsis_of_dots, ([], [])),
        (slanting_line, ([], [])),
        (clip_path, ([], [])),
    ],
)
def test_a_border_is_one_rule_at_its_centre(tmp_path, draw, expected):
    level, upright = rules_of(tmp_path, draw)
    assert len(level) == len(expected[0]) and len(upright) == len(expected[1])
    for found, wanted in ((level, expected[0]), (upright, expected[1])):
        if wanted:
            assert np.array(found) == pytest.approx(np.array(wanted), abs=1.5)


def test_a_curve_bounds_no_cell(tmp_path):
    level, upright = rules_of(tmp_path, curve)
    assert all(end - start < 5 for _, start, end in [*level, *upright])


def test_a_page_of_ten_thousand_lines_is_read(tmp_path):
    def map_of_lines(c: Canvas) -> None:
        for i in range(10_000):
            c.line(10, 1 + i / 20, 390, 1 + i / 20)

    level, _ = rules_of(tmp_path, map_of_lines)
    assert len(level) == 10_000


def test_pictures_are_where_they_are_shown(tmp_path):
    from PIL import Image

    def draw(c: Canvas) -> None:
        write(c, "印章", 50, 100)
        c.drawImage(ImageReader(Image.new("RGB", (60, 40), "red")), 100, HEIGHT - 300, 120, 80)

    page = read_document(pdf_drawn(tmp_path / "a.pdf", draw)).pages[0]
    assert len(page.pictures) == 1 and page.pictures[0] == pytest.approx((100, 220, 220, 300), abs=0.5)
    assert page.kind == "text"


def test_a_page_that_is_a_picture_is_said(tmp_path):
    from PIL import Image

    def draw(c: Canvas) -> None:
        c.drawImage(ImageReader(Image.new("RGB", (60, 90), "white")), 0, 0, 400, 600)

    assert read_document(pdf_drawn(tmp_path / "a.pdf", draw)).pages[0].kind == "picture"


def test_shading_is_no_rule_and_its_edges_are_kept(tmp_path):
    def draw(c: Canvas) -> None:
        for grey, x, wide in ((0.8, 50, 100), (0.8, 60, 80), (1.0, 250, 100)):  # a cell, a paragraph shaded alike inside it, and white
            c.setFillGray(grey)
            c.rect(x, HEIGHT - 240, wide, 40, stroke=0, fill=1)

    page = read_document(pdf_drawn(tmp_path / "a.pdf", draw)).pages[0]
    assert len(page.rules.horizontal) == len(page.rules.vertical) == 0
    assert page.shading is not None
    assert sorted(map(tuple, np.round(page.shading.horizontal).tolist())) == [(200, 50, 150), (240, 50, 150)]
