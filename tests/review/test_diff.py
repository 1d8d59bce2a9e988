"""What changed between two runs: nothing where nothing did, everything where something did, whatever the order."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import figure, observation, report
from runs import run_of, with_rows

from reportparse.model import Identity, Place, Run
from reportparse.review import Tolerances, compare_runs

ROWS = ("observations", "figures", "problems", "reports")


def changes_of(old: Run, new: Run, **knobs: float):
    return compare_runs(old, new, Tolerances(**knobs)).changes


def set_in(row: int, **values: object):
    return lambda rows: rows[row].update(values)


def kinds(changes) -> list[str]:
    return [change.kind for change in changes]


def test_a_run_does_not_differ_from_itself(run):
    diff = compare_runs(run, run)
    assert (diff.changes, diff.notes, diff.reports) == ((), (), (1, 1, 1))


def test_order_does_not_matter(tmp_path):
    old = run_of(tmp_path / "a", report(), report(report_id="1" * 16, source="b.pdf"))
    shuffled = old
    for table in ROWS:
        shuffled = with_rows(shuffled, table, lambda rows: random.Random(3).sample(rows, len(rows)))
    assert changes_of(old, shuffled) == ()


@pytest.mark.parametrize(
    ("table", "row", "values", "kind", "severity"),
    [
        ("observations", 1, {"value": 421.0, "value_raw": "421"}, "value", "error"),
        ("observations", 1, {"value": None, "missing": "dash", "value_raw": "—"}, "missing", "error"),
        ("observations", 2, {"missing": "blank"}, "missing", "warning"),
        ("observations", 1, {"indicator_code": "outcomes.placed"}, "match", "error"),
        ("observations", 1, {"unit": "万人"}, "unit", "error"),
        ("observations", 1, {"survey_size": 12.0}, "survey", "warning"),
        ("observations", 1, {"value_raw": "412.0"}, "printed", "warning"),
        ("observations", 1, {"name_raw": "毕业生人數"}, "printed", "warning"),
        ("observations", 1, {"flags": "jump"}, "flags", "note"),
        ("observations", 1, {"match_method": "fuzzy", "match_score": 0.9}, "method", "note"),
        ("observations", 1, {"x0": 301.6}, "place", "note"),
        ("observations", 1, {"institution": "云岭市职教中心"}, "identity", "warning"),
        ("figures", 0, {"value": 4900.0}, "value", "error"),
        ("figures", 0, {"bound": "eq"}, "value", "error"),
        ("figures", 1, {"value_max": 3.6}, "value", "error"),
        ("figures", 0, {"measure": "site_area"}, "match", "error"),
        ("figures", 0, {"period": "2023年"}, "match", "warning"),
        ("figures", 0, {"quote": "4.9万平方米"}, "printed", "warning"),
        ("problems", 0, {"message": "no indicator fits"}, "problem", "note"),
        ("reports", 0, {"institution": "云岭市职教中心"}, "identity", "warning"),
        ("reports", 0, {"report_year": 2023}, "identity", "warning"),
        ("reports", 0, {"status": "partial"}, "status", "warning"),
        ("reports", 0, {"pages": 27}, "file", "note"),
    ],
)
def test_a_change_is_called_by_what_it_is(run, table, row, values, kind, severity):
    (change,) = changes_of(run, with_rows(run, table, set_in(row, **values)))
    assert (change.kind, change.severity, change.table) == (kind, severity, table)
    assert {one.column for one in change.differences} == set(values)


def test_both_sides_are_told(run):
    (change,) = changes_of(run, with_rows(run, "observations", set_in(1, value=None, missing="dash")))
    assert {(one.column, one.old, one.new) for one in change.differences} == {("value", "412", ""), ("missing", "", "dash")}
    assert change.old_place == Place(21, (301.5, 420.0, 372.25, 441.5)) and change.year == 2024


# --------------------------------------------------------------------------------------- one changed digit anywhere


def digits_in(run: Run) -> list[tuple[str, int, str, int]]:
    """Every digit of every cell of the four tables: where it stands."""
    return [
        (table, number, column, at)
        for table in ROWS
        for number, row in enumerate(run.tables[table].to_pylist())
        for column, value in row.items()
        if value is not None and column not in ("seconds", "report_id")
        for at, character in enumerate(repr(value))
        if character.isdigit()
    ]


def digit_changed(value: object, at: int) -> object:
    text = repr(value)
    return eval(text[:at] + str((int(text[at]) % 9) + 1) + text[at + 1 :])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_digit_anywhere_is_found(run, data):
    table, number, column, at = data.draw(st.sampled_from(digits_in(run)))
    changed = with_rows(run, table, lambda rows: rows[number].update({column: digit_changed(rows[number][column], at)}))
    if changed.tables[table].equals(run.tables[table]):
        return  # 09 is 9 again: the digit stood where it has no worth
    assert changes_of(run, changed)


# ------------------------------------------------------------------------------------------------ rows that come and go


def test_a_row_that_is_gone_and_one_that_is_new(run):
    shorter = with_rows(run, "observations", lambda rows: rows[1:])
    assert kinds(changes_of(run, shorter)) == ["removed"] and kinds(changes_of(shorter, run)) == ["added"]


def test_the_same_cell_under_another_indicator_is_one_change(tmp_path):
    old = run_of(tmp_path / "a")
    new = with_rows(old, "observations", set_in(0, indicator_code="x.y", indicator_name="甲", indicator_path="甲", row_no=7))
    (change,) = changes_of(old, new)
    assert change.kind == "match" and change.differences[0].column in ("row_no", "indicator_code")


def test_rows_without_an_indicator_are_told_apart_by_their_labels(tmp_path):
    def unmatched(*names: str):
        places = {n: Place(3, (1, n, 2, n + 1)) for n, _ in names}
        return report(observations=tuple(observation(indicator_code="", name_raw=name, row_no=n, place=places[n]) for n, name in names))

    old = run_of(tmp_path / "a", unmatched((1, "甲"), (2, "乙"), (3, "丙")))
    new = run_of(tmp_path / "b", unmatched((2, "乙"), (3, "丙")))
    (change,) = [change for change in changes_of(old, new) if change.table == "observations"]
    assert (change.kind, change.name) == ("removed", "甲")


def test_a_report_that_is_gone_is_one_change(tmp_path):
    old = run_of(tmp_path / "a", report(), report(report_id="1" * 16, source="b.pdf", sha256="1" * 64))
    new = run_of(tmp_path / "b", report())
    diff = compare_runs(old, new)
    (change,) = diff.changes
    assert (change.kind, change.table, change.source) == ("removed", "reports", "b.pdf") and diff.reports == (2, 1, 1)


def test_what_a_report_says_of_itself_is_said_once(tmp_path):
    new = report(identity=Identity("质量年度报告", "云岭市职教中心", "secondary", "school", "（2024年度）", 2024, "2025-01"))
    (change,) = changes_of(run_of(tmp_path / "a"), run_of(tmp_path / "b", new))
    assert (change.kind, change.table) == ("identity", "reports")


def test_a_report_whose_file_was_replaced_is_the_same_report_by_its_path(tmp_path):
    old = run_of(tmp_path / "a")
    rows = (*report().observations[:1], observation(value=413.0, value_raw="413"), *report().observations[2:])
    new = run_of(tmp_path / "b", report(report_id="9" * 16, sha256="9" * 64, observations=rows))
    diff = compare_runs(old, new)
    assert kinds(diff.changes) == ["value", "file"] and "other bytes" in diff.notes[0] and "1 report" in diff.notes[0]


def test_a_report_that_could_not_be_read_any_more(tmp_path):
    failed = report(report_id="", sha256="", status="failed", error="unreadable", observations=(), figures=(), problems=())
    found = changes_of(run_of(tmp_path / "a"), run_of(tmp_path / "b", failed))
    assert "status" in kinds(found) and all(change.source == "reports/yunling.pdf" for change in found)


# ------------------------------------------------------------------------------------------------------ order, tolerance


def test_a_moved_decimal_point_comes_first_and_a_moved_box_last(tmp_path):
    names = ("a", "b", "c", "d")
    old = run_of(tmp_path / "a", report(observations=tuple(observation(indicator_code=name, value=412.0) for name in names)))

    def change(rows):
        rows[0]["x0"] += 1
        rows[1]["value"] = 500.0
        rows[2]["value"] = 41.2
        rows[3]["value"] = -412.0

    found = changes_of(old, with_rows(old, "observations", change))
    assert [one.indicator_code for one in found] == ["c", "d", "b", "a"]


def test_tolerances(run):
    moved = with_rows(run, "observations", set_in(1, x0=301.9, value=412.2))
    assert kinds(changes_of(run, moved)) == ["value"]
    assert kinds(changes_of(run, moved, value=0.001)) == ["place"]
    assert changes_of(run, moved, value=0.001, place=0.5) == ()
    lost = with_rows(run, "observations", set_in(1, value=None))
    assert kinds(changes_of(run, lost, value=1.0)) == ["missing"]


# ------------------------------------------------------------------------------------------------ what must be said


def test_other_versions_catalogues_and_columns_are_said_and_the_rest_compared(run):
    about = {**run.about, "versions": {"reportparse": "0.0.1"}, "catalogue": "f" * 16}
    tables = {**run.tables, "observations": run.tables["observations"].drop_columns(["survey_method"])}
    diff = compare_runs(Run("older", about, tables), with_rows(run, "observations", set_in(1, value=1.0)))
    assert kinds(diff.changes) == ["value"]
    said = "\n".join(diff.notes)
    assert "reportparse 0.0.1" in said and "other catalogues" in said and "survey_method" in said


def test_empty_runs(tmp_path):
    empty = run_of(tmp_path / "a", report(observations=(), figures=(), problems=()))
    none = Run("none", empty.about, {table: rows.slice(0, 0) for table, rows in empty.tables.items()})
    assert changes_of(empty, empty) == changes_of(none, none) == ()
    assert kinds(changes_of(none, empty)) == ["added"]


def test_two_figures_of_one_sentence_are_two(tmp_path):
    twice = tuple(figure(quote="3所", value=3.0, place=Place(4, (x0, 5, x0 + 10, 9))) for x0 in (10, 40))
    old = run_of(tmp_path / "a", report(figures=twice))
    found = changes_of(old, with_rows(old, "figures", set_in(1, subject="乙")))
    assert [(change.kind, change.new_place.box[0]) for change in found] == [("match", 40.0)]
