"""One logical table over pages: header once or repeated, rows cut by the page whole again, a last row alone."""

from __future__ import annotations

import pytest

from laid import at, cells_laid, centred, lattice, page_laid, paper_of, rows_of

XS = (60.0, 250.0, 300.0, 380.0, 460.0)
HEADER = ("指标", "单位", "2023年", "2024年")
NAMES = ("毕业生人数", "毕业去向落实人数", "升学人数", "升入本科人数", "在校生数")
ROWS = tuple((name, "人", str(100 + i), str(200 + i)) for i, name in enumerate(NAMES))


def grid_page(rows, *, top=100.0, number=1, above=(), below=(), xs=XS, step=20.0):
    ys = tuple(top + step * i for i in range(len(rows) + 1))
    return page_laid([*above, *cells_laid(rows, xs, ys), *below], *lattice(xs, ys), number=number)


@pytest.mark.parametrize("cut", [1, 2, 4])
@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("furnished", [False, True])
def test_a_table_runs_over_a_page(cut, repeated, furnished):
    def feet(n: int) -> list[tuple[str, float, float, float]]:
        return [centred(f"- {n} -", 297, 805, 9), at("某职业教育质量年度报告", 60, 40, 9)] if furnished else []

    first = grid_page((HEADER, *ROWS[:cut]), top=600, above=[centred("表1 计分卡", 260, 590), *feet(1)])
    second = grid_page((*((HEADER,) if repeated else ()), *ROWS[cut:]), top=60, number=2, above=feet(2))
    third = page_laid([at("四、其他情况说明。", 60, 100), *feet(3)], number=3)
    (table,) = paper_of(first, second, third).tables
    assert (table.number, rows_of(table)) == (1, [*ROWS])
    assert [row[0].place.page for row in table.rows] == [1] * cut + [2] * (len(ROWS) - cut)


def test_over_three_pages_and_a_last_row_alone():
    pages = (
        grid_page((HEADER, *ROWS[:2]), top=700, above=[centred("表1 计分卡", 260, 690)]),
        grid_page(ROWS[2:4], top=60, number=2),
        grid_page(ROWS[4:], top=60, number=3, below=[at("五、下一节内容从这里开始。", 60, 200)]),
    )
    (table,) = paper_of(*pages).tables
    assert rows_of(table) == [*ROWS]


@pytest.mark.parametrize("caption", ["续表1", "表1（续）", "表1 计分卡（续）", "续表", "表1续"])
def test_a_caption_that_says_it_goes_on(caption):
    first = grid_page((HEADER, *ROWS[:2]), top=700, above=[centred("表1 计分卡", 260, 690)])
    second = grid_page((HEADER, *ROWS[2:]), top=100, number=2, above=[centred(caption, 260, 90)])
    (table,) = paper_of(first, second).tables
    assert (table.number, table.name, rows_of(table)) == (1, "计分卡", [*ROWS])


def test_a_new_caption_begins_a_new_table():
    first = grid_page((HEADER, *ROWS[:2]), top=700, above=[centred("表1 计分卡", 260, 690)])
    second = grid_page((HEADER, *ROWS[2:]), top=100, number=2, above=[centred("表2 教学资源表", 260, 90)])
    tables = paper_of(first, second).tables
    assert [(t.number, rows_of(t)) for t in tables] == [(1, [*ROWS[:2]]), (2, [*ROWS[2:]])]


def test_prose_between_two_tables_parts_them():
    first = grid_page((HEADER, *ROWS[:2]), top=200, above=[centred("表1 计分卡", 260, 190)], below=[at("以上数据来自平台。", 60, 300)])
    second = grid_page((HEADER, *ROWS[2:]), top=60, number=2)
    assert [rows_of(t) for t in paper_of(first, second).tables] == [[*ROWS[:2]], [*ROWS[2:]]]


def test_a_name_cut_by_the_page_is_whole_again():
    """The page parts the name's second line from its first; the values stand with the first."""
    first = grid_page((HEADER, ROWS[0], ("毕业去向落", "人", "101", "201")), top=700, above=[centred("表1 计分卡", 260, 690)])
    second = grid_page((("实人数", "", "", ""), *ROWS[2:]), top=60, number=2)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [*ROWS]


def test_a_title_at_the_head_of_a_page_is_not_the_rest_of_a_known_name():
    """No rule and no value: 毕业生人数 is whole, so what opens the next page goes on with nothing."""
    first = grid_page((HEADER, ROWS[0]), top=700, above=[centred("表1 计分卡", 260, 690)])
    second = grid_page((("（二）就业情况", "", "", ""), ROWS[1]), number=2, top=60)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [ROWS[0], ("（二）就业情况", "", "", ""), ROWS[1]]


def test_values_may_stand_on_the_other_side_of_the_page():
    first = grid_page((HEADER, ROWS[0], ("毕业去向落", "", "", "")), top=700, above=[centred("表1 计分卡", 260, 690)])
    second = grid_page((("实人数", "人", "101", "201"), *ROWS[2:]), top=60, number=2)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [*ROWS]


def test_a_row_of_empty_cells_is_not_the_rest_of_the_last():
    """A row whose values are printed as nothing is a row of its own."""
    empty = ("升学人数", "人", "", "")
    first = grid_page((HEADER, *ROWS[:2]), top=700, above=[centred("表1 计分卡", 260, 690)])
    second = grid_page((empty, *ROWS[3:]), top=60, number=2)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [*ROWS[:2], empty, *ROWS[3:]]


def test_a_name_shared_by_two_rows_is_shared_over_the_page():
    pair = (("教学计划内课程总数", "门", "120", "125"), ("", "学时", "4300", "4412"))
    first = grid_page((HEADER, ROWS[0], pair[0]), top=700, above=[centred("表3 教学资源表", 260, 690)])
    second = grid_page((pair[1], ROWS[4]), top=60, number=2)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [ROWS[0], pair[0], (pair[0][0], *pair[1][1:]), ROWS[4]]


def test_a_continuation_with_another_column_split():
    """After the page the unit's column is a point narrower and an empty column has appeared."""
    first = grid_page((HEADER, *ROWS[:2]), top=700, above=[centred("表1 计分卡", 260, 690)])
    xs = (60.0, 249.0, 299.0, 375.0, 380.0, 460.0)
    second = grid_page([(a, b, c, "", d) for a, b, c, d in ROWS[2:]], top=60, number=2, xs=xs)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [*ROWS]


def test_a_heading_that_names_a_table_above_another_one_does_not_announce_what_runs_on_to_the_next_page():
    heads = [at("附件：落实政策表等", 60, 400), centred("表1 计分卡", 260, 590)]
    first = grid_page((HEADER, *ROWS[:3]), top=600, above=heads)
    second = grid_page((HEADER, *ROWS[3:]), top=60, number=2)
    (table,) = paper_of(first, second).tables
    assert (table.number, rows_of(table)) == (1, [*ROWS])


@pytest.mark.parametrize("pages", [1, 2])
def test_a_table_that_was_folded_to_save_room(pages):
    xs = (60.0, 160.0, 200.0, 250.0, 300.0, 400.0, 440.0, 490.0, 540.0)
    empty = ("", "", "", "")
    folded = [(*left, *right) for left, right in zip(ROWS[:3], (*ROWS[3:], empty), strict=True)]
    cut = 3 if pages == 1 else 2
    first = grid_page(((*HEADER, *HEADER), *folded[:cut]), top=700, above=[centred("表1 计分卡", 300, 690)], xs=xs)
    second = [grid_page(folded[cut:], top=60, number=2, xs=xs)] if pages == 2 else []
    (table,) = paper_of(first, *second).tables
    assert rows_of(table) == [*ROWS]
    assert [column.year for column in table.columns] == [None, None, 2023, 2024]


@pytest.mark.parametrize("caption", ["（三）教学资源表（续）", "续表3 教学资源表"])
def test_what_goes_on_a_table_that_was_not_made_out_is_no_part_of_the_one_before(caption):
    first = grid_page((HEADER, *ROWS[:3]), top=600, above=[centred("（二）满意度调查表", 260, 590)])
    second = grid_page((HEADER, *ROWS[3:]), top=100, number=2, above=[centred(caption, 260, 90)])
    tables = paper_of(first, second).tables
    assert [(table.name, rows_of(table)) for table in tables] == [("满意度调查表", [*ROWS[:3]]), ("教学资源表", [*ROWS[3:]])]


def test_what_goes_on_with_columns_of_its_own_is_read_by_its_own_header():
    first = grid_page((HEADER, *ROWS[:3]), top=600, above=[centred("表1 计分卡", 260, 590)])
    rows = (("指标", "2024年", "2023年"), *((name, later, earlier) for name, _, earlier, later in ROWS[3:]))
    second = grid_page(rows, top=100, number=2, above=[centred("续表1", 260, 90)], xs=(60.0, 320.0, 390.0, 460.0))
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [*ROWS[:3], *((name, "", earlier, later) for name, _, earlier, later in ROWS[3:])]


def test_a_unit_merged_over_a_page_whose_cell_has_no_rules_on_the_next():
    first = grid_page((HEADER, *ROWS[:2]), top=700, above=[centred("表1 计分卡", 260, 690)])
    ys = (60.0, 80.0, 100.0, 120.0)
    rest = [(name, "", *values) for name, _, *values in ROWS[2:]]
    level = [(y, x0, x1) for y in ys for x0, x1 in ((XS[0], XS[1]), (XS[2], XS[4]))]
    upright = [(x, ys[0], ys[-1]) for x in XS[1:4]]
    (table,) = paper_of(first, page_laid(cells_laid(rest, XS, ys), level, upright, number=2)).tables
    assert [(row[0].text, row[2].text, row[3].text) for row in table.rows] == [(name, a, b) for name, _, a, b in ROWS]


def test_a_caption_repeated_with_the_header_of_a_folded_table_begins_no_table():
    xs = (60.0, 160.0, 200.0, 250.0, 300.0, 400.0, 440.0, 490.0, 540.0)
    folded = [(*left, *right) for left, right in zip(ROWS[:2], ROWS[2:4], strict=True)]
    pages = [
        grid_page(((*HEADER, *HEADER), row), top=top, number=number, above=[centred("表1 计分卡", 300, top - 10)], xs=xs)
        for number, top, row in ((1, 700, folded[0]), (2, 80, folded[1]))
    ]
    (table,) = paper_of(*pages).tables
    assert rows_of(table) == [*ROWS[:4]]


def test_letters_of_a_merged_cell_in_the_margin_above_what_goes_on():
    first = grid_page((HEADER, *ROWS[:3]), top=600, above=[centred("表1 计分卡", 260, 590)])
    spilled = [at(letter, 100, 30 + 12 * k, 9) for k, letter in enumerate("虚拟仿真")]
    (table,) = paper_of(first, grid_page(ROWS[3:], top=80, number=2, above=spilled)).tables
    assert rows_of(table) == [*ROWS]


def test_the_word_of_a_merged_cell_in_the_margin_above_what_goes_on():
    xs = (60.0, 110.0, 250.0, 300.0, 380.0, 460.0)
    rows = [("虚拟仿真" if k == 0 else "", *row) for k, row in enumerate(ROWS)]
    first = grid_page((("类别", *HEADER), *rows[:3]), top=600, above=[centred("表1 计分卡", 260, 590)], xs=xs)
    second = grid_page(rows[3:], top=80, number=2, above=[at("虚拟仿真", 64, 40)], xs=xs)
    (table,) = paper_of(first, second).tables
    assert [row[1:] for row in rows_of(table)] == [*ROWS]


def test_a_note_of_the_table_before_may_stand_in_a_row_above_the_header():
    """Printed gridlines make a row of it; the sheet begins with it."""
    body = [("毕业生人数", "人", "840", "845"), ("月收入", "元", "3890", "3950")]
    rows = [("注：带*的指标为2024年新增。",), ("指标", "单位", "2023年", "2024年"), *body]
    xs, ys = (60.0, 260.0, 320.0, 400.0, 480.0), [100.0 + 20 * k for k in range(5)]
    level, upright = lattice(xs, ys)
    upright = [rule if rule[0] in (xs[0], xs[-1]) else (rule[0], ys[1], ys[-1]) for rule in upright]
    (table,) = paper_of(page_laid(cells_laid(rows, xs, ys), level, upright)).tables
    assert [column.year for column in table.columns] == [None, None, 2023, 2024]
    assert rows_of(table) == body
def test_a_row_cut_in_its_name_and_in_the_ordinal_that_wraps():
    xs = (60.0, 74.0, 250.0, 300.0, 380.0, 460.0)
    rows = [(str(30 + k), f"{name}（人）", *row[1:]) for k, (name, row) in enumerate(zip(NAMES, ROWS, strict=True))]
    cut = [("3\n0", *rows[0][1:]), ("3", NAMES[1], *rows[1][2:])]
    first = grid_page((("序\n号", *HEADER), *cut), top=700, above=[centred("表1 计分卡", 260, 690)], xs=xs, step=30.0)
    second = grid_page((("1", "（人）", "", "", ""), *rows[2:]), top=60, number=2, xs=xs)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == rows


def test_tables_in_one_net_of_printed_gridlines_have_their_captions_and_who_reports_above_their_headers():
    """The net is as wide as the widest table: titles go across the columns of their own, and a cell with nothing stands beside them."""
    xs, texts, level, upright, top = (60.0, 260.0, 320.0, 400.0, 480.0), [], [], [], 100.0
    for caption, name in (("表1 人才培养质量计分卡", "毕业生人数"), ("表4 服务贡献表", "毕业生初次就业人数")):
        rows = [(caption,), ("学校名称：东山职业学校",), ("指标", "单位", "2024年"), (name, "人", "840"), ("", "", "")]
        ys = [top + 20 * k for k in range(len(rows) + 1)]
        texts += cells_laid(rows, xs, ys)
        level += lattice(xs, ys)[0]
        upright += [(x, ys[2] if x in (260.0, 320.0) else ys[0], ys[-1]) for x in xs]
        top = ys[-1]
    tables = paper_of(page_laid(texts, level, upright)).tables
    assert [table.name for table in tables] == ["人才培养质量计分卡", "服务贡献表"]
    bodies = [[row[:3] for row in rows_of(table) if row[0]] for table in tables]
    assert bodies == [[("毕业生人数", "人", "840")], [("毕业生初次就业人数", "人", "840")]]


@pytest.mark.parametrize("cut", [False, True])
def test_a_unit_merged_over_rows_that_a_page_parts(cut):
    names = [f"{name}（{'全日制' * (k == 1)}）" for k, name in enumerate(NAMES)] if cut else [*NAMES]
    first = [HEADER, (names[0], "人", "100", "200"), (names[1][:-3] if cut else names[1], "", "101", "201")]
    second = [*([(names[1][-3:], "", "", "")] if cut else []), *((names[k], "", f"10{k}", f"20{k}") for k in (2, 3))]
    pages = []
    for number, (rows, top, merged) in enumerate(((first, 700, 2), (second, 60, len(second))), start=1):
        ys = [top + 20 * k for k in range(len(rows) + 1)]
        open_at = ys[len(rows) - merged + 1 : -1]
        whole, upright = lattice(XS, ys)
        level = [one for one in whole if one[0] not in open_at] + [(y, *ends) for y in open_at for ends in (XS[:2], XS[2::2])]
        above = [centred("表1 计分卡", 260, 690)] if number == 1 else []
        pages.append(page_laid([*above, *cells_laid(rows, XS, ys)], level, upright, number=number))
    (table,) = paper_of(*pages).tables
    assert rows_of(table) == [(name, "人", f"10{k}", f"20{k}") for k, name in enumerate(names[:4])]


WITHIN = (60.0, 90.0, 250.0, 300.0, 380.0, 460.0)


def within_page(rows, *, top, number=1, header=(), within=0):
    """Rows between rules, the names of the last `within` of them beside 其中, those before and the header over both columns."""
    texts = [*header, *rows]
    ys = tuple(top + 20.0 * i for i in range(len(texts) + 1))
    whole = len(texts) - within
    level = [(y, 60.0 if i <= whole or i == len(texts) else 90.0, 460.0) for i, y in enumerate(ys)]
    upright = [(x, ys[0], ys[-1]) for x in WITHIN if x != 90] + ([(90.0, ys[whole], ys[-1])] if within else [])
    laid = [*cells_laid(texts[:whole], XS, ys), *cells_laid([("", *row) for row in texts[whole:]], WITHIN, ys[whole:])]
    return page_laid([*laid, *([centred("其中", 75, ys[whole] + 14)] if within else [])], level, upright, number=number)


def test_the_first_name_of_a_page_beside_a_word_that_goes_on_is_no_rest_of_an_empty_row():
    names = ("毕业生人数/人", "升学人数/人", "升入本科人数/人", "毕业生本省去向落实率/%")
    rows = [(name, "", *both) for name, *both in zip(names, ("12", "6", "", "91.1"), ("13", "7", "", "92.2"), strict=True)]
    first = within_page([*rows[:1], *rows[1:3]], top=720, header=[HEADER], within=2)
    (table,) = paper_of(first, within_page(rows[3:], top=60, number=2, within=1)).tables
    assert [(row[1], *row[3:]) for row in rows_of(table)] == [(row[0], *row[2:]) for row in rows]


def test_a_header_repeated_over_names_and_the_word_beside_them_goes_on_one_over_names_alone():
    first = within_page(ROWS[:2], top=720, header=[HEADER])
    (table,) = paper_of(first, within_page(ROWS[2:4], top=60, number=2, header=[HEADER], within=2)).tables
    assert [row[1:] for row in rows_of(table)] == [*ROWS[:4]]


def test_a_caption_without_number_repeated_with_the_header_on_each_page():
    above = [centred("某校人才培养质量计分卡", 260, 90)]
    first = grid_page((HEADER, *ROWS[:2]), above=above)
    second = grid_page((HEADER, *ROWS[2:]), number=2, above=above)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [*ROWS]
    other = grid_page((HEADER, *ROWS[2:]), number=2, above=[centred("某校教学资源表", 260, 90)])
    assert [rows_of(table) for table in paper_of(first, other).tables] == [[*ROWS[:2]], [*ROWS[2:]]]


def test_a_table_below_the_rest_of_one_that_lacks_a_column_has_no_header_to_share():
    """The rest of table 1 prints no last column, and table 6, which has no header either, keeps to the columns of that rest."""
    wide = (*XS, 530.0)
    whole = [(*row, "教务处") for row in ROWS[:2]]
    first = grid_page(((*HEADER, "填报部门"), *whole), top=700, above=[centred("表1 计分卡", 260, 690)], xs=wide)
    ys, below = (60.0, 80.0, 100.0), (140.0, 160.0, 180.0)
    rules = [a + b for a, b in zip(lattice(XS, ys), lattice(XS, below), strict=True)]
    texts = [*cells_laid(ROWS[2:4], XS, ys), centred("表6 落实政策表", 260, 130)]
    texts += cells_laid([("教职工总数", "人", "7", "8"), ROWS[4]], XS, below)
    tables = paper_of(first, page_laid(texts, *rules, number=2)).tables
    assert [row[0] for table in tables for row in rows_of(table)] == [*NAMES[:4], "教职工总数", NAMES[4]]
