"""Did anything change? What each door gave last time, as text that a person reads in the diff.

    pytest tests/golden --rewrite-golden      writes what the doors give now

A rewritten file says nothing of being right: that is asked of `fixtures/truth/`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportparse
from reportparse.assemble import assemble_paper
from reportparse.catalogue import load_catalogue
from reportparse.interpret import read_identity, read_rows
from reportparse.match import match_tables
from reportparse.model import Document, MatchedTable, Paper, Report, TableReading
from reportparse.read import read_document

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "fixtures" / "reports" / "songning-merged.pdf"
GOLDEN = ROOT / "fixtures" / "golden"


def read_told(document: Document) -> Iterator[str]:
    for page in document.pages:
        size = f"{page.width:.0f}x{page.height:.0f}"
        rules = f"{len(page.rules.horizontal)} level, {len(page.rules.vertical)} upright rules"
        yield f"page {page.number} {size} {page.kind} {page.engine}: {len(page.glyphs.text)} glyphs, {rules}, {len(page.pictures)} pictures"
        yield page.glyphs.text[:60]


def assemble_told(paper: Paper) -> Iterator[str]:
    for table in paper.tables:
        yield f"table {table.number} {table.name} p{table.place.page} {[column.kind for column in table.columns]} {len(table.rows)} rows"
        yield from (" | ".join(cell.text.replace("\n", "⏎") for cell in row) for row in table.rows[:4])
    for paragraph in paper.paragraphs:
        mark = "#" if paragraph.heading else "-"
        yield f"{mark} p{paragraph.pages[0]} [{paragraph.section}] {paragraph.text[:40]}… {len(paragraph.text)}"


def interpret_told(tables: tuple[TableReading, ...]) -> Iterator[str]:
    for table in tables:
        yield f"table {table.number} {table.name}"
        for row in table.readings:
            years = " ".join(f"{cell.year}={cell.text}" for cell in row.values)
            within = "其中 " if row.within else ""
            yield f"{row.row_no} {within}{row.name_raw} [{row.unit_raw}] {years} {row.survey_method} {row.survey_size}".rstrip()


def match_told(tables: tuple[MatchedTable, ...]) -> Iterator[str]:
    for table in tables:
        yield f"table {table.table_no} {table.table_name} {table.edition}"
        for match in table.matches:
            code = match.indicator.code if match.indicator else "-"
            how = f"{match.method} {match.score:.2f} {';'.join(match.flags)}"
            yield f"{match.reading.row_no} {match.reading.name_raw} → {code} {how}".rstrip()


def tidy_told(report: Report) -> Iterator[str]:
    yield f"{report.identity} {report.kind} {report.status}"
    for row in report.observations:
        kept = f"{row.value} {row.unit} {row.missing} {';'.join(row.flags)}"
        yield f"{row.indicator_code or row.name_raw} {row.data_year} {row.value_raw!r} → {kept}".rstrip()
    for figure in report.figures:
        value = f"{figure.value}..{figure.value_max}" if figure.value_max is not None else f"{figure.value}"
        yield f"{figure.quote!r} → {figure.bound} {value} {figure.unit} {figure.measure} | {figure.subject} | {figure.period}"
    for problem in report.problems:
        yield f"{problem.severity} {problem.code} {problem.message}"


def doors() -> dict[str, Iterator[str]]:
    catalogue = load_catalogue()
    document = read_document(str(REPORT))
    paper = assemble_paper(document, catalogue)
    identity = read_identity(paper, document.title, catalogue).items[0]
    rows = read_rows(paper.tables, identity, catalogue).items
    return {
        "read": read_told(document),
        "assemble": assemble_told(paper),
        "interpret": interpret_told(rows),
        "match": match_told(match_tables(rows, catalogue).items),
        "tidy": tidy_told(reportparse.parse(REPORT)),
    }


@pytest.mark.parametrize("door", ["read", "assemble", "interpret", "match", "tidy"])
def test_a_door_gives_what_it_gave(door, request):
    told = "\n".join(doors()[door]) + "\n"
    place = GOLDEN / f"{REPORT.stem}.{door}.txt"
    if request.config.getoption("--rewrite-golden"):
        assert not os.environ.get("CI"), "golden files are rewritten by a person who reads the diff"
        place.write_text(told, "utf-8")
        pytest.skip("rewritten: read the diff")
    assert told == place.read_text("utf-8"), "if this is meant: pytest tests/golden --rewrite-golden, and read the diff"


def test_nothing_that_checks_rewrites_golden_files():
    for name in ("Makefile", ".ci/run", "pyproject.toml", ".pre-commit-config.yaml"):
        assert "--rewrite-golden" not in (ROOT / name).read_text("utf-8"), name
