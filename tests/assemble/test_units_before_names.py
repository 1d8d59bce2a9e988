"""Aligned tables whose units stand before the names, and words that are easily taken for others: codes, notes, halves of years."""

from __future__ import annotations

import pytest

from laid import at, centred, kinds_of, page_laid, paper_of, rows_of

ROWS = (
    ("人", "毕业生人数", "512", "498"),
    ("%", "自主创业率", "0.61", "0.72"),
    ("元", "月收入", "4102", "4250"),
    ("人", "升学人数", "96", "101"),
)
CAPTION = at("表1 人才培养质量计分卡", 200, 95)


@pytest.mark.parametrize("title", ["", "（一）规模经费"])
@pytest.mark.parametrize("head", [135.0, 230.0])
@pytest.mark.parametrize("mark", ["", "●"])
def test_units_before_names_are_of_their_own_column(title, head, mark):
    """The head of the names stands far from them, above their middle; titles of groups run from the units into the names, and marks stand
    half a column before these."""
    heads = zip(("单位", "指标", "2023年", "2024年"), (80, head, 380, 450), strict=True)
    texts = [CAPTION, *(centred(word, x, 120) for word, x in heads)]
    for k, (unit, name, *values) in enumerate(ROWS):
        y = 156 + 32.0 * k
        texts += [at(title, 62, y - 16)] if title and k % 2 == 0 else []
        texts += [centred(unit, 80, y), at(mark, 97, y - 4), at(name, 114, y - 4)]
        texts += [centred(value, x, y) for value, x in zip(values, (380, 450), strict=True)]
    (table,) = paper_of(page_laid(texts)).tables
    assert [(row[0], row[1].removeprefix(mark), *row[2:]) for row in rows_of(table) if row[2] != title] == list(ROWS)


def test_long_names_behind_units_at_the_right_of_their_column():
    """All names are longer than twice their head, so that none has its middle below it."""
    names = ("接收国外留学生专业数", "接收国外访学教师人数", "专任教师赴国外指导和开展培训时间", "国际技能大赛获奖数量")
    heads = (("指标编码", 60), ("单位", 106), ("指标", 151), ("2023年", 367), ("2024年", 432))
    texts = [CAPTION, *(at(word, x, 120, 9) for word, x in heads)]
    said = []
    for k, (name, unit) in enumerate(zip(names, ("个", "人", "人日", "项"), strict=True)):
        cells = (f"E{k + 1:02d}", unit, name, str(11 + k), str(21 + k))
        texts += [at(cells[0], 60, 140 + 18 * k, 9), centred(unit, 124, 140 + 18 * k, 9), at(name, 151, 140 + 18 * k, 9)]
        texts += [at(value, x, 140 + 18 * k, 9) for value, x in zip(cells[3:], (380, 445), strict=True)]
        said.append(cells)
    (table,) = paper_of(page_laid(texts)).tables
    assert (kinds_of(table)[0], rows_of(table)) == ("code", said)


def test_the_second_line_of_a_cell_beside_that_of_a_figure_is_no_note():
    """见填报 / 说明 beside +283.5 / 7: 说明7 would end the table."""
    heads = zip(("指标", "指标解释", "单位", "2023年", "2024年", "增减"), (60, 200, 280, 330, 390, 450), strict=True)
    texts = [at("表4 服务贡献表", 200, 95), *(at(word, x, 120) for word, x in heads)]
    for k, name in enumerate(("横向技术服务到款额", "横向技术服务产生的经济效益", "纵向科研经费到款额", "技术产权交易收入")):
        y = 150 + 34.0 * k
        texts += [at(name, 60, y), at("见填报", 200, y - 7), at("说明", 205, y + 7), at("万元", 280, y)]
        texts += [at("863.79", 330, y), at("1147.3", 390, y), at("+283.5", 450, y - 7), at("7", 462, y + 7)]
    (table,) = paper_of(page_laid(texts)).tables
    assert [row[3:5] for row in rows_of(table)] == [("863.79", "1147.3")] * 4


def test_a_year_set_wide_whose_last_letter_wraps():
    """2023 年 fills its cell and 度 stands below it, between the two."""
    texts = [CAPTION, at("单位", 60, 113, 8), centred("项目", 150, 113, 8), at("调查方", 340, 107, 8), at("式", 348, 119, 8)]
    for x in (230.0, 280.0):
        texts += [at("2023" if x < 250 else "2024", x, 107, 8), at("年", x + 24, 107, 8), at("度", x + 11, 119, 8)]
    for k, (unit, name, *values) in enumerate(ROWS):
        y = 145 + 18.0 * k
        texts += [at(unit, 64, y, 8), at(name, 90, y, 8), at("问卷", 344, y, 8)]
        texts += [at(value, x, y, 8) for value, x in zip(values, (236, 286), strict=True)]
    (table,) = paper_of(page_laid(texts)).tables
    assert [column.year for column in table.columns] == [None, None, 2023, 2024, None]
    assert rows_of(table) == [(*row, "问卷") for row in ROWS]


def test_a_unit_and_the_figure_that_fills_its_cell_touch():
    heads = zip(("指标", "单位", "2023年", "2024年"), (120, 250, 300, 350), strict=True)
    texts = [CAPTION, *(centred(word, x, 120) for word, x in heads)]
    for k, (unit, name, *values) in enumerate(ROWS[:3]):
        y = 140 + 18.0 * k
        texts += [at(name, 60, y), centred(unit, 250, y), *(centred(value, x, y) for value, x in zip(values, (300, 350), strict=True))]
    texts += [at("横向技术服务到款额", 60, 194), at("万元1,870.63", 240, 194), centred("2,109.2", 350, 194)]
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table)[-1] == ("横向技术服务到款额", "万元", "1,870.63", "2,109.2")
