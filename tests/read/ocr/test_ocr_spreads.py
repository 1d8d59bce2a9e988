"""Two pages on one sheet are told from one page with a table across it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from reportparse.model import Rules
from reportparse.read.ocr.spreads import gutter_found
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
