"""`reportparse tables`: cells with spans as JSON, grids as CSV."""

from __future__ import annotations

import csv
import errno
import io
import json
from pathlib import Path

import pytest


def test_json_has_every_cell_once_with_its_spans_and_box(reportparse):
    said = reportparse("tables", "any.pdf", "--format", "json")
    about = json.loads(said.out)
    assert said.code == 0 and about["source"] == "any.pdf"
    assert [(table["page"], table["table"], table["method"], table["engine"]) for table in about["tables"]] == [
        (3, 1, "ruled", "pdfium"),
        (3, 2, "aligned", "pdfium"),
        (7, 1, "aligned", "pdfium"),
    ]
    first = about["tables"][0]
    assert (first["n_rows"], first["n_columns"], first["box"]) == (2, 2, [1.0, 2.0, 30.0, 40.0])
    merged = {"row": 0, "column": 0, "row_span": 2, "column_span": 1, "text": "学校", "printed": "学校"}
    assert first["cells"][0] == merged | {"box": [1.0, 2.0, 3.0, 4.0]}
    assert [cell["text"] for cell in first["cells"]] == ["学校", "=1+1", "-"]


def test_csv_has_a_line_a_row_and_runs_nothing(reportparse):
    said = reportparse("tables", "any.pdf")
    assert list(csv.reader(io.StringIO(said.out))) == [
        ["page", "table", "row", "c0", "c1"],
        ["3", "1", "0", "学校", "'=1+1"],
        ["3", "1", "1", "", "-"],
        ["3", "2", "0", "x"],
        ["7", "1", "0", "y"],
    ]
    assert said.err == "3 tables on 2 pages\n"


def test_pages_and_files(reportparse):
    said = reportparse("tables", "any.pdf", "--pages", "1-2,7", "-o", "out.csv")
    assert (said.code, said.out) == (0, "")
    assert Path("out.csv").read_bytes() == b"\xef\xbb\xbfpage,table,row,c0\r\n7,1,0,y\r\n"
    assert reportparse("tables", "any.pdf", "-o", "nowhere/out.csv").code == 3


@pytest.mark.parametrize("pages", ["0", "3-1", "x", "1,,2", "-1", "1-", ""])
def test_pages_that_are_none_are_a_usage_error(reportparse, pages):
    said = reportparse("tables", "any.pdf", "--pages=" + pages)
    assert said.code == 2 and "--pages" in said.err


def test_a_report_named_as_the_output_is_left_alone(reportparse):
    Path("school.pdf").write_bytes(b"%PDF-1.7\nthe only copy")
    said = reportparse("tables", "school.pdf", "-o", "school.pdf")
    assert said.code == 3 and said.err == "reportparse: school.pdf: is a PDF and was left alone; give another file\n"
    assert Path("school.pdf").read_bytes() == b"%PDF-1.7\nthe only copy"


def test_what_cannot_be_written_whole_leaves_what_was_there(reportparse, monkeypatch):
    Path("out.csv").write_bytes(b"before")

    def full(self: Path, _content: bytes) -> int:
        with self.open("wb") as file:
            file.write(b"hal")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    said = reportparse("tables", "any.pdf", "-o", "out.csv")
    assert said.code == 3 and "no space left" in said.err
    assert Path("out.csv").read_bytes() == b"before" and [path.name for path in Path().iterdir()] == ["out.csv"]


def test_a_link_is_written_through(reportparse):
    Path("link.csv").symlink_to("real.csv")
    assert reportparse("tables", "any.pdf", "-o", "link.csv").code == 0
    assert Path("link.csv").is_symlink() and Path("real.csv").read_bytes().startswith(b"\xef\xbb\xbfpage")
