"""From matched rows to rows to keep, and what these say against each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented import observation

from printed_tables import CATALOGUE, Line, caption_of, table_of
from reportparse.match import match_tables
from reportparse.model import MatchedTable, Observation, Outcome, Printed, Reading, TableReading
from reportparse.tidy import tidy_observations
from reportparse.tidy.checks import check_observations

NAMES = {row.code: (table.number, row) for table in CATALOGUE.editions[0].tables for row in table.indicators}


def tidied(values: dict[str, tuple[str, ...]], first_year: int = 2023, **changes: str) -> Outcome[Observation]:
    """Observations of a report in which these indicators are printed with these values."""
    tables: dict[int, list[Reading]] = {}
    for code, texts in values.items():
        number, row = NAMES[code]
        readings = tables.setdefault(number, [])
        printed = tuple(Printed(first_year + place, text) for place, text in enumerate(texts))
        unit = changes.get("unit", row.unit)
        readings.append(Reading(len(readings) + 1, row.name, unit, False, 0.0, printed, changes.get("method", ""), changes.get("size", "")))
    made = (
        TableReading(number, caption_of(number), "", "pdfium", tuple(readings), table_of([]).place) for number, readings in tables.items()
    )
    return tidy_observations(match_tables(tuple(made), CATALOGUE).items, CATALOGUE)


def flags_of(outcome: Outcome[Observation]) -> dict[tuple[str, int], tuple[str, ...]]:
    return {(row.indicator_code, row.data_year): row.flags for row in outcome.items}


def test_a_row_has_everything_the_paper_said() -> None:
    row = tidied({"outcomes.graduates": ("1,204", "—")}).items[0]
    assert (row.table_no, row.table_name, row.indicator_code, row.indicator_path) == (
        1,
        "人才培养质量计分卡",
        "outcomes.graduates",
        "毕业生人数",
    )
    assert (row.data_year, row.value, row.value_raw, row.missing, row.unit, row.flags) == (2023, 1204.0, "1,204", "", "人", ())


def test_a_survey_stands_on_the_latest_year_only() -> None:
    rows = tidied({"satisfaction.students": ("98.1", "97.5")}, method="问卷", size="1,308人次").items
    assert [(row.survey_method, row.survey_size) for row in rows] == [("", None), ("问卷", 1308.0)]


@pytest.mark.parametrize("size", ["-44", "—44", "13.08"])
def test_nobody_asks_less_than_nobody_or_part_of_a_person(size: str) -> None:
    before, latest = tidied({"satisfaction.students": ("98.1", "97.5")}, method="问卷", size=size).items
    assert latest.flags == ("value-doubtful",) and before.flags == ()


def test_a_printed_unit_is_kept_and_a_strange_one_flagged() -> None:
    rows = tidied({"policy.industry_mentor_pay": ("52000", "61000")}, unit="元").items
    assert {(row.value, row.unit, row.unit_raw) for row in rows} == {(52000.0, "元", "元"), (61000.0, "元", "元")}
    assert all("unit-mismatch" in row.flags for row in rows)


def test_an_unmatched_row_is_kept() -> None:
    matched = match_tables((table_of([Line("", "甲班", "人"), Line("", "乙班", "人")], 9, "各班"),), CATALOGUE).items
    rows = tidy_observations(matched, CATALOGUE).items
    assert [(row.name_raw, row.indicator_code, row.value, row.unit) for row in rows[::2]] == [
        ("甲班", "", 1.0, "人"),
        ("乙班", "", 1.0, "人"),
    ]


def test_a_part_larger_than_its_whole_is_a_problem_and_changes_nothing() -> None:
    outcome = tidied({"outcomes.graduates": ("90", "200"), "outcomes.placed": ("100", "190"), "outcomes.placed.further_study": ("3", "4")})
    assert [row.value for row in outcome.items] == [90.0, 200.0, 100.0, 190.0, 3.0, 4.0]
    assert flags_of(outcome)["outcomes.graduates", 2023] == flags_of(outcome)["outcomes.placed", 2023] == ("part-exceeds-whole",)
    assert flags_of(outcome)["outcomes.placed", 2024] == ()
    assert [(problem.code, problem.data_year) for problem in outcome.problems] == [("part-exceeds-whole", 2023)]


SECTORS = ("primary", "secondary", "tertiary")


def sectors(*parts: str, total: str) -> Outcome[Observation]:
    values = {"outcomes.employed_by_sector": (total,)} | {
        f"outcomes.employed_by_sector.{sector}": (part,) for sector, part in zip(SECTORS, parts, strict=True)
    }
    return tidied(values)


def test_a_sum_needs_all_of_its_parts_but_no_part_may_exceed_it() -> None:
    assert sectors("10", "20", "30", total="60").problems == ()
    assert [problem.code for problem in sectors("10", "20", "31", total="60").problems] == ["sum-unequal"]
    assert sectors("10", "—", "30", total="60").problems == ()
    assert [problem.code for problem in sectors("40", "—", "30", total="60").problems] == ["sum-unequal"]


def test_a_total_printed_as_a_share_is_implausible_and_kept() -> None:
    outcome = tidied({"resources.equipment_value_per_student": ("27452834.91", "47500.00")})
    assert outcome.items[0].value == 27452834.91
    assert set(flags_of(outcome)["resources.equipment_value_per_student", 2023]) == {"value-implausible", "jump"}
    assert flags_of(outcome)["resources.equipment_value_per_student", 2024] == ("jump",)
    said = next(problem.message for problem in outcome.problems if problem.code == "jump")
    assert said.endswith(": 27452834.91 in 2023, 47500.00 in 2024")


def test_small_numbers_may_jump() -> None:
    assert tidied({"outcomes.placed.further_study": ("2", "35")}).problems == ()
    assert [problem.code for problem in tidied({"outcomes.graduates": ("90", "4500")}).problems] == ["jump"]


def test_a_satisfaction_without_the_number_of_those_asked_is_noted_once() -> None:
    outcome = tidied({"satisfaction.parents": ("98.1", "97.5")}, method="问卷", size="—")
    assert [(problem.code, problem.data_year) for problem in outcome.problems] == [("survey-size-missing", 2024)]


def test_a_ratio_far_from_its_counts_is_noted() -> None:
    counts = {"policy.students": ("1000",), "policy.staff.full_time_teachers": ("50",)}
    assert tidied(counts | {"resources.student_teacher_ratio": ("19.5:1",)}).problems == ()
    assert [problem.code for problem in tidied(counts | {"resources.student_teacher_ratio": ("8",)}).problems] == ["ratio-off"]


def test_two_rows_for_one_indicator_are_both_kept_and_both_flagged() -> None:
    tables = tuple(
        table_of([Line("", row.name, row.unit) for row in CATALOGUE.editions[0].tables[4].indicators], 5, "国际影响表", (text,))
        for text in "34"
    )
    outcome = tidy_observations(match_tables(tables, CATALOGUE).items, CATALOGUE)
    assert len(outcome.items) == 28
    assert all("duplicate-row" in row.flags for row in outcome.items)


def test_an_empty_cell_among_dashes_is_doubted() -> None:
    outcome = tidied({"outcomes.graduates": ("12",), "outcomes.placed": ("",), "outcomes.monthly_income": ("—",)})
    assert flags_of(outcome)["outcomes.placed", 2023] == ("value-doubtful",)


def test_empty_cells_where_nothing_else_is_printed_for_nothing_are_believed() -> None:
    outcome = tidied({"outcomes.graduates": ("12",), "outcomes.placed": ("",), "outcomes.monthly_income": ("",)})
    assert outcome.problems == ()


def test_no_tables_are_no_rows() -> None:
    nothing: tuple[MatchedTable, ...] = ()
    assert tidy_observations(nothing, CATALOGUE) == Outcome((), ())


def test_an_empty_cell_beside_a_row_without_a_name_is_doubted() -> None:
    """A speck between two lines of a scan cuts a row in two: the name stands in one, its value in the other."""
    empty = observation(indicator_code="outcomes.graduates", value=None, value_raw="", missing="blank")
    nameless = observation(indicator_code="", name_raw=":", value_raw="4,515", value=4515.0)
    named = observation(indicator_code="", name_raw="校舍面积", value_raw="4,515", value=4515.0)
    shared = observation(indicator_code="", name_raw="校舍面积", value_raw="4,515", value=4515.0, flags=("cell-shared",))
    joined = observation(indicator_code="", name_raw="校舍面积", value_raw="244577", value=244577.0, flags=("value-doubtful",))
    rest = observation(indicator_code="", name_raw="数", value_raw="4,515", value=4515.0)
    doubted = ("value-doubtful",)
    child = observation(indicator_code="", name_raw="其中", value_raw="4,515", value=4515.0)
    pairs = (empty, nameless), (nameless, empty), (shared, empty), (joined, empty), (empty, child), (empty, rest)
    doubtful = [(rows, doubted) for rows in pairs]
    for rows, flags in [*doubtful, ((empty, named), ())]:
        assert next(row for row in check_observations(rows, CATALOGUE)[0] if row.indicator_code).flags == flags


@pytest.mark.parametrize(("bare", "doubted"), [(1, True), (6, False)])
def test_an_empty_cell_in_a_row_without_a_unit_among_rows_that_have_one_is_doubted(bare, doubted) -> None:
    rows = tuple(observation(indicator_code="outcomes.graduates", row_no=k, unit_raw="" if k < bare else "人") for k in range(1, 12))
    empty = observation(indicator_code="outcomes.placed", row_no=0, unit_raw="", value=None, value_raw="", missing="blank")
    (row,) = [row for row in check_observations((empty, *rows), CATALOGUE)[0] if row.indicator_code == "outcomes.placed"]
    assert ("value-doubtful" in row.flags) == doubted


@pytest.mark.parametrize(("name", "other"), [("毕业生人数", "4514,"), ("毕业生人数4,", "514")])
def test_a_figure_in_a_row_whose_figures_are_cut_is_doubted(name, other) -> None:
    """A rule runs through 4,514 and 4,751: their first digits stand in the cells before."""
    first = observation(indicator_code="outcomes.graduates", name_raw=name, data_year=2023, value_raw=other, value=514.0)
    second = observation(indicator_code="outcomes.graduates", name_raw=name, data_year=2024, value_raw="751", value=751.0)
    assert "value-doubtful" in check_observations((first, second), CATALOGUE)[0][1].flags


def test_a_figure_beside_a_row_without_a_name_is_doubted() -> None:
    """A number that wraps where no rule parts rows: its last digit stands in a row of its own."""
    cut = observation(indicator_code="outcomes.graduates", value=1926.0, value_raw="1926")
    rest = observation(indicator_code="", name_raw="", value_raw="0", value=0.0)
    for rows in ((cut, rest), (rest, cut)):
        checked, problems = check_observations(rows, CATALOGUE)
        assert next(row for row in checked if row.indicator_code).flags == ("value-doubtful",)
        assert "1926, beside 0 of a row without a name" in problems[0].message


def test_an_empty_cell_beside_a_row_without_a_name_that_has_figures_in_other_columns_is_doubted() -> None:
    """The columns of a page are misread, and what wraps there stands one column further left."""
    empty = [
        observation(indicator_code="outcomes.graduates", row_no=1, data_year=year, value=None, value_raw="", missing="blank")
        for year in (2023, 2024)
    ]
    rest = observation(indicator_code="", name_raw="", row_no=2, data_year=2024, value_raw="20", value=20.0)
    none = observation(indicator_code="", name_raw="", row_no=2, data_year=2023, value=None, value_raw="", missing="blank")
    checked, _ = check_observations((*empty, rest, none), CATALOGUE)
    assert [row.flags for row in checked if row.indicator_code] == [("value-doubtful",)] * 2
    quiet, _ = check_observations((*empty, none, replace(none, data_year=2024)), CATALOGUE)
    assert not any(row.flags for row in quiet)


def test_values_of_a_row_that_prints_a_unit_among_them_are_doubted() -> None:
    """A name longer than its column pushes the unit under the first year, and each figure under the next."""
    pushed = observation(indicator_code="outcomes.graduates", value=None, value_raw="人", flags=("value-unparsed",))
    beside = observation(indicator_code="outcomes.graduates", value=840.0, value_raw="840", data_year=2024)
    words = replace(pushed, value_raw="八百余")
    for first, is_doubted in ((pushed, True), (words, False)):
        assert ("value-doubtful" in check_observations((first, beside), CATALOGUE)[0][1].flags) is is_doubted


def test_a_column_that_is_empty_all_the_way_down_is_doubted() -> None:
    """Of a sheet wider than the paper its figures may be on no page at all."""
    codes = "outcomes.graduates", "outcomes.placed", "outcomes.monthly_income", "outcomes.self_employment_rate"
    outcome = tidied({code: (str(number), "") for number, code in enumerate(codes, 1)})
    assert [flags for (_, year), flags in flags_of(outcome).items() if year == 2024] == [("value-doubtful",)] * 4
    assert not any("value-doubtful" in flags for (_, year), flags in flags_of(outcome).items() if year == 2023)


def test_a_bare_number_without_a_unit_is_noted_where_others_of_its_table_have_one() -> None:
    names = {"毕业生人数": "人", "毕业去向落实人数": "人", "升学人数": "", "毕业生本省去向落实率": ""}
    table = table_of([Line("", name, unit) for name, unit in names.items()], 1, "人才培养质量计分卡", ("71",))
    outcome = tidy_observations(match_tables((table,), CATALOGUE).items, CATALOGUE)
    assert [row.name_raw for row in outcome.items if "unit-missing" in row.flags] == ["升学人数"]
    assert [problem.severity for problem in outcome.problems if problem.code == "unit-missing"] == ["note"]
