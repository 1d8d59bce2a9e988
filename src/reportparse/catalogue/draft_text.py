"""A drafted edition as YAML, in the layout of the built-in editions, with what a person has still to decide said at its head."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from reportparse.catalogue.drafting import Draft, DraftRow, DraftTable

# What YAML reads as it stands in a flow mapping; a word of digits or null, true, false would be something else.
_PLAIN = re.compile(r"[一-鿿A-Za-z][一-鿿\w（）、；：“”/.-]*")
_SAID_OTHERWISE = frozenset({"true", "false", "null"})


def draft_to_yaml(draft: Draft, source: str) -> str:
    """The file's text. `source` names the report for the person who goes on."""
    return "\n".join([*_head(draft, source), *(line for table in draft.tables for line in _table(table))]) + "\n"


def draft_to_counts(draft: Draft) -> tuple[int, int, int]:
    """Tables, rows, rows with a known code."""
    rows = [row.indicator for table in draft.tables for row in table.rows]
    return len(draft.tables), len(rows), sum(bool(row.code) for row in rows)


def _head(draft: Draft, source: str) -> Iterator[str]:
    _, rows, coded = draft_to_counts(draft)
    yield f"# Drafted from {_one_line(source)}" + (f" ({_one_line(draft.institution)}, on {draft.year})." if draft.institution else ".")
    yield f"# {coded} of {rows} rows have a known code. For a person to finish: name and years of the edition; a code for each row that is"
    yield "# new (never one whose meaning differs), depth, kind, plausible, label_en; then `reportparse catalogue check`."
    yield from (f"# left out: {_one_line(what)}" for what in draft.left_out)
    yield f"edition: {_quoted(draft.name)}"
    yield f"first_year: {draft.year}"
    yield f"last_year: {draft.year}"
    yield "evidence: unverified"
    yield "tables:"


def _table(table: DraftTable) -> Iterator[str]:
    yield f"- number: {table.number}"
    yield f"  names: [{', '.join(map(_scalar, table.names))}]"
    yield "  rows:"
    yield from map(_row, table.rows)
    yield from (f"  # left out: {_one_line(what)}" for what in table.left_out)


def _row(row: DraftRow) -> str:
    indicator = row.indicator
    low, high = ("null" if bound is None else f"{bound:g}" if abs(bound) < 1e5 else str(int(bound)) for bound in indicator.plausible)
    entries = [
        f"position: {indicator.position}",
        f"depth: {indicator.depth}",
        f"code: {indicator.code or 'null'}",
        f"name: {_scalar(indicator.name)}",
        f"unit: {_scalar(indicator.unit)}",
        f"kind: {indicator.kind}",
        f"plausible: [{low}, {high}]",
        f"evidence: {indicator.evidence}",
        *(["comparable: false"] if not indicator.comparable else []),
        f"label_en: {_quoted(indicator.label_en)}",
        *([f"note: {_quoted(row.remark)}"] if row.remark else []),
    ]
    return f"  - {{{', '.join(entries)}}}"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text.lower() not in _SAID_OTHERWISE else _quoted(text)


def _quoted(text: str) -> str:
    """In double quotes, as JSON writes it, which YAML reads alike."""
    return json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())
