"""Which lines are one row, in a table without rules between its rows.

A name may wrap over several lines beside a value that stands on one.  Every unit or value announces a row (an anchor);
the name's lines are shared out among the anchors so that each anchor stands where its row's alignment puts it: level
with the first line, the middle or the last.  The cheapest sharing over the whole table wins, under whichever alignment
is cheapest.  The catalogue's names may tip the balance; they never make a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise

from reportparse.assemble.aligned.offset import anchors_levelled

_MOST_LINES = 12  # of one name: the longest has 24 characters, and columns of two characters a line were seen
_BARE = 3.5  # cost of name lines that no anchor belongs to, and of an anchor without a name
_CUT = 1.5  # the same at the top or the foot of a page, where a row may be cut
_KNOWN = 1.6  # what a known name is worth: more than sharing it over two rows costs, less than an anchor half a line off
_BESIDE = 0.3  # of the font box
_LEVEL = 1.5  # a third of a line off at the most: then no other alignment need be tried
_APART = 2.2  # of the font box: lines further apart are not one name
_EMPTY = 1.0  # cost of a known name without an anchor: a row whose cells are all empty
_RARE = 0.5  # values level with the first line are rarer than in the middle, level with the last rarer still
_TITLE = 1.2  # cost of a line without an anchor that begins with an ordinal: the title of a group
_INNER = 2.0
_PARTED = 2.0
_BEGINS = 6.0  # cost of a line that begins like a row inside another row's name: dearer than a row without an anchor
_PART = 1.0  # the most that an anchor off its place costs in a row that the page cuts: only a part of its name is seen
_NEAR = 4.0  # of the font box: half the tallest name, and a line
_FORBIDDEN = 40.0  # an anchor one and a half lines from where it should stand belongs to another row

_SHARED = 0.8  # cost of a name that two anchors share (门 / 学时): dearer than a name each, cheaper than a name missing

States = dict[int, tuple[float, tuple[int, int] | None]]


@dataclass(frozen=True, slots=True)
class Row:
    """Name lines [start, stop) and the anchors [anchor, anchor_stop) they belong to: none, one, or two that share the name."""

    start: int
    stop: int
    anchor: int
    anchor_stop: int


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands in the body: name lines (middle, height) and anchors (middle), both from top to bottom.

    `is_known(a, b)` says that name lines [a, b) together are a name of the catalogue, `may_share(j)` that anchors j and
    j + 1 are so different in unit that one name may serve both. `cut`: may a row be cut above, and below? `begins` are
    the name lines that begin with an ordinal or 其中, and so begin a row; `titles` those that may be a group's title, 一、…;
    `inner` those that begin with a bracket, and so hardly begin a row.
    """

    names: Sequence[tuple[float, float]]
    anchors: Sequence[float]
    is_known: Callable[[int, int], bool]
    may_share: Callable[[int], bool]
    cut: tuple[bool, bool] = (False, False)
    begins: frozenset[int] = frozenset()
    titles: frozenset[int] = frozenset()
    inner: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs to join each name line with the next 0, 1, 2 … to one name, and what so many lines cost that take no anchor: the same
    under every alignment."""

    join: Sequence[Sequence[float]]
    bare: Callable[[int, int], float]


def rows_from_lines(stand: Stand) -> list[Row]:
    """Rows from top to bottom, under the best alignment."""
    if not stand.names:
        return [Row(0, 0, index, index + 1) for index in range(len(stand.anchors))]
    known = [stand.is_known(i, i + 1) and not _may_wrap(stand, i) for i in range(len(stand.names))]
    stand = replace(stand, anchors=anchors_levelled(stand.names, stand.anchors, known))
    if _is_plain(stand):
        return [Row(i, i + 1, i, i + 1) for i in range(len(stand.names))]
    costs = Costs(_join_costs(stand), cache(partial(_unanchored, stand)))
    best = _shared(stand, "middle", costs)
    if not _is_level(stand, best[1]):
        first, last = _shared(stand, "first", costs), _shared(stand, "last", costs)
        best = min((best, (first[0] + _RARE, first[1]), (last[0] + 2 * _RARE, last[1])), key=lambda pair: pair[0])
    return best[1]


def _may_wrap(stand: Stand, i: int) -> bool:
    """May name line `i`, a name already, go on in the next line: with its unit in brackets, or to another name?"""
    return i + 1 < len(stand.names) and (i + 1 in stand.inner or stand.is_known(i, i + 2))


def _is_plain(stand: Stand) -> bool:
    """Does every name line have its anchor beside it, and does the catalogue know each alone? Then nothing wraps."""
    if len(stand.names) != len(stand.anchors):
        return False
    beside = all(abs(y - anchor) <= _BESIDE * height for (y, height), anchor in zip(stand.names, stand.anchors, strict=True))
    return beside and all(stand.is_known(i, i + 1) for i in range(len(stand.names)))


def _is_level(stand: Stand, rows: Sequence[Row]) -> bool:
    """Does every row have its anchor, every anchor stand at the middle of its row's name, and the catalogue know every name that wraps?

    Anything less may be another alignment's table misread: two names share a line count, and the wrong split looks level.
    """
    for row in rows:
        wraps = row.stop - row.start > 1
        if row.start == row.stop or row.anchor == row.anchor_stop or (wraps and not stand.is_known(row.start, row.stop)):
            return False
        anchor = sum(stand.anchors[row.anchor : row.anchor_stop]) / (row.anchor_stop - row.anchor)
        if _off_cost(stand.names, row.start, row.stop - row.start, anchor, "middle") > _LEVEL:
            return False
    return bool(rows)


def _join_costs(stand: Stand) -> list[list[float]]:
    """For each name line, the cost of joining it with the next 0, 1, 2 … lines to one name, known names being cheaper.

    Lines of one name stand as close as lines stand anywhere in the table.
    """
    names = stand.names
    gaps = [b[0] - a[0] for a, b in pairwise(names)]
    tightest = min(gaps, default=0.0)
    out = []
    for i, (_, height) in enumerate(names):
        costs, cost = [], _INNER * (i in stand.inner)
        for k in range(1, min(_MOST_LINES, len(names) - i) + 1):
            if k > 1:
                gap = gaps[i + k - 2]
                if gap > _APART * max(height, 1.0) and gap > 1.3 * tightest:
                    break
                cost += 2.0 * (gap - tightest) / max(height, 1.0) + _BEGINS * (i + k - 1 in stand.begins)
            costs.append(cost - _KNOWN * stand.is_known(i, i + k))
        out.append(costs)
    return out


def _shared(stand: Stand, alignment: str, costs: Costs) -> tuple[float, list[Row]]:
    """The cheapest sharing: a walk over states (name lines used, anchors used)."""
    names, anchors = stand.names, stand.anchors
    n, m = len(names), len(anchors)
    parted = [0.0 if i in stand.begins or _is_whole_below_whole(stand, i) else cost for i, cost in enumerate(_part_costs(names))]
    best: list[States] = [{} for _ in range(n + 1)]
    best[0][0] = (0.0, None)
    for i in range(n + 1):
        _anchors_alone(best[i], i, stand)
        if i == n:
            break
        near = _states_near(best[i], i, stand)
        if not near:
            continue
        for k, join in enumerate(costs.join[i], start=1):
            bare = costs.bare(i, k)
            for j, cost, stop, dear in _choices(stand, (i, k), near, alignment, bare):
                _offer(best[i + k], stop, cost + join + dear + parted[i] * (stop == j), (i, j))
    return best[n].get(m, (float("inf"), None))[0], _walked_back(best, n, m)


def _part_costs(names: Sequence[tuple[float, float]]) -> list[float]:
    """What it costs to begin a row without an anchor with each name line: more where it follows as closely as the lines of
    one name do, and rows stand apart."""
    gaps = [b[0] - a[0] for a, b in pairwise(names)]
    close = 1.1 * min(gaps, default=0.0)
    if not gaps or max(gaps) < 1.3 * min(gaps):
        return [0.0] * len(names)
    return [0.0, *(_PARTED * (gap <= close) for gap in gaps)]


def _is_whole_below_whole(stand: Stand, i: int) -> bool:
    """Are this line and the one above each a name of the catalogue? Then they are hardly the lines of one."""
    return 0 < i < len(stand.names) and stand.is_known(i - 1, i) and stand.is_known(i, i + 1)


def _states_near(states: States, i: int, stand: Stand) -> list[tuple[int, float]]:
    """The states whose next anchor is not left behind above name line `i`, and whose last one is not far below it."""
    middle, height = stand.names[i]
    anchors = stand.anchors
    return [
        (j, cost)
        for j, (cost, _) in states.items()
        if (j == len(anchors) or anchors[j] > middle - _NEAR * height) and (j == 0 or anchors[j - 1] < middle + _NEAR * height)
    ]


def _choices(
    stand: Stand, group: tuple[int, int], states: Sequence[tuple[int, float]], alignment: str, bare: float
) -> Iterator[tuple[int, float, int, float]]:
    """What a group of name lines (first, number) may take in each of the `states` (anchors used, cost so far): none, which costs `bare`,
    one, or two anchors.

    (anchors used, cost so far, anchors used then, its own cost)
    """
    i, k = group
    anchors = stand.anchors
    top, wanted, scale = stand.names[i][0] - stand.names[i][1], _wanted(stand.names, i, k, alignment), 0.25 * max(stand.names[i][1], 1.0)
    is_cut = _is_cut(stand, i, i + k)
    for j, cost in states:
        if j == len(anchors) or anchors[j] > top:
            yield j, cost, j, bare
        if j < len(anchors):
            off = ((anchors[j] - wanted) / scale) ** 2
            if off < _FORBIDDEN:
                yield j, cost, j + 1, min(off, _PART) if is_cut else off
        if j + 1 < len(anchors) and alignment != "last" and stand.may_share(j):
            between = (anchors[j] + anchors[j + 1]) / 2 if alignment == "middle" else anchors[j]
            off = ((between - wanted) / scale) ** 2
            if off < _FORBIDDEN:
                yield j, cost, j + 2, off + _SHARED


def _unanchored(stand: Stand, i: int, k: int) -> float:
    """What a group of name lines (first, number) costs that takes no anchor: a title, a row of empty cells, one that is cut."""
    (top, height), (foot, _) = stand.names[i], stand.names[i + k - 1]
    alone = _alone(stand, i, i + k)
    if any(top - _BESIDE * height < anchor < foot + _BESIDE * height for anchor in stand.anchors):
        return alone  # its own anchor would go to another name
    if k == 1 and (i in stand.titles or _is_known_with_anchor(stand, i + 1)):
        return min(alone, _TITLE)
    return min(alone, _EMPTY if stand.is_known(i, i + k) else _BARE)


def _is_known_with_anchor(stand: Stand, i: int) -> bool:
    """Is line `i` a name of the catalogue by itself, its anchor beside it? Then a line above it that has none is a title."""
    if i >= len(stand.names) or not stand.is_known(i, i + 1):
        return False
    middle, height = stand.names[i]
    return any(abs(anchor - middle) <= _BESIDE * height for anchor in stand.anchors)


def _alone(stand: Stand, start: int, stop: int) -> float:
    """What name lines [start, stop) without an anchor cost, or an anchor without a name that stands there."""
    return _CUT if _is_cut(stand, start, stop) else _BARE


def _is_cut(stand: Stand, start: int, stop: int) -> bool:
    """May the page cut a row of name lines [start, stop)?"""
    cut_above, cut_below = stand.cut
    return (start == 0 and cut_above) or (stop == len(stand.names) and cut_below)


def _anchors_alone(states: States, i: int, stand: Stand) -> None:
    """Anchors that no name stands beside: a row whose name is cut by the page, or missing.

    Only anchors above the next name line can be alone.
    """
    anchors, names = stand.anchors, stand.names
    limit = names[i][0] + names[i][1] if i < len(names) else float("inf")
    alone = _alone(stand, i, i)
    at = min(states, default=len(anchors))
    while at < len(anchors) and anchors[at] < limit:  # each goes on what the one before it came to
        if at in states:
            _offer(states, at + 1, states[at][0] + alone, (i, at))
        at += 1


def _offer(states: States, j: int, cost: float, back: tuple[int, int]) -> None:
    if j not in states or cost < states[j][0]:
        states[j] = (cost, back)


def _off_cost(names: Sequence[tuple[float, float]], i: int, k: int, anchor: float, alignment: str) -> float:
    """How far the anchor stands from where the alignment puts it, half a line counting 4."""
    return ((anchor - _wanted(names, i, k, alignment)) / (0.25 * max(names[i][1], 1.0))) ** 2


def _wanted(names: Sequence[tuple[float, float]], i: int, k: int, alignment: str) -> float:
    """Where the alignment puts the anchor of a group of name lines (first, number)."""
    first, last = names[i][0], names[i + k - 1][0]
    return (first + last) / 2 if alignment == "middle" else first if alignment == "first" else last


def _walked_back(best: list[States], n: int, m: int) -> list[Row]:
    rows: list[Row] = []
    i, j = n, m
    while (i, j) != (0, 0):
        state = best[i].get(j)
        if state is None or state[1] is None:
            return []
        at_i, at_j = state[1]
        rows.append(Row(at_i, i, at_j, j))
        i, j = at_i, at_j
    return rows[::-1]
