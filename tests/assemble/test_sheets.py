"""Columns that a wide sheet prints on pages of their own go back beside their rows, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from laid import at, cells_laid, centred, lattice, page_laid, paper_of, rows_of

XS, NARROW = (60.0, 300.0, 350.0, 450.0), (60.0, 150.0)
ROWS = [("毕业生人数", "人", "840"), ("升学人数", "人", "401"), ("月收入", "元", "3890"), ("自主创业率", "%", "1.20")]
LATER = ["845", "—", "3950", "1.10"]
COURSES = ["机电技术", "电子商务", "学前教育", "汽车维修"]


def page_of(rows, xs, number, *, top=100.0, step=20.0, more=()):
    ys = tuple(top + step * i for i in range(len(rows) + 1))
    return page_laid([*cells_laid(rows, xs, ys), *more], *lattice(xs, ys), number=number)


def names_page(number=1, rows=ROWS, **knobs):
    return page_of([("指标", "单位", "2023年"), *rows], XS, number, **knobs)


def strip_page(number, values=LATER, header="2024年", **knobs):
    return page_of([(header,), *((value,) for value in values)], NARROW, number, **knobs)


def test_a_column_on_the_next_page_goes_beside_its_rows_and_is_told():
    paper = paper_of(names_page(), strip_page(2))
    (table,) = paper.tables
    assert [column.year for column in table.columns] == [None, None, 2023, 2024]
    assert rows_of(table) == [(*row, value) for row, value in zip(ROWS, LATER, strict=True)]
    assert [cell.place.page for cell in table.rows[0]] == [1, 1, 1, 2]
    assert [problem.code for problem in paper.problems] == ["columns-apart"]


def test_all_pages_are_printed_before_the_strips_of_any():
    rest = [("全日制在校生人数", "人", "2800"), ("教职工总数", "人", "204"), ("班主任人数", "人", "61")]
    pages = names_page(1), page_of(rest, XS, 2), strip_page(3), page_of([("2900",), ("207",), ("64",)], NARROW, 4)
    (table,) = paper_of(*pages).tables
    assert [row[-1] for row in rows_of(table)] == [*LATER, "2900", "207", "64"]


def test_a_strip_of_one_of_two_tables_on_a_page():
    asked = [("在校生满意度", "%", "91.20"), ("毕业生满意度", "%", "92.10"), ("家长满意度", "%", "93.00")]
    texts, level, upright = [centred("表2 满意度调查表", 250, 290)], [], []
    for rows, top in ((ROWS, 100.0), (asked, 300.0)):
        ys = [top + 20 * i for i in range(len(rows) + 2)]
        texts += cells_laid([("指标", "单位", "2024年"), *rows], XS, ys)
        level += lattice(XS, ys)[0]
        upright += lattice(XS, ys)[1]
    strip = strip_page(2, ["1022", "845", "930"], "调查人次", top=300.0)
    tables = paper_of(page_laid(texts, level, upright), strip).tables
    assert [len(table.columns) for table in tables] == [3, 4]
    assert [row[-1] for row in rows_of(tables[1])] == ["1022", "845", "930"]


OTHERS = [("教职工总数", "人", "204"), ("专任教师总数", "人", "170"), ("思政课教师数", "人", "9"), ("班主任人数", "人", "61")]
NEXT = ["207", "172", "10", "64"]


def test_of_two_pages_with_the_same_rows_the_one_before_its_strip_is_meant():
    tables = paper_of(names_page(), names_page(2, OTHERS), strip_page(3, NEXT)).tables
    assert [row[-1] for table in tables for row in rows_of(table)] == [*(row[-1] for row in ROWS), *NEXT]


def test_strips_of_two_pages_with_the_same_rows_come_in_turn():
    tables = paper_of(names_page(), names_page(2, OTHERS), strip_page(3), strip_page(4, NEXT)).tables
    assert [row[-1] for table in tables for row in rows_of(table)] == [*LATER, *NEXT]


def test_a_strip_that_may_be_of_one_page_as_well_as_of_another_goes_beside_neither():
    between = page_laid([at("以上数据真实、准确。", 60, 100)], number=3)
    tables = paper_of(names_page(), names_page(2, OTHERS), between, strip_page(4, NEXT)).tables
    assert [row[-1] for table in tables[:2] for row in rows_of(table)] == [row[-1] for row in [*ROWS, *OTHERS]]


@pytest.mark.parametrize(
    "strip",
    [
        strip_page(2, top=104.0),
        strip_page(2, LATER[:3]),
        strip_page(2, header="合作企业"),
        strip_page(2, ["教职工总数", "2", "3", "4"]),
        page_of([("专业", "2024年"), *((name, "12") for name in COURSES)], (60.0, 150.0, 250.0), 2),
    ],
    ids=["other heights", "fewer rows", "no head of a column", "names of its own", "names that no catalogue knows"],
)
def test_another_table_is_put_beside_nothing(strip):
    paper = paper_of(names_page(), strip)
    assert rows_of(paper.tables[0])[: len(ROWS)] == ROWS
    assert not [problem for problem in paper.problems if problem.code == "columns-apart"]


def test_a_title_across_the_sheet_goes_across_the_strip_too():
    rows = [("表1 人才培养质量计分卡",), ("指标", "单位", "2023年"), *ROWS]
    ys = [100.0 + 20 * i for i in range(7)]
    level, upright = lattice(XS, ys)
    upright = [rule if rule[0] in (XS[0], XS[-1]) else (rule[0], 120.0, 220.0) for rule in upright]
    first = page_laid(cells_laid(rows, XS, ys), level, upright)
    second = page_of([("",), ("2024年",), *((value,) for value in LATER)], NARROW, 2, more=[at("计分卡", 10, 111)])
    (table,) = paper_of(first, second).tables
    assert (table.number, [row[-1] for row in rows_of(table)]) == (1, LATER)


def bare_page(rows, xs, number, *, top=100.0, more=()):
    """Rows without any rules, 20 points apart."""
    return page_laid([*cells_laid(rows, xs, [top + 20 * k for k in range(len(rows))]), *more], number=number)


def test_columns_of_a_sheet_without_rules_go_beside_their_rows_and_keep_their_places():
    strip = bare_page([("2024年", "备注"), *((value, "") for value in LATER)], (60.0, 150.0), 2)
    (table,) = paper_of(bare_page([("指标", "单位", "2023年"), *ROWS], XS, 1), strip).tables
    assert [row[:4] for row in rows_of(table)] == [(*row, value) for row, value in zip(ROWS, LATER, strict=True)]
    place = table.rows[0][3].place
    assert place.page == 2 and place.box[0] < 62 < place.box[2] < 150


def test_a_lone_figure_at_the_foot_of_a_strip_is_a_value_and_no_page_number():
    feet = [at("第 1 页", 280, 811)], [at("第 2 页", 280, 811)]
    strip = bare_page([("2024年",), *((value,) for value in (*LATER[:3], "5"))], NARROW, 2, top=700.0, more=feet[1])
    (table,) = paper_of(bare_page([("指标", "单位", "2023年"), *ROWS], XS, 1, top=700.0, more=feet[0]), strip).tables
    assert [row[-1] for row in rows_of(table)] == [*LATER[:3], "5"]


def test_a_header_of_two_levels_stands_on_both_sides_of_the_middle_of_what_is_merged_over_them():
    first = bare_page([("指标", "单位"), ("", ""), *(row[:2] for row in ROWS)], XS, 1, top=110.0)
    rows = [("", ""), *((row[2], value) for row, value in zip(ROWS, LATER, strict=True))]
    heads = [at("数值", 100, 101), at("2023年", 62, 121), at("2024年", 152, 121)]
    strip = bare_page([("", ""), *rows], (60.0, 150.0), 2, top=110.0, more=heads)
    (table,) = paper_of(first, strip).tables
    assert [column.year for column in table.columns] == [None, None, 2023, 2024]
    assert [row[-2:] for row in rows_of(table)] == [(row[2], value) for row, value in zip(ROWS, LATER, strict=True)]


def test_a_turned_sheet_is_laid_out_like_any_other():
    turned = [replace(page, turn=90) for page in (names_page(), strip_page(2))]
    (table,) = paper_of(*turned).tables
    assert [row[-1] for row in rows_of(table)] == LATER
    assert [cell.place.page for cell in table.rows[0]] == [1, 1, 1, 2]


def test_a_page_of_prose_on_the_lines_of_a_table_is_no_strip():
    prose = bare_page([("学校现有在校生",), ("三千余人，其中",), ("走读生",), ("占一半以上。",)], NARROW, 2)
    paper = paper_of(bare_page([("指标", "单位", "2023年"), *ROWS], XS, 1), prose)
    assert not any(problem.code == "columns-apart" for problem in paper.problems)


@pytest.mark.parametrize("first", ["第六部分 发展保障", "（二）经费与条件", "6.2 经费与条件", "严格执行财务制度，提高经费使用效益。" * 3])
def test_a_chapter_with_a_small_table_at_the_heights_of_the_rows_is_no_strip(first):
    (table, *_) = paper_of(names_page(), strip_page(2, more=[at(first, 60, 90)])).tables
    assert rows_of(table) == ROWS


def test_a_figure_and_the_way_they_were_asked_are_no_heading():
    asked = [("95.95", "座谈访谈"), ("91.71", "网络问卷"), ("97.69", "问卷调查"), ("89.31", "座谈访谈")]
    strip = page_of([("2024年", "调查方式"), *asked], (60.0, 150.0, 250.0), 2)
    (table,) = paper_of(names_page(), strip).tables
    assert [row[-2:] for row in rows_of(table)] == asked


def test_the_head_of_the_next_table_is_no_strip():
    """A browser's page ends below a header; its rows follow on the next."""
    head = bare_page([("序号", "指标", "2024年"), ("1", "考取本科", "845"), ("2", "就业率", "98.10")], (60.0, 100.0, 250.0), 2)
    paper = paper_of(names_page(rows=ROWS[:2]), head)
    assert not any(problem.code == "columns-apart" for problem in paper.problems)


def test_notes_of_two_lines_beside_every_figure_make_no_other_page_of_a_strip():
    first = bare_page([("指标", "单位", "2023年"), *ROWS], XS, 1)
    notes = [at(line, 152, 111 + 20 * k + up) for k in range(1, 5) for line, up in (("反映学校办学规模的基本", -5.8), ("指标", 5.8))]
    strip = bare_page([("2024年", "指标说明"), *((value, "") for value in LATER)], (60.0, 150.0), 2, more=notes)
    (table,) = paper_of(first, strip).tables
    assert [row[3] for row in rows_of(table)] == LATER


def test_a_note_on_a_page_of_its_own_may_stand_between_a_page_and_its_strip():
    between = page_laid([at("注：数据截至8月31日。", 60, 100)], number=2)
    (table,) = paper_of(names_page(), between, strip_page(3)).tables
    assert [row[-1] for row in rows_of(table)] == LATER


def test_a_page_of_names_alone_has_all_its_columns_on_strips():
    rest = [("单位", "2023年", "2024年"), *((*row[1:], value) for row, value in zip(ROWS, LATER, strict=True))]
    strip = bare_page(rest, (60.0, 120.0, 200.0), 2)
    (table,) = paper_of(bare_page([("指标",), *(row[:1] for row in ROWS)], XS, 1), strip).tables
    assert rows_of(table) == [(*row, value) for row, value in zip(ROWS, LATER, strict=True)]


def repeated_page(rows, header, values, number, **knobs):
    """A page that prints the names again, and then columns of its own."""
    body = [(row[0], *own) for row, own in zip(rows, values, strict=True)]
    return bare_page([("指标", *header), *body], (60.0, 300.0, 400.0), number, **knobs)


def test_names_that_a_sheet_prints_again_on_every_page_are_read_once():
    strip = repeated_page(ROWS, ("2024年", "增减"), [(value, "5") for value in LATER], 2)
    (table,) = paper_of(bare_page([("指标", "单位", "2023年"), *ROWS], XS, 1), strip).tables
    assert [row[:4] for row in rows_of(table)] == [(*row, value) for row, value in zip(ROWS, LATER, strict=True)]
    assert {row[3].place.page for row in table.rows} == {2}


def test_names_that_a_ruled_sheet_prints_again_are_read_once():
    rows = [("指标", "2024年"), *((row[0], value) for row, value in zip(ROWS, LATER, strict=True))]
    (table,) = paper_of(names_page(), page_of(rows, (60.0, 300.0, 400.0), 2)).tables
    assert rows_of(table) == [(*row, value) for row, value in zip(ROWS, LATER, strict=True)]


def test_the_table_of_the_year_before_with_the_same_names_is_no_strip():
    values = ("840", "845"), ("401", "—"), ("3890", "3950"), ("1.20", "1.10")
    rows = [(row[0], *each) for row, each in zip(ROWS, values, strict=True)]
    pages = [page_of([("指标", f"{year}年", f"{year + 1}年"), *rows], XS, number) for number, year in ((1, 2023), (2, 2022))]
    assert [[column.year for column in table.columns[1:]] for table in paper_of(*pages).tables] == [[2023, 2024], [2022, 2023]]


def test_the_table_of_another_school_with_the_same_names_is_no_strip():
    """It has the same header, other figures, and may go on over a page without one."""
    rest = [("全日制在校生人数", "人", "2800"), ("教职工总数", "人", "204"), ("班主任人数", "人", "61"), ("聘请行业导师人数", "人", "7")]
    header = ("指标", "单位", "2023年")
    other = [[(*row[:2], str(k)) for k, row in enumerate(rows)] for rows in (ROWS, rest)]
    pages = [bare_page(rows, XS, k) for k, rows in enumerate(([header, *ROWS], rest, [header, *other[0]], other[1]), 1)]
    paper = paper_of(*pages)
    assert not any(problem.code == "columns-apart" for problem in paper.problems)
    assert [row for table in paper.tables for row in rows_of(table)] == [*ROWS, *rest, *other[0], *other[1]]


def test_the_last_words_of_a_chapter_and_the_number_of_their_page_go_beside_no_table():
    first = bare_page([("指标", "单位", "2023年"), *ROWS], XS, 1, more=[centred("- 1 -", 297, 770, 9)])
    second = bare_page(OTHERS, XS, 2, more=[centred("- 2 -", 297, 770, 9)])
    words = page_laid([at("深入实施课程思政。", 60, 111), centred("- 3 -", 297, 770, 9)], number=3)
    assert not [problem.code for problem in paper_of(first, second, words).problems if problem.code == "columns-apart"]


@pytest.mark.parametrize("foot", [[], [at("第 4 页", 280, 811)]], ids=["no page number", "a page number"])
def test_the_last_row_alone_on_a_page_has_its_strip_too(foot):
    rest = [("聘请行业导师人数", "人", "7")]
    strip = bare_page([("2024年",), *((value,) for value in LATER)], NARROW, 3)
    pages = bare_page([("指标", "单位", "2023年"), *ROWS], XS, 1), bare_page(rest, XS, 2), strip, bare_page([("9",)], NARROW, 4, more=foot)
    (table,) = paper_of(*pages).tables
    assert [row[-1] for row in rows_of(table)] == [*LATER, "9"]


def test_a_header_of_two_levels_on_the_strip_beside_one_level_on_its_page():
    xs, ys = (60.0, 300.0, 360.0), [100.0, 140.0, *(160.0 + 20 * k for k in range(4))]
    first = page_laid(cells_laid([("指标", "单位"), *(row[:2] for row in ROWS)], xs, ys), *lattice(xs, ys))
    narrow, heights = (60.0, 120.0, 180.0), [100.0, 120.0, *ys[1:]]
    level, upright = lattice(narrow, heights)
    upright = [(x, 120.0 if x == 120.0 else top, bottom) for x, top, bottom in upright]
    rows = [("统计数据", ""), ("2023年", "2024年"), *((row[2], value) for row, value in zip(ROWS, LATER, strict=True))]
    (table,) = paper_of(first, page_laid(cells_laid(rows, narrow, heights), level, upright, number=2)).tables
    assert [column.year for column in table.columns] == [None, None, 2023, 2024]
    assert [row[-1] for row in rows_of(table)] == LATER


def test_a_table_goes_on_behind_the_strips_of_its_page():
    """Printed across and then down, each page is followed by its strips; only the first has a header."""
    rest = page_of([(*row[:2], value) for row, value in zip(OTHERS, NEXT, strict=True)], XS, 3, top=60.0)
    more = page_of([(value,) for value in NEXT], NARROW, 4, top=60.0)
    (table,) = paper_of(names_page(), strip_page(2), rest, more).tables
    assert [row[-1] for row in rows_of(table)] == [*LATER, *NEXT]


def test_a_row_of_a_page_without_the_last_column_has_a_doubt_there():
    """Its strip is missing; an empty cell and no word would be a value lost."""
    rest = page_of([(*row[:2], value) for row, value in zip(OTHERS, NEXT, strict=True)], XS, 3, top=60.0)
    (table,) = paper_of(names_page(), strip_page(2), rest).tables
    assert [row[-1].flags for row in table.rows] == [()] * len(LATER) + [("value-doubtful",)] * len(NEXT)


def test_names_right_of_the_last_upright_rule_are_no_columns_that_a_page_prints_again():
    """A rule at the left side and none between names and figures: before the rule is nothing, and a name was sought there."""
    names = [at(row[0], 60, 111 + 20 * k) for k, row in enumerate(ROWS)]
    values = [[at(value, 320, 111 + 20 * k) for k, value in enumerate(some)] for some in (("840", "401", "3890", "1.20"), LATER)]
    pages = [page_laid([*names, *some], [], [(50.0, 90.0, 190.0)], number=number) for number, some in enumerate(values, 1)]
    assert not [problem for problem in paper_of(*pages).problems if problem.code == "columns-apart"]


ORDINALS = (60.0, 120.0, 300.0, 350.0, 450.0)


def numbered_page(rows, number, first=1, header=("序号", "指标", "单位", "2023年"), xs=ORDINALS):
    return page_of([header, *((str(first + k), *row) for k, row in enumerate(rows))], xs, number)


def numbered_strip(values, number, first=1, header="2024年"):
    return numbered_page([(value,) for value in values], number, first, ("序号", header), (60.0, 120.0, 200.0))


@pytest.mark.parametrize("first", [1, 5])
def test_ordinals_that_are_printed_again_are_read_once_and_tell_the_page(first):
    """Two pages have rows at the same heights; the strip of the second stands first behind them, or that of the first is missing."""
    pages = [numbered_page(ROWS, 1), numbered_page(OTHERS, 2, 5)]
    strips = {1: numbered_strip(LATER, 3), 5: numbered_strip(NEXT, 4, 5)}
    held = {row[1]: row[4:] for table in paper_of(*pages, strips[first]).tables for row in rows_of(table)}
    of, other, values = (ROWS, OTHERS, LATER) if first == 1 else (OTHERS, ROWS, NEXT)
    assert [held[name] for name, *_ in of] == [(value,) for value in values]
    assert {held[name] for name, *_ in other} <= {(), ("",)}


def test_the_code_of_a_school_that_is_printed_again_is_no_column_of_its_own():
    code, rows = ("院校代码", "13463", "", "", ""), [("指标", "单位", "2023年"), *ROWS]
    strip = [("2024年",), *((value,) for value in LATER)]
    pages = [
        page_of([(a, *row) for a, row in zip(code, body, strict=True)], xs, number)
        for number, body, xs in ((1, rows, ORDINALS), (2, strip, (60.0, 120.0, 200.0)))
    ]
    (table,) = paper_of(*pages).tables
    assert [row[1:] for row in rows_of(table)] == [(*row, value) for row, value in zip(ROWS, LATER, strict=True)]


def test_another_numbered_table_goes_beside_nothing():
    other = numbered_page([(name, "12") for name in COURSES], 2, header=("序号", "专业", "在校生数"))
    assert not [problem for problem in paper_of(numbered_page(ROWS, 1), other).problems if problem.code == "columns-apart"]


def test_figures_that_happen_to_be_the_same_as_those_of_the_page_before_are_no_codes():
    """A strip whose first two figures stand below one another on both pages; the others of its column are longer."""
    rows = [(name, unit, value) for (name, unit, _), value in zip(ROWS, ["9", "29", "3890", "1.20"], strict=True)]
    xs = (60.0, 160.0, 260.0)
    strip = page_of([("2024年", "增减"), ("9", "1"), ("29", "2"), ("3950", "60"), ("1.10", "-0.1")], xs, 2)
    (table,) = paper_of(page_of([("指标", "单位", "2023年"), *rows], XS, 1), strip).tables
    assert [row[3] for row in rows_of(table)] == ["9", "29", "3950", "1.10"]


def test_a_folded_table_that_is_wider_than_the_paper_has_the_names_of_its_right_half_on_a_strip():
    left = page_of([("指标", "单位", "2023年"), *ROWS], XS, 1)
    middle = [("2024年", "指标", "单位"), *((value, name, unit) for value, (name, unit, _) in zip(LATER, OTHERS, strict=True))]
    right = [("2023年", "2024年"), *((value, later) for (_, _, value), later in zip(OTHERS, NEXT, strict=True))]
    paper = paper_of(left, page_of(middle, (60.0, 160.0, 400.0, 450.0), 2), page_of(right, (60.0, 160.0, 260.0), 3))
    held = {row[0]: row[1:] for table in paper.tables for row in rows_of(table)}
    assert held == {row[0]: (*row[1:], later) for row, later in zip([*ROWS, *OTHERS], [*LATER, *NEXT], strict=True)}


def test_the_title_of_the_table_on_its_strip_is_no_heading():
    title = centred("二、满意度调查表", 300, 80)
    asked = [("在校生满意度", "%", "91.20"), ("毕业生满意度", "%", "92.10"), ("家长满意度", "%", "93.00")]
    pages = names_page(rows=asked, more=[title]), strip_page(2, ["91.30", "92.00", "93.10"], more=[title])
    (table,) = paper_of(*pages).tables
    assert [row[-1] for row in rows_of(table)] == ["91.30", "92.00", "93.10"]
