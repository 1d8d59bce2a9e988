"""Edition files: which tables a run of years prints, row by row.

Promise: rows stand in printed order without gaps, every code is used once in its edition, every row below another has its
parent above it, every unit is known; otherwise a CatalogueError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reportparse.catalogue.entries import Entry, choice_of, entries_of, flag_of, text_of, value_to_entry, whole_of, words_of
from reportparse.model import Alias, CatalogueTable, Edition, Indicator
from reportparse.text import text_folded

KINDS = ("stock", "flow_calendar", "flow_academic", "rate", "ratio")
EVIDENCE = ("seen", "unverified")
_EDITION_KEYS = ("edition", "first_year", "last_year", "evidence", "note", "tables")
_TABLE_KEYS = ("number", "names", "note", "rows")
_ROW_KEYS = ("position", "depth", "code", "name", "unit", "kind", "plausible", "label_en", "note", "evidence", "comparable")

Aliases = Mapping[str, tuple[Alias, ...]]


@dataclass(frozen=True, slots=True)
class Around:
    """What a row needs to know of the rest of the catalogue."""

    units: Mapping[str, str]
    aliases: Aliases


def value_to_edition(value: object, source: str, around: Around) -> Edition:
    """One edition file."""
    entry = value_to_entry(value, source, "", _EDITION_KEYS)
    last = None if entry.values.get("last_year") is None else whole_of(entry, "last_year")
    first = whole_of(entry, "first_year")
    if last is not None and last < first:
        raise entry.broken(f"last_year {last} is before first_year {first}", "exchange the two")
    evidence = choice_of(entry, "evidence", EVIDENCE, "seen")
    tables = tuple(
        _entry_to_table(table, around, evidence) for table in entries_of(entry.values.get("tables"), source, "table", _TABLE_KEYS)
    )
    _demand_unique(entry, (str(table.number) for table in tables), "table number")
    _demand_unique(entry, (row.code for table in tables for row in table.indicators if row.code), "code")
    return Edition(text_of(entry, "edition"), first, last, tables, evidence)


def _entry_to_table(entry: Entry, around: Around, evidence: str) -> CatalogueTable:
    number = whole_of(entry, "number")
    rows: list[Indicator] = []
    for row in entries_of(entry.values.get("rows"), entry.source, f"table {number} row", _ROW_KEYS):
        indicator = _entry_to_indicator(row, number, rows, around)
        if indicator.position != len(rows) + 1:
            raise row.broken(f"position {indicator.position} where {len(rows) + 1} follows", "number the rows from 1 without gaps")
        rows.append(replace(indicator, evidence=choice_of(row, "evidence", EVIDENCE, evidence)))
    _demand_unique(entry, (f"{row.path} ({row.unit})" for row in rows), "path and unit")
    if not rows:
        raise entry.broken("a table without rows", "write its rows, or leave the table out")
    return CatalogueTable(number, words_of(entry, "names"), tuple(rows))


def _entry_to_indicator(entry: Entry, table: int, above: list[Indicator], around: Around) -> Indicator:
    name, depth = text_of(entry, "name"), whole_of(entry, "depth")
    code = text_of(entry, "code") if entry.values.get("code") is not None else ""
    parent = _parent_of(code, depth, above)
    if depth < 0 or (depth and not parent):
        raise entry.broken(f"{name} has depth {depth} but no parent above it", "write a depth one more than that of its parent")
    return Indicator(
        code=code,
        table_no=table,
        position=whole_of(entry, "position"),
        depth=depth,
        name=name,
        unit=_unit_of(entry, around.units),
        label_en=text_of(entry, "label_en", ""),
        path=f"{parent.path} / {name}" if parent else name,
        kind=choice_of(entry, "kind", KINDS),
        plausible=_range_of(entry),
        aliases=_aliases_of(around.aliases.get(code, ()), name),
        note=text_of(entry, "note", ""),
        comparable=flag_of(entry, "comparable", True),
    )


def _parent_of(code: str, depth: int, above: list[Indicator]) -> Indicator | None:
    """The row that this one is a part of.

    The code decides where it can: 国家级数量 under the online courses is a part of their number, not of 课均学生数, which is
    printed between the two. Else it is the nearest row above that is one level higher.
    """
    higher = [row for row in above if row.depth == depth - 1]
    return next((row for row in higher if row.code and row.code == code.rpartition(".")[0]), higher[-1] if higher else None)


def _aliases_of(aliases: tuple[Alias, ...], name: str) -> tuple[Alias, ...]:
    """An alias that an edition prints as its own name is no alias there."""
    folded = text_folded(name)
    return tuple(alias for alias in aliases if text_folded(alias.name) != folded)


def _unit_of(entry: Entry, units: Mapping[str, str]) -> str:
    unit = text_of(entry, "unit")
    if units.get(unit) != unit:
        raise entry.broken(f"unit {unit} is not a canonical unit", f"write {units.get(unit, 'one of units.yaml')}, or add it there")
    return unit


def _range_of(entry: Entry) -> tuple[float | None, float | None]:
    found = entry.values.get("plausible", [None, None])
    if not isinstance(found, list) or len(found) != 2 or not all(_is_bound(bound) for bound in found):
        raise entry.broken("plausible is not a pair of numbers", "write `plausible: [0, 100]`, null where there is no bound")
    low, high = found
    if low is not None and high is not None and low > high:
        raise entry.broken(f"plausible runs from {low} down to {high}", "write the smaller number first")
    return low, high


def _is_bound(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _demand_unique(entry: Entry, names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise entry.broken(f"{what} {name} stands twice", "remove or rename one of the two")
        seen.add(name)
