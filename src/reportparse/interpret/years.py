"""Which column of a table speaks of which year.

A printed year is believed; of a school year (2024-2025学年) that ends after the report's year, the one in which it began. A column
that prints none (本年 / 上年, 数值) gets one from the report's year and says so: such a year is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportparse.interpret.labels import words_folded
from reportparse.model import Catalogue, Column, Table
from reportparse.text import text_folded

_TWO_YEARS = re.compile(r"20\d\d年?[-—–~至/](?:20)?\d\d")


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A column of figures: its number in the table, its year, and whether that is printed."""

    number: int
    year: int
    printed: bool


def table_to_year_columns(table: Table, latest: int, catalogue: Catalogue) -> tuple[YearColumn, ...]:
    """The columns of figures, left to right; `latest` is the year that the report is about, 0 where nothing says it."""
    dated = tuple(number for number, column in enumerate(table.columns) if column.kind == "year")
    undated = tuple(number for number, column in enumerate(table.columns) if column.kind == "value")
    if any(table.columns[number].year for number in dated):
        named = tuple(number for number in undated if _word_to_shift(table.columns[number].text, catalogue) is not None)
        return tuple(_columns_to_years(table, sorted((*dated, *named)), latest, catalogue))
    return tuple(_columns_to_years(table, sorted((*dated, *undated)), latest, catalogue))


def _columns_to_years(table: Table, numbers: list[int], latest: int, catalogue: Catalogue) -> Iterator[YearColumn]:
    begun = _last_has_only_begun(table, latest)
    printed = [year - begun for number in numbers if (year := table.columns[number].year)]
    for place, number in enumerate(numbers):
        column = table.columns[number]
        if column.year:
            yield YearColumn(number, column.year - begun, True)
            continue
        shift = _word_to_shift(column.text, catalogue)
        if shift is None:
            shift = place + 1 - len(numbers)
        last = _last_of(printed, latest, shift)
        yield YearColumn(number, last + shift if last else 0, False)


def _last_has_only_begun(table: Table, latest: int) -> bool:
    """Whether all years are school years and the last ends the year after the report's: 2024-2025学年 in the report of 2024."""
    dated = [column for column in table.columns if column.year]
    return all(is_school_year(column) for column in dated) and max((column.year or 0 for column in dated), default=0) == latest + 1


def is_school_year(column: Column) -> bool:
    """Whether a column's header says two years: 2023-2024学年, 2023/24."""
    return _TWO_YEARS.search(text_folded(column.text)) is not None


def _last_of(printed: list[int], latest: int, shift: int) -> int:
    """The year that 本年 means: one year after a printed one beside it, when that leaves room for it; else the report's."""
    if printed and shift == 0 and latest in printed:
        return latest + 1
    return latest or max(printed, default=0)


def _word_to_shift(text: str, catalogue: Catalogue) -> int | None:
    folded = text_folded(text)
    if any(folded.startswith(word) for word in words_folded(catalogue, "year.previous")):
        return -1
    return 0 if any(folded.startswith(word) for word in words_folded(catalogue, "year.latest")) else None


def tables_to_latest_year(tables: tuple[Table, ...], report_year: int | None) -> int:
    """The year the report is about: as it says itself, else the last one that a column prints, else 0."""
    return report_year or max((column.year for table in tables for column in table.columns if column.year), default=0)
