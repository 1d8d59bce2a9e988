"""Captions: what announces a table, in all the forms that reports print, and what only looks like one."""

from __future__ import annotations

import pytest

from laid import at, cells_laid, centred, lattice, page_laid, paper_of, rows_of

XS = (60.0, 250.0, 300.0, 380.0, 460.0)
YS = (200.0, 220.0, 240.0)
ROWS = (("指标", "单位", "2023年", "2024年"), ("毕业生人数", "人", "840", "845"))
TABLE = cells_laid(ROWS, XS, YS)
RULES = lattice(XS, YS)


@pytest.mark.parametrize(
    ("line", "number", "name"),
    [
        ("表1 人才培养质量计分卡", 1, "人才培养质量计分卡"),
        ("表 1 人才培养质量计分卡", 1, "人才培养质量计分卡"),
        ("表1：满意度调查表", 1, "满意度调查表"),
        ("表1.满意度调查表", 1, "满意度调查表"),
        ("附表1：满意度调查表", 1, "满意度调查表"),
        ("附表 5 国际影响表", 5, "国际影响表"),
        ("表一 人才培养质量计分卡", 1, "人才培养质量计分卡"),
        ("附表三、教学资源表", 3, "教学资源表"),
        ("表十二 其他情况", 12, "其他情况"),
        ("（表2）满意度调查表", 2, "满意度调查表"),
        ("表3 2024年教学资源表", 3, "2024年教学资源表"),
        ("满意度调查表", None, "满意度调查表"),
        ("人才培养质量计分卡（表1）", 1, "人才培养质量计分卡"),
        ("表４　服务贡献表", 4, "服务贡献表"),
        ("表4 服务贡献表（单位：见表）", 4, "服务贡献表(单位:见表)"),
    ],
)
def test_a_caption_gives_number_and_name(line, number, name):
    (table,) = paper_of(page_laid([centred(line, 300, 185), *TABLE], *RULES)).tables
    assert (table.number, table.name) == (number, name)
    assert rows_of(table) == [ROWS[1]]


@pytest.mark.parametrize(
    "line",
    [
        "如表1所示，毕业生人数有所增加。",
        "见表2",
        "各项指标见下表，数据来自平台；",
        "表彰先进集体十个",
        "代表学校参加技能大赛的学生人数",
        "三、教学资源建设",
    ],
)
def test_a_sentence_that_names_a_table_is_none(line):
    paper = paper_of(page_laid([at(line, 60, 185), *TABLE], *RULES))
    assert paper.tables[0].number is None and line in "".join(p.text for p in paper.paragraphs)


@pytest.mark.parametrize("leaders", ["." * 40, "…" * 12, "·" * 30, "-" * 20])
def test_a_table_of_contents_announces_nothing(leaders):
    names = ("人才培养质量计分卡", "满意度调查表", "教学资源表", "服务贡献表")
    entries = [at(f"表{n} {name}{leaders}{20 + n}", 60, 100 + 20 * n, 8) for n, name in enumerate(names, 1)]
    contents = page_laid([at("目录", 280, 90, 16), *entries])
    paper = paper_of(contents, page_laid([at("表1 人才培养质量计分卡", 200, 185), *TABLE], *RULES, number=2))
    assert [(t.number, t.place.page) for t in paper.tables] == [(1, 2)]
    assert not [p for p in paper.problems if p.code == "caption-without-grid"]
    assert not any("计分卡" in p.text for p in paper.paragraphs)


def test_a_unit_line_between_caption_and_table_is_the_tables():
    texts = [centred("表4 服务贡献表", 300, 170), at("单位：万元", 400, 188), *TABLE]
    (table,) = paper_of(page_laid(texts, *RULES)).tables
    assert (table.number, table.unit) == (4, "万元")


def test_a_caption_whose_table_is_not_there_is_said():
    paper = paper_of(page_laid([at("表6 落实政策表", 200, 300), at("（略）", 60, 330)]))
    assert [(p.code, p.severity) for p in paper.problems] == [("caption-without-grid", "warning")]
    assert "落实政策表" in paper.problems[0].message and paper.problems[0].place.page == 1


def test_a_caption_at_the_foot_announces_the_table_of_the_next_page():
    pages = page_laid([at("本节内容。", 60, 100), centred("表5 国际影响表", 300, 770)]), page_laid(TABLE, *RULES, number=2)
    paper = paper_of(*pages)
    assert [(t.number, t.name, t.place.page) for t in paper.tables] == [(5, "国际影响表", 2)]
    assert paper.problems == ()


def test_a_caption_inside_the_grid_starts_a_table():
    ys = tuple(200.0 + 20 * i for i in range(7))
    level = [(y, XS[0], XS[-1]) for y in ys]
    upright = [(x, a, b) for x in XS for a, b in ((220, 260), (280, 320)) if 60 < x < 460] + [(x, 200, 320) for x in (60, 460)]
    rows = (("表1 甲情况表",), *ROWS, ("表2 乙情况表",), ROWS[0], ("毕业生升学人数", "人", "401", "415"))
    tables = paper_of(page_laid(cells_laid(rows, XS, ys), level, upright)).tables
    assert [(t.number, t.name, rows_of(t)) for t in tables] == [(1, "甲情况表", [ROWS[1]]), (2, "乙情况表", [rows[5]])]
