"""Which pages are strips: columns of a sheet that is wider than the paper, on pages of their own.

A spreadsheet prints such a sheet first with its names and the columns that fit, all pages down, and then the columns that are left, all
pages down again; or page by page, each with its strips. A strip has the rows of the page from which it was torn, at the same heights, and
no names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from reportparse.assemble.aligned.heads import headers_on_page
from reportparse.assemble.captions import caption_from_line
from reportparse.assemble.chunks import Chunk, chunks_from_line, chunks_of_page, is_number
from reportparse.assemble.clearing.furniture import furniture_found
from reportparse.assemble.header import column_from_text
from reportparse.assemble.lines import Line, PageLines, is_level
from reportparse.assemble.parts import Knowledge
from reportparse.assemble.ruled.lattice import lattices_from_rules
from reportparse.assemble.sheets.seams import Seam
from reportparse.geometry import values_clustered
from reportparse.model import Column
from reportparse.text import digits_in, text_folded

_HEADING = re.compile(
    r"第[一二三四五六七八九十0-9]+[章节篇部]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3}[\u4e00-\u9fff]{4}"
)  # of a chapter: groups of rows have their titles where the names are
_SENTENCE = re.compile("[，。；]")
_WIDE = 0.6  # of the page's width: notes beside figures are narrower
_SAME = 1.5  # points: the strips of a sheet have one layout, their lines differ by what fonts and rounding do
_LONGEST = 20  # characters of the usual line of a page that has few digits: lines of prose have 30 and more
_DIGITS = 0.1  # of a page's letters: prose has 0.02 to 0.05
_FEW_LINES = 4  # of a page that holds the note below a table, and its own number
_FIGURES = 0.3  # of the lines: notes beside each figure may run over two lines
_FEWEST_FIGURES = 2  # lines: the number of a page that holds the last words of a chapter is one
_FEWEST_NAMES = 3
_NAMED = 0.4  # of the lines
OF_NAMES = frozenset({"name", "group", "ordinal", "code", "institution"})  # kinds of columns that stand before the first figures
_OF_FIGURES = frozenset({"year", "value"})
_MET = 0.9  # of a strip's lines
_FILLED = 0.5  # of the lines that stand beside a strip: cells of a column may be empty
_MERGED = 0.2  # of the edges between rows, or one: a header of two rows may be one cell in each column of a strip
_FEWEST_EDGES = 4
_PITCH = 2.2  # of the font box, between the two lines of a cell that wraps, or of a header of two levels
_LEVELS = 1.2  # of the font box: how far one level of a header stands from the middle of both


@dataclass(frozen=True, slots=True)
class Turn:
    """Strips of the same columns, each behind the page that it belongs beside: indices of pages; and where, if the pages say it."""

    pairs: tuple[tuple[int, int], ...]
    seam: Seam | None = None


@dataclass(frozen=True, slots=True)
class _Order:
    """Strips given to pages in turn: how many pages were passed over, the pages that may have some, and the turns."""

    skips: int
    hosts: tuple[int, ...]
    turns: tuple[Turn, ...]

    @property
    def rank(self) -> tuple[int, int, int]:
        """The fewest skips; of equal ones the pages nearest to the strips, and of these most, as strips are printed in turn."""
        return self.skips, -self.hosts[-1], -len(self.hosts)


def strips_in_turn(pages: Sequence[PageLines], told: Mapping[int, frozenset[int]], known: Knowledge) -> list[Turn]:
    """The strips among the pages, in the order in which they go beside others; none of those that follow no page that may be theirs, and
    may be of one as well as of another. Some are `told` to be of certain pages."""
    furniture = furniture_found(pages)

    @cache
    def is_beside(host: int, strip: int) -> bool:
        return host in told.get(strip, (host,)) and _is_beside(pages, furniture, (host, strip), known)

    out: list[Turn] = []
    for hosts, strips in _runs(pages, known):
        orders = _orders(pages, (hosts, strips), is_beside)
        if strips[0] == hosts[-1] + 1 or len({order.turns for order in orders}) == 1:
            out += min(orders, key=lambda order: order.rank).turns if orders else ()
    return out


def _orders(pages: Sequence[PageLines], of: tuple[Sequence[int], Sequence[int]], is_beside: Callable[[int, int], bool]) -> list[_Order]:
    """All ways to give the strips to the hosts in turn, or as many of the first ones as can be: what follows them may be something else."""
    hosts, strips = of
    ways = ([_order(some, strips[:n], is_beside) for some in _may_be_of(pages, hosts)] for n in range(len(strips), 0, -1))
    return next((found for orders in ways if (found := [order for order in orders if order])), [])


def may_hold_strips(pages: Sequence[PageLines], known: Knowledge) -> bool:
    return any(is_strip(page, known) for page in pages[1:])


def is_strip(page: PageLines, known: Knowledge) -> bool:
    """Does the page hold figures on many lines, or the head of a column, and neither names nor a header with their head? Those of a table
    that was folded stand behind its first years."""
    if len(page.lines) < 2 or not is_level(page.page) or is_prose(page) or any(_is_of_text(page, line, known) for line in page.lines):
        return False
    firsts, heads, figures, years = list[Chunk](), list[Chunk](), 0, math.inf
    for line in page.lines:
        chunks = chunks_from_line(page, line)
        columns = _heads(chunks, known)
        years = min([years, *_ends_of_years(columns)])
        if _holds_names_before(years, chunks, columns, known):  # most pages with tables say so in their first rows
            years = _end_of_first_year(page, known) if _may_be_folded(chunks, known) else years
            if _holds_names_before(years, chunks, columns, known):
                return False
        firsts.append(chunks[0])
        heads += columns
        figures += any(is_number(chunk.text) for chunk in chunks)
    return bool(heads or figures >= max(_FEWEST_FIGURES, _FIGURES * len(firsts))) and not _begins_with_names(firsts, heads, known)


def _heads(chunks: Sequence[Chunk], known: Knowledge) -> dict[Chunk, Column]:
    return {chunk: column for chunk in chunks if (column := column_from_text(chunk.text, known.words))}


def _ends_of_years(columns: Mapping[Chunk, Column]) -> Iterator[float]:
    return (chunk.x1 for chunk, column in columns.items() if column.kind in _OF_FIGURES)


def _may_be_folded(chunks: Sequence[Chunk], known: Knowledge) -> bool:
    """Stand a figure and something else before the first name?"""
    return len(chunks) > 2 and is_number(chunks[0].text) and not is_name(chunks[1], known)


def _end_of_first_year(page: PageLines, known: Knowledge) -> float:
    """Where the first head of figures ends in the first header of the page, which stands below rows of another table."""
    for line in page.lines:
        columns = _heads(chunks_from_line(page, line), known)
        if any(column.kind in _OF_FIGURES or column.kind in OF_NAMES for column in columns.values()):
            return min(_ends_of_years(columns), default=math.inf)
    return math.inf


def _holds_names_before(x: float, chunks: Sequence[Chunk], columns: Mapping[Chunk, Column], known: Knowledge) -> bool:
    """Stands a name of an indicator, or the head of names, left of `x` on this line?"""
    left = [chunk for chunk in chunks if chunk.x0 < x]
    kinds = [columns[chunk].kind for chunk in left if chunk in columns]
    return any(kind in OF_NAMES for kind in kinds if len(columns) > 1 or kind != "name") or any(is_name(chunk, known) for chunk in left)


def _begins_with_names(firsts: Sequence[Chunk], heads: Sequence[Chunk], known: Knowledge) -> bool:
    """Begin many lines with words of their own, below no head that is known? A table of programmes or schools has names that no catalogue
    knows; notes and survey methods stand below their head, and say the same again and again."""
    words = {
        chunk.text
        for chunk in firsts
        if sum(map(str.isalpha, chunk.text)) > 1
        and text_folded(chunk.text) not in known.units
        and not any(head.x0 < chunk.x1 and chunk.x0 < head.x1 and head.middle <= chunk.middle for head in heads)
    }
    return len(words) >= max(_FEWEST_NAMES, _NAMED * len(firsts))


def _is_of_text(page: PageLines, line: Line, known: Knowledge) -> bool:
    """Is it a heading, or a line of a sentence across the page? Columns of a sheet have neither, but the titles of its tables."""
    is_wide = line.x1 - line.x0 > _WIDE * page.page.width and _SENTENCE.search(line.text) is not None
    is_heading = _HEADING.match(line.text) is not None and len(chunks_from_line(page, line)) == 1
    return is_wide or (is_heading and caption_from_line(line, known.table_names) is None)


def _may_end_strips(page: PageLines, known: Knowledge) -> bool:
    """Is it a strip, or may it be one of the last row alone, where others stand before it?"""
    is_small = 0 < len(page.lines) <= _FEW_LINES and any(_figures(page, line) for line in page.lines)
    return is_strip(page, known) or (is_small and not holds_names(page, known))


def is_prose(page: PageLines) -> bool:
    """Long lines with few digits: most pages of a report, and they are looked at no closer."""
    return digits_in(page.text) < _DIGITS * len(page.text) and median(len(line.text) for line in page.lines) > _LONGEST


def is_name(chunk: Chunk, known: Knowledge) -> bool:
    """Is it the name of an indicator?"""
    return known.is_name(text_folded(chunk.text))


def holds_names(page: PageLines, known: Knowledge) -> bool:
    return any(is_name(chunk, known) for chunk in chunks_of_page(page))


def _runs(pages: Sequence[PageLines], known: Knowledge) -> Iterator[tuple[list[int], list[int]]]:
    """Pages with names that follow one another, and the strips that follow them; pages with nothing but a note may stand among them."""
    at, last = 1, -1
    while at < len(pages):
        strips = _followed(pages, range(at, len(pages)), known, _may_end_strips) if is_strip(pages[at], known) else []
        hosts = _followed(pages, range(at - 1, last, -1), known, holds_names) if strips else []
        if hosts:
            yield hosts[::-1], strips
            last = strips[-1]
        at = strips[-1] + 1 if strips else at + 1


def _followed(
    pages: Sequence[PageLines], numbers: range, known: Knowledge, is_one: Callable[[PageLines, Knowledge], bool]
) -> list[int]:
    """The pages of these that are of the kind asked for, up to one that is of another, or neither and not all but empty."""
    out: list[int] = []
    for number in numbers:
        page = pages[number]
        if not is_alike(pages[numbers[0]], page):
            break
        if is_one(page, known):
            out.append(number)
        elif len(page.lines) > _FEW_LINES or holds_names(page, known) or is_strip(page, known):
            break
    return out


def is_alike(one: PageLines, other: PageLines) -> bool:
    """Are the pages of one size, and turned the same way?"""
    a, b = one.page, other.page
    return (a.turn, round(a.width), round(a.height)) == (b.turn, round(b.width), round(b.height)) and is_level(b)


def _may_be_of(pages: Sequence[PageLines], hosts: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The pages of one sheet that may have strips: the last ones, all or those that are cut at the same place."""
    edges = {k: right_edge(pages[k]) for k in hosts}
    ends = {edge for edge in edges.values() if edge is not None}
    alike = ([k for k, edge in edges.items() if edge is not None and abs(edge - end) < _SAME] for end in ends)
    seen: set[tuple[int, ...]] = set()
    for some in (list(hosts), *alike):
        for start in range(len(some)):
            last = tuple(some[start:])
            if last not in seen:
                seen.add(last)
                yield last


def right_edge(page: PageLines) -> float | None:
    """Where the page's level rules end; None where it has none."""
    level = page.page.rules.horizontal
    return float(level[:, 2].max()) if len(level) > 1 else None


def _order(hosts: tuple[int, ...], strips: Sequence[int], is_beside: Callable[[int, int], bool]) -> _Order | None:
    """The strips given to the hosts in turn; None where one fits beside none of them."""
    at, skips = -1, 0
    turns: list[list[tuple[int, int]]] = []
    for strip in strips:
        steps = (k for k in range(1, len(hosts) + 1) if is_beside(hosts[(at + k) % len(hosts)], strip))
        step = next(steps, None)
        if step is None:
            return None
        if not turns or at + step >= len(hosts):
            turns.append([])
        at, skips = (at + step) % len(hosts), skips + step - 1
        turns[-1].append((hosts[at], strip))
    return _Order(skips + len(hosts) - 1 - at, hosts, tuple(Turn(tuple(pairs)) for pairs in turns))


def _is_beside(pages: Sequence[PageLines], furniture: Sequence[frozenset[int]], pair: tuple[int, int], known: Knowledge) -> bool:
    """Are the rows of the strip at the heights of the host's rows, and the heads of its columns at those of the host's?"""
    gone = furniture_of_both(*((pages[k], furniture[k]) for k in pair))
    host, strip = (_lines(pages[k], own) for k, own in zip(pair, gone, strict=True))
    return bool(host.lines and strip.lines) and _has_rows(host, strip) and _has_heads(host, strip, known)


Furnished = tuple[PageLines, frozenset[int]]
"""The lines of a page, and those that seem to be furniture."""


def furniture_of_both(host: Furnished, strip: Furnished) -> tuple[frozenset[int], frozenset[int]]:
    """What of it stands on both pages at one height. A lone figure at the foot of a strip is a value, not the number of a page."""
    (one, own), (other, its) = host, strip
    pairs = [(i, k) for i in own for k in its if abs(one.lines[i].middle - other.lines[k].middle) < _SAME]
    return frozenset(i for i, _ in pairs), frozenset(k for _, k in pairs)


@dataclass(frozen=True, slots=True)
class _Lines:
    """A page's lines without its furniture."""

    page: PageLines
    lines: Sequence[Line]


def _lines(page: PageLines, furniture: frozenset[int]) -> _Lines:
    return _Lines(page, [line for i, line in enumerate(page.lines) if i not in furniture])


def _has_rows(host: _Lines, strip: _Lines) -> bool:
    drawn = _has_drawn_rows(host.page, strip.page)
    return _has_lines(host, strip) if drawn is None else drawn


def _has_drawn_rows(host: PageLines, strip: PageLines) -> bool | None:
    """Are the rows of the strip those that rules draw on its host? None where rules draw none."""
    levels = values_clustered(strip.page.rules.horizontal[:, 0], _SAME)
    lattices = [lattice.ys for lattice in lattices_from_rules(host.page.rules)]
    if len(levels) < _FEWEST_EDGES or sum(map(len, lattices)) < _FEWEST_EDGES:
        return None
    beside = [edges for edges in lattices if _draws(levels, edges)]
    return all(any(edges[0] - _SAME < y < edges[-1] + _SAME for edges in beside) for y in levels)


def _draws(levels: Sequence[float], edges: Sequence[float]) -> bool:
    """Are most of these edges drawn, the first and the last among them, and nothing between them but two levels of a header?"""
    within = [y for y in levels if edges[0] - _SAME < y < edges[-1] + _SAME]
    at = np.array(edges)
    nearest = [(int(np.abs(at - y).argmin()), y) for y in within]
    met = {k for k, y in nearest if abs(edges[k] - y) < _SAME}
    missing = len(edges) - len(met)
    return len(within) - len(met) < 2 and missing <= max(1, _MERGED * len(edges)) and {0, len(edges) - 1} <= met


def _has_lines(host: _Lines, strip: _Lines) -> bool:
    """Stand most rows of the strip where lines of its host do, and are most rows of the host that it goes beside met? Titles may be seen on
    one of the two alone."""
    own = [line for line in strip.lines if _figures(strip.page, line)] or list(strip.lines)
    if len(strip.lines) <= _FEW_LINES and not any(_figures(strip.page, line) for line in own):
        return False  # words at the height of a row
    first, last = own[0].middle - _SAME, own[-1].middle + _SAME
    rows = [line for line in host.lines if first < line.middle < last]
    return bool(rows) and _met(own, host.lines) >= _MET * len(own) and _met(rows, own) >= _FILLED * len(rows)


def _figures(page: PageLines, line: Line) -> bool:
    return any(is_number(chunk.text) for chunk in chunks_from_line(page, line))


def _met(lines: Sequence[Line], others: Sequence[Line]) -> int:
    """How many of `lines` stand at the height of another, in the middle of two others, or at one side of it another: cells wrap."""
    own, their = (np.array([line.middle for line in each]) for each in (lines, others))
    at = np.concatenate([their, _middles(others)])
    met = (np.abs(own[:, None] - at) < _SAME).any(axis=1)
    two = (np.abs(_middles(lines)[:, None] - their) < _SAME).any(axis=1)
    return int((met | np.append(two, False) | np.insert(two, 0, False)).sum())


def _middles(lines: Sequence[Line]) -> NDArray[np.floating]:
    """Between each line and the next, if they may be one cell; elsewhere nowhere."""
    return np.array([(a.middle + b.middle) / 2 if b.middle - a.middle < _PITCH * a.height else np.inf for a, b in pairwise(lines)])


def _has_heads(host: _Lines, strip: _Lines, known: Knowledge) -> bool:
    """Has the strip, where figures stand below a header of its host, heads of columns beside that header?"""
    everything = host.page.lines
    headers = headers_on_page(host.page, [i for i, line in enumerate(everything) if line in host.lines], known.words)
    tops = [everything[header.first].top for header in headers]
    for top, header, end in zip(tops, headers, [*tops[1:], host.page.page.height], strict=False):
        over = _LEVELS * everything[header.first].height
        heads = [c for line in strip.lines if top - over < line.middle < header.bottom + over for c in chunks_from_line(strip.page, line)]
        below = (c for line in strip.lines if header.bottom < line.middle < end for c in chunks_from_line(strip.page, line))
        if any(is_number(c.text) for c in below) and not any(column_from_text(c.text, known.words) for c in heads):
            return False
    return True
