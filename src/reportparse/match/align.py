"""The best order-keeping alignment of printed rows with catalogue rows, and how far ahead of the next best it is.

The label is not a key: what 接入国家智慧教育平台数 means is decided by what stands before and after it. So the whole table is aligned
at once, gaps on both sides, and each match carries its margin: what the whole alignment would lose if this row were another indicator, or
this indicator another row.  A small margin means that the paper does not say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportparse.match.prepare import FORBIDDEN, Scores


@dataclass(frozen=True, slots=True)
class Alignment:
    """`rows[i]` is the catalogue row of printed row i, -1 for none; `margins[i]` its lead."""

    rows: tuple[int, ...]
    margins: tuple[float, ...]


def scores_to_alignment(scores: Scores, steps: Scores) -> Alignment:
    """Align; `scores` is (n, m), `steps` (m + 1, m) as in `PreparedTable.steps`."""
    behind = _worth_of_the_rest(scores, steps)
    rows = _path(scores, steps, behind)
    through = _worth_through(scores, steps, behind)
    return Alignment(rows, _margins(rows, through, float(behind[0, 0])))


def _worth_of_the_rest(scores: Scores, steps: Scores) -> Scores:
    """[i, k]: the best that rows i… can still give when k - 1 was the last catalogue row used."""
    count, width = scores.shape
    behind = np.zeros((count + 1, width + 1))
    for row in range(count - 1, -1, -1):
        taken = (steps + (scores[row] + behind[row + 1, 1:])).max(axis=1)
        behind[row] = np.maximum(behind[row + 1], taken)
    return behind


def _path(scores: Scores, steps: Scores, behind: Scores) -> tuple[int, ...]:
    """The best alignment; of two equally good ones the one that matches earlier rows, with earlier rows."""
    rows: list[int] = []
    last = 0
    for row in range(len(scores)):
        taken = steps[last] + (scores[row] + behind[row + 1, 1:])
        best = int(taken.argmax())
        matched = taken[best] >= behind[row, last] - 1e-9 and taken[best] > FORBIDDEN / 2
        rows.append(best if matched else -1)
        last = best + 1 if matched else last
    return tuple(rows)


def _worth_through(scores: Scores, steps: Scores, behind: Scores) -> Scores:
    """[i, j]: the best alignment in which printed row i is catalogue row j."""
    count, width = scores.shape
    through = np.empty((count, width))
    before = np.full(width + 1, FORBIDDEN)
    before[0] = 0.0
    for row in range(count):
        reached = (before[:, None] + steps).max(axis=0) + scores[row]
        through[row] = reached + behind[row + 1, 1:]
        before[1:] = np.maximum(before[1:], reached)
    return through


def _margins(rows: tuple[int, ...], through: Scores, best: float) -> tuple[float, ...]:
    """Per printed row, what is lost when it is the next best row, or its catalogue row is the next best printed one; 0 for none."""
    taken = [(row, column) for row, column in enumerate(rows) if column >= 0]
    others = np.full((through.shape[0] + 1, through.shape[1] + 1), FORBIDDEN)
    others[:-1, :-1] = through
    if taken:
        others[tuple(zip(*taken, strict=True))] = FORBIDDEN
    in_row, in_column = others.max(axis=1), others.max(axis=0)
    return tuple(best - max(float(in_row[row]), float(in_column[column])) if column >= 0 else 0.0 for row, column in enumerate(rows))
