"""Figures that the edge of the paper cuts are doubted: 1 is left of 1,232."""

from __future__ import annotations

from laid import WIDTH, at, ending, page_laid, paper_of

NAMES = ["毕业生人数", "升学人数", "月收入", "自主创业率"]


def table_to(right, values):
    """Names at the left, and a year whose figures end at `right`."""
    texts = [at("指标", 60, 90), ending("2023年", right - 20, 90)]
    for k, (name, value) in enumerate(zip(NAMES, values, strict=True)):
        texts += [at(name, 60, 110 + 18 * k), *([ending(value, right, 110 + 18 * k)] if value else [])]
    (table,) = paper_of(page_laid(texts)).tables
    return [row[-1] for row in table.rows]


def test_a_column_that_the_paper_cuts_is_doubted_where_nothing_is_left_too():
    cells = table_to(WIDTH, ["1", "", "38", "1"])
    assert [cell.text for cell in cells] == ["1", "", "38", "1"]
    assert {cell.flags for cell in cells} == {("value-doubtful",)}


def test_a_column_within_the_margin_is_not():
    assert not any(cell.flags for cell in table_to(WIDTH - 20, ["840", "", "3890", "1.20"]))


def test_a_column_of_a_wide_sheet_that_the_paper_cuts_is_doubted():
    first = [at("指标", 60, 90), ending("2023年", 400, 90)]
    strip = [ending("2024年", WIDTH - 20, 90)]
    for k, (name, value) in enumerate(zip(NAMES, ["1", "2", "38", "1"], strict=True)):
        first += [at(name, 60, 110 + 18 * k), ending("840", 400, 110 + 18 * k)]
        strip += [ending(value, WIDTH, 110 + 18 * k)]
    (table,) = paper_of(page_laid(first), page_laid(strip, number=2)).tables
    assert [row[-1].text for row in table.rows] == ["1", "2", "38", "1"]
    assert {row[-1].flags for row in table.rows} == {("value-doubtful",)}
