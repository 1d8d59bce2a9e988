"""Who or what a figure is about: the nearest school, place, project or group before it, else the institution that reports.

A part (其中高级职称 98 人) is about what follows 其中, so that no part is ever taken for the whole.
"""

from __future__ import annotations

import re

from reportparse.interpret.figures.contexts import Context
from reportparse.interpret.figures.lexicon import Lexicon
from reportparse.interpret.figures.lists import Item
from reportparse.interpret.figures.times import SAID
from reportparse.model import Identity

_SHORTEST = 3
"""Characters of the shortest name: 农村, 社区 and 教学 end like names and are none."""
_LONGEST = 30
_PART = "其中"
_PARTS = re.compile(r"其中[^;:。!?]*\Z")
_ITEM = re.compile(r"([、和及与]|以及)?([^,;:。!?、\d]{1,12})")
_OTHER = re.compile(r"([^,;:。!?、和及与()\d“”]{2,20})(?:以及|[、和及与])")
_OTHERS = re.compile(rf"(?:{_OTHER.pattern}){{1,12}}\Z")
_SHARED = re.compile(r"(?:专业|[系班镇乡村县区市])\Z")
"""What a list of names may say once, at its last: 数控、机电专业."""
_LISTING = ("、", "和", "及", "以及")
_SHORTEST_ENDING = 4
"""Characters of the shortest ending of a school's name that still means it: 职业学校."""
_PLACES = frozenset({"district", "city", "province"})
_AHEAD = 2
"""Characters behind a piece that may tell its end from part of a word: 市 before 级 ends no name."""
_CLAUSE = re.compile(r"[,;]")
_SITUATED = re.compile(r"(?:坐落|位于|地处|毗邻|落户)[^,;]*")
_PREDICATE = re.compile(r"[较比达为有设占约近超]")


def context_to_subject(context: Context, before: str, identity: Identity, lexicon: Lexicon) -> str:
    """The subject in words of the text; the institution where the sentence names nobody, or says 学校 or 全区 and is its report.

    `before` is whom the paragraph's figure before was about: 该系 means that one.
    """
    if before and lexicon.subject_again.search(context.clause):
        return before
    part = _part_named(context, lexicon) if _PART in context.own else _part_listed(context, lexicon)
    if part:
        return part
    named = _later(context.own, _text_to_name(context.own, lexicon, at_number=True), _text_to_group(context.own, lexicon))
    clauses = iter(reversed(_CLAUSE.split(context.earlier)))
    text = context.own
    owns = tuple(lexicon.subject_own.get(identity.scope, ()))
    while not named and (clause := next(clauses, None)) is not None:
        if owns and SAID.sub("", text).lstrip(",;、").startswith(owns):
            break  # 我校减免费用 9.6 万元: whom an earlier clause names has nothing to do with it
        text = _SITUATED.sub("", clause)
        named = _text_to_name(text, lexicon)
    return name_to_subject(_with_others_named(named, text, lexicon), identity, lexicon)


def _with_others_named(name: str, text: str, lexicon: Lexicon) -> str:
    """All of a list of names of which `name` is the last (甲学校、乙学校共有…); 学校 where that is one of them (学校与甲公司)."""
    start = text.rfind(name) if name else 0
    others = _OTHERS.search(text[:start])
    if not others:
        return name
    owns = frozenset().union(*lexicon.subject_own.values())
    first = start
    for item in reversed(list(_OTHER.finditer(others.group()))):
        other = SAID.sub("", item[1])
        if other in owns:
            return other
        named = _text_to_name(other, lexicon) or (_since_stop(other, lexicon) if _SHARED.search(name) else "")
        if not named or not other.endswith(named):
            break
        first = others.start() + item.end(1) - len(named)
    return text[first:start] + name


def name_to_subject(name: str, identity: Identity, lexicon: Lexicon) -> str:
    """A name, or the institution where it means that one."""
    return identity.institution if not name or _is_own(name, identity, lexicon) else name


def item_to_subject(item: Item, lexicon: Lexicon) -> str:
    """The school, part or level that a list with 分别 names for one number; empty where its names are none."""
    last, own = (_text_to_label(text, lexicon) for text in (item.names[-1], item.text))
    if not last:
        return ""
    return own or _since_stop(item.text, lexicon)


def _since_stop(text: str, lexicon: Lexicon) -> str:
    """The end of a text in which there is no word that cannot belong to a name."""
    stops = [found.end() for found in lexicon.subject_stop.finditer(text)]
    return text[max(stops, default=0) :].lstrip(lexicon.subject_leads)[-_LONGEST:]


def _text_to_label(text: str, lexicon: Lexicon) -> str:
    """The name or level with which an item of a list begins: 市级 of 市级课题, 机电系 of 机电系在校生."""
    if name := _text_to_name(text, lexicon):
        return name
    ends = (end for end in range(len(text), 1, -1) if lexicon.part_name.search(text[:end]))
    return text[: next(ends, 0)]


def _later(text: str, *names: str) -> str:
    return max(names, key=lambda name: text.rfind(name) if name else -1)


def _is_own(name: str, identity: Identity, lexicon: Lexicon) -> bool:
    """Whether a name means the reporter: one of its own words, the district of its education bureau, the end of its full name."""
    scope = identity.scope
    scopes = (scope,) if scope in lexicon.subject_own else tuple(lexicon.subject_own)
    if any(name in lexicon.subject_own[own] for own in scopes):
        return True
    if scope == "school" and len(name) >= _SHORTEST_ENDING and lexicon.subject_end.fullmatch(name):
        return True  # 国家级重点职业学校: what schools are called, not a name
    if scope in _PLACES:
        return name in identity.institution
    return len(name) >= _SHORTEST_ENDING and identity.institution.endswith(name)


def _part_named(context: Context, lexicon: Lexicon) -> str:
    """The words between 其中 and the number, without its predicate; the phrase behind the number where there are none."""
    named = _PREDICATE.split(SAID.sub("", context.own.rpartition(_PART)[2]).strip(",:、"))[0]
    if named:
        return named[-_LONGEST:]
    end = lexicon.phrase_end.search(context.behind)
    return context.behind[: end.start() if end else None][:_LONGEST]


def _part_listed(context: Context, lexicon: Lexicon) -> str:
    """The next part of the list that 其中 began: a level (省级 4 项) behind a comma too, else behind 、 or 和 only."""
    item = _ITEM.fullmatch(context.own)
    if not item or not _PARTS.search(context.earlier):
        return ""
    label = SAID.sub("", item[2])
    return _PREDICATE.split(label)[0] if item[1] or lexicon.part_name.search(label) else ""


def _text_to_group(text: str, lexicon: Lexicon) -> str:
    groups = lexicon.subject_group.findall(text)
    return groups[-1] if groups else ""


def _text_to_name(text: str, lexicon: Lexicon, *, at_number: bool = False) -> str:
    """The last name in a text. What stands right beside a number is counted by it, not spoken about (教学班 82 个, 6 个学院)."""
    pieces: list[tuple[int, int, bool]] = []
    start, counted, aimed = 0, False, False
    for stop in lexicon.subject_stop.finditer(text):
        before_number, word = stop["number"] is not None, stop.group()
        if not counted and not aimed:
            pieces.append((start, stop.start(), before_number))
        start, counted, aimed = stop.end(), before_number, word in lexicon.subject_aims or (aimed and word in _LISTING)
    if not counted and not aimed:
        pieces.append((start, len(text), at_number))
    names = (_piece_to_name(text, (a, b), lexicon, at_number=beside) for a, b, beside in reversed(pieces))
    return next(filter(None, names), "")


def _piece_to_name(text: str, span: tuple[int, int], lexicon: Lexicon, *, at_number: bool) -> str:
    """The name in a stretch of text without stops."""
    start, end = span
    piece = text[start:end]
    if any(piece in own for own in lexicon.subject_own.values()):
        return "" if at_number else piece
    last = len(piece) - at_number
    ends = [found.end() for found in lexicon.subject_end.finditer(text[start : end + _AHEAD]) if found.end() <= last]
    name = piece[: ends[-1]].lstrip(lexicon.subject_leads) if ends else ""
    return name[-_LONGEST:] if len(name) >= _SHORTEST else ""
