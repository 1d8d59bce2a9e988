"""What a person is told at the end of a batch. Pure: run.json in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportparse.cli.layout import rows_to_text
from reportparse.cli.progress import seconds_to_text
from reportparse.text import counted

_MOST = 10
_TABLES = ("observations", "figures", "problems", "reports")


def batch_to_text(folder: str, about: Mapping[str, Any]) -> str:
    """Counts by status and reason, rows matched, the commonest problems, the names to add next, and the pace."""
    batch, totals = about["batch"], about["batch"]["totals"]
    rows = f"{totals['rows_matched']} of {totals['rows']} rows matched ({_share(totals['rows_matched'], totals['rows'])})"
    repeated = f", repeated {batch['duplicates']}" if batch["duplicates"] else ""
    seen = [counted(totals["pages"], "page"), counted(totals["tables"], "table"), rows, f"{counted(totals['figures'], 'figure')} in prose"]
    blocks = [
        f"{counted(batch['files'], 'file')}: {_counted(batch['status'])}{repeated}",
        f"fell short: {_counted(batch['reasons'])} (failures.csv says which, why, and what to do)" if batch["reasons"] else "",
        ", ".join(seen),
        _table("most frequent problems", ("problem", "severity", "count"), _problems(batch["problems"])),
        _table("names that fit no indicator (the next aliases)", ("printed name", "reports"), _names(batch["unmatched_names"])),
        _pace(about),
        f"written to {folder}: " + ", ".join(f"{name} {about['counts'][name]}" for name in _TABLES),
    ]
    return "\n\n".join(block for block in blocks if block)


def preview_to_text(counts: Mapping[str, int]) -> str:
    """What a run would do."""
    done = f"{counts['done']} done before, {counts['duplicates']} repeated"
    return f"{counted(counts['total'], 'file')}: {done}, {counts['to_match']} to match again, {counts['to_read']} to read"


def _pace(about: Mapping[str, Any]) -> str:
    batch = about["batch"]
    if about.get("nothing_to_do"):
        return "nothing to do: every file was done before"
    pace = f"{batch['done_now']} done in {seconds_to_text(about['times']['seconds'])}, {batch['reports_per_second']:.1f} reports a second"
    return pace + (f"; {batch['done_before']} were done before" if batch["done_before"] else "")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _problems(problems: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    return [(str(row["code"]), str(row["severity"]), str(row["count"])) for row in problems][:_MOST]


def _names(names: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(str(row["name"]), str(row["reports"])) for row in names][:_MOST]


def _table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"{title}:\n{rows_to_text(header, rows, widest=60)}" if rows else ""
