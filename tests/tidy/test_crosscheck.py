"""Running text against tables: what is said of the whole institution for a printed year, and nothing else."""

from __future__ import annotations

import pytest
from invented import figure, observation

from reportparse.catalogue import load_catalogue
from reportparse.model import Figure, Identity, Observation, Outcome
from reportparse.tidy.crosscheck import figures_against_observations

SCHOOL = Identity(institution="云岭市职业教育中心", level="secondary", scope="school", report_year=2024)
STUDENTS = observation(indicator_code="policy.students", name_raw="全日制在校生人数", value=628.0, value_raw="628", data_year=2024)


def said(value: float, **changes: object) -> Figure:
    quote = f"{value:g}人"
    fixed = {"measure": "enrolment", "value": value, "unit": "人", "bound": "eq", "quote": quote, "sentence": f"学校现有在校生{quote}。"}
    return figure(**(fixed | changes))


def compared(*figures: Figure, rows: tuple[Observation, ...] = (STUDENTS,)) -> Outcome[Figure]:
    return figures_against_observations(figures, rows, SCHOOL, load_catalogue())


def test_a_figure_that_differs_is_noted_and_flagged() -> None:
    outcome = compared(said(640))
    (problem,) = outcome.problems
    assert (problem.code, problem.severity, problem.indicator_code, problem.data_year) == ("prose-differs", "note", "policy.students", 2024)
    assert "640" in problem.message and "628" in problem.message
    assert outcome.items[0].flags == ("prose-differs",)
    assert outcome.items[0].value == 640


@pytest.mark.parametrize(
    "agreeing",
    [said(628), said(600, bound="ge"), said(630, bound="le"), said(620, bound="approx"), said(600, bound="range", value_max=650.0)],
)
def test_bounds_are_honoured(agreeing: Figure) -> None:
    assert compared(agreeing).problems == ()


@pytest.mark.parametrize(
    "off",
    [said(700, bound="ge"), said(600, bound="le"), said(500, bound="approx"), said(500, bound="range", value_max=600.0)],
)
def test_bounds_are_kept(off: Figure) -> None:
    assert len(compared(off).problems) == 1


@pytest.mark.parametrize(
    "other",
    [
        said(41, subject="会计专业"),
        said(41, period="2022级", data_year=2024),
        said(41, data_year=2021),
        said(41, data_year=None),
        said(41, measure="intake"),
        said(41, sentence="学校共有在校生600余人，其中女生41人。"),
        said(41, sentence="新增学生41人。"),
    ],
)
def test_other_subjects_cohorts_years_and_measures_are_other_numbers(other: Figure) -> None:
    assert compared(other).problems == ()


def test_a_text_that_gives_the_whole_and_its_parts_agrees_by_the_whole() -> None:
    assert compared(said(628), said(300), said(328)).problems == ()
    assert [problem.message.partition(":")[0] for problem in compared(said(300), said(640)).problems] == ["640人"]


def test_what_the_table_does_not_print_is_not_compared() -> None:
    blank = observation(indicator_code="policy.students", value=None, value_raw="—", missing="dash", data_year=2024)
    assert compared(said(640), rows=()).problems == ()
    assert compared(said(640), rows=(blank,)).problems == ()


@pytest.mark.parametrize(
    "part",
    [
        "住校在校生41人。",
        "力争在校生达到41人。",
        "获得双证书的在校生41人。",
        "护理专业在校生300人，会计专业41人。",
        "其中，高职在校生41人。",
        "非全日制在校生41人。",
        "学校计划在校生规模41人。",
        "学徒制试点专业5个，学生41人。",
        "平均每年在校生41人。",
    ],
)
def test_a_clause_with_a_word_more_tells_of_a_part(part: str) -> None:
    assert compared(said(41, sentence=part)).problems == ()


@pytest.mark.parametrize(
    "whole",
    [
        "目前，学校全日制在校生规模达41人，教职工9人。",
        "2024年，云岭市职业教育中心共有41人在校生。",
        "截至2024年8月底，我校现有在校学生总数为41人。",
        "全日制在校生由上年的48人下降到41人。",
        "现有全日制学生41人。",
    ],
)
def test_a_clause_that_tells_of_the_whole_is_compared(whole: str) -> None:
    assert len(compared(said(41, sentence=whole)).problems) == 1


@pytest.mark.parametrize(
    ("text", "noted"), [("开设机电、会计等5个专业。", 1), ("开设专业5个。", 1), ("机电、会计等5个专业获奖。", 0), ("重点建设专业5个。", 0)]
)
def test_a_list_of_names_stands_for_the_whole(text: str, noted: int) -> None:
    row = observation(indicator_code="resources.programmes", name_raw="专业数", value=6.0, value_raw="6", data_year=2024)
    told = figure(measure="programmes", value=5.0, bound="eq", unit="个", quote="5个", sentence=text)
    assert len(compared(told, rows=(row,)).problems) == noted
