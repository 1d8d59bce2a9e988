"""Where what was assembled may not be what is printed, told without knowing what the rows mean.

It has to be cheap, because every report pays for it: only names and figures of tables are looked at, and whether a caption stands alone.
Whether another reader is worth asking is decided later, by how the rows align.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportparse.geometry import is_within
from reportparse.model import Catalogue, Document, Observation, Page, Paper, Place, Table
from reportparse.opinions.places import is_of_years, places_of_tables
from reportparse.text import text_folded

_KNOWN, _AT_LEAST = 0.7, 0.15
"""Of a table's names, known ones: fewer than the first raise a doubt; fewer than the second, and it is none of the appendix."""
_STRANGE = 0.2  # of a table's figures: those that neither are a number nor stand for nothing
_NUMBER = re.compile(r"[-+—–≥≤<>约]?[\d,.]*\d[\d,.]*(?::[\d.]+)?[^\d]{0,6}|[^\d一-鿿]*|[^\d]{1,4}")
_DECORATED = re.compile(r"^(?:\(?[0-9一二三四五六七八九十]{1,3}[).、]+|[①-⑳])?(?:\(?其中\)?[:,、;]?)?|(?:\([^()]{1,5}\)|[*※#]|\[\d\])+$")
_ABOVE, _BELOW, _BESIDE = 60.0, 5.0, 10.0  # points around a table's body: its header has up to three lines
_SPOILT = frozenset({"value-unparsed", "duplicate-row", "table-unaligned"})
_BADLY = 0.3  # of a table's cells
_AT_MOST = 8  # doubts of one report: where more is wrong, the report is not what these readers can mend


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubted, in words, and where another reader would have to look."""

    what: str
    places: tuple[Place, ...]


def find_doubts(document: Document, paper: Paper, catalogue: Catalogue) -> tuple[Doubt, ...]:
    """Captions without a table, pages whose text means nothing, tables of the appendix whose names or figures look wrong."""
    pages = {page.number: page for page in document.pages}
    lonely = [problem for problem in paper.problems if problem.code == "caption-without-grid" and is_announced(problem.message, catalogue)]
    captions = [Doubt(problem.message, _below(problem.place, pages)) for problem in lonely if problem.place is not None]
    garbled = [page for page in document.pages if page.kind == "garbled" and page.engine == "pdfium"]
    pictures = [Doubt("the text of the page means nothing", (_whole(page),)) for page in garbled]
    tables = [_doubt_of_table(document, table) for table in paper.tables if _is_doubtful(table, catalogue)]
    return tuple(doubt for doubt in (*captions, *pictures, *tables) if doubt.places)[:_AT_MOST]


def doubts_confirmed(doubts: Sequence[Doubt], observations: Sequence[Observation]) -> tuple[Doubt, ...]:
    """Those in whose places the rows do not align either: none are there, or a third of their cells fit nothing or are no figures."""
    return tuple(doubt for doubt in doubts if _is_badly_read([row for row in observations if is_within(row.place, doubt.places)]))


def _is_badly_read(rows: Sequence[Observation]) -> bool:
    bad = sum(not row.indicator_code or bool(_SPOILT.intersection(row.flags)) for row in rows)
    return bad >= _BADLY * len(rows)


def _below(caption: Place, pages: dict[int, Page]) -> tuple[Place, ...]:
    """From a caption to the foot of its page, and the two pages after it: the longest table takes three."""
    page = pages[caption.page]
    if page.turn or page.engine != "pdfium" or page.kind != "text":
        return ()
    rest = Place(caption.page, (0.0, caption.box[3], page.width, page.height))
    after = [pages[number] for number in (caption.page + 1, caption.page + 2) if number in pages]
    return (rest, *(_whole(page) for page in after if page.engine == "pdfium" and not page.turn))


def _whole(page: Page) -> Place:
    return Place(page.number, (0.0, 0.0, page.width, page.height))


def _doubt_of_table(document: Document, table: Table) -> Doubt:
    places = places_of_tables(document, (table,))
    wider = tuple(Place(p.page, (p.box[0] - _BESIDE, max(p.box[1] - _ABOVE, 0.0), p.box[2] + _BESIDE, p.box[3] + _BELOW)) for p in places)
    return Doubt(table.name or "a table without caption", wider)


def _is_doubtful(table: Table, catalogue: Catalogue) -> bool:
    captioned, known = is_announced(table.caption, catalogue), names_of_rows(catalogue)
    if not is_of_years(table):
        return captioned
    names = _texts(table, ("name",))
    share = sum(name in known or _DECORATED.sub("", name) in known for name in names) / max(len(names), 1)
    if not captioned and share < _AT_LEAST:
        return False
    figures = _texts(table, ("year", "value"))
    strange = sum(not _NUMBER.fullmatch(figure) for figure in figures)
    return share < _KNOWN or strange > _STRANGE * len(figures)


def is_announced(caption: str, catalogue: Catalogue) -> bool:
    """Does the caption name a table of the appendix?"""
    folded = text_folded(caption)
    return any(name in folded for name in _names(catalogue)[0])


def names_of_rows(catalogue: Catalogue) -> frozenset[str]:
    """What the rows of the appendix are called, folded."""
    return _names(catalogue)[1]


@lru_cache(maxsize=8)
def _names(catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """What tables are called, and what their rows are called, folded."""
    tables = [table for edition in catalogue.editions for table in edition.tables]
    rows = [row for table in tables for row in table.indicators]
    forms = {text_folded(form) for row in rows for form in (row.name, *(alias.name for alias in row.aliases))}
    return frozenset(text_folded(name) for table in tables for name in table.names), frozenset(forms)


def _texts(table: Table, kinds: Sequence[str]) -> list[str]:
    """The folded texts of these columns, empty ones left out."""
    numbers = [number for number, column in enumerate(table.columns) if column.kind in kinds]
    return [folded for row in table.rows for number in numbers if (folded := text_folded(row[number].text))]
