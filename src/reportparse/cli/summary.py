"""What a person, or a machine, is told about a run. Pure: reports in, text out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from reportparse.cli.layout import rows_to_text
from reportparse.model import Report
from reportparse.store import report_to_rows

_HEADER = ("report", "institution", "year", "kind", "pages", "tables", "rows matched", "figures", "problems", "status")
_PEEKED = {
    "observations": ("table_no", "row_no", "indicator_code", "name_raw", "data_year", "value", "unit", "page", "flags"),
    "figures": ("measure", "value", "bound", "unit", "quote", "subject", "page"),
    "problems": ("code", "severity", "message", "page"),
}


def run_to_text(folder: str, reports: Sequence[Report], peek: int = 0) -> str:
    """The table of reports, the first rows of each table where asked for, and where the files are."""
    blocks = [rows_to_text(_HEADER, [_report_to_cells(report) for report in reports])]
    blocks += [_table_peeked(table, reports, peek) for table in _PEEKED if peek]
    counts = _rows_counted(reports)
    if codes := _codes_counted(reports):
        blocks.append("problems: " + ", ".join(f"{code} {count}" for code, count in codes.items()))
    blocks.append(f"written to {folder} as CSV and Parquet: " + ", ".join(f"{table} {count}" for table, count in counts.items()))
    return "\n\n".join(block for block in blocks if block)


def run_to_json(folder: str | None, reports: Sequence[Report]) -> str:
    """The same for machines; `run` is null when nothing could be read and nothing was written."""
    about = {
        "run": folder,
        "reports": [report_to_rows(report, timed=True)["reports"][0] for report in reports],
        "counts": _rows_counted(reports),
        "problems": _codes_counted(reports),
    }
    return json.dumps(about, ensure_ascii=False, indent=2)


def _report_to_cells(report: Report) -> list[str]:
    row = report_to_rows(report)["reports"][0]
    matched = f"{row['rows_matched']}/{row['rows']}"
    shown = (row["institution"], row["report_year"], row["kind"], row["pages"], row["tables"], matched, row["figures"], row["problems"])
    return [Path(report.source).name, *("" if value is None else str(value) for value in shown), report.status]


def _rows_counted(reports: Iterable[Report]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for report in reports:
        counts.update({table: len(rows) for table, rows in report_to_rows(report).items()})
    return dict(counts)


def _codes_counted(reports: Iterable[Report]) -> dict[str, int]:
    return dict(Counter(problem.code for report in reports for problem in report.problems).most_common())


def _table_peeked(table: str, reports: Sequence[Report], count: int) -> str:
    rows = [row for report in reports for row in report_to_rows(report)[table]]
    if not rows:
        return f"{table}: none"
    header = _PEEKED[table]
    cells = [[_value_shown(row[name]) for name in header] for row in rows[:count]]
    return f"{table}, the first {len(cells)} of {len(rows)} rows:\n" + rows_to_text(header, cells, widest=60)


def _value_shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
