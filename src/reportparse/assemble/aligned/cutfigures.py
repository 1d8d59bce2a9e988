"""Figures that wrap in narrow columns, and the page break between their lines: the rest of a row is a few digits, no row of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportparse.model import Cell, Column
from reportparse.text import text_folded

_REST = re.compile(r"[0-9.,%]{1,4}")
_BEGUN = re.compile(r"[-+0-9.,:]*[0-9.,]")
_FIGURES = ("year", "value")
_SAID_ONCE = ("name", "unit", "ordinal", "size")

Slots = Sequence[Cell]


def are_figures_cut(beside: tuple[Sequence[Slots], Sequence[Slots]], below: Slots, columns: Sequence[Column]) -> bool:
    """Is `below`, the first row of a page, the rest of the last row of the page before?

    It has figures and words that wrap alone, each under one of its kind, and figures wrap in these columns elsewhere, after as many
    digits. `beside` are the rows before it and those after.
    """
    if any(cell.text for cell, column in zip(below, columns, strict=True) if column.kind in _SAID_ONCE):
        return False
    above = beside[0][-1]
    under = [i for i, cell in enumerate(below) if cell.text]
    figures = [i for i in under if columns[i].kind in _FIGURES]
    others = [*beside[0][:-1], *beside[1]]
    return bool(figures) and all(above[i].text for i in under) and all(_is_rest(above[i], below[i], _wrapped(others, i)) for i in figures)


def figures_doubted(row: Slots, rest: Slots, columns: Sequence[Column]) -> tuple[Cell, ...]:
    """The row below what was taken for the rest of another, a few digits doubted where that ends inside a figure: 76 below 3002."""
    doubted = {i for i, column in enumerate(columns) if column.kind in _FIGURES and _is_begun(rest[i].text, row[i].text)}
    return tuple(replace(cell, flags=(*cell.flags, "value-doubtful")) if i in doubted else cell for i, cell in enumerate(row))


def _is_begun(above: str, below: str) -> bool:
    first = text_folded(above)
    return first[-1:] in (".", ",") and parts_figure(first, text_folded(below))


def _wrapped(rows: Sequence[Slots], column: int) -> list[str]:
    """The first lines of the figures that wrap in a column."""
    lines = [row[column].text.split("\n") for row in rows if "\n" in row[column].text]
    return [first for first, rest in ((text_folded(one[0]), text_folded(one[1])) for one in lines) if parts_figure(first, rest)]


def parts_figure(first: str, rest: str) -> bool:
    """May the two folded texts be the lines of one figure?"""
    return _BEGUN.fullmatch(first) is not None and _REST.fullmatch(rest) is not None


def _is_rest(above: Cell, below: Cell, wrapped: Sequence[str]) -> bool:
    first, rest = text_folded(above.text), text_folded(below.text)
    return bool(wrapped) and parts_figure(first, rest) and len(first) + 1 >= min(map(len, wrapped))
