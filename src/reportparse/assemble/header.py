"""What the header cells of a table mean: which column is the name, the unit, a year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from reportparse.model import Catalogue, Cell, Column, ColumnKind
from reportparse.text import text_folded

_YEAR = re.compile(
    r"^(?:截至|截止)?(20[0-9]{2}|二[〇零○o0][一二三四五六七八九〇零○o0]{2})(?P<to>年?[-—–~至/](?:20)?[0-9]{2})?(?:年度?|学年度?|届|级)?末?"
    r"(?:数据|数值|实际值?|情况|统计|指标值|完成值?|期末|值|数)?(?:\((?:数据|数值|实际值?|统计|指标值|值)\))?(?:\((?P<unit>[^()]{0,6})\))?$"
)
_RELATIVE_YEARS = frozenset({"上年", "上年度", "去年", "上一年", "上一年度", "上学年", "本年", "本年度", "当年", "本学年"})
_DIGITS = str.maketrans("〇零○o一二三四五六七八九", "0000123456789")
# 考核指标, 主要指标名称. Not any word: 生师比 in the row below 指标 would pass for one.
_NAME_COLUMN = re.compile(r"^(?:考核|评价|主要|统计|数据|监测|质量|具体|核心|关键|评估|观测|各项)指标(?:名称|项目|内容)?$")
_AGAINST = re.compile(r"^(?:比|较|与|同)?(?:上|去|上一|前)(?:年度?|学年)(?:同期)?(?:相?比较?)?")  # 比上年增减, 较上年度变化
_SPECKS = re.compile(r"^[^\w(]+|[^\w)%:]+$")  # what dirt on a scan is read as, before and after a word
_SPANNING = re.compile(r"^[一-鿿]{0,4}(?:年份|年度|学年|数据|数值|时间|情况)$")
_SCHOOL_YEAR = re.compile(r"^[一-鿿()]{2,20}20[0-9]{2}(?:年度?)?(?:\([一-鿿]{1,4}\))?$")  # 东山学校2023年: a year of one of several schools
_AXES = re.compile(r"^(?:年份|年度|时间)[/\\|、]?|[/\\|、]?(?:年份|年度|时间)$")
"""The word of the columns in a corner cell that a slanting line parts: 年份 above, 指标 below."""

_MOST_HEADER_ROWS = 4
_LONGEST_HEADER = 16
_LONGEST_YEAR = 8  # 2023年度, with what dirt adds


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """The words of each kind of column, and those that stand over the years of a whole area, folded."""

    exact: Mapping[str, ColumnKind]
    whole: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def header_words(catalogue: Catalogue) -> HeaderWords:
    """The header words of the catalogue's phrases (keys `column.<kind>`)."""
    exact: dict[str, ColumnKind] = {}
    for kind in get_args(ColumnKind):
        for word in catalogue.phrases.get(f"column.{kind}", ()):
            exact[text_folded(word)] = kind
    return HeaderWords(exact, frozenset(map(text_folded, catalogue.phrases.get("year.whole", ()))))


def column_from_text(text: str, words: HeaderWords) -> Column | None:
    """The column that a header cell announces, or None where it is no header."""
    above, _, below = text.partition("\n")
    folded = _SPECKS.sub("", text_folded(below if below and is_spanning(text_folded(above)) else text))
    if not folded or len(folded) > _LONGEST_HEADER:
        return None
    year = _YEAR.match(folded)
    if year:
        return Column("year", text, _year_meant(year), year["unit"] or "")
    if folded in _RELATIVE_YEARS:
        return Column("year", text, None)
    bare, _, bracket = folded.partition("(") if folded.endswith(")") else (folded, "", "")
    kind = words.exact.get(folded) or words.exact.get(bare) or words.exact.get(folded.rstrip(":"))
    if kind is None and (_NAME_COLUMN.match(bare) or words.exact.get(_AXES.sub("", folded)) == "name"):
        kind = "name"
    if kind is None and words.exact.get(_AGAINST.sub("", bare)) == "note":
        kind = "note"
    if kind is None:
        return None
    unit = bracket.rstrip(")") if kind in ("value", "size") and bracket else ""
    return Column(kind, text, None, unit)


def _year_meant(year: re.Match[str]) -> int:
    """A school year (2023-2024学年) is of the year in which it ends: the report that tables it comes after its end."""
    first = int(year[1].translate(_DIGITS))
    return first + 1 if year["to"] and int(year["to"][-2:]) == (first + 1) % 100 else first


def header_from_rows(rows: Sequence[Sequence[Cell]], words: HeaderWords) -> tuple[int, tuple[Column, ...]] | None:
    """How many of the first rows are header, and the columns they announce; None where there is no header.

    Two- and three-level headers: a column is what its lowest header cell says, else all its cells together.
    """
    n = 0
    while n < min(_MOST_HEADER_ROWS, len(rows)) and _is_header_row(rows, n, words):
        n += 1
    if n == 0:
        return None
    columns = tuple(_column(_stack(rows[:n], index), words, is_read=_is_read(rows[:n], index)) for index in range(len(rows[0])))
    columns = years_of_the_whole(columns, [_stack(rows[:n], index) for index in range(len(rows[0]))], words)
    return (n, names_found(columns)) if is_header(columns) else None


def years_of_the_whole(columns: Sequence[Column], stacks: Sequence[Sequence[str]], words: HeaderWords) -> tuple[Column, ...]:
    """Where years stand under 合计 and again under each of its schools, only those of the whole are the report's."""
    years = [index for index, column in enumerate(columns) if column.kind == "year" and len(stacks[index]) > 1]
    parts = [index for index in years if text_folded(stacks[index][0]) not in words.whole]
    if len(parts) == len(years):
        return tuple(columns)
    return tuple(Column("note", "".join(stacks[i])) if i in parts else column for i, column in enumerate(columns))


def is_header(columns: Sequence[Column | None]) -> bool:
    """A header names at least one year or value, and says what the rows are: their name, or their unit."""
    kinds = [column.kind for column in columns if column is not None]
    return ("year" in kinds or "value" in kinds) and ("name" in kinds or "unit" in kinds)


def _is_header_row(rows: Sequence[Sequence[Cell]], n: int, words: HeaderWords) -> bool:
    above = {id(cell) for cell in rows[n - 1]} if n else set()
    uncovered = [cell for cell in rows[n] if id(cell) not in above]
    new = [cell for cell in uncovered if cell.text]
    if not new:
        return not uncovered
    known = [_is_header_cell(cell, words) or _heads_years(rows[n : n + 2], cell) for cell in new]
    if n:  # a lower row of a header: its cells are words, or years with nothing beside them; 数量 alone is the rest of a name
        return all(known) and (len(new) == len(uncovered) or any(_YEAR.match(text_folded(cell.text)) for cell in new))
    return sum(known) >= max(2, 0.6 * len(known))


def _heads_years(rows: Sequence[Sequence[Cell]], cell: Cell) -> bool:
    """Stand years below all of the cell, as below 合计 and the names of schools?"""
    below = [under for over, under in zip(rows[0], rows[-1], strict=True) if over is cell] if len(rows) > 1 else []
    return bool(below) and all(under is not cell and _YEAR.match(text_folded(under.text)) for under in below)


def is_spanning(folded: str) -> bool:
    """May this stand over several year columns in a header of two levels: 年份, 统计年度, 近两年数据?"""
    return _SPANNING.match(folded) is not None


def _is_header_cell(cell: Cell, words: HeaderWords) -> bool:
    folded = text_folded(cell.text)
    return column_from_text(cell.text, words) is not None or is_spanning(folded) or _SCHOOL_YEAR.match(folded) is not None


def _stack(rows: Sequence[Sequence[Cell]], index: int) -> list[str]:
    """The header cells above one column, from top to bottom, each once."""
    seen: dict[int, str] = {}
    for row in rows:
        seen.setdefault(id(row[index]), row[index].text)
    return [text for text in seen.values() if text]


def _is_read(rows: Sequence[Sequence[Cell]], index: int) -> bool:
    """Was one of the header cells above this column read from a picture?"""
    return any(row[index].confidence < 1 for row in rows)


def _column(stack: list[str], words: HeaderWords, *, is_read: bool) -> Column:
    together = "".join(stack)
    for text in (*reversed(stack), together):
        column = column_from_text(text, words)
        if column is not None:
            return column
    return Column("year" if is_read and _is_spoilt_year(text_folded(together)) else "note", together)


def _is_spoilt_year(folded: str) -> bool:
    """Was this a year before a line ran through it: 2023手, 223年, 2123年? Which year is left to its neighbours."""
    digits = sum(map(str.isdigit, folded))
    rest = [char for char in folded if char.isalpha() and char not in "年度"]
    return 2 < digits < 6 and folded[:1].isdigit() and len(rest) < 2 and len(folded) <= _LONGEST_YEAR


def names_found(columns: Sequence[Column]) -> tuple[Column, ...]:
    """With no name column said, the first column that is neither ordinal, code nor year holds the names."""
    if any(column.kind == "name" for column in columns):
        return tuple(columns)
    for index, column in enumerate(columns):
        if column.kind in ("note", "group"):
            return (*columns[:index], Column("name", column.text), *columns[index + 1 :])
    return tuple(columns)
