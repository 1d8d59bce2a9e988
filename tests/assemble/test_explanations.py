"""Explanations below names in small type or in English: no part of the names, and no rows."""

from __future__ import annotations

import pytest

from laid import Text, at, centred, page_laid, paper_of, rows_of

HEADER = [at("指标", 60, 100), centred("单位", 300, 100), centred("2023年", 390, 100), centred("2024年", 480, 100)]
NAMES = ("毕业生人数", "毕业去向落实人数", "月收入", "自主创业率", "毕业三年晋升比例")
ROWS = [(name, "人", str(300 + k), str(400 + k)) for k, name in enumerate(NAMES)]
WORDS = {
    "small": ("指统计年度内的数据", "按口径填写，不含成人", "当年数", "见填报说明", "截至8月31日的数据"),
    "English": ("Graduates", "Graduates with a destination", "Monthly income", "Self-employment rate", "Share promoted"),
}


def page_explained(words: tuple[str, ...], size: float, value: float, pitch: float = 34.0) -> list[Text]:
    """Names with their explanation 11 points below, values so much lower than the names."""
    texts: list[Text] = [centred("表1 人才培养质量计分卡", 280, 75), *HEADER]
    for k, (name, *cells) in enumerate(ROWS):
        y = 124 + pitch * k
        texts += [at(name, 60, y), at(words[k], 60, y + 11, size)]
        texts += [centred(cell, x, y + value) for cell, x in zip(cells, (300, 390, 480), strict=True)]
    return texts


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("value", [0.0, 5.5, 11.0])
@pytest.mark.parametrize("pitch", [26.0, 34.0])
def test_names_are_read_without_what_explains_them(words, value, pitch):
    (table,) = paper_of(page_laid(page_explained(WORDS[words], 6.5, value, pitch))).tables
    assert rows_of(table) == ROWS


def test_rows_in_smaller_type_are_rows():
    """Children in smaller type below their parents have figures of their own."""
    texts, said = [centred("表1 人才培养质量计分卡", 280, 75), *HEADER], []
    for k, (name, *cells) in enumerate(ROWS):
        for lower, size, own in ((0, 10, name), (14, 8, "校内另行统计项")):
            y = 124 + 30.0 * k + lower
            texts += [at(own, 60, y, size), *(centred(cell, x, y, size) for cell, x in zip(cells, (300, 390, 480), strict=True))]
            said.append((own, *cells))
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table) == said
