"""Other readers that raise, hang, fall over or talk nonsense cost a note, and never the report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from drawn import HEIGHT, WIDTH, pdf_drawn, write
from reportparse.model import Place
from reportparse.read import asked, read_grids

PLACES = [Place(1, (0.0, 0.0, WIDTH, HEIGHT)), Place(2, (0.0, 0.0, WIDTH, HEIGHT))]


@pytest.fixture
def good(tmp_path: Path) -> str:
    return pdf_drawn(tmp_path / "good.pdf", *(lambda c: write(c, "学校占地218亩。", 50, 100),) * 2)


def the_problem(source: str, engine: str = "pdfplumber", places: list[Place] = PLACES):
    outcome = read_grids(source, engine, places)
    assert outcome.items == ()
    assert [problem.code for problem in outcome.problems] == ["reader-failed"]
    assert outcome.problems[0].severity == "note" and outcome.problems[0].place == places[0]
    assert "\n" not in outcome.problems[0].message
    return outcome.problems[0]


@pytest.mark.parametrize("engine", ["pdfplumber", "camelot"])
def test_what_it_raises_is_said_with_the_pages(engine, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing more")
    problem = the_problem(str(tmp_path / "broken.pdf"), engine)
    assert problem.message.startswith(f"{engine} gave no reading of pages 1, 2: ")


def test_a_page_that_is_not_there_is_said(good):
    assert "page 9" in the_problem(good, places=[Place(9, (0.0, 0.0, 1.0, 1.0))]).message


def test_a_file_that_forbids_extraction_leaves_one_reader_without_opinion(tmp_path):
    locked = pdf_drawn(tmp_path / "a.pdf", lambda c: write(c, "学校", 50, 100), encrypt=StandardEncryption("", "owner", canCopy=0))
    assert "camelot" in the_problem(locked, "camelot", PLACES[:1]).message
    assert read_grids(locked, "pdfplumber", PLACES[:1]).problems == ()


def test_a_password_opens_the_file_for_both(tmp_path):
    locked = pdf_drawn(tmp_path / "a.pdf", lambda c: write(c, "学校", 50, 100), encrypt=StandardEncryption("sesame", "owner"))
    for engine in ("pdfplumber", "camelot"):
        assert read_grids(locked, engine, PLACES[:1], "sesame").problems == ()


def test_one_that_hangs_is_ended(good, monkeypatch):
    monkeypatch.setattr(asked, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(asked, "_SECONDS", 0.5)
    monkeypatch.setattr(asked, "_SECONDS_A_PAGE", 0.0)
    monkeypatch.setattr(asked, "_BUSY", 1)
    assert "took more than 0.5 s" in the_problem(good).message


def test_one_that_hangs_ends_itself_when_nobody_is_left_to_end_it():
    code = "from reportparse.read.asked import _end_after; _end_after(0)\nwhile True: pass"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode < 0


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; os.abort()", "it ended with -6"),
        ("print('Here are your tables!')", "gave no reading"),
        ("print('[[1, 2]]')", "gave no reading"),
        ("print('\"ValueError: bad\"')", "ValueError: bad"),
        ("", "gave no reading"),
    ],
    ids=["falls over", "talks", "answers half", "raises", "says nothing"],
)
def test_one_that_talks_nonsense_is_not_believed(good, monkeypatch, code, said):
    monkeypatch.setattr(asked, "_COMMAND", (sys.executable, "-c", code))
    assert said in the_problem(good).message


def test_a_program_that_is_not_there_is_said(good, monkeypatch):
    monkeypatch.setattr(asked, "_COMMAND", ("/nowhere/python",))
    assert "No such file" in the_problem(good).message


def test_no_python_lying_about_is_taken_for_the_programs(good, monkeypatch, tmp_path):
    """A numbers.py in the user's folder is none of our business."""
    (tmp_path / "json.py").write_text("raise SystemExit('not me')")
    monkeypatch.chdir(tmp_path)
    assert read_grids(good, "pdfplumber", PLACES).problems == ()
