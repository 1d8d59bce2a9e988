"""Whose name it is: what the cover says, held against what the document itself says.

A name is sure when two places that do not depend on one another say it. Where the pages behind the cover print a name that the cover has
too, over its lines or within a longer line, that is the name; where they say none that the cover has, the cover's stands and is doubted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from reportparse.interpret.agreement import SPOKEN_OF, Hearing, is_known, is_of_kind, is_printed, name_agreed
from reportparse.interpret.bodies import REGION, bracket_dropped, brackets_to_names, is_office, is_whole, name_to_kind
from reportparse.interpret.mentions import is_in_brackets, is_name
from reportparse.interpret.standing import is_of_enterprise
from reportparse.interpret.witnesses import names_by_weight, weight_of
from reportparse.text import text_folded

_OFTEN = 3
"""A name with which so many sentences begin is one that the document speaks of; partners stand in the middle of them."""


@dataclass(frozen=True, slots=True)
class Named:
    """The name of the one who reports, and in words why it is doubted; an empty `doubt` says that it is sure."""

    name: str
    doubt: str = ""


def name_heard(name: str, hearing: Hearing) -> Named:
    """The name as the cover was read, or the one that cover and document both print, and whether it is sure."""
    agreed = name_agreed(name, hearing)
    if agreed:
        return Named(agreed, _contradiction(agreed, hearing))
    is_others = hearing.kind == "enterprise" and name_to_kind(name, hearing.catalogue) not in ("", "enterprise")
    if not name or is_others:
        return _from_text(name, hearing)
    if not is_known(name, hearing):
        other = _from_text("", replace(hearing, kind="school")) if _is_above_or_none(name, hearing) else Named("")
        if other.name and (is_printed(other.name, hearing) or not other.doubt):
            return Named(other.name, f"the cover says {name}, the text speaks of {other.name}")
        others = (found for found in names_by_weight(hearing.witnesses) if is_of_kind(found, hearing))
        spoken_of = next((f"; the text speaks of {found}" for found in others), "")
        return Named(name, f"the cover says {name}, and nothing else in the document does{spoken_of}")
    return Named(name, _contradiction(name, hearing))


def _is_above_or_none(name: str, hearing: Hearing) -> bool:
    """Whether what was read on the cover is no name, or that of an authority of which the title has no region: a school's report may have
    one above its own name."""
    above = hearing.kind == "authority" and not hearing.cover.stem.endswith(REGION)
    return above or not is_name(text_folded(bracket_dropped(name)), hearing.catalogue)


def _contradiction(name: str, hearing: Hearing) -> str:
    """In words: another body of the kind that cover or document name with as much right."""
    rival = next(_rivals(name, hearing), "")
    return f"{name} is named, and so is {rival}" if rival else ""


def _rivals(name: str, hearing: Hearing) -> Iterator[str]:
    cover, witnesses = hearing.cover, hearing.witnesses
    weight = max(weight_of(one, witnesses) for one in brackets_to_names(name))
    kind = name_to_kind(name, hearing.catalogue)
    beside = (other for other in (*cover.publishers, cover.stem) if _is_rival(other, name, kind, hearing) and other not in cover.partners)
    yield from (other for other in beside if weight_of(other, witnesses) >= weight and not (is_office(name) and not is_office(other)))
    behind = (other for other in names_by_weight(witnesses) if _is_rival(other, name, kind, hearing))
    # The text of an authority speaks of those above it, and any text of partners: how often decides nothing where the cover says the name
    # in the title or behind a label.
    signed = [one for one in cover.publishers if name_to_kind(one, hearing.catalogue) == kind]
    is_told = name in cover.labelled or bool(cover.stem and cover.stem in name) or signed == [name]
    least = (max(weight[0], 1 if kind == "authority" else 0), inf) if is_told or kind == "authority" else max(weight, (0, _OFTEN - 1))
    yield from (other for other in behind if weight_of(other, witnesses) > least)


def _is_rival(other: str, name: str, kind: str, hearing: Hearing) -> bool:
    """Another body of the kind, and not the same one with its place before it or another name in brackets. Where no region stands in the
    title an authority may only be the one above a school that reports, and an enterprise the one beside it where the title speaks of none.
    """
    is_above = kind == "authority" and not hearing.cover.stem.endswith(REGION)
    is_beside = kind == "enterprise" and not is_of_enterprise(hearing.cover.title, hearing.catalogue)
    kinds = (kind, "school") if is_above or is_beside else (kind,)
    if name_to_kind(other, hearing.catalogue) not in kinds or not is_whole(other, hearing.catalogue):
        return False
    names = {text_folded(one) for one in brackets_to_names(name)}
    others = {text_folded(one) for one in brackets_to_names(other)}
    text = "\n".join((hearing.witnesses.text, text_folded("".join(hearing.cover.lines))))
    is_part = any(one.startswith(two) for one in names for two in others)  # 东海大学 beside its 东海大学附属中学
    return not is_part and not any(_is_same(one, two, text) for one in names for two in others)


def _is_same(one: str, two: str, text: str) -> bool:
    return one.endswith(two) or two.endswith(one) or is_in_brackets(one, two, text) or is_in_brackets(two, one, text)


def _from_text(name: str, hearing: Hearing) -> Named:
    """The name by which the document calls itself most, where the cover has none: sure where that speaks of nobody else."""
    witnesses = hearing.witnesses
    names = [found for found in names_by_weight(witnesses) if is_of_kind(found, hearing)]
    both = [found for found in names if is_printed(found, hearing)]
    fitting = both or [found for found in names if weight_of(found, witnesses) >= SPOKEN_OF]
    if not fitting:
        return Named(name)
    best = fitting[0]
    rival = _contradiction(best, hearing)
    is_sure = weight_of(best, witnesses)[0] > 0
    return Named(best, rival if is_sure else f"the cover names nobody; the text speaks of {best}, whose level and scope were taken")
