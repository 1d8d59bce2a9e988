"""Explanations below names in small type or in English: no part of the names, and no rows."""

from __future__ import annotations

import pytest

from laid import Text, at, centred, ending, page_laid, paper_of, rows_of

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


@pytest.mark.parametrize("mark", ["——", "·", "● ", "■ ", "- "])
def test_marks_before_names_are_none_of_them(mark):
    texts, said = [centred("表1 人才培养质量计分卡", 280, 75), *HEADER], []
    for k, (name, *cells) in enumerate(ROWS):
        y, child = 124 + 34.0 * k, mark + name if k in (1, 3) else name
        texts += [at(child, 70 if k in (1, 3) else 60, y), at(WORDS["small"][k], 70 if k in (1, 3) else 60, y + 11, 6.5)]
        texts += [centred(cell, x, y + 5.5) for cell, x in zip(cells, (300, 390, 480), strict=True)]
        said.append((child.replace(" ", ""), *cells))
    (table,) = paper_of(page_laid(texts)).tables
    assert [(row[0].replace(" ", ""), *row[1:]) for row in rows_of(table)] == said


def test_dates_in_notes_of_two_lines_are_no_figures():
    """指 2023 年 9 月 1 日…, in lines between those of the rows: its numbers stand among words, blanks on both sides."""
    heads = [at("指标", 90, 120), at("单位", 230, 120), ending("2022年", 320, 120), ending("2023年", 390, 120), at("备注", 470, 120)]
    texts = [at("表6 落实政策表", 250, 95), *heads]
    for k, name in enumerate(("全日制在校生人数", "年生均财政拨款水平", "教职工总数", "专任教师总数", "班主任人数")):
        y = 146.0 + 30 * k
        texts += [at(name, 52, y), at("人", 238, y), ending(f"{1201 + k}", 318, y), ending(f"{1300 + k}", 388, y)]
        texts += [at("指 2023 年 9 月 1 日至次年 8 月期间", 425, y - 6, 8), at("新增", 490, y + 6, 8)] if k != 2 else []
    (table,) = paper_of(page_laid(texts)).tables
    assert [(row[2].text, row[3].text) for row in table.rows] == [(f"{1201 + k}", f"{1300 + k}") for k in range(5)]


@pytest.mark.parametrize("indent", [0, 20])
def test_a_unit_in_brackets_on_the_second_line_of_a_name_is_of_the_name(indent):
    heads = [at("序号", 56, 120), at("指标", 150, 120), ending("2022年", 330, 120), ending("2023年", 410, 120)]
    texts = [at("表6 落实政策表", 200, 95), *heads]
    names = ("参加国家学生体质健康标准测试人数", "教职工总数（单位：人）", "在国外组织担任职务的专任教师人数", "班主任人数（单位：人）")
    y = 146.0
    for k, name in enumerate(names):
        wraps = not name.endswith("）")
        texts += [at(name, 90 + (indent if wraps else 0), y - 7 * wraps), *([at("（单位：人）", 90, y + 7)] if wraps else [])]
        texts += [at(str(k + 1), 60, y), ending(f"4{k}1", 328, y), ending(f"5{k}1", 408, y)]
        y += 30 if wraps else 22
    (table,) = paper_of(page_laid(texts)).tables
    assert [row[1:] for row in rows_of(table)] == [(n + "（单位：人）" * (n[-1] != "）"), f"4{k}1", f"5{k}1") for k, n in enumerate(names)]
