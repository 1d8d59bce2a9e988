"""Tables without rules between their rows: every row with its whole name, whatever its alignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laid import PITCH, Rule, Text, at, catalogue, centred, page_laid, paper_of, rows_of, width_of
from reportparse.assemble.aligned.body import body_lines
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.lines import lines_from_page
from reportparse.model import Column

LEFT, NAME_WIDTH, UNIT, FIRST, SECOND, RIGHT = 60.0, 150.0, 280.0, 370.0, 460.0, 500.0
HEADER = [at("指标", LEFT, 120), centred("单位", UNIT, 120), centred("2023年", FIRST, 120), centred("2024年", SECOND, 120)]


@dataclass(frozen=True)
class Row:
    """One row as its author meant it: a name in lines, a unit, two values."""

    lines: tuple[str, ...]
    unit: str
    values: tuple[str, str]

    @property
    def cells(self) -> tuple[str, ...]:
        return "".join(self.lines), self.unit, *self.values


def wrapped(name: str, per_line: int) -> tuple[str, ...]:
    return tuple(name[i : i + per_line] for i in range(0, len(name), per_line))


def rows_laid(
    rows: Sequence[Row], alignment: str, padding: float, *, indent: float = 0.0, right: bool = False
) -> tuple[list[Text], list[float]]:
    """The body below the header, and the heights between its rows."""
    texts: list[Text] = []
    edges = [126.0]
    for row in rows:
        top = edges[-1]
        names = [top + padding + 11 + PITCH * i for i in range(len(row.lines))]
        texts += [at(line, LEFT + indent, y) for line, y in zip(row.lines, names, strict=True)]
        level = {"top": names[0], "middle": (names[0] + names[-1]) / 2, "bottom": names[-1]}[alignment]
        texts.append(centred(row.unit, UNIT, level))
        for value, x in zip(row.values, (FIRST, SECOND), strict=True):
            texts.append(at(value, x + 20 - width_of(value), level) if right else centred(value, x, level))
        edges.append(names[-1] + 3 + padding)
    return texts, edges


def table_rows(rows: Sequence[Row], alignment: str, padding: float, rules: str = "none", **knobs: object) -> list[tuple[str, ...]]:
    texts, edges = rows_laid(rows, alignment, padding, **knobs)  # type: ignore[arg-type]
    level: dict[str, list[Rule]] = {
        "none": [],
        "three": [(y, LEFT - 4, RIGHT) for y in (106.0, 126.0, edges[-1])],
        "all": [(y, LEFT - 4, RIGHT) for y in (106.0, *edges)],
    }
    tables = paper_of(page_laid([centred("表1 人才培养质量计分卡", 280, 95), *HEADER, *texts], level[rules])).tables
    assert len(tables) == 1
    return rows_of(tables[0])


ALL = [row for table in catalogue().editions[0].tables for row in table.indicators]
INDICATORS = tuple(dict.fromkeys((row.name, row.unit) for row in ALL if len(row.name) >= 4 and row.unit))
values = st.one_of(st.integers(0, 99999).map(str), st.floats(0, 100).map(lambda x: f"{x:.2f}"), st.sampled_from(["—", "0", "-", "/"]))
known_rows = st.builds(
    lambda row, per_line, a, b: Row(wrapped(row[0], per_line), row[1], (a, b)),
    st.sampled_from(INDICATORS),
    st.integers(6, 14),
    values,
    values,
)
SYLLABLES = "数人才培养教学资源服务贡献国际影响政策落实学生教师专业课程实训基地企业合作经费社区"
unknown_rows = st.builds(
    lambda name, per_line, unit, a, b: Row(wrapped(name, per_line), unit, (a, b)),
    st.text(SYLLABLES, min_size=4, max_size=30),
    st.integers(8, 14),
    st.sampled_from(["人", "个", "%", "万元", "学时"]),
    values,
    values,
)


@pytest.mark.parametrize("rules", ["none", "three", "all"])
@pytest.mark.parametrize("alignment", ["top", "middle", "bottom"])
@settings(max_examples=25, database=None, derandomize=True)
@given(
    rows=st.lists(known_rows, min_size=3, max_size=14, unique_by=lambda row: row.cells[:2]), padding=st.sampled_from([0.0, 2.0, 4.0, 7.0])
)
def test_rows_that_the_catalogue_knows(alignment, rules, rows, padding):
    assert table_rows(rows, alignment, padding, rules) == [row.cells for row in rows]


@pytest.mark.parametrize("alignment", ["top", "middle", "bottom"])
@settings(max_examples=25, database=None, derandomize=True)
@given(rows=st.lists(unknown_rows, min_size=3, max_size=14), padding=st.sampled_from([0.0, 2.0, 4.0, 7.0]))
def test_rows_of_no_catalogue_whatever_room_is_between_them(alignment, rows, padding):
    assert table_rows(rows, alignment, padding) == [row.cells for row in rows]


@settings(max_examples=25, database=None, derandomize=True)
@given(rows=st.lists(unknown_rows, min_size=3, max_size=14))
def test_rows_of_no_catalogue_between_rules(rows):
    assert table_rows(rows, "middle", 3.0, "all") == [row.cells for row in rows]


@pytest.mark.parametrize("right", [False, True], ids=["centred", "right-aligned"])
@settings(max_examples=20, database=None, derandomize=True)
@given(rows=st.lists(known_rows, min_size=3, max_size=10, unique_by=lambda row: row.cells[:2]))
def test_no_value_is_lost_or_made(right, rows):
    """Whatever becomes of the names, each printed value stands in its column, in order."""
    found = table_rows(rows, "middle", 3.0, right=right)
    assert [row[2] for row in found if row[2]] == [row.values[0] for row in rows]
    assert [row[3] for row in found if row[3]] == [row.values[1] for row in rows]


NAMES = ("毕业生人数", "毕业去向落实人数", "毕业生升学人数", "升入本科人数")
ROWS = tuple(Row((name,), "人", (str(100 + i), str(200 + i))) for i, name in enumerate(NAMES))


def body_at(rows: Sequence[Row], top: float) -> list[Text]:
    return [(text, x, baseline + top - 126.0, size) for text, x, baseline, size in rows_laid(rows, "middle", 3.0)[0]]


def foot_of_page(rows: Sequence[Row], number: int = 1) -> object:
    """A page whose last lines are a caption, a header and these rows."""
    texts = [centred("表1 人才培养质量计分卡", 280, 645), *((t, x, y + 550, s) for t, x, y, s in HEADER), *body_at(rows, 676)]
    return page_laid([*texts, centred("- 7 -", 297, 815, 9)], number=number)


@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("repeated", [False, True])
def test_an_unruled_table_runs_over_a_page(cut, repeated):
    head = [(t, x, y - 50, s) for t, x, y, s in HEADER] if repeated else []
    after = [at("五、下一节内容从这里开始，不在表中。", LEFT, 300), centred("- 8 -", 297, 815, 9)]
    second = page_laid([*head, *body_at(ROWS[cut:], 80 if repeated else 60), *after], number=2)
    (table,) = paper_of(foot_of_page(ROWS[:cut]), second).tables
    assert rows_of(table) == [row.cells for row in ROWS]


def test_a_name_cut_by_the_page():
    """The name's second line opens the next page, beside nothing."""
    whole = Row(("毕业去向落", "实人数"), "人", ("101", "201"))
    first = foot_of_page([ROWS[0], Row(("毕业去向落",), "人", ("101", "201"))])
    second = page_laid([at("实人数", LEFT, 71), *body_at(ROWS[2:], 80)], number=2)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [ROWS[0].cells, whole.cells, ROWS[2].cells, ROWS[3].cells]


def test_prose_below_a_table_is_no_row():
    note = at("注：数据来自人才培养状态数据采集平台。", LEFT, 226)
    texts = [centred("表1 人才培养质量计分卡", 280, 95), *HEADER, *body_at(ROWS, 126), note]
    prose = [at("学校占地面积218亩，建筑面积7.6万平方米，现有教职工236人，其中专任教师189人。", LEFT, 270 + 20 * i) for i in range(3)]
    paper = paper_of(page_laid([*texts, *prose]))
    assert [rows_of(table) for table in paper.tables] == [[row.cells for row in ROWS]]
    assert "".join(p.text for p in paper.paragraphs).count("218亩") == 3


def test_a_group_title_between_rows_set_wide_ends_no_table():
    """The row below the title stands two pitches below the row above it: 31 points at 10 point type."""
    texts = [centred("表1 人才培养质量计分卡", 280, 95), *HEADER]
    texts += [text for i, row in enumerate(ROWS[:3]) for text in body_at([row], 126 + 22 * i)]
    texts += [at("（二）毕业生的去向与收入的情况统计", 110, 206)]
    texts += body_at(ROWS[3:], 214)
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table) == [row.cells for row in ROWS]


def test_a_lone_letter_over_a_cut_is_of_one_cell():
    """A watermark's letter, alone on its line: it has no gap at which it could be parted."""
    lines = lines_from_page(page_laid([at("密", 195, 230)]))
    kinds = (Column("name", "指标"), Column("unit", "单位"), Column("year", "2024年"))
    assert body_lines(lines, [0], Columns(kinds, (50.0, 200.0, 300.0, 400.0))).lines == ()


def test_children_are_indented_from_their_parents():
    texts = [*HEADER, *body_at(ROWS[:1], 126)]
    children = [(t, x, y + 22, s) for t, x, y, s in rows_laid(ROWS[1:3], "middle", 3.0, indent=20)[0]]
    (table,) = paper_of(page_laid([*texts, *children, *body_at(ROWS[3:], 192)])).tables
    assert rows_of(table) == [row.cells for row in ROWS]
    assert [round(row[0].indent) for row in table.rows] == [0, 20, 20, 0]


@pytest.mark.parametrize("cut", [1, 3])
def test_a_table_goes_on_from_the_right_page_of_a_sheet_to_the_left_page_of_the_next(cut):
    """Both pages of a sheet keep the sheet's coordinates: the rest stands 520 points further left."""
    texts = [centred("表1 人才培养质量计分卡", 280, 645), *((t, x, y + 550, s) for t, x, y, s in HEADER), *body_at(ROWS[:cut], 676)]
    first = page_laid([*((t, x + 520, y, s) for t, x, y, s in texts), centred("- 7 -", 817, 815, 9)])
    second = page_laid([*body_at(ROWS[cut:], 60), centred("- 8 -", 297, 815, 9)], number=2)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == [row.cells for row in ROWS]


@pytest.mark.parametrize(("upper", "lower"), [("2023-2024学", "年"), ("2023-", "2024学年"), ("2023", "年")])
def test_years_that_wrap_in_a_header(upper, lower):
    """The upper line is all numbers, and still no row of values."""
    head = [at("指标", LEFT, 126), centred("单位", UNIT, 126)]
    head += [centred(text, x, y) for x in (FIRST, SECOND) for text, y in ((upper, 120), (lower, 133))]
    (table,) = paper_of(page_laid([centred("表1 人才培养质量计分卡", 280, 95), *head, *body_at(ROWS, 150)])).tables
    assert rows_of(table) == [row.cells for row in ROWS]


@pytest.mark.parametrize("shared", [2, 3, 4])
@pytest.mark.parametrize("pitch", [15.0, 19.0, 30.0, 36.0])
def test_a_unit_merged_over_rows_stands_between_them_and_makes_none(shared, pitch):
    names = ("毕业生人数", "毕业去向落实人数", "其中：升学人数", "升入本科人数")[:shared]
    texts = [*HEADER]
    for number, name in enumerate(names):
        y = 140 + pitch * number
        texts += [at(name, LEFT, y), centred(str(800 + number), FIRST, y), centred(str(700 + number), SECOND, y)]
    texts.append(centred("人", UNIT, 140 + pitch * (shared - 1) / 2))
    last = 140 + pitch * shared
    texts += [at("月收入", LEFT, last), centred("元", UNIT, last), centred("4100", FIRST, last), centred("4200", SECOND, last)]
    (table,) = paper_of(page_laid(texts)).tables
    printed = [(row[0].text, row[2].text, row[3].text) for row in table.rows]
    assert printed == [*((name, str(800 + i), str(700 + i)) for i, name in enumerate(names)), ("月收入", "4100", "4200")]


def test_a_dash_twice_as_wide_as_the_type_ends_no_table():
    rows = [Row((name,), "人", ("840", "845")) for name in ("毕业生人数", "毕业去向落实人数", "其中：升学人数", "升入本科人数")]
    texts, _ = rows_laid(rows, "middle", 4)
    page = page_laid([*HEADER, *texts, at("月收入", LEFT, 230), centred("元", UNIT, 230), at("—", FIRST - 5, 230), at("4100", SECOND, 230)])
    wide = page.glyphs.boxes.copy()
    wide[page.glyphs.text.index("—"), 2] += 10  # as fonts print two dashes in a row as one glyph
    (table,) = paper_of(replace(page, glyphs=replace(page.glyphs, boxes=wide))).tables
    assert rows_of(table)[-1] == ("月收入", "元", "—", "4100")


def test_rules_between_groups_part_no_fewer_rows_where_no_unit_is_printed():
    names = ("毕业生人数(人)", "毕业去向落实人数(人)", "月收入(元)", "自主创业率(%)", "毕业三年晋升比例(%)", "家长满意度(%)")
    texts = [at("指标", LEFT, 120), centred("2024年", SECOND, 120)]
    for number, name in enumerate(names):
        texts += [at(name, LEFT, 140 + 20 * number), centred(str(10 + number), SECOND, 140 + 20 * number)]
    rules = [(y, LEFT - 5, SECOND + 40) for y in (126.0, 186.0, 206.0, 266.0)]
    (table,) = paper_of(page_laid(texts, rules)).tables
    assert rows_of(table) == [(name, str(10 + number)) for number, name in enumerate(names)]


@pytest.mark.parametrize("title", ["就业质量", "学生发展与就业"])
def test_a_group_title_that_stands_among_the_units_is_no_unit(title):
    rows = [Row((name,), "人", ("840", "845")) for name in ("毕业生人数", "毕业去向落实人数", "其中：升学人数", "升入本科人数")]
    rows.append(Row(("职业技能等级证书（含职业资格证", "书）获取人数"), "人", ("840", "845")))
    texts, edges = rows_laid(rows, "middle", 2)
    below, _ = rows_laid([Row(("月收入",), "元", ("4100", "4200")), Row(("自主创业率",), "%", ("1.2", "1.3"))], "middle", 2)
    down = edges[-1] - 126 + 18
    moved = [(text, x, y + down, size) for text, x, y, size in below]
    (table,) = paper_of(page_laid([*HEADER, *texts, centred(title, UNIT - 15, edges[-1] + 12), *moved])).tables
    assert [row[1].text for row in table.rows] == ["人"] * 5 + ["元", "%"]
    assert [row[0].text for row in table.rows][-3:] == ["职业技能等级证书（含职业资格证\n书）获取人数", "月收入", "自主创业率"]


def test_numbers_at_the_right_of_their_column_beside_notes_at_the_left_of_theirs():
    texts = [at("指标", LEFT, 120), centred("2023年", 280, 120), centred("2024年", 380, 120), centred("备注", 480, 120)]
    rows = [("毕业生人数", "24", "31", "含外聘"), ("月收入", "3", "5", ""), ("自主创业率", "18", "2", "全日制口径")]
    for number, (name, *values, note) in enumerate(rows):
        y = 140 + 18 * number
        texts += [at(name, LEFT, y), *(at(value, x - width_of(value), y) for value, x in zip(values, (325, 425), strict=True))]
        texts += [at(note, 435, y)] if note else []
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table) == rows


def test_a_long_name_that_reaches_a_little_into_the_next_column_ends_no_table():
    texts = [at("公共基础课（不含思想政治课）教学满意", LEFT, 140), at("度", LEFT, 153)]
    texts += [centred("94.4", 280, 146), centred("95.7", 340, 146)]
    texts += [at("家长满意度", LEFT, 170), centred("96.1", 280, 170), centred("97.2", 340, 170)]
    lines = lines_from_page(page_laid(texts))
    columns = Columns((Column("name", "指标"), Column("year", "2023年", 2023), Column("year", "2024年", 2024)), (58.0, 230.0, 310.0, 370.0))
    assert len(body_lines(lines, range(len(lines.lines)), columns).lines) == len(lines.lines)


def test_figures_printed_over_one_another_are_kept_in_their_row():
    names = ("毕业生人数", "毕业去向落实人数", "升学人数")
    texts, edges = rows_laid([Row((name,), "人", ("840", "845")) for name in names], "middle", 2)
    y = edges[-1] + 13
    texts += [at("生均教学科研仪器设备值", LEFT, y), centred("元/生", UNIT, y)]
    texts += [at(figure, FIRST - 10 + 40 * n, y) for n, figure in enumerate(("25,339.26", "23,603.29", "1735.97"))]
    (table,) = paper_of(page_laid([*HEADER, at("增减", 520, 120), *texts])).tables
    last = table.rows[-1]
    assert last[0].text == "生均教学科研仪器设备值"
    assert "25,339.26" in "".join(cell.text for cell in last)


@pytest.mark.parametrize("own", ["增减", "与上年相比"])
def test_figures_at_the_left_of_their_columns_beside_those_of_a_computed_column(own):
    heads = zip(("单位", "2023年度", "2024年度", own), (280, 360, 440, 520), strict=True)
    texts = [at("指标", LEFT, 120), *(centred(word, x, 120) for word, x in heads)]
    rows = [("毕业生人数", "人", "706", "607", "+99"), ("月收入", "元", "4120", "4060", "+60"), ("自主创业率", "%", "7", "5", "+2")]
    for number, (name, unit, *values) in enumerate(rows):
        y = 140 + 18 * number
        texts += [at(name, LEFT, y), centred(unit, 280, y), *(at(value, x, y) for value, x in zip(values, (323, 403, 483), strict=True))]
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table) == rows


def test_titles_at_the_left_of_a_numbered_table_move_no_name_among_the_ordinals():
    texts = [at("序号", 50, 120), at("项目", 180, 120), *HEADER[1:]]
    lines = ("学生规模", "全日制在校生人数", "经费保障", "年财政专项经费", "师资保障", "教职工总数")
    for number, line in enumerate(lines):
        y = 142 + 22 * number
        texts.append(at(line, 72 if number % 2 else 48, y))
        if number % 2:
            texts += [at(str(number // 2 + 1), 58, y), centred("人", UNIT, y), centred("840", FIRST, y), centred("845", SECOND, y)]
    (table,) = paper_of(page_laid(texts)).tables
    printed = [(row[0].text, row[1].text) for row in table.rows if row[3] is not row[0]]  # a title is one cell across
    assert printed == [("1", "全日制在校生人数"), ("2", "年财政专项经费"), ("3", "教职工总数")]


def test_letters_of_a_merged_cell_that_hang_into_the_margin_end_no_table():
    """院校名称 is merged down the whole sheet, and its letters are printed on both pages, hidden below the last row of the first."""
    heads = [at("院校代码", 50, 100), at("院校名称", 100, 100), at("指标", 180, 100), at("2023年", 340, 100), at("2024年", 430, 100)]

    def page(names: Sequence[str], number: int, top: float, *more: Text):
        rows = [text for k, name in enumerate(names) for text in (at(name, 180, top + 20 * k), at("12", 350, top + 20 * k))]
        rows += [at("15", 440, top + 20 * k) for k in range(len(names))]
        rules = [(top - 14 + 20 * k, 170.0 if 0 < k < len(names) else 48.0, 480.0) for k in range(len(names) + 1)]
        return page_laid([*rows, *more], rules, number=number)

    hanging = [at("东", 110, 190), at("山", 110, 204), at("13120", 52, 212)]
    first = page(["毕业生人数", "毕业去向落实人数", "升学人数"], 1, 130, *heads, *hanging)
    (table,) = paper_of(first, page(["升入本科人数", "月收入"], 2, 90)).tables
    assert [row[2:] for row in rows_of(table)] == [
        (name, "12", "15") for name in ("毕业生人数", "毕业去向落实人数", "升学人数", "升入本科人数", "月收入")
    ]


def test_a_short_rule_from_the_units_on_does_not_part_a_name_that_two_rows_share():
    """教学计划内课程总数, merged over its 门 and its 学时: the rule between these reaches over two thirds of the table."""
    xs, texts, rules = (60.0, 230.0, 330.0, 430.0), [], [(106.0, 50.0, 500.0)]
    shared = [("教学计划内课程总数", "门", "404", "411"), ("", "学时", "20604", "20961")]
    rows = [("专业数量", "个", "29", "30"), *shared, ("编写教材数", "本", "23", "24")]
    for x, head in zip(xs, ("指标", "单位", "2023年", "2024年"), strict=True):
        texts.append(at(head, x, 120))
    for k, row in enumerate(rows):
        y = 140.0 + 20 * k
        texts += [at(text, x, y + 10 * (text == "教学计划内课程总数")) for x, text in zip(xs, row, strict=True) if text]
        rules.append((y - 14, 200.0 if k == 2 else 50.0, 500.0))
    (table,) = paper_of(page_laid(texts, [*rules, (206.0, 50.0, 500.0)])).tables
    assert rows_of(table) == [rows[0], rows[1], ("教学计划内课程总数", *rows[2][1:]), rows[3]]


def test_figures_whose_digits_stand_apart_are_not_cut_between_columns():
    """Every letter of the table is spaced, and beside the years stands a column of differences."""

    def spaced(text: str, x: float, y: float) -> list[Text]:
        wide = sum(width_of(c) + 3.2 for c in text) - 3.2
        starts = [x - wide / 2 + sum(width_of(c) + 3.2 for c in text[:k]) for k in range(len(text))]
        return [at(c, start, y) for c, start in zip(text, starts, strict=True)]

    rows = [("毕业生人数", "1,804", "1,851", "+47"), ("升学人数", "651", "672", "+21"), ("月收入", "4,505", "4,785", "+280")]
    xs = (110.0, 240.0, 320.0, 400.0)
    texts = [text for head, x in zip(("指标", "2023年", "2024年", "增减"), xs, strict=True) for text in spaced(head, x, 100)]
    texts += [text for k, row in enumerate(rows) for cell, x in zip(row, xs, strict=True) for text in spaced(cell, x, 120 + 16 * k)]
    (table,) = paper_of(page_laid(texts)).tables
    assert [tuple(cell.replace(" ", "") for cell in row) for row in rows_of(table)] == rows


@pytest.mark.parametrize("years", [("2024年",), ("2023年", "2024年")])
def test_years_of_schools_beside_those_of_the_whole_are_left_out_and_told(years):
    """合计 and the names of two schools stand over their years, 指标 between the two lines."""
    texts, x = [at("指标", 70, 106)], 200.0
    for over in ("全市", "东山学校", "西山学校"):
        middles = [x + 50 * k for k in range(len(years))]
        texts += [centred(over, sum(middles) / len(middles), 100), *(centred(y, m, 113) for y, m in zip(years, middles, strict=True))]
        for k in range(4):
            texts += [centred(f"{8 + k}{len(over)}", m, 135 + 16 * k) for m in middles]
        x = middles[-1] + 75
    texts += [at(name, 55, 135 + 16 * k) for k, name in enumerate(("毕业生人数（人）", "升学人数（人）", "月收入（元）", "在校生数（人）"))]
    paper = paper_of(page_laid(texts))
    (table,) = paper.tables
    assert [column.year for column in table.columns if column.kind == "year"] == [int(year[:4]) for year in years]
    assert [row[: 1 + len(years)] for row in rows_of(table)][1] == ("升学人数（人）", *["92"] * len(years))
    assert [problem.code for problem in paper.problems] == ["header-unclear"] * 2 * len(years)


@pytest.mark.parametrize("first", [8, 10])
def test_an_ordinal_of_two_digits_in_a_column_too_narrow_for_it(first):
    """1 above 0, beside the two lines of a name whose values stand between them; the page may begin with it."""
    texts = [at("序号", 45, 100), at("指标", 90, 100), centred("2023年", 300, 100), centred("2024年", 400, 100)]
    names = [("毕业生人数（人）",), ("升学人数（人）",), ("生均教学科研", "仪器设备值（元）"), ("横向技术服务产生", "的经济效益（万元）")]
    y = 120.0
    for number, name in enumerate(names, start=first):
        digits = str(number)
        two = len(digits) == 2 or len(name) == 2
        middle = y + 6 if two else y
        texts += [at(d, 50, y + 12 * k if len(digits) == 2 else middle) for k, d in enumerate(digits)]
        texts += [at(line, 75, y + 12 * k if len(name) == 2 else middle) for k, line in enumerate(name)]
        texts += [centred(f"{number}5", 300, middle), centred(f"{number}7", 400, middle)]
        y += 34 if two else 20
    (table,) = paper_of(page_laid(texts)).tables
    assert [row[1:] for row in rows_of(table)] == [("".join(n), f"{k}5", f"{k}7") for k, n in enumerate(names, start=first)]


def test_the_upper_line_of_a_header_repeated_on_every_page_is_no_running_head():
    """合计 and a school stand over the years, 单 over 位 beside 指标: three lines before the one that says what it is."""
    head = [centred("合计", 275, 70), centred("东山学校", 425, 70), at("单", 195, 77), at("指标", 70, 84), at("位", 195, 91)]
    head += [centred(y, x, 84) for y, x in (("2023年", 245), ("2024年", 305), ("2023年", 395), ("2024年", 455))]
    names = ("毕业生人数", "升学人数", "在校生数", "教职工总数", "专任教师总数", "班主任人数", "月收入", "思政课教师数", "家长满意度")
    pages = []
    for number in (1, 2, 3):
        texts = list(head)
        for k, name in enumerate(names[3 * number - 3 : 3 * number]):
            y = 112 + 16 * k
            texts += [at(name, 55, y), at("人", 195, y), *(centred("41", x, y) for x in (245, 305, 395, 455))]
        pages.append(page_laid(texts, number=number))
    rows = [row for table in paper_of(*pages).tables for row in table.rows]
    columns = {tuple(column.year for column in table.columns if column.kind == "year") for table in paper_of(*pages).tables}
    assert columns == {(2023, 2024)}
    assert [row[0].text for row in rows] == list(names)


@pytest.mark.parametrize("group", [(), ("经", "费", "保", "障")], ids=["", "beside a group that is spelled downwards"])
@pytest.mark.parametrize(
    ("first", "second", "pitch"),
    [("15425.|0", "16321.|2", 1.2 * PITCH), ("15425", "16321.|2", PITCH), ("1542|5", "1632|1", PITCH)],
)
def test_figures_that_wrap_beside_a_name_of_one_line_where_no_unit_is_printed(group, first, second, pitch):
    second_column = FIRST + 36  # a column as wide as its header
    header = [at("类别", 30, 120), at("指标", 90, 120), centred("2023年", FIRST, 120), centred("2024年", second_column, 120)]
    named = [
        ("全日制在校生人数（人）", "6679", "6912"),
        ("年生均财政拨款水平（元）", first, second),
        ("年财政专项经费（万元）", "713.7", "773.8"),
    ]
    texts = [centred("表6 落实政策表", 280, 95), *(header if group else header[1:])]
    for number, (name, *figures) in enumerate(named):
        middle = 150 + 36.0 * number
        texts.append(at(name, 90, middle))
        for x, lines in zip((FIRST, second_column), (figure.split("|") for figure in figures), strict=True):
            texts += [centred(line, x, middle + pitch * (i - (len(lines) - 1) / 2)) for i, line in enumerate(lines)]
    texts += [at(letter, 40, 186 + PITCH * (i - 1.5)) for i, letter in enumerate(group)]
    (table,) = paper_of(page_laid(texts, [])).tables
    assert [row[-3:] for row in rows_of(table)] == [(name, *(figure.replace("|", "") for figure in figures)) for name, *figures in named]


UNIT_MERGED, NARROW, WIDE_PITCH = 250.0, (300.0, 340.0), 1.2 * PITCH
PARTED = [at("指标", LEFT, 120), centred("单位", UNIT_MERGED, 120), centred("2023年", NARROW[0], 120), centred("2024年", NARROW[1], 120)]


def between_rules(rows: Sequence[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """Rows of two lines between level rules, which leave out the unit that is merged over all of them; its line is that of the first."""
    texts, level = [centred("表4 服务贡献表", 220, 95), *PARTED], [(106.0, LEFT - 4, 360.0)]
    for number, (names, *figures) in enumerate(rows):
        top = 126 + 34.0 * number
        level += [(top, LEFT - 4, UNIT_MERGED - 15), (top, NARROW[0] - 20, 360.0)]
        for x, lines in zip((LEFT, *NARROW), (names, *figures), strict=True):
            for i, line in enumerate(lines):
                y = top + 20 + WIDE_PITCH * (i - (len(lines) - 1) / 2)
                texts.append(at(line, x, y) if x == LEFT else centred(line, x, y))
    texts.append(centred("万元", UNIT_MERGED, 126 + 20 + WIDE_PITCH / 2))
    level.append((126 + 34.0 * len(rows), LEFT - 4, 360.0))
    (table,) = paper_of(page_laid(texts, level)).tables
    return rows_of(table)


BELOW = [(("纵向科研经费到款额",), ("268.68",), ("270.94",)), (("技术产权交易收入",), ("48.57",), ("52.16",))]


def test_figures_that_wrap_between_two_rules_are_one_row_beside_a_name_that_wraps():
    found = between_rules([(("横向技术服务产生的", "经济效益"), ("1076.4", "3"), ("1015.5", "6")), *BELOW])
    assert [(row[0], *row[2:]) for row in found] == [
        ("横向技术服务产生的经济效益", "1076.43", "1015.56"),
        ("纵向科研经费到款额", "268.68", "270.94"),
        ("技术产权交易收入", "48.57", "52.16"),
    ]


def test_two_rows_between_two_rules_stay_two_where_their_figures_are_short():
    found = between_rules([(("新设专业数", "停招专业数"), ("12", "3"), ("14", "1")), *BELOW])
    assert [(row[0], *row[2:]) for row in found][:2] == [("新设专业数", "12", "14"), ("停招专业数", "3", "1")]


def test_percent_signs_that_wrap_below_their_figures_in_rows_that_stand_far_apart():
    """Lines of a cell 2.5 times as far apart as their type is high, rows 7 times; a mark for nothing beside a figure."""
    rows = [
        (("在校生满意度",), ("95.13", "%"), ("96.16", "%")),
        (("公共基础课（不含", "思想政治课）教学满意度"), ("93.55", "%"), ("-",)),
        (("毕业生满意度",), ("95.65", "%"), ("95.41", "%")),
    ]
    texts = [centred("表2 满意度调查表", 220, 95), *PARTED]
    for number, cells in enumerate(rows):
        middle = 165 + 70.0 * number
        texts.append(centred("%", UNIT_MERGED, middle))
        for x, lines in zip((LEFT, *NARROW), cells, strict=True):
            for i, line in enumerate(lines):
                y = middle + 25 * (i - (len(lines) - 1) / 2)
                texts.append(at(line, x, y) if x == LEFT else centred(line, x, y))
    (table,) = paper_of(page_laid(texts, [])).tables
    assert rows_of(table) == [("".join(names), "%", "".join(first), "".join(second)) for names, first, second in rows]


def test_a_title_of_a_group_above_a_row_whose_note_is_of_five_lines():
    header = [at("序号", 40, 120), at("指标", 90, 120), centred("单位", 200, 120), centred("2023年", 250, 120), centred("2024年", 300, 120)]
    texts = [centred("表1 人才培养质量计分卡", 220, 95), *header, at("说明", 340, 120), at("二、过程数据", 52, 179.0)]
    names, bottoms = ("毕业生人数", "升学人数", "升入本科人数", "自主创业率"), (140.0, 153.0, 166.0, 244.0)
    for number, (name, bottom) in enumerate(zip(names, bottoms, strict=True), 1):
        texts += [at(str(number), 45, bottom), at(name, 90, bottom)]
        texts += [centred(text, x, bottom) for text, x in (("人", 200), ("12", 250), ("15", 300))]
    note = ("以当年八月为", "时点，由学校", "填报，教育行", "政部门核对后", "统计")
    texts += [at(line, 340, 192 + PITCH * i) for i, line in enumerate(note)]
    (table,) = paper_of(page_laid(texts, [])).tables
    assert [row[1] for row in rows_of(table)] == list(names)
@pytest.mark.parametrize("end", ["内", "以内。"])
def test_sentences_in_a_column_of_notes_are_of_their_rows(end):
    """The second line of a note ends beyond the head of its column, with another column of notes beside it."""
    heads = [at("备注", 420, 120, 8), at("部门", 552, 120, 8)]
    texts = [at("指标", 60, 120, 8), at("单位", 200, 120, 8), at("2023年", 260, 120, 8), at("2024年", 330, 120, 8), *heads]
    for k, name in enumerate(("毕业生人数", "月收入", "毕业去向落实人数", "升学人数")):
        y = 150 + 30.0 * k
        texts += [
            at(name, 60, y, 8),
            at("人", 202, y, 8),
            at(str(101 + k), 264, y, 8),
            at(str(201 + k), 334, y, 8),
            at("学生处", 548, y, 8),
        ]
        texts += [] if k % 2 else [at("由第三方机构提供，抽样误差在百分之三", 385, y - 5, 8), at(end, 385, y + 5, 8)]
    (table,) = paper_of(page_laid([at("表1 人才培养质量计分卡", 200, 95), *texts])).tables
    assert [row[:4] for row in rows_of(table)] == [
        ("毕业生人数", "人", "101", "201"),
        ("月收入", "人", "102", "202"),
        ("毕业去向落实人数", "人", "103", "203"),
        ("升学人数", "人", "104", "204"),
    ]
    assert rows_of(table)[0][4:] == ("由第三方机构提供，抽样误差在百分之三" + end, "学生处")


@pytest.mark.parametrize("code", ["A{:02}", "1{:03}", "2.1.{}"])
def test_codes_beside_names_whose_head_stands_far_from_them(code):
    """指标 is centred over names that are all short: the widest corridor is behind them, and titles of groups cross the right one."""
    heads = [centred(head, x, 120) for head, x in zip(("指标", "单位", "2023年", "2024年"), (210, 340, 410, 480), strict=True)]
    texts = [at("代码", LEFT, 120), *heads]
    said = []
    for k, name in enumerate(("毕业生人数", "月收入", "自主创业率", "升学人数")):
        y = 150 + 32.0 * k
        cells = (code.format(k + 1), name, "人", str(101 + k), str(201 + k))
        texts += [at("一、毕业去向", LEFT, y - 16)] if k % 2 == 0 else []
        texts += [at(cells[0], LEFT, y), at(name, LEFT + 35, y)]
        texts += [centred(cell, x, y) for cell, x in zip(cells[2:], (340, 410, 480), strict=True)]
        said.append(cells)
    (table,) = paper_of(page_laid([at("表1 人才培养质量计分卡", 200, 95), *texts])).tables
    assert [row for row in rows_of(table) if row[2]] == said


def test_explanations_between_names_and_units_are_of_their_rows():
    heads = (("指标", 110), ("指标说明", 240), ("单位", 348), ("2023年", 410), ("2024年", 480))
    texts = [centred(head, x, 120, 8) for head, x in heads]
    said = []
    for k, name in enumerate(("毕业生人数", "其中：面向第一产业就业人数", "月收入", "毕业去向落实人数", "升学人数")):
        y = 150 + 34.0 * k
        lines = ("按学校口径填写，不含成人教育的", "学生；时点为当年九月，外聘教师") if k % 2 else ("截至八月，由学校填",)
        texts += [at(line, 185, y + 5 * (2 * i - len(lines) + 1), 8) for i, line in enumerate(lines)]
        texts += [at(name, 60, y, 8), at("人", 344, y, 8), at(str(101 + k), 404, y, 8), at(str(201 + k), 474, y, 8)]
        said.append((name, "".join(lines), "人", str(101 + k), str(201 + k)))
    (table,) = paper_of(page_laid([at("表1 人才培养质量计分卡", 200, 95), *texts])).tables
    assert rows_of(table) == said


@pytest.mark.parametrize("down", [3.0, 7.0, 12.0, 17.0])
@pytest.mark.parametrize("wraps", [False, True])
def test_names_at_the_top_of_tall_rows_and_figures_lower(down, wraps):
    """Each name has its figures between itself and the next, all as far below; a name of two lines makes its row no taller."""
    names = [*NAMES, "毕业生本省去向落实率", "自主创业率", "月收入"]
    texts, said = [*HEADER], []
    for k, name in enumerate(names):
        y = 145 + 26.0 * k
        cells = ("%" if "率" in name else "人", str(301 + k), str(401 + k))
        lines = wrapped(name, 7) if wraps and k == 4 else (name,)
        texts += [at(line, LEFT, y + 12 * i) for i, line in enumerate(lines)]
        texts += [centred(cell, x, y + down) for cell, x in zip(cells, (UNIT, FIRST, SECOND), strict=True)]
        said.append((name, *cells))
    (table,) = paper_of(page_laid([centred("表1 计分卡", 260, 95), *texts])).tables
    assert rows_of(table) == said


@pytest.mark.parametrize("line", ["单位负责人：王某某", "填表人（签字）：李某某", "联系电话：0571-86920024"])
def test_who_signs_below_a_table_is_no_row(line):
    texts, _ = rows_laid(ROWS, "middle", 3.0)
    signed = [at(line, LEFT, 260), at("审核人：赵某", UNIT, 260), at("填报日期：2024年12月5日", SECOND - 60, 260)]
    paper = paper_of(page_laid([centred("表1 计分卡", 260, 95), *HEADER, *texts, *signed]))
    assert rows_of(paper.tables[0]) == [row.cells for row in ROWS]


def test_names_whose_letters_are_spread_over_their_cells():
    """All names begin and end alike, letters stand up to two columns apart; three marks for nothing are no word."""
    texts, said = [at("序号", 40, 120), centred("指标", 140, 120), *HEADER[1:], centred("2022年", 415, 120)], []
    for k, name in enumerate(("生师比", "专业数量", "毕业生人数", "自主创业率", "接收国外留学生专业数")):
        y, step = 145 + 18.0 * k, 130 / (len(name) - 1)
        cells = {1: ("个", "无", "无", "无"), 2: ("个", "0", "/", "1")}.get(k, ("个", str(101 + k), str(301 + k), str(201 + k)))
        texts += [at(str(k + 1), 45, y), *(at(letter, 80 + step * i, y) for i, letter in enumerate(name))]
        texts += [centred(cell, x, y) for cell, x in zip(cells, (UNIT, FIRST, 415.0, SECOND), strict=True)]
        said.append((str(k + 1), name, *cells))
    (table,) = paper_of(page_laid([centred("表3 教学资源表", 260, 95), *texts])).tables
    assert rows_of(table) == said


@pytest.mark.parametrize("first", [0, 1])
def test_names_at_the_top_of_rows_that_are_not_equally_tall(first):
    """Explanations make the rows tall, and figures stand in their middle."""
    texts = [centred("指标", 110, 120), centred("指标说明", 230, 120), centred("单位", 310, 120), *HEADER[2:]]
    said, y = [], 140.0
    for k, name in enumerate([*NAMES, "毕业生本省去向落实率", "自主创业率", "月收入", "毕业三年晋升比例"]):
        lines = ("按学校口径填写", "不含成人教育", "见填报说明") if (k + first) % 2 else ("当年数",)
        middle = y + PITCH * (len(lines) - 1) / 2
        cells = ("%" if "率" in name or "比例" in name else "人", str(301 + k), str(401 + k))
        texts += [at(name, LEFT, y), *(at(line, 190, y + PITCH * i) for i, line in enumerate(lines))]
        texts += [centred(cell, x, middle) for cell, x in zip(cells, (310, FIRST, SECOND), strict=True)]
        said.append((name, *cells))
        y += PITCH * len(lines) + 5
    (table,) = paper_of(page_laid([centred("表1 计分卡", 260, 95), *texts])).tables
    assert [(row[0], *row[2:]) for row in rows_of(table)] == said


def test_names_whose_head_stands_far_from_them_are_not_of_the_column_of_groups():
    """类别 is written down the sheet, letter by letter, between the rows; 指标 stands in the middle of its wide column."""
    heads = [at("类别", 60, 111), at("指标", 230, 111), at("单位", 362, 111), at("2024年", 420, 111)]
    rows = [("毕业生人数", "人", "840"), ("升学人数", "人", "401"), ("月收入", "元", "3890"), ("自主创业率", "%", "1.20")]
    texts = [at(text, x, 131 + 20 * k) for k, row in enumerate(rows) for text, x in zip(row, (90, 367, 425), strict=True)]
    group = [at(letter, 65, 140 + 12 * k) for k, letter in enumerate("培养")]
    (table,) = paper_of(page_laid([*heads, *texts, *group])).tables
    assert [tuple(row[1:]) for row in rows_of(table)] == rows


def test_names_that_follow_closely_and_are_each_known_are_rows_though_their_cells_are_empty():
    """Where a name wraps, rows stand apart by more than its lines; no unit is printed."""
    heads = [at("指标", LEFT, 120), centred("2024年", SECOND, 120)]
    names = ("教职工总数（人）", "思政课教师数（人）", "体育课专任教师数（人）", "美育课专任教师数（人）", "班主任人数（人）")
    shown = list(zip(names, ("125", "8", "", "", "40"), strict=True))
    rows = [text for k, (name, value) in enumerate(shown) for text in (at(name, LEFT, 140 + 16 * k), centred(value, SECOND, 140 + 16 * k))]
    wide = [at("企业提供的校内实践教学设备值（万元）", LEFT, 225), centred("1434.57", SECOND, 225)]
    (table,) = paper_of(page_laid([*heads, *rows, *wide])).tables
    assert rows_of(table)[:5] == shown


def test_rows_below_one_that_was_shrunk_to_fit_are_of_the_table():
    heads = [at("指标", LEFT, 120), centred("2024年", SECOND, 120)]
    first = [at("开发并被国外采用的职业教育标准、资源、装备数量（个）", LEFT, 140, 7), centred("25", SECOND, 140)]
    rest = ["其中：标准数量（个）", "资源数量（个）", "接收国外留学生专业数（个）"]
    rows = [text for k, name in enumerate(rest) for text in (at(name, LEFT, 158 + 18 * k), centred(str(k), SECOND, 158 + 18 * k))]
    (table,) = paper_of(page_laid([*heads, *first, *rows])).tables
    assert [row[1] for row in rows_of(table)] == ["25", "0", "1", "2"]


def test_a_figure_a_little_above_its_name_is_none_of_the_row_above():
    rows = [("毕业生就业人数", "2445.51", "2631.12"), ("面向第一产业", "77", "83"), ("面向第二产业", "624", "672")]
    texts = [centred("表1 人才培养质量计分卡", 280, 95), *HEADER]
    for number, ((name, *figures), off) in enumerate(zip(rows, (0.0, -5.0, -4.0), strict=True)):
        y = 140 + 25.5 * number
        texts += [at(name, LEFT, y), centred("人", UNIT, y)]
        texts += [centred(text, x, y + off) for text, x in zip(figures, (FIRST, SECOND), strict=True)]
    (table,) = paper_of(page_laid(texts, [])).tables
    assert [(row[0], *row[2:]) for row in rows_of(table)] == rows
