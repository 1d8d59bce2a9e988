"""`reportparse parse`: exit codes, one line for each bad file, and a run that accounts for every report."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_report_becomes_a_run_and_a_table(reportparse):
    said = reportparse("parse", "school.pdf", "-o", "run")
    assert (said.code, said.err) == (0, "")
    for word in (
        "school.pdf",
        "云岭市职业教育中心",
        "2024",
        "26",
        "1/2",
        "ok",
        "written to run",
        "observations 4",
        "figures 2",
        "unmatched 1",
    ):
        assert word in said.out
    assert len(rows("run/observations.csv")) == 4


def test_the_default_folder_is_named_after_the_first_report(reportparse):
    assert reportparse("parse", "reports/云岭 2024.pdf").code == 0
    assert Path("output/云岭 2024/run.json").exists()


def test_bad_reports_are_one_line_each_and_the_others_go_on(reportparse):
    Path("broken.pdf").write_bytes(b"not a pdf")
    said = reportparse("parse", "broken.pdf", "school.pdf", "encrypted.pdf", "bug.pdf", "-o", "run")
    assert said.code == 1
    broken, encrypted, bug = said.err.splitlines()
    assert broken == "reportparse: broken.pdf: is damaged and cannot be opened; download it again"
    assert encrypted == "reportparse: encrypted.pdf: is encrypted; give the password with --password"
    assert bug.startswith("reportparse: bug.pdf: unexpected ZeroDivisionError: division by zero; please report it")
    accounted = {row["source"]: row for row in rows("run/reports.csv")}
    assert [row["status"] for row in accounted.values()] == ["failed", "ok", "failed", "failed"]
    assert accounted["broken.pdf"]["error"] == "malformed: is damaged and cannot be opened"
    assert (accounted["broken.pdf"]["bytes"], len(accounted["broken.pdf"]["sha256"])) == ("9", 64)
    assert (accounted["encrypted.pdf"]["report_id"], accounted["encrypted.pdf"]["error"]) == ("", "encrypted: is encrypted")
    assert {row["source"] for row in rows("run/observations.csv")} == {"school.pdf"}


def test_when_nothing_could_be_read_nothing_is_written(reportparse):
    reportparse("parse", "school.pdf", "-o", "run")
    before = Path("run/reports.csv").read_bytes()
    said = reportparse("parse", "broken.pdf", "encrypted.pdf", "-o", "run")
    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    assert Path("run/reports.csv").read_bytes() == before


def test_a_password_opens(reportparse, monkeypatch):
    assert reportparse("parse", "encrypted.pdf", "--password", "sesame").code == 0
    monkeypatch.setenv("REPORTPARSE_PASSWORD", "sesame")
    assert reportparse("parse", "encrypted.pdf").code == 0


def test_strict_counts_warnings(reportparse):
    assert reportparse("parse", "quiet.pdf", "--strict").code == 0
    assert reportparse("parse", "school.pdf", "--strict").code == 1


def test_json_for_machines(reportparse):
    said = reportparse("parse", "school.pdf", "broken.pdf", "-o", "run", "--json")
    about = json.loads(said.out)
    assert about["run"] == "run"
    assert [(row["status"], row["rows"], row["rows_matched"]) for row in about["reports"]] == [("ok", 2, 1), ("failed", 0, 0)]
    assert about["counts"] == {"observations": 4, "figures": 2, "problems": 2, "reports": 2}
    assert json.loads(reportparse("parse", "broken.pdf", "--json").out)["run"] is None


def test_the_same_bytes_are_read_once(reportparse):
    said = reportparse("parse", "school.pdf", "twin.pdf", "-o", "run")
    assert (said.code, said.err) == (0, "reportparse: twin.pdf: has the same bytes as school.pdf; read once\n")
    assert [row["source"] for row in rows("run/reports.csv")] == ["school.pdf"]


def test_peek_shows_rows_of_each_table(reportparse):
    said = reportparse("parse", "school.pdf", "--peek", "1")
    assert "observations, the first 1 of 4 rows" in said.out and "figures, the first 1 of 2 rows" in said.out
    assert "scorecard.graduates" in said.out and "4.9万多平方米" in said.out
    assert "problems: none" in reportparse("parse", "quiet.pdf", "--peek", "1").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("parse", "catalogue.pdf"), 4), (("parse", "a.pdf", "--catalogue", "nowhere"), 4), (("parse",), 2), (("pares",), 2)],
)
def test_exit_codes(reportparse, arguments, code):
    said = reportparse(*arguments)
    assert said.code == code and "Traceback" not in said.err
    assert said.err


def test_a_folder_of_somebody_elses_is_refused_before_any_work(reportparse):
    Path("mine").mkdir()
    Path("mine/thesis.docx").write_text("years of work")
    said = reportparse("parse", "bug.pdf", "-o", "mine")
    assert said.code == 3
    assert (
        said.err
        == "reportparse: mine: holds files that are not a run's (thesis.docx) and was left alone; give a folder of its own with -o\n"
    )


def test_two_runs_are_the_same_bytes(reportparse):
    for run in ("one", "two"):
        reportparse("parse", "school.pdf", "quiet.pdf", "-o", run)
    for path in Path("one").iterdir():
        assert path.name == "run.json" or path.read_bytes() == Path("two", path.name).read_bytes()


def test_a_terminal_shows_what_is_being_read_and_a_file_does_not(reportparse, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    said = reportparse("parse", "school.pdf", "broken.pdf", "-o", "run")
    assert "reading 1 of 2: school.pdf\r\x1b[K\r\x1b[Kreading 2 of 2: broken.pdf\r\x1b[Kreportparse: " in said.err
    assert said.err.endswith("\n") and "reading" not in said.out
