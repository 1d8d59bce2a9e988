"""Headers: which column is the name, the unit, a year, in the forms that reports print."""

from __future__ import annotations

import pytest

from laid import at, catalogue, cells_laid, centred, kinds_of, lattice, page_laid, paper_of, rows_of
from reportparse.assemble.header import column_from_text, header_from_rows, header_words
from reportparse.model import Cell


def table_of(*rows: tuple[str, ...], height: float = 20.0):
    n = len(rows[0])
    xs = tuple(50.0 + 480 / n * i for i in range(n + 1))
    ys = tuple(100.0 + height * i for i in range(len(rows) + 1))
    (table,) = paper_of(page_laid(cells_laid(rows, xs, ys), *lattice(xs, ys))).tables
    return table


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("2024年", 2024),
        ("2024", 2024),
        ("2024 年", 2024),
        ("2024年度", 2024),
        ("2023-2024学年", 2024),
        ("2022/2023学年", 2023),
        ("2022—23学年", 2023),
        ("2023学年", 2023),
        ("2024年数据", 2024),
        ("2024年（数值）", 2024),
        ("２０２４年", 2024),
        ("二〇二四年", 2024),
        ("二○二四年", 2024),
        ("2024\n年", 2024),
    ],
)
def test_years_in_all_their_forms(printed, year):
    table = table_of(("指标", "单位", printed), ("毕业生人数", "人", "845"), height=36)
    assert kinds_of(table) == ["name", "unit", "year"]
    assert (table.columns[2].year, table.columns[2].unit) == (year, "")


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        (("序号", "指标", "单位", "2023年", "2024年"), ["ordinal", "name", "unit", "year", "year"]),
        (("指标名称", "计量单位", "2024年", "2023年"), ["name", "unit", "year", "year"]),
        (("院校代码", "院校名称", "指标", "单位", "2022年"), ["code", "institution", "name", "unit", "year"]),
        (("指 标", "单 位", "2023 年", "2024 年"), ["name", "unit", "year", "year"]),
        (("指标", "单位", "2023年", "2024年", "调查方式", "调查人次"), ["name", "unit", "year", "year", "method", "size"]),
        (("指标", "2023年", "2024年"), ["name", "year", "year"]),
        (("指标", "单位", "2023年", "2024年", "备注"), ["name", "unit", "year", "year", "note"]),
        (("指标", "单位", "2023年", "2024年", "比上年增减"), ["name", "unit", "year", "year", "note"]),
        (("指标", "单位", "2023年", "2024年", "较上一年度变化"), ["name", "unit", "year", "year", "note"]),
    ],
)
def test_columns_are_understood_in_any_order(header, kinds):
    row = tuple(f"{i}" if kind in ("ordinal", "year", "size") else "甲乙" for i, kind in enumerate(kinds, 1))
    table = table_of(header, row)
    assert kinds_of(table) == kinds and rows_of(table) == [row]


def test_a_header_of_two_levels():
    """年份 over the two years; 指标 and 单位 merged down."""
    xs, ys = (50.0, 250.0, 300.0, 400.0, 500.0), (100.0, 120.0, 140.0, 160.0)
    level = [(100, 50, 500), (120, 300, 500), (140, 50, 500), (160, 50, 500)]
    upright = [(50, 100, 160), (250, 100, 160), (300, 100, 160), (400, 120, 160), (500, 100, 160)]
    texts = cells_laid((("指标", "单位", "年度"), ("", "", "2023年", "2024年"), ("毕业生人数", "人", "840", "845")), xs, ys)
    (table,) = paper_of(page_laid(texts, level, upright)).tables
    assert kinds_of(table) == ["name", "unit", "year", "year"]
    assert [c.year for c in table.columns] == [None, None, 2023, 2024]
    assert rows_of(table) == [("毕业生人数", "人", "840", "845")]


def test_of_years_under_a_whole_and_under_its_schools_those_of_the_whole_are_the_reports():
    """The others' numbers have no place in the report's rows, and are told."""
    xs = (50.0, 250.0, 300.0, 350.0, 400.0, 450.0, 500.0)
    ys = (100.0, 120.0, 140.0, 160.0)
    level = [(100, 50, 500), (120, 300, 500), (140, 50, 500), (160, 50, 500)]
    upright = [(x, 120 if x in (350, 450) else 100, 160) for x in xs]
    years = ("", "", "2023年", "2024年", "2023年", "2024年")
    texts = cells_laid((("指标", "单位", "全区", "", "东山学校"), years, ("毕业生人数", "人", "840", "845", "310", "322")), xs, ys)
    paper = paper_of(page_laid(texts, level, upright))
    (table,) = paper.tables
    assert [column.year for column in table.columns] == [None, None, 2023, 2024, None, None]
    assert rows_of(table) == [("毕业生人数", "人", "840", "845", "310", "322")]
    assert [problem.code for problem in paper.problems] == ["header-unclear"] * 2


def test_schools_without_a_whole_keep_their_years():
    xs, ys = (50.0, 250.0, 300.0, 400.0, 500.0), (100.0, 120.0, 140.0, 160.0)
    texts = cells_laid((("指标", "单位", "东山学校", "西山学校"), ("", "", "2024年", "2024年"), ("毕业生人数", "人", "840", "845")), xs, ys)
    level = [(100, 50, 500), (120, 300, 500), (140, 50, 500), (160, 50, 500)]
    (table,) = paper_of(page_laid(texts, level, [(x, 100, 160) for x in xs])).tables
    assert [column.year for column in table.columns] == [None, None, 2024, 2024]


def test_known_rows_in_columns_that_are_not_made_out_are_told():
    """Half of the cells are no figures, so nothing says that the column holds values."""
    figures = [("毕业生人数", "840"), ("升学人数", "401"), ("月收入", "3890")]
    rows = [*figures, ("自主创业率", "见正文"), ("毕业三年晋升比例", "另行统计"), ("毕业生本省去向落实率", "见附件")]
    xs, ys = (50.0, 250.0, 400.0), tuple(100.0 + 20 * i for i in range(7))
    paper = paper_of(page_laid(cells_laid(rows, xs, ys), *lattice(xs, ys)))
    assert [(problem.code, problem.severity) for problem in paper.problems] == [("header-unclear", "error")]


def test_a_table_without_a_header_is_kept_as_it_is():
    table = table_of(("毕业生人数", "人", "840"), ("升学人数", "人", "401"))
    assert rows_of(table) == [("毕业生人数", "人", "840"), ("升学人数", "人", "401")]


@pytest.mark.parametrize("text", ["-\n2023年", "·2023年", "2023年.", "、2023 年-"])
def test_specks_around_a_header_are_none_of_it(text):
    column = column_from_text(text, header_words(catalogue()))
    assert column is not None and (column.kind, column.year) == ("year", 2023)


@pytest.mark.parametrize(("header", "cells", "told"), [("全国均值", "12", True), ("责任部门", "教务处", False), ("增减率", "12.5%", False)])
def test_numbers_under_a_header_that_nobody_knows_are_told(header, cells, told):
    names = "毕业生人数", "升学人数", "升入本科人数"
    rows = [["指标", "单位", "2023年", "2024年", header], *[[name, "人", "101", "201", cells] for name in names]]
    xs, ys = [50, 200, 250, 330, 410, 500], [100 + 20 * i for i in range(5)]
    paper = paper_of(page_laid(cells_laid(rows, xs, ys), *lattice(xs, ys)))
    assert [problem.code for problem in paper.problems if problem.code == "header-unclear"] == ["header-unclear"] * told


@pytest.mark.parametrize(
    ("text", "confidence", "kind"), [("2023手", 0.4, "year"), ("2 23年", 0.4, "year"), ("较2023年", 0.4, "note"), ("2023手", 1.0, "note")]
)
def test_a_year_that_a_line_ran_through_is_one_still(text, confidence, kind):
    cells = [Cell(each, 0, number, confidence=confidence) for number, each in enumerate(("指标", "单位", text, "2024年"))]
    found = header_from_rows([cells], header_words(catalogue()))
    assert found is not None and (found[1][2].kind, found[1][2].year) == (kind, None)


@pytest.mark.parametrize("corner", ["年份\n指标", "指标\n年份", "项目/年度", "指标名称\\年份", "时间\n指标"])
def test_a_corner_cell_that_a_slanting_line_parts_heads_the_names(corner):
    table = table_of((corner, "2024年", "2023年"), ("毕业生人数（人）", "845", "840"), height=36)
    assert kinds_of(table) == ["name", "year", "year"]
    assert [column.year for column in table.columns] == [None, 2024, 2023]


@pytest.mark.parametrize("unit", ["单位：人、%", "计量单位：万元"])
def test_a_line_of_units_above_a_header_is_none_of_its_words(unit):
    method, size = 420.0, 490.0
    texts = [at(unit, 440, 100), at("指标", 60, 120), at("2023年", 250, 120), at("2024年", 330, 120), centred("调查方式", method, 120)]
    texts += [centred("调查人", size, 114), centred("次", size, 126)]
    for number, name in enumerate(("在校生满意度", "毕业生满意度", "家长满意度")):
        y = 150 + 30 * number
        texts += [at(name, 60, y), at("98.5", 255, y), at("98.6", 335, y), centred("2,876", size, y)]
        texts += [centred("全国统一网", method, y - 6), centred("上调查", method, y + 7)]
    (table,) = paper_of(page_laid(texts)).tables
    assert kinds_of(table) == ["name", "year", "year", "method", "size"]
    assert rows_of(table)[0] == ("在校生满意度", "98.5", "98.6", "全国统一网上调查", "2,876")


def test_years_whose_cells_touch():
    years = [at("2023", 300, 120), at("年", 324, 120), at("2024", 335.5, 120), at("年", 359, 120)]
    texts = [at("指标", 60, 120), at("单位", 250, 120), *years]
    for number, name in enumerate(("毕业生人数", "毕业去向落实人数", "月收入")):
        texts += [at(name, 60, 140 + 16 * number), at("人", 255, 140 + 16 * number)]
        texts += [at("98.5", 306, 140 + 16 * number), at("1,234", 341, 140 + 16 * number)]
    (table,) = paper_of(page_laid(texts)).tables
    assert [column.year for column in table.columns] == [None, None, 2023, 2024]


@pytest.mark.parametrize(("spanning", "x"), [("统计年份", 300.0), ("近两年数据", 300.0), ("（数据截止日期：2024年8月31日）", 440.0)])
def test_a_word_over_several_columns_is_none_of_their_heads(spanning, x):
    years, others = (280.0, 370.0), (440.0, 500.0)
    texts = [centred(spanning, x, 106), at("指标", 60, 114), *(centred(f"{2023 + n}年", place, 122) for n, place in enumerate(years))]
    texts += [centred("调查方式", others[0], 114), centred("调查人次", others[1], 114)]
    for number, name in enumerate(("在校生满意度（%）", "毕业生满意度（%）", "家长满意度（%）")):
        cells = zip(("98", "99", "问卷", "120"), (*years, *others), strict=True)
        texts += [at(name, 60, 142 + 16 * number), *(centred(text, place, 142 + 16 * number) for text, place in cells)]
    (table,) = paper_of(page_laid(texts)).tables
    assert kinds_of(table) == ["name", "year", "year", "method", "size"]
    assert len(rows_of(table)) == 3


@pytest.mark.parametrize("over", ["数值", "数据", "统计数据", "年　份", "数　值"])
def test_a_word_over_two_years_with_nothing_right_below_it_is_no_column(over):
    """The years are set wide apart, their figures flush right."""
    heads = [at("指标", 60, 115), at("单位", 250, 115), centred(over, 400, 108), centred("2023年", 350, 122), centred("2024年", 450, 122)]
    rows = [text for k in range(4) for text in (at(f"专业{'甲乙丙丁'[k]}组", 60, 140 + 16 * k), at("个", 254, 140 + 16 * k))]
    rows += [at(f"{10 + k}", x, 140 + 16 * k) for k in range(4) for x in (372, 472)]
    (table,) = paper_of(page_laid([*heads, *rows])).tables
    assert [(column.kind, column.year) for column in table.columns] == [("name", None), ("unit", None), ("year", 2023), ("year", 2024)]
    assert rows_of(table)[0] == ("专业甲组", "个", "10", "10")


def test_a_line_above_a_header_and_the_first_line_of_a_name_below_it_are_none_of_it():
    """学校名称 above, 序 and 号 set below one another, and a first name of two lines, all in the two columns at the left."""
    texts = [at("学校名称：青山商贸学校", 50, 88), at("序", 58, 106), at("号", 58, 120)]
    texts += [centred("项目", 170, 113), centred("单位", 320, 113), centred("2023年", 400, 113), centred("2024年", 470, 113)]
    texts += [at("开发并被国外采用的职业教育标准、资", 84, 140), at("源、装备数量", 84, 153), at("1", 60, 146)]
    texts += [centred("个", 320, 146), centred("21", 400, 146), centred("24", 470, 146)]
    for k, name in enumerate(("标准数量", "资源数量", "装备数量")):
        y = 172 + 19 * k
        texts += [at(str(k + 2), 60, y), at(name, 84, y), centred("个", 320, y), centred("6", 400, y), centred("7", 470, y)]
    (table,) = paper_of(page_laid(texts)).tables
    assert kinds_of(table) == ["ordinal", "name", "unit", "year", "year"]
    assert rows_of(table)[0] == ("1", "开发并被国外采用的职业教育标准、资源、装备数量", "个", "21", "24")


def test_a_heading_above_a_header_and_the_title_of_a_group_below_it_are_no_column():
    """附表 and 一、毕业去向 begin at one place, left of 指标, which stands over the middle of its column."""
    texts = [at("附表", 50, 92, 14), at("一、毕业去向", 50, 134), centred("指标", 180, 118)]
    texts += [centred(word, x, 118) for word, x in (("2023", 330), ("2022", 410), ("变化情况", 490))]
    rows = [("毕业生人数（人）", "442", "453", "-11"), ("月收入（元）", "3433", "3210", "+223"), ("升学人数（人）", "123", "140", "-17")]
    for k, (name, *figures) in enumerate(rows):
        texts += [at(name, 50, 152 + 18 * k), *(centred(v, x, 152 + 18 * k) for v, x in zip(figures, (330, 410, 490), strict=True))]
    (table,) = paper_of(page_laid(texts)).tables
    assert kinds_of(table) == ["name", "year", "year", "note"]
    assert rows_of(table)[-3:] == rows


def test_a_word_that_nobody_knows_beside_a_year_a_blank_apart():
    """0.4 of the type size: as one word with the year it would take the year's figures along."""
    words = (("序号", 30), ("指标", 70), ("单位", 200), ("2023年", 260), ("2024年", 330), ("全省平均", 364))
    heads = [at(word, x, 100) for word, x in words]
    rows = [("1", "毕业生人数", "人", "84", "85", "81"), ("2", "升学人数", "人", "9", "10", "9"), ("3", "月收入", "元", "4", "4", "4")]
    xs = (37, 60, 205, 270, 340, 375)
    body = [at(text, x, 120 + 18 * k) for k, row in enumerate(rows) for text, x in zip(row, xs, strict=True)]
    (table,) = paper_of(page_laid([*heads, *body])).tables
    assert [column.year for column in table.columns] == [None, None, None, 2023, 2024, None]
    assert rows_of(table) == rows


def test_a_header_in_lines_set_double_at_the_head_of_every_page():
    """合计 stands 3.3 lines above 指标, 年 2.5 lines below its year."""
    names = ("毕业生人数", "升学人数", "在校生数", "教职工总数", "专任教师总数", "班主任人数")
    pages = []
    for number in (1, 2, 3):
        texts = [centred("合计", 275, 60), centred("东山学校", 425, 60), at("指标", 70, 97)]
        texts += [centred(part, x, y) for x, year in ((245, "2023"), (305, "2024"), (395, "2023"), (455, "2024"))
                  for part, y in ((year, 104), ("年", 132))]  # fmt: skip
        for k, name in enumerate(names[2 * number - 2 : 2 * number]):
            texts += [at(name, 55, 176 + 44 * k), *(centred("41", x, 176 + 44 * k) for x in (245, 305, 395, 455))]
        pages.append(page_laid(texts, number=number))
    tables = paper_of(*pages).tables
    assert {tuple(column.year for column in table.columns if column.kind == "year") for table in tables} == {(2023, 2024)}
    assert [row[0].text for table in tables for row in table.rows] == list(names)
