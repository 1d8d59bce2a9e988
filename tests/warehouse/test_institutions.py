"""Who is who: spellings join by themselves, everything else by institutions.yaml alone."""

from __future__ import annotations

import json

import pytest
from warehoused import Warehouse, graduates, school

from reportparse.catalogue import load_catalogue
from reportparse.match import pair_institutions
from reportparse.text import text_folded

CENTRE, SHORT, FORMER, BRANCH = "云岭市职业教育中心", "云岭市职教中心", "云岭市第一职业中学", "云岭市职业教育中心（北校区）"
DECIDED = f"""institutions:
- name: {CENTRE}
  same: [{SHORT}]
  former: [{FORMER}]
  branches: [{BRANCH}]
  apart: [云岭市卫生学校]
"""


@pytest.fixture
def run(run_of):
    names = {CENTRE: 2024, SHORT: 2023, FORMER: 2022, BRANCH: 2024, "云岭市职业教育中心(北校区)": 2023, "云岭市第二职业中学": 2022}
    return run_of(*(school(name, year, graduates(year, 5)) for name, year in names.items()))


@pytest.fixture
def decided(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "institutions.yaml").write_text(DECIDED, "utf-8")
    return folder


def test_spellings_are_one_institution_and_nothing_else_is(reportparse, warehouse: Warehouse, run):
    reportparse("load", run, "--to", warehouse.url)
    assert warehouse.one("select count(*) from institutions") == 5
    spellings = "select name, relation from institution_names where institution like '%校区%' order by relation"
    assert warehouse.ask(spellings) == [(BRANCH, "printed"), ("云岭市职业教育中心(北校区)", "spelling")]


def test_a_person_decides(reportparse, warehouse: Warehouse, run, decided):
    reportparse("load", run, "--to", warehouse.url)
    reportparse("load", run, "--to", warehouse.url, "--catalogue", decided)
    names = "select name, relation from institution_names where institution = '云岭市职业教育中心' order by relation"
    assert warehouse.ask(names) == [(FORMER, "former"), (CENTRE, "printed"), (SHORT, "same")]
    centre = "select first_year, last_year, reports, reviewed, part_of from institutions where institution = '云岭市职业教育中心'"
    assert warehouse.ask(centre) == [(2022, 2024, 3, True, "")]
    assert warehouse.ask("select part_of, reports from institutions where institution like '%校区%'") == [(CENTRE, 2)]
    assert warehouse.ask("select data_year from latest where institution = '云岭市职业教育中心' order by 1") == [(2022,), (2023,), (2024,)]


@pytest.mark.parametrize("place", ["run", "warehouse"])
def test_doubts_are_listed_until_they_are_decided(reportparse, duck: Warehouse, run, decided, place):
    if place == "warehouse":
        reportparse("load", run, "--to", duck.url)
    where = run if place == "run" else duck.url
    said = reportparse("institutions", where, "--json")
    pairs = {(pair["first"], pair["second"]): pair["reason"] for pair in json.loads(said.out)}
    assert pairs[(SHORT, CENTRE)] == "short form" and pairs[(CENTRE, BRANCH)] == "branch"
    assert not any({FORMER, "云岭市第二职业中学"} == set(pair) for pair in pairs), "第一 and 第二 are two schools"
    said = reportparse("institutions", where, "--catalogue", decided)
    assert said.out == "no doubt among 6 names\n"


def test_the_draft_is_yaml_that_is_understood(reportparse, run, tmp_path):
    from reportparse.catalogue.institutions import load_institutions

    draft = reportparse("institutions", run, "--yaml").out
    (tmp_path / "institutions.yaml").write_text(draft, "utf-8")
    (entry,) = load_institutions(tmp_path)
    assert entry.name == CENTRE and entry.same == (SHORT,) and [text_folded(name) for name in entry.branches] == [text_folded(BRANCH)]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("云岭市职业教育中心", "江南省云岭市职业教育中心", "place"),
        ("云岭职业技术学院", "云岭职业技术学院（东校区）", "branch"),
        ("云岭职业技术学院", "云岭职业技术学院东校区", "branch"),
        ("青泽县技校", "青泽县技工学校", "short form"),
        ("青泽县职业中学", "青泽县职业教育中心（原青泽县职业中学）", "former name"),
        ("青泽县职业教育中心", "青泽县职业教育中心学校", "alike"),
        ("青泽县第一职业中学", "青泽县第二职业中学", ""),
        ("青泽县职业中学", "鹤鸣县职业中学", ""),
        ("青泽县卫生学校", "青泽县体育学校", ""),
    ],
)
def test_what_is_proposed_and_why(one, other, reason):
    pairs = pair_institutions((one, other), [], load_catalogue())
    assert [pair.reason for pair in pairs] == ([reason] if reason else [])
    assert pair_institutions((one, other), [(other, one)], load_catalogue()) == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("institutions: 甲校\n", "is not a list"),
        ("institutions:\n- {name: 甲校, same: 乙校}\n", "same is not a list of names"),
        ("institutions:\n- {name: 甲校, same: [乙校]}\n- {name: 丙校, former: [乙校]}\n", "already a name of 甲校"),
        ("institutions:\n- {title: 甲校}\n", "unknown key title"),
    ],
)
def test_a_broken_institutions_file_is_the_catalogues_error(reportparse, duck: Warehouse, run, tmp_path, text, what):
    (tmp_path / "institutions.yaml").write_text(text, "utf-8")
    said = reportparse("load", run, "--to", duck.url, "--catalogue", tmp_path)
    assert said.code == 4 and what in said.err and said.err.count("\n") == 1
    assert str(tmp_path / "institutions.yaml") in said.err and not (tmp_path / "w.duckdb").exists()
