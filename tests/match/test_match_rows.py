"""One situation a test: what makes a row what it is, and what must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from printed_tables import CATALOGUE, Line, caption_of, code_of, lines_of, matches_of, table_of
from reportparse.match import match_tables
from reportparse.model import Match


def renamed(lines: list[Line], code: str, **changes: str) -> list[Line]:
    return [replace(line, **changes) if line.code == code else line for line in lines]


def without(lines: list[Line], *codes: str) -> list[Line]:
    return [line for line in lines if line.code not in codes]


def match_for(lines: list[Line], code: str) -> Match:
    return next(match for line, match in zip(lines, matches_of(table_of(lines)), strict=True) if line.code == code)


def test_the_same_label_under_three_parents_is_told_by_its_place() -> None:
    matches = matches_of(table_of(lines_of(3)))
    platform = [code_of(match) for match in matches if match.reading.name_raw == "接入国家智慧教育平台数"]
    assert len(platform) == len(set(platform)) == 10
    assert all(not match.flags for match in matches)


def test_a_label_printed_twice_is_told_by_its_unit_even_when_its_twin_is_lost() -> None:
    lines = without(lines_of(3), "resources.planned_courses")
    match = match_for(lines, "resources.planned_course_hours")
    assert code_of(match) == "resources.planned_course_hours"
    assert not match.flags


def test_a_child_that_may_belong_to_either_parent_says_so() -> None:
    lines = without(lines_of(3), "resources.resource_libraries.provincial", "resources.resource_libraries.provincial.on_platform")
    match = match_for(lines, "resources.resource_libraries.national.on_platform")
    assert "ambiguous-match" in match.flags
    assert match.score < 0.9


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("面向第产三业就业人数", "outcomes.employed_by_sector.tertiary"),
        ("毕业生本去向落实率", "outcomes.placed_in_province_rate"),
        ("1. 毕业生人数（人）", "outcomes.graduates"),
        ("①毕业生人数＊", "outcomes.graduates"),
        ("毕 业 生 人 数", "outcomes.graduates"),
        ("畢業生人數", "outcomes.graduates"),
        ("毕业⽣⼈数", "outcomes.graduates"),
        ("月收入/元", "outcomes.monthly_income"),
        ("自主创业比例", "outcomes.self_employment_rate"),
    ],
)
def test_a_label_is_known_through_what_print_does_to_it(printed: str, code: str) -> None:
    assert code_of(match_for(renamed(lines_of(1), code, name=printed), code)) == code


@pytest.mark.parametrize(
    ("number", "code", "printed"),
    [
        (1, "outcomes.placed_in_province_rate", "毕业生去向落实率"),
        (3, "resources.practice_places_per_student", "生均校外实践教学工位数"),
        (5, "international.visiting_foreign_teachers", "接收国内访学教师人数"),
        (4, "service.nondegree_training_hours", "学历培训学时"),
        (3, "resources.programme_clusters", "专业带头人数量"),
    ],
)
def test_a_near_name_that_means_something_else_is_no_sure_match(number: int, code: str, printed: str) -> None:
    lines = renamed(lines_of(number), code, name=printed)
    match = match_for(lines, code)
    assert code_of(match) == "" or match.flags
    assert match.score < 0.9


def test_a_row_of_the_reports_own_stays_unmatched_and_pulls_nothing_along() -> None:
    lines = lines_of(3)
    lines[20:20] = [Line("", "校外实训基地数", "平方米"), Line("", "校园总占地面积", "个")]
    matches = matches_of(table_of(lines))
    assert [code_of(match) for match in matches] == [line.code for line in lines]
    assert [match.flags for match in matches if not match.indicator] == [("unmatched-row",)] * 2


def test_a_unit_of_another_kind_parts_a_name_that_is_only_similar() -> None:
    lines = renamed(lines_of(6), "policy.staff.arts_teachers", name="美育课程专任教师数", unit="平方米")
    assert code_of(match_for(lines, "policy.staff.arts_teachers")) == ""


def test_groups_in_another_order_keep_their_children() -> None:
    lines = lines_of(3)
    order = [*lines[30:37], *lines[:14], *lines[21:30], *lines[14:21], *lines[37:]]
    assert [code_of(match) for match in matches_of(table_of(order))] == [line.code for line in order]


def test_method_and_score_say_how_sure_it_is() -> None:
    lines = renamed(renamed(lines_of(1), "outcomes.self_employment_rate", name="自主创业比例"), "outcomes.placed", name="毕业去向落实入数")
    said = {code_of(match): (match.method, match.score) for match in matches_of(table_of(lines))}
    assert said["outcomes.graduates"] == ("exact", 1.0)
    assert said["outcomes.self_employment_rate"][0] == "alias"
    assert said["outcomes.placed"][0] == "fuzzy"
    assert said["outcomes.placed"][1] < 0.9


def test_a_table_in_pieces_is_one_table() -> None:
    lines = lines_of(3)
    pieces = [table_of(lines[:17], 3, caption_of(3)), table_of(lines[17:45]), table_of(lines[45:])]
    matched = match_tables(tuple(pieces), CATALOGUE).items
    assert [code_of(match) for table in matched for match in table.matches] == [line.code for line in lines]
    assert {table.table_no for table in matched} == {3}


def test_two_tables_read_as_one_are_parted() -> None:
    lines = lines_of(4) + lines_of(5)
    matched = match_tables((table_of(lines, 4, caption_of(4)),), CATALOGUE).items
    assert [table.table_no for table in matched] == [4, 5]
    assert [code_of(match) for table in matched for match in table.matches] == [line.code for line in lines]


def test_a_wrong_number_and_a_wrong_caption_do_not_make_it_another_table() -> None:
    matched = match_tables((table_of(lines_of(5), 4, caption_of(4)),), CATALOGUE).items
    assert matched[0].table_no == 5


def test_the_same_page_twice_gives_each_value_once() -> None:
    tables = (table_of(lines_of(4), 4, caption_of(4)), table_of(lines_of(4), 4, caption_of(4)))
    outcome = match_tables(tables, CATALOGUE)
    assert [code_of(match) for match in outcome.items[1].matches] == [""] * 18
    assert "table-repeated" in {problem.code for problem in outcome.problems}


def test_a_copy_that_says_something_else_stays() -> None:
    tables = (table_of(lines_of(4), 4, caption_of(4)), table_of(lines_of(4), 4, caption_of(4), ("3", "4")))
    matched = match_tables(tables, CATALOGUE).items
    assert [code_of(match) for match in matched[1].matches] == [line.code for line in lines_of(4)]


def test_a_small_table_of_the_prose_does_not_double_the_appendix() -> None:
    small = table_of(lines_of(6)[4:8], 7, "师资队伍情况", ("8", "9"))
    matched = match_tables((small, table_of(lines_of(6), 6, caption_of(6))), CATALOGUE).items
    assert [code_of(match) for match in matched[0].matches] == [""] * 4
    assert all(code_of(match) for match in matched[1].matches)


def test_a_table_that_no_edition_knows_is_kept() -> None:
    lines = [Line("", name, "") for name in ("甲班", "乙班", "丙班", "合计")]
    outcome = match_tables((table_of(lines, 9, "各班人数"),), CATALOGUE)
    assert [match.reading.name_raw for match in outcome.items[0].matches] == ["甲班", "乙班", "丙班", "合计"]
    assert (outcome.items[0].table_no, outcome.items[0].table_name) == (9, "各班人数")
    assert [problem.code for problem in outcome.problems] == ["unknown-table"]


def test_nothing_at_all_is_nothing() -> None:
    assert match_tables((), CATALOGUE).items == ()


def test_a_table_of_the_edition_that_the_report_lacks_is_said() -> None:
    tables = tuple(table_of(lines_of(number), number, caption_of(number)) for number in (1, 2, 3, 4, 6))
    problems = match_tables(tables, CATALOGUE).problems
    assert [(problem.code, problem.severity) for problem in problems] == [("table-missing", "note")]
    assert problems[0].message.startswith("国际影响表 (table 5 of edition ")


def test_rows_of_the_edition_that_a_table_lacks_are_said() -> None:
    """A page that is missing, or that was not made out, takes rows out of the middle of a table."""
    lines = lines_of(3)
    tables = [table_of(lines_of(number), number, caption_of(number)) for number in (1, 2, 4, 5, 6)]
    problems = match_tables((*tables, table_of([*lines[:10], *lines[20:]], 3, caption_of(3))), CATALOGUE).problems
    told = [problem for problem in problems if problem.code == "rows-missing"]
    assert len(told) == 1 and told[0].severity == "note"
    assert told[0].message.startswith(f"教学资源表: not found are 10 of the {len(lines)} rows of its edition")


def test_a_row_whose_twin_in_another_unit_is_there_is_said_to_lack() -> None:
    """教学计划内课程总数 is printed in 门 and in 学时."""
    rows = [row for row in CATALOGUE.editions[0].tables[2].indicators if row.code != "resources.planned_course_hours"]
    reading = table_of([Line("", row.name, row.unit) for row in rows], 3, "教学资源表")
    told = [problem.message for problem in match_tables((reading,), CATALOGUE).problems if problem.code == "rows-missing"]
    assert told == ["教学资源表: not found are 1 of the 46 rows of its edition, the first of them: 教学计划内课程总数"]
