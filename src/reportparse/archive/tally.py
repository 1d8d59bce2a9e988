"""What a person wants to know of a batch, counted while its parts go by.

Every counter is bounded by the catalogue, the years or the codes of problems, whatever the number of reports; printed names that fit no
indicator are not, and are counted on disk.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from reportparse.archive.failures import reason_of
from reportparse.archive.index import Index
from reportparse.archive.order import TABLES, Entry

if TYPE_CHECKING:
    from pyarrow import Table

PAGES = (5, 10, 15, 20, 30, 40, 60, 100)
"""Upper ends of the classes of page counts; the last class has no end."""
_MOST_NAMES = 50
_FINE = 20  # steps of seconds in a factor of ten
_SUMS = ("tables", "rows", "rows_matched", "figures", "problems", "pages")


class Tally:
    """Counters over all reports of a run."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._status: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._sums: Counter[str] = Counter()
        self._problems: Counter[tuple[str, str]] = Counter()
        self._methods: Counter[str] = Counter()
        self._years: Counter[int | None] = Counter()
        self._coverage: Counter[tuple[int, str, str, int | None]] = Counter()
        self._seconds: Counter[tuple[int, int]] = Counter()
        self._slowest: dict[int, float] = {}

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Count what the journal says."""
        for entry in entries:
            self._status[entry.status] += 1
            if entry.error:
                self._reasons[reason_of(entry.error)] += 1
            if entry.status != "failed":
                self._years[entry.report_year] += 1
                self._add_seconds(next((end for end in PAGES if entry.pages <= end), 0), entry.seconds)

    def add_tables(self, tables: Sequence[Table]) -> None:
        """Count the rows of whole reports."""
        by_name = dict(zip(TABLES, tables, strict=True))
        for row in _counted(by_name["problems"], ("code", "severity")):
            self._problems[row["code"], row["severity"]] += row["count"]
        for row in _counted(by_name["observations"], ("match_method",)):
            self._methods[row["match_method"]] += row["count"]
        self._add_sums(by_name["reports"])
        self._add_names(by_name["observations"])

    def _add_sums(self, reports: Table) -> None:
        import pyarrow.compute as pc

        for name in _SUMS:
            self._sums[name] += pc.sum(reports[name]).as_py() or 0

    def _add_names(self, observations: Table) -> None:
        """Reports in which an indicator was found, and in which a name was not known."""
        import pyarrow.compute as pc

        known = ("table_no", "indicator_code", "indicator_path", "report_year")
        is_unknown = pc.equal(observations["indicator_code"], "")
        for row in _distinct(observations.filter(pc.invert(is_unknown)), known):
            self._coverage[tuple(row[name] for name in known)] += row["count"]
        unmatched = _distinct(observations.filter(is_unknown), ("name_raw",))
        self._index.add_unmatched((row["name_raw"], row["count"]) for row in unmatched)

    def _add_seconds(self, pages: int, seconds: float) -> None:
        self._seconds[pages, round(_FINE * math.log10(max(seconds, 0.001)))] += 1
        self._slowest[pages] = max(seconds, self._slowest.get(pages, 0.0))

    def _spread(self, pages: int) -> dict[str, float]:
        """Percentiles of the seconds of reports of so many pages, to a tenth of their value."""
        times = sorted((at, count) for (of, at), count in self._seconds.items() if of == pages)
        reports = sum(count for _, count in times)
        spread: dict[str, float] = {"reports": reports}
        for name, share in (("p10", 0.1), ("median", 0.5), ("p90", 0.9)):
            passed = accumulate(count for _, count in times)
            at = next(at for (at, _), so_far in zip(times, passed, strict=True) if so_far >= share * reports)
            spread[name] = round(10 ** (at / _FINE), 3)
        return spread | {"slowest": self._slowest[pages]}

    def summary(self) -> dict[str, Any]:
        """All of it, as run.json says it."""
        classes = sorted(self._slowest, key=lambda end: end or math.inf)
        return {
            "status": dict(self._status.most_common()),
            "reasons": dict(self._reasons.most_common()),
            "totals": {name: self._sums[name] for name in _SUMS},
            "problems": [{"code": code, "severity": how, "count": n} for (code, how), n in self._problems.most_common()],
            "match_methods": dict(self._methods.most_common()),
            "unmatched_names": [{"name": name, "reports": n} for name, n in self._index.most_unmatched(_MOST_NAMES)],
            "report_years": {_year(year): n for year, n in sorted(self._years.items(), key=lambda pair: pair[0] or 0)},
            "coverage": [
                {"table_no": no, "indicator_code": code, "indicator_path": path, "report_year": _year(year), "reports": n}
                for (no, code, path, year), n in sorted(self._coverage.items(), key=lambda pair: tuple(map(str, pair[0])))
            ],
            "seconds_by_pages": {_class_name(end): self._spread(end) for end in classes},
        }


def _counted(table: Table, keys: Sequence[str]) -> list[dict[str, Any]]:
    return _rows(table.group_by(list(keys)).aggregate([([], "count_all")]), keys, "count_all")


def _distinct(table: Table, keys: Sequence[str]) -> list[dict[str, Any]]:
    """How many reports there are of each combination."""
    return _rows(table.group_by(list(keys)).aggregate([("report_id", "count_distinct")]), keys, "report_id_count_distinct")


def _rows(counted: Table, keys: Sequence[str], count: str) -> list[dict[str, Any]]:
    columns = [counted[name].to_pylist() for name in (*keys, count)]
    return [dict(zip((*keys, "count"), row, strict=True)) for row in zip(*columns, strict=True)]


def _class_name(end: int) -> str:
    before = max((page for page in PAGES if page < end or not end), default=0)
    return f"{before + 1} to {end}" if end else f"over {before}"


def _year(year: int | None) -> str:
    return "" if year is None else str(year)
