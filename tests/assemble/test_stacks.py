"""Upright words beside tables: no letter of theirs is in a row, a title is still the table's, and a column of the table stays."""

from __future__ import annotations

import pytest

from laid import Text, at, ending, lattice, page_laid, paper_of, rows_of

NAMES = ("毕业生人数", "毕业去向落实人数", "其中：升学人数", "升入本科人数", "月收入", "自主创业率", "毕业三年晋升比例")
ROWS = [(name, "人", str(300 + k), str(400 + k)) for k, name in enumerate(NAMES)]


def rows_laid(*, header: bool = True, unit: float = 300.0) -> list[Text]:
    heads = [at("指标", 90, 124), at("单位", unit - 5, 124), ending("2023年", 430, 124), ending("2024年", 500, 124)] if header else []
    rows = [
        text
        for k, (name, of, *values) in enumerate(ROWS)
        for y in [142 + 15.0 * k]
        for text in (at(name, 90, y), at(of, unit, y), ending(values[0], 430, y), ending(values[1], 500, y))
    ]
    return [*heads, *rows]


def stack(word: str, x: float, top: float, pitch: float = 13.0) -> list[Text]:
    return [at(letter, x, top + pitch * k, 11) for k, letter in enumerate(word)]


@pytest.mark.parametrize("x", [60.0, 540.0])
@pytest.mark.parametrize("top", [130.0, 134.0, 141.0])
@pytest.mark.parametrize("tab", ["人才培养", "附录"])
def test_the_tab_of_a_chapter_is_in_no_row(x, top, tab):
    page = page_laid([at("表1 人才培养质量计分卡", 200, 100), *rows_laid(), *stack(tab, x, top)])
    (table,) = paper_of(page).tables
    assert rows_of(table) == ROWS


@pytest.mark.parametrize("top", [128.0, 133.0])
def test_a_title_in_a_band_beside_its_table(top):
    (table,) = paper_of(page_laid([*rows_laid(), *stack("人才培养质量计分卡", 60, top)])).tables
    assert (table.name, rows_of(table)) == ("人才培养质量计分卡", ROWS)


@pytest.mark.parametrize("ordinal", ["1.", "一、"])
def test_the_ordinal_above_an_upright_title_goes_with_it(ordinal):
    letters = [at(letter, 60, 128 + 13.0 * k, 11) for k, letter in enumerate(ordinal)]
    title = stack("人才培养质量计分卡", 60, 128 + 13.0 * len(ordinal) + 6)
    (table,) = paper_of(page_laid([*rows_laid(), *letters, *title])).tables
    assert (table.name, rows_of(table)) == ("人才培养质量计分卡", ROWS)


def test_titles_of_groups_with_a_head_or_rules_stay():
    head = paper_of(page_laid([at("类别", 55, 124), *rows_laid(), *stack("毕业去向", 60, 142, 15.0)])).tables
    assert head[0].rows[0][0].text.startswith("毕")
    level, upright = lattice((50, 80, 280, 380, 450, 520), (110, 130, 250))
    ruled = page_laid([at("类别", 55, 124), *rows_laid(), *stack("毕业去向", 60, 160)], level, upright)
    assert "毕" in "".join(cell.text for row in paper_of(ruled).tables[0].rows for cell in row)


def test_units_at_the_right_of_a_page_without_header_are_no_word():
    units = [at(unit, 540, 142 + 15.0 * k) for k, unit in enumerate("人人项个门本人")]
    texts = [*[text for text in rows_laid(header=False) if text[0] != "人"], *units]
    lines = paper_of(page_laid(texts)).paragraphs
    assert "项" in "".join(paragraph.text for paragraph in lines)


def test_titles_in_bands_beside_two_tables():
    policies = [("全日制在校生人数", "人", "901", "902"), ("教职工总数", "人", "81", "82"), ("年财政专项经费", "万元", "31", "32")]
    heads = [at("指标", 90, 424), at("单位", 295, 424), ending("2023年", 430, 424), ending("2024年", 500, 424)]
    below = [
        text
        for k, (name, of, *values) in enumerate(policies)
        for y in [442 + 15.0 * k]
        for text in (at(name, 90, y), at(of, 300, y), ending(values[0], 430, y), ending(values[1], 500, y))
    ]
    titles = [*stack("人才培养质量计分卡", 60, 130), *stack("落实政策表", 60, 430)]
    tables = paper_of(page_laid([*rows_laid(), *heads, *below, *titles])).tables
    assert [(table.name, rows_of(table)) for table in tables] == [("人才培养质量计分卡", ROWS), ("落实政策表", policies)]
