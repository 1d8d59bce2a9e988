"""Columns of a table whose header was not made out, told by what stands in them.

A table that is announced as one of the appendix, or whose rows are known, is none to lose: its figures are kept under a year that is not
printed, and flagged so. Of any other table nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportparse.assemble.parts import Knowledge
from reportparse.model import Cell, Column, ColumnKind
from reportparse.text import text_folded

_FIGURE = re.compile(r"[-+]?[\d,.]*\d[\d,.]*(?::[\d.]+)?%?|[-—–―/\\.…]{1,3}|无|x+")
_MOST = 0.6  # of a column's cells
_KNOWN = 0.5  # of a table's names

Rows = Sequence[Sequence[Cell]]


def columns_guessed(rows: Rows, caption: str, known: Knowledge) -> tuple[Column, ...] | None:
    """What each column seems to hold; None where the table is not of the appendix, or has no column of names beside one of figures."""
    texts = [[text_folded(row[index].text) for row in rows] for index in range(min(map(len, rows), default=0))]
    kinds = _kinds(texts, known)
    if "name" not in kinds or "value" not in kinds:
        return None
    names = [name for name in texts[kinds.index("name")] if name]
    is_announced = any(name in text_folded(caption) for name in known.table_names)
    if not is_announced and sum(map(known.is_name, names)) < _KNOWN * len(names):
        return None
    return tuple(Column(kind, "") for kind in kinds)


def _kinds(texts: Sequence[Sequence[str]], known: Knowledge) -> list[ColumnKind]:
    kinds: list[ColumnKind] = [_kind(column, known) for column in texts]
    wordy = [index for index, kind in enumerate(kinds) if kind == "note"]
    if not wordy:
        return kinds
    name = max(wordy, key=lambda index: (sum(map(known.is_name, texts[index])), sum(map(len, texts[index])), -index))
    kinds[name] = "name"
    figures = [index for index, kind in enumerate(kinds) if kind == "value"]
    for index in figures:
        if index < name:
            kinds[index] = "ordinal"
    after = [index for index in wordy if index > max(name, *figures[:1])] if figures else []
    if after and after[0] + 1 in figures and after[0] - 1 in figures:  # how they were asked, and how many
        kinds[after[0]], kinds[after[0] + 1] = "method", "size"
    return kinds


def _kind(column: Sequence[str], known: Knowledge) -> ColumnKind:
    filled = [text for text in column if text]
    if not filled:
        return "note"
    if sum(text in known.units for text in filled) >= _MOST * len(filled):
        return "unit"
    return "value" if sum(bool(_FIGURE.fullmatch(text)) for text in filled) >= _MOST * len(filled) else "note"
