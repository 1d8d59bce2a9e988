"""Rows as a text table for a terminal. Pure: a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, east_asian_width


def text_width(text: str) -> int:
    """How many terminal columns `text` takes."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def text_clipped(text: str, width: int) -> str:
    """`text` in at most `width` columns and on one line, … at the end where something was cut."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 1:
        text = text[:-1]
    return text + "…" if width > 0 else ""


def rows_to_text(header: Sequence[str], rows: Sequence[Sequence[str]], *, widest: int = 40) -> str:
    """An aligned table: columns of numbers to the right, all others to the left, no cell wider than `widest`."""
    clipped = [[text_clipped(cell, widest) for cell in row] for row in (header, *rows)]
    widths = [max(map(text_width, column)) for column in zip(*clipped, strict=True)]
    right = [all(_is_numeric(row[index]) for row in clipped[1:]) for index in range(len(header))]
    return "\n".join(_line(row, widths, right) for row in clipped)


def _is_numeric(cell: str) -> bool:
    return not cell or cell.replace("/", "").replace(".", "").replace("-", "").replace(",", "").isdecimal()


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = []
    for cell, width, is_right in zip(row, widths, right, strict=True):
        blanks = " " * (width - text_width(cell))
        cells.append(blanks + cell if is_right else cell + blanks)
    return "  ".join(cells).rstrip()
