"""What a paper says of the one who reports: its cover, its running heads, its forms."""

from __future__ import annotations

from laid import at, cells_laid, centred, lattice, page_laid, paper_of

NAME = "青泽县职业技术教育中心"
PROSE = ["青泽县职业技术教育中心创办于1983年，占地", "面积212亩。", "学校现有在校生3170人，专任教师214人。"]


def prose_laid(number: int, *extra):
    return page_laid([*extra, *(at(line, 90, 120 + 24 * n, 12) for n, line in enumerate(PROSE))], number=number)


def test_a_page_of_sentences_is_no_second_page_of_the_cover():
    cover = page_laid([centred("质量年度报告", 297, 250, 26), centred("（2024年度）", 297, 300, 18)])
    assert paper_of(cover, prose_laid(2)).cover == ("质量年度报告", "（2024年度）")


def test_a_form_on_the_cover_is_read_row_by_row():
    xs, ys = (100.0, 220.0, 480.0), (400.0, 420.0, 440.0)
    form = cells_laid((("学校名称", NAME), ("报告年度", "2024年度")), xs, ys)
    paper = paper_of(page_laid([centred("质量年度报告", 297, 250, 26), *form], *lattice(xs, ys)), prose_laid(2))
    assert paper.cover == ("质量年度报告", f"学校名称：{NAME}", "报告年度：2024年度")


def test_a_form_behind_the_cover_says_the_name():
    xs, ys = (60.0, 140.0, 300.0, 380.0, 520.0), (400.0, 420.0, 440.0)
    form = cells_laid((("学校名称", NAME, "学校代码", "3614000012"), ("主管部门", "县教育局", "办学性质", "公办")), xs, ys)
    paper = paper_of(page_laid([centred("质量年度报告", 297, 250, 26)]), page_laid(form, *lattice(xs, ys), number=2))
    assert paper.forms == (f"学校名称：{NAME}",)


def test_a_running_head_is_kept_once_and_page_numbers_are_not():
    head = at(f"{NAME}质量年度报告", 200, 40, 9)
    pages = [prose_laid(n, head, centred(f"- {n} -", 297, 810, 9)) for n in range(2, 7)]
    paper = paper_of(page_laid([centred("质量年度报告", 297, 250, 26)]), *pages)
    assert paper.running == (f"{NAME}质量年度报告",)
