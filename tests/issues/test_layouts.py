"""One page for each layout that was read badly: what a user relies on there."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportparse
from reportparse.assemble import assemble_paper
from reportparse.catalogue import load_catalogue
from reportparse.read import read_document

ISSUES = Path(__file__).parents[2] / "fixtures" / "issues"
Told = tuple[str, int, str]


def told(name: str) -> list[Told]:
    """Name, year and value of every cell that was read, in printed order."""
    observations = reportparse.parse(ISSUES / f"{name}.pdf").observations
    return [(one.name_raw, one.data_year, one.value_raw) for one in observations]


def pairs(*rows: tuple[str, str, str]) -> list[Told]:
    return [(name, year, value) for name, old, new in rows for year, value in ((2023, old), (2024, new))]


def captions_of(name: str) -> list[str]:
    return [table.name for table in assemble_paper(read_document(str(ISSUES / f"{name}.pdf")), load_catalogue()).tables]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "titles-between-uprights",
            [
                ("毕业生人数", "512", "498"),
                ("毕业去向落实人数", "480", "471"),
                ("自主创业率", "0.61", "0.72"),
                ("毕业三年晋升比例", "31.20", "33.45"),
                ("月收入", "4102.50", "4250.00"),
            ],
        ),
        ("header-parted-by-a-page", [("教职工总数", "161", "166"), ("思政课教师数", "6", "7")]),
        ("tables-glued-together", [("毕业生人数", "512", "498"), ("毕业去向落实人数", "480", "471"), ("在校生满意度", "91.5", "92.5")]),
        (
            "figures-cut-by-a-page",
            [
                ("在校生满意度", "93.38", "97.22"),
                ("课外育人满意度", "88.33", "88.58"),
                ("教职工满意度", "90.04", "92.17"),
                ("家长满意度", "95.1", "96.2"),
            ],
        ),
        (
            "figures-that-wrap",
            [
                ("在校生满意度（%）", "９２.３１", "９５.９２"),
                ("毕业生满意度（%）", "８９.２１", "９２.８２"),
                ("家长满意度（%）", "９５.６１", "９７.２２"),
            ],
        ),
        ("titles-without-rules", [("全日制在校生人数", "2011", "2226"), ("教职工总数", "161", "166"), ("思政课教师数", "6", "7")]),
        (
            "figures-beside-notes",
            [("教职工总数", "161", "166"), ("思政课教师数", "16", "17"), ("班主任人数", "49", "47"), ("体育课专任教师数", "5", "6")],
        ),
    ],
)
def test_every_value_stands_in_its_row_and_under_its_year(name: str, rows: list[tuple[str, str, str]]):
    assert told(name) == pairs(*rows)


@pytest.mark.parametrize("name", ["titles-between-uprights", "titles-without-rules"])
def test_titles_of_groups_are_no_rows_that_fit_nothing(name: str):
    report = reportparse.parse(ISSUES / f"{name}.pdf")
    assert not [problem for problem in report.problems if problem.code == "unmatched-row"]


def test_glued_tables_have_their_own_captions_and_counts():
    assert captions_of("tables-glued-together") == ["人才培养质量计分卡", "满意度调查表"]
    (last,) = [one for one in reportparse.parse(ISSUES / "tables-glued-together.pdf").observations if one.survey_size]
    assert (last.survey_method, last.survey_size) == ("问卷调查", 812)


def test_a_header_that_a_page_parts_has_its_caption():
    assert captions_of("header-parted-by-a-page") == ["落实政策表"]


def test_a_title_below_a_slanted_header_is_none_of_it():
    (table,) = assemble_paper(read_document(str(ISSUES / "title-below-a-slanted-header.pdf")), load_catalogue()).tables
    assert [column.kind for column in table.columns] == ["name", "unit", "year", "note"]
    rows = [tuple(cell.text for cell in row) for row in table.rows if row[2].text]
    assert rows[:2] == [("毕业生人数", "人", "512", "含外聘"), ("毕业去向落实人数", "人", "480", "按学年统计")]
