"""What a batch keeps is believed only where it is as it was written, and nothing is taken away that no batch wrote."""

from __future__ import annotations

import errno
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from archived import QUICK, Heard, copies, digests

from reportparse.archive import Order, folder, run, run_batch, shards
from reportparse.archive.finish import is_whole
from reportparse.errors import StoreError

Batch = Callable[..., Path]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copies(tmp_path_factory.mktemp("archive"), QUICK[:2], 2)


@pytest.fixture(scope="module")
def done(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("done") / "run"
    run_batch(Order((str(archive),), str(made), jobs=2, shard=2), Heard())
    return made


def again(batch: Batch, archive: Path) -> Path:
    """Until it goes through, as a user would."""
    for _ in range(4):
        try:
            return batch(archive)
        except StoreError as error:
            told = error
    raise told


@pytest.mark.parametrize("name", ["journal.jsonl", "texts.bin", "observations.parquet", "figures.parquet", "reports.parquet"])
def test_a_bit_that_the_disk_forgot_changes_no_figure(tmp_path: Path, done: Path, archive: Path, batch: Batch, name: str) -> None:
    chance = random.Random(name)
    for _ in range(4):
        shutil.rmtree(tmp_path / "run", ignore_errors=True)
        shutil.copytree(done, tmp_path / "run")
        harmed = tmp_path / "run" / ".batch" / "shards" / "000001" / name
        content = bytearray(harmed.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        harmed.write_bytes(content)
        (tmp_path / "run" / "figures.csv").unlink()
        assert digests(again(batch, archive)) == digests(done)


def test_a_harmed_journal_is_told(tmp_path: Path, done: Path, archive: Path, batch: Batch) -> None:
    shutil.copytree(done, tmp_path / "run")
    (tmp_path / "run" / ".batch" / "shards" / "000001" / "journal.jsonl").write_bytes(b"{}\n{}")
    later = batch(archive)
    assert later.heard.notes[0].startswith("shard 000001 is harmed (its journal is not what was written)")
    assert digests(later) == digests(done) and later.about["batch"]["done_now"] == 2


@pytest.mark.parametrize("number", [errno.EIO, errno.EMFILE, errno.EACCES])
def test_what_cannot_be_read_now_is_not_thrown_away(
    tmp_path: Path, done: Path, archive: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    shutil.copytree(done, tmp_path / "run")
    (tmp_path / "run" / "figures.csv").unlink()

    def refused(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    for name in ("parquet_to_table", "_journal"):
        with monkeypatch.context() as patched:
            patched.setattr(shards, name, refused)
            with pytest.raises(StoreError, match="could not be written or read"):
                batch(archive)
    assert batch(archive).about["batch"]["done_now"] == 0


def test_what_was_lost_of_the_data_set_by_year_is_made_again(tmp_path: Path, done: Path, archive: Path, batch: Batch) -> None:
    shutil.copytree(done, tmp_path / "run")
    next((tmp_path / "run" / "by-year" / "figures").rglob("*.parquet")).unlink()
    assert digests(batch(archive)) == digests(done)


@pytest.mark.parametrize("about", ["[]", '{"batch": []}', '{"batch": {"plan": "x", "bytes": 3}}', "{", ""])
def test_a_harmed_run_json_is_no_run(tmp_path: Path, done: Path, archive: Path, batch: Batch, about: str) -> None:
    shutil.copytree(done, tmp_path / "run")
    (tmp_path / "run" / "run.json").write_text(about)
    later = batch(archive)
    assert digests(later) == digests(done) and later.about["batch"]["done_now"] == 0
    assert not is_whole(folder.Folder(tmp_path / "run"), {"batch": {"plan": "x", "bytes": 3}}, "x")


def test_fresh_holds_the_folder_as_well(tmp_path: Path, archive: Path, batch: Batch) -> None:
    """A second batch stays outside while the first one starts over."""
    made = Path(batch(archive))
    with folder.held_alone(folder.Folder(made)):
        folder.make_folder(folder.Folder(made), fresh=True)
        assert not list((made / ".batch" / "shards").iterdir())
        with pytest.raises(StoreError, match=r"another batch; wait until it has ended, or give another folder with -o$"):
            batch(archive)


def test_a_batch_that_may_not_write_takes_nothing_away(
    tmp_path: Path, archive: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two batches begin in a new folder at one moment, and the second one goes."""

    def other(held: folder.Folder) -> None:
        held.state.mkdir(parents=True)
        raise StoreError("run", "is being written by another batch")

    monkeypatch.setattr(run, "held_alone", other)
    with pytest.raises(StoreError):
        batch(archive)
    assert (tmp_path / "run" / ".batch").is_dir()


def test_a_file_system_without_locks_is_written_to(archive: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refused(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    assert batch(archive).about["batch"]["done_now"] == 4


@pytest.mark.parametrize("name", ["reports.csv", "run.json", "summary.html"])
def test_files_of_others_are_left_alone_whatever_they_are_called(tmp_path: Path, archive: Path, batch: Batch, name: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / name).write_text('{"program": "another"}')
    for fresh in (False, True):
        with pytest.raises(StoreError, match=rf"holds files that no batch wrote \({name}\)"):
            batch(archive, fresh=fresh)
    assert (tmp_path / "run" / name).read_text() == '{"program": "another"}'


def test_folders_of_others_beside_ones_own_are_left_alone(tmp_path: Path, archive: Path, batch: Batch) -> None:
    made = batch(archive)
    for own in (made / "by-year" / "photos" / "a.jpg", made / ".batch" / "notes" / "b.txt"):
        own.parent.mkdir()
        own.write_text("mine")
    batch(archive, fresh=True)
    assert (made / "by-year" / "photos" / "a.jpg").exists() and (made / ".batch" / "notes" / "b.txt").exists()
    assert batch(archive).about["nothing_to_do"]


def test_fresh_starts_over_where_the_memory_lies_elsewhere(tmp_path: Path, archive: Path, batch: Batch) -> None:
    made = batch(archive)
    (made / ".batch").rename(tmp_path / "larger disk")
    (made / ".batch").symlink_to(tmp_path / "larger disk")
    assert batch(archive).about["nothing_to_do"]
    assert batch(archive, fresh=True).about["batch"]["done_now"] == 4


def test_no_name_is_not_this_folder(archive: Path) -> None:
    with pytest.raises(StoreError, match="is no name"):
        run_batch(Order((str(archive),), ""), Heard())


def test_the_format_is_written_whole_or_not_at_all(tmp_path: Path, archive: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    made = batch(archive)

    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(folder, "bytes_to_disk", full)
        with pytest.raises(StoreError, match="disk is full"):
            batch(archive)
    assert json.loads((made / ".batch" / "format.json").read_text())["program"] == "reportparse"
    assert batch(archive).about["nothing_to_do"]
