"""CSV that a spreadsheet shows and never runs, and that gives back what it was given."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.store.csv_text import cells_to_csv, number_to_text, text_guarded, text_restored, text_storable


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "--",
        "—",
        "－",
        "–",
        "/",
        "-12.5",
        "+3",
        "-1,522,916.90",
        "-5%",
        "- 5",
        "-\n1,522,916.90",
        "98.26%",
        "－１２．５",
        "-1.5e3",
        "xx",
        "无",
        "",
    ],
)
def test_what_reports_print_stays_as_printed(text: str) -> None:
    assert text_guarded(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+A1",
        "-A1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1+1",
        '=HYPERLINK("x")',
        "＝1+1",
        "＠SUM(A1)",
        "-1+1",
        "-(1)",
        "=-1",
    ],
)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    guarded = text_guarded(text)
    assert guarded == "'" + text or not any(c.isalnum() or c in "('\"|!" for c in text)


@given(st.text(alphabet="'=+-@\t\r\n 1aA(—，.%＝"))
def test_guarding_is_undone_exactly(text: str) -> None:
    assert text_restored(text_guarded(text)) == text


@given(st.text(alphabet="=+-@\t\r\n 1aA(—，.%|"))
def test_a_cell_with_an_operand_after_a_sign_is_a_number_or_guarded(text: str) -> None:
    cell = text_guarded(text)
    body = cell.lstrip()
    if body[:1] in ("=", "@") and body:
        assert not any(c.isalnum() or c in "(|" for c in body)
    if body[:1] in ("+", "-") and body:
        assert not any(c.isalpha() and c not in "eE" for c in body) and "(" not in body and "|" not in body


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (100.0, "100"),
        (98.26, "98.26"),
        (0.0, "0"),
        (-0.0, "0"),
        (-12.5, "-12.5"),
        (27452834.91, "27452834.91"),
        (1e16, "1e+16"),
        (float("nan"), ""),
        (float("inf"), ""),
    ],
)
def test_numbers_are_in_their_shortest_form(value: float, text: str) -> None:
    assert number_to_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back_as_themselves(value: float) -> None:
    assert float(number_to_text(value)) == value


@given(st.lists(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")), min_size=2, max_size=2)))
def test_csv_reads_back_as_it_was(cells: list[list[str]]) -> None:
    text = cells_to_csv(cells, ["a", "b"])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], *cells]


@given(st.text())
def test_what_no_file_can_hold_is_shown_as_such(text: str) -> None:
    stored = text_storable(text + "\ud800\x00")
    assert stored.encode("utf-8") and "\x00" not in stored
    assert len(stored) == len(text) + 2
