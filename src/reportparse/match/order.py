"""Groups of rows that a report prints in another order than the catalogue, put back for the alignment.

An alignment keeps the order, so two groups that are exchanged would lend each other their children: 国家级数量 under one head looks
like 国家级数量 under another.  Rows whose name alone says which stretch of the catalogue they belong to are anchors; what stands between
two anchors goes with the first, and stretches are sorted.
"""

from __future__ import annotations

from reportparse.match.prepare import PreparedTable
from reportparse.match.score import FOREIGN, Pairs


def pairs_to_order(pairs: Pairs, table: PreparedTable) -> tuple[int, ...]:
    """The printed rows in the order in which to align them; 0, 1, 2 … where nothing was moved."""
    anchors = _anchors(pairs, table)
    groups: list[int] = []
    current = next((group for group in anchors if group >= 0), 0)
    for group in anchors:
        current = group if group >= 0 else current
        groups.append(current)
    return tuple(sorted(range(len(groups)), key=groups.__getitem__))


def _anchors(pairs: Pairs, table: PreparedTable) -> list[int]:
    """Per printed row, the one stretch whose rows it is named exactly like, with a unit that fits; -1 where there is none or several."""
    seen: list[set[int]] = [set() for _ in pairs.scores]
    for row, column in zip(*(pairs.exact & (pairs.units < FOREIGN)).nonzero(), strict=True):
        seen[row].add(table.groups[column])
    return [next(iter(groups)) if len(groups) == 1 else -1 for groups in seen]
