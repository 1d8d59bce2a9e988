"""Who reports, and on which year.

From the cover, then from the file's title and the running text; a file name carries nothing. 「（2023年度）」 is about 2023, while
「（2023）」 came out early in 2023 and is about 2022: only 年度 names the year of the data, else the last year column does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportparse.interpret.agreement import Hearing
from reportparse.interpret.bodies import REGION, is_office, is_sentence, is_whole, name_to_kind
from reportparse.interpret.cover import Cover, lines_to_cover
from reportparse.interpret.mentions import is_motto
from reportparse.interpret.naming import Named, name_heard
from reportparse.interpret.standing import is_of_enterprise, name_to_level, name_to_scope
from reportparse.interpret.witnesses import paper_to_witnesses
from reportparse.interpret.years import is_school_year, tables_to_latest_year
from reportparse.model import Catalogue, Identity, Outcome, Paper, Problem
from reportparse.text import blanks_dropped

_SPOKEN_OF = 3  # times that a text names a year which it is about
# So much of the running text is asked where the cover leaves something open.
_PROSE = 20_000


def read_identity(paper: Paper, title: str, catalogue: Catalogue) -> Outcome[Identity]:
    """The report's identity, one item; `title` is the one in the file's properties, used where the cover has none."""
    cover = _best_cover(paper, title, catalogue)
    named = _named(paper, title, cover, catalogue)
    institution = named.name
    prose = "".join(paragraph.text for paragraph in paper.paragraphs[:200])[:_PROSE]
    last_column = _last_column(paper, cover)
    year = _report_year(cover, last_column) if last_column or cover.annual else _year_of_text(cover.label_year, prose)
    levelled = name_to_level(cover.title, institution, (*cover.partners, cover.stem), prose, catalogue)
    identity = Identity(
        title=cover.title,
        institution=institution,
        level=levelled.level,
        scope=name_to_scope(cover.title, institution, cover.stem if cover.stem != institution else "", catalogue),
        edition_label=cover.label,
        report_year=year or _report_year(cover, last_column),
        published=cover.published,
    )
    doubts = (levelled.doubt, _year_doubt(cover, last_column, year))
    return Outcome((identity,), (*_identity_to_problems(identity, cover, named.doubt, catalogue), *_doubts(*doubts)))


def _best_cover(paper: Paper, title: str, catalogue: Catalogue) -> Cover:
    """The cover; where it has no title, the first lines of the text, then running heads (it may be a picture), the file's own title."""
    cover = lines_to_cover(paper.cover, catalogue)
    opening = tuple(paragraph.text for paragraph in paper.paragraphs[:6] if len(paragraph.text) <= 60)
    for lines in (opening, *((head,) for head in paper.running), (title,)):
        if not cover.title:
            found = lines_to_cover(lines, catalogue)
            publishers = cover.publishers or found.publishers
            cover = replace(found, published=cover.published or found.published, publishers=publishers)
    return cover


def _named(paper: Paper, title: str, cover: Cover, catalogue: Catalogue) -> Named:
    """Who reports, as cover and document say it together."""
    stem = "" if is_motto(cover.stem, catalogue) else cover.stem
    publishers = tuple(name for name in cover.publishers if not is_motto(name, catalogue))
    cover = replace(cover, stem=stem, publishers=publishers)
    name = _institution_of(cover, catalogue)
    kind = name_to_kind(name, catalogue) or ("authority" if name.endswith(REGION) else "school")
    kind = "enterprise" if is_of_enterprise(cover.title, catalogue) else kind
    filed = "" if blanks_dropped(title) == "".join(cover.lines) else title  # what was read as the cover is no witness to itself
    return name_heard(name, Hearing(cover, paper_to_witnesses(paper, filed, catalogue), kind, catalogue))


def _institution_of(cover: Cover, catalogue: Catalogue) -> str:
    """The name in the title when it is one; else the body that signs the cover; else what the title says in its place."""
    kind = name_to_kind(cover.stem, catalogue)
    wanted = "enterprise" if is_of_enterprise(cover.title, catalogue) else kind or "authority"
    longer = [name for name in cover.publishers if cover.stem and name.endswith(cover.stem) and kind in ("", wanted)]
    if longer:
        return max(longer, key=len)
    labelled = cover.labelled if kind in ("", "authority") and not cover.stem.endswith(REGION) else ()
    if kind == wanted and is_whole(cover.stem, catalogue) and not labelled:
        return cover.stem
    fitting = labelled or [name for name in cover.publishers if name_to_kind(name, catalogue) == wanted] or cover.publishers
    if fitting:
        return _stray_dropped(next(filter(is_office, fitting), fitting[-1]), cover.stem)
    return "" if is_sentence(cover.stem) else cover.stem


def _stray_dropped(name: str, region: str) -> str:
    """A watermark's character in front of the name is told by the title, which begins with the same region."""
    return name[1:] if region and name[1:].startswith(region) and not name.startswith(region) else name


def _last_column(paper: Paper, cover: Cover) -> int | None:
    """The last year that a column prints; of a school year that ends after the year that the cover means, the one in which it began."""
    last = tables_to_latest_year(paper.tables, None) or None
    meant = _report_year(cover, None)
    if last is None or meant is None or last != meant + 1:
        return last
    columns = [column for table in paper.tables for column in table.columns if column.year == last]
    return meant if all(is_school_year(column) for column in columns) else last


def _report_year(cover: Cover, last_column: int | None) -> int | None:
    if cover.annual or last_column is None:
        return cover.label_year if cover.annual or cover.label_year is None else cover.label_year - 1
    return last_column


def _identity_to_problems(identity: Identity, cover: Cover, doubt: str, catalogue: Catalogue) -> Iterator[Problem]:
    missing = [name for name in ("institution", "level", "scope", "report_year") if not getattr(identity, name)]
    if missing:
        yield Problem("identity-unclear", "warning", f"neither cover nor text says: {', '.join(missing)}")
    name = identity.institution
    if name and not name.endswith(REGION) and not (name_to_kind(name, catalogue) and is_whole(name, catalogue)):
        yield Problem("identity-unclear", "warning", f"the title says {name}, which is the whole name of no body that is known")
    elif doubt:
        yield Problem("identity-unclear", "warning", doubt)
    elif name and is_of_enterprise(cover.title, catalogue) and name_to_kind(name, catalogue) != "enterprise":
        yield Problem("identity-unclear", "warning", f"an enterprise reports, and only {name} is named")


def _doubts(*doubts: str) -> Iterator[Problem]:
    yield from (Problem("identity-unclear", "warning", doubt) for doubt in doubts if doubt)


def _year_of_text(label: int | None, prose: str) -> int | None:
    """Of the year that a label without 年度 prints and the one before it, the one of which the text speaks more often than not."""
    if label is None:
        return None
    counts = {year: len(re.findall(rf"{year}年(?![级届])", prose)) for year in (label - 1, label)}
    most, least = sorted(counts, key=lambda year: -counts[year])
    return most if counts[most] >= _SPOKEN_OF and counts[most] >= 2 * counts[least] else None


def _year_doubt(cover: Cover, last_column: int | None, year: int | None) -> str:
    """Why the year is doubted: label, columns and date of publication do not go together, or the label stands alone and can mean two."""
    label = cover.label_year
    if label is None:
        return ""
    published = int(cover.published[:4]) if cover.published else None
    if last_column is not None:
        agrees = last_column == label or (not cover.annual and last_column == label - 1)
        return "" if agrees else f"the cover says {cover.label}, the last column of the tables {last_column}"
    if published is not None and not label <= published <= label + 2:
        return f"the cover says {cover.label}, and that it came out in {cover.published}"
    return "" if cover.annual or year else f"{cover.label} may be the year of the data or the one after it, and no column says which"
