"""Ruled tables: the grid that the author drew, merged cells whole."""

from __future__ import annotations

from itertools import pairwise

import pytest

from laid import PITCH, at, cells_laid, centred, grids_of, kinds_of, lattice, page_laid, paper_of, rows_of
from reportparse.model import Grid

XS = (60.0, 250.0, 300.0, 380.0, 460.0)
HEADER = ("指标", "单位", "2023年", "2024年")
BODY = (("毕业生人数", "人", "840", "845"), ("毕业去向落实人数", "人", "792", "—"), ("毕业生升学人数", "人", "", "415"))


def heights(n: int, top: float = 100.0, step: float = 20.0) -> tuple[float, ...]:
    return tuple(top + step * i for i in range(n + 1))


def spans(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {c.text.replace("\n", ""): (c.row, c.column, c.row_span, c.column_span) for c in grid.cells if c.text}


def is_covered_once(grid: Grid) -> bool:
    slots = [(r, c) for x in grid.cells for r in range(x.row, x.row + x.row_span) for c in range(x.column, x.column + x.column_span)]
    return sorted(slots) == [(r, c) for r in range(grid.n_rows) for c in range(grid.n_columns)]


@pytest.mark.parametrize("open_sides", [False, True], ids=["closed", "open sides"])
def test_a_full_grid(open_sides):
    ys = heights(4)
    level, upright = lattice(XS, ys, open_sides=open_sides)
    page = page_laid([at("表1 计分卡", 200, 90), *cells_laid((HEADER, *BODY), XS, ys)], level, upright)
    (table,) = paper_of(page).tables
    assert (table.number, table.name, table.engine) == (1, "计分卡", "pdfium")
    assert kinds_of(table) == ["name", "unit", "year", "year"] and [c.year for c in table.columns[2:]] == [2023, 2024]
    assert rows_of(table) == [*BODY]


def test_a_cell_says_where_it_is():
    ys = heights(4)
    (grid,) = grids_of(page_laid(cells_laid((HEADER, *BODY), XS, ys), *lattice(XS, ys)))
    cell = next(cell for cell in grid.cells if cell.text == "840")
    assert cell.place.page == 1 and cell.place.box == pytest.approx((300, 120, 380, 140), abs=0.5)


def test_lines_of_one_cell_stay_apart_and_in_order():
    ys = (100.0, 120.0, 165.0)
    rows = (HEADER, ("全日制在校生\n中职业生\n人数", "人", "840", "845"))
    (grid,) = grids_of(page_laid(cells_laid(rows, XS, ys), *lattice(XS, ys)))
    assert "全日制在校生\n中职业生\n人数" in {cell.text for cell in grid.cells}


def test_cells_merged_in_both_directions():
    """A label over three rows, a header over two columns, and a block of four."""
    ys = heights(4)
    level = [
        (ys[0], 60, 360), (ys[1], 120, 360), (ys[2], 60, 360), (ys[3], 60, 120), (ys[3], 120, 200), (ys[4], 60, 360),
    ]  # fmt: skip
    upright = [
        (60, 100, 180), (120, 100, 180), (200, 120, 140), (200, 140, 180), (280, 100, 140), (360, 100, 180),
    ]  # fmt: skip
    texts = [
        at("组", 62, 115), at("合并的表头", 125, 111), at("右上", 285, 111), at("甲", 125, 131), at("乙", 205, 131), at("丙", 285, 131),
        at("丁", 62, 151), at("戊", 62, 171), at("己", 125, 151), at("庚", 125, 171), at("四格", 240, 161),
    ]  # fmt: skip
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert (grid.n_rows, grid.n_columns) == (4, 4) and is_covered_once(grid)
    found = spans(grid)
    assert found["组"] == (0, 0, 2, 1)
    assert found["合并的表头"] == (0, 1, 1, 2)
    assert found["四格"] == (2, 2, 2, 2)
    assert found["乙"] == (1, 2, 1, 1) and found["庚"] == (3, 1, 1, 1)


def test_a_label_merged_over_rows_stands_in_each_of_them():
    ys = heights(3)
    level = [(ys[0], 60, 460), (ys[1], 60, 460), (ys[2], 250, 460), (ys[3], 60, 460)]
    upright = [(x, ys[0], ys[-1]) for x in XS]
    texts = [*cells_laid((HEADER, ("", "门", "120", "125"), ("", "学时", "4300", "4412")), XS, ys), at("教学计划内课程总数", 62, 141)]
    (table,) = paper_of(page_laid(texts, level, upright)).tables
    assert rows_of(table) == [("教学计划内课程总数", "门", "120", "125"), ("教学计划内课程总数", "学时", "4300", "4412")]
    assert table.rows[0][0] is table.rows[1][0]


def test_a_first_column_of_one_character_a_line():
    """The table's name, merged down its side."""
    xs, ys = (60.0, 80.0, 250.0, 300.0, 380.0, 460.0), heights(4)
    level = [(ys[0], 60, 460), *((y, 80, 460) for y in ys[1:-1]), (ys[-1], 60, 460)]
    upright = [(x, ys[0], ys[-1]) for x in xs]
    side = [at(c, 65, 125 + 13 * i) for i, c in enumerate("服务贡献")]
    texts = side + cells_laid((("", *HEADER), *(("", *row) for row in BODY)), xs, ys)
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert is_covered_once(grid) and spans(grid)["服务贡献"] == (0, 0, 4, 1)


def test_borders_drawn_twice_and_in_pieces_are_one():
    ys = heights(4)
    level, upright = lattice(XS, ys)
    pieces = [(y + shift, a, b) for y, *_ in level for shift in (0, 0.7) for a, b in pairwise(XS)]
    (grid,) = grids_of(page_laid(cells_laid((HEADER, *BODY), XS, ys), pieces, [*upright, *((x + 0.6, a, b) for x, a, b in upright)]))
    assert (grid.n_rows, grid.n_columns) == (4, 4) and len(grid.cells) == 16


def test_a_double_outer_frame_makes_no_column_and_no_row():
    """Two lines 2.3 points apart all around: a strip that nothing can be printed in."""
    ys = heights(3)
    level, upright = lattice(XS, ys)
    frame = lattice((XS[0] - 2.3, XS[-1] + 2.3), (ys[0] - 2.3, ys[-1] + 2.3))
    (grid,) = grids_of(page_laid(cells_laid((HEADER, *BODY[:2]), XS, ys), level + frame[0], upright + frame[1]))
    assert (grid.n_rows, grid.n_columns) == (3, len(XS) - 1)


def test_two_tables_of_a_page_are_two():
    upper, lower = heights(2), heights(2, top=300)
    rules = [lattice(XS, upper), lattice(XS, lower)]
    first = [at("表1 甲表", 60, 90), *cells_laid((HEADER, BODY[0]), XS, upper)]
    texts = [*first, at("表2 乙表", 60, 290), *cells_laid((HEADER, BODY[1]), XS, lower)]
    tables = paper_of(page_laid(texts, rules[0][0] + rules[1][0], rules[0][1] + rules[1][1])).tables
    assert [(table.number, table.name, rows_of(table)) for table in tables] == [(1, "甲表", [BODY[0]]), (2, "乙表", [BODY[1]])]


def test_a_box_around_prose_is_no_table():
    level, upright = lattice((60, 500), (100, 200))
    paper = paper_of(page_laid([at("学校坚持立德树人，深化产教融合。", 70, 130), at("一框之中的文字不是表格。", 70, 150)], level, upright))
    assert paper.tables == () and "立德树人" in "".join(p.text for p in paper.paragraphs)


def test_a_table_of_one_row_is_a_table():
    """What a page break leaves over."""
    ys = heights(1)
    (grid,) = grids_of(page_laid(cells_laid((BODY[0],), XS, ys), *lattice(XS, ys)))
    assert (grid.n_rows, [cell.text for cell in grid.cells]) == (1, [*BODY[0]])


def test_blanks_inside_numbers_and_between_narrow_words_are_kept():
    xs, ys = (50.0, 200.0, 300.0), (50.0, 66.0, 82.0)
    words = [at("Area", 52, 61), at("of", 52 + 20 + 2.0, 61), at("land", 52 + 32 + 2.0, 61)]  # 2.0 of 11.4 points: Times sets 2.25
    numbers = [at("3", 202, 61), at("416", 202 + 7.5, 61), at("1858", 202, 77)]
    (grid,) = grids_of(page_laid([*words, at("b", 52, 77), *numbers], *lattice(xs, ys)))
    assert [cell.text for cell in grid.cells] == ["Area of land", "3 416", "b", "1858"]


def test_two_rows_that_no_rule_parts_one_of_whose_names_wraps():
    ys = (100.0, 120.0, 172.0)
    names = (("在国外组织担任职务的专任", 133), ("教师人数", 146), ("国际技能大赛获奖数量", 165))
    texts = [*cells_laid((HEADER,), XS, ys), *(at(line, 62, y) for line, y in names)]
    texts += [at(text, x + 2, 139) for text, x in zip(("人", "4", "5"), XS[1:], strict=False)]
    texts += [at(text, x + 2, 165) for text, x in zip(("项", "6", "7"), XS[1:], strict=False)]
    (table,) = paper_of(page_laid(texts, *lattice(XS, ys))).tables
    printed = [tuple(text.replace("\n", "") for text in row) for row in rows_of(table)]
    assert printed == [("在国外组织担任职务的专任教师人数", "人", "4", "5"), ("国际技能大赛获奖数量", "项", "6", "7")]


def test_numbers_that_both_wrap_beside_a_name_of_one_line_are_one_row():
    ys = (100.0, 120.0, 152.0, 172.0)
    rows = (("指标", "2023年", "2024年", "备注"), ("月收入（元）", "", "", ""), ("自主创业率（%）", "1", "2", ""))
    texts = cells_laid(rows, XS, ys)
    texts += [at(f"{first}", x + 2, 133) for first, x in zip(("4198.8", "4198.6", "按学年统"), XS[1:], strict=False)]
    texts += [at(f"{second}", x + 2, 146) for second, x in zip(("7", "3", "计"), XS[1:], strict=False)]
    (table,) = paper_of(page_laid(texts, *lattice(XS, ys))).tables
    assert rows_of(table)[0][:3] == ("月收入（元）", "4198.87", "4198.63")
    assert len(rows_of(table)) == 2


def test_a_header_whose_last_letters_are_units_is_one_row():
    xs, ys = (30.0, 60.0, 200.0, 230.0, 300.0, 360.0, 390.0), (100.0, 158.0, 178.0, 198.0)
    named = [("1", "在校生满意度", "%", "94.02", "网络问卷", "2110"), ("2", "家长满意度", "%", "95.1", "网络问卷", "310")]
    header = [("序\n号", 124), ("指标", 130), ("单\n位", 124), ("2024年", 130), ("调查方\n式", 124), ("调\n查\n人\n次", 111)]
    texts = [at("表2 满意度调查表", 180, 90), *cells_laid(named, xs, ys[1:])]
    for (cell, y), x in zip(header, xs, strict=False):
        texts += [at(line, x + 4, y + PITCH * number) for number, line in enumerate(cell.split("\n"))]
    (table,) = paper_of(page_laid(texts, *lattice(xs, ys))).tables
    assert [column.kind for column in table.columns] == ["ordinal", "name", "unit", "year", "method", "size"]
    assert len(rows_of(table)) == 2


def test_a_side_that_is_open_beside_cells_merged_over_the_first_two_columns():
    """The first upright rule stands between 其中 and the names beside it alone, at most of the table's height: it is no side of it."""
    ys = heights(11)
    rows = (HEADER, BODY[0], *((f"{sector}就业人数", "人", "12", "13") for sector in "甲乙丙丁戊己庚辛"), BODY[1])
    level = [(y, 90.0 if ys[2] < y < ys[10] else 60.0, 460.0) for y in ys]
    upright = [*((x, ys[0], ys[-1]) for x in XS[1:-1]), (90.0, ys[2], ys[10])]
    texts = [*cells_laid(rows[:2], XS, ys), *cells_laid(rows[2:10], (90.0, *XS[1:]), ys[2:]), *cells_laid(rows[10:], XS, ys[10:])]
    (table,) = paper_of(page_laid([*texts, centred("其中", 75, ys[6] + 4)], level, upright)).tables
    assert [row[1:] for row in rows_of(table)] == [*rows[1:]]


def test_tables_without_captions_that_stand_nearer_than_rules_may_miss_one_another():
    """Both have a rule in one place inside them, and yet they are two: the second begins with a header."""
    wide, narrow = (60.0, 120.0, 250.0, 300.0, 380.0, 460.0), (60.0, 120.0, 280.0, 340.0, 400.0, 460.0)
    rows = [("院校代码", *HEADER), *(("12650", *row) for row in BODY)]
    ys, more = heights(4), heights(4, top=183.75)
    nets = [lattice(xs, y, open_sides=True) for xs, y in ((wide, ys), (narrow, more))]
    level, upright = ([rule for net in nets for rule in net[k]] for k in (0, 1))
    tables = paper_of(page_laid([*cells_laid(rows, wide, ys), *cells_laid(rows, narrow, more)], level, upright)).tables
    assert [rows_of(table) for table in tables] == [[*rows[1:]]] * 2
