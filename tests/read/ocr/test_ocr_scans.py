"""Scanned fixtures come out as printed: cells, figures, identity; nothing wrong goes without a flag."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import reportparse
from accuracy.scoring import is_same, report_scored, shares, truth_lines
from reportparse.model import Report

FIXTURES = Path(__file__).parents[3] / "fixtures"
SCANS = sorted(path.stem for path in (FIXTURES / "scans").glob("*.pdf"))


@cache
def parsed(name: str) -> Report:
    return reportparse.parse(FIXTURES / "scans" / f"{name}.pdf")


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_is_read_as_printed(name):
    counts = report_scored(parsed(name), FIXTURES / "truth", name)
    scores = shares(counts)
    assert counts["silent"] == 0
    assert scores["cell_recall"] >= 0.995 and scores["cell_precision"] >= 0.995
    assert scores["survey"] == scores["unknown_kept"] == scores["identity"] == 1.0
    assert scores["figure_recall"] >= 0.95 and scores["figure_precision"] >= 0.95


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_says_who_read_it(name):
    report = parsed(name)
    assert report.kind == "scan" and report.status == "ok"
    assert {row.engine for row in report.observations} == {"ocr"}


@pytest.mark.parametrize("name", SCANS)
def test_few_right_cells_are_doubted(name):
    """A flag on everything says nothing: at most a tenth of what is right, twice that under a seal."""
    truth = {(line["code"], line["key"]): line["value"] for line in truth_lines(FIXTURES / "truth" / f"{name}.tables.csv")}
    rows = parsed(name).observations
    right = [row for row in rows if is_same(row.value, truth.get((row.indicator_code, str(row.data_year)), "?"))]
    assert sum("ocr-unsure" in row.flags for row in right) <= (0.2 if "stamped" in name else 0.1) * len(right)


def test_places_are_those_on_the_tilted_page():
    """The last row of the table on the page of the scan stands where the same row does on the page that was scanned."""
    scan = {(row.indicator_code, row.data_year): row.place for row in parsed("luojin-scan").observations if row.indicator_code}
    printed = reportparse.parse(FIXTURES / "reports" / "luojin-aliases.pdf").observations
    text = {(row.indicator_code, row.data_year): row.place for row in printed}
    shared = [key for key in scan if key in text]
    assert len(shared) > 40
    for key in shared:
        ours, theirs = scan[key].box, text[key].box
        tilt = 9.0  # points: the scan lies up to 0.6 degrees aslant, and its places with it
        assert abs((ours[1] + ours[3]) / 2 - (theirs[1] + theirs[3]) / 2) < tilt, key
