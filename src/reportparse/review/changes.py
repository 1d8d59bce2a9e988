"""What a difference between two extractions is, and how bad: the nouns of a diff.

The list of kinds is in order: a value that moved a decimal point stands before a box that moved a point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportparse.model import Place, Severity

KINDS: Mapping[str, tuple[Severity, str]] = {
    "value": ("error", "another value"),
    "missing": ("error", "a value where nothing was, nothing where a value was, or another kind of nothing"),
    "match": ("error", "the same printed row is taken for another indicator, or a figure has another measure, subject or period"),
    "unit": ("error", "another unit"),
    "removed": ("error", "a row or a report that is no more"),
    "added": ("warning", "a row or a report that was not"),
    "status": ("warning", "a report that could be read and cannot any more, or the other way round"),
    "identity": ("warning", "another institution, level, scope, edition or year"),
    "survey": ("warning", "another survey method or number of those asked"),
    "printed": ("warning", "the same value, printed or labelled otherwise"),
    "flags": ("note", "other flags"),
    "problem": ("note", "a problem more, less or other"),
    "method": ("note", "found in another way: match method, score, engine, canonical name"),
    "counts": ("note", "other counts of a report"),
    "file": ("note", "the file itself: path, bytes, pages, producer"),
    "place": ("note", "only the place on the paper moved"),
    "other": ("note", "anything else"),
}
"""Every kind of change, the worst first, with its usual severity and what it means."""

_KIND_OF_COLUMN: Mapping[str, Mapping[str, str]] = {
    "observations": {
        "value": "value", "missing": "missing", "indicator_code": "match", "unit": "unit", "survey_method": "survey",
        "survey_size": "survey", "value_raw": "printed", "name_raw": "printed", "unit_raw": "printed", "flags": "flags",
        "match_method": "method", "match_score": "method", "engine": "method", "indicator_name": "method", "indicator_path": "method",
        "page": "place", "x0": "place", "top": "place", "x1": "place", "bottom": "place", "table_no": "place", "row_no": "place",
        "table_name": "place",
    },
    "figures": {
        "value": "value", "value_max": "value", "bound": "value", "measure": "match", "subject": "match", "period": "match",
        "data_year": "match", "unit": "unit", "quote": "printed", "sentence": "printed", "section": "printed", "flags": "flags",
        "page": "place", "x0": "place", "top": "place", "x1": "place", "bottom": "place",
    },
    "problems": {
        "page": "place", "x0": "place", "top": "place", "x1": "place", "bottom": "place", "message": "problem", "severity": "problem",
    },
    "reports": {
        "status": "status", "error": "status", "tables": "counts", "rows": "counts", "rows_matched": "counts", "figures": "counts",
        "problems": "counts", "title": "identity", "source": "file", "sha256": "file", "bytes": "file", "pages": "file", "kind": "file",
        "producer": "file",
    },
}  # fmt: skip
IDENTITY = ("institution", "level", "scope", "edition_label", "report_year", "published")


def column_to_kind(table: str, column: str) -> str:
    """What a difference in this column is."""
    return "identity" if column in IDENTITY else _KIND_OF_COLUMN[table].get(column, "other")


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of one row, as text; an absent number is empty."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is not the same. `kind` is that of its worst difference; `name` is what the paper calls it (label, quote, message).

    `weight` orders changes of one kind: for values the decimal places moved, a shift by powers of ten before all others.
    """

    kind: str
    severity: Severity
    table: str
    report_id: str
    source: str
    institution: str
    about: str
    indicator_code: str
    name: str
    year: int | None
    differences: tuple[Difference, ...]
    weight: float = 0.0
    old_place: Place | None = field(default=None, compare=False)
    new_place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes between two runs, the worst first, and what is to be said of the comparison itself."""

    old: str
    new: str
    reports: tuple[int, int, int]
    """How many reports the old run has, the new run has, both have."""
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()
