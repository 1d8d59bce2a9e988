"""Several printed tables that are one catalogue table: pieces of it, copies of it, or small tables of the prose that use its words.

Promise: pieces are aligned as one; what repeats a table word for word is kept without codes, so that no value counts twice; a copy that
says something else stays, for its rows to be flagged; a small table under another name is none of the appendix.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from reportparse.match.judge import readings_to_matches
from reportparse.match.labels import label_to_core
from reportparse.match.prepare import PreparedTable
from reportparse.model import Catalogue, Match, TableReading

# A piece may repeat a row or two of what came before it (a row cut by the page); more than this share is a copy, not a piece.
_COPY_SHARE = 0.4
_SMALL_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """A printed table, the catalogue table that it seems to be (-1: none), and its rows' matches. `rank` is its place in print."""

    rank: int
    table: TableReading
    claim: int
    matches: tuple[Match, ...]


def parts_settled(parts: tuple[Part, ...], table: PreparedTable, catalogue: Catalogue) -> tuple[Part, ...]:
    """The same parts, in the same order, with the claims and matches that stand when each is seen beside the others."""
    if len(parts) < 2:
        return parts
    ranked = sorted(parts, key=lambda part: -len(_positions(part)))
    whole = set(_positions(ranked[0]))
    pieces, others = [ranked[0]], []
    for part in ranked[1:]:
        found = _positions(part)
        if len(whole.intersection(found)) <= _COPY_SHARE * len(found):
            pieces.append(part)
            whole.update(found)
        else:
            others.append(part)
    joined = _pieces_joined(sorted(pieces, key=lambda part: part.rank), table, catalogue)
    settled = (*joined, *(_copy_settled(part, joined, table, catalogue) for part in others))
    return tuple(sorted(settled, key=lambda part: part.rank))


def _positions(part: Part) -> list[int]:
    return [match.indicator.position for match in part.matches if match.indicator is not None]


def _pieces_joined(pieces: list[Part], table: PreparedTable, catalogue: Catalogue) -> tuple[Part, ...]:
    if len(pieces) < 2:
        return tuple(pieces)
    together = iter(readings_to_matches(tuple(reading for part in pieces for reading in part.table.readings), table, catalogue))
    return tuple(replace(part, matches=tuple(islice(together, len(part.matches)))) for part in pieces)


def _copy_settled(part: Part, joined: tuple[Part, ...], table: PreparedTable, catalogue: Catalogue) -> Part:
    said = {(match.indicator.position, match.reading.values) for piece in joined for match in piece.matches if match.indicator}
    if all(match.indicator is None or (match.indicator.position, match.reading.values) in said for match in part.matches):
        return replace(part, matches=tuple(Match(match.reading, None, flags=("table-repeated",)) for match in part.matches))
    caption = label_to_core(part.table.name, catalogue)
    small = len(_positions(part)) < _SMALL_SHARE * len(said)
    if small and not any(name and name in caption for name in table.names):
        return replace(part, claim=-1, matches=tuple(Match(match.reading, None, flags=("unmatched-row",)) for match in part.matches))
    return part
