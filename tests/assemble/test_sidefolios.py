"""Page numbers in the side margin are in no row; numbers of a table that stand there alike are."""

from __future__ import annotations

import pytest

from laid import Text, at, centred, page_laid, paper_of, rows_of

HEADER = [at("指标", 60, 100), centred("单位", 280, 100), centred("2023年", 370, 100), centred("2024年", 460, 100)]
NAMES = ("毕业生人数", "毕业去向落实人数", "其中：升学人数", "月收入", "自主创业率")


def rows_laid(page: int) -> tuple[list[Text], list[tuple[str, ...]]]:
    said = [(name, "人", str(300 + 10 * page + k), str(9 * page + k)) for k, name in enumerate(NAMES)]
    rows = [
        text
        for k, (name, *cells) in enumerate(said)
        for y in [122 + 18.0 * k]
        for text in (at(name, 60, y), *(centred(cell, x, y) for cell, x in zip(cells, (280, 370, 460), strict=True)))
    ]
    return rows, said


@pytest.mark.parametrize("sides", [(560.0, 560.0), (560.0, 20.0)])
def test_a_number_beside_a_row_on_each_page_counts_the_pages(sides):
    pages, rows = [], []
    for number in range(1, 5):
        laid, said = rows_laid(number)
        title = [centred("表1 人才培养质量计分卡", 260, 75), *HEADER] if number == 1 else [*HEADER]
        pages.append(page_laid([*title, *laid, at(str(20 + number), sides[number % 2], 158.5)], number=number))
        rows += said
    tables = paper_of(*pages).tables
    assert [row for table in tables for row in rows_of(table)] == rows


def test_figures_that_do_not_count_the_pages_stay():
    pages = []
    for number, figure in enumerate(("31", "47", "12"), start=1):
        laid, _ = rows_laid(number)
        pages.append(page_laid([*HEADER, centred("调查人次", 540, 100), *laid, centred(figure, 540, 158)], number=number))
    texts = {cell.text for table in paper_of(*pages).tables for row in table.rows for cell in row}
    assert {"31", "47", "12"} <= texts
