"""Red seals: what can be seen through them is read, and what they hide is not taken for nothing."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from PIL import Image, ImageDraw

from read.ocr.paper import SCALE, part_drawn, unread
from reportparse.model import Page
from reportparse.read.ocr.hidden import words_with_hidden
from reportparse.read.ocr.pages import pages_from_picture
from reportparse.read.ocr.seals import seals_taken_out
from reportparse.read.ocr.words import Word

RED = (205, 25, 30)
PART = ("lanchuan-three-line", 8, (60, 60, 560, 330))


@pytest.fixture(scope="module")
def plain() -> Page:
    return read(np.dstack([part_drawn(*PART)] * 3))


def read(picture: np.ndarray) -> Page:
    (page,) = pages_from_picture(np.ascontiguousarray(picture), SCALE, unread())
    return page


def stamped(middle: tuple[int, int], *, through: bool, ring: bool = True, star: bool = False) -> np.ndarray:
    """BGR, with a seal of 40 mm; `through` lets black be seen under the red."""
    paper = Image.fromarray(part_drawn(*PART)).convert("RGB")
    mask = Image.new("L", paper.size, 0)
    draw = ImageDraw.Draw(mask)
    (x, y), radius = middle, 118
    if ring:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=5)
    if star:
        draw.ellipse((x - 44, y - 44, x + 44, y + 44), fill=255)
    red = np.broadcast_to(np.array(RED, np.uint8), (*paper.size[::-1], 3))
    ink = np.minimum(np.asarray(paper), red) if through else red
    pixels = np.where(np.asarray(mask)[..., None] > 0, ink, np.asarray(paper))
    return pixels[:, :, ::-1]


def test_black_under_red_is_read(plain):
    page = read(stamped((620, 260), through=True, star=True))
    assert Counter(page.glyphs.text) == Counter(plain.glyphs.text)


def test_red_on_shading_is_shading():
    """A shaded header under a seal, as of coloured ink that multiplies with what it is printed on."""
    paper = Image.new("RGB", (1240, 800), (255, 255, 255))
    draw = ImageDraw.Draw(paper)
    draw.rectangle((200, 300, 1040, 400), fill=(159, 184, 222))
    ring = Image.new("L", paper.size, 0)
    ImageDraw.Draw(ring).ellipse((500, 250, 740, 490), outline=255, width=5)
    share = np.asarray(ring)[..., None] / 255 * 0.8
    picture = (np.asarray(paper) * (1 - share * (1 - np.array(RED) / 255))).astype(np.uint8)[:, :, ::-1]
    gray, _ = seals_taken_out(np.ascontiguousarray(picture))
    shading = gray[360, 210]
    inside = gray[305:395, 480:760].astype(int)
    assert np.abs(inside - int(shading)).max() < 35


def test_red_is_paper_and_black_is_black():
    picture = stamped((620, 260), through=True, star=True)
    gray, blind = seals_taken_out(picture)
    black = part_drawn(*PART) < 60
    assert gray[black].max() < 90
    assert np.percentile(gray[~black & (picture[:, :, 2] > 150) & (picture[:, :, 0] < 90)], 1) > 200
    assert blind is not None and blind.any()


def test_what_opaque_ink_runs_through_is_doubted(plain):
    """The ring cuts through figures: some come out otherwise, and none of those is sure."""
    page = read(stamped((620, 260), through=False))
    assert page.glyphs.confidence is not None
    assert page.glyphs.confidence.min() < 0.5 <= np.median(page.glyphs.confidence)


def test_a_figure_under_the_star_is_not_an_empty_cell(plain):
    where = plain.glyphs.text.index("922")
    x0, top, _, bottom = plain.glyphs.boxes[where]
    x1 = plain.glyphs.boxes[where + 2, 2]
    middle = (round((x0 + x1) / 2 * SCALE), round((top + bottom) / 2 * SCALE))
    page = read(stamped(middle, through=False, star=True))
    assert "922" not in page.glyphs.text and "?" in page.glyphs.text
    assert page.glyphs.confidence is not None and page.glyphs.confidence[page.glyphs.text.index("?")] == 0


def test_grey_pictures_and_red_headings_are_left_alone():
    gray = part_drawn(*PART)
    assert seals_taken_out(gray)[0] is gray
    heading = np.where(gray[..., None] < 128, np.array(RED[::-1], np.uint8), np.uint8(255)).astype(np.uint8)
    taken, blind = seals_taken_out(heading)
    assert blind is None and taken.min() < 150


def test_a_figure_that_a_pale_star_swallows_is_not_an_empty_cell(plain):
    """Ink that is not quite opaque: what is under it is neither read nor nothing."""
    where = plain.glyphs.text.index("922")
    x0, top, _, bottom = plain.glyphs.boxes[where]
    middle = (round((x0 + plain.glyphs.boxes[where + 2, 2]) / 2 * SCALE), round((top + bottom) / 2 * SCALE))
    picture = stamped(middle, through=False, star=True)
    red = picture[..., 2:].astype(int) - picture[..., :1] > 100
    page = read(np.where(red, 255 - (255 - picture.astype(int)) // 2, picture).astype(np.uint8))
    assert "922" not in page.glyphs.text and "?" in page.glyphs.text


def test_a_digit_hidden_beside_the_middle_of_a_wide_column_is_not_an_empty_cell():
    """The column is as wide as its longest value; the star covers a part of it, and the one digit."""

    def word(x0: float, top: float, text: str) -> Word:
        x1 = x0 + 12 * len(text)
        return Word((x0, top, x1, top + 18), text, np.linspace(x0, x1, len(text)).astype(np.float32), np.ones(len(text), np.float32))

    values = [word(500, 100, "23156.98"), word(584, 140, "5"), word(572, 220, "17"), word(584, 260, "6")]
    units = [word(420, top, "个") for top in (100, 140, 180, 220, 260)]
    blind = np.zeros((400, 700), bool)
    blind[168:206, 574:606] = True
    found = words_with_hidden([word(10, 180, "接入国家智慧教育平台数"), *values, *units], blind, 25.0)
    assert [found_word.text for found_word in found if found_word.text == "?"] == ["?"]


def test_yellowed_paper_is_no_seal_and_the_seal_on_it_is():
    """All of such paper is redder than it is blue; faded as a seal is, it lost the thin strokes of 二 and of brackets."""
    yellow = np.array((0.76, 0.92, 0.97))
    taken, blind = seals_taken_out((np.dstack([part_drawn(*PART)] * 3) * yellow).astype(np.uint8))
    assert blind is None and taken[part_drawn(*PART) < 60].max() < 90
    stamp = stamped((620, 260), through=True, star=True)
    cleared, hidden = seals_taken_out((stamp * yellow).astype(np.uint8))
    red = (stamp[:, :, 2] > 150) & (stamp[:, :, 0] < 90)
    assert hidden is not None and np.percentile(cleared[red], 5) > 190
