"""What changed between two extractions.

Promise: two equal runs have an empty diff, one changed character in any column of any table is found, and the order of rows means
nothing.  Left out are only times.  A report that stands in one run alone is one change, not one for each of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reportparse.model import Run
from reportparse.review.changes import IDENTITY, KINDS, Change, Diff
from reportparse.review.columns import Array, TwoTables
from reportparse.review.notes import runs_to_notes
from reportparse.review.pairs import Pairs
from reportparse.review.rows_changed import Marked, lone_to_changes, marked_to_changes, with_differences
from reportparse.review.stages import reports_paired, table_paired

if TYPE_CHECKING:
    from pyarrow import Table

_UNCOMPARED = ("report_id", "seconds")
_BOX = ("x0", "top", "x1", "bottom")
_MEASURED = ("value", "value_max", "survey_size")
_REPEATED = (*IDENTITY, "source")
_SEVERITIES = ("error", "warning", "note")
_KINDS = tuple(KINDS)

Said = frozenset[tuple[str, str]]
"""Which report changed in which column."""


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What counts as the same: values by their ratio, places in points."""

    value: float = 0.0
    place: float = 0.0


EXACT = Tolerances()


def compare_runs(old: Run, new: Run, tolerances: Tolerances = EXACT) -> Diff:
    """The diff of two runs whose four tables were read."""
    reports = TwoTables(old.tables["reports"], new.tables["reports"])
    pairs = reports_paired(reports)
    renamed = _ids_renamed(reports, pairs)
    changes = _table_to_changes("reports", reports, pairs, tolerances)
    said = frozenset((change.report_id, one.column) for change in changes for one in change.differences)
    for table in ("observations", "figures", "problems"):
        rows = _rows_of_shared(TwoTables(old.tables[table], new.tables[table]), reports, pairs, renamed)
        changes += _said_once(_table_to_changes(table, rows, table_paired(table, rows), tolerances), said, renamed)
    changes.sort(key=_rank)
    counts = (reports.old.num_rows, reports.new.num_rows, len(pairs.old))
    return Diff(old.directory, new.directory, counts, tuple(changes), tuple(runs_to_notes(old, new, len(renamed))))


def _rank(change: Change) -> tuple[Any, ...]:
    worst = _SEVERITIES.index(change.severity), _KINDS.index(change.kind), -change.weight
    return *worst, change.source, change.table, change.about, change.indicator_code, change.name, change.year or 0


def _said_once(changes: list[Change], said: Said, renamed: Mapping[str, str]) -> Iterator[Change]:
    """Without what each row only repeats of its report, where the report itself says that it changed."""
    new_ids = {old: new for new, old in renamed.items()}
    for change in changes:
        report = new_ids.get(change.report_id, change.report_id)
        own = tuple(one for one in change.differences if one.column not in _REPEATED or (report, one.column) not in said)
        if own:
            yield change if len(own) == len(change.differences) else with_differences(change, own)


def _ids_renamed(reports: TwoTables, pairs: Pairs) -> Mapping[str, str]:
    """The new report_id of each report whose file has other bytes now, and its old one."""
    old, new = reports.old["report_id"].to_pylist(), reports.new["report_id"].to_pylist()
    return {new[j]: old[i] for i, j in zip(pairs.old, pairs.new, strict=True) if new[j] and old[i] and new[j] != old[i]}


def _rows_of_shared(two: TwoTables, reports: TwoTables, pairs: Pairs, renamed: Mapping[str, str]) -> TwoTables:
    """The rows of the reports that both runs have, under the old ids."""
    lone_old = set(reports.old["report_id"].take(pairs.removed).to_pylist())
    lone_new = set(reports.new["report_id"].take(pairs.added).to_pylist())
    return TwoTables(_without(two.old, lone_old, {}), _without(two.new, lone_new, renamed))


def _without(table: Table, ids: set[str], renamed: Mapping[str, str]) -> Table:
    import pyarrow as pa
    from pyarrow import compute

    if ids:
        table = table.filter(compute.invert(compute.is_in(table["report_id"], pa.array(sorted(ids), table["report_id"].type))))
    if renamed:
        old = pa.array([renamed.get(name, name) for name in table["report_id"].to_pylist()], pa.string())
        table = table.set_column(table.column_names.index("report_id"), "report_id", old)
    return table


def _table_to_changes(table: str, two: TwoTables, pairs: Pairs, tolerances: Tolerances) -> list[Change]:
    """Rows that differ, rows that are gone, rows that are new."""
    marked = Marked(table, two, pairs, _columns_differing(two, pairs, tolerances))
    removed = lone_to_changes(table, two.old, pairs.removed, "removed")
    return [*marked_to_changes(marked), *removed, *lone_to_changes(table, two.new, pairs.added, "added")]


def _columns_differing(two: TwoTables, pairs: Pairs, tolerances: Tolerances) -> dict[str, Array]:
    """For each column in which some pair differs, which pairs."""
    found: dict[str, Array] = {}
    for name in two.shared():
        if name not in _UNCOMPARED:
            old, new = two.column(name)
            differs = _differs(old[pairs.old], new[pairs.new], *_tolerance(name, tolerances))
            if differs.any():
                found[name] = differs
    return found


def _tolerance(name: str, tolerances: Tolerances) -> tuple[float, float]:
    """Relative and absolute."""
    return (tolerances.value if name in _MEASURED else 0.0), (tolerances.place if name in _BOX else 0.0)


def _differs(old: Array, new: Array, relative: float, absolute: float) -> Array:
    if not np.issubdtype(old.dtype, np.floating):
        return np.asarray(old != new)
    nothing = np.isnan(old), np.isnan(new)
    room = absolute + relative * np.maximum(np.abs(old), np.abs(new))
    with np.errstate(invalid="ignore"):
        return np.asarray((nothing[0] != nothing[1]) | (np.abs(old - new) > room))
