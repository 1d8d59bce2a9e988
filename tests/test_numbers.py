"""What is written from a number is read back, and what is no number has no value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.numbers import number_from_text, range_from_text

MAGNITUDES = [("百", 100), ("千", 1000), ("万", 10_000), ("亿", 10**8), ("千万", 10**7)]
DIGITS = "零一二三四五六七八九"


def section_written(value: int) -> str:
    """A number under ten thousand as it is written in full: 3005 is 三千零五."""
    text, gap = "", False
    for factor, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // factor % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + mark
        gap = digit == 0
    return text


def written(value: int) -> str:
    """A number under 10^12 in Chinese, independently of how it is read."""
    parts, text = [], ""
    for mark in ("", "万", "亿"):
        parts.append((value % 10_000, mark))
        value //= 10_000
    for section, mark in reversed(parts):
        if section:
            text += ("零" if text and section < 1000 else "") + section_written(section) + mark
    return text


@given(st.integers(1, 10**12 - 1))
def test_chinese_numerals_are_read_back(value: int) -> None:
    assert number_from_text(written(value)) == value


@given(st.integers(10, 19))
def test_ten_may_stand_without_its_one(value: int) -> None:
    assert number_from_text(written(value).removeprefix("一")) == value


@given(st.integers(0, 10**12), st.integers(0, 3))
def test_arabic_numerals_are_read_back_with_separators_and_in_full_width(value: int, places: int) -> None:
    for text in (f"{value}", f"{value:,}", f"{value / 10**places:.{places}f}", f"{value / 10**places:,.{places}f}"):
        expected = float(text.replace(",", ""))
        assert number_from_text(text) == expected
        assert number_from_text(text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})) == expected


@given(st.integers(1, 99_999), st.integers(0, 2), st.sampled_from(MAGNITUDES))
def test_magnitudes_multiply_without_the_noise_of_binary_fractions(value: int, places: int, magnitude: tuple[str, int]) -> None:
    text = f"{value / 10**places:.{places}f}"
    mark, factor = magnitude
    assert number_from_text(text + mark) == value * factor / 10**places


@given(st.integers(1000, 9999))
def test_digits_by_position(year: int) -> None:
    assert number_from_text("".join(DIGITS[int(digit)] for digit in str(year))) == year
    assert number_from_text("".join(DIGITS[int(digit)] for digit in str(year)).replace("零", "〇")) == year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("32.8万", 328_000),
        ("1万2千", 12_000),
        ("一万二", 12_000),
        ("一百二", 120),
        ("一百零二", 102),
        ("两千", 2000),
        ("二十万零五百", 200_500),
        ("三点五", 3.5),
        ("一点二万", 12_000),
        ("壹佰", 100),
        ("1,200万", 12_000_000),
        ("百", 100),
        ("1.2亿", 120_000_000),
    ],
)
def test_as_people_write(text: str, value: float) -> None:
    assert number_from_text(text) == value


@pytest.mark.parametrize("text", ["", "十四五", "三四", "百千", "十百", "四川", "1,23,", "万万万x", "零", "一.二", "9" * 50, "x12"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert number_from_text(text) is None


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿余多几点0123456789.,", max_size=60))
def test_any_run_of_digits_is_read_or_refused(text: str) -> None:
    value = number_from_text(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "ends"),
    [("三四十", (30, 40)), ("两三百", (200, 300)), ("十七八", (17, 18)), ("七八", (7, 8)), ("五三", None), ("三十四", None)],
)
def test_neighbours_name_a_range(text: str, ends: tuple[float, float] | None) -> None:
    assert range_from_text(text) == ends
