"""Tables whose rules stand upright alone, and what is no such table."""

from __future__ import annotations

import numpy as np
import pytest

from laid import PITCH, Rule, Text, at, cells_laid, page_laid, page_shaded, paper_of, rows_of
from reportparse.assemble.aligned.cutfigures import are_figures_cut, figures_doubted
from reportparse.assemble.ruled.acrossrows import levels_closed
from reportparse.assemble.ruled.uprights import ends_closed
from reportparse.model import Cell, Column, Rules

XS = (50.0, 250.0, 300.0, 370.0, 440.0)
HEADER = ("指标", "单位", "2023年", "2024年")
NO_WORDS = np.zeros((0, 4), np.float32)


def rules_of(level: list[Rule], upright: list[Rule]) -> Rules:
    return Rules(*(np.array(rows, np.float32).reshape(-1, 3) for rows in (level, upright)))


def rows_between_uprights(*rows: tuple[str, ...], upright: list[Rule] | None = None) -> list[tuple[str, ...]]:
    """The rows of a table with rules above and below its header and at its foot, and none between its rows."""
    ys = tuple(100.0 + 18 * number for number in range(len(rows) + 2))
    level = [(y, XS[0], XS[-1]) for y in (ys[0], ys[1], ys[-1])]
    texts = [at("表1 人才培养质量计分卡", 180, 90), *cells_laid([HEADER, *rows], XS, ys)]
    (table,) = paper_of(page_laid(texts, level, upright or [(x, ys[0], ys[-1]) for x in XS])).tables
    return rows_of(table)


def test_a_unit_merged_over_several_rows_leaves_them_apart():
    rows = (("毕业生人数", "", "512", "498"), ("毕业去向落实人数", "人", "480", "471"), ("升学人数", "", "96", "101"))
    found = rows_between_uprights(*rows)
    assert [(row[0], row[2], row[3]) for row in found] == [(row[0], row[2], row[3]) for row in rows]


def test_units_announce_rows_where_figures_wrap():
    names, units = ("毕业生人数", "毕业去向落实人数", "升学人数"), ("人", "人", "人")
    texts = [at("表1 人才培养质量计分卡", 180, 90), *cells_laid([HEADER], XS, (100.0,))]
    for number, (name, unit) in enumerate(zip(names, units, strict=True)):
        middle = 140 + 2 * PITCH * number
        texts += [at(name, 52, middle), at(unit, 252, middle), at("498", 372, middle)]
        texts += [at("1，53", 302, middle - PITCH / 2), at("0", 302, middle + PITCH / 2)]
    level = [(y, XS[0], XS[-1]) for y in (100.0, 118.0, 210.0)]
    (table,) = paper_of(page_laid(texts, level, [(x, 100.0, 210.0) for x in XS])).tables
    assert rows_of(table) == [(name, "人", "1，530", "498") for name in names]


def test_a_page_with_upright_rules_alone_is_framed_by_its_words():
    upright = [(x, *piece) for x in XS[1:-1] for piece in ((100.0, 160.0), (178.0, 240.0))]
    words = np.array([[52, 110, 120, 120], [420, 110, 438, 120]], np.float32)
    closed = ends_closed(rules_of([], upright), words)
    assert {(y, x0, x1) for y, x0, x1 in closed.horizontal.tolist()} == {(100.0, 50.0, 440.0), (240.0, 50.0, 440.0)}


def test_two_upright_rules_make_no_table():
    rules = rules_of([], [(100.0, 100.0, 300.0), (200.0, 100.0, 300.0)])
    assert len(ends_closed(rules, NO_WORDS).horizontal) == 0


@pytest.mark.parametrize(("gap", "added"), [(18.0, 2), (7.0, 0)])
def test_upright_rules_that_stop_beside_a_row_and_long_dashes(gap: float, added: int):
    level = [(y, 50.0, 440.0) for y in (100.0, 300.0)]
    upright = [(x, 100.0, 300.0) for x in (50.0, 440.0)]
    upright += [(x, *piece) for x in (250.0, 300.0) for piece in ((100.0, 200.0), (200.0 + gap, 300.0))]
    rules = rules_of(level, upright)
    assert len(levels_closed(rules.horizontal, rules.vertical)) == 2 + added


COLUMNS = tuple(Column(kind, "", year) for kind, year in (("name", None), ("unit", None), ("year", 2023), ("year", 2024)))


def slots(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, 0, number) for number, text in enumerate(texts))


WRAPPED = slots("在校生满意度", "%", "93.3\n8", "97.2\n2")


@pytest.mark.parametrize(
    ("rows", "below", "is_rest"),
    [
        ([WRAPPED, slots("教职工满意度", "%", "90.0", "92.1")], slots("", "", "4", "7"), True),
        ([slots("在校生满意度", "%", "93.3", "97.2"), slots("教职工满意度", "%", "90.0", "92.1")], slots("", "", "4", "7"), False),
        ([WRAPPED, slots("教职工满意度", "%", "90.0", "92.1")], slots("", "%", "4", "7"), False),
        ([WRAPPED, slots("教职工满意度", "%", "9", "8")], slots("", "", "4", "7"), False),
        ([WRAPPED, slots("教职工满意度", "%", "", "92.1")], slots("", "", "4", "7"), False),
    ],
)
def test_a_rest_of_figures_needs_a_narrow_column_and_a_full_line(rows, below, is_rest):
    assert are_figures_cut((rows, []), below, COLUMNS) is is_rest


@pytest.mark.parametrize("titled", [False, True])
def test_a_header_above_columns_that_rules_part_below_it_alone(titled):
    """A coloured band holds the header, and upright rules begin below it; it holds for what goes on below a title too, years turned."""
    names = ("毕业生人数", "毕业去向落实人数", "升学人数", "月收入")
    rows = [(name, "人", str(512 + k), str(498 - k)) for k, name in enumerate(names)]
    header = ("指标", "单位", "2024年", "2023年")
    heads = [at(text, x + 8, 113) for text, x in zip(header, XS, strict=False)]
    tops = [124 + 20 * k + (24 if titled and k > 1 else 0) for k in range(len(rows))]
    cells = [text for row, y in zip(rows, tops, strict=True) for text in cells_laid([row], XS, (y,))]
    texts = [at("表1 人才培养质量计分卡", 180, 90), *heads, *cells]
    texts += [at("一、就业质量", 52, 180)] if titled else []
    upright = [(x, y - 2, y + 18) for x in XS[1:-1] for y in tops]
    tables = paper_of(page_laid(texts, [], upright)).tables
    found = [row for table in tables for row in rows_of(table) if len(set(row)) > 1]
    assert found == rows
    assert {tuple(column.year for column in table.columns) for table in tables} == {(None, None, 2024, 2023)}


def test_a_header_and_the_title_of_the_first_group_above_columns_that_rules_part_below_them():
    rows = [("毕业生人数", "人", "512", "498"), ("升学人数", "人", "96", "101"), ("月收入", "元", "4100", "4050")]
    heads = [at(text, x + 8, 113) for text, x in zip(("指标", "单位", "2024年", "2023年"), XS, strict=False)]
    tops = [152.0 + 20 * k for k in range(len(rows))]
    cells = [text for row, y in zip(rows, tops, strict=True) for text in cells_laid([row], XS, (y,))]
    texts = [at("表1 人才培养质量计分卡", 180, 90), *heads, at("一、毕业去向", 52, 137), *cells]
    (table,) = paper_of(page_laid(texts, [], [(x, y - 2, y + 18) for x in XS[1:-1] for y in tops])).tables
    assert rows_of(table) == rows
    assert [column.year for column in table.columns] == [None, None, 2024, 2023]


OPEN = (60.0, 250.0, 300.0, 370.0, 440.0)
NAMES = ("毕业生人数", "毕业去向落实人数", "其中：升学人数", "升入本科人数", "月收入", "自主创业率")
BODY = [(name, "人", str(500 + k), str(600 + k)) for k, name in enumerate(NAMES)]


def open_rows(rows: list[tuple[str, ...]], top: float, xs: tuple[float, ...] = OPEN) -> list[Text]:
    return [text for k, row in enumerate(rows) for text in cells_laid([row], xs, (top + 18 * k,))]


@pytest.mark.parametrize("over", ["年份", "指标值"])
@pytest.mark.parametrize("years", [("2022年", "2023年", "2024年"), ("2022", "2023", "2024")])
@pytest.mark.parametrize("change", ["", "增减"])
def test_a_header_of_two_levels_above_upright_rules_alone(over: str, years: tuple[str, ...], change: str):
    xs = (60.0, 250.0, 300.0, 360.0, 420.0, 480.0)
    rows = [(*row, str(700 + k), *(["+1"] if change else [])) for k, row in enumerate(BODY)]
    texts = [at("表1 人才培养质量计分卡", 180, 90), *cells_laid([("指标", "单位")], xs, (109.0,)), at(over, 375, 111), at(change, 482, 120)]
    texts += [*cells_laid([years], xs[2:], (118.0,)), *open_rows(rows, 136.0, xs)]
    whole = [xs[1], xs[2], *([xs[5]] if change else [])]
    upright = [*((x, 100.0, 244.0) for x in whole), *((x, 118.0, 244.0) for x in xs[3:5])]
    (table,) = paper_of(page_laid(texts, (), upright)).tables
    assert [column.year for column in table.columns][:5] == [None, None, 2022, 2023, 2024]
    assert rows_of(table) == rows


def test_a_rule_that_breaks_off_beside_merged_cells_is_whole():
    xs = (60.0, 110.0, 300.0, 350.0, 420.0)
    rows = [(("毕业去向", "", "", "就业质量", "", "")[k], *row) for k, row in enumerate(BODY)]
    texts = [at("表1 人才培养质量计分卡", 180, 90), *open_rows([("类别", *HEADER), *rows], 100.0, xs)]
    pieces = [(xs[1], 100.0, 136.0), (xs[1], 172.0, 190.0)]
    (table,) = paper_of(page_laid(texts, (), [*pieces, *((x, 100.0, 226.0) for x in xs[2:])])).tables
    assert [row[1:] for row in rows_of(table)] == BODY


def test_a_rule_that_a_word_crosses_stays_broken():
    words = page_laid([at("毕业生人数", 75, 150), at("2023", 160, 150)]).glyphs.boxes
    upright = [(100.0, 100.0, 120.0), *((x, 100.0, 200.0) for x in (150.0, 200.0, 250.0))]
    closed = ends_closed(rules_of([], upright), words)
    assert [100.0, 100.0, 120.0] in closed.vertical.tolist()


def test_one_name_for_two_rows_between_uprights():
    rows = [("教学计划内课程总数", "门", "88", "95"), ("", "学时", "3838", "4058")]
    rows += [("专业数量", "个", "47", "50"), ("专业群数量", "个", "5", "6")]
    texts = [at("表3 教学资源表", 180, 90), *open_rows([HEADER, *(("", *row[1:]) for row in rows)], 100.0)]
    texts += [at("教学计划内课程总数", 62, 138), at("专业数量", 62, 165), at("专业群数量", 62, 183)]
    (table,) = paper_of(page_laid(texts, (), [(x, 100.0, 190.0) for x in OPEN[1:-1]])).tables
    assert rows_of(table) == [(row[0] or rows[0][0], *row[1:]) for row in rows]


@pytest.mark.parametrize(("foot", "head"), [("（二）就业质量", ""), ("", "（二）就业质量"), ("", "")])
def test_the_rest_of_a_table_with_open_sides_follows_a_title_at_the_foot_or_head(foot: str, head: str):
    first = [at("表1 人才培养质量计分卡", 180, 650), *open_rows([HEADER, *BODY[:3]], 660.0), at(foot, 55, 780)]
    rest = [at(head, 55, 64), *open_rows(BODY[3:], 70.0)]
    pages = (
        page_laid(first, (), [(x, 660.0, 732.0) for x in OPEN[1:-1]]),
        page_laid(rest, (), [(x, 70.0, 124.0) for x in OPEN[1:-1]], number=2),
    )
    (table,) = paper_of(*pages).tables
    assert rows_of(table) == BODY


def test_units_behind_figures_announce_rows_too():
    rows = [("毕业生人数", "4,141人", "4,565人"), ("毕业生本省去向落实率", "90.60%", "61.72%"), ("月收入", "3,931元", "4 238.25元▲")]
    xs = (60.0, 250.0, 330.0)
    texts = [at("表1 人才培养质量计分卡", 180, 90), *open_rows([("指标", "2023年", "2024年"), *rows], 100.0, xs)]
    (table,) = paper_of(page_laid(texts, (), [(x, 100.0, 172.0) for x in (250.0, 330.0, 410.0)])).tables
    assert [row[0] for row in rows_of(table)] == [row[0] for row in rows]


def test_a_rule_between_parts_and_their_names_makes_no_column():
    """其中 is merged over its rows, and only these have the rule; names of other rows cross it."""
    rows = [("毕业生人数", "512", "498"), ("毕业去向落实人数", "480", "471"), ("升学人数", "96", "101"), ("升入本科人数", "40", "41")]
    rows += [("毕业生面向三次产业就业人数", "250", "260"), ("面向第一产业就业人数", "20", "21"), ("面向第二产业就业人数", "130", "132")]
    xs = (60.0, 250.0, 330.0)
    texts = [at("表1 人才培养质量计分卡", 180, 90), *open_rows([("指标", "2023年", "2024年")], 100.0, xs)]
    for k, (name, *figures) in enumerate(rows):
        is_part = k in (2, 3, 5, 6)
        places = zip((name, *figures), (112 if is_part else 62, *(x + 2 for x in xs[1:])), strict=True)
        texts += [at(word, x, 129 + 18 * k) for word, x in places]
    texts += [at("其中", 65, 129 + 18 * k) for k in (2.5, 5.5)]
    whole = [(x, 100.0, 244.0) for x in (250.0, 330.0, 410.0)]
    (table,) = paper_of(page_laid(texts, (), [*whole, (105.0, 154.0, 190.0), (105.0, 208.0, 244.0)])).tables
    assert [(row[0].removeprefix("其中"), *row[1:]) for row in rows_of(table)] == rows


def test_a_caption_that_is_a_title_in_a_long_table_has_the_header_above():
    """One header on each page, and a caption and a group's title between tables that keep to its columns."""
    xs = (60.0, 250.0, 300.0, 370.0)
    second = [("全日制在校生人数", "人", "2226", "2011"), ("教职工总数", "人", "166", "161"), ("班主任人数", "人", "47", "49")]
    texts = [at("表1 人才培养质量计分卡", 62, 90), *open_rows([("指标", "单位", "2024年", "2023年"), *BODY], 100.0, xs)]
    texts += [at("表6 落实政策表", 62, 242), at("一、规模经费", 62, 260), *open_rows(second, 268.0, xs)]
    upright = [(x, *piece) for x in (*xs[1:], 440.0) for piece in ((100.0, 226.0), (268.0, 322.0))]
    tables = paper_of(page_laid(texts, (), upright)).tables
    assert [table.number for table in tables] == [1, 6]
    assert [column.year for column in tables[1].columns] == [None, None, 2024, 2023]
    assert rows_of(tables[1])[-3:] == second


def test_ordinals_that_wrap_are_no_figures_that_announce_rows():
    """11. stands above 2 in a column too narrow for both, beside names of two lines."""
    xs = (60.0, 85.0, 250.0, 300.0, 370.0)
    rows = [(f"11.|{k + 1}", name, unit, str(10 + k), str(20 + k)) for k, (name, unit, *_) in enumerate(BODY)]
    texts = [at("表3 教学资源表", 180, 90), *open_rows([("序号", *HEADER)], 100.0, xs)]
    for k, (ordinal, name, *cells) in enumerate(rows):
        y = 136 + 30.0 * k
        texts += [at(line, 62, y - 6 + 12 * i) for i, line in enumerate(ordinal.split("|"))]
        texts += [at(line, 87, y - 6 + 12 * i) for i, line in enumerate((name[:4], name[4:])) if line]
        texts += [at(cell, x + 2, y) for cell, x in zip(cells, xs[2:], strict=True)]
    (table,) = paper_of(page_laid(texts, (), [(x, 100.0, 310.0) for x in (*xs[1:], 440.0)])).tables
    assert rows_of(table) == [(row[0].replace("|", ""), *row[1:]) for row in rows]


@pytest.mark.parametrize("foot", [True, False], ids=["foot", "cut by the page"])
def test_a_shaded_header_of_two_levels_above_columns_that_upright_rules_part(foot):
    """No level rule stands below it, and the rule between the years begins below 年份; figures are masked in one row."""
    names = ("毕业生人数", "毕业去向落实人数", "升学人数", "月收入")
    rows = [(name, "人", "xx" if k == 2 else str(512 + k), str(498 - k)) for k, name in enumerate(names)]
    ys = (100.0, 116.0, 132.0, *(150.0 + 18 * k for k in range(4)))
    heads = [at("指标", 130, 120), at("单位", 265, 120), at("年份", 350, 112), at("2023年", 318, 128), at("2024年", 388, 128)]
    level = [(y, XS[0], XS[-1]) for y in ((ys[0], ys[-1]) if foot else ys[:1])]
    upright = [(x, ys[1] if x == XS[3] else ys[0], ys[-1]) for x in XS[1:-1]]
    page = page_laid([*heads, *cells_laid(rows, XS, ys[2:])], level, upright)
    (table,) = paper_of(page_shaded(page, (XS[0], ys[0], XS[2], ys[2]), (XS[2], ys[0], XS[4], ys[1]), (XS[2], ys[1], XS[4], ys[2]))).tables
    assert [column.year for column in table.columns] == [None, None, 2023, 2024]
    assert rows_of(table) == rows


def test_upright_rules_alone_that_a_title_parts_between_two_that_run_through():
    upright = [(x, 100.0, 240.0) for x in (50.0, 440.0)]
    upright += [(x, *piece) for x in (250.0, 300.0) for piece in ((100.0, 160.0), (178.0, 240.0))]
    closed = ends_closed(rules_of([], upright), NO_WORDS)
    assert closed.horizontal[:, 0].tolist() == [100.0, 240.0]


def test_a_few_digits_below_a_figure_that_ends_at_its_point_are_doubted():
    row = figures_doubted(slots("年财政专项经费", "万元", "76", "12"), slots("", "", "3002.", "45"), COLUMNS)
    assert [cell.flags for cell in row] == [(), (), ("value-doubtful",), ()]
