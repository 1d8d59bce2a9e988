"""What a run does again, and what it leaves as it is: exactly what may give more now."""

from __future__ import annotations

import csv
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from archived import QUICK, ROOT, Heard, copies, digests

from reportparse.archive import Order, crew, preview_batch, run_batch, worker
from reportparse.archive.folder import Folder
from reportparse.archive.shards import read_journal, seal_shard
from reportparse.model import Settings

Batch = Callable[..., Path]
ENCRYPTED = ROOT / "fixtures" / "bad" / "encrypted.pdf"


def told(run: Path, table: str = "reports") -> dict[str, dict[str, str]]:
    with (run / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {Path(row["source"]).name: row for row in csv.DictReader(file)}


def test_files_that_are_moved_while_the_batch_runs_are_found_again(tmp_path: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copies(tmp_path / "in", QUICK[:2], 1)
    shutil.copy(QUICK[2], tmp_path / "in" / "again.pdf")
    shutil.copy(QUICK[2], tmp_path / "in" / "once more.pdf")
    schedule = crew.Crew._schedule

    def move(self: crew.Crew, task: object) -> None:
        (tmp_path / "moved").mkdir(exist_ok=True)
        for path in folder.glob("*.pdf"):
            if path.name != "once more.pdf":
                path.rename(tmp_path / "moved" / path.name)
        schedule(self, task)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(crew.Crew, "_schedule", move)
        run = batch(folder)
    assert {row["error"] for row in told(run).values()} == {"unreadable: no such file"}
    after = batch(folder, tmp_path / "moved")
    assert {row["status"] for row in told(after).values()} == {"ok"} and len(told(after)) == 3
    assert digests(after) == digests(batch(folder, tmp_path / "moved", to="fresh"))
    assert batch(folder, tmp_path / "moved").about["nothing_to_do"]


def test_another_page_limit_reads_what_it_lets_in_and_shuts_out_the_rest(tmp_path: Path, batch: Batch) -> None:
    folder = copies(tmp_path / "in", QUICK, 1)  # of 3, 7, 8 and 9 pages
    done: dict[int | None, dict[str, str]] = {}
    for limit, now in ((None, 4), (8, 1), (5, 3), (8, 3), (None, 1)):
        settings = Settings(page_limit=limit)
        assert preview_batch(Order((str(folder),), str(tmp_path / "run"), settings)).to_read <= now
        run = batch(folder, settings=settings)
        assert run.about["batch"]["done_now"] <= now
        read = sorted(row["pages"] for row in told(run).values() if row["status"] == "ok")
        assert read == ["3", "7", "8", "9"][: {None: 4, 8: 3, 5: 1}[limit]]
        assert done.setdefault(limit, digests(run)) == digests(run)
        assert batch(folder, settings=settings).about["nothing_to_do"]
    assert digests(batch(folder, to="fresh", settings=Settings(page_limit=8))) == done[8]


def test_a_wrong_password_is_tried_once(tmp_path: Path, batch: Batch) -> None:
    sources = (ENCRYPTED, QUICK[0])
    batch(*sources)
    assert batch(*sources, settings=Settings(password="guess")).about["batch"]["done_now"] == 1
    assert batch(*sources, settings=Settings(password="guess")).about["nothing_to_do"]
    assert batch(*sources).about["nothing_to_do"]
    assert batch(*sources, settings=Settings(password="another")).about["batch"]["done_now"] == 1
    assert not any(b"guess" in path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file())


def test_a_paper_that_is_lost_does_not_leave_its_old_error(tmp_path: Path, batch: Batch) -> None:
    """A part that was read the cheaper way, matched again without its paper, is read anew and falls short of nothing."""
    run = batch(QUICK[0])
    folder = Folder(Path(run))
    (entry,) = read_journal(folder, 1)
    station = worker.Station(Settings(), Order((), "").limits, worker.Keys("", ""), "", str(tmp_path), str(folder.packs), True)
    candidate = worker.Candidate(str(QUICK[0]), str(QUICK[0]))
    whole = worker.Task(1, candidate, entry.content, entry.size, str(QUICK[0]))
    task = replace(whole, way="match", paper=entry.paper, cause="timeout: it took long")
    assert worker.task_to_report(task, station)[0].status == "partial"
    assert entry.paper is not None
    lost = replace(task, paper=replace(entry.paper, check="another"))
    assert worker.task_to_report(lost, station)[0].status == "ok"


def test_a_dry_run_counts_what_a_killed_run_had_finished(tmp_path: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copies(tmp_path / "in", QUICK[:2], 1)

    def killed(*_: object) -> list[object]:
        raise KeyError("as good as killed")

    with monkeypatch.context() as patched:
        patched.setattr("reportparse.archive.work.seal_shard", killed)
        with pytest.raises(KeyError):
            batch(folder)
    copies(folder, QUICK[2:3], 1)
    before = sorted((tmp_path / "run").rglob("*"))
    counts = preview_batch(Order((str(folder),), str(tmp_path / "run")))
    assert (counts.done, counts.to_read) == (2, 1)
    assert sorted((tmp_path / "run").rglob("*")) == before
    assert batch(folder).about["batch"]["done_now"] == 1
    assert seal_shard(Folder(tmp_path / "run"), 9) == []


def test_a_dry_run_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/dry/a.pdf": QUICK[0].read_bytes(), "/dry/b.pdf": QUICK[1].read_bytes()})
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.write(QUICK[2], "c.pdf")
    order = Order(("memory://dry", str(tmp_path / "c.zip")), str(tmp_path / "run"))

    def refused(*_: object) -> None:
        raise AssertionError("fetched")

    with monkeypatch.context() as patched:
        patched.setattr("reportparse.archive.fetch.open_address", refused)
        counts = preview_batch(order)
    assert (counts.total, counts.duplicates, counts.to_read) == (3, 0, 3)
    run_batch(order, Heard())
    assert preview_batch(order).done == 3


@pytest.mark.skipif(sys.platform != "linux", reason="names that other systems refuse")
def test_names_are_opened_where_the_system_knows_no_chinese(tmp_path: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """In such a system Chinese names come as bytes that are no text: they must go back as the same bytes."""
    from reportparse.archive.index import Index
    from reportparse.archive.order import Candidate

    name = "学校.pdf".encode().decode("ascii", "surrogateescape")
    index = Index(None)
    index.add_candidates([Candidate(name, name)])
    (candidate,) = index.candidates()
    assert candidate.location == name and candidate.name == "学校.pdf"
    assert os.fsencode("学校.pdf") == name.encode("utf-8", "surrogateescape")
