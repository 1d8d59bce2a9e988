"""Lists, mostly said with 分别: the first number belongs to the first year, school or count named before, the second to the second."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportparse.interpret.figures.amounts import Amount
from reportparse.interpret.figures.contexts import Context
from reportparse.interpret.figures.grammar import TIMES
from reportparse.numbers import number_from_text

_LONGEST = 20
_JOINT = re.compile(r"(?:[、,和及与]|以及)*")
_ONE_YEAR = r"(?:19|20)?\d\d(?:(?<=\d{4})[—~\-/](?:19|20)?\d\d)?(?:学?年度?|[级届])?"
_YEARS = re.compile(rf"{_ONE_YEAR}(?:(?:[、,和及与]|以及){_ONE_YEAR})+")
_SINCE = re.compile(r"((?:19|20)\d\d)年(?:以来|至今|起|开始)")
_LAST_YEARS = re.compile(r"近(\d|[两二三四五六七八九])年")
_APART = re.compile(r"分别|依次|逐年")
_NAMES_PARTED = (re.compile(r"以及|[、和及与]"), re.compile(r"、"))
_ONE_NAME = re.compile(r"[^\d]{1,30}")
_TIMES = re.compile(TIMES)
_SPAN = re.compile(r"((?:19|20)\d\d)[年届级]?[—~\-至到]((?:19|20)\d\d)([年届级])")


@dataclass(frozen=True, slots=True)
class Item:
    """What a list names for one of its numbers: 就业率 of 就业率、升学率分别为…; `tail` is what all of its `names` do."""

    text: str
    names: tuple[str, ...]
    tail: str


def lists_to_items(amounts: list[Amount], contexts: list[Context]) -> dict[int, Item]:
    """The name that 分别 gives each amount, by index; absent where there are not as many names as numbers.

    What they grew to is named by the same list: 就业率、升学率分别由 96%、61% 提高到 97%、72%.
    """
    items: dict[int, Item] = {}
    named: list[Item] = []
    for first, last in _groups(amounts, contexts):
        own = contexts[first].own
        apart = _APART.search(own)
        head, tail = (own[: apart.start()], own[apart.end() :]) if apart else (own, "")
        goes_on = contexts[first].previous == first - 1 and first - 1 in items
        if found := _names_apart(head, contexts[first].earlier if apart else "", tail, last - first + 1):
            named = found
        else:
            named = [replace(item, tail=own) for item in named] if goes_on else []
        if len(named) == last - first + 1:
            items |= dict(zip(range(first, last + 1), named, strict=True))
    return items


def _names_apart(head: str, earlier: str, tail: str, count: int) -> list[Item]:
    """As many names as numbers, from the clause with 分别, else from the clause before it."""
    before = re.split(r"[,;:。!]", earlier.rstrip(","))[-1] if earlier.endswith(",") else ""
    for text, rest in ((head, tail), (before, head + tail)):
        for parted in _NAMES_PARTED:
            names = tuple(_TIMES.sub("", name) for name in parted.split(text))
            if len(names) == count and all(map(_ONE_NAME.fullmatch, names)):
                return [Item(name, names, rest) for name in names]
    return []


def lists_to_periods(amounts: list[Amount], contexts: list[Context], report_year: int | None) -> dict[int, str]:
    """The periods of amounts that a list tells apart, by index; amounts in no list, or in one that does not count up, are absent."""
    periods: dict[int, str] = {}
    for first, last in _groups(amounts, contexts):
        text = contexts[first].earlier + contexts[first].own
        named = _periods_named(text) or _years_until(text, report_year)
        if len(named) == last - first + 1:
            periods |= dict(zip(range(first, last + 1), named, strict=True))
    return periods


def _groups(amounts: list[Amount], contexts: list[Context]) -> Iterator[tuple[int, int]]:
    """First and last index of each run of amounts that follow one another: behind 分别, or all of one unit."""
    first = 0
    while first < len(amounts):
        last = first
        while last + 1 < len(amounts) and contexts[last + 1].previous == last and _JOINT.fullmatch(contexts[last + 1].own):
            last += 1
        if last > first and (_APART.search(contexts[first].own) or _are_alike(amounts[first : last + 1])):
            yield first, last
        first = last + 1


def _are_alike(amounts: list[Amount]) -> bool:
    return len({amount.quantity.unit.name for amount in amounts if amount.quantity.unit}) == 1


def _years_until(text: str, report_year: int | None) -> list[str]:
    """2021年以来 and 近三年 year by year up to the report's: they tell a list apart only if it has as many numbers."""
    since, last = (list(pattern.finditer(text)) for pattern in (_SINCE, _LAST_YEARS))
    if report_year is None or not (since or last):
        return []
    start = int(since[-1][1]) if since else report_year + 1 - int(number_from_text(last[-1][1]) or 0)
    return [f"{year}年" for year in range(max(start, report_year - _LONGEST), report_year + 1)]


def _periods_named(text: str) -> list[str]:
    """2022、2023、2024年 and 2022级、2023级 each with its ending; 2022—2024年 year by year, 2022-2023、2023-2024学年 too."""
    listed = [found.group() for found in _YEARS.finditer(text)]
    if listed:
        items = re.split(r"以及|[、,和及与]", listed[-1])
        ending = items[-1].lstrip("0123456789—~-/")
        return [item if item.endswith(ending) else item + ending for item in items]
    spans = list(_SPAN.finditer(text))
    if not spans:
        return []
    start, end, ending = int(spans[-1][1]), int(spans[-1][2]), spans[-1][3]
    return [f"{year}{ending}" for year in range(start, min(end, start + _LONGEST) + 1)]
