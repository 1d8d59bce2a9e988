"""What every page carries and no paragraph or table means: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reportparse.assemble.lines import Line, PageLines
from reportparse.text import text_folded

_PAGE_NUMBER = re.compile(
    r"^[-—–~·.|]*(?:第|page|p)?[-—–~·.]*(?:[0-9]{1,4}|[ivxlc]{1,6})(?:[-/of共第,]*[0-9]{1,4})?"
    r"[-—–~·.]*(?:页)?(?:[,/]?共[0-9]+页)?[-—–~·.|]*$"
)
_EDGE = 0.12  # of the page's height: heads and feet stand within it (margins are 0.07 to 0.11 of A4)
_DIGITS = re.compile(r"[0-9]+")
_HEADER = re.compile(r"指标|单位|20[0-9]{2}年?.*20[0-9]{2}|^续?附?表")  # a table's own header may stand at the head of every page
_REPEATED = 3  # pages


def furniture_found(pages: Sequence[PageLines]) -> list[frozenset[int]]:
    """For each page the indices of the lines that are furniture."""
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for page, found in zip(pages, edges, strict=True) for key in {_key(page.lines[i]) for i in found})
    needed = max(_REPEATED, len(pages) // 6)
    return [
        frozenset(i for i in found if _is_page_number(page.lines[i]) or _is_repeated(page.lines[i], counts, needed))
        for page, found in zip(pages, edges, strict=True)
    ]


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.match(text_folded(line.text)) is not None


def _is_repeated(line: Line, counts: Counter[tuple[str, int]], needed: int) -> bool:
    return counts[_key(line)] >= needed and not _HEADER.search(line.text)


def _edge_lines(page: PageLines) -> list[int]:
    """Up to two lines at the head and two at the foot of the page."""
    edge = _EDGE * page.page.height
    n = len(page.lines)
    head = [i for i in range(min(2, n)) if page.lines[i].middle < edge]
    foot = [i for i in range(max(n - 2, 0), n) if page.lines[i].middle > page.page.height - edge]
    return [*head, *(i for i in foot if i not in head)]


def _key(line: Line) -> tuple[str, int]:
    """Running heads differ in their page number only, and stand at one height."""
    return _DIGITS.sub("#", text_folded(line.text)), round(line.middle / 4)
