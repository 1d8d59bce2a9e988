"""The built-in catalogue against the list of the 2024 rows, and against what is known of the reports."""

from __future__ import annotations

import csv
import pickle
from collections import Counter
from pathlib import Path

import pytest

from reportparse.catalogue import check_catalogue, load_catalogue
from reportparse.model import Catalogue, Indicator
from reportparse.text import text_folded

PRINTED = Path(__file__).with_name("indicators-2024.csv")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def newest(catalogue: Catalogue) -> dict[str, Indicator]:
    return {row.code: row for table in catalogue.editions[0].tables for row in table.indicators}


def test_2024_rows_are_exactly_the_printed_ones(newest):
    with PRINTED.open(encoding="utf-8-sig", newline="") as file:
        printed = [
            (r["code"], int(r["table_no"]), int(r["position"]), int(r["depth"]), r["name_zh"], r["unit"], r["label_en"])
            for r in csv.DictReader(file)
        ]
    ours = [(r.code, r.table_no, r.position, r.depth, r.name, r.unit, r.label_en) for r in newest.values()]
    assert ours == printed
    assert Counter(row.table_no for row in newest.values()) == {1: 12, 2: 12, 3: 46, 4: 18, 5: 14, 6: 21}


def test_path_follows_the_code_where_another_row_stands_between(newest):
    platform = newest["resources.quality_online_courses.national.on_platform"]
    assert platform.path == "在线精品课程数 / 国家级数量 / 接入国家智慧教育平台数"
    assert newest["outcomes.placed.further_study.bachelor"].path == "毕业去向落实人数 / 升学人数 / 升入本科人数"
    assert newest["policy.students"].path == "全日制在校生人数"


def test_path_and_unit_name_every_row(catalogue):
    for edition in catalogue.editions:
        for table in edition.tables:
            keys = [(row.path, row.unit) for row in table.indicators]
            assert len(set(keys)) == len(keys), (edition.name, table.number)


def test_what_is_neither_seen_nor_known_is_marked(catalogue):
    older = {row.name: row for edition in catalogue.editions[1:] for table in edition.tables for row in table.indicators}
    assert older["就业率"].code == "" and older["就业率"].evidence == "seen"
    assert older["生均企业实习经费补贴"].evidence == "unverified" and not older["生均企业实习经费补贴"].comparable
    assert older["技术交易到款额"].comparable is False
    assert not any(row.evidence == "unverified" for table in catalogue.editions[0].tables for row in table.indicators)


@pytest.mark.parametrize(
    ("code", "value", "is_plausible"),
    [
        ("resources.equipment_value_per_student", 27452834.91, False),
        ("resources.equipment_value_per_student", 31415.9, True),
        ("outcomes.monthly_income", 4350.0, True),
        ("outcomes.monthly_income", 43.5, False),
        ("satisfaction.students", 100.0, True),
        ("satisfaction.students", 100.01, False),
        ("resources.student_teacher_ratio", 13.5, True),
        ("resources.student_teacher_ratio", 135.0, False),
        ("policy.students", 2_400_000.0, True),  # a province
        ("outcomes.graduates", 0.0, True),
        ("service.nondegree_training_hours", 12_000_000.0, True),
    ],
)
def test_ranges_pass_a_province_and_stop_a_total(newest, code, value, is_plausible):
    low, high = newest[code].plausible
    assert (low <= value <= high) is is_plausible


def test_every_value_has_a_closed_range_and_shares_are_percentages(newest):
    for row in newest.values():
        low, high = row.plausible
        assert low is not None and high is not None, row.code
        assert (row.unit == "%") == (row.kind == "rate"), row.code
        assert row.unit != "%" or (low, high) == (0, 100), row.code


def _is_vetoed(catalogue: Catalogue, first: str, second: str) -> bool:
    for group in catalogue.vetoes:
        held = [
            {word for word in group if word and any(form in text_folded(name) for form in word.split("|"))} or ({""} & set(group))
            for name in (first, second)
        ]
        if held[0] and held[1] and not held[0] & held[1]:
            return True
    return False


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("毕业生本省去向落实率", "毕业生去向落实率"),
        ("校内实训基地数", "校外实训基地数"),
        ("专业群数量", "专业数量"),
        ("省级数量", "校级数量"),
        ("年实习专项经费", "年财政专项经费"),
        ("专业标准数量", "课程标准数量"),
        ("中外合作办学专业数", "中外合作办学机构数"),
        ("国际技能大赛获奖数量", "国家技能大赛获奖数量"),
        ("升入本科人数", "升入专科人数"),
        ("纵向科研经费到款额", "纵向科研经费合同额"),
        ("面向第一产业就业人数", "面向第二产业就业人数"),
        ("美育课专任教师数", "心理健康教育专任教师数"),
        ("学生体质测评合格率", "学生体质测评优秀率"),
        ("生均教学科研仪器设备值", "教学科研仪器设备总值"),
    ],
)
def test_names_that_only_look_alike_are_parted(catalogue, first, second):
    assert _is_vetoed(catalogue, first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("双师素质专任教师比例", "“双师型”教师比例"),
        ("毕业生本省市就业比例", "毕业生本省去向落实率"),
        ("国家数量", "国家级数量"),
        ("自主创业比例", "自主创业率"),
        ("非学历培训到款额", "非学历培训到账经费"),
        ("生均教学仪器设备值", "生均教学科研仪器设备值"),
        ("公共基础课教学满意度", "公共基础课（不含思想政治课）教学满意度"),
        ("面向第产三业就业人数", "面向第三产业就业人数"),
        ("全日制在校学生人数", "全日制在校生人数"),
    ],
)
def test_names_of_one_thing_are_not_parted(catalogue, first, second):
    assert not _is_vetoed(catalogue, first, second)


def test_no_seen_alias_is_parted_from_itself_in_words_it_shares(catalogue, newest):
    parted = [alias.name for row in newest.values() for alias in row.aliases if _is_vetoed(catalogue, alias.name, row.name)]
    assert parted == [], "such an alias would be found exactly, but never with a typing error"


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("㎡", "平方米"),
        ("m²", "平方米"),
        ("平米", "平方米"),
        ("％", "%"),
        ("名", "人"),
        ("万元", "万元"),
        ("mbps", "Mbps"),
        (":1", ":"),
        ("：1", ":"),
        ("元/学生", "元/生"),
    ],
)
def test_printed_units_have_a_canonical_spelling(catalogue, printed, canonical):
    assert catalogue.unit_names.get(printed, catalogue.unit_names.get(text_folded(printed))) == canonical


@pytest.mark.parametrize(
    ("unit", "base", "factor"),
    [("万元", "元", 1e4), ("亿元", "元", 1e8), ("万平方米", "平方米", 1e4), ("元", "元", 1), ("Gbps", "Mbps", 1000)],
)
def test_units_convert_to_their_base(catalogue, unit, base, factor):
    assert catalogue.units[unit] == (base, factor)


def test_units_of_different_things_do_not_convert(catalogue):
    for first, second in (("学时", "课时"), ("学时", "人日"), ("个", "项"), ("亩", "平方米"), ("元", "元/生"), ("人", "人次")):
        assert catalogue.units[first][0] != catalogue.units[second][0]


def test_relations_cover_what_holds(catalogue):
    pairs = {(relation.op, relation.left, relation.right) for relation in catalogue.relations if relation.measured == "value"}
    assert ("<=", ("outcomes.placed",), ("outcomes.graduates",)) in pairs
    assert ("ratio", ("resources.student_teacher_ratio",), ("policy.students", "policy.staff.full_time_teachers")) in pairs
    assert not any(op == "==" and any("first_employment" in code for code in left) for op, left, _ in pairs), "A to D overlap"
    surveyed = [relation for relation in catalogue.relations if relation.measured == "survey_size"]
    assert [relation.right for relation in surveyed] == [("satisfaction.graduates",)]
    needing = {relation.left[0] for relation in catalogue.relations if relation.op == "needs"}
    assert len(needing) == 12
    assert (catalogue.jump.factor, catalogue.jump.floor) == (5, 100)


def test_words_that_rooms_go_by_are_there(catalogue):
    phrases = catalogue.phrases
    words = {
        "column.ordinal": "序号",
        "column.code": "院校代码",
        "column.institution": "举办者",
        "column.name": "指标",
        "column.unit": "计量单位",
        "column.method": "调查方式",
        "column.size": "调查人次",
        "column.note": "备注",
        "missing.dash": "——",
        "missing.none": "无",
        "missing.masked": "×××",
        "level.secondary": "技工",
        "level.higher": "高等专科学校",
        "level.bachelor": "职业技术大学",
        "scope.enterprise": "企业年报",
        "institution.school": "职教中心",
        "institution.authority": "教育局",
        "year.previous": "上年",
        "within.mark": "其中:",
    }
    for key, word in words.items():
        assert word in phrases[key], key
    assert not set(phrases["missing.dash"]) & (set(phrases["missing.none"]) | set(phrases["missing.masked"])), "each mark is of one kind"


def test_the_catalogue_crosses_to_a_worker(catalogue):
    copy = pickle.loads(pickle.dumps(catalogue))
    assert copy.digest == catalogue.digest and copy.editions == catalogue.editions


def test_nothing_in_it_needs_looking_at_but_what_is_unverified():
    assert [finding for finding in check_catalogue() if finding.severity != "note"] == []
