"""Dots that lead to figures part columns; those of a table of contents still tell one."""

from __future__ import annotations

import pytest

from laid import Text, at, ending, kinds_of, page_laid, paper_of, rows_of

ROWS = (
    ("毕业生人数", "人", "840", "845"),
    ("毕业去向落实人数", "人", "812", "—"),
    ("其中：升学人数", "人", "401", "398"),
    ("月收入", "元", "4120.50", "4236"),
)


def led(rows: tuple[tuple[str, ...], ...], dot: str) -> list[Text]:
    """Names with dots up to their unit, figures that end at two heights."""
    out: list[Text] = []
    for k, (name, unit, *values) in enumerate(rows):
        y, begins = 140 + 16.0 * k, 60 + 10.0 * len(name)
        wide = 5.0 if dot == "." else 10.0
        out += [at(name + dot * int((340 - begins) / wide), 60, y), at(unit, 340, y)]
        out += [ending(value, x, y) for value, x in zip(values, (430.0, 500.0), strict=True)]
    return out


@pytest.mark.parametrize("dot", [".", "…", "·"])
def test_leaders_run_into_names_and_units(dot):
    header = [at("指标", 60, 124), at("单位", 335, 124), ending("2023年", 430, 124), ending("2024年", 500, 124)]
    (table,) = paper_of(page_laid([at("表1 人才培养质量计分卡", 200, 100), *header, *led(ROWS, dot)])).tables
    assert kinds_of(table) == ["name", "unit", "year", "year"]
    assert rows_of(table) == list(ROWS)


def test_a_table_of_contents_keeps_its_leaders():
    entries = ("一、基本情况", "二、学生发展", "表1 人才培养质量计分卡", "表2 满意度调查表")
    lines = [at(name + "." * 60 + str(3 + k), 60, 140 + 16.0 * k) for k, name in enumerate(entries)]
    paper = paper_of(page_laid([at("目录", 280, 100), *lines]))
    assert not paper.tables and not paper.problems
