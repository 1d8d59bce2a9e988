"""Cells that are doubted for what the page around them lost."""

from __future__ import annotations

import pytest

from laid import at, cells_laid, lattice, page_laid, paper_of

XS, YS = (40.0, 220.0, 270.0, 350.0, 430.0), (100.0, 120.0, 140.0, 160.0)


@pytest.mark.parametrize(("head", "is_doubted"), [("2024年", False), ("本省均数", True)])
def test_empty_cells_beside_figures_of_a_column_that_was_left_out(head: str, is_doubted: bool):
    rows = [("指标", "单位", "2023年", head), ("毕业生人数", "人", "", "512"), ("月收入", "元", "4100", "4200")]
    texts = [at("表1 人才培养质量计分卡", 150, 90), *cells_laid(rows, XS, YS)]
    paper = paper_of(page_laid(texts, *lattice(XS, YS)))
    assert [problem.code for problem in paper.problems] == ["header-unclear"] * is_doubted
    (table,) = paper.tables
    flags = {(cell.text, "value-doubtful" in cell.flags) for row in table.rows for cell in row[2:3]}
    assert flags == {("", is_doubted), ("4100", False)}
