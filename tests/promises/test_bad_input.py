"""Whatever is handed in: one line that names the file, the fault and the way on; no traceback; the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.skipif(find_spec("reportparse.pipeline") is None, reason="the pipeline is not built yet")

NO_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def pages_drawn(path: Path, pages: int, size: tuple[float, float] = (400, 600), **knobs: object) -> Path:
    canvas = Canvas(str(path), pagesize=size, **knobs)
    for number in range(pages):
        canvas.drawString(50, size[1] - 50, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return path


def _missing(path: Path) -> None:
    del path


def _folder(path: Path) -> None:
    path.mkdir()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _html(path: Path) -> None:
    path.write_text("<!doctype html><title>404</title><p>not found", "utf-8")


def _truncated(path: Path) -> None:
    pages_drawn(path, 3)
    path.write_bytes(path.read_bytes()[:300])


def _encrypted(path: Path) -> None:
    pages_drawn(path, 1, encrypt=StandardEncryption("sesame", canPrint=0))


def _no_pages(path: Path) -> None:
    path.write_bytes(NO_PAGES)


BAD: dict[str, Callable[[Path], None]] = {
    "missing": _missing,
    "folder": _folder,
    "empty": _empty,
    "html": _html,
    "truncated": _truncated,
    "encrypted": _encrypted,
    "no pages": _no_pages,
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("command", ["parse", "tables"])
def test_bad_input_is_one_line(reportparse, tmp_path, monkeypatch, kind, command):
    monkeypatch.chdir(tmp_path)
    bad = tmp_path / "坏 file.pdf"
    BAD[kind](bad)
    said = reportparse(command, bad)
    assert (said.code, said.out) == (3, "")
    assert said.err.count("\n") == 1 and str(bad) in said.err and "; " in said.err
    assert "Traceback" not in said.err and not (tmp_path / "output").exists()


def test_the_others_go_on(reportparse, tmp_path):
    good = pages_drawn(tmp_path / "good.pdf", 2)
    for kind, make in BAD.items():
        make(tmp_path / f"{kind}.pdf")
    said = reportparse("parse", *(tmp_path / f"{kind}.pdf" for kind in BAD), good, "-o", tmp_path / "run")
    assert said.code == 1 and len(said.err.splitlines()) == len(BAD)
    assert "reports 8" in said.out and (tmp_path / "run" / "run.json").exists()


def test_a_password_opens_an_encrypted_report(reportparse, tmp_path):
    _encrypted(tmp_path / "a.pdf")
    assert reportparse("parse", tmp_path / "a.pdf", "--password", "sesame", "-o", tmp_path / "run").code == 0
    wrong = reportparse("parse", tmp_path / "a.pdf", "--password", "wrong", "-o", tmp_path / "other")
    assert wrong.code == 3 and "password" in wrong.err


@pytest.mark.parametrize(
    ("pages", "size"), [(1000, (400, 600)), (1, (114048, 114048)), (1, (400, 600)), (1, (1, 1))], ids=["thousand", "mile", "plain", "dot"]
)
def test_odd_reports_are_read(reportparse, tmp_path, pages, size):
    odd = pages_drawn(tmp_path / "odd.pdf", pages, size)
    said = reportparse("parse", odd, "-o", tmp_path / "run")
    assert said.code == 0 and said.err == ""
    assert reportparse("parse", odd, "-o", tmp_path / "run", "--page-limit", "1").code == (3 if pages > 1 else 0)


def test_an_output_folder_in_the_way_is_said_before_any_work(reportparse, tmp_path):
    good = pages_drawn(tmp_path / "good.pdf", 1)
    said = reportparse("parse", good, "-o", good)
    assert said.code == 3 and said.err.count("\n") == 1
    assert good.read_bytes().startswith(b"%PDF")


def test_the_same_files_give_the_same_bytes_in_two_processes(root, tmp_path):
    reports = sorted(str(path) for path in (root / "fixtures" / "reports").glob("*.pdf"))
    for seed in ("1", "2"):
        command = [sys.executable, "-c", "from reportparse.cli import main; main()", "parse", *reports, "-o", str(tmp_path / seed)]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True)
    for path in (tmp_path / "1").iterdir():
        assert path.name == "run.json" or path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name
