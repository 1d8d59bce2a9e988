"""Where the columns of an aligned table part: between two cells of its header, in the emptiest upright corridor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from reportparse.assemble.aligned.heads import HeaderBlock
from reportparse.assemble.chunks import Chunk, is_number
from reportparse.model import Box, Column

_NUMBER_KINDS = ("year", "value", "size", "ordinal")
_MERGED_KINDS = ("group", "code", "institution")
_CODE = re.compile(r"[A-Za-z]{0,4}[-.]?[0-9][-.0-9]*")  # A01, ZB-0101, 3.1.2
_BLANK = 0.6  # of the font box: cells stand further apart
_MARK = re.compile(r"[^\w%:：/]+")  # ● before a name
_STRAY = 0.03  # of a body's pieces: a note below the table runs across its corridors


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an aligned table and the cuts between them (one more than columns, outer ones included)."""

    columns: tuple[Column, ...]
    cuts: tuple[float, ...]

    def index_of(self, chunk: Chunk) -> int:
        """The column in which most of the chunk stands."""
        shares = [min(chunk.x1, b) - max(chunk.x0, a) for a, b in pairwise(self.cuts)]
        return int(np.argmax(shares))

    def box(self, index: int, top: float, bottom: float) -> Box:
        """The box of a cell of column `index` between two heights."""
        return self.cuts[index], top, self.cuts[index + 1], bottom

    @property
    def name(self) -> int:
        return next((i for i, column in enumerate(self.columns) if column.kind == "name"), 0)


def columns_from_header(header: HeaderBlock, body: Sequence[Chunk]) -> Columns:
    """Cuts in the emptiest corridor between neighbouring header cells, counted over the body's chunks."""
    left = min([header.extents[0][0], *(c.x0 for c in body)]) - 2
    right = max([header.extents[-1][1], *(c.x1 for c in body)]) + 2
    cuts = [left]
    for (a, (a0, a1)), (b, (b0, b1)) in pairwise(zip(header.columns, header.extents, strict=True)):
        between, beside = ((a0 + a1) / 2, a1, b0, (b0 + b1) / 2), ((a, a0), (b, b1), cuts[-1])
        run = _best_corridor(_emptiest(between, body, 0), beside, body)
        if _misplaced(run, beside, body):
            may_touch = (a.kind in _NUMBER_KINDS and b.kind == "note") or (a.kind == "method" and b.kind == "size")
            touches = _touches(between, body) if may_touch else ()
            run = _best_corridor([*_emptiest(between, body, int(_STRAY * len(body))), *touches], beside, body)
        cuts.append(run[2])
    return Columns(header.columns, (*cuts, right))


Corridor = tuple[float, float, float]  # left end, right end, middle

Beside = tuple[tuple[Column, float], tuple[Column, float], float]
"""The column to the left with the left edge of its header, the one to the right with the right edge of its header, and where the left
one begins."""


def _best_corridor(corridors: Sequence[Corridor], beside: Beside, body: Sequence[Chunk]) -> Corridor:
    """The one that puts fewest chunks on the wrong side; of equal ones the widest."""
    return min(corridors, key=lambda run: (_misplaced(run, beside, body), run[0] - run[1]))


def _emptiest(between: tuple[float, float, float, float], body: Sequence[Chunk], stray: int) -> list[Corridor]:
    """The stretches that the fewest chunks cover, from the middle of one header cell (its end second) to the middle of the next
    (its start third), and those that up to `stray` chunks more cover; the header cells count as covering."""
    low, gap_from, gap_to, high = between
    steps = np.arange(low, high, 1.0)
    if len(steps) < 3:
        return [(low, high, (low + high) / 2)]
    starts, stops = np.array([(low, gap_from), (gap_to, high), *((c.x0, c.x1) for c in body)]).T
    first, last = np.searchsorted(steps, starts - 0.5, "left"), np.searchsorted(steps, stops + 0.5, "right")
    n = len(steps) + 1
    covered = np.cumsum(np.bincount(first, minlength=n) - np.bincount(last, minlength=n))[:-1]
    empty = np.flatnonzero(covered <= covered.min() + stray)
    runs = np.split(empty, np.flatnonzero((np.diff(empty) > 1) | (np.diff(covered[empty]) != 0)) + 1)
    ends = [(float(steps[run[0]]), float(steps[run[-1]])) for run in runs]
    return [(a, b, (a + b) / 2) for a, b in ends]


def _touches(between: tuple[float, float, float, float], body: Sequence[Chunk]) -> Iterator[Corridor]:
    """Where figures end and the words of the next column begin, or words end before a number, in one place that nothing runs across:
    46见正文, 问卷调查2387."""
    level = ((a, b) for a, b in pairwise(body) if a.stop == b.start and a.middle == b.middle)
    for x in {round((a.x1 + b.x0) / 2, 1) for a, b in level if is_number(a.text) != is_number(b.text)}:
        if between[0] < x < between[3] and not any(c.x0 < x - 1 and c.x1 > x + 1 for c in body):
            yield x, x, x


def _misplaced(run: Corridor, beside: Beside, body: Sequence[Chunk]) -> int:
    """How many chunks a cut there would put on the wrong side: words in a column of numbers, numbers in a column of words, all names in
    the column before theirs, whose head may stand far from them; 1 if it would leave most rows without a name."""
    (a, low), (b, high), begins = beside
    if b.kind == "name":
        named = {c.middle for c in body if run[2] < c.centre and c.x0 < high}
        if not named:
            return len(body)
        if a.kind in _MERGED_KINDS and len({c.middle for c in body if c.centre > high and is_number(c.text)}) > 2 * len(named):
            return 1
        if a.kind == "unit":  # one cell holds no unit and name
            held = Counter((c.middle, c.centre < run[2]) for c in body if begins < c.centre and c.x0 < high and not _MARK.fullmatch(c.text))
            return sum(held.values()) - len(held)
    numbers_left = a.kind in (*_NUMBER_KINDS, "code")
    if numbers_left == (b.kind in (*_NUMBER_KINDS, "code")):
        return 0
    if "note" in (a.kind, b.kind):
        return _misplaced_notes(run, beside, body) if "code" not in (a.kind, b.kind) else 0
    is_of_numbers = _CODE.fullmatch if "code" in (a.kind, b.kind) else is_number
    near = ((bool(is_of_numbers(c.text)), numbers_left == (c.centre < run[2])) for c in body if low < c.centre < high)
    return sum(number != among_numbers for number, among_numbers in near)


def _misplaced_notes(run: Corridor, beside: Beside, body: Sequence[Chunk]) -> int:
    """The same beside notes, which may be numbers too (增减), but only beside one in the column of numbers; one cell holds no two."""
    (a, low), (_, high), begins = beside
    numbers_left = a.kind in _NUMBER_KINDS
    near = [(c, numbers_left == (c.centre < run[2])) for c in body if min(low, begins) < c.centre < high]
    numbers = Counter(c.middle for c, among_numbers in near if among_numbers and is_number(c.text))
    words = sum(among_numbers and not is_number(c.text) and c.centre > low for c, among_numbers in near)
    within = {(b.start, b.middle) for a, b in pairwise(body) if _goes_on(a, b)}
    far = [c for c, among_numbers in near if not among_numbers and (c.start, c.middle) not in within]
    lone = sum(is_number(c.text) and c.middle not in numbers for c in far)
    return words + lone + sum(numbers.values()) - len(numbers)


def _goes_on(word: Chunk, number: Chunk) -> bool:
    """Does a number stand within a sentence: 指 2023 年 9 月 1 日至…?"""
    level = word.stop == number.start and word.middle == number.middle and not is_number(word.text)
    return level and number.x0 - word.x1 < _BLANK * number.height


def crossings(columns: Columns, chunks: Sequence[Chunk]) -> int:
    """How often a chunk runs across a cut between columns."""
    return sum(chunk.x0 < cut - 3 and chunk.x1 > cut + 3 for chunk in chunks for cut in columns.cuts[1:-1])


def columns_shifted(columns: Columns, by: float) -> Columns:
    """The same columns on a page whose margin differs (odd and even pages)."""
    return replace(columns, cuts=tuple(cut + by for cut in columns.cuts))
