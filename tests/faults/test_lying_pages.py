"""Pages that lie: whatever an engine says it saw, the rooms behind it give rows or nothing, and never an exception."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportparse
from drawn import objects_to_pdf, stream
from laid import Rule, Text, catalogue, document_laid, page_laid
from reportparse.assemble import assemble_paper, find_grids
from reportparse.model import Document, Glyphs, Page, Report, Rules
from reportparse.pipeline import report_from_paper

HEADS = ["指标", "单位", "2023年", "2024年", "表1 计分卡", "续表", "目录", "……"]
CELLS = ["毕业生人数", "人", "%", "—", "840", "98.26%", "1,234", "其中：", "学校占地218亩。", "\x00", "\ud800", "𠀋"]
WORDS = st.sampled_from(HEADS + CELLS)
NUMBERS = st.floats(-50, 900, width=32)
TEXT: st.SearchStrategy[Text] = st.tuples(st.one_of(WORDS, st.text(max_size=8)), NUMBERS, NUMBERS, st.floats(0.25, 40, width=32))
TEXTS = st.lists(TEXT, max_size=40)
LINES: st.SearchStrategy[list[Rule]] = st.lists(
    st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda rule: (rule[0], min(rule[1:]), max(rule[1:]))), max_size=15
)
PAGES = st.builds(page_laid, TEXTS, LINES, LINES)


def report_of(document: Document) -> Report:
    return report_from_paper(document, assemble_paper(document, catalogue()), catalogue())


def numbered(pages: list[Page]) -> Document:
    from dataclasses import replace

    return document_laid(*(replace(page, number=number) for number, page in enumerate(pages, 1)))


@settings(max_examples=150, database=None, derandomize=True)
@given(st.lists(PAGES, min_size=1, max_size=3))
def test_any_page_gives_rows_or_nothing(pages):
    document = numbered(pages)
    report = report_of(document)
    for row in report.observations:
        assert row.name_raw or row.value_raw or row.missing
        assert 1 <= row.place.page <= len(pages)
    assert report_of(document) == report
    for grid in find_grids(document, catalogue()):
        covered = [(r, c) for x in grid.cells for r in range(x.row, x.row + x.row_span) for c in range(x.column, x.column + x.column_span)]
        assert sorted(covered) == [(r, c) for r in range(grid.n_rows) for c in range(grid.n_columns)]


@pytest.mark.parametrize("turn", [0, 90, 270])
@pytest.mark.parametrize("kind", ["one spot", "one line", "one column", "one word"])
def test_thousands_of_glyphs_where_none_should_be(turn, kind):
    n = 20_000
    i = np.arange(n, dtype=np.float32)
    x, y = {"one spot": (i * 0, i * 0), "one line": (i, i * 0), "one column": (i * 0, i), "one word": (i % 40, i // 40)}[kind]
    boxes = np.column_stack([x, y, x + 5, y + 10]).astype(np.float32)
    text = ("指标单位2023年2024年表1" * n)[:n]
    page = Page(1, 600, 800, "text", Glyphs(text, boxes, boxes[:, 3]), Rules(*(np.zeros((0, 3), np.float32),) * 2), turn=turn)
    assert report_of(document_laid(page)).status == "ok"


FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
GOOD = "BT /F 10 Tf 50 500 Td (good 1 2 3) Tj ET "
ODD_PAGES = {
    "type of an immense size": ("BT /F 10 Tf 1e38 0 0 1e38 0 0 Tm (huge) Tj ET", "0 0 400 600"),
    "type of no size": ("BT /F 0 Tf 50 50 Td (zero) Tj ET", "0 0 400 600"),
    "type of negative size": ("BT /F -10 Tf 50 50 Td (below) Tj ET", "0 0 400 600"),
    "a matrix that flattens": ("BT /F 10 Tf 0 0 0 0 50 50 Tm (flat) Tj ET", "0 0 400 600"),
    "text at the end of the world": ("BT /F 10 Tf 999999999999999999 50 Td (far) Tj ET", "0 0 400 600"),
    "lines without end": ("0 0 m 1e38 0 l S 0 0 m 0 1e38 l S " + GOOD, "0 0 400 600"),
    "a scale without end": ("1e30 0 0 1e30 0 0 cm 0 0 m 1 1 l S " + GOOD, "0 0 400 600"),
    "a page of no size": (GOOD, "0 0 0 0"),
    "a page without end": (GOOD, "0 0 1e30 1e30"),
    "a page inside out": (GOOD, "600 400 0 0"),
    "a page of no number": (GOOD, "0 0 nan 5"),
    "a page like a thread": (GOOD, "0 0 1 100000000"),
    "one line of a hundred thousand words": ("BT /F 10 Tf 50 500 Td " + "(12 34) Tj " * 100_000 + "ET", "0 0 400 600"),
    "one text over another": ("".join(f"BT /F 9 Tf {50 + i % 3} 500 Td (20{i % 30:02}) Tj ET " for i in range(5000)), "0 0 400 600"),
    "a net of rules": ("".join(f"0 {i} m 400 {i} l S {i} 0 m {i} 600 l S " for i in range(400)) + GOOD, "0 0 400 600"),
    "a hatching": ("".join(f"{i % 400} {i % 600} m {(7 * i) % 400} {(11 * i) % 600} l S " for i in range(20_000)) + GOOD, "0 0 400 600"),
}


@pytest.mark.parametrize("kind", ODD_PAGES)
def test_a_page_at_the_edge_of_the_format(tmp_path, kind):
    content, box = ODD_PAGES[kind]
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<</Font<</F{FONT}>>>>>>"
    tree = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>")
    (tmp_path / "a.pdf").write_bytes(objects_to_pdf(*tree, page, stream(content)))
    report = reportparse.parse(tmp_path / "a.pdf")
    assert report.pages == 1 and report.observations == ()
