"""However a sheet was put into the scanner, its page comes out the same."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from read.ocr.paper import SCALE, noisy, page_drawn, part_drawn, tilted, unread
from reportparse.model import Page
from reportparse.read.ocr.pages import pages_from_picture

TABLE, PART = ("songning-merged", 5), (40.0, 60.0, 560.0, 254.0)


def page_read(picture: np.ndarray, scale: float = SCALE) -> Page:
    (page,) = pages_from_picture(np.ascontiguousarray(picture), scale, unread())
    return page


def text_of(page: Page) -> Counter[str]:
    return Counter(page.glyphs.text)


def missing(page: Page, of: Page) -> int:
    return (text_of(of) - text_of(page)).total()


@pytest.fixture(scope="module")
def part() -> np.ndarray:
    """A caption and the first rows of a ruled table."""
    return part_drawn(*TABLE, PART)


@pytest.fixture(scope="module")
def upright(part) -> Page:
    return page_read(part)


def test_every_character_has_a_box_and_a_confidence(upright):
    n = len(upright.glyphs.text)
    assert n > 80 and upright.engine == "ocr"
    assert upright.glyphs.boxes.shape == (n, 4) and upright.glyphs.baselines.shape == (n,)
    assert upright.glyphs.confidence is not None and upright.glyphs.confidence.shape == (n,)
    assert (upright.glyphs.boxes[:, 2] > upright.glyphs.boxes[:, 0]).all()


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_sheet_is_set_upright(part, upright, quarters):
    turned = page_read(np.rot90(part, quarters))
    assert turned.turn == quarters * 90
    assert (round(turned.width), round(turned.height)) == (round(upright.width), round(upright.height))
    assert missing(turned, upright) <= 2


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_cover_of_few_letters_is_set_upright_too(quarters):
    cover = page_drawn("luojin-aliases", 1, 100)
    assert page_read(np.rot90(cover, quarters), 100 / 72).turn == quarters * 90


@pytest.mark.parametrize("degrees", [-3.0, 1.2])
def test_a_tilted_sheet_is_set_level(part, upright, degrees):
    page = page_read(noisy(tilted(part, degrees), 5))
    assert abs(page.tilt + degrees) < 0.1
    assert missing(page, upright) <= 0.02 * len(upright.glyphs.text)
    assert len(page.rules.horizontal) >= len(upright.rules.horizontal) - 1


@pytest.mark.parametrize("dpi", [100, 400])
def test_resolution_changes_nothing(upright, dpi):
    page = page_read(part_drawn(*TABLE, PART, dpi), dpi / 72)
    assert missing(page, upright) <= 0.03 * len(upright.glyphs.text)
    assert abs(page.width - upright.width) < 1


def test_the_page_s_size_in_points_says_nothing(part, upright):
    """The same pixels on a page of a postage stamp."""
    page = page_read(part, 20.0)
    assert text_of(page) == text_of(upright) and page.width == pytest.approx(upright.width * SCALE / 20)


def test_two_pages_on_one_sheet_come_apart():
    left, right = page_drawn("jintang-prose", 3)[:500], page_drawn("qingze-grid", 3)[:500]
    pages = pages_from_picture(np.hstack([left, right]), SCALE, unread(7))
    assert [page.number for page in pages] == [7, 7]
    alone = [page_read(half) for half in (left, right)]
    for page, other in zip(pages, alone, strict=True):
        assert missing(page, other) + missing(other, page) <= 0.02 * len(other.glyphs.text)
    assert pages[0].glyphs.boxes[:, 2].max() < pages[1].glyphs.boxes[:, 0].min()


def test_a_wide_table_stays_one_page():
    assert len(pages_from_picture(part_drawn(*TABLE, PART), SCALE, unread())) == 1


@pytest.mark.parametrize("shade", [255, 128, 0])
def test_an_empty_page_is_empty(shade):
    page = page_read(np.full((1754, 1241), shade, np.uint8))
    assert page.glyphs.text == "" and len(page.rules.horizontal) == 0 and page.engine == "ocr"


def test_noise_on_an_empty_page_is_no_text():
    noise = np.clip(np.random.default_rng(1).normal(240, 8, (1200, 900)), 0, 255).astype(np.uint8)
    assert len(page_read(noise).glyphs.text) < 5


def test_a_photograph_does_no_harm():
    rng = np.random.default_rng(2)
    coarse = rng.integers(0, 255, (12, 16, 3)).astype(np.uint8)
    picture = np.kron(coarse, np.ones((60, 60, 1), np.uint8)) // 2 + rng.integers(0, 120, (720, 960, 3)).astype(np.uint8)
    pages = pages_from_picture(picture, SCALE, unread())
    assert sum(len(page.glyphs.text) for page in pages) < 400
