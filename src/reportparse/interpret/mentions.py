"""Where a document names bodies: with which name a clause begins, and whether a name stands in the text whole.

Chinese has no blanks between words, so a name found in a text may be the end or the beginning of a longer one. A mention counts where
something other than a name stands on both sides: a mark, the edge of a line, or one of the few characters that join words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reportparse.interpret.bodies import KINDS, REGION, bracket_dropped, is_sentence, is_whole, name_to_ending, name_to_kind, parts_pattern
from reportparse.interpret.labels import words_folded
from reportparse.model import Catalogue
from reportparse.text import text_folded

_LONGEST = 30  # characters of a name; the longest seen has 27
_SHORTEST = 4
_REACH = 14  # characters behind a name in which its own continuation would end
_OPENING = 14  # characters before a name, with which a sentence may open: 2024年,甲学校; 在市教育局指导下,甲学校
_MIDDLE = re.compile(rf"、$|^[^。;!?:\n]{{{_OPENING}}}$")
_ANYWHERE = set("".join(REGION)) | set("我全本该各")
"""省教育厅 and 我市教育局 are the authorities of a place that is named elsewhere."""
_CLAUSE = re.compile(r"[^\u4e00-\u9fff](?:(?<=\d)(?:学?年度?|月|日))?")


def clause_names(text: str, catalogue: Catalogue) -> Iterator[str]:
    """The names with which the sentences of a folded text begin, or their first clauses, in order, as often as they do."""
    ends: dict[int, list[int]] = {}
    for found in _endings(catalogue).finditer(text):
        start = _clause_start(text, found.end())
        if start is not None:
            ends.setdefault(start, []).append(found.end())
    for start, stops in ends.items():
        if name := _name_from(text, start, stops, catalogue):
            yield name


def _clause_start(text: str, end: int) -> int | None:
    """Where the clause begins that reaches to `end`; None where that is further away than names are long, or in the middle of a sentence:
    the names of a list are those of others."""
    near = max(0, end - _LONGEST)
    marks = [found.end() for found in _CLAUSE.finditer(text, near, end)]
    start = marks[-1] if marks else 0 if near == 0 else None
    return None if start is None or text[start - 1 : start].isdigit() or _MIDDLE.search(text[max(0, start - _OPENING) : start]) else start


def _name_from(text: str, start: int, stops: list[int], catalogue: Catalogue) -> str:
    """The shortest name that is whole, with what belongs to it behind: 东海大学 goes on in 东海大学附属职业学校."""
    name = ""
    for stop in stops:
        longer = text[start:stop]
        if name and not parts_pattern(catalogue).fullmatch(longer[len(name) :]):
            break
        if name or is_name(longer, catalogue):
            name = longer
    return name


@lru_cache(maxsize=8192)
def is_name(name: str, catalogue: Catalogue) -> bool:
    """Whether a folded text may be a name and nothing else: with an ending, whole, and no words of running text in it."""
    if not _SHORTEST <= len(name) <= _LONGEST or is_sentence(name) or not name_to_kind(name, catalogue):
        return False
    own = name[: -len(name_to_ending(name, catalogue))]
    return is_whole(name, catalogue) and not (set(own) <= _ANYWHERE or is_motto(name, catalogue) or _speaks_of(own, catalogue))


def _speaks_of(own: str, catalogue: Catalogue) -> bool:
    """Whether words of running text follow a body's ending within: 学校对甲职业学校."""
    joins = words_folded(catalogue, "institution.join")
    return any(own.startswith(joins, found.end()) for found in _endings(catalogue).finditer(own))


def is_motto(name: str, catalogue: Catalogue) -> bool:
    """Whether what ends as a name does holds words that no name has: 办人民满意的学校, 国家级重点中等职业学校."""
    folded = text_folded(bracket_dropped(name))
    own = folded[: -len(name_to_ending(folded, catalogue))] if name_to_kind(folded, catalogue) else ""
    return any(word in own for word in words_folded(catalogue, "institution.never"))


@lru_cache(maxsize=8)
def _endings(catalogue: Catalogue) -> re.Pattern[str]:
    words = sorted({word for kind in KINDS for word in words_folded(catalogue, f"institution.{kind}")}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


def is_mentioned(name: str, text: str, catalogue: Catalogue) -> bool:
    """Whether a folded name stands in a folded text as a whole name at least once."""
    return any(_begins(text, at, catalogue) and not goes_on(text, at + len(name), catalogue) for at in places_in(name, text))


def stands_apart(place: str, text: str, catalogue: Catalogue) -> bool:
    """Whether a place stands in the text, and not only as the end of a longer one."""
    return any(_begins(text, at, catalogue) for at in places_in(place, text))


def places_in(name: str, text: str) -> Iterator[int]:
    """Where a name begins in a text."""
    at = text.find(name) if name else -1
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _begins(text: str, start: int, catalogue: Catalogue) -> bool:
    """Whether nothing before it makes a name longer."""
    before = text[start - 1 : start]
    return not before or before in words_folded(catalogue, "institution.join") or _CLAUSE.match(before) is not None


def goes_on(text: str, stop: int, catalogue: Catalogue) -> bool:
    """Whether a name that ends here is the beginning of a longer one: 东海大学 of 东海大学附属职业学校."""
    behind = _CLAUSE.split(text[stop : stop + _REACH], maxsplit=1)[0]
    endings = (found.end() for found in _endings(catalogue).finditer(behind))
    kinds = words_folded(catalogue, "title.kind")
    return any(parts_pattern(catalogue).fullmatch(behind[:end]) and behind[:end] not in kinds for end in endings)


def is_in_brackets(inner: str, outer: str, text: str) -> bool:
    """Whether the text has one name in brackets behind the other: 桐山县职业技术教育中心（简称桐山职教中心）."""
    return inner != outer and re.search(rf"{re.escape(outer)}\([^()]{{0,6}}{re.escape(inner)}", text) is not None


def names_ending_with(end: str, text: str) -> Iterator[str]:
    """The end of a name with what stands before it in its clause, all of it and ever less."""
    for at in places_in(end, text):
        near = max(0, at + len(end) - _LONGEST)
        marks = [found.end() for found in _CLAUSE.finditer(text, near, at)]
        yield from (text[start : at + len(end)] for start in range(marks[-1] if marks else near, at))
