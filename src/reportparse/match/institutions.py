"""Names that may mean one institution: proposed, never decided.

Over the years a school is printed with and without its city, with a branch in brackets, in short, under the name that it had before.
Likeness alone decides nothing here: 第一 and 第二 differ in one character, and so do two counties. So what is alike but for a
number or for the place in front is not proposed at all, and what is proposed says why.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from reportparse.model import Catalogue, NamePair
from reportparse.text import text_folded

# Pairs that a person would look into begin at about 0.75 (a word more, a place more); under 0.72 nearly all share only 职业学校.
LEAST_LIKENESS = 72
# What a reason is worth, so that the list begins with what the names say themselves.
_SURE, _SHORT, _PLACED = 0.99, 0.95, 0.9
_CHUNK = 512  # rows of the matrix at a time: 12,000 names take 6 MB instead of 144
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NUMBERS = re.compile(r"第?[一二三四五六七八九十百\d]+")
_PLACE = re.compile(r"^(?:.{2,8}?(?:省|自治区))?(?:.{2,7}?[市州盟])?(?:.{1,6}?[县区旗市])?")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart, folded: `core` without brackets and place, in its shortest form; `numbers` in it; what its `brackets` hold."""

    printed: str
    folded: str
    core: str
    place: str
    numbers: tuple[str, ...]
    brackets: tuple[str, ...]


def pair_institutions(names: Sequence[str], decided: Iterable[tuple[str, ...]], catalogue: Catalogue) -> tuple[NamePair, ...]:
    """Pairs of names that a person should look at, the likeliest first. `decided` are groups of names that somebody has looked at."""
    taken = [_name_taken_apart(name, catalogue) for name in {text_folded(name): name for name in names if name}.values()]
    pairs = {_key(pair.first, pair.second): pair for pair in (*_alike(taken), *_named(taken, catalogue))}
    settled = {_key(one, other) for group in decided for one, other in combinations(group, 2)}
    found = (pair for key, pair in pairs.items() if key not in settled)
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second)))


def _key(one: str, other: str) -> frozenset[str]:
    return frozenset((text_folded(one), text_folded(other)))


def _name_taken_apart(name: str, catalogue: Catalogue) -> _Name:
    folded = text_folded(name)
    bare = _BRACKETS.sub("", folded)
    place = _PLACE.match(bare)
    found = place[0] if place else ""
    rest = bare.removeprefix(found) or bare
    kinds = _kinds_of(catalogue)
    core = re.sub("|".join(kinds), lambda word: kinds[word[0]], rest)
    return _Name(name, folded, core, found, tuple(_NUMBERS.findall(bare)), tuple(_BRACKETS.findall(folded)))


@lru_cache(maxsize=8)
def _kinds_of(catalogue: Catalogue) -> dict[str, str]:
    """Each way to write a kind of school, the longest first, and the one that stands for all."""
    ways = (phrase.split("=") for phrase in catalogue.phrases["institution.kind"])
    words = {text_folded(word): group[-1] for group in ways for word in group}
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


def _named(names: Sequence[_Name], catalogue: Catalogue) -> Iterator[NamePair]:
    """Pairs that one of the two names itself: what it was called, or whose branch it is."""
    by_folded = {name.folded: name for name in names}
    formerly = tuple(sorted(map(text_folded, catalogue.phrases["institution.formerly"]), key=len, reverse=True))
    for name in names:
        for bracket in name.brackets:
            before = next((bracket.removeprefix(word).lstrip(":") for word in formerly if bracket.startswith(word)), "")
            if before in by_folded and by_folded[before] is not name:
                yield NamePair(by_folded[before].printed, name.printed, _SURE, "former name")
        owner = by_folded.get(_owner_named(name, catalogue))
        if owner and owner is not name:
            yield NamePair(owner.printed, name.printed, _SURE, "branch")


def _owner_named(name: _Name, catalogue: Catalogue) -> str:
    """The name before that of the branch: in brackets or not."""
    words = "|".join(map(re.escape, catalogue.phrases["institution.branch"]))
    if any(re.search(words, bracket) for bracket in name.brackets):
        return _BRACKETS.sub("", name.folded)
    found = re.match(rf"(.+?(?:学校|学院|中心|中学|大学|中专|职高)).{{1,8}}(?:{words})$", name.folded)
    return found[1] if found else ""


def _alike(names: Sequence[_Name]) -> Iterator[NamePair]:
    for one, other in (*_sharing_core(names), *_like_as_a_whole(names)):
        if one.numbers == other.numbers and _places_agree(one.place, other.place):
            yield _pair_of(one, other)


def _sharing_core(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Names of one core: the same school with more or less said of it, if it has a core of its own (第一职中 has, 学校 has not)."""
    by_core: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in names:
        by_core[name.core].append(name)
    for group in by_core.values():
        yield from combinations(group, 2) if len(group) <= _CHUNK else ()


def _like_as_a_whole(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    whole = [name.place + name.core for name in names]
    for start in range(0, len(whole), _CHUNK):
        scores = cdist(whole[start : start + _CHUNK], whole[start:], scorer=ratio, score_cutoff=LEAST_LIKENESS, dtype=np.uint8)
        for row, column in np.argwhere(np.triu(scores, 1)):
            yield names[start + row], names[start + column]


def _places_agree(one: str, other: str) -> bool:
    """Whether one place can be a part of what is said of the other; a name without a place agrees with any."""
    return not one or not other or one.endswith(other) or other.endswith(one) or one.startswith(other) or other.startswith(one)


def _pair_of(one: _Name, other: _Name) -> NamePair:
    first, second = sorted((one, other), key=lambda name: (len(name.folded), name.printed))
    if _BRACKETS.sub("", one.folded) == _BRACKETS.sub("", other.folded):
        return NamePair(first.printed, second.printed, _SURE, "brackets")
    if one.core == other.core:
        reason, worth = ("short form", _SHORT) if one.place == other.place else ("place", _PLACED)
        return NamePair(first.printed, second.printed, worth, reason)
    return NamePair(first.printed, second.printed, round(ratio(one.place + one.core, other.place + other.core) / 100, 2), "alike")
