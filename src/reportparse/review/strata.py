"""A run in parts that differ in how doubtful they are, and how many of each part a sample takes.

Doubtful parts are small and tell most, sure parts are large and decide what the whole is worth.  A part of N rows gets a share in
proportion to sqrt(N) times its doubt, and at least one row, so that no part goes unseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pyarrow import Table

Severities = Mapping[str, str]
"""The usual severity of each flag."""

_ORDER = ("error", "warning", "note")
# Of rows with an error among their flags every third or so is wrong, of rows without any flag one in some hundreds: Neyman's allocation
# would take nine times as many (0.47 against 0.05, their standard deviations). Half of that leaves the sure rows enough to be sure.
_DOUBT_OF_SEVERITY = {"error": 5.0, "warning": 4.0, "note": 1.5}
_DOUBT_OF_METHOD = {"fuzzy": 2.0, "aligned": 1.5, "": 1.5}
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "observations": {
        "table": "table_name", "engine": "engine", "match_method": "match_method", "missing": "missing", "indicator": "indicator_code",
        "year": "data_year", "unit": "unit", "level": "level", "scope": "scope", "edition": "edition_label", "institution": "institution",
    },
    "figures": {"table": "section", "measure": "measure", "bound": "bound", "year": "data_year", "unit": "unit", "level": "level"},
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """The parts: `labels` by number, `numbers` gives each row's, `doubts` how doubtful a part is on the average."""

    labels: tuple[str, ...]
    numbers: NDArray[np.int64]
    sizes: NDArray[np.int64]
    doubts: NDArray[np.float64]


def parting_names(table: str) -> tuple[str, ...]:
    """By what a table can be parted."""
    return (*_COLUMNS[table], "flag", "flagged")


def table_to_strata(rows: Table, table: str, by: Sequence[str], severities: Severities) -> Strata:
    """The parts of a run, in the order of their labels. Their order does not depend on that of the rows."""
    worst = _worst_flags(rows, severities)
    parted = list(zip(*(_column_to_texts(rows, table, name, worst) for name in by), strict=True)) if by else [()] * rows.num_rows
    labels = {parts: parts_to_label(by, parts) for parts in set(parted)}
    ordered = sorted(labels, key=labels.__getitem__)
    number_of = {parts: number for number, parts in enumerate(ordered)}
    numbers = np.fromiter((number_of[parts] for parts in parted), np.int64, len(parted))
    sizes = np.bincount(numbers, minlength=len(ordered)).astype(np.int64)
    doubts = np.bincount(numbers, _doubts(rows, worst, severities), len(ordered)) / np.maximum(sizes, 1)
    return Strata(tuple(labels[parts] for parts in ordered), numbers, sizes, doubts)


def parts_to_label(by: Sequence[str], parts: Sequence[str]) -> str:
    """How a part is called: `flagged=no; match_method=exact`."""
    return "; ".join(f"{name}={part.replace(';', ',') or '(none)'}" for name, part in zip(by, parts, strict=True)) or "all"


def label_to_by(label: str) -> tuple[str, ...]:
    """By what the part with this label was made."""
    return () if label == "all" else tuple(piece.partition("=")[0] for piece in label.split("; "))


def worst_flag(flags: Sequence[str], severities: Severities) -> str:
    """The flag by which a row is sorted when it has several: the most severe, of these the first by name."""
    return min(flags, key=lambda flag: (_rank(severities.get(flag, "note")), flag), default="")


def _rank(severity: str) -> int:
    return _ORDER.index(severity) if severity in _ORDER else len(_ORDER)


def _worst_flags(rows: Table, severities: Severities) -> list[str]:
    known: dict[str, str] = {}
    texts = rows["flags"].to_pylist()
    for text in set(texts):
        known[text] = worst_flag([flag for flag in text.split(";") if flag], severities)
    return [known[text] for text in texts]


def _column_to_texts(rows: Table, table: str, name: str, worst: list[str]) -> list[str]:
    if name == "flag":
        return worst
    if name == "flagged":
        return ["yes" if flag else "no" for flag in worst]
    return ["" if value is None else str(value) for value in rows[_COLUMNS[table][name]].to_pylist()]


def _doubts(rows: Table, worst: list[str], severities: Severities) -> NDArray[np.float64]:
    of_flag = np.fromiter((_DOUBT_OF_SEVERITY.get(severities.get(flag, "note"), 1.0) if flag else 1.0 for flag in worst), float, len(worst))
    if "match_method" not in rows.column_names:
        return of_flag
    of_method = np.fromiter((_DOUBT_OF_METHOD.get(method, 1.0) for method in rows["match_method"].to_pylist()), float, len(worst))
    return np.asarray(np.maximum(of_flag, of_method))


def strata_to_shares(strata: Strata, n: int) -> NDArray[np.int64]:
    """How many rows to take of each part: `n` in all where there are as many, at least one of each part, never more than it has."""
    sizes = strata.sizes
    n = min(n, int(sizes.sum()))
    shares = np.minimum(np.ones(len(sizes), np.int64), sizes)
    wanted = np.sqrt(sizes) * strata.doubts
    while (left := n - int(shares.sum())) > 0:
        open_parts = shares < sizes
        shares = shares + _handed_out(np.where(open_parts, wanted, 0.0), np.maximum(sizes - shares, 0), left)
    return shares


def _handed_out(wanted: NDArray[np.float64], room: NDArray[np.int64], left: int) -> NDArray[np.int64]:
    """`left` rows by largest remainder, as far as each part has room."""
    exact = wanted / wanted.sum() * left
    given = np.floor(exact).astype(np.int64)
    rest = left - int(given.sum())
    given[np.argsort(-(exact - given), kind="stable")[:rest]] += 1
    return np.asarray(np.minimum(given, room))
