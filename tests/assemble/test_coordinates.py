"""Column letters and row numbers that a spreadsheet prints are no cells, and say which pages belong side by side."""

from __future__ import annotations

from itertools import pairwise

from laid import cells_laid, centred, lattice, page_laid, paper_of, rows_of

LEFT, TOP = 50.0, 100.0  # where the cells begin
ROWS = [("毕业生人数", "人", "840"), ("升学人数", "人", "401"), ("月收入", "元", "3890"), ("自主创业率", "%", "1.20")]
WIDTHS = {"指标": 240.0, "单位": 50.0, "2023年": 100.0, "2024年": 100.0, "备注": 100.0}
HEADER = tuple(WIDTHS)
VALUES = [(*row, later, note) for row, later, note in zip(ROWS, ["845", "—", "3950", "1.10"], ["", "含五年制", "", ""], strict=True)]


def page_of(columns, number, *, rows=VALUES, first=1, is_drawn=False, top=TOP):
    """These columns of a sheet (indices) from row `first` on, its letters above and its numbers at the left in boxes of their own."""
    chosen = [tuple(row[k] for k in columns) for row in [HEADER, *rows]]
    xs, ys = [LEFT], [top + 20 * i for i in range(len(chosen) + 1)]
    for k in columns:
        xs.append(xs[-1] + WIDTHS[HEADER[k]])
    letters = [centred("ABCDEFGH"[k], (a + b) / 2, top - 4) for k, (a, b) in zip(columns, pairwise(xs), strict=True)]
    numbers = [centred(str(first + i), LEFT - 15, y + 13) for i, y in enumerate(ys[:-1])]
    level = [(y, a, b) for a, b in pairwise(xs) for y in (top - 15, top)] + [(y, LEFT - 30, LEFT) for y in ys]
    upright = [(x, top - 15, top) for x in xs] + [(x, a, b) for a, b in pairwise(ys) for x in (LEFT - 30, LEFT)]
    drawn = lattice(xs, ys) if is_drawn else ([], [])
    return page_laid([*cells_laid(chosen, xs, ys), *letters, *numbers], level + drawn[0], upright + drawn[1], number=number)


def table_of(*pages):
    (table,) = paper_of(*pages).tables
    assert [column.text for column in table.columns] == list(HEADER)
    return rows_of(table)


def test_letters_and_numbers_are_no_cells():
    for is_drawn in (False, True):
        (table,) = paper_of(page_of(range(4), 1, is_drawn=is_drawn)).tables
        assert rows_of(table) == [row[:4] for row in VALUES]


def test_pages_of_the_same_rows_go_side_by_side_even_where_little_is_printed_on_them():
    assert table_of(page_of((0, 1, 2), 1), page_of((3,), 2), page_of((4,), 3)) == VALUES


def test_pages_are_told_by_their_rows_and_not_by_their_order():
    names = ["教职工总数", "专任教师总数", "思政课教师数"]
    more = [(name, "人", str(20 + k), str(30 + k), "") for k, name in enumerate(names)]
    rest = {"rows": more, "first": 6}
    down = page_of((0, 1, 2), 1), page_of((0, 1, 2), 2, **rest), page_of((3, 4), 3), page_of((3, 4), 4, **rest)
    over = page_of((0, 1, 2), 1), page_of((3, 4), 2), page_of((0, 1, 2), 3, **rest), page_of((3, 4), 4, **rest)
    for pages in (down, over):
        assert [row for table in paper_of(*pages).tables for row in rows_of(table)] == [*VALUES, *more]


def test_columns_that_are_printed_again_are_read_once():
    assert table_of(page_of((0, 1, 2), 1), page_of((0, 3, 4), 2)) == VALUES


def test_another_sheet_of_as_many_rows_is_none_of_this_one():
    names = ["教职工总数", "专任教师总数", "思政课教师数", "班主任人数"]
    other = [(name, "人", str(20 + k), str(30 + k), "") for k, name in enumerate(names)]
    tables = paper_of(page_of((0, 1, 2), 1), page_of((0, 1, 2, 3), 2, rows=other)).tables
    assert [row for table in tables for row in rows_of(table)] == [*(row[:3] for row in VALUES), *(row[:4] for row in other)]
