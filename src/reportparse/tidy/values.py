"""From the text of a cell to a number, or to the kind of nothing that was printed.

Promise: what is read in only one way comes without a flag; what can be read in two ways comes with the likelier and a flag; what is no
number stays empty, flagged, its text kept. "—", "0" and an empty cell are three states.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from reportparse.model import Catalogue, MissingKind
from reportparse.text import blanks_dropped, text_folded

_BREAKS = re.compile(r"[\r\n\v\f\u2028\u2029]+")
_MARKS = re.compile(r"[①-⑳⑴-⒇²³¹⁰⁴-⁹]|(?<=[\d%])[*＊†‡#]+$")
_TREND = re.compile(r"(?<=[\d%])\s*[↑↓↗↘⬆⬇▲▼△▽]$")  # says that the figure rose or fell; before a figure △ may be a minus sign
_NUMBER = re.compile(r"^([+-]?)(\d+(?:,\d+)*|(?=\.\d))(\.\d+)?(e[+-]?\d{1,2})?$")
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})*$")
_MEASURED = re.compile(r"^([+-]?[\d,.]+)([万亿]?)([^\d,.+-].{0,7})?$")
_RATIO = re.compile(r"^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$")
_HEDGED = re.compile(r"^(?:约|近|超过?|逾|[<>≤≥~≈=])+|(?:余|多|左右|以上|以下|上下)+$")
_REMARK = re.compile(r"(?<=[\d%])\([^()]*\)$")
_APART = re.compile(r"\d\s+\d")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\s\d{3})+(?:\.\d+)?")
# A shorter line had room for more digits: what follows it may be a number of its own.
_FULL_LINE = 5
# Dashes that NFKC leaves alone and that stand for a minus sign before a digit.
_MINUS = re.compile(r"^[—–−‐‑‒―﹣](?=[\d.])")
_LOOKALIKES = str.maketrans({"∶": ":", "︰": ":", "。": ".", "·": ".", "﹒": ".", "﹐": ",", "，": ",", "﹪": "%", "٪": "%"})
_POWERS = {"": 1.0, "万": 1e4, "亿": 1e8}

MISSING: tuple[MissingKind, ...] = ("dash", "none", "masked")


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says: a number, or which kind of nothing; `unit` is a unit printed in the cell itself, `flags` are doubts."""

    number: float | None
    missing: MissingKind = ""
    unit: str = ""
    flags: tuple[str, ...] = ()


def text_to_raw(text: str) -> str:
    """The text as printed on one line: a line break in a cell is the paper's, not the author's."""
    return _BREAKS.sub("", text).strip()


@lru_cache(maxsize=65536)
def text_to_value(text: str, unit: str, catalogue: Catalogue) -> Value:
    """Read a cell whose row is in `unit` (canonical)."""
    raw = text_to_raw(text)
    if not raw:
        return Value(None, "blank")
    if missing := _text_to_missing(raw, catalogue):
        return missing
    doubts = tuple(_doubts_of_breaks(text))
    value = _folded_to_value(_folded(raw), unit, catalogue)
    if _MARKS.search(raw) or "·" in raw or "。" in raw:
        doubts = ("value-doubtful",)
    return value if value.number is None else replace(value, flags=tuple(dict.fromkeys((*value.flags, *doubts))))


def _folded(raw: str) -> str:
    folded = unicodedata.normalize("NFKC", _MARKS.sub("", _TREND.sub("", raw)).translate(_LOOKALIKES)).translate(_LOOKALIKES)
    return _MINUS.sub("-", blanks_dropped(folded).lower())


def _text_to_missing(raw: str, catalogue: Catalogue) -> Value | None:
    kind = _missing_kinds(catalogue).get(text_folded(raw))
    return None if kind is None else Value(None, kind, flags=("masked-value",) if kind == "masked" else ())


@lru_cache(maxsize=8)
def _missing_kinds(catalogue: Catalogue) -> dict[str, MissingKind]:
    return {text_folded(word): kind for kind in MISSING for word in catalogue.phrases.get(f"missing.{kind}", ())}


def _doubts_of_breaks(text: str) -> list[str]:
    """What joining leaves open: a number goes on after a line that was full or ended in a point; blanks part thousands, or nothing."""
    lines = [line.strip() for line in _BREAKS.split(text.strip())]
    broken = any(before[-1:].isdigit() and after[:1].isdigit() and len(before) < _FULL_LINE for before, after in pairwise(lines))
    return ["value-doubtful"] if broken or any(_is_loose(line) for line in lines) else []


def _is_loose(line: str) -> bool:
    """Digits apart from one another, but neither in thousands nor every character by itself, as some text layers have it."""
    return bool(_APART.search(line)) and not _THOUSANDS.fullmatch(line) and any(len(part) > 1 for part in line.split())


def _folded_to_value(folded: str, unit: str, catalogue: Catalogue) -> Value:
    number, doubt = _number_in(folded)
    if number is not None:
        return Value(number, flags=("value-doubtful",) if doubt else ())
    if unit == ":" and (ratio := _RATIO.match(folded)):
        return _ratio_to_value(float(ratio[1]), float(ratio[2]))
    if measured := _measured_to_value(folded, unit, catalogue):
        return measured
    return _hedged_to_value(folded, unit, catalogue)


def _number_in(folded: str) -> tuple[float | None, bool]:
    """The number that the whole text is, and whether it may be another one: 1,23 is no grouping of thousands."""
    found = _NUMBER.match(folded)
    if not found:
        return None, False
    sign, whole, point, power = found[1], found[2], found[3] or "", found[4] or ""
    doubt = "," in whole and not _GROUPED.match(whole)
    return float(f"{sign}{whole.replace(',', '') or '0'}{point}{power}"), doubt


def _ratio_to_value(first: float, second: float) -> Value:
    """13.5:1 and 1:13.5 both say 13.5; with no 1 on either side it is a quotient, and doubtful."""
    if second == 1 or first == 1:
        return Value(first if second == 1 else second)
    return Value(first / second if second else None, flags=("value-doubtful",) if second else ("value-unparsed",))


def _measured_to_value(folded: str, unit: str, catalogue: Catalogue) -> Value | None:
    """A number with its unit in the cell: 98.26%, 1200人, 1.2万 of a row in 人."""
    found = _MEASURED.match(folded)
    if not found or not (found[2] or found[3]):
        return None
    number, doubt = _number_in(found[1])
    tail = found[2] + (found[3] or "")
    factor = _tail_to_factor(tail, unit, catalogue)
    if number is None:
        return None
    if factor is None:
        return _foreign_to_value(number, found[2], found[3] or "", catalogue)
    flags = (*(("value-doubtful",) if doubt else ()), *(("unit-converted",) if factor != 1 else ()))
    return Value(_scaled(number, factor), unit=unit if factor != 1 else "", flags=flags)


def _scaled(number: float, factor: float) -> float:
    """Without the dust of binary fractions: 1.1万 is 11000."""
    return number if factor == 1 else float(f"{number * factor:.12g}")


def _tail_to_factor(tail: str, unit: str, catalogue: Catalogue) -> float | None:
    """What a number with this tail is multiplied with to be in `unit`; None when it cannot be."""
    if catalogue.unit_names.get(tail) == unit or tail == unit:
        return 1.0
    here, there = catalogue.units.get(tail), catalogue.units.get(unit)
    if here and there and here[0] == there[0]:
        return here[1] / there[1]
    power, rest = tail[:1], tail[1:]
    if power in ("万", "亿") and (not rest or catalogue.unit_names.get(rest, rest) == unit):
        return _POWERS[power]
    return None


def _foreign_to_value(number: float, power: str, unit: str, catalogue: Catalogue) -> Value | None:
    """A unit that the row does not have: the number is kept with the unit in its cell. What is no unit is no number either."""
    printed = power + unit
    name = catalogue.unit_names.get(printed)
    return Value(number, unit=name) if name else None


def _hedged_to_value(folded: str, unit: str, catalogue: Catalogue) -> Value:
    """约 100, 100 余, ≥90, 98.5（网上）, 98?26 with a lost point: the number, doubtful. Else no number at all."""
    bare = re.sub(r"(?<=\d)\?(?=\d)", ".", _REMARK.sub("", _HEDGED.sub("", folded))).rstrip(".,;、")
    if bare and bare != folded:
        value = _folded_to_value(bare, unit, catalogue)
        if value.number is not None:
            return Value(value.number, unit=value.unit, flags=tuple(dict.fromkeys((*value.flags, "value-doubtful"))))
        if missing := _text_to_missing(bare, catalogue):
            return missing
    return _unitless_missing(folded, catalogue) or Value(None, flags=("value-unparsed",))


def _unitless_missing(folded: str, catalogue: Catalogue) -> Value | None:
    """—%, xx人: nothing, with a unit after it."""
    splits = ((folded[:end], folded[end:]) for end in range(len(folded) - 1, 0, -1))
    marks = (mark for mark, tail in splits if tail in catalogue.unit_names and mark in _missing_kinds(catalogue))
    return next((_text_to_missing(mark, catalogue) for mark in marks), None)
