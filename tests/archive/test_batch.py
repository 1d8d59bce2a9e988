"""A batch accounts for every file, gives what `parse` gives, and does nothing twice."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fsspec
import pyarrow.dataset as ds
import pytest
from archived import BAD, FILES, QUICK, REPORTS, ROOT, Heard, copies, digests

from reportparse.archive import Order, preview_batch, run_batch, shards, worker
from reportparse.archive.fetch import Fetched
from reportparse.errors import CatalogueError, StoreError, UnreadableError
from reportparse.model import Settings
from reportparse.store import read_run

Batch = Callable[..., Path]


def rows(run: Path, name: str) -> list[dict[str, str]]:
    with (run / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight good reports, all that is bad, and one report under two names."""
    folder = copies(tmp_path_factory.mktemp("archive"), QUICK, 2)
    for bad in BAD:
        shutil.copy(bad, folder)
    shutil.copy(folder / f"{QUICK[0].stem}-0.pdf", folder / "zz again.pdf")
    return folder


@pytest.fixture(scope="module")
def done(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An undisturbed run over the archive."""
    run = tmp_path_factory.mktemp("done") / "run"
    run_batch(Order((str(archive),), str(run), jobs=2, shard=4), Heard())
    return run


def test_a_batch_gives_what_parse_gives(reportparse, tmp_path: Path, batch: Batch) -> None:
    sources = REPORTS[:3]
    run = batch(*sources)
    assert reportparse("parse", *sources, "-o", tmp_path / "parsed").code == 0
    for name in FILES:
        assert (run / name).read_bytes() == (tmp_path / "parsed" / name).read_bytes(), name


def test_every_file_is_accounted_for(done: Path, archive: Path) -> None:
    found = {path.name for path in archive.iterdir()}
    told = [Path(row["source"]).name for row in rows(done, "reports")] + [Path(row["source"]).name for row in rows(done, "duplicates")]
    assert sorted(told) == sorted(found)
    reasons = {Path(row["source"]).name: row["reason"] for row in rows(done, "failures")}
    assert reasons["encrypted.pdf"] == "encrypted" and reasons["truncated.pdf"] == reasons["empty.pdf"] == "malformed"
    assert {row["source"] for row in rows(done, "reports") if row["status"] == "failed"} == {r["source"] for r in rows(done, "failures")}
    assert [Path(row["same_as"]).name for row in rows(done, "duplicates")] == [f"{QUICK[0].stem}-0.pdf"]


def test_rows_stand_in_the_order_of_names(done: Path) -> None:
    for name in ("observations", "figures", "problems", "reports"):
        sources = [row["source"] for row in rows(done, name)]
        assert sources == sorted(sources)


def test_good_reports_are_the_same_without_the_bad_ones(done: Path, archive: Path, batch: Batch) -> None:
    good = sorted(path for path in archive.iterdir() if path.name[:-6] in {source.stem for source in QUICK})
    alone = batch(*good)
    for name in ("observations", "figures", "problems", "reports"):
        kept = [row for row in rows(done, name) if Path(row["source"]) in good]
        assert kept == rows(alone, name)


def test_the_run_reads_back_and_agrees_with_its_data_set(done: Path) -> None:
    run = read_run(done)
    assert run.about["counts"]["reports"] == run.tables["reports"].num_rows
    for name, table in run.tables.items():
        by_year = ds.dataset(done / "by-year" / name, partitioning="hive").to_table()
        assert by_year.num_rows == table.num_rows
        if name != "problems":
            assert Counter(by_year["report_year"].to_pylist()) == Counter(table["report_year"].to_pylist())


def test_workers_and_shards_do_not_show(done: Path, archive: Path, batch: Batch) -> None:
    assert digests(batch(archive, jobs=1, shard=100)) == digests(done)


def test_a_second_run_does_nothing(done: Path, archive: Path, batch: Batch) -> None:
    shutil.copytree(done, done.parent / "copy")
    before = {path: path.stat().st_mtime_ns for path in (done.parent / "copy").rglob("*") if path.is_file()}
    run = batch(archive, to=str(done.parent / "copy"))
    assert run.about["nothing_to_do"] and not run.heard.notes
    assert {path: at for path, at in before.items() if path.stat().st_mtime_ns != at and path.name not in ("format.json",)} == {}


def test_what_was_lost_of_a_run_is_made_again_without_reading(done: Path, archive: Path, batch: Batch) -> None:
    shutil.copytree(done, done.parent / "torn")
    (done.parent / "torn" / "figures.csv").unlink()
    run = batch(archive, to=str(done.parent / "torn"))
    assert run.about["batch"]["done_now"] == 0
    assert digests(run) == digests(done)


def test_a_harmed_shard_is_read_again(done: Path, archive: Path, batch: Batch) -> None:
    shutil.copytree(done, done.parent / "harmed")
    torn = done.parent / "harmed"
    (torn / "figures.csv").unlink()
    (torn / ".batch" / "shards" / "000001" / "observations.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(StoreError, match="harmed"):
        batch(archive, to=str(torn))
    run = batch(archive, to=str(torn))
    assert 0 < run.about["batch"]["done_now"] <= 4 and digests(run) == digests(done)


def test_files_that_came_later_stand_where_they_would_have_stood(tmp_path: Path, batch: Batch) -> None:
    early = copies(tmp_path / "in", QUICK[:2], 2)
    batch(early, to="run")
    copies(tmp_path / "in" / "and more", QUICK[2:], 1)
    (early / "wanqiu-horizontal-1.pdf").rename(early / "an older name.pdf") if (early / "wanqiu-horizontal-1.pdf").exists() else None
    later = batch(early, to="run")
    assert later.about["batch"]["done_now"] == len(QUICK[2:])
    assert digests(later) == digests(batch(early, to="fresh"))


def test_a_renamed_archive_is_not_read_again(tmp_path: Path, batch: Batch) -> None:
    folder = copies(tmp_path / "=cmd|before", QUICK[:2], 1)
    batch(folder, to="run")
    folder.rename(tmp_path / "-after, 之后")
    later = batch(tmp_path / "-after, 之后", to="run")
    assert later.about["batch"]["done_now"] == 0
    assert digests(later) == digests(batch(tmp_path / "-after, 之后", to="fresh"))


def own_catalogue(folder: Path) -> Path:
    """The built-in catalogue with one name that nobody ever printed instead of one of the aliases."""
    from reportparse.catalogue.loading import BUILT_IN

    shutil.copytree(BUILT_IN, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    edition = sorted((folder / "editions").glob("*.yaml"))[-1]
    edition.write_text(edition.read_text("utf-8").replace("毕业生人数", "毕业生总计人数", 1), "utf-8")
    return folder


def test_a_changed_catalogue_is_matched_and_not_read(tmp_path: Path, batch: Batch) -> None:
    folder = copies(tmp_path / "in", QUICK, 1)
    shutil.copy(BAD[0], folder)
    before = digests(batch(folder))
    changed = Settings(catalogue=str(own_catalogue(tmp_path / "catalogue")))
    counts = preview_batch(Order((str(folder),), str(tmp_path / "run"), changed))
    assert (counts.to_match, counts.to_read, counts.done) == (len(QUICK), 0, 1)
    after = batch(folder, settings=changed)
    assert digests(after) != before
    assert digests(after) == digests(batch(folder, to="fresh", settings=changed))
    assert len(list((after / ".batch" / "shards").iterdir())) == 2  # of the first shard, only what failed is still true
    assert digests(batch(folder)) == before


def test_without_kept_documents_everything_is_read_again(tmp_path: Path, batch: Batch) -> None:
    folder = copies(tmp_path / "in", QUICK[:1], 1)
    kept = batch(folder, keep=False)
    assert not list((kept / ".batch" / "packs").iterdir())
    changed = Settings(catalogue=str(own_catalogue(tmp_path / "catalogue")))
    assert preview_batch(Order((str(folder),), str(kept), changed)).to_read == 1


def test_a_lost_pack_costs_a_reading(tmp_path: Path, batch: Batch) -> None:
    folder = copies(tmp_path / "in", QUICK[:2], 1)
    pack = next((batch(folder) / ".batch" / "packs").iterdir())
    pack.write_bytes(pack.read_bytes()[:100])
    changed = Settings(catalogue=str(own_catalogue(tmp_path / "catalogue")))
    assert digests(batch(folder, settings=changed)) == digests(batch(folder, to="fresh", settings=changed))


def test_failed_files_are_tried_again_when_that_may_help(tmp_path: Path, batch: Batch) -> None:
    encrypted = ROOT / "fixtures" / "bad" / "encrypted.pdf"
    run = batch(encrypted, QUICK[0])
    assert run.about["batch"]["status"] == {"failed": 1, "ok": 1}
    assert batch(encrypted, QUICK[0]).about["nothing_to_do"]
    assert batch(encrypted, QUICK[0], retry_failed=True).about["batch"]["done_now"] == 1
    assert preview_batch(Order((str(encrypted), str(QUICK[0])), str(run), retry_failed=True)).to_read == 1
    assert preview_batch(Order((str(encrypted), str(QUICK[0])), str(run), Settings(password="guess"))).to_read == 1


def test_zip_files_and_lists_are_sources(tmp_path: Path, batch: Batch) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as zipped:
        zipped.write(QUICK[0], "学校/a.pdf")
        zipped.write(QUICK[1], "b.pdf")
    (tmp_path / "list.txt").write_text(f"{QUICK[2]}\n{tmp_path / 'gone.pdf'}\n", "utf-8")
    run = batch(tmp_path / "all.zip", tmp_path / "list.txt")
    told = {Path(row["source"]).name: (row["status"], row["error"]) for row in rows(run, "reports")}
    assert told == {"a.pdf": ("ok", ""), "b.pdf": ("ok", ""), QUICK[2].name: ("ok", ""), "gone.pdf": ("failed", "unreadable: no such file")}
    assert str(tmp_path / "all.zip") + "/学校/a.pdf" in {row["source"] for row in rows(run, "figures")}
    assert not list((run / ".batch" / "spool").iterdir())
    assert batch(tmp_path / "all.zip", tmp_path / "list.txt").about["nothing_to_do"]


def test_a_place_out_of_reach_keeps_what_it_gave(batch: Batch) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe("/reach/a.pdf", QUICK[0].read_bytes())
    first = digests(batch("memory://reach/a.pdf"))
    assert batch("memory://reach/a.pdf").about["nothing_to_do"]
    memory.rm("/reach/a.pdf")
    assert digests(batch("memory://reach/a.pdf")) == first
    assert rows(batch("memory://reach/a.pdf", to="new"), "failures")[0]["reason"] == "unreadable"


def test_a_file_that_changed_after_it_was_listed_is_told_as_it_was_read(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("reportparse.archive.fetch._hashed", lambda path: Fetched("0" * 64, 1, str(path)))
        run = batch(QUICK[0])
    (row,) = rows(run, "reports")
    assert (row["status"], row["sha256"]) == ("ok", hashlib.sha256(QUICK[0].read_bytes()).hexdigest())
    assert batch(QUICK[0]).about["nothing_to_do"]


def test_a_file_that_never_settles_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_SETTLING_SECONDS", 0)
    document, paper = worker.read_paper(str(QUICK[0]), Settings())
    looks = iter("abc")
    monkeypatch.setattr(worker, "read_paper", lambda *_: (replace(document, sha256=next(looks)), paper))
    with pytest.raises(worker.ChangedError, match="changes while it is read"):
        worker._paper_read(str(QUICK[0]), "0", Settings())


def test_a_dry_run_leaves_no_trace(tmp_path: Path, archive: Path) -> None:
    counts = preview_batch(Order((str(archive),), str(tmp_path / "run")))
    assert (counts.total, counts.duplicates, counts.to_read) == (16, 1, 15)
    assert not (tmp_path / "run").exists()


def test_fresh_forgets(tmp_path: Path, batch: Batch) -> None:
    run = batch(QUICK[0])
    assert batch(QUICK[0], fresh=True).about["batch"]["done_now"] == 1
    (run / ".batch" / "format.json").write_text('{"format": 99, "version": "9.9"}')
    with pytest.raises(StoreError, match=r"format 99.*--fresh"):
        batch(QUICK[0])
    assert batch(QUICK[0], fresh=True).about["batch"]["done_now"] == 1


def test_another_version_is_said_and_read_again(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    run = batch(QUICK[0])
    about = json.loads((run / ".batch" / "format.json").read_text())
    (run / ".batch" / "format.json").write_text(json.dumps(about | {"version": "0.0.1"}))
    assert "0.0.1" in batch(QUICK[0]).heard.notes[0]


def test_nothing_is_written_where_it_does_not_belong(tmp_path: Path, batch: Batch) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.odt").write_text("dear")
    with pytest.raises(StoreError, match="not a run's"):
        batch(QUICK[0], to="mine")
    with pytest.raises(UnreadableError, match="no PDF file was found"):
        batch(tmp_path / "mine", to="new")
    with pytest.raises(CatalogueError):
        batch(QUICK[0], to="new", settings=Settings(catalogue=str(tmp_path / "gone")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_a_folder_whose_name_is_no_text_is_refused_before_any_work(tmp_path: Path, batch: Batch) -> None:
    with pytest.raises(StoreError, match="not UTF-8"):
        batch(QUICK[0], to=os.fsdecode(b"\xc4\xea"))
    assert not list(tmp_path.iterdir())


def test_two_batches_do_not_write_at_once(tmp_path: Path, batch: Batch) -> None:
    from reportparse.archive.folder import Folder, held_alone

    with held_alone(Folder(tmp_path / "run")), pytest.raises(StoreError, match="another batch"):
        batch(QUICK[0])


@pytest.mark.parametrize("at", ["journal.jsonl", "observations.parquet", "000001.pack"])
def test_a_full_disk_stops_and_the_same_command_goes_on(batch: Batch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: str) -> None:
    folder = copies(tmp_path / "in", QUICK[:2], 2)
    write = shards.bytes_to_disk

    def full(path: Path, content: bytes) -> None:
        if path.name.endswith(at) or path.name == f".{at}":
            path.write_bytes(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(path, content)

    monkeypatch.setattr(shards, "bytes_to_disk", full)
    with pytest.raises(StoreError, match=r"disk is full; what is finished is kept; make room"):
        batch(folder, shard=2)
    monkeypatch.undo()
    later = batch(folder, shard=2)
    assert digests(later) == digests(batch(folder, to="fresh"))


def test_a_disk_that_is_full_at_the_end_keeps_the_run_before(batch: Batch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from reportparse.archive import sinks

    folder = copies(tmp_path / "in", QUICK[:1], 1)
    before = digests(batch(folder))
    copies(folder, QUICK[1:2], 1)

    def full(self: object, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(sinks.HashedFile, "write", full)
        with pytest.raises(StoreError, match="disk is full"):
            batch(folder)
    assert digests(tmp_path / "run") == before
    assert batch(folder).about["batch"]["done_now"] == 0
