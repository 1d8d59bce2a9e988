"""All tables of a report: the edition, the pieces of one table together, the copies apart, and what is to be said of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportparse.match.judge import readings_to_matches, unmatched
from reportparse.match.prepare import catalogue_to_tables
from reportparse.match.rivals import Part, parts_settled
from reportparse.match.tables import HEADER_OF_ANOTHER, Tables, cores_to_votes, table_to_claim, table_to_cores, table_to_parts
from reportparse.model import Catalogue, Match, MatchedTable, Outcome, Problem, Severity, TableReading

_MESSAGES = {
    "ambiguous-match": "{name}: the rows around it leave open whether this is {indicator}",
    "fuzzy-match": "{name}: taken for {indicator}, the name differs",
    "out-of-order": "{name}: taken for {indicator}, which stands elsewhere in the catalogue's table",
    "unverified-alias": "{name}: taken for {indicator} by a name that nobody has seen in a real report yet",
    "not-comparable": "{name}: another form of {indicator} whose meaning or unit changed; a series breaks here",
}

# Where fewer rows than these fit a table that is known, its rows or columns were not told apart well, and nothing in it is beyond
# doubt. In reports that add rows of their own at most one in five is new.
_HELD_SHARE = 0.7

_SEVERITY: Mapping[str, Severity] = {"unverified-alias": "note", "not-comparable": "note"}


def match_tables(readings: tuple[TableReading, ...], catalogue: Catalogue) -> Outcome[MatchedTable]:
    """Every table, in the order given; a table that no edition knows keeps its rows, unmatched."""
    tables = _best_edition(readings, catalogue)
    whole = tuple(part for table in readings for part in table_to_parts(table, tables, catalogue))
    parts = _parts_matched(whole, _tables_to_claims(whole, tables, catalogue), tables, catalogue)
    matched = tuple(_part_to_table(part, tables) for part in parts)
    missing = _missing_to_problems(matched, tables)
    return Outcome(matched, (*(problem for table in matched for problem in _table_to_problems(table)), *missing))


def _best_edition(readings: tuple[TableReading, ...], catalogue: Catalogue) -> Tables:
    """The edition whose tables know most rows; of equal ones that of the last year printed."""
    last = max((printed.year for table in readings for reading in table.readings for printed in reading.values), default=0)
    cores = [table_to_cores(table, catalogue) for table in readings]

    def worth(number: int) -> tuple[int, bool]:
        edition = catalogue.editions[number]
        votes = sum(max(cores_to_votes(table, catalogue_to_tables(catalogue)[number]), default=0) for table in cores)
        return votes, edition.first_year <= last <= (edition.last_year or last)

    return catalogue_to_tables(catalogue)[max(range(len(catalogue.editions)), key=worth)]


def _tables_to_claims(parts: tuple[TableReading, ...], tables: Tables, catalogue: Catalogue) -> tuple[int, ...]:
    """The table that each part is, -1 for none; a nameless one that claims nothing goes with the one before, if it fits."""
    claims: list[int] = []
    for part in parts:
        number = table_to_claim(part, tables, catalogue).number
        before = claims[-1] if claims else -1
        if number < 0 <= before and not part.name and cores_to_votes(table_to_cores(part, catalogue), tables)[before] == len(part.readings):
            number = before
        claims.append(number)
    return tuple(claims)


def _parts_matched(whole: tuple[TableReading, ...], claims: tuple[int, ...], tables: Tables, catalogue: Catalogue) -> tuple[Part, ...]:
    """Every part with its matches, those of one catalogue table seen beside each other."""
    claimed = enumerate(zip(whole, claims, strict=True))
    parts = [_part_matched(rank, table, claim, tables, catalogue) for rank, (table, claim) in claimed]
    for number in sorted(set(claims) - {-1}):
        for part in parts_settled(tuple(part for part in parts if part.claim == number), tables[number], catalogue):
            parts[part.rank] = part
    return tuple(parts)


def _part_matched(rank: int, table: TableReading, claim: int, tables: Tables, catalogue: Catalogue) -> Part:
    if claim < 0:
        return Part(rank, table, claim, tuple(unmatched(reading) for reading in table.readings))
    return Part(rank, table, claim, readings_to_matches(table.readings, tables[claim], catalogue))


def _part_to_table(part: Part, tables: Tables) -> MatchedTable:
    if part.claim < 0:
        return MatchedTable(part.table, "", part.table.number, part.table.name, part.matches)
    table = tables[part.claim]
    known = sum(match.indicator is not None for match in part.matches)
    broken = known < _HELD_SHARE * len(part.matches) and not any("table-repeated" in match.flags for match in part.matches)
    matches = tuple(replace(match, flags=(*match.flags, "table-unaligned")) for match in part.matches) if broken else part.matches
    return MatchedTable(part.table, table.edition, table.table.number, table.table.names[0], matches)


def _missing_to_problems(matched: tuple[MatchedTable, ...], tables: Tables) -> Iterator[Problem]:
    """What the edition prints and the report lacks; of a report that has no table of it, nothing is known."""
    held = {table.table_no for table in matched if table.edition}
    for table in tables if held else ():
        if table.table.number not in held:
            what = f"{table.table.names[0]} (table {table.table.number} of edition {table.edition}) was not found"
            yield Problem("table-missing", "note", what)
            continue
        parts = [part for part in matched if part.edition and part.table_no == table.table.number]
        found = {(match.indicator.path, match.indicator.unit) for part in parts for match in part.matches if match.indicator is not None}
        # 教学计划内课程总数 is printed in 门 and in 学时: a path alone does not tell which of the two is there
        missing = [one.path for one in table.table.indicators if (one.path, one.unit) not in found]
        if missing:
            what = f"{table.table.names[0]}: not found are {len(missing)} of the {len(table.table.indicators)} rows of its edition"
            yield Problem("rows-missing", "note", f"{what}, the first of them: {missing[0]}", place=parts[0].table.place)


def _table_to_problems(table: MatchedTable) -> Iterator[Problem]:
    first = table.matches[0].reading
    if HEADER_OF_ANOTHER in first.flags:
        name = table.table_name or "a table"
        what = f"{name}: rows from {first.name_raw} on stand below another table's header; its columns may hold something else"
        yield Problem(HEADER_OF_ANOTHER, "warning", what, place=first.place)
    if not table.edition:
        what = f"a table that no edition knows: {table.table_name or 'no caption'}; its {len(table.matches)} rows are kept unmatched"
        yield Problem("unknown-table", "warning", what, place=table.table.place)
        return
    if any("table-repeated" in match.flags for match in table.matches):
        what = f"{table.table_name} stands here once more, word for word; these rows are kept without codes"
        yield Problem("table-repeated", "warning", what, place=table.table.place)
        return
    if any("table-unaligned" in match.flags for match in table.matches):
        what = f"{table.table_name}: many rows fit nothing; rows or columns may be misread"
        yield Problem("table-unaligned", "warning", what, place=table.table.place)
    for match in table.matches:
        yield from _match_to_problems(match)


def _match_to_problems(match: Match) -> Iterator[Problem]:
    if match.indicator is None:
        what = f"{match.reading.name_raw}: no known indicator; kept, unmatched"
        yield Problem("unmatched-row", "warning", what, place=match.reading.place)
        return
    for flag in match.flags:
        if flag not in _MESSAGES:
            continue
        message = _MESSAGES[flag].format(name=match.reading.name_raw, indicator=f"{match.indicator.path} ({match.indicator.unit})")
        yield Problem(flag, _SEVERITY.get(flag, "warning"), message, match.indicator.code, place=match.reading.place)
