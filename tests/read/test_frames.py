"""Turned and cropped pages: coordinates are those of the page as a reader sees it."""

from __future__ import annotations

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from drawn import CHINESE, HEIGHT, WIDTH, pdf_drawn, write
from reportparse.model import Page
from reportparse.read import page_picture, read_document

# Where a mark at (100, 200) of an upright page is seen once a viewer has turned the page clockwise.
SEEN = {0: (100, 200), 90: (HEIGHT - 200, 100), 180: (WIDTH - 100, HEIGHT - 200), 270: (200, WIDTH - 100)}


def turned(c: Canvas, turn: int) -> None:
    """The page as it lies stays WIDTH by HEIGHT; a viewer turns it. (ReportLab swaps the sides of a turned page.)"""
    c.setPageRotation(turn)
    c.setPageSize((WIDTH, HEIGHT) if turn in (0, 180) else (HEIGHT, WIDTH))


def mark(c: Canvas) -> None:
    write(c, "国", 95, 203, size=10)
    c.line(100, HEIGHT - 100, 100, HEIGHT - 300)


def middle(page: Page) -> tuple[float, float]:
    x0, top, x1, bottom = page.glyphs.boxes[0].tolist()
    return (x0 + x1) / 2, (top + bottom) / 2


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_says_it_is_turned(tmp_path, turn):
    def draw(c: Canvas) -> None:
        turned(c, turn)
        mark(c)

    page = read_document(pdf_drawn(tmp_path / "a.pdf", draw)).pages[0]
    assert (page.width, page.height) == ((WIDTH, HEIGHT) if turn in (0, 180) else (HEIGHT, WIDTH))
    assert middle(page) == pytest.approx(SEEN[turn], abs=4)
    level, upright = page.rules.horizontal, page.rules.vertical
    assert (len(level), len(upright)) == ((0, 1) if turn in (0, 180) else (1, 0))
    at, start, end = (upright if turn in (0, 180) else level)[0].tolist()
    corners = sorted([SEEN_END[turn][0], SEEN_END[turn][1]])
    assert [start, end] == pytest.approx(corners, abs=1)
    assert at == pytest.approx(SEEN[turn][0 if turn in (0, 180) else 1], abs=1)


# The ends of a line from (100, 100) to (100, 300), on the axis along which it is seen to run.
SEEN_END = {0: (100, 300), 90: (HEIGHT - 300, HEIGHT - 100), 180: (HEIGHT - 300, HEIGHT - 100), 270: (100, 300)}


@pytest.mark.parametrize(("rotate", "turn", "figures"), [(90, 90, "840 845"), (-90, 270, "840 845"), (90, 90, "８４０ ８４５")])
def test_text_drawn_on_its_side_is_set_upright(tmp_path, rotate, turn, figures):
    """A landscape table on a portrait page, without the page saying so."""

    def draw(c: Canvas) -> None:
        c.saveState()
        c.translate(WIDTH if rotate == 90 else 0, 0 if rotate == 90 else HEIGHT)
        c.rotate(rotate)
        c.setFont(CHINESE, 10)
        for line in range(12):
            c.drawString(60, 340 - 20 * line, f"毕业生人数 人 {figures}")
        c.line(50, 360, 300, 360)
        c.restoreState()

    page = read_document(pdf_drawn(tmp_path / "a.pdf", draw)).pages[0]
    assert (page.width, page.height, page.turn) == (HEIGHT, WIDTH, turn)
    assert page.glyphs.text == f"毕业生人数人{figures.replace(' ', '')}" * 12
    assert page.glyphs.boxes[:, [0, 3]].min(axis=0) == pytest.approx([60, 60], abs=4)
    assert page.glyphs.baselines[:12] == pytest.approx([page.glyphs.baselines[0]] * 12, abs=0.01)
    assert page.rules.horizontal.shape == (1, 3)
    assert page.rules.horizontal[0] == pytest.approx([40, 50, 300], abs=1.5)


def test_a_column_of_lone_figures_does_not_stand_on_its_side(tmp_path):
    """Read from below it was 1 2 3 of one row."""

    def draw(c: Canvas) -> None:
        for x in (60, 200):
            for row in range(30):
                write(c, str(row % 10), x, 100 + 15 * row, size=10)

    page = read_document(pdf_drawn(tmp_path / "a.pdf", draw)).pages[0]
    assert (page.width, page.height, page.turn) == (WIDTH, HEIGHT, 0)


def test_text_drawn_on_its_head_is_set_upright(tmp_path):
    """Read as it stands, 98.79 was 97.89, and nothing said so."""

    def draw(c: Canvas) -> None:
        c.translate(WIDTH, HEIGHT)
        c.rotate(180)
        c.setFont(CHINESE, 10)
        for line in range(12):
            c.drawString(60, 340 - 20 * line, "毕业生人数 人 840 98.79")
        c.line(50, 360, 300, 360)
        c.line(50, 100, 50, 360)

    page = read_document(pdf_drawn(tmp_path / "a.pdf", draw)).pages[0]
    assert (page.width, page.height, page.turn) == (WIDTH, HEIGHT, 180)
    assert page.glyphs.text == "毕业生人数人84098.79" * 12
    assert page.glyphs.boxes[:, 0].min() == pytest.approx(60, abs=2)
    assert page.rules.horizontal[0] == pytest.approx([HEIGHT - 360, 50, 300], abs=1.5)
    assert page.rules.vertical[0] == pytest.approx([50, HEIGHT - 360, HEIGHT - 100], abs=1.5)


def test_what_is_cropped_away_is_not_read(tmp_path):
    def draw(c: Canvas) -> None:
        c.setCropBox((50, 100, 350, 550))
        write(c, "切", 20, 580)
        write(c, "国", 95, 203)
        c.line(60, HEIGHT - 200, 300, HEIGHT - 200)

    page = read_document(pdf_drawn(tmp_path / "a.pdf", draw)).pages[0]
    assert (page.width, page.height) == (300, 450)
    assert page.glyphs.text == "国"
    assert middle(page) == pytest.approx((50, 150), abs=4)
    assert page.rules.horizontal[0] == pytest.approx([150, 10, 250], abs=1.5)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_the_picture_shows_the_ink_where_the_box_says(tmp_path, turn, cropped):
    """The promise behind `show`: a box is where the reader sees the text, on any page."""

    def draw(c: Canvas) -> None:
        turned(c, turn)
        if cropped:
            c.setCropBox((50, 100, 350, 550))
        write(c, "国", 95, 203, size=30)

    path = pdf_drawn(tmp_path / "a.pdf", draw)
    page = read_document(path).pages[0]
    image = page_picture(path, 1, scale=2.0)
    assert image.size == pytest.approx((2 * page.width, 2 * page.height), abs=2)
    ink = np.argwhere(np.asarray(image.convert("L")) < 128) / 2
    x0, top, x1, bottom = page.glyphs.boxes[0].tolist()
    inside = (ink[:, 1] > x0 - 1) & (ink[:, 1] < x1 + 1) & (ink[:, 0] > top - 1) & (ink[:, 0] < bottom + 1)
    assert inside.mean() > 0.98


def test_the_picture_of_an_immense_page_is_small(tmp_path, root):
    path = str(root / "fixtures/bad/page-of-a-mile.pdf")
    image = page_picture(path, 1)
    assert max(image.size) <= 8001
    assert image.info["dpi"][0] < 144
