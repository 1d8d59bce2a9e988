"""Two pages on one sheet are told from one page with a table across it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from read.ocr.paper import SCALE, part_drawn, tilted, unread
from reportparse.assemble.lines import boxes_on_paper
from reportparse.model import Rules
from reportparse.read.ocr.pages import pages_from_picture
from reportparse.read.ocr.spreads import gutter_found, seam_found
from reportparse.read.ocr.words import Word

EM, WIDTH, HEIGHT = 20.0, 1600, 1130
SHEET = SimpleNamespace(gray=np.zeros((HEIGHT, WIDTH), np.uint8), em=EM)
NO_RULES = Rules(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))


def word(text: str, x: float, y: float) -> Word:
    nothing = np.zeros(0, np.float32)
    return Word((x, y, x + EM * len(text) * 0.7, y + EM), text, nothing, nothing)


def columns(x: float, rows: int = 12) -> list[Word]:
    """A table without rules: names, units and two years."""
    cells = ("毕业生人数", 0), ("人", 260), ("812", 350), ("901", 480)
    return [word(text, x + at, 100 + 60 * row) for row in range(rows) for text, at in cells]


def gutter(*words: Word) -> float | None:
    return gutter_found(SHEET, list(words), NO_RULES)  # type: ignore[arg-type]


@pytest.mark.parametrize("numbers", [("- 24 -", "- 25 -"), ("12", "13"), ("第3页", "第4页")])
def test_tables_without_rules_beside_each_other_are_two_pages_where_both_are_numbered(numbers):
    left, right = columns(120), columns(920)
    feet = word(numbers[0], 380, 950), word(numbers[1], 1180, 950)
    found = gutter(*left, *right, *feet)
    assert found is not None and 700 < found < 920
    assert gutter(*left, *right) is None


def test_the_last_row_of_one_wide_table_is_no_pair_of_page_numbers():
    rows = [*columns(120), *columns(920)]
    assert gutter(*rows, word("总计", 120, 820), word("24", 480, 820), word("25", 1280, 820)) is None
    assert gutter(*rows, word("24", 480, 790), word("25", 1280, 790)) is None


def test_pages_that_lie_at_angles_of_their_own_are_read_each_as_it_lies():
    """And their places are those on the sheet."""
    part = part_drawn("songning-merged", 5, (40.0, 40.0, 560.0, 254.0))
    high, wide = part.shape[0] + 700, part.shape[1]
    blank = np.full((high, wide), 255, np.uint8)
    blank[60 : 60 + part.shape[0], :] = part
    halves = tilted(blank, 0.9), tilted(blank, -0.8)
    found = pages_from_picture(np.hstack(halves), SCALE, unread())
    assert len(found) == 2
    for page, half, right in zip(found, halves, (0.0, wide / SCALE), strict=True):
        (alone,) = pages_from_picture(half, SCALE, unread())
        there, expected = (boxes_on_paper(one, one.glyphs.boxes)[one.glyphs.text.rindex("落实")] for one in (page, alone))
        assert sorted(page.glyphs.text) == sorted(alone.glyphs.text)
        assert np.abs(there - expected - [right, 0, right, 0]).max() < 1.5


def test_a_level_sheet_has_no_seam():
    part = part_drawn("songning-merged", 5, (40.0, 60.0, 560.0, 254.0))
    assert seam_found(np.hstack([part, part])) is None
