"""What every page carries and no paragraph or table means: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from reportparse.assemble.chunks import chunks_from_line
from reportparse.assemble.lines import Line, PageLines
from reportparse.text import text_folded

_PAGE_NUMBER = re.compile(
    r"^[-—–~·.|]*(?:第|page|p)?[-—–~·.]*(?:[0-9]{1,3}|[ivxlc]{1,6})(?:[-/of共第,]+[0-9]{1,4})?[-—–~·.]*(?:页)?(?:[,/]?共[0-9]+页)?[-—–~·.|]*$"
)  # 20212022 is the first line of a header: four digits are a year, and two numbers have something between them
_EDGE = 0.12  # of the page's height: heads and feet stand within it (margins are 0.07 to 0.11 of A4)
_DIGITS = re.compile(r"[0-9]+")
_HEADER = re.compile(r"指标|单位|20[0-9]{2}年?.*20[0-9]{2}|^续?附?表|^[合总]计")  # a table's own header may stand at the head of every page
_HEADER_PITCH = 1.6  # of the font box, between the lines of one header; a running head stands 2 and more above it
_MOST_HEADER_LINES = 4
_REPEATED = 3  # pages
_BESIDE = 0.5  # of the font box
_NUMERAL_GAP = 1.0  # of the font box, between the figures of one page number: spaced ones are under half of it
_FEW_PAGES, _FEW = 5, 0.2  # a report has its pages numbered, or none of them: one number on few of them is of a table
_SAME_PLACE = 8.0  # points: scans slide
_FEWEST_LETTERS = 3  # of a running head


def furniture_found(pages: Sequence[PageLines]) -> list[frozenset[int]]:
    """For each page the indices of the lines that are furniture."""
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for page, found in zip(pages, edges, strict=True) for key in {key for i in found for key in _keys(page.lines[i])})
    needed = max(_REPEATED, len(pages) // 6)
    numbers = [[i for i in found if _is_page_number(page, page.lines[i])] for page, found in zip(pages, edges, strict=True)]
    repeated = [
        {i for i in found if _most(counts, page.lines[i]) >= needed and not _heads_table(page, i)}
        for page, found in zip(pages, edges, strict=True)
    ]
    known = [{i for i in own if i in again} for own, again in zip(numbers, repeated, strict=True)]
    places = [_place(page, i) for page, own in zip(pages, known, strict=True) for i in own]
    is_numbered = len(pages) < _FEW_PAGES or sum(map(bool, numbers)) > _FEW * len(pages)
    return [
        _standing_alone(page, again, sure or (_at_usual_place(page, own, places) if is_numbered else set()))
        for page, again, own, sure in zip(pages, repeated, numbers, known, strict=True)
    ]


def _at_usual_place(page: PageLines, numbers: Sequence[int], places: Sequence[float]) -> set[int]:
    """Of what looks like a page number where nothing repeats it what stands where those of other pages do, else nearest to an edge: a lone
    6 above - 10 - is the last digit of a figure that wraps at the foot of a table."""
    if places:
        return {i for i in numbers if any(abs(_place(page, i) - place) < _SAME_PLACE for place in places)}
    heads, feet = ([i for i in numbers if (_place(page, i) > 0) == is_head] for is_head in (True, False))
    return {i for end, side in ((heads[:1], heads), (feet[-1:], feet)) for k in end for i in side if _is_level(page, i, k)}


def _place(page: PageLines, index: int) -> float:
    """How far a line stands from the head of the page, or, negative, from its foot."""
    middle, height = page.lines[index].middle, page.page.height
    return middle if middle < height / 2 else middle - height


def _is_level(page: PageLines, i: int, k: int) -> bool:
    return abs(page.lines[i].middle - page.lines[k].middle) < _BESIDE * page.lines[i].height


def _standing_alone(page: PageLines, repeated: set[int], numbers: set[int]) -> frozenset[int]:
    """Page numbers with nothing beside them, and what is repeated, with no more than that beside it: 5 and 1 a little above the name of
    their row are its values."""

    def has_beside(i: int, allowed: set[int]) -> bool:
        near = [k for k in (i - 1, i + 1) if 0 <= k < len(page.lines) and k not in allowed]
        return any(_is_level(page, i, k) for k in near)

    return frozenset({i for i in repeated if not has_beside(i, repeated)} | {i for i in numbers if not has_beside(i, set())})


def _is_page_number(page: PageLines, line: Line) -> bool:
    """5 and 5 of two cells are none, though their row's name stands half a line above and half a line below them, nor are 4, 12 and -8."""
    if _PAGE_NUMBER.match(text_folded(line.text)) is None:
        return False
    chunks = chunks_from_line(page, line, _NUMERAL_GAP)
    return any(map(str.isalpha, line.text)) or sum(any(map(str.isdigit, chunk.text)) for chunk in chunks) == 1


def _heads_table(page: PageLines, index: int) -> bool:
    """Is the line a table's header, or the upper line of one: 序 over 号, or 合计 over 单 over 指标 and the years?"""
    run = page.lines[index : index + _MOST_HEADER_LINES]
    for line, below in zip_longest(run, run[1:]):
        if _HEADER.search(line.text):
            return True
        if below is None or below.middle - line.middle >= _HEADER_PITCH * line.height:
            return False
    return False


def _edge_lines(page: PageLines) -> list[int]:
    """Up to two lines at the head and two at the foot of the page."""
    edge = _EDGE * page.page.height
    n = len(page.lines)
    head = [i for i in range(min(2, n)) if page.lines[i].middle < edge]
    foot = [i for i in range(max(n - 2, 0), n) if page.lines[i].middle > page.page.height - edge]
    return [*head, *(i for i in foot if i not in head)]


def _most(counts: Counter[tuple[str, int]], line: Line) -> int:
    return max((counts[key] for key in _keys(line)), default=0)


def _keys(line: Line) -> set[tuple[str, int]]:
    """What a running head says on every page, and its height: its words and years, and its page number by what it is off.

    Figures alone are none, and others change from page to page: a table's row may stand first on three of them.
    """
    text, height = text_folded(line.text), round(line.middle / 4)
    numbers = list(_DIGITS.finditer(text))
    off = (f"{text[: n.start()]}#{int(n[0]) - line.page}{text[n.end() :]}" for n in (*numbers[:1], *numbers[-1:]))
    words = [text] if sum(c.isalpha() for c in text) >= _FEWEST_LETTERS else []
    return {(key, height) for key in (*words, *off)}
