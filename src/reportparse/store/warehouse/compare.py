"""What a run brings, held against what the warehouse has: which reports are new, changed, the same, or better as they stand.

Pure, but for the one query that a run's Parquet is asked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reportparse.catalogue.columns import load_contract
from reportparse.errors import WarehouseError
from reportparse.store.warehouse.database import names_joined
from reportparse.store.warehouse.runs import FACTS, RunFiles

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Action = Literal["new", "replaced", "same", "kept"]
ACTIONS: tuple[Action, ...] = ("new", "replaced", "same", "kept")
# A report that could not be opened has no id; it is told by its path.
KEY = "case when report_id = '' then source else report_id end"


@dataclass(frozen=True, slots=True)
class Standing:
    """A report as one side has it: `age` orders what two runs say of it, `content` is the fingerprint of all its rows."""

    report_id: str
    sources: tuple[str, ...]
    is_read: bool
    age: tuple[tuple[int, ...], str]
    content: str
    rows: Mapping[str, int] = field(default_factory=dict)


def run_to_standings(run: RunFiles, reader: DuckDBPyConnection) -> dict[str, Standing]:
    """The run's reports by key."""
    contents: dict[str, list[str]] = {}
    counts: dict[str, dict[str, int]] = {}
    for table in (*FACTS, "reports"):
        for key, count, content in reader.execute(_fingerprints(run, table)).fetchall():
            contents.setdefault(key, []).append(f"{table}:{count}:{content}")
            counts.setdefault(key, {})[table] = count
    query = f"select {KEY}, report_id, source, status, version from {run.rows['reports']} order by source"
    listed = rows_to_standings((*row, run.started, "") for row in reader.execute(query).fetchall())
    if strangers := sorted(set(contents) - set(listed)):
        what = f"is half written: it has rows of {len(strangers)} reports that its reports.parquet does not list ({strangers[0]})"
        raise WarehouseError(run.shown, what, "parse or batch the reports again, then load")
    return {
        key: Standing(one.report_id, one.sources, one.is_read, one.age, _digest(contents[key]), counts[key]) for key, one in listed.items()
    }


def rows_to_standings(rows: Iterable[tuple[str, str, str, str, str, str, str]]) -> dict[str, Standing]:
    """Rows (key, report_id, source, status, version, when the run began, content), one a source, as one standing a report."""
    standings: dict[str, Standing] = {}
    for key, report_id, source, status, version, started, content in rows:
        before = standings.get(key)
        sources = (*before.sources, source) if before else (source,)
        is_read = status != "failed" or (before is not None and before.is_read)
        standings[key] = Standing(report_id, sources, is_read, (version_ordered(version), started), content)
    return standings


def standings_to_actions(incoming: Mapping[str, Standing], standing: Mapping[str, Standing], force: bool) -> dict[str, Action]:
    """What is to become of each report. `force` lets an older run replace a newer one; nothing lets a failure replace a reading."""
    read_sources = {source for one in standing.values() if one.is_read for source in one.sources}
    return {key: _action(one, standing.get(key), read_sources, force) for key, one in incoming.items()}


def _action(one: Standing, other: Standing | None, read_sources: set[str], force: bool) -> Action:
    if other is None:
        # A path that was read before and cannot be opened now says nothing about what was read.
        return "kept" if not one.report_id and read_sources.issuperset(one.sources) else "new"
    if one.content == other.content:
        return "same"
    if other.is_read and not one.is_read:
        return "kept"
    return "kept" if one.age < other.age and not force else "replaced"


def version_ordered(version: str) -> tuple[int, ...]:
    """Versions as numbers: 0.10.0 comes after 0.9.1."""
    return tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0]))


def _fingerprints(run: RunFiles, table: str) -> str:
    """Count and sum of hashes by report: the order of rows does not matter, the time that a report took neither."""
    columns = [column.name for column in load_contract()[table].columns if (table, column.name) != ("reports", "seconds")]
    return f"select {KEY}, count(*), sum(hash({names_joined(columns)}))::varchar from {run.rows[table]} group by 1"


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]
