"""What another reader says of the same tables, cell by cell.

A cell that both see and read differently is doubtful, and so is a figure that both see in different rows. A cell that the other reader has
no cell of its own for is not doubtful; such are counted, and said once a table. What neither reader can know by itself, such as where a
wrapped name ends when nothing is ruled, is not found this way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportparse.model import Document, Grid, Paper, Place, Table
from reportparse.opinions.cells import (
    Links,
    Pages,
    Seen,
    grids_to_pages,
    links_to_groups,
    seen_to_links,
    table_to_pages,
    text_compared,
    text_joined,
)
from reportparse.opinions.places import is_of_years, places_of_tables
from reportparse.opinions.said import Opinion, Other, opinion_to_problems, table_flagged

_SHIFTS = (0.0, *(sign * points for points in range(2, 13, 2) for sign in (-1.0, 1.0)))
"""Points by which a reader may see all text higher or lower than it is: fonts lie about the reach of their letters (8 points seen)."""
_TIMES = (2, 3, 4)
_FIGURES = frozenset({"year", "value", "size"})
_PARTED = _FIGURES | {"method"}
_ALIKE = 0.9
"""The share of cells read the same from which on a reader is taken to have made out the table."""

Readings = Mapping[str, Sequence[Grid]]
"""The grids of each other reader, by its name."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """One page as two readers see it; `after` is what the other one reads on the next page, where the rest of a cut cell stands."""

    ours: Seen
    theirs: Seen
    after: frozenset[str]
    engine: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of a page's cells those read the same, by number, and those read otherwise; it grows while they are gone through."""

    same: list[int]
    others: list[Other]


def places_unconfirmed(document: Document, paper: Paper, readings: Readings) -> tuple[Place, ...]:
    """Where another reader has still to look: the tables that none of `readings` has alike."""
    opinions = _tables_to_opinions(paper.tables, readings)
    unsure = [table for table, found in zip(paper.tables, opinions, strict=True) if is_of_years(table) and _agreement(found) < _ALIKE]
    return places_of_tables(document, unsure)


def paper_compared(paper: Paper, readings: Readings) -> Paper:
    """The paper with `engines-differ` wherever another reader, the one that made out most of the table, reads otherwise."""
    opinions = _tables_to_opinions(paper.tables, readings)
    judged = [(table, found) for table, found in zip(paper.tables, opinions, strict=True) if is_of_years(table)]
    problems = [problem for table, found in judged for problem in opinion_to_problems(table, found)]
    tables = tuple(table_flagged(table, found) for table, found in zip(paper.tables, opinions, strict=True))
    return replace(paper, tables=tables, problems=(*paper.problems, *problems))


def _tables_to_opinions(tables: Sequence[Table], readings: Readings) -> tuple[Opinion, ...]:
    """For each table what the reader says of it that made out most of it, and is not the one that read it."""
    seen = {engine: grids_to_pages(grids) for engine, grids in readings.items()}
    return tuple(_best_opinion(table, seen) for table in tables)


def _best_opinion(table: Table, seen: Mapping[str, Pages]) -> Opinion:
    nobody = _table_to_opinion(table, {}, "")
    asked = [_table_to_opinion(table, pages, engine) for engine, pages in seen.items() if engine != table.engine]
    return max([nobody, *asked], key=lambda opinion: (_agreement(opinion), len(opinion.other)))


def _agreement(opinion: Opinion) -> float:
    """The share of the table's cells that both read the same; of a table without cells all."""
    cells = opinion.same + len(opinion.other) + opinion.absent
    return opinion.same / cells if cells else 1.0


def _table_to_opinion(table: Table, pages: Pages, engine: str) -> Opinion:
    if not is_of_years(table):
        return Opinion(engine)
    found = [_page_to_opinion(ours, pages, number, engine) for number, ours in table_to_pages(table).items()]
    others = tuple(other for opinion in found for other in opinion.other)
    return Opinion(engine, sum(opinion.same for opinion in found), others, sum(opinion.absent for opinion in found))


def _page_to_opinion(ours: Seen, pages: Pages, number: int, engine: str) -> Opinion:
    """The reading of the page that agrees best, over all heights at which the reader may see the text."""
    best = Opinion(engine, absent=len(ours.slots))
    theirs = pages.get(number)
    if theirs is None or not theirs.slots:
        return best
    after = frozenset(map(text_compared, pages[number + 1].printed)) if number + 1 in pages else frozenset()
    for shift in _SHIFTS:
        best = max(best, _opinion_of(Spread(ours, theirs, after, engine), seen_to_links(ours, theirs, shift)), key=_agreement)
        if _agreement(best) >= _ALIKE:
            break
    return best


def _opinion_of(spread: Spread, links: Links) -> Opinion:
    verdict = Verdict([], [])
    for mine, _ in links_to_groups(links):
        shared: list[int] = []
        for i in mine:
            theirs = np.flatnonzero(links[i]).tolist()
            sharing = np.flatnonzero(links[:, theirs].any(axis=1)).tolist()
            if sharing == [i]:
                _judge_one(i, theirs, spread, verdict)
            elif theirs:
                shared.append(i)
        _judge_shared(shared, np.flatnonzero(links[shared].any(axis=0)).tolist(), spread, verdict)
    moved = [other for i in verdict.same for other in _in_another_row(i, spread, links)]
    others = (*verdict.others, *moved)
    return Opinion(spread.engine, len(verdict.same) - len(moved), others, len(spread.ours.slots) - len(verdict.same) - len(verdict.others))


def _judge_one(mine: int, theirs: Sequence[int], spread: Spread, verdict: Verdict) -> None:
    """A cell that shares the other reader's cells with no other text of ours."""
    printed = text_joined(spread.theirs, theirs)
    if _is_same(spread, mine, printed) and not _is_parted(spread, mine, theirs):
        verdict.same.append(mine)
    elif not _is_piece(spread, mine, theirs):
        verdict.others.append(_other(spread, mine, printed))


def _is_parted(spread: Spread, mine: int, theirs: Sequence[int]) -> bool:
    """Figures, or how people were asked, of which the other reader makes two cells side by side: one may be another column's."""
    filled = [spread.theirs.slots[j] for j in theirs if spread.theirs.printed[j]]
    beside = {slot.column for slot in filled if slot.rows == filled[0].rows}
    return spread.ours.slots[mine].kind in _PARTED and len(beside) > 1


def _judge_shared(mine: Sequence[int], theirs: Sequence[int], spread: Spread, verdict: Verdict) -> None:
    """Cells between which the other reader draws no line: the letters of all must be there, those of one line in its order.

    Where they are not, a figure that the other reader does not have among them is doubtful; all are, when it has digits left over, and
    an empty one when it has anything left over.
    """
    printed = text_joined(spread.theirs, theirs)
    one, other = text_compared(text_joined(spread.ours, mine)), text_compared(printed)
    alone = [i for i in mine if spread.ours.printed[i]]
    filled = [j for j in theirs if spread.theirs.printed[j]]
    in_order = all(len({seen.slots[k].rows for k in cells}) == 1 for seen, cells in ((spread.ours, mine), (spread.theirs, filled)))
    if other in _printings(one) or (Counter(one) == Counter(other) and not in_order):
        verdict.same.extend(alone if len(alone) == 1 else [])
        return
    left_over = _left_over(spread, mine, other)
    if len(alone) == 1:
        _judge_one(alone[0], theirs, spread, verdict)
    for i in mine:
        text = text_compared(spread.ours.printed[i])
        is_other = any(map(str.isdigit, left_over)) or text not in other if text else bool(left_over)
        if is_other and spread.ours.slots[i].kind in _FIGURES and [i] != alone:
            verdict.others.append(_other(spread, i, printed))


def _left_over(spread: Spread, mine: Sequence[int], other: str) -> str:
    """What `other` has beside the texts of our cells."""
    for text in sorted((text_compared(spread.ours.printed[i]) for i in mine), key=len, reverse=True):
        other = other.replace(text, "", 1)
    return other


def _other(spread: Spread, mine: int, printed: str) -> Other:
    slot = spread.ours.slots[mine]
    return Other(slot.rows[0], slot.column, printed)


def _is_same(spread: Spread, mine: int, printed: str) -> bool:
    """The same text, or either half of a cell that a page cuts."""
    one, other = text_compared(spread.ours.printed[mine]), text_compared(printed)
    if other in _printings(one):
        return True
    return bool(other) and one.startswith(other) and one[len(other) :] in spread.after


def _printings(text: str) -> tuple[str, ...]:
    """The text, and as it reads where it is printed several times to look bold, or is in several of the other reader's tables."""
    return (text, *(text * times for times in _TIMES))


def _is_piece(spread: Spread, mine: int, matching: Sequence[int]) -> bool:
    """A name that a reader without rules cuts too short or too long, as a neighbouring column's edge has it: of that it knows nothing."""
    if spread.ours.slots[mine].kind != "name" or any(spread.theirs.slots[j].is_ruled for j in matching):
        return False
    one, other = text_compared(spread.ours.printed[mine]), text_compared(text_joined(spread.theirs, matching))
    return bool(one and other) and (other in one or one in other)


def _in_another_row(figure: int, spread: Spread, links: Links) -> Iterator[Other]:
    """A figure that both read the same, but beside another name.

    The names beside it are those that the other reader has in the same row; where it has none there (it gives each printed line a row of
    its own, and the name wraps), nothing can be said.
    """
    slot = spread.ours.slots[figure]
    if slot.kind not in ("year", "value") or not spread.ours.printed[figure]:
        return
    rows = {spread.theirs.slots[j].rows[0] for j in np.flatnonzero(links[figure]).tolist() if spread.theirs.printed[j]}
    beside = [j for j, theirs in enumerate(spread.theirs.slots) if theirs.rows[0] in rows and spread.theirs.printed[j]]
    names = [i for i in _names(spread.ours) if links[i, beside].any()]
    if names and not any(set(slot.rows) & set(spread.ours.slots[i].rows) for i in names):
        yield Other(slot.rows[0], slot.column, spread.ours.printed[figure], text_joined(spread.ours, names))


def _names(seen: Seen) -> list[int]:
    return [i for i, slot in enumerate(seen.slots) if slot.kind == "name" and seen.printed[i]]
