"""Numerals: what a printed number is worth, written in Arabic, full-width, Chinese or mixed digits.

One reading for tables and prose alike: 1,234.50 · １２３４ · 4.9万 · 1万2千 · 三千零五 · 二〇二四.  Values are built as
decimals and become floats last, so that 32.8万 is 328000 and not 327999.99.  What is not a number as a whole is None,
never a guess: 十四五 and 三四 have no value.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩", "一二三四五六七八九十百千万亿两")
_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})++|\d++)(?:\.\d++)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})++(?!\d)")
_POSITIONAL = re.compile(r"[零〇一二三四五六七八九]++")
_POINTED = re.compile(r"([零〇一二两三四五六七八九十百千]++)点([零〇一二三四五六七八九]++)([百千万亿]?)")
_ONE = r"[一二两三四五六七八九]|\d++(?:\.\d++)?"
_SECTION = re.compile(rf"(?:({_ONE})?千)?(?:零?({_ONE})?百)?(?:零?({_ONE})?十)?(零?)({_ONE})?")
_NEIGHBOURS = re.compile(r"([十百千]?)([一二两三四五六七八九])([一二两三四五六七八九])([十百千万亿]{0,2})")
_LONGEST = 40
"""Characters of the longest numeral that is read: a longer run of digits names a document or an account."""


def number_from_text(text: str) -> float | None:
    """The value of a numeral; None when `text` as a whole is not one."""
    value = _decimal_from_text(unicodedata.normalize("NFKC", text).translate(_FORMAL).replace(" ", ""))
    return None if value is None else float(value)


def range_from_text(text: str) -> tuple[float, float] | None:
    """The two ends of a numeral that names neighbours: 三四十 is 30 and 40, 两三百 200 and 300, 十七八 17 and 18."""
    found = _NEIGHBOURS.fullmatch(text)
    if not found:
        return None
    head, low, high, tail = found.groups()
    if _DIGITS[low] >= _DIGITS[high] or (head and tail):
        return None
    ends = number_from_text(head + low + tail), number_from_text(head + high + tail)
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def _decimal_from_text(text: str) -> Decimal | None:
    if not text or len(text) > _LONGEST:
        return None
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if found := _POINTED.fullmatch(text):
        return _pointed_to_decimal(*found.groups())
    if len(text) > 1 and _POSITIONAL.fullmatch(text):
        return _positions_to_decimal(text)
    return _myriads_to_decimal(_GROUPED.sub(lambda found: found.group().replace(",", ""), text))


def _pointed_to_decimal(whole: str, fraction: str, magnitude: str) -> Decimal | None:
    """三点五, 一点二万."""
    head = _decimal_from_text(whole)
    if head is None:
        return None
    tail = Decimal("0." + "".join(str(_DIGITS[digit]) for digit in fraction))
    return (head + tail) * {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}[magnitude]


def _positions_to_decimal(text: str) -> Decimal | None:
    """二〇二四: digits by position. Two digits without a nought name neighbours (三四: three or four), which is no number."""
    if len(text) == 2 and not {"零", "〇"} & set(text):
        return None
    return Decimal("".join(str(_DIGITS[digit]) for digit in text))


def _myriads_to_decimal(text: str) -> Decimal | None:
    """Cut at the last 亿, then at the last 万: what stands before is multiplied, what stands behind is added."""
    for mark, factor in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = text.rpartition(mark)
        if found:
            before = _myriads_to_decimal(head) if head else Decimal(1)
            after = _tail_to_decimal(tail, factor)
            return None if before is None or after is None else before * factor + after
    return _section_to_decimal(text)


def _tail_to_decimal(tail: str, factor: int) -> Decimal | None:
    """What follows 万 or 亿. 一万二 is 12000, as people say it; 一万零二 is 10002."""
    if not tail:
        return Decimal(0)
    if tail in _DIGITS and tail not in "零〇":
        return Decimal(_DIGITS[tail]) * factor / 10
    value = _myriads_to_decimal(tail.removeprefix("零"))
    return value if value is not None and value < factor else None


def _section_to_decimal(text: str) -> Decimal | None:
    """A numeral below ten thousand: 千 百 十 in falling order, each with its digit. 一百二 is 120, 十二 is 12."""
    found = _SECTION.fullmatch(text)
    if not found or text in ("", "零"):
        return None
    value = Decimal(0)
    lowest = 1
    for digit, magnitude, factor in zip(found.groups()[:3], "千百十", (1000, 100, 10), strict=True):
        if magnitude in text:
            value += (_one_to_decimal(digit) if digit else 1) * factor
            lowest = factor
    nought, last = found.group(4), found.group(5)
    if last is None:
        return None if nought else value
    said_short = lowest > 10 and not nought and last in _DIGITS
    return value + _one_to_decimal(last) * (lowest // 10 if said_short else 1)


def _one_to_decimal(text: str) -> Decimal:
    return Decimal(_DIGITS[text]) if text in _DIGITS else Decimal(text)
