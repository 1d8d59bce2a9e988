"""What a user relies on when reading figures: where they stand, what they are about, and that no text breaks the reading."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportparse.catalogue import load_catalogue
from reportparse.interpret import read_figures
from reportparse.model import Figure, Identity, Paragraph

SCHOOL = Identity(institution="云岭县职业技术教育中心", level="secondary", scope="school", report_year=2024)

ALPHABET = "第表至年月级届一二两三十百千万亿余多几点0123456789.,，、。：:（）《“”+xX—~%％？?人名个项所家门次期场亩元成分之 培训招生在校"
PIECES = ["1", "一", "十百", "1,111,", "“", "《", "a", "1+", "1-", "2022、", "1.", "第1、", "百分之", "三分之", "1 ", "1余", "1:", "学校，"]


def paragraph(text: str, *, pages: list[int] | None = None, heading: bool = False) -> Paragraph:
    """One line, ten points a character."""
    x0 = np.arange(len(text), dtype=np.float32) * 10
    boxes = np.stack([x0, np.zeros_like(x0), x0 + 10, np.full_like(x0, 12)], axis=1)
    return Paragraph(text, "2.1 社会服务", np.array(pages or [3] * len(text), dtype=np.int32), boxes, heading)


def figures(text: str, identity: Identity = SCHOOL) -> tuple[Figure, ...]:
    return read_figures((paragraph(text),), identity, load_catalogue()).items


def test_the_quote_is_found_on_the_paper() -> None:
    text = "学校年培训 1700 余人次。"
    (figure,) = figures(text)
    start = text.index("1700")
    assert figure.quote == "1700余人次"
    assert figure.place.page == 3
    assert figure.place.box == (start * 10, 0, (start + len("1700 余人次")) * 10, 12)
    assert figure.section == "2.1 社会服务"
    assert figure.sentence == "学校年培训1700余人次。"


def test_a_figure_cut_by_a_page_stands_where_it_begins() -> None:
    text = "全年培训 1700余人次。"
    cut = text.index("余")
    (figure,) = read_figures((paragraph(text, pages=[4] * cut + [5] * (len(text) - cut)),), SCHOOL, load_catalogue()).items
    assert figure.place.page == 4
    assert figure.place.box == (text.index("1") * 10, 0, cut * 10, 12)


def test_reading_order_and_no_figures_from_headings() -> None:
    parts = (paragraph("在校生 300 人，教职工 40 人。"), paragraph("3 所学校", heading=True), paragraph("毕业生 90 人。"))
    read = read_figures(parts, SCHOOL, load_catalogue())
    assert [figure.value for figure in read.items] == [300, 40, 90]
    assert read.problems == ()


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("学校现有在校生 300 人。", SCHOOL.institution),
        ("全校教职工 40 人。", SCHOOL.institution),
        ("毕业生 90 人。", SCHOOL.institution),
        ("职业技术教育中心占地 90 亩。", SCHOOL.institution),
        ("白石镇成人学校占地 12 亩。", "白石镇成人学校"),
        ("承接红柳县致富带头人培训班，参训学员 85 人次。", "红柳县致富带头人培训班"),
        ("面向退役军人开展培训 120 人次。", "退役军人"),
        ("专任教师 200 人，其中高级职称 60 人。", "高级职称"),
        ("建有实训室 30 个，工位 800 个。", SCHOOL.institution),
    ],
)
def test_a_figure_says_whom_it_is_about(text: str, subject: str) -> None:
    assert figures(text)[-1].subject == subject


@pytest.mark.parametrize(
    ("text", "period", "year"),
    [
        ("毕业生 90 人。", "", 2024),
        ("2023 年毕业生 90 人。", "2023年", 2023),
        ("2024 级招生 36 人。", "2024级", 2024),
        ("2021 级招生 36 人。", "2021级", 2021),
        ("2022 级、2023 级在校生 98 人。", "2022级、2023级", 2024),
        ("2023 届毕业生 90 人。", "2023届", 2023),
        ("去年毕业生 90 人。", "去年", 2023),
        ("近三年培训 900 人次。", "近三年", None),
        ("2023—2024 学年开设课程 90 门。", "2023—2024学年", 2024),
        ("年培训 900 人次。", "年", 2024),
        ("培训人数较 2022 年增长 8%。", "", 2024),
        ("2021 年以来，累计招生 1210 人。", "2021年以来", None),
        ("学校创建于 1987 年，占地 245 亩。", "", 2024),
        ("2022/2023 学年开设课程 90 门。", "2022/2023学年", 2023),
        ("2022/23 学年开设课程 90 门。", "2022/23学年", 2023),
        ("2023 学年开设课程 90 门。", "2023学年", 2023),
        ("2023-2024 学年第一学期开设课程 90 门。", "2023-2024学年第一学期", 2023),
        ("2023/24 学年下学期开设课程 90 门。", "2023/24学年下学期", 2024),
        ("2023 学年第二学期开设课程 90 门。", "2023学年第二学期", 2024),
        ("2024-2025 学年在校生 90 人。", "2024-2025学年", 2024),
        ("2021—2022 学年至 2023—2024 学年，培训 90 人次。", "2021—2022学年至2023—2024学年", None),
        ("2022 年 9 月至 2023 年 8 月开设课程 90 门。", "2022年9月至2023年8月", 2023),
        ("二〇二二至二〇二三学年开设课程 90 门。", "二〇二二至二〇二三学年", 2023),
        ("截至 2023 年 12 月 31 日，毕业生 90 人。", "2023年12月31日", 2023),
        ("2022 年底毕业生 90 人。", "2022年底", 2022),
        ("2023 年上半年培训 90 人次。", "2023年上半年", 2023),
        ("与 2022 年相比，培训增加 90 人次。", "", 2024),
        ("近年来，累计培训 900 人次。", "近年来", None),
        ("建校 40 余年来，培养毕业生 9000 人。", "40余年来", None),
        ("三年共培训 900 人次。", "三年", None),
        ("上届毕业生 90 人。", "上届", 2023),
        ("明年计划招生 90 人。", "明年", 2025),
        ("到 2027 年，年培训突破 900 人次。", "2027年", 2027),
        ("就业率 96.8%（2022 届）。", "2022届", 2022),
    ],
)
def test_a_figure_says_its_time(text: str, period: str, year: int | None) -> None:
    (figure,) = figures(text)
    assert (figure.period, figure.data_year) == (period, year)


def test_a_list_has_a_period_for_each() -> None:
    read = figures("2022—2024 年分别招生 1021 人、1187 人、1340 人。")
    assert [(figure.value, figure.data_year, figure.measure) for figure in read] == [
        (1021, 2022, "intake"),
        (1187, 2023, "intake"),
        (1340, 2024, "intake"),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021 年以来，招生数分别为 1 人、2 人、3 人、4 人。", [2021, 2022, 2023, 2024]),
        ("近三年招生 1 人、2 人、3 人。", [2022, 2023, 2024]),
        ("2022 年以来，招生数分别为 1 人、2 人。", [None, None]),
        ("2023 年、2024 年招生 1 人、2 人。", [2023, 2024]),
        ("2021-2022、2022-2023、2023-2024 学年分别招生 1 人、2 人、3 人。", [2022, 2023, 2024]),
        ("2022/2023、2023/2024 学年开设课程分别为 1 门、2 门。", [2023, 2024]),
        ("2023-2024 学年第一学期开设课程 1 门，第二学期 2 门。", [2023, 2024]),
        ("2022 届至 2024 届就业率分别为 1%、2%、3%。", [2022, 2023, 2024]),
        ("2019 年通过验收，投入 1 元；2022 年入选建设单位，累计投入 2 元。", [2019, 2022]),
        ("自 1992 年开办机电专业以来，累计培养毕业生 1 人。", [None]),
        ("硕士占比分别由 2022 年的 8%、58% 提升至 12%、64%。", [2022, 2022, 2024, 2024]),
        ("三年前在校生仅 1 人，如今已达 2 人。", [2021, 2024]),
        ("工资支出 2 012.6 万元。", [2024]),
        ("2023 年获评示范校，当年招生 1 人，目前在校生 2 人。", [2023, 2024]),
        ("截至 2023 年 12 月，现有教师 1 人，现有在校生 2 人。", [2023, 2023]),
        ("学校始建于 1958 年，2003 年被认定为重点学校，现有教职工 1 人。", [2024]),
        ("2023 年 3 月培训 1 人次，5 月培训 2 人次。", [2023, 2023]),
        ("企业由上年的 1 家增至 2 家，净增 1 家。", [2023, 2024, 2024]),
        ("2024 年收入是 2021 年的 2 倍，人均 3 元。", [2024, 2024]),
        ("优良率 1%（2023 年：2%），参评率 3%。", [2024, 2023, 2024]),
    ],
)
def test_each_number_of_a_sentence_has_its_own_year(text: str, years: list[int | None]) -> None:
    assert [figure.data_year for figure in figures(text)] == years


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("就业率、对口率、用人单位满意度分别为 97%、88%、96%。", ["employment_rate", "matched_employment_rate", "employer_satisfaction"]),
        ("2024 年招生数、在校生数、毕业生数分别达到 1 人、3 人、2 人。", ["intake", "enrolment", "graduates"]),
        ("校园占地面积、校舍建筑面积分别为 3 平方米和 2 平方米。", ["site_area", "floor_area"]),
        ("就业率、升学率分别由 96%、61% 提高到 97%、72%。", ["employment_rate", "further_study_rate"] * 2),
        ("培训期数和人次分别为 3 期、90 人次。", ["training_sessions", "training_person_times"]),
        ("省级、市级课题分别为 4 项、9 项。", ["research_projects", "research_projects"]),
        ("学生、用人单位满意度分别为 97%、96%。", ["", "employer_satisfaction"]),
        ("护理、机电专业分别招生 3 名、2 名。", ["intake", "intake"]),
        ("教师参加国家级、省级培训分别为 38 人次、162 人次。", ["", ""]),
        ("开出选修课 32 门，比上学期多 4 门。", ["courses", ""]),
    ],
)
def test_each_number_of_a_list_counts_what_its_own_name_says(text: str, measures: list[str]) -> None:
    assert [figure.measure for figure in figures(text)] == measures


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("青湖卫生学校、青湖艺术学校在校生分别为 2 人、1 人。", ["青湖卫生学校", "青湖艺术学校"]),
        ("护理、机电专业分别招生 3 名、2 名。", ["护理", "机电专业"]),
        ("东校区、西校区分别有学生 2 人和 1 人，教师 4 人和 3 人。", ["东校区", "西校区"] * 2),
        ("省级、市级课题分别为 4 项、9 项。", ["省级", "市级"]),
        ("青湖卫生学校、青湖艺术学校共有在校生 3 人。", ["青湖卫生学校、青湖艺术学校"]),
        ("数控、机电专业招生 98 名。", ["数控、机电专业"]),
        ("学校与甲集团、乙公司共建产业学院 2 个。", [SCHOOL.institution]),
        ("机电系招生 3 人，信息系招生 4 人，两系共招生 7 人。", ["机电系", "信息系", SCHOOL.institution]),
        ("软件系、商务系 2024 年分别招生 3 人、2 人。", ["软件系", "商务系"]),
        ("甲学校、乙学校升学率分别为 82%、76%，就业率分别为 97%、98%。", ["甲学校", "乙学校"] * 2),
        ("电子商务专业 2024 年招生 96 人。", ["电子商务专业"]),
        ("我校牵头，联合松原学院、青屿学院成立联盟，成员 46 家。", [SCHOOL.institution]),
        ("陇县职教中心选送学生 32 名，我校减免费用 9 万元。", ["陇县职教中心", SCHOOL.institution]),
        ("东方汽贸有限公司投入 9 万元。", ["东方汽贸有限公司"]),
        ("组织学生赴恒远公司实习，共 86 人。", [SCHOOL.institution]),
        ("机电系在校生 9 人。该系有教师 4 人。学校有教师 8 人。", ["机电系", "机电系", SCHOOL.institution]),
        ("汽修专业部有学生 4 人，2003 年成为国家级重点职业学校。", ["汽修专业部"]),
        ("被认定为国家级重点职业学校，现有教职工 6 人。", [SCHOOL.institution]),
    ],
)
def test_each_number_of_a_list_is_about_its_own_name(text: str, subjects: list[str]) -> None:
    assert [figure.subject for figure in figures(text)] == subjects


def test_a_list_of_parts_names_each() -> None:
    assert [figure.subject for figure in figures("课题 22 项，其中省级 6 项、市级 9 项，校级 5 项。")][1:] == ["省级", "市级", "校级"]


def test_what_was_mended_is_flagged() -> None:
    assert figures("就业率 98?5%。")[0].flags == ("decimal-restored",)
    growth = figures("就业率较上年增加 8.36%。")[0]
    assert (growth.unit, growth.flags) == ("个百分点", ("percent-means-points",))
    assert figures("就业率 98.5%。")[0].flags == ()
    (problem,) = read_figures((paragraph("就业率 98?5%。"),), SCHOOL, load_catalogue()).problems
    assert (problem.code, problem.severity) == ("decimal-restored", "warning")
    assert problem.place is not None and problem.place.page == 3


@pytest.mark.parametrize("text", ["", " ", "。", "无数字的段落。", "培训", "１２３", "2024", "xx人，XX%，××人次", "12345678901234567890"])
def test_text_without_figures_has_none(text: str) -> None:
    assert figures(text) == ()


@settings(max_examples=200)
@given(st.text(alphabet=ALPHABET, max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    squeezed = "".join(text.split())
    for figure in figures(text):
        assert figure.unit
        assert figure.quote
        assert "".join(figure.quote.split()) in squeezed
        assert figure.value_max is None or figure.bound == "range"


@pytest.mark.parametrize("piece", PIECES)
def test_an_endless_paragraph_is_read(piece: str) -> None:
    """Forms that make a careless expression look back again and again: 200,000 characters would take it hours."""
    assert len(figures((piece * 200_000)[:200_000])) <= 2


def test_a_million_characters_are_read() -> None:
    assert len(figures("学校坚持立德树人根本任务，深化产教融合，" * 50_000 + "招生 36 人。")) == 1


def test_a_paragraph_of_nothing_but_figures_is_read() -> None:
    assert len(figures("培训80人次，" * 3000)) == 3000


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("各专业在校生人数为：护理 1208 人、会计 312 人；班级数为 26 个。", ["enrolment", "enrolment", ""]),
        ("毕业生 1532 人，较上届增加 87 人，其中中专 1120 人，大专 412 人。", ["graduates", "", "graduates", "graduates"]),
        ("专任教师 312 人，其中高级讲师 87 人、青年教师 60 人。", ["full_time_teachers", "", ""]),
        ("招收新生 800 人（护理专业 500 人，会计专业 300 人）。", ["intake"] * 3),
        ("聘请产业教授 6 名、技能大师 9 名。", ["appointed_experts"] * 2),
        ("教职工 40 人、保安 6 人。", ["staff", ""]),
        ("课题 34 项，其中省部级 6 项，获奖 3 项。", ["research_projects", "research_projects", ""]),
    ],
)
def test_the_items_of_a_list_count_what_its_head_counts(text: str, read: list[str]) -> None:
    assert [figure.measure for figure in figures(text)] == read


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("经费增长 -3.5%。", -3.5, "%", "eq"),
        ("通过率为 90%。", 90, "%", "eq"),
        ("与在校生之比为 1:346。", 346, ":", "eq"),
        ("至少开展两次演练。", 2, "次", "ge"),
        ("最多可容纳 300 人。", 300, "人", "le"),
        ("CK6140 数控车床 26 台。", 26, "台", "eq"),
        ("无线 AP 1260 个。", 1260, "个", "eq"),
        ("装机 860 千瓦。", 860, "千瓦", "eq"),
        ("面积 3 平方千米。", 3, "平方公里", "eq"),
        ("组织 3 次年会。", 3, "次", "eq"),
    ],
)
def test_what_stands_beside_a_number_is_told_from_it(text: str, value: float, unit: str, bound: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.unit, figure.bound) == (value, unit, bound)


@pytest.mark.parametrize("text", ["职普招生比为 45.3:54.7。", "监控 24 小时全覆盖。"])
def test_what_only_looks_like_a_figure(text: str) -> None:
    assert not figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "476人",
        "本科，255人，25.5%就业，578人，57.8%",
        "476人455人",
        "本科,255,25.5%专科,300,30%",
        "本科255人25.5%",
        "2021年 476人 2022年 455人",
        "95.2%96.1%",
    ],
)
def test_the_labels_of_a_chart_are_no_figures(text: str) -> None:
    assert not figures(text)


@pytest.mark.parametrize("text", ["专任教师120人，80.0%", "高级职称56人，31.5%；中级职称82人，46.1%"])
def test_a_name_with_count_and_share_is_no_chart(text: str) -> None:
    assert len(figures(text)) == text.count("，") * 2


def test_a_rate_of_growth_is_no_rate_that_grew() -> None:
    assert [(figure.value, figure.unit) for figure in figures("新增设备 468 万元，增长率 9.8%。")][-1] == (9.8, "%")


@pytest.mark.parametrize(("text", "period"), [("在校生由上年的 80 人升到 90 人。", ""), ("在校生由上年的 80 人升到今年的 90 人。", "今年")])
def test_what_a_number_grew_to_is_not_of_the_time_that_it_grew_from(text: str, period: str) -> None:
    before, now = figures(text)
    assert (before.period, before.data_year) == ("上年", 2023)
    assert (now.period, now.data_year) == (period, 2024)
