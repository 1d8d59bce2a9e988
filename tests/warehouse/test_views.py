"""What analysts ask, answered from reports small enough to know the answers by heart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from warehoused import Warehouse, graduates, school

from reportparse.model import Observation, Problem

FUNDS = {"indicator_code": "policy.internship_funds", "indicator_name": "年实习专项经费", "indicator_path": "年实习专项经费"}
HOURS = {"indicator_code": "service.nondegree_training_hours", "indicator_name": "非学历培训学时", "indicator_path": "非学历培训学时"}


def funds(value: float, unit: str) -> Observation:
    return graduates(2024, value, row_no=2, unit=unit, unit_raw=unit, **FUNDS)


CONVERTED = [(475000, "元", 47.5), (27452834.91, "元", 2745.283491), (1.1, "亿元", 11000), (3e14, "元", 3e10)]


@pytest.mark.parametrize(("value", "unit", "expected"), CONVERTED)
def test_units_are_converted_exactly(reportparse, warehouse: Warehouse, run_of, value, unit, expected):
    reportparse("load", run_of(school("甲县职业中学", 2024, funds(value, unit))), "--to", warehouse.url)
    rows = warehouse.ask("select value, unit, unit_status, value_read, unit_read from measurements")
    assert rows == [(expected, "万元", "converted", value, unit)]


def test_a_unit_that_does_not_convert_gives_no_value(reportparse, warehouse: Warehouse, run_of):
    odd = graduates(2024, 900, row_no=3, unit="人日", unit_raw="人日", flags=("unit-mismatch",), **HOURS)
    reportparse("load", run_of(school("甲县职业中学", 2024, odd, graduates(2024, 5))), "--to", warehouse.url)
    rows = warehouse.ask("select value, unit, unit_status, value_read, unit_read from latest order by indicator_code desc")
    assert rows == [(None, "学时", "unknown", 900, "人日"), (5, "人", "same", 5, "人")]
    assert warehouse.one("select count(*) from rankings") == 1
    assert warehouse.ask("select outcomes_graduates, service_nondegree_training_hours from panel") == [(5, None)]


def test_no_view_mixes_units(reportparse, warehouse: Warehouse, run_of):
    printed = (("甲", 9, "元"), ("乙", 8, "万元"), ("丙", 7, "亿元"))
    run = run_of(*(school(f"{name}县职业中学", 2024, funds(value, unit)) for name, value, unit in printed))
    reportparse("load", run, "--to", warehouse.url)
    for view in ("measurements", "latest", "rankings"):
        assert warehouse.ask(f"select count(distinct unit) from {view} group by indicator_code") == [(1,)], view
    assert warehouse.ask("select place, institution, value from rankings order by place") == [
        (1, "丙县职业中学", 70000), (2, "乙县职业中学", 8), (3, "甲县职业中学", 0.0009)
    ]


def test_panel_has_a_column_for_each_indicator(reportparse, warehouse: Warehouse, run_of):
    one = school("甲县职业中学", 2024, graduates(2023, 4), graduates(2024, 5, flags=("jump",)), funds(6, "万元"))
    reportparse("load", run_of(one), "--to", warehouse.url)
    values = "outcomes_graduates, policy_internship_funds"
    panel = f"select institution, level, scope, data_year, flagged, {values} from panel order by data_year"
    who = ("甲县职业中学", "secondary", "school")
    assert warehouse.ask(panel) == [(*who, 2023, 0, 4, None), (*who, 2024, 1, 5, 6)]
    columns = "select column_name from information_schema.columns where table_name = 'panel' and table_schema = current_schema()"
    listed = warehouse.ask("select panel_column from indicators where in_catalogue")
    assert {name for name, in listed} <= {name for name, in warehouse.ask(columns)} and len(listed) > 100


def test_coverage_tells_the_kinds_of_nothing_apart(reportparse, warehouse: Warehouse, run_of):
    kinds = {"outcomes.graduates": "dash", "outcomes.placed": "blank", "policy.staff": "masked", "policy.students": "none"}
    rows = [graduates(2024, None, row_no=n, missing=kind, indicator_code=code) for n, (code, kind) in enumerate(kinds.items(), 1)]
    rows += [
        graduates(2024, None, row_no=5, missing="", value_raw="约百", indicator_code="resources.programmes", unit="个"),
        graduates(2024, 3, row_no=6, indicator_code="resources.programme_clusters", unit="个"),
        graduates(2024, 3, row_no=7, indicator_code="service.nondegree_training_hours", unit="人日"),
    ]
    reportparse("load", run_of(school("甲县职业中学", 2024, *rows)), "--to", warehouse.url)
    found = dict(warehouse.ask("select indicator_code, status from coverage where status <> 'absent'"))
    assert found == kinds | {
        "resources.programmes": "unread", "resources.programme_clusters": "value", "service.nondegree_training_hours": "unit_unknown"
    }
    assert warehouse.one("select count(*) from coverage") == 123
    assert warehouse.one("select count(*) from coverage where status = 'absent'") == 116


def test_coverage_of_a_report_without_tables(reportparse, warehouse: Warehouse, run_of):
    reportparse("load", run_of(school("甲县职业中学", 2024)), "--to", warehouse.url)
    assert warehouse.ask("select data_year, status, count(*) from coverage group by data_year, status") == [(2024, "absent", 123)]


def test_rankings_compare_like_with_like(reportparse, warehouse: Warehouse, run_of):
    province = school("乙省教育厅", 2024, graduates(2024, 90000))
    province = replace(province, identity=replace(province.identity, scope="province"))
    schools = [school(f"{name}县职业中学", 2024, graduates(2024, value)) for name, value in (("甲", 5), ("丙", 7), ("丁", 7))]
    run = run_of(province, *schools)
    reportparse("load", run, "--to", warehouse.url)
    places = warehouse.ask("select scope, place, ranked, value from rankings order by scope, place")
    assert places == [("province", 1, 1, 90000), ("school", 1, 3, 7), ("school", 1, 3, 7), ("school", 3, 3, 5)]


def test_what_is_not_comparable_is_not_chained(reportparse, warehouse: Warehouse, run_of):
    old = graduates(2019, 5, unit="万元", flags=("not-comparable",), **FUNDS)
    reportparse("load", run_of(school("甲县职业中学", 2019, old)), "--to", warehouse.url)
    assert warehouse.ask("select value, comparable from latest") == [(5, False)]
    assert warehouse.one("select count(*) from panel") == 0 and warehouse.one("select count(*) from rankings") == 0
    breaks = "select kind, before_unit, after_unit from comparability_breaks where indicator_code = 'service.public_benefit_training_hours'"
    assert ("meaning", "人日", "学时") in warehouse.ask(breaks)
    assert warehouse.one("select comparable from indicators where indicator_code = 'service.public_benefit_training_hours'") is False


def test_regions_report_on_each_level_by_itself(reportparse, warehouse: Warehouse, run_of):
    reports = []
    for copy, level in enumerate(("secondary", "higher")):
        one = school("乙市教育局", 2024, graduates(2024, 100 + copy), copy=copy, source=f"{level}.pdf")
        reports.append(replace(one, identity=replace(one.identity, scope="city", level=level)))
    reportparse("load", run_of(*reports), "--to", warehouse.url)
    assert warehouse.ask("select population, value from latest order by 1") == [("higher", 101), ("secondary", 100)]
    assert warehouse.one("select count(*) from revisions") == 0


def test_reports_that_name_nobody_are_not_one_institution(reportparse, warehouse: Warehouse, run_of):
    run = run_of(*(school("", 2024, graduates(2024, value), copy=value, source=f"{value}.pdf") for value in (5, 6)))
    reportparse("load", run, "--to", warehouse.url)
    assert warehouse.one("select count(distinct institution) from latest") == 2 and warehouse.one("select count(*) from revisions") == 0


def test_problems_by_report(reportparse, warehouse: Warehouse, run_of):
    problems = (Problem("jump", "warning", "a"), Problem("jump", "warning", "b"), Problem("no-prose", "note", "c"))
    reportparse("load", run_of(school("甲县职业中学", 2024, problems=problems), school("乙县职业中学", 2024)), "--to", warehouse.url)
    counts = "select institution, code, severity, problems from problems_by_report order by institution desc, code"
    assert warehouse.ask(counts.replace("institution desc", "report_year, problems desc")) == [
        ("甲县职业中学", "jump", "warning", 2), ("甲县职业中学", "no-prose", "note", 1), ("乙县职业中学", "", "", 0)
    ]


def test_an_indicator_that_only_the_run_knows_is_listed(reportparse, warehouse: Warehouse, run_of):
    own = graduates(2024, 5, indicator_code="own.dormitories", indicator_name="宿舍数", indicator_path="宿舍数", unit="幢")
    reportparse("load", run_of(school("甲县职业中学", 2024, own)), "--to", warehouse.url)
    listed = "select name, unit, in_catalogue from indicators where indicator_code = 'own.dormitories'"
    assert warehouse.ask(listed) == [("宿舍数", "幢", False)]
    assert warehouse.ask("select value, unit from latest") == [(5, "幢")]
