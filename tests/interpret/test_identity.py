"""Covers, in the ways they are set, and who they say reports on which year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reportparse.catalogue import load_catalogue
from reportparse.interpret import read_identity
from reportparse.model import Column, Identity, Paper, Paragraph, Place, Table

CATALOGUE = load_catalogue()


def paper(*cover: str, last_year: int | None = None, prose: str = "") -> Paper:
    columns = (Column("year", f"{last_year}年", last_year),) if last_year else ()
    table = Table(1, "计分卡", "", "", columns, (), "pdfium", Place(9, (0.0, 0.0, 0.0, 0.0)))
    text = Paragraph(prose, "", np.zeros(len(prose), np.int32), np.zeros((len(prose), 4), np.float32))
    return Paper((table,), (text,), cover)


def identity(*cover: str, last_year: int | None = 2024, title: str = "", prose: str = "") -> Identity:
    return read_identity(paper(*cover, last_year=last_year, prose=prose), title, CATALOGUE).items[0]


SCHOOL = ("云岭商贸学校", "secondary", "school")
COLLEGE = ("青屿海洋职业技术学院", "higher", "school")


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        (("云岭商贸学校职业教育质量年度报告（2024年度）", "云岭商贸学校", "2025 年 1 月"), SCHOOL),
        (("云岭商贸学校职业教育质量年度报", "告（2024 年度）", "二〇二五年一月"), SCHOOL),
        (("云岭商贸学校", "中等职业教育质量年度报告", "（2024年度）"), SCHOOL),
        (("2024年度", "云岭商贸学校职业教育质量年度报告"), SCHOOL),
        (("附件2", "云岭商贸学校教育质量年度报告（2024年度）"), SCHOOL),
        (("云 岭 商 贸 学 校", "职 业 教 育 质 量 年 度 报 告", "（ 2024 年 度 ）"), SCHOOL),
        (("青屿海洋职业", "技术学院高等职业教育质量年度报告（2024年度）", "青屿海洋职业技术学院"), COLLEGE),
        (("青屿海洋职业技术学院", "人才培养质量年度报告", "2024年度"), COLLEGE),
        (("白沙职业技术大学职业教育质量年度报告（2024年度）",), ("白沙职业技术大学", "bachelor", "school")),
        (("南岭县职业教育中心职业教育质量年度报告（2024年度）",), ("南岭县职业教育中心", "secondary", "school")),
        (
            ("云岭市北山区中等职业教育质量年度报告（2024年度）", "云岭市北山区教育委员会"),
            ("云岭市北山区教育委员会", "secondary", "district"),
        ),
        (("云岭市高等职业教育质量年度报告（2024年度）", "云岭市教育局"), ("云岭市教育局", "higher", "city")),
        (("岭南省中等职业教育质量年度报告（2024年度）", "编制单位：岭南省教育厅"), ("岭南省教育厅", "secondary", "province")),
        (("北京市中等职业教育质量年度报告（2024年度）", "北京市教育委员会"), ("北京市教育委员会", "secondary", "province")),
        (("附件1", "中等职业学校质量年度报告（2024年度）", "学校名称：云岭商贸学校", "二○二四年十一月"), SCHOOL),
        (("2024年度职业教育质量报告", "填报单位：云岭商贸学校（盖章）", "填报日期：2024年12月20日"), SCHOOL),
        (("云岭", "商贸学校", "中等职业教育质量", "年度报告（2024年度）"), SCHOOL),
        (("内容真实性声明", "学校对云岭商贸学校职业教育质量年度报告（2024年度）", "的真实性、完整性和准确性负责。"), SCHOOL),
        (("学校编制了《云岭商贸学校职业教育质量年度报告（2024年度）》。",), SCHOOL),
        (("云岭商贸学校（云岭技工学校）职业教育质量年度报告（2024年度）",), ("云岭商贸学校（云岭技工学校）", "secondary", "school")),
        (("青屿省海石市", "工业职业技术学院", "2024年度", "质量报告"), ("青屿省海石市工业职业技术学院", "higher", "school")),
        (
            ("岭南省中等职业教育质量年度报告（2024年度）", "岭南省教育厅职业教育与成人教育处", "岭南省职业教育研究院"),
            ("岭南省教育厅", "secondary", "province"),
        ),
        (("云岭县教育局", "关于2024年度中等职业教育质量年度报告"), ("云岭县教育局", "secondary", "district")),
        (
            ("中等职业教育质量年度报告（2024年度）", "单位名称：云岭县教育科技体育局"),
            ("云岭县教育科技体育局", "secondary", "district"),
        ),
        (
            ("企业参与职业教育人才培养年度报告（2024年度）", "企业名称：海石机电集团有限公司", "合作院校：云岭中等职业技术学校"),
            ("海石机电集团有限公司", "secondary", "enterprise"),
        ),
        (
            ("青屿海洋职业技术学院", "企业参与职业教育人才培养年度报告（2024年度）", "海石机电集团有限公司"),
            ("海石机电集团有限公司", "higher", "enterprise"),
        ),
        (
            ("参与高等职业教育人才培养年度报告（2024年度）", "海石人民医院", "合作学校：青屿医学高等专科学校"),
            ("海石人民医院", "higher", "enterprise"),
        ),
        (("中等职业教育质量年度报告（2024年度）", "学校（公章）：云岭商贸学校", "校长："), SCHOOL),
        (("云岭商贸学校", "中职质量年报", "2024年度"), SCHOOL),
        (
            ("云岭市中等职业教育质量年度报告（2024年度）", "云岭市教育局", "云岭市教育科学研究院"),
            ("云岭市教育局", "secondary", "city"),
        ),
        (
            ("云岭市中等职业教育质量年度报告（2024年度）", "云岭市教育局  云岭市人力资源和社会保障局"),
            ("云岭市教育局", "secondary", "city"),
        ),
        (
            ("海石机电集团有限公司参与云岭商贸学校", "办学年度报告（2024年度）"),
            ("海石机电集团有限公司", "secondary", "enterprise"),
        ),
        (
            ("青屿海洋职业技术学院企业年度报告", "（海石机电集团）", "2024年度"),
            ("海石机电集团", "higher", "enterprise"),
        ),
        (("封面", "中等职业学校", "质量年度报告（2024年度）", "单 位：云岭商贸学校"), SCHOOL),
        (("学校名称：云岭商贸学校", "中等职业教育质量年度报告（2024年度）"), SCHOOL),
        (
            ("海石机电集团有限公司", "参与青屿海洋职业技术学院人才培养", "质量年度报告（2024年度）"),
            ("海石机电集团有限公司", "higher", "enterprise"),
        ),
        (("青屿海洋职业技术学院企业年报", "（海石机械厂）", "2024年度"), ("海石机械厂", "higher", "enterprise")),
        (("企业年报", "海石机电集团有限公司", "参与高等职业教育人才培养", "2024年度"), ("海石机电集团有限公司", "higher", "enterprise")),
        (("海石机电集团有限公司参与高等职业教育人才培养年度报告（2024年度）",), ("海石机电集团有限公司", "higher", "enterprise")),
    ],
)
def test_who_reports(cover: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    found = identity(*cover)
    assert (found.institution, found.level, found.scope) == expected
    assert found.report_year == 2024


def test_the_title_is_whole_and_the_label_as_printed() -> None:
    found = identity("云岭商贸学校职业教育质量", "年度报告", "（2024 年度）", "云岭商贸学校", "2025年3月")
    assert (found.title, found.edition_label, found.published) == (
        "云岭商贸学校职业教育质量年度报告（2024年度）",
        "（2024年度）",
        "2025-03",
    )


@pytest.mark.parametrize(
    ("label", "last_year", "year"),
    [
        ("（2024年度）", 2024, 2024),
        ("（2025）", 2024, 2024),
        ("（2025）", None, 2024),
        ("2023年度", None, 2023),
        ("", 2022, 2022),
        ("", None, None),
        ("（二〇二三年度）", None, 2023),
    ],
)
def test_only_a_label_that_says_so_is_the_year_of_the_data(label: str, last_year: int | None, year: int | None) -> None:
    assert identity(f"云岭商贸学校职业教育质量年度报告{label}", last_year=last_year).report_year == year


def test_a_label_that_the_tables_contradict_is_a_problem() -> None:
    seen = paper("云岭商贸学校职业教育质量年度报告（2022年度）", last_year=2024, prose="云岭商贸学校创办于1983年。")
    outcome = read_identity(seen, "", CATALOGUE)
    assert outcome.items[0].report_year == 2022
    assert [problem.code for problem in outcome.problems] == ["identity-unclear"]


def test_a_school_year_that_has_only_begun_contradicts_no_label() -> None:
    seen = paper("云岭商贸学校职业教育质量年度报告（2024年度）", last_year=2025, prose="云岭商贸学校创办于1983年。")
    table = replace(seen.tables[0], columns=(Column("year", "2024-2025学年", 2025),))
    outcome = read_identity(replace(seen, tables=(table,)), "", CATALOGUE)
    assert outcome.items[0].report_year == 2024
    assert "identity-unclear" not in [problem.code for problem in outcome.problems]


def test_without_a_cover_the_files_own_title_speaks() -> None:
    found = identity(title="云岭商贸学校职业教育质量年度报告（2024年度）")
    assert (found.institution, found.scope) == ("云岭商贸学校", "school")


def test_the_running_text_tells_the_level_where_no_name_does() -> None:
    found = identity("海石机电集团有限公司参与职业教育人才培养年度报告（2024年度）", prose="公司与多所高职院校合作，高职学生在岗实习。")
    assert found.level == "higher"


def test_a_few_words_of_one_level_decide_nothing_of_an_enterprise() -> None:
    title = "海石机电集团有限公司参与职业教育人才培养年度报告（2024年度）"
    prose = "海石机电集团有限公司与中职学校合作，员工中高职、高职高专毕业生占三成。"
    outcome = read_identity(paper(title, last_year=2024, prose=prose), "", CATALOGUE)
    assert outcome.items[0].level == ""
    assert [problem.code for problem in outcome.problems] == ["identity-unclear"]


@pytest.mark.parametrize("cover", [("工业贸易学校", "质量年度报告（2024年度）"), ("学校编制本年度报告，向社会公布。",)])
def test_a_name_that_is_not_whole_is_said(cover: tuple[str, ...]) -> None:
    outcome = read_identity(paper(*cover, last_year=2024), "", CATALOGUE)
    assert "identity-unclear" in [problem.code for problem in outcome.problems]


def test_a_watermark_on_the_cover_is_no_part_of_a_name() -> None:
    found = identity("云", "岭", "云岭商贸学校职业教育质量年度报告（2024年度）", "商", "云岭商贸学校")
    assert found.institution == "云岭商贸学校"


def test_nothing_to_go_by_is_said() -> None:
    outcome = read_identity(Paper((), (), ()), "", CATALOGUE)
    assert outcome.items == (Identity(),)
    assert [problem.code for problem in outcome.problems] == ["identity-unclear"]
