"""Headers of ruled tables that a page break cuts: 序|号, 调查|人次, or 数值 above and its years below.

Word cuts a row wherever the page ends, that of the header too. What stands above the cut is no header or half of one, and what stands below
it would be the first row; together they say what each column is.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.assemble.header import HeaderWords, column_from_text, is_header, is_spanning
from reportparse.model import Cell, Column
from reportparse.text import text_folded

_FEWEST = 2  # cells that a cut parts, or years below it: one may be the beginning of a row


def columns_of_cut(above: Sequence[Cell], below: Sequence[Cell], words: HeaderWords) -> tuple[Column, ...] | None:
    """The columns that two halves of a header announce, slot by slot; None where the lower one is a row of the table, or nothing is cut."""
    stacks = [(a.text.replace("\n", ""), b.text.replace("\n", "")) for a, b in zip(above, below, strict=True)]
    columns = [_column(a, b, words) for a, b in stacks]
    if sum(bool(b) for _, b in stacks) < _FEWEST or any(column is None for column in columns):
        return None
    found = tuple(column for column in columns if column is not None)
    return found if is_header(found) else None


def _column(above: str, below: str, words: HeaderWords) -> Column | None:
    """What both halves say together, or the lower one under a word that stands over years; an empty column may be one of notes."""
    column = column_from_text(above + below, words)
    if column is None and is_spanning(text_folded(above)):
        column = column_from_text(below, words)
    return column or (None if above or below else Column("note", ""))
