"""Corrections: applied to the one cell that they are about, while it reads as it did; loud when they fit no more."""

from __future__ import annotations

import pytest
from invented import observation

from reportparse.catalogue import load_catalogue
from reportparse.model import Correction, Identity
from reportparse.tidy.corrections import correct_observations, select_corrections

CODE = "outcomes.graduates"


def correction(**changes: object) -> Correction:
    values: dict[str, object] = {
        "report": "3f9c0d6a51e2b748", "indicator": CODE, "year": 2024, "printed": "412", "value": 421.0,
        "why": "two digits were swapped", "who": "Li", "when": "2025-03-01",
    }
    return Correction(**(values | changes))  # type: ignore[arg-type]


def row(**changes: object):
    return observation(**({"indicator_code": CODE} | changes))


def corrected(rows, *corrections):
    return correct_observations(tuple(rows), corrections, load_catalogue())


def test_a_correction_changes_its_cell_and_no_other():
    rows = (row(data_year=2023, value=398.0, value_raw="398"), row(flags=("value-doubtful", "jump")))
    found = corrected(rows, correction())
    assert found.items[0] == rows[0]
    right = found.items[1]
    assert (right.value, right.value_raw, right.match_method, right.flags) == (421.0, "412", "reviewed", ("jump", "corrected"))
    (said,) = found.problems
    assert (said.code, said.severity) == ("corrected", "note")
    assert all(word in said.message for word in ("412", "421", "two digits were swapped", "Li", "2025-03-01"))


def test_a_value_that_was_read_where_nothing_is_printed_becomes_nothing():
    (right,) = corrected([row()], correction(value=None, missing="dash")).items
    assert (right.value, right.missing, right.value_raw) == (None, "dash", "412")


def test_a_row_without_an_indicator_gets_one_by_its_name():
    unmatched = {"indicator_code": "", "indicator_name": "", "indicator_path": "", "flags": ("unmatched-row",), "unit": "", "unit_raw": ""}
    stray, other = row(name_raw="毕业生数", **unmatched), row(name_raw="校办产业数", **unmatched)
    found = corrected([stray, other], correction(indicator="", name="毕业生 数", becomes=CODE, value=None))
    right = found.items[0]
    assert (right.indicator_code, right.indicator_name, right.value, right.unit) == (CODE, "毕业生人数", 412.0, "人")
    assert right.flags == ("corrected",)
    assert found.items[1] == other


def test_a_row_that_is_no_indicator_loses_the_one_it_was_given():
    (right,) = corrected([row()], correction(becomes="none", value=None)).items
    assert (right.indicator_code, right.indicator_path, right.value, right.match_method) == ("", "", 412.0, "reviewed")


def test_a_unit_that_is_not_the_indicators_is_still_doubted():
    (right,) = corrected([row()], correction(unit="万人", value=None)).items
    assert right.unit == "万人" and "unit-mismatch" in right.flags
    (mended,) = corrected([row(unit="万人", flags=("unit-mismatch",))], correction(unit="人", value=None)).items
    assert mended.flags == ("corrected",)


@pytest.mark.parametrize(
    ("rows", "changes", "code", "words"),
    [
        ([row(value=421.0, value_raw="421")], {}, "correction-outdated", "'412' was read when it was corrected, '421' is read now"),
        ([row(data_year=2022)], {}, "correction-unused", "no such row"),
        ([], {}, "correction-unused", "no such row"),
        ([row(row_no=1), row(row_no=7)], {}, "correction-unused", "2 rows read '412'"),
        ([row()], {"becomes": "no.such.code"}, "correction-unused", "no indicator no.such.code"),
    ],
)
def test_a_correction_that_does_not_fit_changes_nothing_and_is_an_error(rows, changes, code, words):
    found = corrected(rows, correction(**changes))
    assert found.items == tuple(rows)
    (said,) = found.problems
    assert (said.code, said.severity) == (code, "error") and words in said.message and "not applied" in said.message


def test_the_page_tells_two_rows_apart():
    from reportparse.model import Place

    rows = (row(place=Place(3, (0.0, 0.0, 1.0, 1.0))), row(place=Place(4, (0.0, 0.0, 1.0, 1.0))))
    found = corrected(rows, correction(page=4))
    assert [one.value for one in found.items] == [412.0, 421.0]


def test_corrections_are_chosen_by_the_files_bytes_and_the_same_report_in_other_bytes_is_said():
    who = Identity(institution="云岭市职业教育中心", report_year=2024)
    own, other = correction(), correction(report="0" * 16)
    moved = correction(report="1" * 16, institution="云岭市职业教育中心", report_year=2024)
    chosen = select_corrections((own, other, moved), "3f9c0d6a51e2b748", who)
    assert chosen.items == (own,)
    (said,) = chosen.problems
    assert (said.code, said.severity) == ("correction-unused", "error") and "1" * 16 in said.message
