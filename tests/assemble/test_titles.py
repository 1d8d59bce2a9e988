"""Titles of groups inside tables without rules, and headers set on end."""

from __future__ import annotations

import pytest

from laid import Text, at, centred, page_laid, paper_of, rows_of

NAME, UNIT, FIRST, SECOND, PITCH = 60.0, 280.0, 370.0, 460.0, 22.0
HEADER = [at("指标", NAME, 100), centred("单位", UNIT, 100), centred("2023年", FIRST, 100), centred("2024年", SECOND, 100)]


def rows_laid(rows: list[tuple[str, ...]], top: float) -> list[Text]:
    texts = []
    for i, cells in enumerate(rows):
        y = top + PITCH * i
        texts += [at(cells[0], NAME, y), *(centred(text, x, y) for text, x in zip(cells[1:], (UNIT, FIRST, SECOND), strict=False))]
    return texts


@pytest.mark.parametrize("title", ["（一）基本情况", "教学条件", "一、条件"])
def test_a_title_at_the_names_is_of_no_row(title):
    rows = [
        ("专业数量", "个", "21", "22"),
        ("教学计划内课程总数", "门", "190", "198"),
        ("教学计划内课程总数", "学时", "9100", "9200"),
        (title,),
        ("互联网出口带宽", "Mbps", "1000", "2000"),
        ("校园网主干最大带宽", "Mbps", "1000", "1000"),
    ]
    (table,) = paper_of(page_laid([centred("表3 教学资源表", 280, 75), *HEADER, *rows_laid([(title,), *rows], 122)])).tables
    titled = [rows[3], *rows]
    assert [tuple(text for text in row if text) for row in rows_of(table)] == titled


def test_a_header_with_a_column_set_on_end():
    """一级指标, one character a line and the first with a box of its stroke's height, beside years on three lines: seven heights."""
    upright = [centred("一", 50, 92, 1.2), *(centred(c, 50, 108 + 13 * i) for i, c in enumerate("级指标"))]
    halves = [centred(t, 230, y) for t, y in (("单", 108), ("位", 121))]
    years = [centred(t, x, 101.5 + 13 * i) for x, year in ((290, "2023"), (350, "2024")) for i, t in enumerate((year, "年数", "据"))]
    head = [*upright, at("指标", 110, 114.5), *halves, *years, centred("备注", 480, 114.5)]
    body = [
        (at("毕业生人数", 110, 80), centred("人", 230, 80), centred("101", 290, 80), centred("102", 350, 80)),
        (at("自主创业率", 110, 102), centred("%", 230, 102), centred("1.5", 290, 102), centred("2.5", 350, 102)),
    ]
    first = page_laid([centred("表1 人才培养质量计分卡", 280, 70), *head])
    second = page_laid([text for row in body for text in row], number=2)
    (table,) = paper_of(first, second).tables
    assert [c.kind for c in table.columns] == ["group", "name", "unit", "year", "year", "note"]
    assert [row[1:5] for row in rows_of(table)] == [("毕业生人数", "人", "101", "102"), ("自主创业率", "%", "1.5", "2.5")]
