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
from reportparse.store.arrow import text_to_scalar

if TYPE_CHECKING:
    from pyarrow import ChunkedArray, Table

Key = tuple[str, ...]
_BETWEEN = "\x1f"  # the unit separator; only what stands last in a key may come from a paper

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
        self._coverage: Counter[Key] = Counter()
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
        for (code, severity), count in _counted(by_name["problems"], ("code", "severity")).items():
            self._problems[code, severity] += count
        for (method,), count in _counted(by_name["observations"], ("match_method",)).items():
            self._methods[method] += count
        self._add_sums(by_name["reports"])
        self._add_names(by_name["observations"])

    def _add_sums(self, reports: Table) -> None:
        import pyarrow.compute as pc

        for name in _SUMS:
            self._sums[name] += pc.sum(reports[name]).as_py() or 0

    def _add_names(self, observations: Table) -> None:
        """Reports in which an indicator was found, and in which a name was not known."""
        import pyarrow.compute as pc

        is_unknown = pc.equal(observations["indicator_code"], text_to_scalar(""))
        known = _distinct(observations.filter(pc.invert(is_unknown)), ("table_no", "indicator_code", "indicator_path", "report_year"))
        self._coverage.update(known)
        unmatched = _distinct(observations.filter(is_unknown), ("name_raw",))
        self._index.add_unmatched((name, count) for (name,), count in unmatched.items())

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
                {"table_no": int(no) if no else None, "indicator_code": code, "indicator_path": path, "report_year": year, "reports": n}
                for (no, code, path, year), n in sorted(self._coverage.items())
            ],
            "seconds_by_pages": {_class_name(end): self._spread(end) for end in classes},
        }


def _counted(table: Table, keys: Sequence[str]) -> Counter[Key]:
    """Rows by the values of some columns, as texts. Arrow's own grouping would import pandas: 0.4 s and 40 MB."""
    import pyarrow.compute as pc

    found = pc.value_counts(_joined(table, keys))
    counts = zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True)
    return Counter({tuple(text.split(_BETWEEN, len(keys) - 1)): count for text, count in counts})


def _distinct(table: Table, keys: Sequence[str]) -> Counter[Key]:
    """Reports by the values of some columns, as texts."""
    import pyarrow.compute as pc

    return Counter(tuple(text.split(_BETWEEN, len(keys))[1:]) for text in pc.unique(_joined(table, ("report_id", *keys))).to_pylist())


def _joined(table: Table, keys: Sequence[str]) -> ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = (pc.fill_null(table[name].cast(pa.string()), text_to_scalar("")) for name in keys)
    return pc.binary_join_element_wise(*texts, text_to_scalar(_BETWEEN))


def _class_name(end: int) -> str:
    before = max((page for page in PAGES if page < end or not end), default=0)
    return f"{before + 1} to {end}" if end else f"over {before}"


def _year(year: int | None) -> str:
    return "" if year is None else str(year)
