"""Which quantities count something, and how they are meant: exactly, at least, at most, about.

Arabic digits with a unit always count.  Chinese numerals count only where the language counts with them: 一 before a
noun is an article, 二 before a measure word an ordinal (what is counted is 两), 百 千 万 alone are figures of speech.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportparse.interpret.figures.lexicon import Lexicon
from reportparse.interpret.figures.quantities import Quantity
from reportparse.model import Bound

_LONGEST_BOUND = 4
_LINKED = "为有达占了共至到"
_MAGNITUDES = frozenset("十百千万亿")
_COUNTED_ONE = re.compile(r"(?:共|共有|仅|仅有|只有|现有|其中|新增|各有|各)\Z")
_ENDS_CLAUSE = re.compile(r"[、,;。!)和及]|\Z")
_WHOLES = "的|总[数额量]|总?[学课]时|总收入|总人数"
_APART = re.compile(rf"(不超过|不低于|不少于|不高于|超过|不到|不足|近|接近|约|逾)[^,;:。!、\d]{{0,8}}(?:{_WHOLES})\Z")
"""超过总数的 5%, 不低于年度经费总额 5%: a noun between bound and share."""
_APART_FROM_VERB = re.compile(r"(至少|最少|至多|最多)[^,;:。!、\d]{1,4}\Z")
"""至少开展两次, 最多可容纳 300 人: a verb between bound and number."""
_POINTS = frozenset({"倍", "个百分点", "%"})
_CLAUSE_WINDOW = 30


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity that counts, with its bound; `start` includes the word that bounds it (超过, 近)."""

    quantity: Quantity
    start: int
    bound: Bound


def quantities_to_amounts(quantities: tuple[Quantity, ...], text: str, lexicon: Lexicon) -> list[Amount]:
    """The quantities that count, in order."""
    amounts: list[Amount] = []
    for quantity in quantities:
        amount = _quantity_to_amount(quantity, text, lexicon)
        if _is_needed(quantity, text) and _counts(amount, text, amounts):
            amounts.append(amount)
    return amounts


def _quantity_to_amount(quantity: Quantity, text: str, lexicon: Lexicon) -> Amount:
    start, before = _bound_before(quantity, text, lexicon)
    if quantity.high is not None:
        return Amount(quantity, start, "range")
    said = {bound for bound in (before, quantity.inside, quantity.after) if bound}
    if len(said) > 1:
        return Amount(quantity, start, "approx")  # 近 500 余人 says two things: near is what they share
    return Amount(quantity, start, said.pop() if said else "eq")


def _bound_before(quantity: Quantity, text: str, lexicon: Lexicon) -> tuple[int, Bound | None]:
    """The longest word of bounds that ends where the number begins, a link word between them allowed (约为), before a share a noun too."""
    start = quantity.start
    for end in (start, start - 1) if text[start - 1 : start] in tuple(_LINKED) else (start,):
        for length in range(min(_LONGEST_BOUND, end), 0, -1):
            if bound := lexicon.bounds_before.get(text[end - length : end]):
                return (start, None) if bound == "eq" else (end - length, bound)
    if text[start - 1 : start] in lexicon.bounds_before_magnitude and text[start] in _MAGNITUDES:
        return start - 1, "ge"
    share = quantity.unit is not None and quantity.unit.name == "%"
    window = text[max(0, start - _CLAUSE_WINDOW) : start]
    apart = (_APART.search(window) if share else None) or _APART_FROM_VERB.search(window)
    return (start - len(apart.group()), lexicon.bounds_before.get(apart[1])) if apart else (start, None)


def _is_needed(quantity: Quantity, text: str) -> bool:
    """班 is a class unless the clause holds something."""
    needs = quantity.unit.needs if quantity.unit else ()
    window = text[max(0, quantity.start - _CLAUSE_WINDOW) : quantity.start]
    return not needs or any(word in window for word in needs)


def _counts(amount: Amount, text: str, earlier: list[Amount]) -> bool:
    quantity = amount.quantity
    numeral = text[quantity.start : quantity.number_end]
    if numeral == "百分之百":
        return bool(_ENDS_CLAUSE.match(text, quantity.end))  # 百分之百投入 is an adverb
    if not quantity.chinese:
        return True
    if (quantity.unit and quantity.unit.arabic) or _is_quoted(quantity.start, text):
        return False
    if set(numeral) <= _MAGNITUDES - {"十"}:
        return amount.bound in ("ge", "le", "approx")
    if numeral == "一":
        return _is_one_counted(amount, text, earlier)
    return numeral not in ("二", "零", "〇")


def _is_quoted(start: int, text: str) -> bool:
    window = text[max(0, start - 60) : start]
    return window.rfind("“") > window.rfind("”")


def _is_one_counted(amount: Amount, text: str, earlier: list[Amount]) -> bool:
    """一 counts behind a word of counting, beside another count of the same unit, or behind its noun at the end of the clause."""
    quantity = amount.quantity
    if quantity.unit and quantity.unit.name in _POINTS:
        return True
    if _COUNTED_ONE.search(text[max(0, quantity.start - 4) : quantity.start]):
        return True
    last = earlier[-1].quantity if earlier else None
    if last and last.unit and quantity.unit and last.unit.name == quantity.unit.name and quantity.start - last.end <= 10:
        return "每" not in text[last.end : quantity.start]
    ends_clause = bool(_ENDS_CLAUSE.match(text, quantity.end))
    noun_before = text[max(0, quantity.start - 4) : quantity.start]
    return ends_clause and bool(re.fullmatch(r"[一-鿿]{2,4}", noun_before)) and not re.search(r"[每为是成统之]", noun_before)
