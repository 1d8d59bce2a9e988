"""Columns before the names of a wide sheet, on pages of their own, part none of its tables."""

from __future__ import annotations

from laid import cells_laid, lattice, page_laid, paper_of, rows_of

XS, NARROW = (60.0, 300.0, 350.0, 450.0), (60.0, 150.0)
ROWS = [("毕业生人数", "人", "840"), ("升学人数", "人", "401"), ("月收入", "元", "3890"), ("自主创业率", "%", "1.20")]
MORE = [("全日制在校生人数", "人", "2800"), ("教职工总数", "人", "204"), ("班主任人数", "人", "61")]
LATER, REST = ["845", "—", "3950", "1.10"], ["2900", "207", "64"]


def page_of(rows, xs, number):
    ys = tuple(100.0 + 20 * i for i in range(len(rows) + 1))
    return page_laid(cells_laid(rows, xs, ys), *lattice(xs, ys), number=number)


def sheet(lead, goes_on):
    """Two pages of a table, each as three: what stands before its names, its names and a year, the year after."""
    return [
        page_of([(one,) for one in lead], NARROW, 1),
        page_of([("指标", "单位", "2023年"), *ROWS], XS, 2),
        page_of([("2024年",), *((value,) for value in LATER)], NARROW, 3),
        page_of([(one,) for one in goes_on], NARROW, 4),
        page_of(MORE, XS, 5),
        page_of([(value,) for value in REST], NARROW, 6),
    ]


def test_a_table_goes_on_over_a_page_of_its_ordinals():
    (table,) = paper_of(*sheet(["序号", "1", "2", "3", "4"], ["5", "6", "7"])).tables
    assert [column.year for column in table.columns] == [None, None, None, 2023, 2024]
    assert rows_of(table) == [
        (str(number), *row, value) for number, (row, value) in enumerate(zip([*ROWS, *MORE], [*LATER, *REST], strict=True), 1)
    ]
    assert [cell.place.page for cell in table.rows[-1]] == [4, 5, 5, 5, 6]


def test_a_page_of_other_words_at_the_same_heights_is_none_of_the_sheet():
    paper = paper_of(*sheet(["专业", "机电技术", "电子商务", "学前教育", "汽车维修"], ["旅游服务", "会计事务", "护理"]))
    laid = {problem.place.page for problem in paper.problems if problem.code == "columns-apart"}
    assert laid == {3, 6}
