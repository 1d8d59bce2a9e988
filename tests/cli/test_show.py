"""`reportparse show`: the cell is marked where the row says, and a report that is not the same any more is not shown."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from invented import observation, report
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from reportparse.model import Place, RunRecord, Settings
from reportparse.store import write_run

BOX = (100.0, 200.0, 180.0, 220.0)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    canvas = Canvas(str(tmp_path / "school.pdf"), pagesize=(400, 600))
    canvas.drawString(100, 385, "412")
    canvas.showPage()
    canvas.save()
    sha256 = hashlib.sha256((tmp_path / "school.pdf").read_bytes()).hexdigest()
    rows = (observation(place=Place(1, BOX)), observation(place=Place(0, (0.0, 0.0, 0.0, 0.0))))
    shown = report(source=str(tmp_path / "school.pdf"), sha256=sha256, report_id=sha256[:16], observations=rows)
    write_run(tmp_path / "run", [shown], RunRecord(Settings()))
    return tmp_path / "run"


def test_a_table_that_was_sorted_since_is_not_what_rows_are_counted_in(reportparse, run):
    assert reportparse("show", run, "1", "-o", "cell.png").err.count("\n") == 1
    table = run / "observations.csv"
    header, *rows = table.read_bytes().splitlines(keepends=True)
    table.write_bytes(b"".join([header, *reversed(rows)]))
    later = (run / "run.json").stat().st_mtime_ns + 10**9
    os.utime(table, ns=(later, later))
    said = reportparse("show", run, "1", "-o", "cell.png")
    assert said.code == 0 and "observations.csv: was changed after it was written; its rows are read as they were written" in said.err


def test_the_cell_is_framed_in_red(reportparse, run):
    said = reportparse("show", run, "1", "-o", "cell.png")
    assert (said.code, said.out) == (0, "cell.png\n")
    assert "page 1" in said.err and "毕业生人数" in said.err and "412" in said.err
    picture = Image.open("cell.png").convert("RGB")
    assert picture.size == (800, 1200)
    red = [(x / 2, y / 2) for x in range(0, 800) for y in range(0, 1200) if picture.getpixel((x, y)) == (220, 20, 20)]
    x0, top, x1, bottom = min(x for x, _ in red), min(y for _, y in red), max(x for x, _ in red), max(y for _, y in red)
    assert all(abs(a - b) < 5 for a, b in zip((x0, top, x1, bottom), BOX, strict=True))
    assert picture.getpixel((280, 420)) == (255, 255, 255)


def test_the_default_picture_is_named_after_run_and_row(reportparse, run):
    assert reportparse("show", run, "observations:1").out == "run-observations-1.png\n"
    assert Path("run-observations-1.png").exists()


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("2", 3, "has no place on the paper"),
        ("3", 3, "has no row 3 in observations; it has 2"),
        ("figures:9", 3, "has no row 9 in figures"),
        ("problems:2", 3, "has no place"),
        ("0", 2, "is not a row number"),
        ("x:1", 2, "is not a row number"),
        ("-", 2, "is not a row number"),
    ],
)
def test_rows_that_cannot_be_shown(reportparse, run, row, code, words):
    said = reportparse("show", run, row)
    assert said.code == code and words in said.err and not list(Path().glob("*.png"))


def test_a_report_that_moved_is_found_where_it_is_now(reportparse, run, tmp_path):
    (tmp_path / "school.pdf").rename(tmp_path / "moved.pdf")
    said = reportparse("show", run, "1")
    assert said.code == 3 and "no such file" in said.err and "--pdf" in said.err
    assert reportparse("show", run, "1", "--pdf", "moved.pdf").code == 0


def test_a_report_that_changed_is_not_shown(reportparse, run, tmp_path):
    with (tmp_path / "school.pdf").open("ab") as file:
        file.write(b"\n")
    said = reportparse("show", run, "1")
    assert said.code == 3 and "is not the file that was parsed" in said.err and said.err.count("\n") == 1


def test_a_pipe_is_not_waited_for(reportparse, run, tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    said = reportparse("show", run, "1", "--pdf", "pipe.pdf")
    assert said.code == 3 and "is not a regular file" in said.err and said.err.count("\n") == 1


def test_a_picture_is_drawn_over_no_report(reportparse, run, tmp_path):
    before = (tmp_path / "school.pdf").read_bytes()
    said = reportparse("show", run, "1", "-o", "school.pdf")
    assert said.code == 3 and "is a PDF and was left alone" in said.err and (tmp_path / "school.pdf").read_bytes() == before


def test_what_is_no_run_is_said(reportparse):
    said = reportparse("show", "nowhere", "1")
    assert (said.code, said.err.count("\n")) == (3, 1) and "is not a run" in said.err
