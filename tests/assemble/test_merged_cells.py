"""Cells merged over rows in tables without uprights: a name or a unit of several rows, a category beside the names."""

from __future__ import annotations

import pytest

from laid import at, centred, page_laid, paper_of, rows_of

GROUP, NAME, UNIT, FIRST, SECOND, RIGHT = 70.0, 100.0, 330.0, 400.0, 470.0, 510.0
CAPTION = [centred("表3 教学资源表", 280, 75)]
COURSES = ("教学计划内课程总数", "课证融通课程数", "网络教学课程数")


def header(*, group=False):
    heads = {"单位": UNIT, "2023年": FIRST, "2024年": SECOND}
    names = [centred("类别", GROUP, 95), centred("项目", 220, 95)] if group else [at("指标", NAME, 95)]
    return [*names, *(centred(text, x, 95) for text, x in heads.items())]


def row(y, unit, first, second):
    return [centred(text, x, y) for text, x in ((unit, UNIT), (first, FIRST), (second, SECOND))]


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_a_name_of_two_units_wherever_it_stands_in_its_cell(level):
    texts, rules, expected = [], [(y, NAME - 5, RIGHT) for y in (82.0, 101.0)], []
    for k, name in enumerate(COURSES):
        y = 115.0 + 40 * k
        texts += [at(name, NAME, y + 20 * level), *row(y, "门", f"1{k}", f"2{k}"), *row(y + 20, "学时", f"30{k}", f"40{k}")]
        rules += [(y + 7, UNIT - 25, RIGHT), (y + 27, NAME - 5, RIGHT)]
        expected += [(name, "门", f"1{k}", f"2{k}"), (name, "学时", f"30{k}", f"40{k}")]
    (table,) = paper_of(page_laid([*CAPTION, *header(), *texts], rules)).tables
    assert rows_of(table) == expected


def test_a_category_beside_names_whose_heads_stand_in_the_middle_of_wide_columns():
    names = ("生师比", "专业数量", "专业群数量", "编写教材数", "校级数量", "省级数量")
    texts = [text for k, name in enumerate(names) for text in (at(name, NAME, 115 + 16 * k), *row(115 + 16 * k, "个", f"1{k}", f"2{k}"))]
    texts += [centred(letter, GROUP, 131 + 13 * k) for k, letter in enumerate("教学资源")]
    (table,) = paper_of(page_laid([*CAPTION, *header(group=True), *texts])).tables
    assert [(cells[1], *cells[3:]) for cells in rows_of(table)] == [(name, f"1{k}", f"2{k}") for k, name in enumerate(names)]
    assert "".join(cells[0] for cells in rows_of(table)) == "教学资源"
