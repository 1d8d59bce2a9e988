"""The side path of the story: tables that are read again, by another reader.

Two reasons: what pdfium gave does not hold (`paper_escalated`), or a second opinion is wanted (`paper_confirmed`). It knows the rooms and
holds no logic of theirs: `opinions` says what is doubtful and compares, `read` asks, `tidy` says which reading is worth more. A report
whose tables all hold comes through without another reader being started or imported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportparse.assemble import assemble_grids
from reportparse.geometry import is_within
from reportparse.interpret import read_identity, read_rows
from reportparse.match import match_tables
from reportparse.model import Catalogue, Document, Grid, Observation, Paper, Problem, Settings
from reportparse.opinions import Doubt, doubts_confirmed, find_doubts, find_insets, is_of_appendix, paper_compared, places_unconfirmed
from reportparse.read import read_grids, read_insets
from reportparse.tidy import observations_to_worth, tidy_observations

_READERS = ("pdfplumber", "camelot")
_LEAD = 0.5  # year cells by which another reading must be worth more: the usual one is the better known


@dataclass(frozen=True, slots=True)
class Standing:
    """The best paper so far, the grids of other readers in it, and what it is worth."""

    paper: Paper
    grids: tuple[Grid, ...]
    worth: float


def document_completed(document: Document, catalogue: Catalogue, settings: Settings) -> Document:
    """The document, tables that stand as pictures in pages of text read as well."""
    return read_insets(document, find_insets(document, catalogue), settings, lambda page: is_of_appendix(page, catalogue))


def paper_reread(document: Document, paper: Paper, catalogue: Catalogue, settings: Settings) -> Paper:
    """The paper, its badly read tables read by another reader, and all of them held against a second one where that is wanted."""
    settled = paper_escalated(document, paper, catalogue, settings.password)
    return paper_confirmed(document, settled, settings.password) if settings.second_opinion else settled


def paper_escalated(document: Document, paper: Paper, catalogue: Catalogue, password: str | None = None) -> Paper:
    """The paper, its badly read tables as whoever reads them best has them."""
    suspects = find_doubts(document, paper, catalogue)
    if not suspects:
        return paper
    rows = _observations(document, paper, catalogue)
    doubts = doubts_confirmed(suspects, rows)
    standing = Standing(paper, (), observations_to_worth(rows))
    failures: list[Problem] = []
    for reader in _READERS if doubts else ():
        read = read_grids(document.source, reader, [place for doubt in doubts for place in doubt.places], password)
        failures += read.problems
        for doubt in doubts:
            standing = _better_of(standing, doubt, read.items, (document, catalogue))
    return replace(standing.paper, problems=(*standing.paper.problems, *failures))


def _better_of(standing: Standing, doubt: Doubt, read: tuple[Grid, ...], known: tuple[Document, Catalogue]) -> Standing:
    """What stands, or the same with what was read where the doubt is, if that is worth more."""
    document, catalogue = known
    here = tuple(grid for grid in read if is_within(grid.place, doubt.places))
    if not here:
        return standing
    grids = (*(grid for grid in standing.grids if not is_within(grid.place, [other.place for other in here])), *here)
    paper = assemble_grids(document, grids, catalogue)
    worth = observations_to_worth(_observations(document, paper, catalogue))
    return Standing(paper, grids, worth) if worth > standing.worth + _LEAD else standing


def _observations(document: Document, paper: Paper, catalogue: Catalogue) -> tuple[Observation, ...]:
    identity = read_identity(paper, document.title, catalogue).items[0]
    matched = match_tables(read_rows(paper.tables, identity, catalogue).items, catalogue)
    return tidy_observations(matched.items, catalogue).items


def paper_confirmed(document: Document, paper: Paper, password: str | None = None) -> Paper:
    """The paper, every table of it compared with what a second reader sees; the next one is asked where the first sees another table."""
    readings: dict[str, tuple[Grid, ...]] = {}
    failures: list[Problem] = []
    for reader in _READERS:
        if places := places_unconfirmed(document, paper, readings):
            read = read_grids(document.source, reader, places, password)
            readings[reader] = read.items
            failures += read.problems
    compared = paper_compared(paper, readings)
    return replace(compared, problems=(*compared.problems, *failures))
