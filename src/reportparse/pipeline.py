"""The story of one report: read → assemble → interpret → match → tidy. It knows the rooms and holds no logic of theirs."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from reportparse.assemble import assemble_paper, find_grids
from reportparse.catalogue import load_catalogue, load_corrections
from reportparse.interpret import read_figures, read_identity, read_rows
from reportparse.match import match_tables
from reportparse.model import Catalogue, Correction, Document, Grid, Identity, MatchedTable, Outcome, Page, Paper, Problem, Report, Settings
from reportparse.read import read_document
from reportparse.rereading import document_completed, paper_reread
from reportparse.tidy import figures_against_observations, select_corrections, tidy_observations

_DAMAGED = frozenset({"page-unreadable", "picture-page", "missing-extra"})
"""Problems that mean: something on the paper was not read."""


def parse_report(source: str, settings: Settings) -> Report:
    """Everything that one report gives. Raises a ReportparseError when nothing can be read."""
    started = time.perf_counter()
    document, paper = read_paper(source, settings)
    report = report_from_paper(document, paper, _catalogue(settings), load_corrections(settings.corrections))
    return replace(report, seconds=time.perf_counter() - started)


def read_paper(source: str, settings: Settings) -> tuple[Document, Paper]:
    """What was seen and what it was meant as: the slow half, whose result an archive keeps."""
    catalogue = _catalogue(settings)
    seen = read_document(source, password=settings.password, page_limit=settings.page_limit, ocr=settings.ocr)
    document = document_completed(seen, catalogue, settings)
    return document, paper_reread(document, assemble_paper(document, catalogue), catalogue, settings)


def find_tables(source: str, settings: Settings, *, pages: Collection[int] | None = None) -> tuple[Grid, ...]:
    """The raw tables of any PDF, page by page from top to bottom; of all pages, or of `pages`."""
    document = read_document(source, password=settings.password, page_limit=settings.page_limit, only=pages, ocr=settings.ocr)
    return find_grids(document, _catalogue(settings))


def find_matches(source: str, settings: Settings) -> tuple[Identity, tuple[MatchedTable, ...]]:
    """Who reports, and what each row of the report's tables was matched with: what a new edition is drafted from."""
    catalogue = _catalogue(settings)
    document, paper = read_paper(source, settings)
    identity = read_identity(paper, document.title, catalogue).items[0]
    return identity, match_tables(read_rows(paper.tables, identity, catalogue).items, catalogue).items


def report_from_paper(document: Document, paper: Paper, catalogue: Catalogue, corrections: tuple[Correction, ...] = ()) -> Report:
    """The rooms behind `assemble`: what a changed catalogue, or a new correction, has to run again."""
    identified = read_identity(paper, document.title, catalogue)
    identity = identified.items[0]
    rows = read_rows(paper.tables, identity, catalogue)
    matched = match_tables(rows.items, catalogue)
    chosen = select_corrections(corrections, document.report_id, identity)
    tidied = tidy_observations(matched.items, catalogue, chosen.items)
    figures = read_figures(paper.paragraphs, identity, catalogue)
    compared = figures_against_observations(figures.items, tidied.items, identity, catalogue)
    heard: tuple[Document | Paper | Outcome[object], ...] = (document, paper, identified, rows, matched, chosen, tidied, figures, compared)
    problems = tuple(problem for one in heard for problem in one.problems)
    return Report(
        source=document.source,
        report_id=document.report_id,
        sha256=document.sha256,
        size=document.size,
        pages=document.n_pages,
        kind=_kind(document.pages),
        producer=document.producer,
        identity=identity,
        tables=len(matched.items),
        observations=tidied.items,
        figures=compared.items,
        problems=problems,
        status=_status(problems),
    )


def _catalogue(settings: Settings) -> Catalogue:
    return load_catalogue(Path(settings.catalogue) if settings.catalogue else None)


def _kind(pages: tuple[Page, ...]) -> str:
    """`text`, `scan`, or `mixed`: empty pages say nothing, and a page of text with a table as a picture is both."""
    pictured = {is_picture for page in pages if page.kind != "empty" for is_picture in _looked_at(page)}
    return "mixed" if len(pictured) == 2 else "scan" if True in pictured else "text"


def _looked_at(page: Page) -> tuple[bool, ...]:
    if page.kind == "text":
        return (False, True) if page.engine == "ocr" else (False,)
    return (True,)


def _status(problems: tuple[Problem, ...]) -> str:
    return "partial" if any(problem.code in _DAMAGED for problem in problems) else "ok"
