"""From tokens to quantities: a number, or a range of two, with the unit that it has or shares with its neighbour.

A quantity is what the digits say.  Whether it counts anything, and how it is bounded, is asked later and from outside;
here 一二 is resolved into a value, 三四十 into a range, 312 of 「由 312 增加到 335 人」 gets the 人 of the number behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reportparse.interpret.figures.lexicon import Lexicon, Unit
from reportparse.model import Bound
from reportparse.numbers import number_from_text, range_from_text

_INSIDE = re.compile(r"[余多几]")
_FRACTION = re.compile(r"(.+)(?:分之|/)(.+)")
_RANGE = re.compile(r"[—~\-至到]{1,2}")
_LIST = re.compile(r"[、,和及与]|以及")
_CHANGE_TO = re.compile(r"[^,;。!?]{0,16}(?:[增升降减提扩涨]|发展|变|调整)[^,;。!?]{0,3}?[到至为][^,;。!?]{0,12}")
_RATIO_OF = re.compile(r"生师比|师生比|(?:之比|比例|比值|比)(?:约?为|是|达到?|约|:)?\Z")
_RATIO_BY = re.compile(r"的?[^,;。、\d]{0,4}?比例|的?(?:师生|生师)?比(?![赛较])")
_MINUS = re.compile(r"[长降幅率为比][—\-]")
"""A minus sign: behind a word of change (增长-3.5%), where no range can have begun."""
_FROM = re.compile(r"[由从][^,;。!?]{0,16}\Z")
_SHARE = Unit("%", 1.0, False, (), "")
_RATIO = Unit(":", 1.0, False, (), "")
_SIGNED = frozenset({"%", "个百分点"})
_WINDOW = 40
"""Characters between 由 and a number, or between two numbers that share a unit: longer ones belong to two statements."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """`start`..`end` of all that was printed, `number_end` of the numeral alone. `unit` is None for a bare number."""

    start: int
    number_end: int
    end: int
    low: float
    high: float | None
    unit: Unit | None
    chinese: bool
    inside: Bound | None = None
    after: Bound | None = None
    flags: tuple[str, ...] = ()


def text_to_quantities(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """The quantities of a paragraph in order, ranges joined, each with its unit; bare numbers are left out."""
    found = [quantity for match in lexicon.numbers.finditer(text) if (quantity := _match_to_quantity(match, lexicon))]
    joined = list(_ranges_joined(found, text))
    return tuple(quantity for quantity in _units_shared(joined, text) if quantity.unit)


def _match_to_quantity(match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    if match.lastgroup == "ratio":
        return _ratio_to_quantity(match)
    if match.lastgroup != "number":
        return None
    numeral = match["numeral"]
    share = _share_to_value(numeral)
    if share is not None:
        end = match.end("numeral")
        suffix = next((word for word in lexicon.bounds_after if match.string.startswith(word, end)), "")
        return Quantity(match.start(), end, end + len(suffix), share, None, _SHARE, False, None, lexicon.bounds_after.get(suffix))
    return _numeral_to_quantity(match, lexicon)


def _numeral_to_quantity(match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    numeral = match["numeral"]
    inside = _INSIDE.search(numeral)
    bare = _INSIDE.sub("", numeral)
    ends = (value, None) if (value := number_from_text(bare.replace("?", "."))) is not None else range_from_text(bare)
    if ends is None:
        return None
    unit = _match_to_unit(match, lexicon)
    low, high = (_scaled(end, unit) for end in ends)
    minus = bool(low and unit and unit.name in _SIGNED and _MINUS.fullmatch(match.string[max(0, match.start() - 2) : match.start()]))
    return Quantity(
        start=match.start() - minus,
        number_end=match.end("numeral"),
        end=match.end(),
        low=(low or 0.0) * (-1 if minus else 1),
        high=high,
        unit=unit,
        chinese=not numeral[0].isdigit(),
        inside=lexicon.bounds_inside.get(inside.group()) if inside else None,
        after=lexicon.bounds_after.get(match["after"] or ""),
        flags=("decimal-restored",) if "?" in numeral else (),
    )


def _match_to_unit(match: re.Match[str], lexicon: Lexicon) -> Unit | None:
    """The unit printed, 人/台 where it is printed per something; what is counted per something is no measure."""
    unit = lexicon.units.get(match["unit"] or "")
    return replace(unit, name=unit.name + match["per"], measure="") if unit and match["per"] else unit


def _scaled(value: float | None, unit: Unit | None) -> float | None:
    """In the unit's normal form, without the noise of binary fractions."""
    if value is None or unit is None or unit.factor == 1:
        return value
    return float(Decimal(str(value)) * Decimal(str(unit.factor)))


def _share_to_value(numeral: str) -> float | None:
    """百分之九十五, 四分之一 and 八成五 in per cent; None for any other numeral."""
    if numeral.startswith("百分之"):
        return 100.0 if numeral == "百分之百" else number_from_text(numeral[3:])
    if fraction := _FRACTION.fullmatch(numeral):
        below, above = map(number_from_text, fraction.groups() if "/" not in numeral else reversed(fraction.groups()))
        return above * 100 / below if above and below and above < below else None
    if numeral[1:2] == "成":
        tens, ones = number_from_text(numeral[0]), 5 if numeral.endswith("半") else number_from_text(numeral[2:]) or 0
        return tens * 10 + ones if tens else None
    return None


def _ratio_to_quantity(match: re.Match[str]) -> Quantity | None:
    """生师比 13.5:1 or 1:13.5, 与在校生之比为 1:346, 按 1:200 的比例: the side that is not 1."""
    named = _RATIO_OF.search(match.string[max(0, match.start() - _WINDOW) : match.start()])
    if not named and not _RATIO_BY.match(match.string, match.end()):
        return None
    sides = [float(side) for side in match.group().split(":")]
    if 1 not in sides:
        return None  # 45.3:54.7 parts a whole
    value = sides[0] if sides[1] == 1 else sides[1]
    return Quantity(match.start(), match.end(), match.end(), value, None, _RATIO, False)


# ------------------------------------------------------------------------------------------------ two numbers together


def _ranges_joined(found: list[Quantity], text: str) -> Iterator[Quantity]:
    """30—45 人 and 300 元至 500 元 are one quantity; 由 300 人到 500 人 are two."""
    held: Quantity | None = None
    for quantity in found:
        if held and _is_range(held, quantity, text):
            low = held.low if held.unit else _with_unit_of(held, quantity).low
            quantity = replace(quantity, start=held.start, low=low, high=quantity.low, chinese=held.chinese)
            held = None
        if held:
            yield held
        held = quantity
    if held:
        yield held


def _is_range(first: Quantity, second: Quantity, text: str) -> bool:
    if not second.unit or first.high is not None or second.high is not None or second.start - first.end > 2:
        return False
    between = text[first.end : second.start]
    same = first.unit is None or first.unit.name == second.unit.name
    rising = first.low < second.low or (first.unit is None and first.low < second.low * second.unit.factor)
    moving = between in ("到", "至") and _FROM.search(text[max(0, first.start - _WINDOW) : first.start])
    return same and rising and bool(_RANGE.fullmatch(between)) and not moving


def _with_unit_of(bare: Quantity, other: Quantity) -> Quantity:
    low = _scaled(bare.low, other.unit)
    return replace(bare, unit=other.unit, low=low if low is not None else bare.low)


def _units_shared(found: list[Quantity], text: str) -> list[Quantity]:
    """Bare numbers get the unit of the number that they are listed with, or that they grew to."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        bare, other = shared[index], shared[index + 1]
        if bare.unit is None and other.unit is not None and _is_listed(bare, other, text):
            shared[index] = _with_unit_of(bare, other)
    return shared


def _is_listed(bare: Quantity, other: Quantity, text: str) -> bool:
    if other.start - bare.end > _WINDOW:
        return False
    before = text[max(0, bare.start - _WINDOW) : bare.start]
    between = text[bare.end : other.start]
    if _LIST.fullmatch(between):
        return "分别" in before
    return bool(_FROM.search(before) and _CHANGE_TO.fullmatch(between))
