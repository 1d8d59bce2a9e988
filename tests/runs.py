"""Runs in memory, made from invented reports through the store, so that their columns are those of real runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from invented import report

from reportparse.model import Report, Run, RunRecord, Settings
from reportparse.store import read_run, write_run


def run_of(folder: Path, *reports: Report) -> Run:
    write_run(folder, reports or [report()], RunRecord(Settings(), "0123456789abcdef"))
    return read_run(folder)


def with_rows(run: Run, table: str, change: Callable[[list[dict[str, Any]]], object]) -> Run:
    """The run with the rows of one table changed by hand."""
    import pyarrow as pa

    rows = run.tables[table].to_pylist()
    changed = change(rows)
    rows = changed if isinstance(changed, list) else rows
    return Run(run.directory, run.about, {**run.tables, table: pa.Table.from_pylist(rows, schema=run.tables[table].schema)})
