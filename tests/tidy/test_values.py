"""Cells as they are printed, and what they are worth."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.catalogue import load_catalogue
from reportparse.tidy.values import Value, text_to_raw, text_to_value

CATALOGUE = load_catalogue()
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def read(text: str, unit: str = "人") -> Value:
    return text_to_value(text, unit, CATALOGUE)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("412", "人", 412),
        ("1,234.50", "万元", 1234.5),
        ("１２３４", "人", 1234),
        ("1，234", "人", 1234),
        ("98.26%", "%", 98.26),
        ("１００．００％", "%", 100),
        ("100.00", "%", 100),
        ("13.5:1", ":", 13.5),
        ("1:13.5", ":", 13.5),
        ("13.5：1", ":", 13.5),
        ("18.01", ":", 18.01),
        ("1,858,221,567.\n60", "元", 1858221567.6),
        ("27452834.\n91", "元/生", 27452834.91),
        ("-\n1,522,916.90", "元", -1522916.9),
        ("－12", "人", -12),
        ("1200人", "人", 1200),
        ("4,337↑", "人", 4337),
        ("89.99% ▼", "%", 89.99),
        ("1 234 567", "元", 1234567),
        ("1 2 3 4", "人", 1234),
        ("3.5万元", "万元", 3.5),
        ("0", "人", 0),
        ("0.00", "%", 0),
    ],
)
def test_what_is_read_in_one_way_only_has_no_flag(text: str, unit: str, number: float) -> None:
    assert read(text, unit) == Value(number)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("—", "dash"),
        ("-", "dash"),
        ("－", "dash"),
        ("–", "dash"),
        ("--", "dash"),
        ("/", "dash"),
        ("／", "dash"),
        ("", "blank"),
        (" \n", "blank"),
        ("无", "none"),
    ],
)
def test_the_kinds_of_nothing_are_told_apart(text: str, kind: str) -> None:
    assert read(text) == Value(None, kind)  # type: ignore[arg-type]


def test_a_mask_is_nothing_and_says_so() -> None:
    assert read("xx") == Value(None, "masked", flags=("masked-value",))
    assert read("××人").missing == "masked"


@pytest.mark.parametrize(
    ("text", "unit", "number", "flag"),
    [
        ("1.2万", "人", 12000, "unit-converted"),
        ("1.1万元", "元", 11000, "unit-converted"),
        ("约100", "人", 100, "value-doubtful"),
        ("100余", "人", 100, "value-doubtful"),
        ("≥90", "%", 90, "value-doubtful"),
        ("1,23", "人", 123, "value-doubtful"),
        ("98?26", "%", 98.26, "value-doubtful"),
        ("12\n34", "人", 1234, "value-doubtful"),
        ("98.26①", "%", 98.26, "value-doubtful"),
        ("13:2", ":", 6.5, "value-doubtful"),
        ("98.5（抽样）", "%", 98.5, "value-doubtful"),
    ],
)
def test_what_can_be_read_in_two_ways_is_flagged(text: str, unit: str, number: float, flag: str) -> None:
    value = read(text, unit)
    assert value.number == number
    assert flag in value.flags


@pytest.mark.parametrize("text", ["12人/3班", "见附件", "95-98", "100.00\n95.00", "2024年", "1.2.3", "13.5:1", "十", "1,2,3,4"])
def test_what_is_no_number_is_never_made_one_in_silence(text: str) -> None:
    value = read(text)
    assert value.flags or value.unit  # a unit that is not the row's is flagged where the row is made


def test_a_unit_in_the_cell_that_is_not_the_rows_is_kept() -> None:
    assert read("98%", "人") == Value(98, unit="%")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["plain", "grouped", "wide"]))
def test_an_integer_is_read_back_however_it_is_written(number: int, how: str) -> None:
    text = {"plain": f"{number}", "grouped": f"{number:,}", "wide": f"{number}".translate(FULL_WIDTH)}[how]
    assert read(text) == Value(float(number))


@given(st.decimals(0, 10**9, places=2))
def test_a_decimal_wrapped_at_its_point_is_read_back(number: object) -> None:
    whole, _, fraction = f"{number:,}".partition(".")
    assert read(f"{whole}.\n{fraction}", "元") == Value(float(f"{number}"))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_stops(text: str) -> None:
    value = read(text)
    assert value.number is None or math.isfinite(value.number) or value.flags
    assert value.number is not None or value.missing or value.flags
    assert "\n" not in text_to_raw(text)
