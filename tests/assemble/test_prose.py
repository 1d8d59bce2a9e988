"""Prose: whole paragraphs under their headings, over lines and pages; what every page carries is no prose."""

from __future__ import annotations

import numpy as np
import pytest

from laid import Text, at, cells_laid, centred, lattice, page_laid, paper_of
from reportparse.assemble.prose import _percentile

EM, LEFT, LEADING = 12.0, 90.0, 24.0
PER_LINE = 34
SENTENCE = "学校坚持产教融合与校企合作，二〇二四年新增合作企业二十家，共建实训基地六个，接收学生实习一千二百人次。"


def paragraph_laid(text: str, top: float) -> list[Text]:
    """The paragraph as it is set: two characters indented, full lines of 34 characters."""
    lines = [text[: PER_LINE - 2]] + [text[i : i + PER_LINE] for i in range(PER_LINE - 2, len(text), PER_LINE)]
    return [at(line, LEFT + (2 * EM if n == 0 else 0), top + LEADING * n, EM) for n, line in enumerate(lines)]


def test_a_paragraph_is_whole_across_lines():
    texts = [*paragraph_laid(SENTENCE * 3, 100), *paragraph_laid(SENTENCE * 2, 300)]
    assert [p.text for p in paper_of(page_laid(texts)).paragraphs] == [SENTENCE * 3, SENTENCE * 2]


@pytest.mark.parametrize("foot", ["- 18 -", "18", "第 18 页", "第18页 共26页", "18 / 26", "— 18 —", "XVIII"])
def test_a_paragraph_is_whole_across_a_page(foot):
    whole = SENTENCE * 6
    lines = paragraph_laid(whole, 600)
    first = [line for line in lines if line[2] < 780]
    rest = [at(text, x, 80 + LEADING * n, size) for n, (text, x, _, size) in enumerate(lines[len(first) :])]
    head = at("青泽县职业技术教育中心质量年度报告", 200, 40, 9)
    pages = [
        page_laid([head, *paragraph_laid(SENTENCE * 4, 80), *first, centred(foot, 297, 810, 9)]),
        page_laid([head, *rest, centred(foot, 297, 810, 9)], number=2),
        page_laid([head, *paragraph_laid(SENTENCE * 2, 80), centred(foot, 297, 810, 9)], number=3),
    ]
    found = [p.text for p in paper_of(*pages).paragraphs]
    assert found == [SENTENCE * 4, whole, SENTENCE * 2]


def test_each_character_says_where_it_is():
    pages = [page_laid([*paragraph_laid(SENTENCE * 20, 100)][:28]), page_laid(paragraph_laid(SENTENCE, 80)[1:], number=2)]
    for paragraph in paper_of(*pages).paragraphs:
        assert len(paragraph.text) == len(paragraph.pages) == len(paragraph.boxes)
    first = paper_of(*pages).paragraphs[0]
    assert first.pages[0] == 1
    assert first.boxes[0].tolist() == pytest.approx([LEFT + 2 * EM, 100 - 0.88 * EM, LEFT + 3 * EM, 100 + 0.26 * EM], abs=0.1)


@pytest.mark.parametrize(
    "heading",
    ["一、学校概况", "（二）师资队伍", "1.1 专业建设", "2．质量保障", "第三章 服务贡献", "1.2.3 课程改革"],
)
def test_a_paragraph_knows_its_heading(heading):
    last = [at("四、结束语", LEFT, 260, EM), *paragraph_laid(SENTENCE, 290)]
    texts = [at(heading, LEFT, 100, EM), *paragraph_laid(SENTENCE * 2, 130), *last]
    found = [(p.heading, p.text, p.section) for p in paper_of(page_laid(texts)).paragraphs]
    bare = heading.replace(" ", "")
    assert found == [(True, bare, bare), (False, SENTENCE * 2, bare), (True, "四、结束语", "四、结束语"), (False, SENTENCE, "四、结束语")]


@pytest.mark.parametrize("line", ["1.5万平方米", "3.2亿元", "12人"])
def test_a_number_at_the_beginning_of_a_line_is_no_heading(line):
    before = "学校占地面积广阔，校舍完备，环境优美，功能齐全，其中教学和辅助用房合计达到"[-PER_LINE:]
    texts = [at(before, LEFT, 100, EM), at(line + "，居全市首位。", LEFT, 124, EM), *paragraph_laid(SENTENCE * 3, 148)]
    assert [p.text for p in paper_of(page_laid(texts)).paragraphs] == [before + line + "，居全市首位。", SENTENCE * 3]


def test_two_columns_are_read_one_after_the_other():
    left = [f"左栏第{n}行的文字内容应当先读完" for n in "一二三四五六七八九十"]
    right = [f"右栏第{n}行的文字内容然后再读完" for n in "一二三四五六七八九十"]
    texts = [at(line, x, 100 + 18 * n, EM) for column, x in ((left, 60.0), (right, 320.0)) for n, line in enumerate(column)]
    found = "".join(p.text for p in paper_of(page_laid(texts)).paragraphs)
    assert found == "".join(left + right)


def test_text_in_a_table_is_no_prose():
    xs, ys = (60.0, 250.0, 300.0, 380.0), (300.0, 320.0, 340.0)
    cells = cells_laid((("指标", "单位", "2024年"), ("毕业生人数", "人", "845")), xs, ys)
    texts = [*paragraph_laid(SENTENCE, 100), *cells, *paragraph_laid(SENTENCE, 400)]
    paper = paper_of(page_laid(texts, *lattice(xs, ys)))
    assert [p.text for p in paper.paragraphs] == [SENTENCE, SENTENCE]


def test_blanks_stay_between_latin_words_alone():
    texts = [at("学 校 开 设 Python and Java 课 程 共 12 门，受到欢迎。", LEFT, 100, EM)]
    assert [p.text for p in paper_of(page_laid(texts)).paragraphs] == ["学校开设Python and Java课程共12门，受到欢迎。"]


def test_the_cover_is_kept_apart():
    title, label = centred("职业教育质量年度报告", 297, 250, 26), centred("（2024年度）", 297, 300, 18)
    cover = page_laid([title, label, centred("青泽县职业技术教育中心", 297, 600, 16)])
    paper = paper_of(cover, page_laid(paragraph_laid(SENTENCE * 20, 80), number=2))
    assert paper.cover[:3] == ("职业教育质量年度报告", "（2024年度）", "青泽县职业技术教育中心")


def test_the_columns_of_a_part_of_a_page_are_read_one_after_the_other():
    """Headings and prose across the page above, between and below what stands in two columns."""
    left = [f"左栏第{n}行的文字内容应当先读完" for n in "一二三四五"]
    right = [f"右栏第{n}行的文字内容然后再读完" for n in "一二三四五"]

    def columns(top: float) -> list[Text]:
        return [at(line, x, top + 18 * n, EM) for column, x in ((left, 90.0), (right, 320.0)) for n, line in enumerate(column)]

    texts = [
        *paragraph_laid(SENTENCE, 100),
        *columns(160),
        at("一、学校概况", 90.0, 270, EM),
        at("（一）师资队伍", 90.0, 294, EM),
        *columns(318),
        *paragraph_laid(SENTENCE, 430),
    ]
    found = [(p.heading, p.text) for p in paper_of(page_laid(texts)).paragraphs]
    both = (False, "".join(left + right))
    assert found == [(False, SENTENCE), both, (True, "一、学校概况"), (True, "（一）师资队伍"), both, (False, SENTENCE)]


def test_columns_need_not_have_their_lines_at_one_height():
    """A heading in one column moves its lines against those of the other, and stands above that one alone."""
    left = ["（一）师资队伍", *(f"左栏第{n}行的文字内容应当先读完" for n in "一二三四五六")]
    right = [f"右栏第{n}行的文字内容然后再读完" for n in "一二三四五六七"]
    texts = [at(line, x, top + 18 * n, EM) for column, x, top in ((left, 90.0, 107), (right, 320.0, 100)) for n, line in enumerate(column)]
    assert "".join(p.text for p in paper_of(page_laid(texts)).paragraphs) == "".join(left + right)


def test_columns_above_and_below_a_table_are_two_pairs():
    texts = [
        at(f"{side}栏{part}第{n}行的文字内容应当先读完", x, top + 18 * n, EM)
        for part, top in (("上", 100), ("下", 330))
        for side, x in (("左", 90.0), ("右", 320.0))
        for n in range(5)
    ]
    found = "".join(p.text for p in paper_of(page_laid(texts)).paragraphs)
    assert [found.index(part) for part in ("左栏上", "右栏上", "左栏下", "右栏下")] == sorted(
        found.index(part) for part in ("左栏上", "右栏上", "左栏下", "右栏下")
    )


@pytest.mark.parametrize(
    ("left", "right", "x"),
    [
        ([f"全国职业院校技能大赛第{n}名" for n in "一二三四五六七八"], [f"{n}月3日" for n in range(1, 9)], 320.0),  # dates beside names
        (["单位：云岭市职业学校", "地址：人民路", "校长：张三", "教务：王五", "专业：十二个", "教师：百人"], ["邮编：310018"] * 6, 320.0),
        ([f"第{n}期培训班学员名单如下" for n in range(1, 9)], [f"第{n}期培训班教师名单如下" for n in range(1, 9)], 380.0),  # far apart
    ],
)
def test_a_list_with_wide_gaps_is_read_line_by_line(left, right, x):
    texts = [at(line, at_x, 100 + 18 * n, EM) for column, at_x in ((left, 90.0), (right, x)) for n, line in enumerate(column)]
    found = "".join(p.text for p in paper_of(page_laid(texts)).paragraphs)
    assert found == "".join(a + b for a, b in zip(left, right, strict=True))


def test_a_list_is_indented_line_by_line():
    item = SENTENCE[: PER_LINE - 4]
    texts = [
        *paragraph_laid(SENTENCE, 100),
        at("•" + item, LEFT + EM, 160, EM),
        at("接收学生一千二百人。", LEFT + 2 * EM, 160 + LEADING, EM),
        at("•" + item, LEFT + EM, 160 + 2 * LEADING, EM),
        at("毕业三百人。", LEFT + 2 * EM, 160 + 3 * LEADING, EM),
        *paragraph_laid(SENTENCE * 3, 300),
    ]
    found = [p.text for p in paper_of(page_laid(texts)).paragraphs]
    assert found == [SENTENCE, "•" + item + "接收学生一千二百人。", "•" + item + "毕业三百人。", SENTENCE * 3]


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("师生比为1:", "187。"),
        ("学员满意率99.1", "%。"),
        ("毕业生分别为3", "120人。"),
        ("荣获一等奖、", "二等奖。"),
        ("均1247", ".45元。"),
        ("为1.", "6万人次。"),
        ("共3000人", "次。"),
    ],
)
def test_a_figure_that_a_short_line_cuts_is_whole(first, rest):
    opening = "学校全年共举办培训班"
    texts = [at(opening + first, LEFT + 2 * EM, 100, EM), at(rest, LEFT, 124, EM), *paragraph_laid(SENTENCE * 3, 148)]
    assert [p.text for p in paper_of(page_laid(texts)).paragraphs] == [opening + first + rest, SENTENCE * 3]


def test_a_heading_in_bold_letters_has_no_number():
    texts = [
        at("前言", LEFT, 76, EM),
        *paragraph_laid(SENTENCE, 100),
        at("学生发展", LEFT, 170, EM),
        at("师资队伍", LEFT, 194, EM),
        *paragraph_laid(SENTENCE * 2, 218),
        at("来源：本校统计", LEFT, 330, EM),
        *paragraph_laid(SENTENCE * 2, 354),
    ]
    found = [(p.text, p.section) for p in paper_of(page_laid(texts)).paragraphs if not p.heading]
    assert found == [(SENTENCE, "前言"), (SENTENCE * 2, "师资队伍"), ("来源：本校统计", "师资队伍"), (SENTENCE * 2, "师资队伍")]


@pytest.mark.parametrize("line", ["17.2:1。现有教职工一百八十七人", "1.32个百分点"])
def test_a_line_in_the_middle_of_a_sentence_is_no_heading(line):
    before = SENTENCE[: PER_LINE - 2]
    texts = [at(before, LEFT + 2 * EM, 100, EM), at(line, LEFT, 124, EM), *paragraph_laid(SENTENCE * 3, 160)]
    assert [(p.heading, p.text) for p in paper_of(page_laid(texts)).paragraphs] == [(False, before + line), (False, SENTENCE * 3)]


def test_a_number_stays_apart_from_the_latin_word_before_it():
    texts = [at("校 园 设 有 AP 1260 个，信息点 8600 个，覆盖全校。", LEFT, 100, EM)]
    assert [p.text for p in paper_of(page_laid(texts)).paragraphs] == ["校园设有AP 1260个，信息点8600个，覆盖全校。"]


@pytest.mark.parametrize("mark", ["①", "[1]", "2"])
def test_the_mark_of_a_note_stands_where_it_is_printed(mark):
    first, second = SENTENCE[: PER_LINE - 2], "接收学生一千二百人"
    texts = [
        at(first, LEFT + 2 * EM, 100, EM),
        at(second, LEFT, 124, EM),
        at(mark, LEFT + EM * len(second), 124 - 0.35 * EM, 0.7 * EM),
        *paragraph_laid(SENTENCE * 3, 160),
    ]
    assert [p.text for p in paper_of(page_laid(texts)).paragraphs] == [first + second + mark, SENTENCE * 3]


def test_the_first_line_of_a_numbered_sentence_is_no_heading():
    first, rest = "1.自考助学班注册考生402人，报考1206科次，单科合格率", "58.3%，居全市首位。"
    texts = [at(first, LEFT + 2 * EM, 100, EM), at(rest, LEFT, 124, EM), *paragraph_laid(SENTENCE * 3, 160)]
    assert not [p.text for p in paper_of(page_laid(texts)).paragraphs if p.heading]


@pytest.mark.parametrize("mark", ["①", "1", "[1]", "注："])
def test_a_paragraph_runs_on_behind_the_footnotes_of_its_page(mark):
    whole = SENTENCE * 6
    lines = paragraph_laid(whole, 600)
    first = [line for line in lines if line[2] < 740]
    rest = [at(text, x, 80 + LEADING * n, size) for n, (text, x, _, size) in enumerate(lines[len(first) :])]
    notes = [at(f"{mark}含企业捐赠的设备。", LEFT, 765, 9), at("②学年统计到八月底。", LEFT, 780, 9)]
    second = page_laid([*rest, *paragraph_laid(SENTENCE * 4, 300)], number=2)
    pages = [page_laid([*paragraph_laid(SENTENCE * 4, 80), *first, *notes]), second]
    found = [p.text for p in paper_of(*pages).paragraphs]
    assert found == [SENTENCE * 4, whole, f"{mark}含企业捐赠的设备。", "②学年统计到八月底。", SENTENCE * 4]


def test_figures_of_two_cells_are_two_numbers():
    """A table of the prose without upright rules: 48 and 31.1% are no 4831.1 %, nor are the figures of two rows one."""
    rows = [("正高级", "48", "31.1%", "6"), ("副高级", "75", "23.1%", "9"), ("中级", "21", "40.5%", "12")]
    cells = [at(text, x, 300 + 20 * n, EM) for n, row in enumerate(rows) for text, x in zip(row, (110, 230, 340, 450), strict=True)]
    years = [at(text, x, 400 + 20 * n, EM) for n in range(3) for text, x in ((f"{2021 + n}年", 110), ("890", 250), (f"{n}95", 480))]
    texts = paper_of(page_laid([*paragraph_laid(SENTENCE * 4, 80), *cells, *paragraph_laid(SENTENCE, 360), *years])).paragraphs
    prose = "".join(p.text for p in texts)
    assert "48  31.1%" in prose and "4831" not in prose
    assert not {"8909", "8900", "952022", "952023"} & {prose[i : i + n] for i in range(len(prose)) for n in (4, 6)}


def test_the_right_margin_is_the_percentile_that_numpy_gives() -> None:
    random = np.random.default_rng(0)
    for count in range(1, 60):
        values = random.uniform(40, 560, count).tolist()
        assert _percentile(values, 0.95) == np.percentile(values, 95)
