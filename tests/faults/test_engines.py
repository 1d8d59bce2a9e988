"""Engines that fail: a fault of the program or of a library costs one report, and is one line."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

import reportparse as package
from drawn import pdf_drawn, write
from reportparse import pipeline
from reportparse.errors import LimitError, ReportparseError


@pytest.fixture
def good(tmp_path: Path) -> str:
    return pdf_drawn(tmp_path / "good.pdf", lambda c: write(c, "学校占地218亩。", 50, 100))


FAULTS = [RuntimeError("engine\nfell over"), MemoryError(), RecursionError("too deep"), ZeroDivisionError(), OSError(5, "I/O error")]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("room", ["read_document", "assemble_paper", "match_tables", "read_figures"])
def test_a_fault_in_any_room_costs_one_report(reportparse, monkeypatch, tmp_path, good, fault, room):
    bad = pdf_drawn(tmp_path / "bad.pdf", lambda c: write(c, "坏", 50, 100))
    calls = []
    whole = getattr(pipeline, room)

    def failing(*arguments: object, **knobs: object) -> object:
        calls.append(room)
        if len(calls) == 1:
            raise fault
        return whole(*arguments, **knobs)

    monkeypatch.setattr(pipeline, room, failing)
    said = reportparse("parse", bad, good, "-o", tmp_path / "run")
    assert said.code == 1
    assert said.err.count("\n") == 1 and "bad.pdf" in said.err and "Traceback" not in said.err
    with (tmp_path / "run" / "reports.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert [row["status"] for row in csv.DictReader(lines)] == ["failed", "ok"]




def test_an_error_of_ours_goes_through_as_it_is(monkeypatch, good):
    def failing(*_: object, **__: object) -> object:
        raise LimitError(good, "is too much", "take less")

    monkeypatch.setattr(pipeline, "read_document", failing)
    with pytest.raises(ReportparseError, match="is too much; take less"):

        package.parse(good)


@pytest.mark.parametrize("command", ["parse", "tables"])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_never_ends_is_refused_at_once(tmp_path, command, kind, good):
    """In a process of its own: a reader that waits would wait for ever."""
    if kind == "pipe":
        os.mkfifo(tmp_path / "endless.pdf")
    else:
        (tmp_path / "endless.pdf").symlink_to("/dev/zero")
    line = [sys.executable, "-c", "from reportparse.cli import main; main()", command, str(tmp_path / "endless.pdf")]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1 and "not a regular file" in done.stderr


def test_a_file_that_shrinks_while_it_is_read_is_refused_or_read(monkeypatch, good):
    """Its bytes are taken once: what is hashed is what is read."""
    document = pipeline.read_document(good)
    Path(good).write_bytes(Path(good).read_bytes()[:200])
    assert document.size > 200 and document.pages[0].glyphs.text == "学校占地218亩。"
    with pytest.raises(ReportparseError):
        pipeline.read_document(good)


def test_no_tables_and_no_prose_is_an_empty_report(tmp_path):

    report = package.parse(pdf_drawn(tmp_path / "a.pdf", lambda c: None))
    assert (report.status, report.tables, report.observations, report.figures) == ("ok", 0, (), ())
    assert {name: len(frame) for name, frame in report.to_frames().items()}["observations"] == 0
