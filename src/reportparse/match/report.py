"""All tables of a report: the edition, the pieces of one table together, the copies apart, and what is to be said of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from reportparse.match.judge import readings_to_matches, unmatched
from reportparse.match.prepare import PreparedTable, catalogue_to_tables
from reportparse.match.tables import Tables, cores_to_votes, table_to_claim, table_to_cores, table_to_parts
from reportparse.model import Catalogue, Match, MatchedTable, Outcome, Problem, Severity, TableReading

Matches = tuple[Match, ...]

# A piece may repeat a row or two of what came before it (a row cut by the page); more than this share is a copy, not a piece.
_COPY_SHARE = 0.4

_MESSAGES = {
    "ambiguous-match": "{name}: the rows around it leave open whether this is {indicator}",
    "fuzzy-match": "{name}: taken for {indicator}, the name differs",
    "out-of-order": "{name}: taken for {indicator}, which stands elsewhere in the catalogue's table",
    "unverified-alias": "{name}: taken for {indicator} by a name that nobody has seen in a real report yet",
    "not-comparable": "{name}: another form of {indicator} whose meaning or unit changed; a series breaks here",
}

_SEVERITY: Mapping[str, Severity] = {"unverified-alias": "note", "not-comparable": "note"}


def match_tables(readings: tuple[TableReading, ...], catalogue: Catalogue) -> Outcome[MatchedTable]:
    """Every table, in the order given; a table that no edition knows keeps its rows, unmatched."""
    tables = _best_edition(readings, catalogue)
    parts = tuple(part for table in readings for part in table_to_parts(table, tables, catalogue))
    claims = _claims_with_pieces(parts, tables, catalogue)
    matches = _parts_to_matches(parts, claims, tables, catalogue)
    matched = tuple(
        _matched(part, tables[claim] if claim >= 0 else None, found) for part, claim, found in zip(parts, claims, matches, strict=True)
    )
    return Outcome(matched, tuple(problem for table in matched for problem in _table_to_problems(table)))


def _best_edition(readings: tuple[TableReading, ...], catalogue: Catalogue) -> Tables:
    """The edition whose tables know most rows; of equal ones that of the last year printed."""
    last = max((printed.year for table in readings for reading in table.readings for printed in reading.values), default=0)
    cores = [table_to_cores(table, catalogue) for table in readings]

    def worth(number: int) -> tuple[int, bool]:
        edition = catalogue.editions[number]
        votes = sum(max(cores_to_votes(table, catalogue_to_tables(catalogue)[number]), default=0) for table in cores)
        return votes, edition.first_year <= last <= (edition.last_year or last)

    return catalogue_to_tables(catalogue)[max(range(len(catalogue.editions)), key=worth)]


def _claims_with_pieces(parts: tuple[TableReading, ...], tables: Tables, catalogue: Catalogue) -> tuple[int, ...]:
    """The table that each part is, -1 for none; a nameless one that claims nothing goes with the one before, if it fits."""
    claims: list[int] = []
    for part in parts:
        number = table_to_claim(part, tables, catalogue).number
        before = claims[-1] if claims else -1
        if number < 0 <= before and not part.name and cores_to_votes(table_to_cores(part, catalogue), tables)[before] == len(part.readings):
            number = before
        claims.append(number)
    return tuple(claims)


def _parts_to_matches(parts: tuple[TableReading, ...], claims: tuple[int, ...], tables: Tables, catalogue: Catalogue) -> list[Matches]:
    matches: list[Matches] = [tuple(unmatched(reading) for reading in part.readings) for part in parts]
    for number in sorted(set(claims) - {-1}):
        own = [part for part, claim in enumerate(claims) if claim == number]
        for part in own:
            matches[part] = readings_to_matches(parts[part].readings, tables[number], catalogue)
        if len(own) > 1:
            _settle_rivals(own, parts, matches, (tables[number], catalogue))
    return matches


def _settle_rivals(own: list[int], parts: tuple[TableReading, ...], matches: list[Matches], known: tuple[PreparedTable, Catalogue]) -> None:
    """Several parts that are one table: pieces are aligned together; a copy stays as it is, a small nameless one is no such table."""
    ranked = sorted(own, key=lambda part: -len(_indicators(matches[part])))
    main = ranked[0]
    whole = set(_indicators(matches[main]))
    pieces = [main]
    for part in ranked[1:]:
        found = _indicators(matches[part])
        if len(whole.intersection(found)) <= _COPY_SHARE * len(found):
            pieces.append(part)
            whole.update(found)
        elif not parts[part].name and len(found) < len(whole) / 2:
            matches[part] = tuple(unmatched(reading) for reading in parts[part].readings)
    if len(pieces) > 1:
        _align_pieces(sorted(pieces), parts, matches, known)


def _align_pieces(
    pieces: list[int], parts: tuple[TableReading, ...], matches: list[Matches], known: tuple[PreparedTable, Catalogue]
) -> None:
    together = iter(readings_to_matches(tuple(reading for part in pieces for reading in parts[part].readings), *known))
    for part in pieces:
        matches[part] = tuple(islice(together, len(parts[part].readings)))


def _indicators(matches: Matches) -> list[int]:
    return [match.indicator.position for match in matches if match.indicator is not None]


def _matched(part: TableReading, table: PreparedTable | None, matches: Matches) -> MatchedTable:
    if table is None:
        return MatchedTable(part, "", part.number, part.name, matches)
    return MatchedTable(part, table.edition, table.table.number, table.table.names[0], matches)


def _table_to_problems(table: MatchedTable) -> Iterator[Problem]:
    if not table.edition:
        what = f"a table that no edition knows: {table.table_name or 'no caption'}; its {len(table.matches)} rows are kept unmatched"
        yield Problem("unknown-table", "warning", what, place=table.table.place)
        return
    for match in table.matches:
        yield from _match_to_problems(match)


def _match_to_problems(match: Match) -> Iterator[Problem]:
    if match.indicator is None:
        what = f"{match.reading.name_raw}: no known indicator; kept, unmatched"
        yield Problem("unmatched-row", "warning", what, place=match.reading.place)
        return
    for flag in match.flags:
        message = _MESSAGES[flag].format(name=match.reading.name_raw, indicator=f"{match.indicator.path} ({match.indicator.unit})")
        yield Problem(flag, _SEVERITY.get(flag, "warning"), message, match.indicator.code, place=match.reading.place)
