"""Whose name it is: what the cover says, held against what the document itself says.

A name is sure when two places that do not depend on one another say it. Where the pages behind the cover print a name that the cover has
too, over its lines or within a longer line, that is the name; where they say none that the cover has, the cover's stands and is doubted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reportparse.interpret.bodies import REGION, bracket_dropped, brackets_to_names, is_office, is_whole, name_to_ending, name_to_kind
from reportparse.interpret.cover import Cover
from reportparse.interpret.mentions import clause_names, is_in_brackets, is_mentioned
from reportparse.interpret.witnesses import Witnesses
from reportparse.model import Catalogue
from reportparse.text import text_folded

_OFTEN = 3
"""A name with which so many sentences begin is one that the document speaks of; partners stand in the middle of them."""
_SPOKEN_OF = (0, 2)
"""No way of calling itself so, and two sentences that begin with the name: less than that is said of anybody."""


@dataclass(frozen=True, slots=True)
class Named:
    """The name of the one who reports, and in words why it is doubted; an empty `doubt` says that it is sure."""

    name: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is held against one another: the cover and the witnesses; `kind` is that of the body that is looked for, empty where unknown."""

    cover: Cover
    witnesses: Witnesses
    kind: str
    catalogue: Catalogue


def name_heard(name: str, hearing: Hearing) -> Named:
    """The name as the cover was read, or the one that cover and document both print, and whether it is sure."""
    agreed = _agreed(name, hearing)
    if agreed:
        return Named(agreed, _contradiction(agreed, hearing))
    if not name:
        return _from_text(hearing)
    if not _is_known(name, hearing):
        return Named(name, f"the cover says {name}, and nothing else in the document does")
    return Named(name, _contradiction(name, hearing))


def _agreed(name: str, hearing: Hearing) -> str:
    """The name that cover and document both print: the longest that what was read on the cover is a part of, else the likeliest."""
    printed, own = "".join(map(text_folded, hearing.cover.lines)), text_folded(bracket_dropped(name))
    both = [found for found in hearing.witnesses.names() if found in printed and _is_of_kind(found, hearing)]
    longest = max((found for found in both if own and own in found), key=len, default="")
    outer = next((found for found in both if longest and is_in_brackets(longest, found, hearing.witnesses.text)), "")
    if outer:
        return _as_printed(outer, hearing.cover.lines)
    if longest == own and own:
        return name
    if not longest and not (own and _is_known(name, hearing)):
        longest = next((found for found in both if _weight(found, hearing.witnesses) >= _SPOKEN_OF), "") or _said_twice(hearing)
    return _as_printed(longest, hearing.cover.lines)


def _said_twice(hearing: Hearing) -> str:
    """A name with which two lines of the cover begin."""
    names = Counter(clause_names("\n".join(map(text_folded, hearing.cover.lines)), hearing.catalogue))
    return next((name for name, times in names.items() if times > 1 and _is_of_kind(name, hearing)), "")


def _as_printed(folded: str, lines: tuple[str, ...]) -> str:
    """A folded name as the cover has it."""
    printed = "".join(lines)
    at = text_folded(printed).find(folded) if len(text_folded(printed)) == len(printed) else -1
    return printed[at : at + len(folded)] if folded and at >= 0 else folded


def _is_of_kind(name: str, hearing: Hearing) -> bool:
    return name_to_kind(name, hearing.catalogue) == hearing.kind if hearing.kind else True


def _is_known(name: str, hearing: Hearing) -> bool:
    """Whether something besides the place on the cover that it was read from says the name, whole."""
    cover, witnesses = hearing.cover, hearing.witnesses
    if name in cover.labelled or (name == cover.stem and name in cover.publishers):
        return True
    names = [text_folded(one) for one in brackets_to_names(name)]
    if any(one in witnesses.own or is_mentioned(one, witnesses.text, hearing.catalogue) for one in names):
        return True
    return _is_of_place(names[0], hearing)


def _is_of_place(name: str, hearing: Hearing) -> bool:
    """Whether an authority's place is the one that the title names, or the text: 云台区 and 海清市云台区教育委员会."""
    if name_to_kind(name, hearing.catalogue) != "authority":
        return name.endswith(REGION) and name in hearing.witnesses.text
    place = name.removesuffix(name_to_ending(name, hearing.catalogue))
    region = text_folded(hearing.cover.stem)
    near = len(region) >= 2 and (region in place or place in region)
    return len(place) >= 2 and (near or place in hearing.witnesses.text)


def _contradiction(name: str, hearing: Hearing) -> str:
    """In words: another body of the kind that cover or document name with as much right."""
    rival = next(_rivals(name, hearing), "")
    return f"{name} is named, and so is {rival}" if rival else ""


def _rivals(name: str, hearing: Hearing) -> Iterator[str]:
    cover, witnesses = hearing.cover, hearing.witnesses
    weight = max(_weight(one, witnesses) for one in brackets_to_names(name))
    kind = name_to_kind(name, hearing.catalogue)
    beside = (other for other in (*cover.publishers, cover.stem) if _is_rival(other, name, kind, hearing) and other not in cover.partners)
    yield from (other for other in beside if _weight(other, witnesses) >= weight and not (is_office(name) and not is_office(other)))
    behind = (other for other in witnesses.names() if _is_rival(other, name, kind, hearing))
    yield from (other for other in behind if _weight(other, witnesses) > max(weight, (0, _OFTEN - 1)))


def _weight(name: str, witnesses: Witnesses) -> tuple[int, int]:
    """How many ways the document has of calling itself so, and how many clauses begin with the name."""
    folded = text_folded(name)
    return len(witnesses.own.get(folded, frozenset()) - {"filed"}), witnesses.said.get(folded, 0)


def _is_rival(other: str, name: str, kind: str, hearing: Hearing) -> bool:
    """Another body of the same kind, and not the same one with its place before it or another name in brackets."""
    if name_to_kind(other, hearing.catalogue) != kind or not is_whole(other, hearing.catalogue):
        return False
    names = {text_folded(one) for one in brackets_to_names(name)}
    others = {text_folded(one) for one in brackets_to_names(other)}
    text = hearing.witnesses.text
    return not any(_is_same(one, two, text) for one in names for two in others)


def _is_same(one: str, two: str, text: str) -> bool:
    return one.endswith(two) or two.endswith(one) or is_in_brackets(one, two, text) or is_in_brackets(two, one, text)


def _from_text(hearing: Hearing) -> Named:
    """The name by which the document calls itself most, where the cover has none: sure when it does so in two ways, or on many pages."""
    witnesses = hearing.witnesses
    fitting = [name for name in witnesses.names() if _is_of_kind(name, hearing) and _weight(name, witnesses) >= _SPOKEN_OF]
    if not fitting:
        return Named("")
    best = fitting[0]
    ways = witnesses.own.get(best, frozenset())
    rival = _contradiction(best, hearing)
    is_sure = len(ways) > 1 or "running" in ways
    return Named(best, rival if is_sure else f"the cover names nobody; the text speaks of {best}")
