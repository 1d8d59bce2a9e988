"""What a load leaves in a database, and that a second one leaves the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented import report
from warehoused import Warehouse, graduates, school

from reportparse.catalogue.warehouse import load_warehouse


def test_every_row_of_a_run_arrives(reportparse, warehouse: Warehouse, run_of):
    said = reportparse("load", run_of(report()), "--to", warehouse.url)
    assert (said.code, said.err) == (0, "") and "1 new" in said.out
    rows = warehouse.ask("select observation_no, data_year, value, value_raw, missing, flags from observations order by observation_no")
    assert rows == [
        (1, 2023, 398.0, "398", "", ""),
        (2, 2024, 412.0, "412", "", ""),
        (3, 2023, None, "—", "dash", "unmatched"),
        (4, 2024, 98.26, "98.26%", "", "unmatched;unit-unknown"),
    ]
    assert warehouse.ask("select figure_no, value, value_max, quote from figures order by 1") == [
        (1, 49000.0, None, "4.9万多平方米"), (2, 2.0, 3.5, "2—3.5%")
    ]
    assert warehouse.ask("select code, page from problems order by problem_no") == [("unmatched", 21), ("no-prose", None)]
    assert warehouse.ask("select institution, status, load_id from reports") == [("云岭市职业教育中心", "ok", 1)]


def test_the_same_run_again_leaves_the_same_rows(reportparse, warehouse: Warehouse, run_of):
    run = run_of(school("甲县职业中学", 2023, graduates(2023, 5)), school("乙县职业中学", 2024, graduates(2023, 7), graduates(2024, None)))
    assert reportparse("load", run, "--to", warehouse.url).code == 0
    before = warehouse.everything()
    said = reportparse("load", run, "--to", warehouse.url)
    assert said.code == 0 and "2 as they were" in said.out
    assert warehouse.everything() == before
    assert warehouse.ask("select load_id, reports_new, reports_same, observations from loads order by 1") == [(1, 2, 0, 3), (2, 0, 2, 0)]


def test_several_runs_are_one_load_in_order(reportparse, warehouse: Warehouse, run_of):
    first = run_of(school("甲县职业中学", 2023, graduates(2023, 5)))
    second = run_of(school("甲县职业中学", 2023, graduates(2023, 6)), started="2026-02-01T00:00:00+00:00")
    assert reportparse("load", first, second, "--to", warehouse.url).code == 0
    assert warehouse.ask("select value from observations") == [(6.0,)]
    assert warehouse.ask("select value, loaded_by, replaced_by from replaced_observations") == [(5.0, 1, 2)]
    assert warehouse.one("select count(*) from loads") == 2


def test_a_load_for_machines(reportparse, duck: Warehouse, run_of):
    import json

    said = reportparse("load", run_of(report()), "--to", duck.url, "--json")
    (record,) = json.loads(said.out)
    assert record["reports"] == {"new": 1, "replaced": 0, "same": 0, "kept": 0}
    assert record["rows"] == {"observations": 4, "figures": 2, "problems": 2} and record["load_id"] == 1


def test_tables_explain_themselves(reportparse, warehouse: Warehouse, run_of):
    reportparse("load", run_of(report()), "--to", warehouse.url)
    facts = "('observations', 'figures', 'problems', 'reports')"
    if warehouse.kind == "duckdb":
        mute = "not internal and schema_name = 'main' and comment is null"
        bare = f"select table_name || '.' || column_name from duckdb_columns() where {mute}"
        tables = f"select table_name from duckdb_tables() where {mute} union all select view_name from duckdb_views() where {mute}"
        keys = f"select count(*) from duckdb_constraints() where constraint_type = 'PRIMARY KEY' and table_name in {facts}"
    else:
        here = "where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'v')"
        bare = (
            "select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 "
            f"{here} and col_description(c.oid, a.attnum) is null"
        )
        tables = f"select c.relname from pg_class c {here} and obj_description(c.oid, 'pg_class') is null"
        keys = (
            "select count(*) from information_schema.table_constraints where constraint_type = 'PRIMARY KEY' "
            f"and table_schema = current_schema() and table_name in {facts}"
        )
    assert [name for name, in warehouse.ask(bare) if not name.startswith("reportparse_warehouse.")] == []
    assert warehouse.ask(tables) == [] and warehouse.one(keys) == 4


def test_types_and_columns_are_those_of_the_catalogue(reportparse, warehouse: Warehouse, run_of):
    reportparse("load", run_of(report()), "--to", warehouse.url)
    spec = load_warehouse()
    names = {"string": ("VARCHAR", "text"), "int64": ("BIGINT", "bigint"), "float64": ("DOUBLE", "double precision")}
    names |= {"bool": ("BOOLEAN", "boolean"), "timestamp": ("TIMESTAMP", "timestamp without time zone")}
    for table in (*spec.tables.values(), *spec.views.values()):
        found = warehouse.ask(
            f"select column_name, data_type from information_schema.columns where table_name = '{table.name}' "
            "and table_schema = current_schema() order by ordinal_position"
        )
        expected = [(column.name, names[column.type][warehouse.kind == "postgresql"]) for column in table.columns]
        assert found[: len(expected)] == expected, table.name
        assert len(found) == len(expected) or table.name == "panel"


def test_names_with_quotes_and_sql_are_only_names(reportparse, warehouse: Warehouse, run_of, tmp_path):
    name = """'; drop table observations; -- "学校" $1 %s {x}"""
    run = run_of(replace(school(name, 2024, graduates(2024, 1, name_raw='"\'); delete from reports; --')), source="it's/a [b]*?.pdf"))
    odd = tmp_path / "run 'quoted' [x]*? ; drop"
    run.rename(odd)
    assert reportparse("load", odd, "--to", warehouse.url).code == 0
    stored = warehouse.ask("select institution, name_raw, source from observations")
    assert stored == [(name, '"\'); delete from reports; --', "it's/a [b]*?.pdf")]
    assert warehouse.ask("select institution from panel") == [(name,)]
    assert warehouse.ask("select run from loads") == [(str(odd),)]


def test_a_report_that_failed_is_listed_and_goes_when_it_can_be_read(reportparse, warehouse: Warehouse, run_of):
    good = school("甲县职业中学", 2024, graduates(2024, 5))
    lost = replace(good, report_id="", sha256="", observations=(), identity=report().identity, status="failed", error="unreadable: gone")
    assert reportparse("load", run_of(lost), "--to", warehouse.url).code == 0
    assert warehouse.ask("select status, error from reports") == [("failed", "unreadable: gone")]
    assert reportparse("load", run_of(good, started="2026-02-01"), "--to", warehouse.url).code == 0
    assert warehouse.ask("select status from reports") == [("ok",)]
    said = reportparse("load", run_of(lost, started="2026-03-01"), "--to", warehouse.url)
    assert "1 kept" in said.out and warehouse.ask("select status from reports") == [("ok",)]


def test_a_run_in_parts_is_the_same_as_one_in_files(reportparse, warehouse: Warehouse, run_of):
    """As a batch writes it: folders by report_year, which is no column there."""
    import duckdb

    no_year = school("丁县职业中学", 2024, graduates(2024, 9))
    no_year = replace(no_year, identity=replace(no_year.identity, report_year=None))
    first, second = school("甲县职业中学", 2023, graduates(2022, 1), graduates(2023, 5)), school("乙县职业中学", 2024, graduates(2024, 7))
    run = run_of(first, second, no_year)
    assert reportparse("load", run, "--to", warehouse.url).code == 0
    before = warehouse.everything()
    for table in ("observations", "figures", "reports", "problems"):
        file = run / f"{table}.parquet"
        by = ", partition_by (report_year)" if table != "problems" else ""
        target = run / "by-year" / table if by else run / "by-year" / table / "part-0.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute(f"copy (from '{file}') to '{target}' (format parquet{by})")
        file.unlink()
    assert (run / "by-year" / "reports" / "report_year=2023").is_dir()
    said = reportparse("load", run, "--to", warehouse.url)
    assert (said.err, said.code) == ("", 0) and "3 as they were" in said.out
    assert warehouse.everything() == before


@pytest.mark.parametrize("form", ["duckdb:///{}", "duckdb://{}", "duckdb:{}"])
def test_forms_of_a_file_url(reportparse, tmp_path, run_of, form, monkeypatch):
    """`duckdb:///` and an absolute path make four slashes; three are understood as well."""
    monkeypatch.chdir(tmp_path)
    assert reportparse("load", run_of(report()), "--to", form.format(tmp_path / "x.duckdb")).code == 0
    assert (tmp_path / "x.duckdb").stat().st_size > 0
    assert reportparse("load", run_of(report()), "--to", "duckdb:///y.duckdb").code == 0
    assert (tmp_path / "y.duckdb").exists()
