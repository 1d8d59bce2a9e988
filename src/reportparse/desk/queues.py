"""What there is to look at, in which order: a fair sample, what a flag doubts, what changed since another run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportparse.catalogue import load_problems
from reportparse.model import Run
from reportparse.review import Change, Design, Spot, compare_runs, draw_sample
from reportparse.review.spots import rows_to_spots, table_to_hashes
from reportparse.review.verdicts import SAMPLE

if TYPE_CHECKING:
    from pyarrow import Table

_MOST = 500  # a person looks at a hundred values in ten minutes: longer queues are never finished


@dataclass(frozen=True, slots=True)
class Queue:
    """`name` goes into the verdicts, `title` is what a person reads."""

    name: str
    title: str
    spots: tuple[Spot, ...]


def severities() -> dict[str, str]:
    """The usual severity of each flag."""
    return {code: kind.severity for code, kind in load_problems().items()}


def sample_queue(run: Run, design: Design) -> Queue:
    """A fair sample; what is judged halfway is one, too."""
    drawn = draw_sample(run, design, severities())
    return Queue(SAMPLE, f"sample of {len(drawn.spots)}", drawn.spots)


def given_queue(spots: Sequence[Spot]) -> Queue:
    """A sample that was drawn before (`reportparse sample`)."""
    return Queue(SAMPLE, f"sample of {len(spots)}", tuple(spots))


def flag_queues(run: Run, table: str = "observations") -> Iterator[Queue]:
    """One for each flag, the most severe first; long ones cut by chance."""
    rows = run.tables[table]
    hashes = table_to_hashes(rows, table)
    flags = [set(text.split(";")) - {""} for text in rows["flags"].to_pylist()]
    counts = Counter(flag for these in flags for flag in these)
    order = {"error": 0, "warning": 1, "note": 2}
    known = severities()
    for flag in sorted(counts, key=lambda flag: (order.get(known.get(flag, "note"), 2), flag)):
        at = np.asarray([number for number, these in enumerate(flags) if flag in these])
        chosen = at[np.argsort(hashes[at], kind="stable")][:_MOST]
        title = f"{flag}: {counts[flag]:,}" + (f", {_MOST} of them" if counts[flag] > _MOST else "")
        yield Queue(f"flag:{flag}", title, tuple(rows_to_spots(rows, table, chosen.tolist(), hashes)))


def diff_queue(old: Run, new: Run) -> Queue:
    """What the new run claims where it differs from the old one, the worst first; rows that are gone cannot be looked at."""
    changes = [change for change in compare_runs(old, new).changes if change.table == "observations" and change.severity != "note"]
    at = _rows_of_changes(new.tables["observations"], changes)[:_MOST]
    spots = rows_to_spots(new.tables["observations"], "observations", at, table_to_hashes(new.tables["observations"], "observations"))
    return Queue("diff", f"changed since the other run: {len(spots)}", tuple(spots))


def _rows_of_changes(rows: Table, changes: Sequence[Change]) -> list[int]:
    """Where in the new run each change stands."""
    placed = [(number, change) for number, change in enumerate(changes) if change.new_place]
    wanted = {(one.report_id, one.indicator_code, one.name, one.year, _top(one)): number for number, one in placed}
    columns = (rows[name].to_pylist() for name in ("report_id", "indicator_code", "name_raw", "data_year", "page", "top"))
    found: dict[int, int] = {}
    for number, (report, code, name, year, page, top) in enumerate(zip(*columns, strict=True)):
        rank = wanted.get((report, code, name, year, (page, top)))
        if rank is not None:
            found.setdefault(rank, number)
    return [found[rank] for rank in sorted(found)]


def _top(change: Change) -> tuple[int, float] | None:
    return (change.new_place.page, change.new_place.box[1]) if change.new_place else None
