"""A diff as text, as JSON and as rows for a CSV file. Pure: a diff in, text out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from reportparse.review.changes import KINDS, Change, Diff
from reportparse.text import counted

CSV_HEADER = (
    "severity", "kind", "table", "report_id", "source", "institution", "about", "indicator_code", "name", "data_year",
    "column", "old", "new", "page", "x0", "top", "x1", "bottom",
)  # fmt: skip
_LONGEST = 60
_INDICATORS_SHOWN = 30


def diff_to_text(diff: Diff, limit: int) -> str:
    """Counts first, then by table and indicator, then the `limit` worst changes (0: all)."""
    blocks = [_head(diff)]
    if diff.changes:
        blocks += [_kinds_told(diff.changes), _places_told(diff.changes), _changes_told(diff.changes, limit)]
    return "\n\n".join(blocks)


def changes_counted(changes: Sequence[Change]) -> dict[str, int]:
    """How many of each kind, the worst kind first."""
    counts = Counter(change.kind for change in changes)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def diff_to_json(diff: Diff) -> str:
    """Everything, for machines."""
    n_old, n_new, n_both = diff.reports
    told: dict[str, Any] = {
        "old": diff.old,
        "new": diff.new,
        "reports": {"old": n_old, "new": n_new, "both": n_both},
        "notes": diff.notes,
        "counts": changes_counted(diff.changes),
        "severities": dict(Counter(change.severity for change in diff.changes)),
        "changes": [asdict(change) for change in diff.changes],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def diff_to_cells(diff: Diff) -> Iterator[list[str]]:
    """One line for each column of each row that changed, under CSV_HEADER."""
    for change in diff.changes:
        place = change.new_place or change.old_place
        where = ["", "", "", "", ""] if place is None else [str(place.page), *(f"{side:g}" for side in place.box)]
        year = "" if change.year is None else str(change.year)
        who = [change.severity, change.kind, change.table, change.report_id, change.source, change.institution, change.about]
        for one in change.differences:
            yield [*who, change.indicator_code, change.name, year, one.column, one.old, one.new, *where]


def change_to_line(change: Change) -> str:
    """One change on one line."""
    place = change.new_place or change.old_place
    at = f", page {place.page}" if place else ""
    about = " · ".join(text_shown(part) for part in (change.about, change.indicator_code, change.name) if part)
    pairs = ((one.column, *(text_shown(side) or "(nothing)" for side in (one.old, one.new))) for one in change.differences)
    said = "; ".join(f"{column} {old} → {new}" for column, old, new in pairs)
    year = f" · {change.year}" if change.year else ""
    who = text_shown(change.institution or change.source)
    return f"{change.severity:<7}  {change.kind:<8}  {who} · {about}{year}{at}: {said}"


def text_shown(text: str) -> str:
    """On one line, without what would steer a terminal, and not endless."""
    flat = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def _head(diff: Diff) -> str:
    n_old, n_new, n_both = diff.reports
    lines = [f"old: {diff.old}, {counted(n_old, 'report')}", f"new: {diff.new}, {counted(n_new, 'report')}, {n_both} of them in both"]
    lines += [f"note: {note}" for note in diff.notes]
    severities = Counter(change.severity for change in diff.changes)
    told = ", ".join(counted(severities[severity], severity) for severity in ("error", "warning", "note") if severities[severity])
    lines.append(f"{counted(len(diff.changes), 'change')}: {told}" if diff.changes else "no difference")
    return "\n".join(lines)


def _kinds_told(changes: Sequence[Change]) -> str:
    return "\n".join(f"{count:>9,}  {kind:<8}  {KINDS[kind][1]}" for kind, count in changes_counted(changes).items())


def _places_told(changes: Sequence[Change]) -> str:
    """Errors and warnings count; where only notes are left, those."""
    grave = [change for change in changes if change.severity != "note"] or changes
    counts = Counter(_about(change) for change in grave)
    errors = Counter(_about(change) for change in grave if change.severity == "error")
    worst = sorted(counts, key=lambda about: (-errors[about], -counts[about], about))[:_INDICATORS_SHOWN]
    lines = [f"{counts[about]:>9,}  {' · '.join(part for part in about if part)}" for about in worst]
    more = len(counts) - len(lines)
    return "by table and indicator\n" + "\n".join([*lines, *([f"{'':>9}  and {more} more"] if more else [])])


def _about(change: Change) -> tuple[str, str, str]:
    return change.table, text_shown(change.about), change.indicator_code


def _changes_told(changes: Sequence[Change], limit: int) -> str:
    shown = changes[:limit] if limit else changes
    lines = [change_to_line(change) for change in shown]
    if len(shown) < len(changes):
        lines.append(f"… and {len(changes) - len(shown):,} more: --limit 0 shows them all, --csv and --html keep them")
    return "\n".join(lines)
