"""A name is sure where cover and document say it; where they do not agree, or only one speaks, that is said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from reportparse.catalogue import load_catalogue
from reportparse.interpret import read_identity
from reportparse.model import Column, Identity, Paper, Paragraph, Place, Table

CATALOGUE = load_catalogue()
TITLE = "质量年度报告（2024年度）"


def paragraph(text: str, page: int = 5) -> Paragraph:
    return Paragraph(text, "", np.full(len(text), page, np.int32), np.zeros((len(text), 4), np.float32))


def heard(cover: Sequence[str], *prose: str, running: tuple[str, ...] = (), last: int | None = 2024) -> tuple[Identity, str]:
    """The identity, and what is said to be unclear about it."""
    columns = (Column("year", f"{last}年", last),) if last else ()
    table = Table(1, "计分卡", "", "", columns, (), "pdfium", Place(9, (0.0, 0.0, 0.0, 0.0)))
    outcome = read_identity(Paper((table,), tuple(map(paragraph, prose)), tuple(cover), running=running), "", CATALOGUE)
    return outcome.items[0], "; ".join(problem.message for problem in outcome.problems)


@pytest.mark.parametrize(
    "prose",
    [
        "云岭商贸学校创办于1983年，占地212亩。",
        "2024年，云岭商贸学校新增专业2个。",
        "学校全称为云岭商贸学校，是公办学校。",
        "云岭商贸学校对职业教育质量年度报告（2024年度）的真实性负责。",
        "单位名称（盖章）：云岭商贸学校",
    ],
)
def test_a_name_that_the_text_says_too_is_sure(prose: str) -> None:
    found, doubt = heard(["云岭商贸学校", TITLE], prose)
    assert (found.institution, doubt) == ("云岭商贸学校", "")


def test_a_running_head_is_a_witness() -> None:
    found, doubt = heard(["云岭商贸学校", TITLE], "我校创办于1983年。", running=("云岭商贸学校质量年度报告（2024年度）",))
    assert (found.institution, doubt) == ("云岭商贸学校", "")


@pytest.mark.parametrize(
    "prose",
    [
        "我校创办于1983年。",
        "我校与青屿云岭商贸学校结对。",
        "云岭商贸学校附属中学与我校结对。",
    ],
)
def test_a_name_that_only_the_cover_says_is_doubted(prose: str) -> None:
    """What is the end of a longer name, or its beginning, is no mention of it."""
    found, doubt = heard(["云岭商贸学校", TITLE], prose)
    assert found.institution == "云岭商贸学校"
    assert "云岭商贸学校" in doubt


@pytest.mark.parametrize(
    ("cover", "name"),
    [
        (["青屿", "第十三师职业技术学校", TITLE], "青屿第十三师职业技术学校"),
        (["云岭大学", "高等职业技术学院", TITLE], "云岭大学高等职业技术学院"),
        (["云岭水利电力", "Yunling Water and Power", "职业学院", "Vocational College", TITLE], "云岭水利电力职业学院"),
        (["云岭技师学院", "2024年度技工教育质量年度报告"], "云岭技师学院"),
        (["职业技术教育中心学校", "望海县", TITLE], "望海县职业技术教育中心学校"),
        (["云岭城市建", "设高级职业学校", TITLE], "云岭城市建设高级职业学校"),
        (["报告单位 云岭职业中等专业学校", "2024年度质量报告"], "云岭职业中等专业学校"),
        (["⻄岭⼯业职业学院", "⾼等职业教育质量年度报告（2024年度）"], "西岭工业职业学院"),
        (["中等职业教育质量年度报告（2024年度）", "主管：云岭市教育局", "编写：云岭粮食学校"], "云岭粮食学校"),
    ],
)
def test_the_name_is_the_one_that_cover_and_text_both_print(cover: list[str], name: str) -> None:
    found, _ = heard(cover, f"{name}创办于1983年，与南岭职业学院结对。", f"{name}现有学生3000人。")
    assert found.institution == name


def test_a_beginning_of_the_name_that_the_text_also_says_is_not_taken_for_it() -> None:
    found, doubt = heard(["云岭大学附属中等职业学校", TITLE], "云岭大学是一所综合性大学。", "云岭大学支持我校发展。")
    assert found.institution == "云岭大学附属中等职业学校"
    assert doubt


def test_of_two_schools_on_the_cover_the_one_that_the_text_introduces_reports() -> None:
    cover = ["云岭卫生学校", "云岭中医药学校", TITLE]
    found, doubt = heard(cover, "云岭卫生学校（云岭中医药学校）是一所公办学校。")
    assert (found.institution, doubt) == ("云岭卫生学校", "")
    _, doubt = heard(cover, "我校是一所公办学校，与云岭卫生学校、云岭中医药学校同城。")
    assert "云岭卫生学校" in doubt
    assert "云岭中医药学校" in doubt


def test_a_text_that_calls_itself_otherwise_is_said() -> None:
    prose = "我校与云岭商贸学校同城。"
    _, doubt = heard(["云岭商贸学校", TITLE], prose, running=("南岭机械工业学校质量年度报告",))
    assert "南岭机械工业学校" in doubt


def test_without_a_name_on_the_cover_the_running_head_names_it() -> None:
    found, doubt = heard(["质量年报", "2024"], "学院创办于1983年。", running=("青屿林业职业学院质量年度报告（2024年度）",))
    assert (found.institution, found.level, found.scope, doubt) == ("青屿林业职业学院", "higher", "school", "")


def test_a_name_that_only_one_sentence_says_is_doubted() -> None:
    found, doubt = heard(["质量年度报告", "2024年度"], "云岭旅游职业学校创办于1985年。我校与南岭酒店职业学院结对。")
    assert found.institution == "云岭旅游职业学校"
    assert "云岭旅游职业学校" in doubt


def test_the_schools_of_a_list_are_not_the_one_that_reports() -> None:
    found, doubt = heard(["质量年度报告", "2024年度"], "我校与青屿海洋职业学院、南岭职业学院、白沙职业学院结对。")
    assert found.institution == ""
    assert doubt


@pytest.mark.parametrize("prose", ["云台区现有职业学校3所。", "区教委统筹全区职业教育。"])
def test_an_authority_whose_place_the_title_or_the_text_says_is_sure(prose: str) -> None:
    found, doubt = heard(["海清市云台区", "中等职业教育" + TITLE, "海清市云台区教育委员会"], prose, "省教育厅印发文件。" * 5)
    assert (found.institution, found.scope, doubt) == ("海清市云台区教育委员会", "district", "")


def test_an_enterprise_that_only_the_text_names_is_doubted() -> None:
    cover = ["云岭建设职业技术学院", "企业参与人才培养年度报告", "（2024年度）"]
    found, doubt = heard(cover, "金河建设有限公司创立于1993年，与云岭建设职业技术学院合作。", last=None)
    assert (found.institution, found.scope) == ("金河建设有限公司", "enterprise")
    assert doubt


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("云岭职业技术学院附属中等专业学校", "secondary"),
        ("云岭职业技术大学附属中专", "secondary"),
        ("云岭师范高等专科学校", "higher"),
        ("云岭职业学院（云岭技师学院）", "higher"),
    ],
)
def test_the_last_word_of_a_name_says_the_level(name: str, level: str) -> None:
    assert heard([name, TITLE], f"{name}创办于1983年。")[0].level == level


def test_a_level_that_the_name_leaves_open_and_the_text_says_otherwise_is_doubted() -> None:
    found, doubt = heard(["云岭工业大学", TITLE], "云岭工业大学现有高职专业11个，高职学生3020人，高职毕业生960人。")
    assert found.level == "bachelor"
    assert "level" in doubt


@pytest.mark.parametrize(
    ("label", "last", "prose", "year", "is_sure"),
    [
        ("（2024）", None, "2024年招生860人。2024年毕业320人。2024年底在校生2310人。", 2024, True),
        ("（2024）", None, "2023年招生860人。2023年毕业320人。2023年底在校生2310人。", 2023, True),
        ("（2024）", None, "招生860人。", 2023, False),
        ("（2024年度）", None, "2023年招生860人。", 2024, True),
        ("（2024）", 2021, "", 2021, False),
        ("（2024）", 2023, "", 2023, True),
    ],
)
def test_a_year_that_nothing_confirms_is_doubted(label: str, last: int | None, prose: str, year: int, is_sure: bool) -> None:
    found, doubt = heard(["云岭商贸学校", f"质量年度报告{label}"], f"云岭商贸学校创办于1983年。{prose}", last=last)
    assert found.report_year == year
    assert (not doubt) == is_sure


@pytest.mark.parametrize("motto", ["办人民满意的学校", "建设全国一流职业学校", "国家级重点中等职业学校"])
def test_a_motto_that_ends_like_a_name_is_none(motto: str) -> None:
    """It may stand right above the title, and the text may say it too."""
    prose = ("云岭商贸学校创办于1983年。", f"坚持立德树人，{motto}。")
    found, doubt = heard([motto, TITLE, "云岭商贸学校"], *prose)
    assert (found.institution, doubt) == ("云岭商贸学校", "")


def test_the_authority_above_a_school_does_not_report() -> None:
    cover = ["岭北市教育局", TITLE, "编制单位：云岭商贸学校"]
    found, doubt = heard(cover, "云岭商贸学校创办于1983年。")
    assert (found.institution, found.scope, doubt) == ("云岭商贸学校", "school", "")
    found, doubt = heard(cover[:2], "云岭商贸学校创办于1983年，隶属岭北市教育局。", "云岭商贸学校新增专业2个。")
    assert doubt
    _, doubt = heard(cover[:2], "岭北市共有学校。", "云岭商贸学校新增专业2个。云岭商贸学校获奖。")
    assert doubt


@pytest.mark.parametrize("sign", ["龙湾市教育局文件", "龙湾市教育局 龙湾市发展和改革局"])
def test_the_authority_of_the_region_in_the_title_reports_wherever_the_cover_names_it(sign: str) -> None:
    found, doubt = heard([sign, "关于发布《龙湾市中等职业教育质量年度报告（2024年度）》的通知"], "龙湾市现有学校9所。")
    assert (found.institution, found.scope, doubt) == ("龙湾市教育局", "city", "")


def test_a_region_is_told_as_it_is_where_no_authority_is_named() -> None:
    found, doubt = heard(["龙湾市中等职业教育" + TITLE], "龙湾市现有学校9所。")
    assert (found.institution, found.scope, doubt) == ("龙湾市", "city", "")
    _, doubt = heard(["龙湾市中等职业教育" + TITLE, "教育局和人社局联合发布"], "龙湾市现有学校9所。")
    assert "龙湾市" in doubt


def test_an_authority_whose_ending_is_not_known_is_named_and_said() -> None:
    found, doubt = heard(["浦南新区", "中等职业教育" + TITLE, "浦南新区教育卫生体育局"], "浦南新区现有学校2所。")
    assert (found.institution, found.scope) == ("浦南新区教育卫生体育局", "district")
    assert doubt


def test_a_hospital_beside_a_school_is_doubted() -> None:
    _, doubt = heard(["云岭卫生职业技术学院", "云岭人民医院", TITLE], "云岭卫生职业技术学院与云岭人民医院合一。云岭人民医院是附属医院。")
    assert "云岭卫生职业技术学院" in doubt


def test_half_a_place_is_no_place() -> None:
    """任北区 broken behind 任: characters that join words may be the first of a place."""
    for place in ("任北", "同江", "和安", "原平"):
        name = f"{place}区师范高等专科学校"
        found, doubt = heard([place, f"区师范高等专科学校{TITLE}"], f"在上级领导下，我们{name}取得进步。")
        assert found.institution == name or doubt


def test_the_office_of_an_authority_is_the_authority() -> None:
    cover = ["江长区中等职业教育" + TITLE, "江长区教育委员会职业教育与成人教育科"]
    assert heard(cover, "江长区现有学校6所。")[0].institution == "江长区教育委员会"


def test_a_group_that_takes_part_is_an_enterprise() -> None:
    cover = ["溪中物流集团", "参与云岭工业技师学院", "人才培养质量年度报告（2024年度）"]
    found, _ = heard(cover, "溪中物流集团成立于2001年。", last=None)
    assert (found.institution, found.scope) == ("溪中物流集团", "enterprise")


def test_the_running_head_is_the_title_where_the_cover_is_a_picture() -> None:
    heads = ("第 3 页", "云岭商贸学校职业教育质量年度报告（2023年度）")
    found, doubt = heard([], "我校创办于1983年，现有在校生六百人。", running=heads, last=None)
    assert (found.institution, found.report_year, found.title, doubt) == ("云岭商贸学校", 2023, heads[1], "")
