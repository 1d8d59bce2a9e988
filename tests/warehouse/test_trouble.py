"""Whatever goes wrong: one line that says what and what to do, exit code 5, and nothing changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from warehoused import Warehouse, asked, graduates, postgres_warehouse, school

from reportparse.store.warehouse import load
from reportparse.store.warehouse.postgres import LOCK

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(run_of):
    return run_of(school("甲县职业中学", 2024, graduates(2023, 4), graduates(2024, 5)))


@pytest.fixture
def other_run(run_of):
    return run_of(school("乙县职业中学", 2024, graduates(2024, 6)))


def refused(said, *words: str) -> None:
    assert (said.code, said.out) == (5, ""), said.err
    assert said.err.count("\n") == 1 and said.err.startswith("reportparse: ") and "; " in said.err
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err, said.err


@pytest.mark.parametrize("url", ["mysql://me@host/db", "w.duckdb", "duckdb:///", "duckdb:///:memory:", "", "http://a:b@c/d", "sqlite:///x"])
def test_a_url_that_is_no_warehouse(reportparse, run, url):
    refused(reportparse("load", run, "--to", url), "duckdb:///FILE.duckdb")


def test_a_file_whose_name_is_no_text(reportparse, run):
    refused(reportparse("load", run, "--to", "duckdb:///" + os.fsdecode(b"\xc4\xea.duckdb")), "not UTF-8")


def test_passwords_are_never_said(reportparse, run, warehouse: Warehouse):
    for url in ("postgresql://me:s3cret@127.0.0.1:1/db", "mysql://me:s3cret@h/db", "postgresql://127.0.0.1:1/db?password=s3cret"):
        said = reportparse("load", run, "--to", url, "--wait", "1")
        refused(said, "***")
        assert "s3cret" not in said.err


def test_no_server(reportparse, run, postgres):
    refused(reportparse("load", run, "--to", "postgresql://me@127.0.0.1:1/db"), "127.0.0.1", "refused")


def test_wrong_password_and_no_rights(reportparse, run, postgres):
    asked(postgres, "create role reader login password 'right'")
    asked(postgres, "create schema readable")
    asked(postgres, "grant usage on schema readable to reader")
    mine = f"{postgres.replace('postgres:@', 'reader:right@')}&options=-csearch_path%3Dreadable"
    refused(reportparse("load", run, "--to", mine), "permission denied for schema readable", "nothing was changed")
    refused(reportparse("load", run, "--to", mine.replace("readable", "nowhere")), "schema")
    refused(reportparse("load", run, "--to", postgres.replace("/postgres?", "/absent?")), 'database "absent" does not exist')


def test_wrong_password(reportparse, run, postgres):
    asked(postgres, "create role writer login password 'right'")
    rules = Path(asked(postgres, "select current_setting('hba_file')")[0][0])
    rules.write_text("local all writer scram-sha-256\nhost all writer all scram-sha-256\n" + rules.read_text())
    asked(postgres, "select pg_reload_conf()")
    said = reportparse("load", run, "--to", postgres.replace("postgres:@", "writer:wr0ng@"))
    refused(said, 'password authentication failed for user "writer"', "nothing was changed")
    assert "wr0ng" not in said.err


@pytest.mark.parametrize("kind", ["table", "view"])
def test_a_table_of_another_program_is_left_alone(reportparse, run, warehouse: Warehouse, kind):
    with_rows = "create table observations as select 7 as theirs" if kind == "table" else "create view latest as select 7 as theirs"
    _asked_directly(warehouse, with_rows)
    name = "observations" if kind == "table" else "latest"
    refused(reportparse("load", run, "--to", warehouse.url), f"has a table or view {name} that reportparse did not make")
    assert warehouse.ask(f"select * from {name}") == [(7,)]
    tables = "select table_name from information_schema.tables where table_schema = current_schema()"
    assert warehouse.ask(tables) == [(name,)]


def _asked_directly(warehouse: Warehouse, statement: str) -> None:
    if warehouse.kind == "duckdb":
        with duckdb.connect(warehouse.url.removeprefix("duckdb:///")) as connection:
            connection.execute(statement)
    else:
        asked(warehouse.url, statement)


def test_an_older_warehouse_gets_the_columns_that_came_since(reportparse, run, other_run, warehouse: Warehouse):
    reportparse("load", run, "--to", warehouse.url)
    for view in ("comparability_breaks", "rankings", "panel", "coverage", "revisions", "latest", "replaced_measurements", "measurements"):
        _asked_directly(warehouse, f"drop view {view}")
    _asked_directly(warehouse, "alter table replaced_observations drop column engine")
    _asked_directly(warehouse, "alter table indicators drop column note")
    said = reportparse("load", other_run, "--to", warehouse.url)
    assert (said.err, said.code) == ("", 0)
    assert warehouse.one("select count(*) from indicators where note <> ''") > 5
    assert warehouse.one("select count(*) from latest") == 3 and warehouse.ask("select engine from replaced_observations") == []


def test_a_warehouse_that_cannot_be_brought_up_to_date_is_refused(reportparse, run, warehouse: Warehouse):
    reportparse("load", run, "--to", warehouse.url)
    before = warehouse.everything()
    for number, words in ((0, "older"), (99, "newer")):
        _asked_directly(warehouse, f"update reportparse_warehouse set format = {number}")
        refused(reportparse("load", run, "--to", warehouse.url), words, f"format {number}")
    _asked_directly(warehouse, "update reportparse_warehouse set format = 1")
    _asked_directly(warehouse, "drop view problems_by_report")
    other = "varchar(9)" if warehouse.kind == "postgresql" else "blob"
    _asked_directly(warehouse, f"alter table problems alter column severity type {other}")
    refused(reportparse("load", run, "--to", warehouse.url), "problems.severity", "new database")
    assert warehouse.one("select count(*) from observations") == len(before["observations"])


def test_views_of_others_that_stand_in_the_way(reportparse, run, postgres):
    """PostgreSQL keeps a view that others build on; then the load says so."""
    warehouse = postgres_warehouse(postgres)
    reportparse("load", run, "--to", warehouse.url)
    asked(warehouse.url, "create view mine as select institution, theirs from (select institution, 1 as theirs from rankings) as r")
    asked(warehouse.url, "update reportparse_warehouse set look = ''")
    assert reportparse("load", run, "--to", warehouse.url).code == 0, "the same columns: replaced in its place"


DAMAGES = ["no run.json", "no reports", "cut", "rows lost", "not Parquet", "strangers", "no folder", "other program"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_run_that_is_half_written(reportparse, run, other_run, duck: Warehouse, damage, tmp_path):
    file = other_run / "observations.parquet"
    if damage == "no run.json":
        (other_run / "run.json").unlink()
    elif damage == "no reports":
        (other_run / "reports.parquet").unlink()
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif damage == "rows lost":
        with duckdb.connect() as connection:
            connection.execute(f"copy (from '{run / 'observations.parquet'}') to '{file}' (format parquet)")
    elif damage == "not Parquet":
        file.write_text("a,b\n1,2\n")
    elif damage == "strangers":
        with duckdb.connect() as connection:
            connection.execute(f"copy (from '{run / 'observations.parquet'}' limit 1) to '{file}' (format parquet)")
    elif damage == "other program":
        (other_run / "run.json").write_text('{"program": "another"}')
    where = tmp_path / "nothing" if damage == "no folder" else other_run
    refused(reportparse("load", run, where, "--to", duck.url), str(where))
    assert not (tmp_path / "w.duckdb").exists(), "the good run was not loaded either, and no file is left"


def test_files_that_are_no_warehouse(reportparse, run, tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database " * 500)
    refused(reportparse("load", run, "--to", f"duckdb:///{text}"), "notes.txt")
    assert text.read_text().startswith("not a database")
    refused(reportparse("load", run, "--to", f"duckdb:///{tmp_path}"), "is a folder")
    refused(reportparse("load", run, "--to", f"duckdb:///{tmp_path}/absent/w.duckdb"), "is no folder")
    refused(reportparse("institutions", f"duckdb:///{tmp_path}/absent.duckdb"), "absent.duckdb")
    assert not (tmp_path / "absent.duckdb").exists()


def test_a_database_of_sqlite_is_left_alone_and_nothing_is_fetched_for_it(reportparse, run, tmp_path):
    path = tmp_path / "theirs.sqlite"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("create table a (b)")
        theirs.commit()
    before = path.read_bytes()
    refused(reportparse("load", run, "--to", f"duckdb:///{path}"), "is a database of SQLite")
    said = reportparse("institutions", f"duckdb:///{path}")
    refused(said, "theirs.sqlite")
    assert "http" not in said.err and path.read_bytes() == before


def test_no_rights_to_a_folder(reportparse, run, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    refused(reportparse("load", run, "--to", f"duckdb:///{folder}/w.duckdb"), "w.duckdb")


def test_no_driver(reportparse, run, monkeypatch):
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    refused(reportparse("load", run, "--to", "postgresql://me@127.0.0.1/db"), "pip install 'reportparse[postgres]'")


KILLED = """
import os, signal, sys
from reportparse.model import LoadSettings
from reportparse.store.warehouse import load, load_runs
def killed(*_): os.kill(os.getpid(), signal.SIGKILL)
setattr(load, sys.argv[1], killed)
load_runs(sys.argv[2:-1], sys.argv[-1], LoadSettings())
"""


@pytest.mark.parametrize("moment", ["refresh_institutions", "finish_tables", "remake_views"])
def test_a_load_that_is_killed_leaves_the_state_before_it(reportparse, run, other_run, warehouse: Warehouse, moment):
    reportparse("load", run, "--to", warehouse.url)
    before = warehouse.everything()
    assert killed_at(moment, other_run, warehouse.url) == -9
    assert warehouse.everything() == before and warehouse.one("select count(*) from loads") == 1
    assert reportparse("load", other_run, "--to", warehouse.url).code == 0
    assert warehouse.one("select count(*) from observations") == 3


def test_a_first_load_that_is_killed_leaves_no_tables(reportparse, run, warehouse: Warehouse):
    assert killed_at("finish_tables", run, warehouse.url) == -9
    assert reportparse("load", run, "--to", warehouse.url).code == 0
    assert warehouse.one("select count(*) from loads") == 1


def killed_at(moment: str, run: Path, url: str) -> int:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run([sys.executable, "-c", KILLED, moment, str(run), url], env=environment, check=False).returncode


def test_two_loads_at_once_wait_for_one_another(run, other_run, warehouse: Warehouse):
    program = [sys.executable, "-c", "from reportparse.cli import main; main()", "load"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    loads = [subprocess.Popen([*program, str(one), "--to", warehouse.url], env=environment) for one in (run, other_run)]
    assert [one.wait(120) for one in loads] == [0, 0]
    assert warehouse.ask("select value from observations order by 1") == [(4,), (5,), (6,)]
    assert warehouse.ask("select load_id from loads order by 1") == [(1,), (2,)]


def test_who_will_not_wait_says_so(reportparse, run, duck: Warehouse, tmp_path):
    held = "import duckdb, sys; file = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", held, tmp_path / "w.duckdb"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline()
        refused(reportparse("load", run, "--to", duck.url, "--wait", "0.3"), "in use", "--wait")


def test_who_will_not_wait_for_another_load_says_so(reportparse, run, postgres):
    from adbc_driver_postgresql import dbapi

    warehouse = postgres_warehouse(postgres)
    with dbapi.connect(warehouse.url) as other, other.cursor() as cursor:
        cursor.execute(f"select pg_advisory_xact_lock({LOCK})")
        refused(reportparse("load", run, "--to", warehouse.url, "--wait", "0.3"), "another program", "--wait")
        other.rollback()


def test_a_server_that_goes_away_in_the_middle(reportparse, run, other_run, postgres, monkeypatch):
    warehouse = postgres_warehouse(postgres)
    reportparse("load", run, "--to", warehouse.url)
    before = warehouse.everything()
    refresh = load.refresh_institutions

    def cut_off(database, *rest):
        own = database.rows("select pg_backend_pid()")[0][0]
        asked(postgres, f"select pg_terminate_backend({own})")
        refresh(database, *rest)

    monkeypatch.setattr(load, "refresh_institutions", cut_off)
    refused(reportparse("load", other_run, "--to", warehouse.url), "nothing was changed")
    assert warehouse.everything() == before
