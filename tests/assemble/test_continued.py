"""Tables without rules, and with upright ones alone, that go on over pages in ways that captions, widths and running heads confuse."""

from __future__ import annotations

import pytest

from laid import Text, at, cells_laid, centred, page_laid, paper_of, rows_of
from reportparse.model import Page

CAPTION = centred("表1 人才培养质量计分卡", 280, 75)
HEADER = ("指标", "单位", "2023年", "2024年")
WIDE, NARROW = (60.0, 280.0, 370.0, 460.0), (60.0, 200.0, 250.0, 310.0)
ROWS = [
    ("毕业生人数", "人", "1101", "1202"),
    ("毕业去向落实人数", "人", "101", "102"),
    ("自主创业率", "%", "1.5", "2.5"),
    ("月收入", "元", "4100", "4200"),
]


def rows_laid(rows: list[tuple[str, ...]], top: float, xs: tuple[float, ...] = WIDE) -> list[Text]:
    return [at(text, x, top + 22 * i) for i, cells in enumerate(rows) for text, x in zip(cells, xs, strict=True)]


def first_page(*more: Text) -> Page:
    return page_laid([CAPTION, *rows_laid([HEADER, *ROWS[:2]], 100), *more])


@pytest.mark.parametrize("xs", [WIDE, NARROW])
@pytest.mark.parametrize("caption", ["续表", "续表1", "表1（续）", "表1 人才培养质量计分卡（续表）"])
def test_a_part_without_header_below_a_caption_that_says_it_goes_on(caption, xs):
    """Below prose, in its own widths perhaps, and after the page's foot: the caption alone says whose rows they are."""
    prose = at("学校坚持立德树人根本任务，办学条件持续改善，社会认可度进一步提升。", 60, 190)
    (table,) = paper_of(first_page(prose), page_laid([centred(caption, 280, 75), *rows_laid(ROWS[2:], 100, xs)], number=2)).tables
    assert rows_of(table) == ROWS


def test_such_a_caption_at_the_foot_of_a_page_and_a_line_of_units_below_it():
    last = page_laid([at("单位：见表", 400, 60), *rows_laid(ROWS[2:], 100)], number=2)
    (table,) = paper_of(first_page(centred("续表", 280, 790)), last).tables
    assert rows_of(table) == ROWS


def test_prose_below_a_table_does_not_move_its_columns():
    """It runs across every corridor, and begins left of centred ordinals."""
    xs = (75.0, 110.0, 290.0, 370.0, 460.0)
    rows = [(str(i + 7), *row) for i, row in enumerate(ROWS)]
    head = page_laid([CAPTION, *rows_laid([("序号", *HEADER), *rows[:2]], 100, (66.0, *xs[1:]))])
    prose = [at("学校坚持立德树人根本任务，深化产教融合，办学条件持续改善，社会认可度进一步提升", 52, 180 + 20 * i) for i in range(3)]
    (table,) = paper_of(head, page_laid([*rows_laid(rows[2:], 80, xs), *prose], number=2)).tables
    assert rows_of(table) == rows


def test_figures_that_open_three_pages_are_no_running_head():
    """Values that stand a little above their name, at one height on each page, and look like page numbers."""
    rows = [("国家级数量", "个", *values) for values in (("5", "1"), ("3", "7"), ("8", "2"))]
    pages = [page_laid([CAPTION, *rows_laid([HEADER, ROWS[0]], 100)])]
    for number, (name, unit, *values) in enumerate(rows, start=2):
        texts = [at(value, x, 77) for value, x in zip(values, WIDE[2:], strict=True)]
        pages.append(page_laid([*texts, at(name, WIDE[0], 80), at(unit, WIDE[1], 80), *rows_laid(ROWS[1:2], 102)], number=number))
    (table,) = paper_of(*pages).tables
    assert [row for row in rows_of(table) if row[0] == "国家级数量"] == rows


XS = (50.0, 250.0, 310.0, 400.0, 500.0)
EVEN = tuple(100.0 + 20 * i for i in range(15))


def test_rows_above_a_title_that_parts_the_upright_rules():
    """A row at the head of a page without a rule above it, and below it a title over all columns."""
    rows = [ROWS[0], ("（二）就业情况", "", "", ""), *ROWS[1:] * 4]
    level = [(y, XS[0], XS[-1]) for y in EVEN[1 : len(rows) + 1]]
    inner = [(x, top, bottom) for x in XS[1:-1] for top, bottom in ((EVEN[0], EVEN[1]), (EVEN[2], EVEN[len(rows)]))]
    outer = [(x, EVEN[0], EVEN[len(rows)]) for x in (XS[0], XS[-1])]
    (table,) = paper_of(page_laid(cells_laid(rows, XS, EVEN), level, [*outer, *inner])).tables
    assert [row[0] for row in rows_of(table)] == [row[0] for row in rows]


def test_a_page_of_a_table_that_shows_upright_rules_alone():
    """No rule above the first row or below the last: the table began on the page before and ends on the next."""
    head = ([(99.0, XS[0], XS[-1]), (119.0, XS[0], XS[-1])], [(x, 99.0, 160.0) for x in XS])
    first = page_laid([CAPTION, *cells_laid([HEADER, *ROWS[:2]], XS, EVEN)], *head)
    middle = page_laid(cells_laid(ROWS[1:], XS, EVEN), (), [(x, 98.0, 162.0) for x in XS], number=2)
    (table,) = paper_of(first, middle).tables
    assert rows_of(table) == [*ROWS[:2], *ROWS[1:]]


def test_columns_of_a_sheet_without_rules_that_a_page_had_no_room_for_are_no_rows():
    rows = rows_laid([HEADER, *ROWS], 100)
    notes = [("备注", "填报部门"), ("口径同上年", "学生处"), ("", "教务处"), ("已备案", "财务处"), ("", "人事处")]
    beside = rows_laid(notes, 100, WIDE[:2])
    last = page_laid([centred("表6 落实政策表", 280, 75), *rows_laid([HEADER, ("教职工总数", "人", "81", "82")], 100)], number=3)
    tables = paper_of(page_laid([CAPTION, *rows]), page_laid(beside, number=2), last).tables
    assert [[row[:4] for row in rows_of(table)] for table in tables] == [ROWS, [("教职工总数", "人", "81", "82")]]


def test_three_values_below_the_last_name_of_a_page_are_no_page_number():
    """4, 12 and -8 read 412-8, as 4/12 or 4-12 would be the number of a page; they stand half a line below their name."""
    rows = rows_laid([("指标", "2023年", "2024年", "增减"), ("专业群数量", "3", "5", "+2"), ("专业数量", "20", "21", "+1")], 660)
    last = [at("校级数量", WIDE[0], 760), *(at(text, x, 766) for text, x in zip(("4", "12", "-8"), WIDE[1:], strict=False))]
    (table,) = paper_of(page_laid([centred("表3 教学资源表", 280, 640), *rows, *last])).tables
    assert rows_of(table)[-1] == ("校级数量", "4", "12", "-8")
