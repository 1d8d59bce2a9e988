"""Ways of asking and notes that wrap beside names that do not, in tables without rules: each whole and in its row, page breaks between."""

from __future__ import annotations

import pytest

from laid import at, catalogue, centred, page_laid, paper_of, rows_of
from reportparse.assemble.paper import _knowledge

NAME, UNIT, FIRST, SECOND, METHOD, SIZE = 60.0, 220.0, 280.0, 340.0, 410.0, 480.0
NAMES = ("在校生满意度", "毕业生满意度", "教职工满意度", "用人单位满意度", "家长满意度")
METHODS = ("座谈访谈", "问卷调查", "网络问卷", "问卷调查", "座谈访谈")
CAPTION = [centred("表2 满意度调查表", 280, 75)]
WHOLE = [(name, "%", f"9{k}.10", f"9{k}.20", way, f"3{k}7") for k, (name, way) in enumerate(zip(NAMES, METHODS, strict=True))]


def header(y=95.0):
    heads = {"单位": UNIT, "2023年": FIRST, "2024年": SECOND, "调查方式": METHOD, "调查人次": SIZE}
    return [at("指标", NAME, y), *(centred(text, x, y) for text, x in heads.items())]


def satisfaction(numbers, y, *, row=58.0, step=29.0, level=0.5, unit="%"):
    """Rows, the method of each in two lines `step` apart, its values at `level` between these."""
    out = []
    for k in numbers:
        name, _, first, second, way, size = WHOLE[k]
        values = {unit: UNIT, first: FIRST, second: SECOND, size: SIZE}
        out += [at(name, NAME, y + level * step), *(centred(text, x, y + level * step) for text, x in values.items() if text)]
        out += [centred(half, METHOD, y + step * i) for i, half in enumerate((way[:3], way[3:]))]
        y += row
    return out


def test_lines_set_far_apart_belong_to_the_row_between_them():
    first = page_laid([*CAPTION, *header(), *satisfaction(range(3), 640)])
    second = page_laid([*header(60), *satisfaction((3, 4), 110)], number=2)
    (table,) = paper_of(first, second).tables
    assert rows_of(table) == WHOLE


def test_what_is_left_of_a_cell_stands_above_the_first_row_of_a_page():
    cut = [text for text in satisfaction(range(3), 640) if text[0] != "卷"]
    second = [*header(60), centred("卷", METHOD, 95), *satisfaction((3, 4), 130)]
    (table,) = paper_of(page_laid([*CAPTION, *header(), *cut]), page_laid(second, number=2)).tables
    assert rows_of(table) == WHOLE


def test_the_first_half_of_a_cell_stands_below_the_last_row_of_a_page():
    first, second = satisfaction(range(3), 640), satisfaction(range(3, 5), 60)
    moved, left = centred("问卷调", METHOD, 640 + 3 * 58), [text for text in second if text[0] != "问卷调"]
    (table,) = paper_of(page_laid([*CAPTION, *header(), *first, moved]), page_laid(left, number=2)).tables
    assert rows_of(table) == WHOLE


def test_methods_that_begin_level_with_their_values():
    page = page_laid([*CAPTION, *header(), *satisfaction(range(5), 120, row=27, step=13, level=0)])
    (table,) = paper_of(page).tables
    assert rows_of(table) == WHOLE


def test_a_merged_unit_takes_no_line_that_stands_level_with_it():
    rows = satisfaction(range(5), 120, row=32, step=13, unit="")
    page = page_laid([*CAPTION, *header(), *rows, centred("%", UNIT, 120 + 2 * 32 + 13)])
    (table,) = paper_of(page).tables
    assert [row[4] for row in rows_of(table) if row[0]] == [*METHODS]


@pytest.mark.parametrize("last", [2, 3, 4])
def test_the_last_rule_above_a_row_whose_method_begins_above_its_name(last):
    rules = [(y, NAME - 4, SIZE + 40) for y in (82.0, 101.0, 107.0 + 32 * last)]
    page = page_laid([*CAPTION, *header(), *satisfaction(range(5), 120, row=32, step=13)], rules)
    (table,) = paper_of(page).tables
    assert rows_of(table) == WHOLE


def test_the_rest_of_a_method_between_two_rules_is_no_title():
    rules = [(y, NAME - 4, SIZE + 40) for y in (45.0, 66.0, 86.0, 128.0, 170.0)]
    first = satisfaction(range(3), 680, row=45, step=13)
    cut = [at("学生评价", NAME, 660), *(text for text in first if text[0] != "卷")]
    second = [*header(60), centred("卷", METHOD, 80), at("社会评价", NAME, 105), *satisfaction((3, 4), 140, row=42, step=13)]
    pages = page_laid([*CAPTION, *header(), *cut]), page_laid(second, [*rules, (205.0, NAME - 4, SIZE + 40)], number=2)
    (table,) = paper_of(*pages).tables
    assert [row[4] for row in rows_of(table) if row[5]] == [*METHODS]


def test_words_that_fill_their_cell_touch_the_number_beside_them():
    rows = []
    for k, (name, _, first, second, _, size) in enumerate(WHOLE):
        y = 120.0 + 18 * k
        rows += [at(name, NAME, y), centred("%", UNIT, y), centred(first, FIRST, y), centred(second, SECOND, y)]
        rows += [at(f"{'网上调查' if k % 2 else '全国统一调查'}{size}", METHOD - (20 if k % 2 else 40) - 10, y)]
    (table,) = paper_of(page_laid([*CAPTION, *header(), *rows])).tables
    assert [row[4:] for row in rows_of(table)] == [("网上调查" if k % 2 else "全国统一调查", row[5]) for k, row in enumerate(WHOLE)]


def test_figures_that_wrap_in_each_row_of_a_page_beside_rows_that_have_none():
    """Given to the row above, first lines leave fewer rows without figures; but 2 above 89.3 is no figure."""
    names = ("在校生满意度", "课堂育人满意度", "课外育人满意度", "思想政治课教学满意度", "专业课教学满意度", "毕业生满意度")
    figures = (("92.39", "95.92"), ("87.29", "89.37"), ("90.11", ""), ("91.66", "92.35"), ("86.32", ""), ("89.23", "92.83"))
    heads = [at("指标", 60, 120), centred("单位", 230, 120), centred("2023年", 300, 120), centred("2024年", 336, 120)]
    first = [at("教职工满意度", 60, 700 + 30 * k) for k in range(3)]
    first += [centred("9", x, 700 + 30 * k) for k in range(3) for x in (230, 300, 336)]
    texts = []
    for number, (name, both) in enumerate(zip(names, figures, strict=True)):
        middle = 80 + 41.0 * number
        texts += [at(name, 60, middle), centred("%", 230, middle)]
        parts = [(x, line, k) for x, text in zip((300, 336), both, strict=True) for k, line in enumerate((text[:4], text[4:])) if line]
        texts += [centred(line, x + 6 * k, middle - 10.5 + 21 * k) for x, line, k in parts]
    head = page_laid([centred("表2 满意度调查表", 220, 640), *((text, x, y + 540, size) for text, x, y, size in heads), *first])
    (table,) = paper_of(head, page_laid(texts, number=2)).tables
    assert [(row[0], *row[2:]) for row in rows_of(table)[3:]] == [(name, *both) for name, both in zip(names, figures, strict=True)]


def test_figures_that_wrap_around_a_name_beside_units_merged_over_rows():
    """A unit in the middle of its rows announces none of them; two lines of a figure with the name between them are one row."""
    names = ("毕业生人数", "升学人数", "毕业生本省去向落实率", "毕业三年晋升比例", "自主创业率")
    figures = (("469", "505"), ("94", "105"), ("91.65%", "94.75%"), ("50.12%", "51.91%"), ("2.3%", "2.4%"))
    heads = {"单位": UNIT, "2023年": FIRST, "2024年": SECOND}
    texts = [centred("表1 计分卡", 200, 75), at("指标", NAME, 95), *(centred(text, x, 95) for text, x in heads.items())]
    heights = (120.0, 140.0, 166.0, 202.0, 228.0)
    texts += [centred("人", UNIT, 130), centred("%", UNIT, 202)]
    for name, both, y in zip(names, figures, heights, strict=True):
        texts.append(at(name, NAME, y))
        for x, text in zip((FIRST, SECOND), both, strict=True):
            lines = [text] if len(text) < 5 else [text[:4], text[4:]]
            texts += [centred(line, x, y + (k - (len(lines) - 1) / 2) * 17) for k, line in enumerate(lines)]
    (table,) = paper_of(page_laid(texts)).tables
    assert [(row[0], *row[2:]) for row in rows_of(table)] == [(name, *both) for name, both in zip(names, figures, strict=True)]


def test_ordinals_announce_rows_where_units_are_merged_over_them():
    names = (("生师比",), ("高级“双师型”", "教师比例"), ("高级专业技术职务", "专任教师比例"), ("生均纸质图书数量",))
    heads = {"序号": 40.0, "单位": UNIT, "2023年": FIRST, "2024年": SECOND}
    texts = [centred("表3 教学资源表", 200, 75), at("指标", NAME, 95), *(centred(text, x, 95) for text, x in heads.items())]
    for k, (lines, y) in enumerate(zip(names, (120.0, 151.0, 190.0, 220.0), strict=True)):
        texts += [at(line, NAME, y + (i - (len(lines) - 1) / 2) * 15) for i, line in enumerate(lines)]
        texts += [centred(text, x, y) for text, x in ((str(k + 1), 40.0), (f"1{k}.1", FIRST), (f"1{k}.2", SECOND))]
    texts += [centred(":", UNIT, 120), centred("%", UNIT, 158.5), centred("册/生", UNIT, 220)]
    (table,) = paper_of(page_laid(texts)).tables
    assert [(row[1], *row[3:]) for row in rows_of(table)] == [("".join(lines), f"1{k}.1", f"1{k}.2") for k, lines in enumerate(names)]


@pytest.mark.parametrize("down", [0.0, 7.0])
def test_units_that_wrap_behind_their_figures_make_no_rows(down):
    """Names at the middle of their rows, and at their top."""
    rows = [("毕业生人数", "1815人", "1965人"), ("月收入", "5402.00|元", "5201.00|元"), ("自主创业率", "2.33%", "1.22%")]
    rows += [("在线精品课程课均学生数", "147.07人/|门", "159.74人/|门"), ("专业数量", "23个", "22个"), ("专业群数量", "8个", "8个")]
    texts = [*CAPTION, at("指标", NAME, 95), centred("2023年", FIRST, 95), centred("2024年", SECOND, 95)]
    for k, (name, *figures) in enumerate(rows):
        middle = 125 + 30.0 * k
        texts.append(at(name, NAME, middle - down))
        for x, lines in zip((FIRST, SECOND), (figure.split("|") for figure in figures), strict=True):
            texts += [centred(line, x, middle + 12 * (i - (len(lines) - 1) / 2)) for i, line in enumerate(lines)]
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table) == [(name, *(figure.replace("|", "") for figure in figures)) for name, *figures in rows]


@pytest.mark.parametrize("tall", [(2,), (1, 4)])
def test_one_row_of_many_is_taller_and_has_its_figures_below_its_name(tall):
    rows = [(name, "%", f"9{k}.10", f"9{k}.20") for k, name in enumerate((*NAMES, "课堂育人满意度"))]
    texts, y = [*CAPTION, *header()[:4]], 120.0
    for k, (name, *cells) in enumerate(rows):
        middle = y + (12 if k in tall else 0)
        texts += [at(name, NAME, y), *(centred(cell, x, middle) for cell, x in zip(cells, (UNIT, FIRST, SECOND), strict=True))]
        y += 42 if k in tall else 18
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table) == rows


def test_a_row_that_is_lower_by_less_than_the_others():
    rows = [(name, "%", f"9{k}.10", f"9{k}.20") for k, name in enumerate((*NAMES, "课堂育人满意度"))]
    texts = [*CAPTION, *header()[:4]]
    for k, (name, *cells) in enumerate(rows):
        middle = 120 + 28.0 * k
        texts += [at(name, NAME, middle - (4 if k == 3 else 9))]
        texts += [centred(cell, x, middle) for cell, x in zip(cells, (UNIT, FIRST, SECOND), strict=True)]
    (table,) = paper_of(page_laid(texts)).tables
    assert rows_of(table) == rows


def test_two_names_with_their_units_behind_a_slash_are_not_one():
    is_name = _knowledge(catalogue()).is_name
    assert is_name("毕业生人数/人") and is_name("在线精品课程课均学生数/人/门")
    assert not is_name("毕业生人数/人升学人数/人")


def test_years_and_figures_that_narrow_columns_break_in_a_table_of_level_rules():
    """202 over 4年, 98.5 over 0: the first line of the header holds two numbers that are no values."""
    years = [at("202", 302, 118), at("202", 342, 118), at("3年", 302, 132), at("4年", 342, 132)]
    heads = [centred(text, x, 125) for text, x in (("项目", 160), ("调查方式", 420), ("调查人次", 500))]
    texts = [centred("表2 满意度调查表", 300, 95), *years, *heads]
    level = [(y, 60.0, 540.0) for y in (104.0, 138.0)]
    names = ("在校生满意度", "毕业生满意度", "教职工满意度", "家长满意度")
    for k, name in enumerate(names):
        y = 160.0 + 34 * k
        texts += [at(name, 64, y), centred("网上调查", 420, y), centred("330", 500, y)]
        texts += [at(f"9{k}.5", 302, y - 7), at("1", 302, y + 7), at(f"9{k}.6", 342, y - 7), at("2", 342, y + 7)]
        level.append((y + 14, 60.0, 540.0))
    (table,) = paper_of(page_laid(texts, level)).tables
    assert [(column.kind, column.year) for column in table.columns][1:3] == [("year", 2023), ("year", 2024)]
    assert rows_of(table) == [(name, f"9{k}.51", f"9{k}.62", "网上调查", "330") for k, name in enumerate(names)]


def test_names_and_figures_that_wrap_above_and_below_an_ordinal():
    """The first line of one name is a name itself, and figures stand beside it; its ordinal stands between its lines."""
    figures = (("95.20%", "91.91%"), ("90.7%", "89.4%"), ("88.37%", "87.27%"))
    rows = [(f"{of}满意度（%）", *both) for of, both in zip(("专业课教学", "毕业生", "应届毕业生"), figures, strict=True)]
    texts = [*CAPTION, centred("序号", 40, 95), at("指标", NAME, 95), centred("2023年", FIRST, 95), centred("2024年", SECOND, 95)]
    for k, (name, *both) in enumerate(rows):
        y = 120.0 + 40 * k
        texts.append(centred(str(k + 6), 40, y))
        for x, text, place in ((NAME, name, at), *((x, one, centred) for x, one in zip((FIRST, SECOND), both, strict=True))):
            cut = {"）": -3, "%": -1}[text[-1]] if k != 1 else len(text)
            lines = [line for line in (text[:cut], text[cut:]) if line]
            texts += [place(line, x, y + (i - (len(lines) - 1) / 2) * 20) for i, line in enumerate(lines)]
    (table,) = paper_of(page_laid(texts)).tables
    assert [row[1:] for row in rows_of(table)] == rows


def test_figures_too_long_for_their_cells_touch_and_are_doubted():
    heads = [at("指标", NAME, 95), centred("2023年", FIRST, 95), centred("2024年", SECOND, 95), centred("增减", 400, 95)]
    long = ("22,116.97", "11,924.34", "-192.63")
    rows = [("月收入（元）", "4100.5", "4050.5", "-50.0"), ("在校生数（人）", "21", "19", "-2"), ("年生均财政拨款水平（元）", *long)]
    texts = [at(row[0], NAME, 120 + 18 * k) for k, row in enumerate(rows)]
    for k, row in enumerate(rows[:2]):
        texts += [centred(text, x, 120 + 18 * k) for text, x in zip(row[1:], (FIRST, SECOND, 400), strict=True)]
    texts += [at("".join(long), SECOND - 75, 156)]
    (table,) = paper_of(page_laid([*CAPTION, *heads, *texts])).tables
    assert rows_of(table) == rows
    assert [[cell.flags for cell in row[1:3]] for row in table.rows] == [[(), ()], [(), ()], [("value-doubtful",)] * 2]


def test_a_figure_that_touches_the_bracket_of_its_name_is_doubted():
    heads = [at("指标", NAME, 95), centred("2023年", 200, 95), centred("2024年", SECOND, 95)]
    texts = [at("留在当地就业人数（人）452", NAME, 138), centred("438", SECOND, 138)]
    for k, name in enumerate(("月收入（元）", "在校生数（人）", "升学人数（人）")):
        texts += [at(name, NAME, 120 + 36 * k), centred("41", 200, 120 + 36 * k), centred("45", SECOND, 120 + 36 * k)]
    (table,) = paper_of(page_laid([*CAPTION, *heads, *texts])).tables
    assert rows_of(table)[1] == ("留在当地就业人数（人）", "452", "438")
    assert [cell.flags for cell in table.rows[1]][1:] == [("value-doubtful",), ()]
