"""Every PDF that a source means is found once, whatever it is called, and what cannot be looked into is told."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import fsspec
import pytest

from reportparse.archive.fetch import Fetched, fetch_file
from reportparse.archive.order import Candidate
from reportparse.archive.sources import find_candidates

ODD_NAMES = ["a b.pdf", "tab\there.pdf", "line\nbreak.pdf", "云岭市 质量报告.PDF", "'quoted\".pdf", "100%.pdf", "-o.pdf", "[x].pdf"]


def found(*sources: object) -> list[Candidate]:
    return list(find_candidates([str(source) for source in sources]))


def names(base: Path, *sources: object) -> list[str]:
    return [os.path.relpath(one.name, base) for one in found(*sources)]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    def make(*paths: str) -> Path:
        for path in paths:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(path.encode())
        return tmp_path

    return make


def test_folders_are_searched_in_order_of_names(made: Callable[..., Path]) -> None:
    base = made("b/z.pdf", "b/a.PDF", "a.pdf", "b/notes.txt", "b/c/d/deep.pdf", "b/._a.pdf")
    assert names(base, base) == ["a.pdf", "b/a.PDF", "b/c/d/deep.pdf", "b/z.pdf"]
    assert [one.fault for one in found(base)] == [""] * 4


@pytest.mark.skipif(sys.platform != "linux", reason="names that other systems refuse")
def test_names_of_any_kind(made: Callable[..., Path]) -> None:
    base = made(*ODD_NAMES)
    Path(os.fsdecode(os.fsencode(base) + b"/\xd4\xc6.pdf")).write_bytes(b"a name in GBK")
    assert sorted(names(base, base)) == sorted([*ODD_NAMES, os.fsdecode(b"\xd4\xc6.pdf")])
    assert all(fetch_file(one, base / "spooled", 100).sha256 for one in found(base))


def test_a_file_is_taken_as_it_is_named(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    base = made("[x].pdf", "scan.bin", "sub/y.pdf")
    monkeypatch.chdir(base)
    assert [one.name for one in found("[x].pdf", "./scan.bin", "sub")] == ["[x].pdf", "./scan.bin", "sub/y.pdf"]


def test_globs(made: Callable[..., Path]) -> None:
    base = made("2023/a.pdf", "2024/b.pdf", "2024/c.txt", "2024/in/d.pdf")
    assert names(base, base / "20*" / "*.pdf") == ["2023/a.pdf", "2024/b.pdf"]
    assert names(base, base / "**" / "d.pdf") == ["2024/in/d.pdf"]
    assert names(base, base / "nothing*.pdf") == []


def test_links_in_circles_end(made: Callable[..., Path]) -> None:
    base = made("a/x.pdf", "b/y.pdf")
    (base / "a" / "up").symlink_to(base)
    (base / "b" / "over").symlink_to(base / "a")
    (base / "b" / "self").symlink_to(base / "b" / "self")
    (base / "b" / "gone.pdf").symlink_to(base / "nowhere")
    assert names(base, base) == ["a/x.pdf", "b/gone.pdf", "b/y.pdf"]
    assert {one.fault for one in found(base)} == {"", "unreadable: the link leads nowhere"}


def test_what_has_no_bytes_is_told(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    base = made("a/x.pdf")
    os.mkfifo(base / "pipe.pdf")
    faults = {os.path.relpath(one.name, base): one.fault for one in found(base, base / "missing.pdf")}
    assert faults == {"a/x.pdf": "", "pipe.pdf": "unreadable: is no ordinary file", "missing.pdf": "unreadable: no such file"}

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refused)
    assert [one.fault for one in found(base)] == ["unreadable: is a folder that cannot be listed (Permission denied)"]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_zip_files_are_read_where_they_are(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "all.zip", {"云岭/a.pdf": b"one", "b.PDF": b"two", "c.txt": b"", "__MACOSX/._b.pdf": b"", "in.zip": b"PK"})
    inside = found(tmp_path)
    assert [one.name for one in inside] == [f"{archive}/云岭/a.pdf", f"{archive}/b.PDF", f"{archive}/in.zip"]
    assert inside[2].fault.startswith("unreadable: is a zip file inside a zip file")
    got = [fetch_file(one, tmp_path / f"{number}.spooled", 100) for number, one in enumerate(inside[:2])]
    assert [Path(one.path).read_bytes() for one in got] == [b"one", b"two"]


def test_names_in_gbk_are_read_as_their_author_saw_them(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"AAAA.pdf": b"one"})
    archive.write_bytes(archive.read_bytes().replace(b"AAAA.pdf", "质量".encode("gbk") + b".pdf"))
    assert [one.name for one in found(archive)] == [f"{archive}/质量.pdf"]
    assert fetch_file(found(archive)[0], tmp_path / "spooled", 100).size == 3


def test_two_members_of_one_name_are_two_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.pdf", b"one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.pdf", b"another")
    assert [fetch_file(one, tmp_path / "s", 100).size for one in found(tmp_path / "a.zip")] == [3, 7]
    assert len({one.name for one in found(tmp_path / "a.zip")}) == 2


def test_harmed_zip_files_and_bombs_are_told(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"a.pdf": bytes(3_000_000)})
    assert fetch_file(found(bomb)[0], tmp_path / "s", 1_000_000).fault.startswith("out-of-memory: ")
    harmed = zipped(tmp_path / "harmed.zip", {"a.pdf": os.urandom(500)})
    content = bytearray(harmed.read_bytes())
    content[100] ^= 255
    harmed.write_bytes(content)
    assert fetch_file(found(harmed)[0], tmp_path / "s", 1000).fault.startswith("malformed: its zip file is damaged")
    (tmp_path / "none.zip").write_bytes(b"no zip file at all")
    assert [one.fault for one in found(tmp_path / "none.zip")] == ["malformed: is a zip file that is damaged or none at all"]


def test_lists(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    base = made("here.pdf", "lists/beside.pdf", "folder/in.pdf", "line\nbreak.pdf")
    (base / "lists" / "a.txt").write_text("# a comment\n\n here.pdf \nbeside.pdf\nfolder\nmemory://x/y.pdf\n", "utf-8-sig")
    monkeypatch.chdir(base)
    assert [one.name for one in found("lists/a.txt")] == ["here.pdf", "lists/beside.pdf", "folder/in.pdf", "memory:///x/y.pdf"]
    (base / "b.lst").write_bytes(b"line\nbreak.pdf\0here.pdf\0")
    assert [one.name for one in found("@b.lst")] == ["line\nbreak.pdf", "here.pdf"]
    assert found("@gone")[0].fault == "unreadable: is a list that cannot be read (No such file or directory)"


def test_addresses(tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/store/b.pdf": b"two", "/store/a.pdf": b"one", "/store/notes.txt": b""})
    inside = found("memory://store")
    assert [one.name for one in inside] == ["memory:///store/a.pdf", "memory:///store/b.pdf"]
    assert all(one.stamp for one in inside)
    assert fetch_file(inside[0], tmp_path / "s", 100) == Fetched(fetch_file(inside[0], tmp_path / "s", 100).sha256, 3, str(tmp_path / "s"))
    assert [one.name for one in found("memory://store/b*.pdf")] == ["memory:///store/b.pdf"]
    memory.pipe("/store/c.zip", zipped(tmp_path / "c.zip", {"d.pdf": b"deep"}).read_bytes())
    assert fetch_file(found("memory://store/c.zip")[0], tmp_path / "s", 100).size == 4
    assert fetch_file(Candidate("memory://none.pdf", "memory://none.pdf"), tmp_path / "s", 100).fault.startswith("unreadable: ")


def test_a_missing_package_is_named() -> None:
    if "s3fs" in sys.modules or any((Path(path) / "s3fs").exists() for path in sys.path):
        pytest.skip("s3fs is installed")
    assert found("s3://bucket/folder")[0].fault == "missing-extra: s3:// needs another package; pip install s3fs"
