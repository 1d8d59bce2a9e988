"""Real databases for the tests of the warehouse: a DuckDB file, and a PostgreSQL that is started here."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from warehoused import Warehouse, connections_closed, duck_warehouse, postgres_warehouse, server_started

from reportparse.model import Report, RunRecord, Settings
from reportparse.store import write_run


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URI of a PostgreSQL server of this session's own.

    Not in pytest's own folder: as root the server runs as another user, and every pytest that begins closes that folder to others.
    """
    pytest.importorskip("adbc_driver_postgresql")
    with TemporaryDirectory(prefix="reportparse-", ignore_cleanup_errors=True) as folder, server_started(Path(folder)) as server:
        yield server.get_uri()
        connections_closed()


@pytest.fixture(params=["duckdb", "postgresql"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    """An empty database of each kind."""
    if request.param == "duckdb":
        return duck_warehouse(tmp_path / "w.duckdb")
    return postgres_warehouse(request.getfixturevalue("postgres"))


@pytest.fixture
def duck(tmp_path: Path) -> Warehouse:
    """An empty DuckDB file."""
    return duck_warehouse(tmp_path / "w.duckdb")


@pytest.fixture
def run_of(tmp_path: Path) -> Callable[..., Path]:
    """Write reports as a run; `started` says when it began."""
    numbers = itertools.count(1)

    def written(*reports: Report, started: str = "2026-01-01T00:00:00+00:00") -> Path:
        folder = tmp_path / f"run-{next(numbers)}"
        write_run(folder, reports, RunRecord(Settings(), "0" * 16, started))
        return folder

    return written
