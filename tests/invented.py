"""An invented report, small enough to be known by heart, for the tests of everything that comes after reading."""

from __future__ import annotations

from reportparse.model import Figure, Identity, Observation, Place, Problem, Report


def observation(**changes: object) -> Observation:
    values: dict[str, object] = {
        "table_no": 1,
        "table_name": "计分卡",
        "row_no": 1,
        "indicator_code": "scorecard.graduates",
        "indicator_name": "毕业生人数",
        "indicator_path": "毕业生人数",
        "name_raw": "毕业生人数",
        "data_year": 2024,
        "value": 412.0,
        "value_raw": "412",
        "missing": "",
        "unit": "人",
        "unit_raw": "人",
        "survey_method": "",
        "survey_size": None,
        "match_method": "exact",
        "match_score": 1.0,
        "engine": "pdfium",
        "flags": (),
        "place": Place(21, (301.5, 420.0, 372.25, 441.5)),
    }
    return Observation(**(values | changes))  # type: ignore[arg-type]


def figure(**changes: object) -> Figure:
    values: dict[str, object] = {
        "measure": "floor_area",
        "value": 49000.0,
        "value_max": None,
        "bound": "ge",
        "unit": "平方米",
        "quote": "4.9万多平方米",
        "sentence": "学校建筑面积4.9万多平方米。",
        "section": "1.1 学校概况",
        "subject": "云岭市职业教育中心",
        "period": "",
        "data_year": 2024,
        "flags": (),
        "place": Place(4, (90.0, 100.0, 160.0, 112.0)),
    }
    return Figure(**(values | changes))  # type: ignore[arg-type]


def report(**changes: object) -> Report:
    values: dict[str, object] = {
        "source": "reports/yunling.pdf",
        "report_id": "3f9c0d6a51e2b748",
        "sha256": "3f9c0d6a51e2b748" * 4,
        "size": 812345,
        "pages": 26,
        "kind": "text",
        "producer": "a word processor",
        "identity": Identity("质量年度报告", "云岭市职业教育中心", "secondary", "school", "（2024年度）", 2024, "2025-01"),
        "tables": 2,
        "observations": (
            observation(data_year=2023, value=398.0, value_raw="398"),
            observation(),
            observation(
                row_no=2,
                indicator_code="",
                indicator_name="",
                indicator_path="",
                name_raw="校办产业数",
                data_year=2023,
                value=None,
                value_raw="—",
                missing="dash",
                match_method="",
                match_score=0.0,
                flags=("unmatched",),
            ),
            observation(
                row_no=2,
                indicator_code="",
                indicator_name="",
                indicator_path="",
                name_raw="校办产业数",
                value=98.26,
                value_raw="98.26%",
                match_method="",
                match_score=0.0,
                flags=("unmatched", "unit-unknown"),
            ),
        ),
        "figures": (figure(), figure(measure="", value=2.0, value_max=3.5, bound="range", unit="%", quote="2—3.5%", data_year=None)),
        "problems": (
            Problem("unmatched", "warning", "no indicator fits 校办产业数", data_year=2024, place=Place(21, (1.0, 2.0, 3.0, 4.0))),
            Problem("no-prose", "note", "no prose was found"),
        ),
        "seconds": 0.104,
    }
    return Report(**(values | changes))  # type: ignore[arg-type]
