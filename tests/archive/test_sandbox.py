"""A file that takes all memory, never ends, or kills its reader costs itself, is named for it, and gives what could be read."""

from __future__ import annotations

import csv
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from archived import BAD, LINE, QUICK, copies, pdf, started

from reportparse.archive import Limits
from reportparse.archive.failures import exit_to_text, failure_to_text
from reportparse.archive.salvage import Notes, document_salvaged, pieces_joined, read_notes
from reportparse.errors import MalformedError
from reportparse.model import Settings
from reportparse.read import read_document

Batch = Callable[..., Path]
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits are told from /proc")

MUCH = b"BT /F 4 Tf 10 10 Td (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n" * 400_000


def told(run: Path, name: str) -> dict[str, dict[str, str]]:
    with (run / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {Path(row["source"]).name: row for row in csv.DictReader(file)}


def test_a_file_that_never_ends_costs_its_time(tmp_path: Path, batch: Batch) -> None:
    folder = copies(tmp_path / "in", QUICK[:1], 1)
    (folder / "time.pdf").write_bytes(pdf([LINE] * 8000))
    run = batch(folder / "time.pdf", limits=Limits(1.5))
    row = told(run, "failures")["time.pdf"]
    assert (row["status"], row["reason"], row["pages"]) == ("partial", "timeout", "8000")
    assert "read-sparingly" in (run / "problems.csv").read_text("utf-8-sig")
    assert batch(folder / "time.pdf", limits=Limits(1.5)).about["nothing_to_do"]
    wider = batch(folder, limits=Limits(120))
    assert wider.about["batch"]["done_now"] == 2 and not told(wider, "failures")


def test_the_list_of_failures_says_what_to_do_next(tmp_path: Path, batch: Batch) -> None:
    rows = told(batch(*BAD, tmp_path / "gone.pdf"), "failures")
    assert {"malformed", "encrypted", "unreadable"} <= {row["reason"] for row in rows.values()}
    assert all(row["what_to_do"] for row in rows.values())
    assert {row["what_to_do"] for row in rows.values() if row["reason"] == "encrypted"} == {"give --password, or take the protection off"}
    assert "see that it is there" in rows["gone.pdf"]["what_to_do"]


@linux
def test_a_file_that_takes_all_memory_costs_itself(tmp_path: Path, batch: Batch) -> None:
    folder = copies(tmp_path / "in", QUICK[:2], 1)
    (folder / "memory.pdf").write_bytes(pdf([LINE, MUCH, LINE]))
    run = batch(folder, limits=Limits(300, 300 * 1024**2))
    row = told(run, "failures")["memory.pdf"]
    assert (row["status"], row["reason"], row["pages"]) == ("partial", "out-of-memory", "3")
    assert Counter(row["status"] for row in told(run, "reports").values()) == {"ok": 2, "partial": 1}
    with (run / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        said = [(row["code"], row["message"]) for row in csv.DictReader(file) if row["source"].endswith("memory.pdf")]
    assert ("page-unreadable", "page 2 was left out: no reading within the limits") in said


@linux
def test_a_reader_that_is_killed_costs_its_file_a_second_try(tmp_path: Path) -> None:
    folder = copies(tmp_path / "in", QUICK[:1], 1)
    (folder / "long.pdf").write_bytes(pdf([LINE] * 3000))
    running = started("batch", folder / "long.pdf", folder, "-o", tmp_path / "run", "--jobs", 1)
    until = time.monotonic() + 30
    while time.monotonic() < until and not list((tmp_path / "run" / ".batch" / "spool").glob("*.mem")):
        time.sleep(0.02)
    time.sleep(0.3)
    victim = int(next((tmp_path / "run" / ".batch" / "spool").glob("*.mem")).name.removeprefix("worker-").removesuffix(".mem"))
    os.kill(victim, signal.SIGKILL)
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, out + err
    row = told(tmp_path / "run", "failures")["long.pdf"]
    assert (row["status"], row["reason"], row["attempts"]) == ("partial", "crashed", "2")
    assert len(told(tmp_path / "run", "reports")) == 2


def test_deaths_are_called_by_their_names() -> None:
    assert failure_to_text(MemoryError()).startswith("out-of-memory: ")
    assert failure_to_text(KeyError("x")) == "crashed: unexpected KeyError: 'x'"
    assert exit_to_text(-signal.SIGSEGV, told=False, killed=False) == "crashed: the reader died (SIGSEGV)"
    assert exit_to_text(-signal.SIGKILL, told=False, killed=True).startswith("out-of-memory: ")
    assert exit_to_text(-signal.SIGABRT, told=True, killed=False).startswith("out-of-memory: ")
    assert exit_to_text(1, told=False, killed=False) == "crashed: the reader died (exit code 1)"
    if hasattr(signal, "SIGXCPU"):
        assert exit_to_text(-signal.SIGXCPU, told=False, killed=False).startswith("timeout: ")


def test_the_cheaper_way_reads_what_the_usual_way_reads(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf([LINE] * 200))
    usual = read_document(str(source))
    cheap = document_salvaged(str(source), tmp_path / "notes", Settings(), 60)
    assert [page.glyphs.text for page in cheap.pages] == [page.glyphs.text for page in usual.pages] and not cheap.problems
    assert document_salvaged(str(source), tmp_path / "notes", Settings(), 0).pages[-1].number == 200


def test_the_cheaper_way_goes_on_behind_the_page_that_it_died_of(tmp_path: Path) -> None:
    source, notes = tmp_path / "a.pdf", tmp_path / "notes"
    source.write_bytes(pdf([LINE] * 6))
    document_salvaged(str(source), notes, Settings(), 60)
    written = notes.read_bytes()
    for cut in range(0, len(written), 97):
        notes.write_bytes(written[:cut])
        found = read_notes(notes)
        again = document_salvaged(str(source), notes, Settings(), 60) if cut else None
        if again is not None and found.pieces:
            numbers = {page.number for page in again.pages}
            assert {page.number for piece in found.pieces for page in piece.pages} <= numbers
            assert len(numbers) >= 5  # at most the page in whose notes the cut fell


def test_nothing_read_is_a_failure() -> None:
    assert Notes().n_pages == 0
    with pytest.raises(MalformedError, match="no page that can be read"):
        pieces_joined("a.pdf", ())
