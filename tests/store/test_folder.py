"""A run is whole or absent, and nothing that is not a run is ever replaced."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportparse.errors import StoreError
from reportparse.store import check_folder, folder
from reportparse.store.folder import write_folder

OLD, NEW = {"a.csv": b"old", "run.json": b"{}"}, {"a.csv": b"new", "run.json": b"[]"}


def content(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


def test_a_run_is_replaced_whole(tmp_path: Path) -> None:
    write_folder(tmp_path / "deep" / "run", OLD)
    write_folder(tmp_path / "deep" / "run", NEW)
    assert content(tmp_path / "deep" / "run") == NEW
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["run"]


@pytest.mark.parametrize("fails_at", ["a.csv", "run.json"])
def test_a_full_disk_leaves_the_old_run_and_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str) -> None:
    write_folder(tmp_path / "run", OLD)
    whole = folder.bytes_to_disk

    def full(path: Path, data: bytes) -> None:
        whole(path, data[:1])
        if path.name == fails_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(folder, "bytes_to_disk", full)
    with pytest.raises(StoreError, match="no space left on device"):
        write_folder(tmp_path / "run", NEW)
    assert content(tmp_path / "run") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_rename_that_fails_brings_the_old_run_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "run", OLD)
    whole = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return whole(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(StoreError):
        write_folder(tmp_path / "run", NEW)
    assert content(tmp_path / "run") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_kill_in_the_middle_loses_neither_run(tmp_path: Path) -> None:
    write_folder(tmp_path / "run", OLD)
    script = f"""
import os
from pathlib import Path
from reportparse.store.folder import write_folder
real, count = os.fsync, [0]
def fsync(handle):
    count[0] += 1
    if count[0] == {{stop}}:
        os.kill(os.getpid(), 9)
    real(handle)
os.fsync = fsync
write_folder({str(tmp_path / "run")!r}, {NEW!r})
"""
    for stop in range(1, 5):
        killed = subprocess.run([sys.executable, "-c", script.replace("{stop}", str(stop))], check=False)
        assert killed.returncode == -9
        assert content(tmp_path / "run") in (OLD, NEW)


def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(StoreError, match=r"thesis\.docx"):
        write_folder(tmp_path, NEW)
    with pytest.raises(StoreError, match=r"thesis\.docx"):
        check_folder(tmp_path)
    assert content(tmp_path) == {"thesis.docx": b"years of work"}


def test_an_empty_folder_and_a_link_to_one_are_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    write_folder(tmp_path / "link", NEW)
    assert content(tmp_path / "empty") == NEW
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("target", ["file", "file/below"])
def test_a_file_in_the_way_is_said(tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_text("here first")
    with pytest.raises(StoreError, match="-o"):
        check_folder(tmp_path / target)
    with pytest.raises(StoreError, match="-o"):
        write_folder(tmp_path / target, NEW)
    assert (tmp_path / "file").read_text() == "here first"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_parent_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="permission denied"):
            write_folder(tmp_path / "run", NEW)
    finally:
        tmp_path.chmod(0o700)
