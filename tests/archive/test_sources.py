"""Every PDF that a source means is found once, whatever it is called, and what cannot be looked into is told."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import fsspec
import pytest

from reportparse.archive.addresses import address_fault
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
    made("2024/.hidden/e.pdf", "2024/[in]/f.pdf")
    assert names(base, base / "20*" / "**" / "[c-f].pdf") == ["2024/[in]/f.pdf", "2024/in/d.pdf"]
    assert names(base, base / "2024" / "**") == names(base, base / "2024")


def test_a_glob_from_here(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made("a.pdf", "b/c/a.pdf"))
    assert [one.name for one in found("**/a.pdf")] == ["a.pdf", "b/c/a.pdf"]


def test_a_source_that_means_nothing_is_told(made: Callable[..., Path]) -> None:
    base, empty = made("a.pdf", "b/notes.txt"), []
    assert len(list(find_candidates([str(base), str(base / "2024*.pdf"), str(base / "b")], empty.append))) == 1
    assert [os.path.relpath(one.source, base) for one in empty] == ["2024*.pdf", "b"]


def test_a_name_that_the_shell_would_change_is_taken_as_it_is(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    base = made("~$report.pdf", "@x.pdf", "2023.txt/a.pdf")
    monkeypatch.chdir(base)
    assert [one.name for one in found("~$report.pdf", "@x.pdf", "2023.txt")] == ["~$report.pdf", "@x.pdf", "2023.txt/a.pdf"]
    assert found("~nobody-of-that-name/x.pdf")[0].fault == "unreadable: no such file"
    assert [one.fault for one in found("")] == ["unreadable: is no name"]  # a shell variable that was never set is not this folder


def test_a_name_that_is_none_costs_itself(made: Callable[..., Path]) -> None:
    base = made("a.pdf")
    faults = [one.fault for one in found("x" * 300 + ".pdf", base, base / "a.pdf" / "b.pdf")]
    assert faults == ["unreadable: cannot be read (file name too long)", "", "unreadable: no such file"]


def test_a_folder_without_rights_costs_itself(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    base = made("closed/a.pdf", "open/b.pdf")
    stat = Path.stat

    def refused(path: Path, **knobs: bool) -> os.stat_result:
        if "closed/" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **knobs)

    monkeypatch.setattr(Path, "stat", refused)
    (base / "list.txt").write_text("closed/a.pdf\nopen/b.pdf\n")
    refusal = "unreadable: cannot be read (permission denied)"
    assert [one.fault for one in found(base / "closed" / "a.pdf", base / "closed" / "no*.pdf", base / "list.txt")] == [refusal] * 3 + [""]


def test_folders_in_folders_without_end(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made("a.pdf"))
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    Path("deep.pdf").touch()
    deep = found(made())
    assert [Path(one.name).name for one in deep] == ["a.pdf", "deep.pdf"] and deep[1].name.count("/d/") == 600
    Path("deep.pdf").unlink()
    for _ in range(1200):  # deeper than what clears up after tests can go
        os.chdir("..")
        Path("d").rmdir()


def test_links_in_circles_end(made: Callable[..., Path]) -> None:
    base = made("a/x.pdf", "b/y.pdf")
    (base / "a" / "up").symlink_to(base)
    (base / "b" / "over").symlink_to(base / "a")
    (base / "b" / "self").symlink_to(base / "b" / "self")
    (base / "b" / "gone.pdf").symlink_to(base / "nowhere")
    assert names(base, base) == ["a/x.pdf", "b/gone.pdf", "b/y.pdf"]
    assert {one.fault for one in found(base)} == {"", "unreadable: the link leads nowhere"}
    assert names(base, base / "**" / "*.pdf") == ["a/x.pdf", "b/gone.pdf", "b/y.pdf"]


def test_a_link_to_a_folder_that_is_gone_is_told(made: Callable[..., Path]) -> None:
    base = made("a.pdf")
    (base / "2023").symlink_to(base / "unmounted")
    (base / ".#lock").symlink_to("somebody@somewhere")
    assert [(os.path.relpath(one.name, base), one.fault) for one in found(base)] == [
        ("2023", "unreadable: the link leads nowhere"),
        ("a.pdf", ""),
    ]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_zip_that_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    (tmp_path / "zero.zip").symlink_to("/dev/zero")
    assert [one.fault for one in found(tmp_path)] == ["unreadable: is no ordinary file"] * 2


def test_what_has_no_bytes_is_told(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    base = made("a/x.pdf")
    os.mkfifo(base / "pipe.pdf")
    faults = {os.path.relpath(one.name, base): one.fault for one in found(base, base / "missing.pdf")}
    assert faults == {"a/x.pdf": "", "pipe.pdf": "unreadable: is no ordinary file", "missing.pdf": "unreadable: no such file"}

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refused)
    assert [one.fault for one in found(base)] == ["unreadable: is a folder that cannot be listed (permission denied)"]


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
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(tmp_path / "other.zip", "w", method) as archive:
            archive.writestr("a.pdf", bytes(500))
        other = (tmp_path / "other.zip").read_bytes()
        (tmp_path / "other.zip").write_bytes(other[:45] + bytes(10) + other[55:])
        assert fetch_file(found(tmp_path / "other.zip")[0], tmp_path / "s", 1000).fault.startswith("malformed: its zip file is damaged")
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
    assert found("@gone")[0].fault == "unreadable: is a list that cannot be read (no such file or directory)"


def test_no_line_of_a_list_is_passed_over(made: Callable[..., Path]) -> None:
    base = made("@at.pdf", "form\x0cfeed.pdf", "in/a.pdf", "in/b.pdf")
    (base / "a.txt").write_bytes(b"@at.pdf\r\n-\r\n@gone.txt\rform\x0cfeed.pdf\nin/*.pdf\n")
    told = [(os.path.relpath(one.name, base), one.fault) for one in found(base / "a.txt")]
    assert [name for name, fault in told if not fault] == ["@at.pdf", "form\x0cfeed.pdf", "in/a.pdf", "in/b.pdf"]
    assert [fault for _, fault in told if fault] == ["unreadable: no such file"] * 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_lists_in_the_encodings_of_editors(made: Callable[..., Path], encoding: str) -> None:
    base = made("学校.pdf", "质量报告/云岭.pdf")
    (base / "a.txt").write_bytes("学校.pdf\r\n质量报告/云岭.pdf\r\n没有.pdf\r\n".encode(encoding))
    told = [(Path(one.name).name, one.fault) for one in found(base / "a.txt")]
    assert told == [("学校.pdf", ""), ("云岭.pdf", ""), ("没有.pdf", "unreadable: no such file")]


def test_stdin_that_is_closed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert found("-")[0].fault == "unreadable: is a list that cannot be read (stdin is closed)"


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
    assert [one.name for one in found("MEMORY://store")][2:] == ["memory:///store/c.zip/d.pdf"]
    assert fetch_file(Candidate("memory://none.pdf", "memory://none.pdf"), tmp_path / "s", 100).fault.startswith("unreadable: ")


class Refused(Exception):
    """What a web library raises."""

    status, message = 404, "Not Found"


@pytest.mark.parametrize(("cause", "told"), [(None, "no such file"), (Refused(), "the server says 404 Not Found"), (OSError(), "OSError")])
def test_what_a_server_said_is_told(cause: Exception | None, told: str) -> None:
    error = FileNotFoundError("https://a.b/c.pdf")
    error.__cause__ = cause
    assert address_fault("https://a.b/c.pdf", error) == f"unreadable: could not be fetched ({told})"


def test_a_missing_package_is_named() -> None:
    if "s3fs" in sys.modules or any((Path(path) / "s3fs").exists() for path in sys.path):
        pytest.skip("s3fs is installed")
    assert found("s3://bucket/folder")[0].fault == "missing-extra: s3:// needs another package; pip install s3fs"
