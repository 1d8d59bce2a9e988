"""Headers that no rule shows: lines whose words name a table's columns, and where each column's words stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from reportparse.assemble.chunks import Chunk, chunk_parted, chunks_from_line, gap_near, is_number
from reportparse.assemble.header import HeaderWords, column_from_text, is_header, is_spanning, names_found, years_of_the_whole
from reportparse.assemble.lines import Line, PageLines
from reportparse.model import Column
from reportparse.text import text_folded

_HINT = re.compile(r"20[0-9]{2}.{0,8}20[0-9]{2}|二[〇零○].{2,8}二[〇零○]|指.{0,3}标|项.{0,3}目|名.{0,3}称|内.{0,3}容|单.{0,3}位")
_YEARS = re.compile(r"(?:20[0-9]{2}[^0-9]{0,2})+")
_CUT_YEAR = re.compile("20[12]")
_YEAR_BEGINS = re.compile(r"(?<=[\u4e00-\u9fff])(?=20[0-9]{2})")
_PROSE = re.compile(r"[。，；！？]")
_LONGEST_HEADER_LINE = 60
_MOST_HEADER_LINES = 9  # 一级指标 one character a line, beside years in two lines and words in one
_MOST_LINES_ABOVE = 5  # those of a header above the one that holds its telling words
_HEADER_APART = (0.6, 0.2)  # of the font box: words of a header stand as far apart as other cells, in narrow columns a blank's width
_LEVEL = 0.4  # of the font box: the middle of a cell that wraps, from the words beside it
_LARGER = 1.3  # times as large as the type of another line of the same word: a heading
_HEADER_PITCH = 2.3  # of the font box, between lines of one header
_DOUBLE_PITCH = 2.8  # the same of 2023 over 年 in lines set double
_WHOLE_PITCH = 3.5  # the same below 合计 and the names of schools


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
        is_run = free[start] > taken and _is_run(lines, free[start : position + 1], words)
        if not is_run or _has_values(chunks_of(free[start], _HEADER_APART[0]), words):
            break
        for stop in range(position + 1, min(start + _MOST_HEADER_LINES, len(free)) + 1):
            if not _is_run(lines, free[start:stop], words) or _has_values(chunks_of(free[stop - 1], _HEADER_APART[0]), words):
                break
            block = _block(lines, free[start:stop], words, chunks_of)
            if block is not None and (best is None or _worth(block, like) > _worth(best, like)):
                best = block
    return best


def _worth(block: HeaderBlock, like: HeaderBlock | None) -> tuple[bool, int]:
    return like is not None and _texts(block) == _texts(like), block.stop - block.first


def _texts(block: HeaderBlock) -> list[str]:
    return [text_folded(column.text) for column in block.columns]


def _is_run(lines: PageLines, indices: Sequence[int], words: HeaderWords) -> bool:
    """Lines that follow one another closely; a line of 一 alone may have a box of no height, and one of 合计 and schools a tall row."""
    if indices[-1] - indices[0] != len(indices) - 1:
        return False
    run = [lines.lines[i] for i in indices]
    return all(b.middle - a.middle < _pitch(a, b, words) * max(a.height, b.height) for a, b in pairwise(run))


def _pitch(above: Line, below: Line, words: HeaderWords) -> float:
    if set(below.text) == {"年"}:
        return _DOUBLE_PITCH
    return _WHOLE_PITCH if text_folded(above.text).startswith(tuple(words.whole)) else _HEADER_PITCH


def _has_values(chunks: Sequence[Chunk], words: HeaderWords) -> bool:
    """Two numbers or dashes that are no years, nor the beginning of one (2023-2024学 above 年, 202 above 3年)."""
    numbers = (chunk.text for chunk in chunks if is_number(chunk.text) and column_from_text(chunk.text, words) is None)
    return sum(_YEARS.fullmatch(number) is None and _CUT_YEAR.fullmatch(number) is None for number in numbers) > 1


def _block(lines: PageLines, indices: Sequence[int], words: HeaderWords, chunks_of: ChunksOf) -> HeaderBlock | None:
    """The header that these lines are: with known words alone if it can be, else with most of them, so that two words that touch are no
    unknown one."""
    parted = (_groups_parted(lines, [chunk for i in indices for chunk in chunks_of(i, apart)], words) for apart in _HEADER_APART)
    tried: list[list[list[Chunk]]] = []
    for groups in parted:
        block = _block_of_groups(lines, indices, groups, words, own=False)
        if block is not None:
            return _of_the_whole(block, [chunk for i in indices for chunk in chunks_of(i, _HEADER_APART[0])], words)
        tried.append(groups)
    found = [block for groups in tried if (block := _block_of_groups(lines, indices, groups, words, own=True)) is not None]
    return max(found, key=lambda block: sum(column_from_text(column.text, words) is not None for column in block.columns), default=None)


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
    """Stand years below and at both sides of the chunk, as below 数值 over two of them or three, and no other word right below it?"""
    years = [other.centre for other in below if _YEARS.match(other.text)]
    under = any(chunk.x0 < other.centre < chunk.x1 and other.centre not in years for other in below)
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
    more above it what stands over the table, and so has a word with a line in larger type.
    """
    if columns.count(None) > 0.3 * len(columns) or not any(column and column.kind in ("unit", "name") for column in columns):
        return False
    known = [chunk.middle for group, column in zip(groups, columns, strict=True) if column for chunk in group]
    own = [group for group, column in zip(groups, columns, strict=True) if not column]
    parts = ((group, i, k) for group in own for i in range(len(group)) for k in range(i + 1, len(group) + 1))
    heads = (group for group in own if len(group) > 1)
    if any(max(a.height, b.height) > _LARGER * min(a.height, b.height) for group in own for a, b in pairwise(group)):
        return False
    if any(_column(group[i:k], words) for group, i, k in parts) or any(is_spanning(text_folded(group[0].text)) for group in heads):
        return False
    return all(
        min(known) - _LEVEL * group[0].height < (group[0].middle + group[-1].middle) / 2 < max(known) + _LEVEL * group[0].height
        for group in own
    )


def _column(group: Sequence[Chunk], words: HeaderWords) -> Column | None:
    return column_from_text("".join(chunk.text for chunk in group), words)


def _groups_spelled(groups: Sequence[list[Chunk]], words: HeaderWords) -> list[list[Chunk]]:
    """Neighbouring groups together where one alone is no header word and both are: 2023 年 (and 度 below), 指　标."""
    out: list[list[Chunk]] = []
    for group in groups:
        halves = out and (_column(group, words) is None or _column(out[-1], words) is None)
        whole = sorted([*out[-1], *group], key=lambda chunk: (chunk.middle, chunk.x0)) if halves else []
        if whole and _column(whole, words) is not None:
            out[-1] = whole
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
