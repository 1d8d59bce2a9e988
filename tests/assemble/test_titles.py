"""Titles of groups inside tables without rules, and headers set on end."""

from __future__ import annotations

import pytest

from laid import Text, at, centred, page_laid, paper_of, rows_of

NAME, UNIT, FIRST, SECOND, PITCH = 60.0, 280.0, 370.0, 460.0, 22.0
HEADER = [at("指标", NAME, 100), centred("单位", UNIT, 100), centred("2023年", FIRST, 100), centred("2024年", SECOND, 100)]


def rows_laid(rows: list[tuple[str, ...]], top: float) -> list[Text]:
    texts = []
    for i, cells in enumerate(rows):
        y = top + PITCH * i
        texts += [at(cells[0], NAME, y), *(centred(text, x, y) for text, x in zip(cells[1:], (UNIT, FIRST, SECOND), strict=False))]
    return texts


@pytest.mark.parametrize("title", ["（一）基本情况", "教学条件", "一、条件"])
def test_a_title_at_the_names_is_of_no_row(title):
    rows = [
        ("专业数量", "个", "21", "22"),
        ("教学计划内课程总数", "门", "190", "198"),
        ("教学计划内课程总数", "学时", "9100", "9200"),
        (title,),
        ("互联网出口带宽", "Mbps", "1000", "2000"),
        ("校园网主干最大带宽", "Mbps", "1000", "1000"),
    ]
    (table,) = paper_of(page_laid([centred("表3 教学资源表", 280, 75), *HEADER, *rows_laid([(title,), *rows], 122)])).tables
    titled = [rows[3], *rows]
    assert [tuple(cell.text for cell in row[:: row[0].column_span]) for row in table.rows] == titled  # a title is one cell across


def test_a_header_with_a_column_set_on_end():
    """一级指标, one character a line and the first with a box of its stroke's height, beside years on three lines: seven heights."""
    upright = [centred("一", 50, 92, 1.2), *(centred(c, 50, 108 + 13 * i) for i, c in enumerate("级指标"))]
    halves = [centred(t, 230, y) for t, y in (("单", 108), ("位", 121))]
    years = [centred(t, x, 101.5 + 13 * i) for x, year in ((290, "2023"), (350, "2024")) for i, t in enumerate((year, "年数", "据"))]
    head = [*upright, at("指标", 110, 114.5), *halves, *years, centred("备注", 480, 114.5)]
    body = [
        (at("毕业生人数", 110, 80), centred("人", 230, 80), centred("101", 290, 80), centred("102", 350, 80)),
        (at("自主创业率", 110, 102), centred("%", 230, 102), centred("1.5", 290, 102), centred("2.5", 350, 102)),
    ]
    first = page_laid([centred("表1 人才培养质量计分卡", 280, 70), *head])
    second = page_laid([text for row in body for text in row], number=2)
    (table,) = paper_of(first, second).tables
    assert [c.kind for c in table.columns] == ["group", "name", "unit", "year", "year", "note"]
    assert [row[1:5] for row in rows_of(table)] == [("毕业生人数", "人", "101", "102"), ("自主创业率", "%", "1.5", "2.5")]


@pytest.mark.parametrize("own", [("提升", "幅度"), ("提升幅", "度", "(%)")])
def test_a_header_with_a_word_of_its_own_that_wraps(own):
    """Level with the known words; the name on two lines below the header is a row's, whatever column it stands in."""
    words = [centred(text, 530, 100 + 13 * (i - (len(own) - 1) / 2)) for i, text in enumerate(own)]
    ways = [centred("调查方", 420, 93.5), centred("式", 420, 106.5), centred("调查", 480, 93.5), centred("人次", 480, 106.5)]
    head = [at("指标", NAME, 100), *(centred(t, x, 100) for t, x in (("单位", UNIT), ("2023年", 320.0), ("2024年", 370.0)))]
    row = [at("公共基础课（不含思想政治课）", NAME, 128), at("教学满意度", NAME, 141)]
    cells = ("%", "90.12", "91.25", "问卷", "310", "1.13")
    row += [centred(text, x, 134.5) for text, x in zip(cells, (UNIT, 320, 370, 420, 480, 530), strict=True)]
    more = [at("专业课教学满意度", NAME, 160), *(centred(t, x, 160) for t, x in zip(cells, (UNIT, 320, 370, 420, 480, 530), strict=True))]
    (table,) = paper_of(page_laid([centred("表2 满意度调查表", 280, 70), *head, *ways, *words, *row, *more])).tables
    assert [c.kind for c in table.columns] == ["name", "unit", "year", "year", "method", "size", "note"]
    assert rows_of(table) == [("公共基础课（不含思想政治课）教学满意度", *cells), ("专业课教学满意度", *cells)]


def test_a_header_like_that_of_the_page_before_is_sought_above_the_next_caption_only():
    """满意度调查表 prints two columns more than the table above it, on two lines each."""
    four = [centred(t, x, y) for t, x, y in (("调查方", 420, 213.5), ("式", 420, 226.5), ("调查", 480, 213.5), ("人次", 480, 226.5))]
    again = [at("指标", NAME, 220), *(centred(t, x, 220) for t, x in (("单位", UNIT), ("2023年", FIRST - 50), ("2024年", FIRST)))]
    before = page_laid([centred("表1 人才培养质量计分卡", 280, 75), *HEADER, *rows_laid([("专业数量", "个", "21", "22")] * 2, 122)])
    cells = (("%", UNIT), ("90", 320.0), ("91", 370.0), ("问卷", 420.0), ("310", 480.0))
    row = [at("在校生满意度", NAME, 246), *(centred(text, x, 246) for text, x in cells)]
    texts = [*rows_laid([("毕业生人数", "人", "101", "102")], 80), centred("表2 满意度调查表", 280, 190), *again, *four, *row]
    _, table = paper_of(before, page_laid(texts, number=2)).tables
    assert [c.kind for c in table.columns] == ["name", "unit", "year", "year", "method", "size"]


def test_upright_rules_alone_and_none_below_the_header():
    xs = (50.0, 250.0, 310.0, 400.0, 500.0)
    rows = [("专业数量", "个", "21", "22"), ("毕业生人数", "人", "1,101", "1,102"), ("自主创业率", "%", "—", "2.50")]
    lines = [("指标", "单位", "2023年", "2024年"), *rows, ("专业群数量", "个", "4", "5")]
    texts = [at(text, x + 4, 112 + 22 * i) for i, cells in enumerate(lines) for text, x in zip(cells, xs, strict=False)]
    frame = [(y, xs[0], xs[-1]) for y in (98.0, 210.0)], [(x, 98.0, 210.0) for x in xs]
    (table,) = paper_of(page_laid([centred("表1 人才培养质量计分卡", 280, 75), *texts], *frame)).tables
    assert [c.kind for c in table.columns] == ["name", "unit", "year", "year"]
    assert rows_of(table) == lines[1:]


def test_a_header_with_a_word_of_its_own_and_no_units():
    xs = (60.0, 300.0, 380.0, 460.0)
    rows = [("毕业生人数（人）", "1101", "1102", "+1"), ("自主创业率（%）", "1.5", "2.5", "+1.0")]
    lines = [("指标", "2023年", "2024年", "变动幅度"), *rows]
    texts = [at(text, x, 100 + 22 * i) for i, cells in enumerate(lines) for text, x in zip(cells, xs, strict=True)]
    (table,) = paper_of(page_laid([centred("表1 人才培养质量计分卡", 280, 75), *texts])).tables
    assert [c.kind for c in table.columns] == ["name", "year", "year", "note"]
    assert rows_of(table) == rows


@pytest.mark.parametrize("ruled", [False, True])
def test_one_header_above_tables_whose_titles_are_rows_of_one_long_table(ruled):
    outcomes = [("毕业生人数", "人", "101", "102"), ("月收入", "元", "4101", "4202"), ("自主创业率", "%", "1.5", "2.5")]
    policies = [("全日制在校生人数", "人", "901", "902"), ("教职工总数", "人", "81", "82"), ("年财政专项经费", "万元", "31", "32")]
    rows = [("表1 人才培养质量计分卡",), *outcomes, ("表6 落实政策表",), *policies]
    ys = [86.0, *(107 + PITCH * k for k in range(len(rows) + 1))]
    level = [(y, 50.0, 520.0) for y in ys]
    sides = [(x, ys[0], ys[-1]) for x in (50.0, 520.0)]
    inner = [(x, a, b) for x in (250.0, 320.0, 420.0) for a, b, row in zip(ys, ys[1:], [HEADER, *rows], strict=False) if len(row) > 1]
    page = page_laid([*HEADER, *rows_laid(rows, 122)], *((level, [*sides, *inner]) if ruled else ()))
    tables = [table for table in paper_of(page).tables if table.rows]
    assert [(table.number, rows_of(table)) for table in tables] == [(1, outcomes), (6, policies)]
    assert [[column.year for column in table.columns] for table in tables] == [[None, None, 2023, 2024]] * 2
