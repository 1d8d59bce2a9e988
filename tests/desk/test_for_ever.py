"""Corrected once, corrected for ever: from the page through the file into every later run, until it no longer fits."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from desk_forms import Surfer, judge

from reportparse.catalogue import load_corrections
from reportparse.desk.door import Door
from reportparse.desk.server import desk_app


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def corrected(bench_of, folder):
    """A value of the run, corrected on the page; the correction stands beside the run."""
    judge(Surfer(desk_app(bench_of(), Door(token="t0ken"))), "wrong", right_value="77.5", note="misread", who="Li")
    (correction,) = load_corrections(str(folder / "corrections.yaml"))
    return correction


def row_of(folder: Path, run: str, correction) -> dict[str, str]:
    found = rows(folder / run / "observations.csv")
    return next(row for row in found if (row["indicator_code"], row["data_year"]) == (correction.indicator, str(correction.year)))


def test_every_later_run_beside_it_is_corrected(reportparse, folder, corrected):
    said = reportparse("parse", folder / "school.pdf", "-o", folder / "later")
    assert said.code == 0 and "1 correction, applied" in said.err
    row = row_of(folder, "later", corrected)
    assert (row["value"], row["match_method"]) == ("77.5", "reviewed") and "corrected" in row["flags"].split(";")
    assert row["value_raw"] == corrected.printed
    problem = next(row for row in rows(folder / "later" / "problems.csv") if row["code"] == "corrected")
    assert all(word in problem["message"] for word in ("77.5", "misread", "Li"))


def test_the_diff_shows_exactly_that(reportparse, folder, corrected):
    reportparse("parse", folder / "school.pdf", "-o", folder / "later")
    said = reportparse("diff", folder / "run", folder / "later")
    assert "1 error" in said.out and "→ 77.5" in said.out


def test_one_that_no_longer_fits_is_an_error_and_changes_nothing(reportparse, folder, corrected):
    path = folder / "corrections.yaml"
    path.write_text(path.read_text().replace(f'printed: "{corrected.printed}"', 'printed: "1"'))
    said = reportparse("parse", folder / "school.pdf", "-o", folder / "later", "--strict")
    assert said.code == 1 and "correction-outdated 1" in said.out
    assert row_of(folder, "later", corrected)["match_method"] != "reviewed"


def test_another_file_of_the_same_report_is_said(reportparse, folder, corrected):
    with (folder / "school.pdf").open("ab") as file:
        file.write(b"\n% printed again")
    said = reportparse("parse", folder / "school.pdf", "-o", folder / "later")
    assert "correction-unused 1" in said.out and row_of(folder, "later", corrected)["match_method"] != "reviewed"


def test_a_file_is_named_or_left_out(reportparse, folder, corrected):
    (folder / "corrections.yaml").rename(folder / "ours.yaml")
    assert "reviewed" not in {row["match_method"] for row in parsed_with(reportparse, folder)}
    assert "reviewed" in {row["match_method"] for row in parsed_with(reportparse, folder, "--corrections", folder / "ours.yaml")}
    said = reportparse("parse", folder / "school.pdf", "-o", folder / "later", "--corrections", folder / "none.yaml")
    assert said.code == 4 and "--corrections" in said.err and said.err.count("\n") == 1


def parsed_with(reportparse, folder: Path, *knobs: object) -> list[dict[str, str]]:
    assert reportparse("parse", folder / "school.pdf", "-o", folder / "later", *knobs).code == 0
    return rows(folder / "later" / "observations.csv")
