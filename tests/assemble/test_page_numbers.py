"""Page numbers and the last digit of a figure that wraps at the foot of a table: ９６．８ over ６."""

from __future__ import annotations

import pytest

from laid import Text, at, centred, ending, page_laid, paper_of

HEADS = [at("指标", 90, 560), at("单位", 230, 560), centred("2023年", 330, 560), centred("2024年", 420, 560)]
NAMES = ("在校生满意度", "毕业生满意度", "教职工满意度", "用人单位满意度", "家长满意度")


def foot_laid() -> list[Text]:
    """A table that ends with the page; the last figure of its last row wraps."""
    texts = [centred("表2 满意度调查表", 300, 540), *HEADS]
    for k, name in enumerate(NAMES):
        y = 590.0 + 37 * k
        texts += [at(name, 60, y), at("%", 238, y), ending(f"9{k}.1", 340, y)]
        texts += [ending(f"9{k}.2", 430, y)] if k < 4 else [centred("96.8", 420, y - 7), centred("6", 420, y + 7)]
    return texts


@pytest.mark.parametrize("is_numbered", [True, False])
def test_a_digit_at_the_foot_of_a_table_is_no_page_number(is_numbered):
    feet = [[centred(f"- {n} -", 297, 810, 9)] if is_numbered else [] for n in range(1, 7)]
    prose = [at("学校坚持产教融合与校企合作，二〇二四年新增合作企业二十家，共建实训基地六个。", 90, 100, 12)]
    pages = [page_laid([*(foot_laid() if n == 4 else prose), *feet[n - 1]], number=n) for n in range(1, 7)]
    (table,) = paper_of(*pages).tables
    assert [row[3].text.replace("\n", "") for row in table.rows] == ["90.2", "91.2", "92.2", "93.2", "96.86"]
    assert not any("- 2" in paragraph.text for paragraph in paper_of(*pages).paragraphs)


@pytest.mark.parametrize("own", [[], [at("No. 4", 520, 40, 9)]], ids=["none on its page", "something else on its page"])
def test_a_digit_at_the_foot_is_none_where_page_numbers_stand_lower(own):
    prose = [at("学校坚持产教融合与校企合作，二〇二四年新增合作企业二十家，共建实训基地六个。", 90, 100, 12)]
    feet = [[centred(str(n), 297, 815, 9)] if n != 4 else own for n in range(1, 9)]
    pages = [page_laid([*(foot_laid() if n == 4 else prose), *feet[n - 1]], number=n) for n in range(1, 9)]
    (table,) = paper_of(*pages).tables
    assert table.rows[-1][3].text.replace("\n", "") == "96.86"


def test_page_numbers_that_begin_again_are_none_of_the_text():
    """Those of an appendix of two pages, at the place of all others."""
    words = "学校坚持产教融合与校企合作，二〇二四年新增合作企业二十家，共建实训基地"
    numbers = enumerate([1, 2, 3, 4, 5, 6, 1, 2], start=1)
    pages = [page_laid([at(words, 90, 100, 12), centred(str(n), 297, 815, 9)], number=k) for k, n in numbers]
    assert all(paragraph.text.strip(words) == "" for paragraph in paper_of(*pages).paragraphs)
