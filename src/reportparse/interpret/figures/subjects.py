"""Who or what a figure is about: the nearest school, place, project or group before it, else the institution that reports.

A part (其中高级职称 98 人) is about what follows 其中, so that no part is ever taken for the whole.
"""

from __future__ import annotations

from reportparse.interpret.figures.contexts import Context
from reportparse.interpret.figures.lexicon import Lexicon

_SHORTEST = 3
"""Characters of the shortest name: 农村, 社区 and 教学 end like names and are none."""
_LONGEST = 30
_PART = "其中"


def context_to_subject(context: Context, institution: str, lexicon: Lexicon) -> str:
    """The subject in words of the text; `institution` where the sentence names nobody, or says 学校, 全区 and the like."""
    if _PART in context.own:
        part = _part_named(context, lexicon)
        if part:
            return part
    own = _text_to_name(context.own, lexicon, groups=True)
    if own:
        return _institution_for(own, institution, lexicon)
    for clause in reversed(context.earlier.replace(";", ",").split(",")):
        name = _text_to_name(clause, lexicon, groups=False)
        if name:
            return _institution_for(name, institution, lexicon)
    return institution


def _institution_for(name: str, institution: str, lexicon: Lexicon) -> str:
    return institution if name in lexicon.subject_own else name


def _part_named(context: Context, lexicon: Lexicon) -> str:
    """The words between 其中 and the number, without links; the phrase behind the number where there are none."""
    named = context.own.rpartition(_PART)[2].strip(",:、")
    while named and (link := lexicon.links.match(named[-1:])) and link.group():
        named = named[:-1]
    if named:
        return named[-_LONGEST:]
    end = lexicon.phrase_end.search(context.behind)
    return context.behind[: end.start() if end else None][:_LONGEST]


def _text_to_name(text: str, lexicon: Lexicon, *, groups: bool) -> str:
    """The last name in a text. What stands right before the number is counted, not spoken about (教学班 82 个)."""
    name, position = "", -1
    start = 0
    for stop in [*lexicon.subject_stop.finditer(text), None]:
        end = stop.start() if stop else len(text)
        cut = _piece_to_name(text[start:end], lexicon, at_number=stop is None)
        if cut:
            name, position = cut, end
        start = stop.end() if stop else end
    if groups:
        for found in lexicon.subject_group.finditer(text):
            if found.end() > position:
                name = found.group()
    return name


def _piece_to_name(piece: str, lexicon: Lexicon, *, at_number: bool) -> str:
    ends = [found.end() for found in lexicon.subject_end.finditer(piece)]
    while ends and at_number and ends[-1] == len(piece):
        ends.pop()
    if not ends:
        return ""
    name = piece[: ends[-1]]
    return name[-_LONGEST:] if len(name) >= _SHORTEST or name in lexicon.subject_own else ""
