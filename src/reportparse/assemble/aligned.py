"""Grids from alignment: tables with three rules, with horizontal rules only, or with none.

The header says which columns there are; between two of its cells the emptiest upright corridor is where one column
ends.  Lines below it belong to the table as long as they keep to the columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np

from reportparse.assemble.chunks import Chunk, chunk_parted, chunks_from_line, gap_near
from reportparse.assemble.header import HeaderWords, column_from_text, is_header, is_spanning, names_found, years_of_the_whole
from reportparse.assemble.lines import Line, PageLines
from reportparse.model import Box, Column
from reportparse.text import text_folded

_HINT = re.compile(r"20[0-9]{2}.{0,8}20[0-9]{2}|二[〇零○].{2,8}二[〇零○]|指.{0,3}标|项.{0,3}目|名.{0,3}称|内.{0,3}容|单.{0,3}位")
_YEARS = re.compile(r"(?:20[0-9]{2}[^0-9]{0,2})+")
_YEAR_BEGINS = re.compile(r"(?<=[\u4e00-\u9fff])(?=20[0-9]{2})")
_NUMBER_KINDS = ("year", "value", "size", "ordinal")
_MERGED_KINDS = ("group", "code", "institution")
_NUMBER = re.compile(  # with its unit perhaps, 2,073.39元/生; not ⑲, which begins a name
    r"^[-+－(（]?[0-9０-９][-0-9０-９,，.．:：%％()（）/]*[个人元万亿门项本学课时日套册台生平方米㎡Mbps/]{0,6}[↑↓↗↘▲▼△▽]?$|^[-—–－/／.]{1,3}$|^无$"
)
_CODE = re.compile(r"[A-Za-z]{0,4}[-.]?[0-9][-.0-9]*")  # A01, ZB-0101, 3.1.2
_STRAY = 0.03  # of a body's pieces: a note below the table runs across its corridors
_PROSE = re.compile(r"[。，；！？]")
_LONGEST_HEADER_LINE = 60
_MOST_HEADER_LINES = 9  # 一级指标 one character a line, beside years in two lines and words in one
_MOST_LINES_ABOVE = 5  # those of a header above the one that holds its telling words
_HEADER_APART = (0.6, 0.2)  # of the font box: words of a header stand as far apart as other cells, in narrow columns a blank's width
_LEVEL = 0.4  # of the font box: the middle of a cell that wraps, from the words beside it
_HEADER_PITCH = 2.3  # of the font box, between lines of one header


def is_number(text: str) -> bool:
    """Is this a number, with its unit perhaps, or a dash for one?"""
    return _NUMBER.match(text) is not None


ChunksOf = Callable[[int, float], list[Chunk]]
"""The chunks of a line, by its index and by how far they must stand apart; each asked for many times."""


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Lines [first, stop) of a page that are a table's header, and its columns with their extents."""

    first: int
    stop: int
    columns: tuple[Column, ...]
    extents: tuple[tuple[float, float], ...]
    bottom: float


def headers_on_page(lines: PageLines, free: Sequence[int], words: HeaderWords, like: HeaderBlock | None = None) -> list[HeaderBlock]:
    """The headers among the `free` lines (indices into `lines.lines`), from top to bottom; `like` is that of a table that may go on."""
    found: list[HeaderBlock] = []
    taken = -1
    for position, index in enumerate(free):
        if index <= taken or not _may_head(lines.lines[index]):
            continue
        block = _best_block(lines, free, position, taken, (words, None if found else like))
        if block is not None:
            found.append(block)
            taken = block.stop - 1
    return found


def _may_head(line: Line) -> bool:
    return len(line.text) <= _LONGEST_HEADER_LINE and _HINT.search(line.text) is not None and not _PROSE.search(line.text)


def _best_block(
    lines: PageLines, free: Sequence[int], position: int, taken: int, wanted: tuple[HeaderWords, HeaderBlock | None]
) -> HeaderBlock | None:
    """Of the runs of lines around `position` whose every column is a header word: the one that is `like` again, else the longest.

    A line with values is a row, and in no run: it would cost a look at every run that holds it.
    """
    words, like = wanted
    chunks_of = cache(lambda index, apart: chunks_from_line(lines, lines.lines[index], apart))
    best: HeaderBlock | None = None
    for start in range(position, max(position - _MOST_LINES_ABOVE - 1, -1), -1):
        is_run = free[start] > taken and _is_run(lines, free[start : position + 1])
        if not is_run or _has_values(chunks_of(free[start], _HEADER_APART[0]), words):
            break
        for stop in range(position + 1, min(start + _MOST_HEADER_LINES, len(free)) + 1):
            if not _is_run(lines, free[start:stop]) or _has_values(chunks_of(free[stop - 1], _HEADER_APART[0]), words):
                break
            block = _block(lines, free[start:stop], words, chunks_of)
            if block is not None and (best is None or _worth(block, like) > _worth(best, like)):
                best = block
    return best


def _worth(block: HeaderBlock, like: HeaderBlock | None) -> tuple[bool, int]:
    return like is not None and _texts(block) == _texts(like), block.stop - block.first


def _texts(block: HeaderBlock) -> list[str]:
    return [text_folded(column.text) for column in block.columns]


def _is_run(lines: PageLines, indices: Sequence[int]) -> bool:
    """Lines that follow one another closely; a line of 一 alone may have a box of no height."""
    if indices[-1] - indices[0] != len(indices) - 1:
        return False
    run = [lines.lines[i] for i in indices]
    return all(b.middle - a.middle < _HEADER_PITCH * max(a.height, b.height) for a, b in pairwise(run))


def _has_values(chunks: Sequence[Chunk], words: HeaderWords) -> bool:
    """Two numbers or dashes that are no years, nor the beginning of one (2023-2024学 above 年)."""
    numbers = (chunk.text for chunk in chunks if is_number(chunk.text) and column_from_text(chunk.text, words) is None)
    return sum(_YEARS.fullmatch(number) is None for number in numbers) > 1


def _block(lines: PageLines, indices: Sequence[int], words: HeaderWords, chunks_of: ChunksOf) -> HeaderBlock | None:
    """The header that these lines are: with known words alone if it can be, so that two words that touch are no unknown one."""
    parted = (_groups_parted(lines, [chunk for i in indices for chunk in chunks_of(i, apart)], words) for apart in _HEADER_APART)
    tried: list[list[list[Chunk]]] = []
    for groups in parted:
        block = _block_of_groups(lines, indices, groups, words, own=False)
        if block is not None:
            return _of_the_whole(block, [chunk for i in indices for chunk in chunks_of(i, _HEADER_APART[0])], words)
        tried.append(groups)
    found = (_block_of_groups(lines, indices, groups, words, own=True) for groups in tried)
    return next((block for block in found if block is not None), None)


def _of_the_whole(block: HeaderBlock, chunks: Sequence[Chunk], words: HeaderWords) -> HeaderBlock:
    """The header, of years under a whole and under its schools those of the whole alone being years."""
    heights = {chunk.middle for chunk in chunks if text_folded(chunk.text) in words.whole}
    above = [chunk for chunk in chunks if chunk.middle in heights and column_from_text(chunk.text, words) is None]
    if not above:
        return block
    nearest = (min(above, key=lambda chunk: abs(chunk.centre - (x0 + x1) / 2)).text for x0, x1 in block.extents)
    stacks = [[over, column.text] for over, column in zip(nearest, block.columns, strict=True)]
    return replace(block, columns=years_of_the_whole(block.columns, stacks, words))


def _groups_parted(lines: PageLines, chunks: Sequence[Chunk], words: HeaderWords) -> list[list[Chunk]]:
    chunks = _spanning_spelled([part for chunk in chunks for part in _years_parted(lines, chunk)])
    if len({chunk.middle for chunk in chunks}) > 1:
        chunks = [chunk for chunk in chunks if not _is_over_others(chunk, chunks, words)]
    return _groups_spelled(_groups_by_extent(_parted_above(lines, chunks)), words)


def _spanning_spelled(chunks: Sequence[Chunk]) -> list[Chunk]:
    """年 and 份 with a blank between them as one chunk, as any word over several columns."""
    out: list[Chunk] = []
    for chunk in chunks:
        before = out[-1] if out else None
        if before and before.stop == chunk.start and len(before.text) == len(chunk.text) == 1 and is_spanning(before.text + chunk.text):
            out[-1] = replace(before, stop=chunk.stop, text=before.text + chunk.text, x1=chunk.x1)
        else:
            out.append(chunk)
    return out


def _is_over_others(chunk: Chunk, chunks: Sequence[Chunk], words: HeaderWords) -> bool:
    """Is this no column's head but a word over several: 年份, or a remark above the right end of a table?"""
    below = [other for other in chunks if other.middle > chunk.middle]
    column = column_from_text(chunk.text, words)
    if column is not None:
        return column.kind == "value" and _is_between_years(chunk, below)
    covered = Counter(other.middle for other in below if chunk.x0 < other.centre < chunk.x1)
    years = [other for other in below if _YEARS.match(other.text)]
    if _is_of_school(chunk, chunks, years, words):
        return True
    is_among = bool(years) and min(other.x0 for other in years) < chunk.centre < max(other.x1 for other in years)
    return max(covered.values(), default=0) > 1 or (is_among and is_spanning(text_folded(chunk.text)))


def _is_of_school(chunk: Chunk, chunks: Sequence[Chunk], years: Sequence[Chunk], words: HeaderWords) -> bool:
    """Stands the chunk above years, on one line with 合计, as the names of schools do?"""
    is_above = bool(years) and min(year.x0 for year in years) < chunk.centre < max(year.x1 for year in years)
    return is_above and any(other.middle == chunk.middle and text_folded(other.text) in words.whole for other in chunks)


def _is_between_years(chunk: Chunk, below: Sequence[Chunk]) -> bool:
    """Stand years below and at both sides of the chunk, as below 数值 over two of them, and nothing right below it?"""
    years = [other.centre for other in below if _YEARS.match(other.text)]
    under = any(chunk.x0 < other.centre < chunk.x1 for other in below)
    return not under and bool(years) and min(years) < chunk.x0 and max(years) > chunk.x1


def _years_parted(lines: PageLines, chunk: Chunk) -> list[Chunk]:
    """The chunk parted before a year that touches the word before it: in 2023 年2024 年 the blank is wider than what parts the cells."""
    at = _YEAR_BEGINS.search(chunk.text)
    if at is None:
        return [chunk]
    left, right = chunk_parted(lines, chunk, chunk.start + at.start())
    return [left, *_years_parted(lines, right)]


def _parted_above(lines: PageLines, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks, two words that all but touch (2023-2024 2024-2025) parted where those below them (学年 学年) stand apart."""
    out = list(chunks)
    wide = [c for c in chunks if any(c.x0 < a.centre and b.centre < c.x1 for a, b in pairwise(chunks) if a.middle == b.middle != c.middle)]
    for left, right in pairwise(chunks) if wide else ():
        if left.middle != right.middle:
            continue
        over = next((c for c in out if c.middle != left.middle and c.x0 < left.centre and right.centre < c.x1), None)
        at = over and gap_near(lines, over, (left.x1 + right.x0) / 2)
        if over and at:
            out[out.index(over) : out.index(over) + 1] = chunk_parted(lines, over, at)
    return out


def _block_of_groups(
    lines: PageLines, indices: Sequence[int], groups: Sequence[list[Chunk]], words: HeaderWords, own: bool
) -> HeaderBlock | None:
    """The header of these groups of chunks, each a column; `own` says that some may be words that nobody knows."""
    columns = [_column(group, words) for group in groups]
    known = [column for column in columns if column is not None]
    if len(groups) < 2 or (len(known) < len(groups) and not (own and _may_have_own(groups, columns, words))):
        return None
    if sum(column.kind in ("year", "value") for column in known) + len(known) < 3 + 2 * (len(known) < len(groups)):
        return None
    named = names_found([column or Column("note", "".join(c.text for c in group)) for column, group in zip(columns, groups, strict=True)])
    if not is_header(named):
        return None
    extents = tuple((min(c.x0 for c in group), max(c.x1 for c in group)) for group in groups)
    last = lines.lines[indices[-1]]
    return HeaderBlock(indices[0], indices[-1] + 1, named, extents, last.bottom)


def _may_have_own(groups: Sequence[Sequence[Chunk]], columns: Sequence[Column | None], words: HeaderWords) -> bool:
    """A header with a word of its own (提升幅度) among known ones, level with them: captions and rows would be swallowed else.

    A row of values that look like years has neither 单位 nor 指标; a known word, or 年份, with more below it has swallowed a row, one with
    more above it what stands over the table.
    """
    if columns.count(None) > 0.3 * len(columns) or not any(column and column.kind in ("unit", "name") for column in columns):
        return False
    known = [chunk.middle for group, column in zip(groups, columns, strict=True) if column for chunk in group]
    own = [group for group, column in zip(groups, columns, strict=True) if not column]
    parts = ((group, i, k) for group in own for i in range(len(group)) for k in range(i + 1, len(group) + 1))
    heads = (group for group in own if len(group) > 1)
    if any(_column(group[i:k], words) for group, i, k in parts) or any(is_spanning(text_folded(group[0].text)) for group in heads):
        return False
    return all(
        min(known) - _LEVEL * group[0].height < (group[0].middle + group[-1].middle) / 2 < max(known) + _LEVEL * group[0].height
        for group in own
    )


def _column(group: Sequence[Chunk], words: HeaderWords) -> Column | None:
    return column_from_text("".join(chunk.text for chunk in group), words)


def _groups_spelled(groups: Sequence[list[Chunk]], words: HeaderWords) -> list[list[Chunk]]:
    """Neighbouring groups together where one alone is no header word and both are: 2023 年, 指　标."""
    out: list[list[Chunk]] = []
    for group in groups:
        halves = out and (_column(group, words) is None or _column(out[-1], words) is None)
        if halves and _column([*out[-1], *group], words) is not None:
            out[-1] = [*out[-1], *group]
        else:
            out.append(group)
    return out


def _groups_by_extent(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Chunks whose extents overlap, from left to right, each group from top to bottom."""
    groups: list[list[Chunk]] = []
    reach = -1e9
    for chunk in sorted(chunks, key=lambda c: c.x0):
        if chunk.x0 < reach - 0.5:
            groups[-1].append(chunk)
            reach = max(reach, chunk.x1)
        else:
            groups.append([chunk])
            reach = chunk.x1
    return [sorted(group, key=lambda c: (c.middle, c.x0)) for group in groups]


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
    covered = np.zeros(len(steps), np.int32)
    for x0, x1 in [(low, gap_from), (gap_to, high), *((c.x0, c.x1) for c in body)]:
        covered[(steps >= x0 - 0.5) & (steps <= x1 + 0.5)] += 1
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
    (a, low), (b, high), _ = beside
    if b.kind == "name":
        named = {c.middle for c in body if run[2] < c.centre < high}
        if not named:
            return len(body)
        if a.kind in _MERGED_KINDS and len({c.middle for c in body if c.centre > high and is_number(c.text)}) > 2 * len(named):
            return 1
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
    lone = sum(not among_numbers and is_number(c.text) and c.middle not in numbers for c, among_numbers in near)
    return words + lone + sum(numbers.values()) - len(numbers)


def crossings(columns: Columns, chunks: Sequence[Chunk]) -> int:
    """How often a chunk runs across a cut between columns."""
    return sum(chunk.x0 < cut - 3 and chunk.x1 > cut + 3 for chunk in chunks for cut in columns.cuts[1:-1])


def columns_shifted(columns: Columns, by: float) -> Columns:
    """The same columns on a page whose margin differs (odd and even pages)."""
    return replace(columns, cuts=tuple(cut + by for cut in columns.cuts))
