"""Tables on the paper, and what each of their cells claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reportparse.catalogue import load_catalogue
from reportparse.interpret import read_rows
from reportparse.model import Cell, Column, Identity, Outcome, Place, Table, TableReading

CATALOGUE = load_catalogue()
NOWHERE = Place(1, (0.0, 0.0, 0.0, 0.0))
NAME, UNIT = Column("name", "指标"), Column("unit", "单位")
YEARS = (Column("year", "2023年", 2023), Column("year", "2024年", 2024))


def cells(rows: Sequence[Sequence[str | Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(text if isinstance(text, Cell) else Cell(text, row, column) for column, text in enumerate(texts))
        for row, texts in enumerate(rows)
    )


def read(
    columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]], report_year: int | None = None, unit: str = ""
) -> Outcome[TableReading]:
    table = Table(1, "计分卡", "表1 计分卡", unit, tuple(columns), cells(rows), "pdfium", NOWHERE)
    return read_rows((table,), Identity(report_year=report_year), CATALOGUE)


def test_a_row_is_its_label_its_unit_and_its_years() -> None:
    reading = read([NAME, UNIT, *YEARS], [["毕业去向落\n实人数", "人", "12", "—"]]).items[0].readings[0]
    assert (reading.row_no, reading.name_raw, reading.unit_raw, reading.within) == (1, "毕业去向落实人数", "人", False)
    assert [(printed.year, printed.text) for printed in reading.values] == [(2023, "12"), (2024, "—")]


@pytest.mark.parametrize(
    "label", ["其中：升学人数", "其中:升学人数", "其 中：升学人数", "3. 其中：升学人数", "（1）其中：升学人数", "其中升学人数"]
)
def test_a_part_is_told_by_its_first_word(label: str) -> None:
    reading = read([NAME, UNIT, *YEARS], [[label, "人", "1", "2"]]).items[0].readings[0]
    assert reading.within
    assert reading.name_raw == label


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("生师比(:1)", ":1"),
        ("毕业生人数（人）", "人"),
        ("月收入/元", "元"),
        ("公共基础课（不含思想政治课）教学满意度", ""),
        ("技术服务到款额（单位：万元）", "万元"),
        ("生均设备值（元/生）", "元/生"),
    ],
)
def test_a_unit_inside_the_label_is_found_where_there_is_no_column_for_it(label: str, unit: str) -> None:
    reading = read([NAME, *YEARS], [[label, "1", "2"]]).items[0].readings[0]
    assert (reading.unit_raw, reading.name_raw) == (unit, label)


def test_a_unit_in_the_caption_is_that_of_every_row_without_one() -> None:
    rows = [["经费", "", "1", "2"], ["人数", "人", "1", "2"], ["比例（%）", "—", "1", "2"]]
    readings = read([NAME, UNIT, *YEARS], rows, unit="万元").items[0].readings
    assert [reading.unit_raw for reading in readings] == ["万元", "人", "%"]


def test_a_merged_label_is_the_label_of_each_of_its_rows() -> None:
    shared = Cell("课程总数", 0, 0, row_span=2)
    readings = read([NAME, UNIT, *YEARS], [[shared, "门", "1", "2"], [shared, "学时", "3", "4"]]).items[0].readings
    assert [(reading.name_raw, reading.unit_raw) for reading in readings] == [("课程总数", "门"), ("课程总数", "学时")]


def test_a_label_left_out_below_another_unit_is_inherited_and_said() -> None:
    readings = read([NAME, UNIT, *YEARS], [["课程总数", "门", "1", "2"], ["", "学时", "3", "4"]]).items[0].readings
    assert [reading.name_raw for reading in readings] == ["课程总数", "课程总数"]
    assert [reading.flags for reading in readings] == [(), ("cell-shared",)]


def test_a_value_merged_over_both_years_is_said_to_be_so() -> None:
    both = Cell("5", 0, 2, column_span=2)
    values = read([NAME, UNIT, *YEARS], [["人数", "人", both, both]]).items[0].readings[0].values
    assert [(printed.text, printed.flags) for printed in values] == [("5", ("cell-shared",))] * 2


def test_survey_columns_stand_on_the_row() -> None:
    columns = [NAME, UNIT, *YEARS, Column("method", "调查方式"), Column("size", "调查人次")]
    reading = read(columns, [["家长满意度", "%", "98", "99", "网上\n调查", "1,204"]]).items[0].readings[0]
    assert (reading.survey_method, reading.survey_size) == ("网上调查", "1,204")


def test_other_columns_claim_nothing() -> None:
    columns = [
        Column("ordinal", "序号"),
        Column("code", "院校代码"),
        Column("institution", "院校名称"),
        NAME,
        UNIT,
        *YEARS,
        Column("note", "备注"),
    ]
    reading = read(columns, [["1", "90001", "云岭学校", "人数", "人", "98", "99", "含分校"]]).items[0].readings[0]
    assert (reading.name_raw, [printed.text for printed in reading.values]) == ("人数", ["98", "99"])


def test_headings_notes_empty_rows_and_repeated_headers_are_no_rows() -> None:
    heading = Cell("一、学生发展", 0, 0, column_span=4)
    rows = [[heading] * 4, ["人数", "人", "1", "2"], ["", "", "", ""], ["指标", "单位", "2023年", "2024年"], ["经费", "元", "", ""]]
    assert [reading.name_raw for reading in read([NAME, UNIT, *YEARS], rows).items[0].readings] == ["人数", "经费"]


@pytest.mark.parametrize(
    ("headers", "years"),
    [(("上年", "本年"), (2023, 2024)), (("本年度", "上年度"), (2024, 2023)), (("数值", "数据"), (2023, 2024)), (("数值",), (2024,))],
)
def test_columns_without_a_year_get_the_reports_and_say_so(headers: tuple[str, ...], years: tuple[int, ...]) -> None:
    outcome = read([NAME, UNIT, *(Column("value", text) for text in headers)], [["人数", "人", *("12"[: len(headers)])]], 2024)
    values = outcome.items[0].readings[0].values
    assert tuple(printed.year for printed in values) == years
    assert all("year-unclear" in printed.flags for printed in values)
    assert [problem.code for problem in outcome.problems] == ["year-unclear"] * len(headers)


def test_this_year_beside_a_printed_year_is_the_next_one() -> None:
    outcome = read([NAME, UNIT, Column("year", "2023年", 2023), Column("value", "本年")], [["人数", "人", "1", "2"]])
    assert [printed.year for printed in outcome.items[0].readings[0].values] == [2023, 2024]


@pytest.mark.parametrize(("report_year", "years"), [(2024, [2023, 2024]), (2025, [2024, 2025]), (None, [2024, 2025])])
def test_a_school_year_that_ends_after_the_reports_year_has_begun_in_it(report_year: int | None, years: list[int]) -> None:
    columns = (Column("year", "2023-2024学年", 2024), Column("year", "2024/2025学年", 2025))
    outcome = read([NAME, UNIT, *columns], [["人数", "人", "1", "2"]], report_year)
    assert [printed.year for printed in outcome.items[0].readings[0].values] == years


def test_a_report_without_tables_is_doubtful_unless_an_enterprise_gives_it() -> None:
    assert [problem.code for problem in read_rows((), Identity(scope="school"), CATALOGUE).problems] == ["no-tables"]
    assert read_rows((), Identity(scope="enterprise"), CATALOGUE).problems == ()


def test_a_table_without_names_or_years_is_left_out() -> None:
    assert read([Column("value", "")], [["1"]]).items == ()
    assert read([NAME, UNIT], [["人数", "人"]]).items == ()
    assert read_rows((), Identity(), CATALOGUE).items == ()


def test_a_list_of_names_and_numbers_in_the_prose_is_no_table_of_indicators() -> None:
    columns, rows = (NAME, Column("value", "人数")), (("护理专业", "120"), ("会计专业", "80"))
    prose = Table(3, "各专业人数", "", "", columns, cells(rows), "pdfium", NOWHERE)
    appendix = Table(3, "教学资源表", "", "", columns, cells(rows), "pdfium", NOWHERE)
    assert read_rows((prose,), Identity(report_year=2024), CATALOGUE).items == ()
    assert len(read_rows((appendix,), Identity(report_year=2024), CATALOGUE).items) == 1


def test_an_empty_year_beside_a_figure_of_no_year_is_doubted_and_said() -> None:
    """A pen stroke over a header parts it from its values: 3450 stands under nothing."""
    extra = Column("note", "度")
    rows = [["初次就业人数", "人", "", "一3450~", "3332"], ["留在当地", "人", "2", "", "3"], ["出国", "人", "", "见表3", "4"]]
    rows.append(["升学人数", "人", "", "全日制口\n36\n径", "4"])
    outcome = read([NAME, UNIT, YEARS[0], extra, YEARS[1]], rows)
    flags = [[printed.flags for printed in reading.values] for reading in outcome.items[0].readings]
    assert flags == [[("year-unclear",), ()], [(), ()], [(), ()], [("year-unclear",), ()]]
    assert [problem.code for problem in outcome.problems] == ["year-unclear"]


def test_a_title_across_all_columns_is_no_row_though_its_indent_was_measured_anew() -> None:
    title = Cell("一、基础数据", 1, 0, column_span=4)
    rows = [["毕业生人数", "人", "1", "2"], [replace(title, indent=4.0), title, title, title]]
    outcome = read([NAME, UNIT, *YEARS], rows)
    assert [reading.name_raw for reading in outcome.items[0].readings] == ["毕业生人数"]
