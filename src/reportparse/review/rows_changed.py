"""From rows that are known to differ to changes that a person can read. Only these rows ever become Python objects."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from reportparse.model import Place, Severity
from reportparse.review.changes import KINDS, Change, Difference, column_to_kind
from reportparse.review.columns import Array, TwoTables
from reportparse.review.pairs import Pairs

if TYPE_CHECKING:
    from pyarrow import Table

Row = Mapping[str, Any]
_ORDER = {kind: number for number, kind in enumerate(KINDS)}
_ABOUT = {
    "observations": ("table_name", "indicator_code", "name_raw"),
    "figures": ("section", "measure", "quote"),
    "problems": ("code", "indicator_code", "message"),
    "reports": ("edition_label", "", "institution"),
}
"""Which columns say what a row is about: its table, its indicator, what the paper calls it."""
_SHOWN = ("report_id", "source", "institution", "data_year", "page", "x0", "top", "x1", "bottom")
_SHIFTED = 1000.0
_TURNED = 500.0


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """Paired rows of one table, and which pairs differ in which column."""

    table: str
    two: TwoTables
    pairs: Pairs
    differing: Mapping[str, Array]


def marked_to_changes(marked: Marked) -> Iterator[Change]:
    """A change for each pair that differs anywhere."""
    if not marked.differing:
        return
    at = np.flatnonzero(np.logical_or.reduce(list(marked.differing.values())))
    columns = list(marked.differing)
    needed = [name for name in marked.two.shared() if name in (*columns, *_SHOWN, *_ABOUT[marked.table])]
    old = marked.two.old.select(needed).take(marked.pairs.old[at]).to_pylist()
    new = marked.two.new.select(needed).take(marked.pairs.new[at]).to_pylist()
    flagged = np.column_stack([marked.differing[column][at] for column in columns])
    for row_old, row_new, flags in zip(old, new, flagged.tolist(), strict=True):
        yield _pair_to_change(marked.table, row_old, row_new, [column for column, flag in zip(columns, flags, strict=True) if flag])


def lone_to_changes(table: str, rows: Table, at: Array, kind: str) -> Iterator[Change]:
    """A change for each row that only one of the two runs has."""
    for row in rows.take(at).to_pylist():
        is_old = kind == "removed"
        text, what = row_to_text(table, row), "report" if table == "reports" else "row"
        shown = Difference(what, text if is_old else "", "" if is_old else text)
        told, place = "problem" if table == "problems" else kind, _place(row)
        yield Change(
            kind=told,
            severity=KINDS[told][0],
            differences=(shown,),
            old_place=place if is_old else None,
            new_place=None if is_old else place,
            **_told(table, row),
        )


def row_to_text(table: str, row: Row) -> str:
    """What the row says, in few words."""
    if table == "observations":
        return f"{row['value_raw'] or 'nothing'} {row['unit']}".strip()
    if table == "figures":
        return f"{value_to_text(row['value'])} {row['unit']}".strip()
    return str(row["code"] if table == "problems" else row["status"])


def value_to_text(value: object) -> str:
    """A cell as text: nothing is empty, numbers in their shortest form."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _pair_to_change(table: str, old: Row, new: Row, columns: list[str]) -> Change:
    differences = tuple(Difference(column, value_to_text(old[column]), value_to_text(new[column])) for column in columns)
    kind = min((_kind(table, column, old, new) for column in columns), key=_ORDER.__getitem__)
    return Change(
        kind=kind,
        severity=_severity(kind, columns),
        differences=differences,
        weight=_weight(old, new, columns),
        old_place=_place(old),
        new_place=_place(new),
        **_told(table, new),
    )


def with_differences(change: Change, differences: tuple[Difference, ...]) -> Change:
    """The change with some of its differences alone; what is left of a change that had worse ones is identity or file."""
    kinds = [column_to_kind(change.table, one.column) for one in differences]
    kind = change.kind if change.kind in (*kinds, "missing", "added", "removed", "problem") else min(kinds, key=_ORDER.__getitem__)
    return replace(change, kind=kind, severity=change.severity if kind == change.kind else KINDS[kind][0], differences=differences)


def _told(table: str, row: Row) -> dict[str, Any]:
    """What row it is; how it changed is for the caller to say."""
    about, code, name = _ABOUT[table]
    return {
        "table": table,
        "report_id": row["report_id"],
        "source": row["source"],
        "institution": row.get("institution", ""),
        "about": row.get(about, ""),
        "indicator_code": row.get(code, ""),
        "name": row.get(name, ""),
        "year": row.get("data_year"),
    }


def _kind(table: str, column: str, old: Row, new: Row) -> str:
    """A value that came or went is of kind missing."""
    kind = column_to_kind(table, column)
    return "missing" if kind == "value" and (old[column] is None) != (new[column] is None) else kind


def _severity(kind: str, columns: list[str]) -> Severity:
    """One kind of nothing instead of another is less than a value lost; what a figure is about less than what it measures."""
    if (kind == "missing" and "value" not in columns) or (kind == "match" and not {"indicator_code", "measure"} & set(columns)):
        return "warning"
    return KINDS[kind][0]


def _weight(old: Row, new: Row, columns: list[str]) -> float:
    pairs = [(old[column], new[column]) for column in ("value", "value_max", "survey_size") if column in columns]
    return max((values_to_weight(*pair) for pair in pairs if None not in pair), default=0.0)


def values_to_weight(old: float, new: float) -> float:
    """How far a value moved, in decimal places; a shift of the point itself and a turned sign count before all others."""
    if old * new <= 0:
        return _TURNED
    places = abs(math.log10(new / old))
    return places + _SHIFTED if places > 0.5 and abs(places - round(places)) < 1e-9 else places


def _place(row: Row) -> Place | None:
    box = tuple(row.get(side) for side in ("x0", "top", "x1", "bottom"))
    if not row.get("page") or None in box:
        return None
    return Place(row["page"], box)  # type: ignore[arg-type]  # four numbers, none of them None
