"""What was said stays: editions beside one another, extractions that follow one another."""

from __future__ import annotations

from dataclasses import replace

from warehoused import Warehouse, graduates, school

EARLY, LATE = "2026-01-01T00:00:00+00:00", "2026-06-01T00:00:00+00:00"


def test_two_editions_stay_and_the_newest_is_the_latest(reportparse, warehouse: Warehouse, run_of):
    first = school("甲县职业中学", 2023, graduates(2022, 380), graduates(2023, 398))
    second = school("甲县职业中学", 2024, graduates(2023, 401), graduates(2024, 412))
    assert reportparse("load", run_of(second), run_of(first), "--to", warehouse.url).code == 0
    assert warehouse.one("select count(*) from measurements where data_year = 2023") == 2
    assert warehouse.ask("select data_year, value from latest order by 1") == [(2022, 380), (2023, 401), (2024, 412)]
    revisions = "select kind, data_year, old_value, new_value, difference, old_report_year, new_report_year from revisions"
    assert warehouse.ask(revisions) == [("edition", 2023, 398, 401, 3, 2023, 2024)]


def test_a_dash_does_not_unsay_a_number_but_is_a_revision(reportparse, warehouse: Warehouse, run_of):
    run = run_of(school("甲县职业中学", 2023, graduates(2023, 398)), school("甲县职业中学", 2024, graduates(2023, None)))
    reportparse("load", run, "--to", warehouse.url)
    assert warehouse.ask("select value, missing from latest") == [(398, "")]
    assert warehouse.ask("select old_value, new_value, new_missing from revisions") == [(398, None, "dash")]


def test_another_file_about_the_same_year_is_a_copy(reportparse, warehouse: Warehouse, run_of):
    run = run_of(school("甲县职业中学", 2023, graduates(2023, 5)), school("甲县职业中学", 2023, graduates(2023, 6), copy=1, source="b.pdf"))
    reportparse("load", run, "--to", warehouse.url)
    assert warehouse.ask("select kind, difference from revisions") in ([("copy", 1)], [("copy", -1)])


def test_a_newer_extraction_replaces_and_the_older_is_remembered(reportparse, warehouse: Warehouse, run_of):
    before = school("甲县职业中学", 2024, graduates(2023, 398), graduates(2024, 41), graduates(2022, 3))
    after = replace(before, observations=(graduates(2023, 398, value_raw="398.0", match_score=0.5), graduates(2024, 412)))
    reportparse("load", run_of(before, started=EARLY), "--to", warehouse.url)
    said = reportparse("load", run_of(after, started=LATE), "--to", warehouse.url)
    assert "1 replaced" in said.out
    assert warehouse.ask("select data_year, value from observations order by 1") == [(2023, 398), (2024, 412)]
    assert warehouse.ask("select data_year, value, loaded_by, replaced_by from replaced_observations order by 1") == [
        (2022, 3, 1, 2), (2024, 41, 1, 2)
    ], "what is said again is not kept twice"
    revisions = "select kind, data_year, old_value, new_value, old_load_id, new_load_id from revisions order by data_year"
    assert warehouse.ask(revisions) == [("extraction", 2022, 3, None, 1, None), ("extraction", 2024, 41, 412, 1, 2)]


def test_extractions_follow_one_another(reportparse, warehouse: Warehouse, run_of):
    for month, value in enumerate((5, 6, 5), 1):
        one = school("甲县职业中学", 2024, graduates(2024, value))
        reportparse("load", run_of(one, started=f"2026-0{month}-01"), "--to", warehouse.url)
    assert warehouse.ask("select old_value, new_value from revisions order by old_load_id") == [(5, 6), (6, 5)]
    assert warehouse.ask("select value from observations") == [(5,)]


def test_an_older_run_changes_nothing_unless_it_is_forced(reportparse, warehouse: Warehouse, run_of):
    old, new = (school("甲县职业中学", 2024, graduates(2024, value)) for value in (5, 6))
    reportparse("load", run_of(new, started=LATE), "--to", warehouse.url)
    older = run_of(old, started=EARLY)
    said = reportparse("load", older, "--to", warehouse.url)
    assert said.code == 0 and "1 kept" in said.out
    assert warehouse.ask("select value from observations") == [(6,)]
    assert "1 replaced" in reportparse("load", older, "--to", warehouse.url, "--force").out
    assert warehouse.ask("select value from observations") == [(5,)]


def test_a_reading_that_failed_never_replaces_one_that_did_not(reportparse, warehouse: Warehouse, run_of):
    good = school("甲县职业中学", 2024, graduates(2024, 5))
    reportparse("load", run_of(good, started=EARLY), "--to", warehouse.url)
    failed = replace(good, observations=(), status="failed", error="timeout: took too long")
    said = reportparse("load", run_of(failed, started=LATE), "--to", warehouse.url, "--force")
    assert "1 kept" in said.out and warehouse.ask("select value from observations") == [(5,)]


def test_a_file_that_has_moved_is_the_same_report(reportparse, warehouse: Warehouse, run_of):
    one = school("甲县职业中学", 2024, graduates(2024, 5))
    reportparse("load", run_of(one), "--to", warehouse.url)
    reportparse("load", run_of(replace(one, source="elsewhere/a.pdf")), "--to", warehouse.url)
    assert warehouse.ask("select source from reports") == [("elsewhere/a.pdf",)]
    assert warehouse.ask("select source, value from observations") == [("elsewhere/a.pdf", 5)]
    assert warehouse.one("select count(*) from replaced_observations") == 0
