"""Tables that stand side by side: each read on its own, and one table that is wide never taken for two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from laid import Rule, Text, at, catalogue, cells_laid, centred, lattice, page_laid, paper_of, rows_of
from reportparse.assemble.lines import lines_from_page
from reportparse.assemble.paper import _knowledge
from reportparse.assemble.sides import sides_of_page

OUTCOMES = ("毕业生人数", "毕业去向落实人数", "其中：升学人数", "升入本科人数", "月收入")
POLICIES = ("全日制在校生人数", "年财政专项经费", "教职工总数", "其中：专任教师总数", "班主任人数", "聘请行业导师人数")


def side(names: tuple[str, ...], x: float, top: float, pitch: float, *, caption: str = "", header: bool = True) -> list[Text]:
    """A small table without rules, 230 points wide."""
    texts = [centred(caption, x + 115, top - 20)] if caption else []
    if header:
        texts += [at("指标", x, top, 8), at("单位", x + 110, top, 8), at("2023年", x + 145, top, 8), at("2024年", x + 190, top, 8)]
    for number, name in enumerate(names):
        y = top + pitch * (number + 1)
        texts += [at(name, x, y, 8), at("人", x + 114, y, 8), at(str(300 + number), x + 150, y, 8), at(str(400 + number), x + 195, y, 8)]
    return texts


def rows_said(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(name, "人", str(300 + number), str(400 + number)) for number, name in enumerate(names)]


@pytest.mark.parametrize("pitch", [16.0, 19.0])
@pytest.mark.parametrize("top", [140.0, 147.0])
def test_two_tables_side_by_side(pitch, top):
    left = side(OUTCOMES, 40, 140, 16, caption="表1 人才培养质量计分卡")
    right = side(POLICIES, 310, top, pitch, caption="表6 落实政策表")
    tables = paper_of(page_laid([at("附件：数据表", 40, 80, 16), *left, *right])).tables
    assert [(table.number, rows_of(table)) for table in tables] == [(1, rows_said(OUTCOMES)), (6, rows_said(POLICIES))]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_in_the_right_column(repeated):
    names = (*OUTCOMES, "自主创业率", "毕业三年晋升比例", "面向第二产业就业人数")
    left = side(names[:5], 40, 140, 16, caption="表1 人才培养质量计分卡")
    right = side(names[5:], 310, 140 if repeated else 124, 16, header=repeated)
    (table,) = paper_of(page_laid([*left, *right, centred("- 7 -", 297, 800)])).tables
    printed = [(row[0].text, row[1].text) for row in table.rows]
    assert (table.number, printed) == (1, [(name, "人") for name in names])


def test_prose_above_and_below_both_sides_is_read_across():
    above, below = "以下两表反映了学校两年来的办学条件与学生发展情况以及变化，", "上述各表的数据均来自学校填报的状态数据平台，经过核对。"
    sides = [*side(OUTCOMES, 40, 140, 16, caption="表1 计分卡"), *side(POLICIES, 310, 140, 16, caption="表6 落实政策表")]
    paper = paper_of(page_laid([at(above, 40, 90, 16), *sides, at(below, 40, 300, 16)]))
    assert [paragraph.text for paragraph in paper.paragraphs] == [above + below] or [p.text for p in paper.paragraphs] == [above, below]
    assert [table.number for table in paper.tables] == [1, 6]


@pytest.mark.parametrize("order", [("单位", "2023年", "2024年"), ("2023年", "2024年", "单位"), ("2023年", "单位", "2024年")])
def test_one_wide_table_is_read_as_one(order):
    places = dict(zip(order, (290.0, 380.0, 470.0), strict=True))
    texts = [at("指标", 40, 120), *(centred(word, x, 120) for word, x in places.items())]
    for number, name in enumerate((*OUTCOMES, *POLICIES)):
        y = 140 + 16 * number
        cells = {"单位": "人", "2023年": str(300 + number), "2024年": str(400 + number)}
        texts += [at(name, 40, y), *(centred(cells[word], x, y) for word, x in places.items())]
    lines = lines_from_page(page_laid(texts))
    assert len(sides_of_page(lines, _knowledge(catalogue()))) == 1


def test_a_grid_that_spans_the_page_is_not_cut_in_two():
    xs = (40.0, 140.0, 190.0, 240.0, 290.0, 390.0, 440.0, 490.0, 540.0)
    ys = tuple(100.0 + 18 * i for i in range(7))
    texts = [*side(OUTCOMES, 42, 112, 18), *side(POLICIES[:5], 312, 112, 18)]
    rules: tuple[list[Rule], list[Rule]] = lattice(xs, ys)
    assert len(sides_of_page(lines_from_page(page_laid(texts, *rules)), _knowledge(catalogue()))) == 1


def test_three_columns_on_a_sheet_are_three_sides():
    names = (*OUTCOMES, "自主创业率", "毕业三年晋升比例")
    texts = [
        *side(names, 40, 140, 16, caption="表1 人才培养质量计分卡"),
        *side(POLICIES, 300, 140, 16, caption="表6 落实政策表"),
        *side(OUTCOMES, 560, 140, 16, caption="表1 计分卡"),
    ]
    sheet = replace(page_laid(texts), width=830.0)
    tables = paper_of(sheet).tables
    assert [rows_of(table) for table in tables] == [rows_said(names), rows_said(POLICIES), rows_said(OUTCOMES)]


def test_an_empty_page_is_a_page():
    assert len(sides_of_page(lines_from_page(page_laid([])), _knowledge(catalogue()))) == 1
    assert paper_of(page_laid([])).tables == ()


def spread(word: str, x: float, width: float, baseline: float) -> list[Text]:
    """The letters of a word as far apart as fill the width."""
    step = (width - 8) / (len(word) - 1)
    return [at(letter, x + step * k, baseline, 8) for k, letter in enumerate(word)]


def test_names_whose_letters_are_spread_are_rows_of_the_right_column():
    names = ("毕业生人数", "——升学人数", "“双师型”教师比例", "月收入")
    texts = side(names[:1], 40, 140, 16, caption="表1 人才培养质量计分卡")
    for number, name in enumerate((*names, *names)):
        x, y = (40, 172 + 16 * number) if number < 4 else (310, 140 + 16 * (number - 4))
        texts += [*spread(name, x, 100, y), at("人", x + 114, y, 8), at("300", x + 150, y, 8), at("400", x + 195, y, 8)]
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table) == [(name, "人", "300", "400") for name in (names[0], *names, *names)]


def test_columns_of_units_first_part_before_the_units():
    def units_first(x: float, years: tuple[str, str]) -> list[Text]:
        texts = [at(word, x + d, 140, 8) for word, d in zip(("单位", "指标", *years), (0, 40, 150, 190), strict=True)]
        for number, name in enumerate(OUTCOMES):
            y = 156 + 16 * number
            texts += [at(word, x + d, y, 8) for word, d in (("人", 4), (name, 40), (str(300 + number), 155), (str(400 + number), 195))]
        return texts

    tables = paper_of(page_laid([*units_first(40, ("2023年", "2024年")), *units_first(320, ("2021年", "2022年"))])).tables
    assert [[column.year for column in table.columns] for table in tables] == [[None, None, 2023, 2024], [None, None, 2021, 2022]]
    rows = [("人", name, str(300 + k), str(400 + k)) for k, name in enumerate(OUTCOMES)]
    assert [row for table in tables for row in rows_of(table)] == [*rows, *rows]


def test_a_page_without_a_header_after_one_with_two_columns():
    names = (*OUTCOMES, *POLICIES)
    first = page_laid([*side(names, 40, 140, 16, caption="表1 计分卡"), *side(names, 310, 124, 16, header=False)])
    second = page_laid([*side(names, 40, 124, 16, header=False), *side(names, 310, 124, 16, header=False)], number=2)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == rows_said(names) * 4


def test_ordinals_before_the_names_are_no_figures_of_a_left_side():
    texts = [at(word, x, 120) for word, x in (("序号", 40), ("指标", 190), ("单位", 290), ("2023年", 380), ("2024年", 460))]
    for number, name in enumerate((*OUTCOMES, *POLICIES)):
        row = ((str(number + 1), 44), (name, 70), ("人", 295), (str(300 + number), 385), (str(400 + number), 465))
        texts += [at(word, x, 140 + 16 * number) for word, x in row]
    assert len(sides_of_page(lines_from_page(page_laid(texts)), _knowledge(catalogue()))) == 1


def test_two_tables_one_below_the_other_whose_units_stand_apart_are_no_sides():
    texts: list[Text] = []
    for top, far in ((120, 100), (320, 0)):
        places = (("指标", 40), ("单位", 240 + far), ("2023年", 300 + far), ("2024年", 360 + far))
        texts += [at(word, x, top) for word, x in places]
        for number, name in enumerate(OUTCOMES):
            row = ((name, 40), ("人", 244 + far), (str(300 + number), 304 + far), (str(400 + number), 364 + far))
            texts += [at(word, x, top + 16 * (number + 1)) for word, x in row]
    assert len(sides_of_page(lines_from_page(page_laid(texts)), _knowledge(catalogue()))) == 1


def test_the_rest_of_a_ruled_table_without_its_first_column_stands_below_its_header():
    xs = (40.0, 60.0, 150.0, 180.0, 220.0, 260.0)
    rows = [(name, "人", str(300 + k), str(400 + k)) for k, name in enumerate((*OUTCOMES, *POLICIES))]
    texts = [centred("表1 计分卡", 150, 90), *cells_laid([("类别", "指标", "单位", "2023年", "2024年")], xs, (100.0,))]
    texts += cells_laid([("", *row) for row in rows[:4]], xs, [118.0 + 18 * k for k in range(4)])
    beside = [x + 270 for x in xs[1:]]
    texts += cells_laid(rows[4:], beside, [100.0 + 18 * k for k in range(7)])
    upright = [(x, 100.0, 190.0) for x in xs] + [(x, 100.0, 226.0) for x in beside]
    level = [(100.0 + 18 * k, xs[0], xs[-1]) for k in range(6)] + [(100.0 + 18 * k, beside[0], beside[-1]) for k in range(8)]
    (table,) = paper_of(page_laid(texts, level, upright)).tables
    assert [row[1:] for row in rows_of(table)] == rows


def test_units_at_the_right_end_of_names_that_are_spread_make_no_sides():
    """A stroke stands before each unit, and a colon, which is the unit of ratios, behind 其中."""
    texts = [at(word, x, 120) for word, x in (("序号", 40), ("指标", 150), ("2023年", 380), ("2024年", 460))]
    for number, name in enumerate((*OUTCOMES, *POLICIES)):
        y = 140 + 16 * number
        texts += [at(f"{number + 1}.1", 44, y), *spread(f"其中：{name}/人".replace("其中：其中：", "其中："), 70, 230, y)]
        texts += [at(str(300 + number), 385, y), at(str(400 + number), 465, y)]
    assert len(sides_of_page(lines_from_page(page_laid(texts)), _knowledge(catalogue()), goes_on=True)) == 1


def test_two_tables_below_one_rule_whose_header_and_names_wrap():
    """The left one says nothing on one line but figures; the rule at the foot of the table above crosses both."""
    names = (("毕业去向", "落实人数"), ("毕业生面向三次产", "业就业人数"), ("升入本科", "人数"), ("毕业三年", "晋升比例"))
    left = [at("指标", 40, 146, 8), at("单", 150, 142, 8), at("位", 150, 150, 8)]
    left += [at(part, x, y, 8) for x, year in ((185, "2023"), (230, "2024")) for part, y in ((year, 142), ("年", 150))]
    for k, lines in enumerate(names):
        y = 166 + 22 * k
        left += [at(line, 40, y + 9 * i, 8) for i, line in enumerate(lines)]
        left += [at(text, x, y + 4.5, 8) for text, x in (("人", 152), (str(300 + k), 190), (str(400 + k), 235))]
    above = [at("学校各项数据来自状态数据采集平台，与上年相比有所增长。" * 2, 40, 80), centred("表1 人才培养质量计分卡", 155, 126)]
    right = side(POLICIES, 310, 146, 16, caption="表6 落实政策表")
    tables = paper_of(page_laid([*above, *left, *right], [(105.0, 40.0, 540.0)])).tables
    assert [(table.number, [row[0] for row in rows_of(table)]) for table in tables] == [
        (1, ["".join(lines) for lines in names]),
        (6, [*POLICIES]),
    ]


def test_ordinals_and_names_of_the_right_column_are_not_parted_beside_a_few_lines():
    """Captions end that gap after six lines; beside the other, one name has no figures, as if they were cut off."""

    def numbered(names: tuple[str, ...], x: float, top: float, caption: str) -> list[Text]:
        ordinals = [at(str(k + 1), x + 4, top + 16 * (k + 1), 8) for k in range(len(names))]
        return [at(caption, x, top - 20), at("序号", x, top, 8), *ordinals, *side(names, x + 34, top, 16)]

    left = [*numbered(POLICIES, 20, 140, "表6 落实政策表"), *numbered(OUTCOMES, 20, 300, "表1 人才培养质量计分卡")]
    right = [*numbered(OUTCOMES, 310, 140, "表1 计分卡"), *numbered(POLICIES, 310, 300, "表6 落实政策表")]
    texts = [text for text in [*left, *right] if not (text[2] == 140 + 16 * 5 and 150 < text[1] < 300)]
    tables = paper_of(page_laid(texts)).tables
    found = [[tuple(row[1:]) for row in rows_of(table)] for table in tables]
    without = [row if k != 4 else (row[0], "", "", "") for k, row in enumerate(rows_said(POLICIES))]
    assert found == [without, rows_said(OUTCOMES), rows_said(OUTCOMES), rows_said(POLICIES)]
