"""match → tidy: which indicator each reading is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportparse.model.catalogue import Indicator
from reportparse.model.reading import Reading, TableReading

MatchMethod = Literal["exact", "alias", "aligned", "fuzzy", "reviewed", ""]


@dataclass(frozen=True, slots=True)
class Match:
    """Which indicator a reading is, how that was decided, and how well (0..1). No indicator: kept, unmatched."""

    reading: Reading
    indicator: Indicator | None
    method: MatchMethod = ""
    score: float = 0.0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """A table's readings, each with its match. `table_no` is the catalogue's number, or the printed one where none fits."""

    table: TableReading
    edition: str
    table_no: int | None
    table_name: str
    matches: tuple[Match, ...]
