"""What a signature leaves on a table without upright rules: it ends none, and rows that are lost all the same are told."""

from __future__ import annotations

import pytest

from laid import Text, at, centred, page_laid, paper_of, rows_of
from reportparse.model import Page

NAMES = ("毕业生人数", "毕业去向落实人数", "升学人数", "升入本科人数", "月收入", "自主创业率", "第一产业就业人数", "第二产业就业人数")
HEADER = [centred("表1 人才培养质量计分卡", 280, 95), at("指标", 60, 120), centred("单位", 280, 120), centred("2023年", 370, 120)]
HEADER += [centred("2024年", 460, 120)]


def row(number: int, y: float) -> list[Text]:
    return [at(NAMES[number], 60, y), centred("人", 280, y), centred(str(100 + number), 370, y), centred(str(200 + number), 460, y)]


def laid(*marks: Text, gap: float = 0.0) -> Page:
    """Eight rows, the last four `gap` points lower."""
    rows = [text for number in range(len(NAMES)) for text in row(number, 140 + 20 * number + gap * (number > 3))]
    return page_laid([*HEADER, *rows, *marks])


def test_strokes_that_were_read_as_large_letters_end_no_table():
    (table,) = paper_of(laid(at("A", 200, 190, 16), at("R", 235, 190, 16))).tables
    assert [cells[0] for cells in rows_of(table)] == list(NAMES)
    assert [cells[3] for cells in rows_of(table)] == [str(200 + number) for number in range(len(NAMES))]


def test_a_word_that_a_stroke_blew_up_stands_in_its_row():
    (table,) = paper_of(laid(at("学", 262, 187, 16), at("时", 305, 187, 16))).tables
    assert [cells[0] for cells in rows_of(table)] == list(NAMES)
    assert [cells[2] for cells in rows_of(table)] == [str(100 + number) for number in range(len(NAMES))]


@pytest.mark.parametrize("gap", [0.0, 40.0])
def test_rows_that_no_table_takes_are_told(gap):
    sentence = at("以上数据由学校招生就业处于每年九月统计，并经学校办公室核对。", 60, 220)
    paper = paper_of(laid(*[sentence] * (gap > 0), gap=gap))
    told = [problem.message for problem in paper.problems if problem.code == "table-unaligned"]
    assert (told == []) == (gap == 0.0)
    for number in range(len(NAMES)):
        in_table = any(str(200 + number) in cells for table in paper.tables for cells in rows_of(table))
        assert in_table or told
    if told:
        assert told[0].startswith("4 lines ") and NAMES[4] in told[0]


def test_rows_of_one_year_that_no_table_takes_are_told():
    sentence = at("以上数据由学校招生就业处于每年九月统计，并经学校办公室核对。", 60, 220)
    rows = [text for number in range(len(NAMES)) for text in row(number, 140 + 20 * number + 40 * (number > 3))[:3]]
    paper = paper_of(page_laid([*HEADER[:-1], *rows, sentence]))
    assert [cells[0] for table in paper.tables for cells in rows_of(table)] == list(NAMES[:4])
    (told,) = [problem.message for problem in paper.problems if problem.code == "table-unaligned"]
    assert told.startswith("4 lines ") and NAMES[4] in told


def test_prose_with_numbers_below_a_table_is_no_row():
    prose = [at("学校开展培训 80 次，参加 4800 人次，收入 32.8 万元。", 60, 330), at("2024 年招生 36 人，在校生 98 人", 60, 345)]
    paper = paper_of(laid(*prose))
    assert [problem.code for problem in paper.problems if problem.code == "table-unaligned"] == []


def test_dashes_in_larger_type_are_values():
    texts = [text for number in range(3) for text in row(number, 140 + 20 * number)]
    texts += [at(NAMES[3], 60, 202), *(centred("-", x, 205, 15) for x in (280, 370, 460))]
    (table,) = paper_of(page_laid([*HEADER, *texts, *row(4, 230)])).tables
    assert [cells[2:] for cells in rows_of(table)][3] == ("-", "-")
