"""What a page break cuts in ruled tables besides rows: the header, and cells merged over rows."""

from __future__ import annotations

import pytest

from laid import at, cells_laid, centred, lattice, page_laid, paper_of, rows_of

XS = (60.0, 90.0, 250.0, 290.0, 340.0, 390.0, 480.0, 535.0)
ROWS = [(str(n + 1), name, "%", "91.2", "92.3", "问卷", "40") for n, name in enumerate(("在校生满意度", "毕业生满意度", "家长满意度"))]
CAPTION = [centred("表2 满意度调查表", 300, 735)]


def grid_laid(rows, top, number, above=(), xs=XS):
    ys = tuple(top + 20 * n for n in range(len(rows) + 1))
    return page_laid([*above, *cells_laid(rows, xs, ys)], *lattice(xs, ys), number=number)


def test_a_header_of_one_row_cut_by_a_page():
    head = grid_laid([("序", "指标", "单位", "2023", "2024", "调查方式", "调查")], 740, 1, CAPTION)
    rest = grid_laid([("号", "", "", "年", "年", "", "人次"), *ROWS], 60, 2)
    (table,) = paper_of(head, rest).tables
    assert [(column.kind, column.year) for column in table.columns] == [
        ("ordinal", None), ("name", None), ("unit", None), ("year", 2023), ("year", 2024), ("method", None), ("size", None),
    ]  # fmt: skip
    assert (table.number, rows_of(table), table.place.page) == (2, ROWS, 2)


def test_the_years_below_the_cut_of_a_header_of_two_levels():
    """数值 above, 2023年 and 2024年 below: its columns would be read as one."""
    xs = (*XS[:3], XS[4], *XS[5:7])
    head = grid_laid([("序号", "指标", "数值", "单位", "备注")], 740, 1, [centred("表1 计分卡", 300, 735)], xs)
    rows = [("1", "毕业生人数", "901", "902", "人", ""), ("2", "升学人数", "301", "302", "人", "")]
    rest = grid_laid([("", "", "2023年", "2024年", "", ""), *rows], 60, 2, xs=(*XS[:5], *XS[5:7]))
    (table,) = paper_of(head, rest).tables
    assert [column.year for column in table.columns if column.kind == "year"] == [2023, 2024]
    assert rows_of(table) == rows


def test_a_whole_header_at_the_foot_of_a_page_keeps_all_rows():
    head = grid_laid([("序号", "指标", "单位", "2023年", "2024年", "调查方式", "调查人次")], 740, 1, CAPTION)
    (table,) = paper_of(head, grid_laid(ROWS, 60, 2)).tables
    assert rows_of(table) == ROWS


@pytest.mark.parametrize(("rows", "expected"), [(2, ("问卷", "40")), (1, ("", ""))])
def test_a_method_merged_over_rows_that_a_page_cuts(rows, expected):
    """Printed once, above the cut; one row alone below it may have none of its own."""
    ys, merged = (700.0, 720.0, 740.0, 760.0), XS[5]
    head = ("序号", "指标", "单位", "2023年", "2024年", "调查方式", "调查人次")
    level, upright = lattice(XS, (*ys[:2], ys[3]))
    texts = [centred("表2 满意度调查表", 300, 695), *cells_laid([head, ROWS[0], (*ROWS[1][:5], "", "")], XS, ys)]
    first = page_laid(texts, [*level, (740, 60, merged)], upright)
    level, upright = lattice(XS, (60, 60 + 20 * rows))
    body = [(*row[:5], "", "") for row in [("3", "家长满意度", "%", "93.4", "94.5"), ("4", "用人单位满意度", "%", "95.6", "96.7")][:rows]]
    second = page_laid(cells_laid(body, XS, (60, 80)), [*level, *([(80.0, 60.0, merged)] if rows > 1 else [])], upright, number=2)
    (table,) = paper_of(first, second).tables
    assert [row[5:] for row in rows_of(table)] == [("问卷", "40")] * 2 + [expected] * rows


def test_a_caption_between_parts_a_header_from_what_follows():
    head = grid_laid([("序", "指标", "单位", "2023", "2024", "调查方式", "调查")], 740, 1, CAPTION)
    rest = grid_laid([("序号", "指标", "单位", "2023年", "2024年", "调查方式", "调查人次"), *ROWS], 80, 2, [at("表3 教学资源表", 250, 70)])
    assert [rows_of(table) for table in paper_of(head, rest).tables if table.number == 3] == [ROWS]
