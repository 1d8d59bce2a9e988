"""Every query and every one-liner of docs/warehouse.md and of the README runs, on both databases."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from warehoused import Warehouse, duck_warehouse, graduates, school

from reportparse.catalogue.warehouse import load_warehouse
from reportparse.model import Problem

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "warehouse.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
QUERIES = [query for page in (DOCUMENT, README) for query in re.findall(r"```sql\n(.*?)```", page, re.DOTALL)]
PROGRAMS = re.findall(r"<!-- runs -->\n```python\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.fixture(scope="module")
def stocked(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Warehouse]:
    """Both databases with some of everything; and the run, in output/2024 beside the DuckDB file."""
    from warehoused import postgres_warehouse

    from reportparse.model import LoadSettings, RunRecord, Settings
    from reportparse.store import write_run
    from reportparse.store.warehouse import load_runs

    folder = tmp_path_factory.mktemp("stocked")
    enrolled = {"indicator_code": "policy.students", "indicator_name": "全日制在校生人数", "indicator_path": "全日制在校生人数"}
    first = school("云岭市职业教育中心", 2023, graduates(2022, 380), graduates(2023, 398), problems=(Problem("jump", "warning", "much"),))
    students = graduates(2024, 1300, row_no=2, **enrolled)
    second = school("云岭市职业教育中心", 2024, graduates(2023, 401), graduates(2024, 412), students)
    share = graduates(2024, 98.5, row_no=2, indicator_code="own.rate", unit="%")
    odd = school("青泽县职业中学", 2024, graduates(2024, 9, unit="人日"), share)
    write_run(folder / "output" / "2024", (first, second, odd), RunRecord(Settings(), "0" * 16, "2026-01-01"))
    warehouses = {"duckdb": duck_warehouse(folder / "reports.duckdb"), "postgresql": postgres_warehouse(postgres)}
    for warehouse in warehouses.values():
        load_runs([str(folder / "output" / "2024")], warehouse.url, LoadSettings())
    return warehouses


@pytest.mark.parametrize("kind", ["duckdb", "postgresql"])
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: " ".join(query.split())[:48])
def test_a_query_of_the_documents_runs(stocked, kind, query):
    stocked[kind].ask(query.rstrip().rstrip(";"))


def test_queries_answer_the_same_on_both(stocked):
    for query in QUERIES:
        if "loaded_at" not in query and query.strip().startswith("select"):
            plain = query.rstrip().rstrip(";")
            assert sorted(stocked["duckdb"].ask(plain), key=repr) == sorted(stocked["postgresql"].ask(plain), key=repr), query


def test_the_series_is_the_one_that_was_loaded(stocked):
    rows = stocked["duckdb"].ask(QUERIES[0].rstrip().rstrip(";"))
    assert [(year, value) for year, value, *_ in rows] == [(2022, 380), (2023, 401), (2024, 412)]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.split()[1])
def test_a_program_of_the_documents_runs(stocked, program):
    folder = Path(stocked["duckdb"].url.removeprefix("duckdb:///")).parent
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout, done.stderr


def test_the_document_names_every_table_and_view():
    spec = load_warehouse()
    assert [name for name in (*spec.tables, *spec.views) if f"`{name}`" not in DOCUMENT] == []
    assert len(QUERIES) >= 10 and len(PROGRAMS) >= 3
