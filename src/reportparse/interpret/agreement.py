"""The name that the cover and the pages behind it both print.

A cover breaks a name over its lines, puts English between them, mottoes before it and the word for the report behind it; the text prints it
in one piece. So what was read on the cover is a beginning: a longer name around it, or a shorter one within it, counts if both have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reportparse.interpret.bodies import REGION, bracket_dropped, brackets_to_names, is_whole, name_to_ending, name_to_kind
from reportparse.interpret.cover import Cover
from reportparse.interpret.labels import words_folded
from reportparse.interpret.mentions import (
    clause_names,
    goes_on,
    is_in_brackets,
    is_mentioned,
    is_name,
    names_ending_with,
    places_in,
    stands_apart,
)
from reportparse.interpret.witnesses import Witnesses, names_by_weight, weight_of
from reportparse.model import Catalogue
from reportparse.text import text_folded

_GOVERNING = ("局", "厅", "委", "委员会")
_FOREIGN = re.compile("[^\u4e00-\u9fff()·]")
SPOKEN_OF = (0, 2)
"""No way of calling itself so, and two sentences that begin with the name: less than that is said of anybody."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is held against one another: the cover and the witnesses; `kind` is that of the body that is looked for, empty where unknown."""

    cover: Cover
    witnesses: Witnesses
    kind: str
    catalogue: Catalogue


def name_agreed(name: str, hearing: Hearing) -> str:
    """The name that both print, as the cover has it; empty where there is none, or none better than `name`."""
    own, both = text_folded(bracket_dropped(name)), _both(hearing)
    around = max((found for found in both if own and own in found), key=len, default="")
    if around:
        text = hearing.witnesses.text
        return _as_printed(next((found for found in both if is_in_brackets(around, found, text)), around), hearing.cover.lines)
    if not name_to_kind(own, hearing.catalogue) and own.endswith(REGION):
        return _as_printed(next(authorities_on(hearing), ""), hearing.cover.lines)
    if own and is_known(name, hearing):
        return ""
    within = max((found for found in both if found in own), key=len, default="")
    likely = (found for found in both if weight_of(found, hearing.witnesses) >= SPOKEN_OF)
    found = (own and _longer(own, hearing)) or within or next(likely, "") or _said_twice(hearing)
    return _as_printed(found, hearing.cover.lines)


def _both(hearing: Hearing) -> list[str]:
    """The names with which something in the document begins and that the cover prints, over its lines too."""
    return [found for found in names_by_weight(hearing.witnesses) if is_printed(found, hearing) and is_of_kind(found, hearing)]


def is_printed(name: str, hearing: Hearing) -> bool:
    """Whether the cover has a folded name, in one piece or over its lines, and not as the beginning of a longer one."""
    printed = _printed(hearing.cover.lines)
    return any(not goes_on(printed, at + len(name), hearing.catalogue) for at in places_in(name, printed))


def _printed(lines: tuple[str, ...]) -> str:
    """The cover's Chinese in one piece."""
    return _FOREIGN.sub("", "".join(map(text_folded, lines)))


def _longer(own: str, hearing: Hearing) -> str:
    """What the text has before the rest of a name, where the cover has it too, be it elsewhere: 望海县 under 职业技术教育中心学校."""
    lines = [text_folded(line) for line in hearing.cover.lines]
    begun = tuple(_printed(hearing.cover.lines[number:]) for number in range(len(lines)))
    longer = names_ending_with(own, hearing.witnesses.text)
    printed = (name for name in longer if name.removesuffix(own) in lines or any(line.startswith(name) for line in begun))
    return max(printed, key=len, default="")


def authorities_on(hearing: Hearing) -> Iterator[str]:
    """The authorities with which lines of the cover begin, of the region that the title names: 龙湾市教育局文件."""
    names = clause_names("\n".join(map(text_folded, hearing.cover.lines)), hearing.catalogue)
    for name in names:
        place = name.removesuffix(name_to_ending(name, hearing.catalogue))
        if name_to_kind(name, hearing.catalogue) == "authority" and text_folded(hearing.cover.stem).endswith(place):
            yield name
    yield from (line for line in map(text_folded, hearing.cover.lines) if _governs(line, text_folded(hearing.cover.stem)))


def _governs(line: str, region: str) -> bool:
    """Whether a line has the form of an authority's name, be its ending known or not: 浦南新区教育卫生体育局."""
    places = (line[:stop] for stop in range(2, len(line) - 2))
    return line.endswith(_GOVERNING) and any(place.endswith(REGION) and region.endswith(place) for place in places)


def _said_twice(hearing: Hearing) -> str:
    """A name with which two lines of the cover begin."""
    names = Counter(clause_names("\n".join(map(text_folded, hearing.cover.lines)), hearing.catalogue))
    return next((name for name, times in names.items() if times > 1 and is_of_kind(name, hearing)), "")


def _as_printed(folded: str, lines: tuple[str, ...]) -> str:
    """A folded name as the cover has it."""
    printed = _FOREIGN.sub("", "".join(lines))
    at = text_folded(printed).find(folded) if len(text_folded(printed)) == len(printed) else -1
    return printed[at : at + len(folded)] if folded and at >= 0 else folded


def is_of_kind(name: str, hearing: Hearing) -> bool:
    return name_to_kind(name, hearing.catalogue) == hearing.kind if hearing.kind else True


def is_known(name: str, hearing: Hearing) -> bool:
    """Whether something besides the place on the cover that it was read from says the name, whole."""
    cover, witnesses = hearing.cover, hearing.witnesses
    if name in cover.labelled or (name == cover.stem and name in cover.publishers):
        return True
    if not is_whole(name, hearing.catalogue):
        return False
    names = [one for each in brackets_to_names(name) if is_name(one := text_folded(each), hearing.catalogue)]
    if any(one in witnesses.own or is_mentioned(one, witnesses.text, hearing.catalogue) for one in names):
        return True
    return _is_of_place(text_folded(name), hearing)


def _is_of_place(name: str, hearing: Hearing) -> bool:
    """Whether an authority's place is the one that the title names, or the text: 云台区 and 海清市云台区教育委员会."""
    kind = name_to_kind(name, hearing.catalogue)
    if kind != "authority":
        named = any(word in line for line in hearing.cover.lines for word in words_folded(hearing.catalogue, "institution.authority"))
        return not kind and name.endswith(REGION) and name in hearing.witnesses.text and not named
    place, text = name.removesuffix(name_to_ending(name, hearing.catalogue)), hearing.witnesses.text
    region = text_folded(hearing.cover.stem)
    near = region.endswith(REGION) and (region in place or place in region) and name in map(text_folded, hearing.cover.publishers)
    begins = stands_apart(place, text, hearing.catalogue)
    return len(place) >= 2 and (begins or (near and place not in text))
