"""`reportparse tables`: cells with spans as JSON, grids as CSV."""

from __future__ import annotations

import csv
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
