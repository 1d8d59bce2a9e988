"""Units merged over rows that no rule parts: one stands in the middle of the rows that it is printed for.

All rows of the page must come out so, each with one unit, or nothing is changed: a unit that is told for a row that has none would be
worse than a row without. At the head of a page that a table goes on to, rows may have the unit of the page before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportparse.assemble.aligned.body import BodyRow
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.chunks import Chunk

_OFF = 0.45  # of the font box: a row more or less moves the middle by half a row, which is 0.6 and more


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stands: its height, that of its type, its letters."""

    middle: float
    height: float
    chunks: tuple[Chunk, ...]


Group = tuple[int, int, tuple[Chunk, ...]]
"""Rows [first, stop) and the unit that they share."""

Step = tuple[float, tuple[int, int] | None]
"""What it costs to come here, and from where: rows and units used."""


def rows_with_units_shared(
    rows: Sequence[BodyRow], columns: Columns, titles: Collection[int], *, goes_on: bool
) -> tuple[list[BodyRow], list[Group]]:
    """The rows without those that are nothing but a merged unit, and which of them share one; as they are where units are not merged."""
    at = [k for k, column in enumerate(columns.columns) if column.kind == "unit"]
    if len(at) != 1:
        return list(rows), []
    units = [unit for row in rows if (unit := _unit_of(row, at[0]))]
    bare = [_without(row, at[0]) for row in rows]
    real = [(number, row) for number, row in enumerate(bare) if row.lines]
    told = sum(_unit_of(rows[number], at[0]) is not None for number, _ in real if number not in titles)
    if not units or told == len(real) - len(titles):
        return list(rows), []
    groups = _groups([row for _, row in real], units, {k for k, (number, _) in enumerate(real) if number in titles}, goes_on=goes_on)
    return ([row for _, row in real], groups) if groups else (list(rows), [])


def _unit_of(row: BodyRow, at: int) -> Unit | None:
    held = [(line.line, chunk) for line in row.lines for chunk, column in zip(line.chunks, line.columns, strict=True) if column == at]
    if not held:
        return None
    return Unit(sum(line.middle for line, _ in held) / len(held), held[0][0].height, tuple(chunk for _, chunk in held))


def _without(row: BodyRow, at: int) -> BodyRow:
    """The row without its unit."""
    lines = []
    for line in row.lines:
        kept = [(chunk, column) for chunk, column in zip(line.chunks, line.columns, strict=True) if column != at]
        if kept:
            lines.append(replace(line, chunks=tuple(chunk for chunk, _ in kept), columns=tuple(column for _, column in kept)))
    return replace(row, lines=tuple(lines))


def _groups(rows: Sequence[BodyRow], units: Sequence[Unit], titles: Collection[int], *, goes_on: bool) -> list[Group]:
    """All rows shared out among all units in order, each unit as near as can be to the middle of its rows; none where it can't be done."""
    boxes = [(min(b.line.top for b in row.lines), max(b.line.bottom for b in row.lines)) for row in rows]
    best: dict[tuple[int, int], Step] = {(0, 0): (0.0, None)}
    for i in range(len(rows)):
        for j in range(len(units) + 1):
            if (i, j) not in best:
                continue
            stops = range(i + 1, next((k for k in range(i, len(rows)) if k in titles), len(rows)) + 1)
            free = [i + 1] if i in titles else stops if goes_on and i == 0 else ()
            for state, dear in (*(((stop, j), 0.0) for stop in free), *_next((i, j), stops, boxes, units[j : j + 1])):
                cost = best[i, j][0] + dear
                if state not in best or cost < best[state][0]:
                    best[state] = (cost, (i, j))
    return _walked_back(best, len(rows), units)


def _next(
    used: tuple[int, int], stops: Iterable[int], boxes: Sequence[tuple[float, float]], units: Sequence[Unit]
) -> Iterator[tuple[tuple[int, int], float]]:
    """What may follow when so many rows and units are used: the rows of the next unit, none of them behind the last of `stops`."""
    for unit in units:
        for stop in stops:
            off = ((boxes[used[0]][0] + boxes[stop - 1][1]) / 2 - unit.middle) / max(unit.height, 1.0)
            if off > _OFF:
                return
            if off > -_OFF:
                yield (stop, used[1] + 1), off * off


def _walked_back(best: dict[tuple[int, int], Step], n: int, units: Sequence[Unit]) -> list[Group]:
    groups: list[Group] = []
    state: tuple[int, int] | None = (n, len(units))
    while state in best and state is not None:
        before = best[state][1]
        if before is not None:
            groups.append((before[0], state[0], units[before[1]].chunks if state[1] > before[1] else ()))
        state = before
    return groups[::-1]
