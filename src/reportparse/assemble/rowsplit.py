"""Which lines are one row, in a table without rules between its rows.

A name may wrap over several lines beside a value that stands on one.  Every unit or value announces a row (an anchor);
the name's lines are shared out among the anchors so that each anchor stands where its row's alignment puts it: level
with the first line, the middle or the last.  The cheapest sharing over the whole table wins, under whichever alignment
is cheapest.  The catalogue's names may tip the balance; they never make a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_MOST_LINES = 7  # of one name; the longest name wraps over 5 lines in the narrowest column seen
_BARE = 5.0  # cost of name lines that no anchor belongs to, and of an anchor without a name
_CUT = 1.5  # the same at the top or the foot of a page, where a row may be cut
_KNOWN = 1.0  # what a known name is worth
_BEAM = 24.0  # states this much dearer than the cheapest are given up


@dataclass(frozen=True, slots=True)
class Row:
    """Name lines [start, stop) and the anchor they belong to (None: a row without one)."""

    start: int
    stop: int
    anchor: int | None


def rows_from_lines(
    names: Sequence[tuple[float, float]], anchors: Sequence[float], is_known: Callable[[int, int], bool]
) -> list[Row]:
    """Rows of name lines (middle, height) and anchors (middle), both from top to bottom, under the best alignment."""
    if not names:
        return [Row(0, 0, index) for index in range(len(anchors))]
    found = [_shared(names, anchors, is_known, alignment) for alignment in ("middle", "first", "last")]
    return min(found, key=lambda pair: pair[0])[1]


def _shared(
    names: Sequence[tuple[float, float]], anchors: Sequence[float], is_known: Callable[[int, int], bool], alignment: str
) -> tuple[float, list[Row]]:
    """The cheapest sharing: a walk over states (name lines used, anchors used)."""
    n, m = len(names), len(anchors)
    tightest = min((b[0] - a[0] for a, b in zip(names, names[1:], strict=False)), default=0.0)
    best: list[dict[int, tuple[float, tuple[int, int, int | None] | None]]] = [{} for _ in range(n + 1)]
    best[0][0] = (0.0, None)
    for i in range(n + 1):
        _anchors_alone(best[i], i, anchors, names)
        if i == n or not best[i]:
            continue
        floor = min(cost for cost, _ in best[i].values())
        for j, (cost, _) in list(best[i].items()):
            if cost > floor + _BEAM:
                continue
            for k in range(1, min(_MOST_LINES, n - i) + 1):
                join = _join_cost(names, i, k, tightest) - _KNOWN * is_known(i, i + k)
                if j < m:
                    _offer(best[i + k], j + 1, cost + join + _off_cost(names, i, k, anchors[j], alignment), (i, j, j))
                edge = _CUT if i == 0 or i + k == n else _BARE
                _offer(best[i + k], j, cost + join + edge, (i, j, None))
    return best[n].get(m, (float("inf"), None))[0], _walked_back(best, n, m)


def _anchors_alone(states: dict[int, tuple[float, tuple[int, int, int | None] | None]], i: int, anchors: Sequence[float], names: Sequence[tuple[float, float]]) -> None:
    """Anchors that no name stands beside: a row whose name is merged with the one above, or cut by the page."""
    for j in sorted(states):
        cost, at = states[j][0], j
        while at < len(anchors):
            cost += _CUT if i in (0, len(names)) else _BARE
            at += 1
            _offer(states, at, cost, (i, at - 1, at - 1))


def _offer(states: dict[int, tuple[float, tuple[int, int, int | None] | None]], j: int, cost: float, back: tuple[int, int, int | None]) -> None:
    if j not in states or cost < states[j][0]:
        states[j] = (cost, back)


def _join_cost(names: Sequence[tuple[float, float]], i: int, k: int, tightest: float) -> float:
    """Lines of one name stand as close as lines stand anywhere in the table."""
    height = max(names[i][1], 1.0)
    return sum(2.0 * (names[x + 1][0] - names[x][0] - tightest) / height for x in range(i, i + k - 1))


def _off_cost(names: Sequence[tuple[float, float]], i: int, k: int, anchor: float, alignment: str) -> float:
    """How far the anchor stands from where the alignment puts it, half a line counting 4."""
    first, last = names[i][0], names[i + k - 1][0]
    wanted = {"middle": (first + last) / 2, "first": first, "last": last}[alignment]
    return min(((anchor - wanted) / (0.25 * max(names[i][1], 1.0))) ** 2, 40.0)


def _walked_back(best: list[dict[int, tuple[float, tuple[int, int, int | None] | None]]], n: int, m: int) -> list[Row]:
    rows: list[Row] = []
    i, j = n, m
    while (i, j) != (0, 0):
        state = best[i].get(j)
        if state is None or state[1] is None:
            return []
        at_i, at_j, anchor = state[1]
        rows.append(Row(at_i, i, anchor))
        i, j = at_i, at_j
    return rows[::-1]
