"""One small page for each bug: what a user relies on there."""

from __future__ import annotations

import re
from pathlib import Path

import reportparse
from reportparse.assemble import assemble_paper
from reportparse.catalogue import load_catalogue
from reportparse.model import Paper
from reportparse.read import read_document

ISSUES = Path(__file__).parents[2] / "fixtures" / "issues"


def paper_of(name: str) -> Paper:
    return assemble_paper(read_document(str(ISSUES / f"{name}.pdf")), load_catalogue())


def rows_of(name: str) -> list[tuple[str, ...]]:
    (table,) = paper_of(name).tables
    return [tuple(cell.text for cell in row) for row in table.rows]


def test_every_page_is_in_the_register_and_has_a_test():
    pages = {path.stem for path in ISSUES.glob("*.pdf")}
    assert pages == set(re.findall(r"^\| `([a-z-]+)` \|", (ISSUES / "README.md").read_text("utf-8"), re.MULTILINE))
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert all(page in tests for page in pages)


def test_a_year_in_a_caption_is_not_part_of_its_number():
    (table,) = paper_of("caption-with-a-year").tables
    assert (table.number, table.name) == (3, "2024年教学资源表")


def test_a_seal_leaves_the_table_as_it_is():
    assert rows_of("seal-on-a-table") == [("教学资源库数", "个", "6", "8"), ("虚拟仿真实训基地数", "个", "1", "2")]


def test_a_dash_at_the_end_of_a_line_says_nothing_and_is_kept():
    assert [row[3] for row in rows_of("dash-at-the-end-of-a-line")] == ["-", "-", "5"]
    report = reportparse.parse(ISSUES / "dash-at-the-end-of-a-line.pdf")
    latest = [(row.value_raw, row.missing) for row in report.observations if row.data_year == 2024]
    assert latest == [("-", "dash"), ("-", "dash"), ("5", "")]


def test_a_rare_character_is_kept_and_the_figure_after_it_has_its_place():
    report = reportparse.parse(ISSUES / "rare-character.pdf")
    (figure,) = report.figures
    assert (figure.value, figure.unit, figure.sentence) == (312, "人", "在𪨶村办学点招生312人")
    assert 90 < figure.place.box[0] < 140


def test_values_at_the_head_of_a_page_between_the_lines_of_their_name_are_no_page_number():
    assert rows_of("values-half-a-line-off")[1] == ("其中：接入国家智慧\n教育平台数/本", "5", "5")


def test_the_last_column_of_a_wide_sheet_goes_back_beside_its_rows():
    report = reportparse.parse(ISSUES / "columns-on-another-page.pdf")
    latest = [(row.indicator_code, row.value_raw, row.flags, row.place.page) for row in report.observations if row.data_year == 2024]
    codes = "outcomes.graduates", "outcomes.placed.further_study", "outcomes.monthly_income"
    assert latest == [(code, text, (), 2) for code, text in zip(codes, ("845", "—", "3950"), strict=True)]
    assert "columns-apart" in {problem.code for problem in report.problems}


def test_text_that_its_cell_clips_is_read_in_its_cell_and_nowhere_else():
    rows = [tuple(text.replace("\n", "") for text in row) for row in rows_of("text-clipped-by-its-cell")]
    assert rows[0] == ("在校生满意度", "91.5", "92.5", "1,812", "按教育行政部门要求填报")
    assert [row[:4] for row in rows[1:3]] == [
        ("公共基础课（不含思想政治课）教学满意度", "90.1", "90.2", "1,234"),
        ("专业课教学满意度", "88.1", "89.1", "1,056"),
    ]


def test_the_last_column_of_a_wide_sheet_without_rules_goes_back_beside_its_rows():
    report = reportparse.parse(ISSUES / "sheet-without-rules.pdf")
    latest = [(row.value_raw, row.flags, row.place.page) for row in report.observations if row.data_year == 2024]
    assert latest == [("845", (), 2), ("—", (), 2), ("3950", (), 2)]
