"""Rows as CSV text that any program reads and no spreadsheet runs.

A spreadsheet takes a cell that begins with = + - or @ for a formula. Such a cell gets one apostrophe in front, unless it
is a number (-12.5) or made of marks alone (-, --, —): those are what these reports print for "nothing", they cannot name
a function or a cell, and `value_raw` must stay as printed. A text that already reads as apostrophes before such a sign
gets one more, so that `text_restored` gives every cell back exactly.

Lines end in CRLF (RFC 4180): then the csv module quotes a lone carriage return inside a cell on every Python version.
Numbers are in their shortest form (100, 98.26); nothing is an empty cell.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence

from reportparse.catalogue.columns import ColumnSpec

# Full-width signs too: spreadsheets in Chinese and Japanese locales read them as the half-width ones.
_SIGNED = re.compile(r"'*\s*[=+\-@＝＋－＠]|'*[\t\r\n]")
_HARMLESS = re.compile(r"\s*[-+－＋]\s*[\d\s.,，．]*\d(?:[eE][-+]?\d+)?\s*[%％‰]?\s*|[^\w'\"(|!]+")
# Neither UTF-8 nor PostgreSQL can hold these; they come from broken fonts and from file names in another encoding.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text_storable(text: str) -> str:
    """`text` with � for each character that no file can hold."""
    return _UNSTORABLE.sub("\ufffd", text)


def text_guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    if not _SIGNED.match(text) or _HARMLESS.fullmatch(text):
        return text
    return "'" + text


def text_restored(cell: str) -> str:
    """What `text_guarded` was given."""
    return cell[1:] if cell.startswith("'") and _SIGNED.match(cell) else cell


def number_to_text(value: float) -> str:
    """The shortest text that reads back as the same number; empty for what is none."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def rows_to_cells(rows: Iterable[Mapping[str, object]], columns: Sequence[ColumnSpec]) -> list[list[str]]:
    """Each value as text, in the order of the columns."""
    return [[_value_to_text(row[column.name]) for column in columns] for row in rows]


def cells_guarded(cells: Iterable[list[str]], columns: Sequence[ColumnSpec]) -> list[list[str]]:
    """The cells with every text made safe; numbers are numbers."""
    texts = [column.type == "string" for column in columns]
    return [[text_guarded(cell) if text else cell for cell, text in zip(row, texts, strict=True)] for row in cells]


def cells_to_csv(cells: Iterable[Sequence[str]], header: Sequence[str]) -> str:
    """The CSV text, header first, fit for a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(cells)
    return text_storable(text.getvalue())


def _value_to_text(value: object) -> str:
    if value is None:
        return ""
    return number_to_text(value) if isinstance(value, float) else str(value)
