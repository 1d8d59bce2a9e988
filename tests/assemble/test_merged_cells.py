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


RATES = ("毕业生本省去向落实率", "自主创业率", "毕业三年晋升比例", "在校生满意度", "家长满意度")
HEADS = ("毕业生人数", "升学人数", "升入本科人数")


def rows_and_units(names, units, top):
    """Names 18 points apart with two figures each; each unit in the middle of the rows (first, last) that it is printed for."""
    texts = [text for k, name in enumerate(names) for text in (at(name, NAME, top + 18 * k), *row(top + 18 * k, "", f"1{k}", f"2{k}"))]
    return [*texts, *(centred(unit, UNIT, top + 9 * (first + last)) for unit, first, last in units)]


def units_of(*pages):
    (table,) = paper_of(*pages).tables
    return [(cells[0], cells[1]) for cells in rows_of(table)]


@pytest.mark.parametrize("people", [1, 2, 3])
def test_a_unit_in_the_middle_of_the_rows_that_it_is_printed_for(people):
    names = [*HEADS[:people], *RATES]
    texts = rows_and_units(names, [("人", 0, people - 1), ("%", people, people + len(RATES) - 1)], 115)
    assert units_of(page_laid([*CAPTION, *header(), *texts])) == [(name, "人" if name in HEADS else "%") for name in names]


def test_no_unit_is_told_where_one_row_has_none():
    texts = rows_and_units([*HEADS, "月收入", *RATES[:2]], [("人", 0, 0), ("人", 1, 1), ("人", 2, 2), ("%", 4, 4), ("%", 5, 5)], 115)
    assert units_of(page_laid([*CAPTION, *header(), *texts]))[3] == ("月收入", "")


def test_a_merged_unit_goes_on_over_a_page():
    first = page_laid([*CAPTION, *header(), *rows_and_units([*HEADS, *RATES[:3]], [("人", 0, 2), ("%", 3, 5)], 700)])
    second = page_laid([*header(), *rows_and_units([*RATES[3:], "月收入"], [("元", 2, 2)], 115)], number=2)
    assert units_of(first, second) == [*((name, "人") for name in HEADS), *((name, "%") for name in RATES), ("月收入", "元")]
