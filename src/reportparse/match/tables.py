"""Which catalogue table a printed table is: by its rows first, by its caption second.

Table numbers and order are not stable, a page break can leave a table in pieces, a lost caption can leave two in one, and a report's
prose has small tables with the same words in them. So rows vote, and a table must win enough of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from reportparse.match.labels import label_to_core
from reportparse.match.prepare import PreparedTable
from reportparse.model import Catalogue, Reading, TableReading

Tables = tuple[PreparedTable, ...]

# A caption's word counts as much as a third of the rows, a printed number hardly at all (国际影响表 was table 4 and is table 5).
CAPTION_WORTH = 0.3
NUMBER_WORTH = 0.05
# Without a caption half of the rows must be known, and three of them: a small table in the prose names 毕业生人数 too.
LEAST_SHARE = 0.5
LEAST_ROWS = 3
LEAST_SHARE_CAPTIONED = 0.15
HEADER_OF_ANOTHER = "header-unclear"
_NEAR_NAME = 0.8
_SAYS_ENOUGH = 0.6
# A boundary between two tables that were read as one: so many rows in a row that belong to another table.
_RUN = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """What a printed table seems to be: the number of a prepared table (-1: none), how many rows say so, and the worth of it all."""

    number: int
    votes: int
    worth: float


def table_to_claim(table: TableReading, tables: Tables, catalogue: Catalogue) -> Claim:
    """The best claim of a printed table on one edition's tables."""
    cores = table_to_cores(table, catalogue)
    said = (label_to_core(table.name, catalogue), table.number)
    claims = [_claim(number, votes, len(cores), said, tables) for number, votes in enumerate(_cores_to_near_votes(cores, tables))]
    best = max(claims, key=lambda claim: claim.worth)
    return best if best.worth > 0 else Claim(-1, 0, 0.0)


def table_to_cores(table: TableReading, catalogue: Catalogue) -> tuple[str, ...]:
    """The cores of its labels."""
    return tuple(label_to_core(reading.name_raw, catalogue) for reading in table.readings)


def cores_to_votes(cores: tuple[str, ...], tables: Tables) -> list[int]:
    """Per catalogue table, how many rows bear one of its names."""
    known = _known_cores(tables)
    counts = Counter(number for core in cores for number in known.get(core, ()))
    return [counts[number] for number in range(len(tables))]


def _cores_to_near_votes(cores: tuple[str, ...], tables: Tables) -> list[int]:
    """The same, similar names too: asked where the names themselves say little."""
    votes = cores_to_votes(cores, tables)
    if max(votes, default=0) >= _SAYS_ENOUGH * len(cores):
        return votes
    near = (cdist(cores, table.cores, scorer=ratio, score_cutoff=100 * _NEAR_NAME).max(axis=1) > 0 for table in tables)
    return [int(rows.sum()) for rows in near]


@lru_cache(maxsize=32)
def _known_cores(tables: Tables) -> dict[str, tuple[int, ...]]:
    return {core: tuple(n for n, table in enumerate(tables) if core in table.cores) for core in {c for t in tables for c in t.cores}}


def _claim(number: int, votes: int, rows: int, said: tuple[str, int | None], tables: Tables) -> Claim:
    caption, printed = said
    named = any(name and name in caption for name in tables[number].names)
    share = votes / rows if rows else 0.0
    worth = share + CAPTION_WORTH * named + NUMBER_WORTH * (printed == tables[number].table.number)
    enough = (share >= LEAST_SHARE and votes >= LEAST_ROWS) or (named and share >= LEAST_SHARE_CAPTIONED)
    return Claim(number, votes, worth if enough else 0.0)


def table_to_parts(table: TableReading, tables: Tables, catalogue: Catalogue) -> Iterator[TableReading]:
    """The table, or the tables that were read as one: cut where a run of rows begins that only another table knows.

    Where a page is missing or stands elsewhere, the rest of a table follows one whose columns are others (满意度调查表 has two more): what
    stands below the header of another table is doubted, each row of it.
    """
    start = 0
    current = -1
    votes = [_known_cores(tables).get(core, ()) for core in table_to_cores(table, catalogue)]
    for row, numbers in enumerate(votes):
        if current in numbers or len(numbers) != 1:
            continue
        if current >= 0 and _begins_run(votes[row : row + 2 * _RUN], numbers[0], current):
            yield replace(table, readings=table.readings[start:row])
            table = replace(table, number=None, name="", readings=_header_doubted(table.readings, row))
            start = row
        elif current >= 0:
            continue
        current = numbers[0]
    yield replace(table, readings=table.readings[start:]) if start else table


def _header_doubted(readings: tuple[Reading, ...], start: int) -> tuple[Reading, ...]:
    """The readings, those from `start` on with a doubt each, once."""
    doubted = (replace(one, flags=tuple(dict.fromkeys((*one.flags, HEADER_OF_ANOTHER)))) for one in readings[start:])
    return (*readings[:start], *doubted)


def _begins_run(votes: list[tuple[int, ...]], number: int, current: int) -> bool:
    counts = Counter(n for numbers in votes for n in numbers)
    return counts[number] >= _RUN and counts[number] > 2 * counts[current]
