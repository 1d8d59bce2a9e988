"""Columns that a wide sheet prints again at the left of every page: its names, and their units perhaps.

Such a page is a strip like any other once they are gone: the page that it goes beside has them. A table of the same names with other
figures is none: it says the same years once more. Where no names are printed again, but ordinals or the code of a school that stand left
of them, nothing tells one page with names from another: they go, and what is left is looked at like other strips.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from reportparse.assemble.chunks import Chunk, chunks_of_page, is_number
from reportparse.assemble.cutouts import page_without_text
from reportparse.assemble.header import column_from_text
from reportparse.assemble.lines import PageLines, is_level, lines_from_page
from reportparse.assemble.parts import Knowledge
from reportparse.assemble.sheets.strips import Turn, holds_names, is_name, is_prose
from reportparse.model import Rules

_SAME = 1.5  # points
_NEAR = 4.0  # points
_LETTERS = 3  # with which a line begins: enough to tell whether it may be printed again
_FEWEST_LINES = 4
_SHARE = 0.5  # of a page's lines
_LEVELS = 1.2  # of the font box: how far one level of a header stands from the middle of both
_FEWEST_NAMES = 3
_FEWEST_CODES = 2  # the head of a column, and one cell that is merged down the whole table


@dataclass(frozen=True, slots=True)
class Repeat:
    """A page that prints columns of another one again (`of` and `at` are indices), without them."""

    at: int
    of: int
    bare: PageLines


def repeats_found(pages: Sequence[PageLines], known: Knowledge) -> list[Repeat]:
    """The pages that have columns of an earlier one again, and others than it has."""
    out: dict[int, Repeat] = {}
    steps: set[int] = set()  # how many pages further on such were found: those that go on without a header are as far
    for at, before in _beginning_alike(pages):
        first = out[before].of if before in out else before
        parted = _parted(pages[before], pages[at], known) or (first != before and _parted(pages[first], pages[at], known))
        if parted and (at - before in steps or _has_own_heads(pages[before], parted, known)):
            steps.add(at - before)
            out[at] = Repeat(at, first, _bared(pages[at], parted))
    return list(out.values())


def turns_of_repeats(repeats: Sequence[Repeat]) -> list[Turn]:
    """Those that follow one another together: they have the same columns."""
    turns: list[list[Repeat]] = []
    for one in repeats:
        last = turns[-1][-1] if turns else None
        if last is not None and (one.at, one.of) == (last.at + 1, last.of + 1):
            turns[-1].append(one)
        else:
            turns.append([one])
    return [Turn(tuple((one.of, one.at) for one in turn)) for turn in turns]


@dataclass(frozen=True, slots=True)
class Bared:
    """A page without the columns that others with names (`of`: indices) have at the same heights."""

    of: frozenset[int]
    bare: PageLines


def codes_bared(pages: Sequence[PageLines], known: Knowledge) -> dict[int, Bared]:
    """The pages without names whose first columns earlier pages with names have."""
    tables = [at for at, page in enumerate(pages) if page.lines and is_level(page.page) and not is_prose(page)]
    named = {at for at in tables if holds_names(pages[at], known)}
    out: dict[int, Bared] = {}
    if not any(a in named and b not in named for a, b in pairwise(tables)):
        return out
    for at, alike in _alike(pages, tables, letters=1, near=(-1, 0, 1)):
        if at not in named:
            before = [k for k, n in alike.items() if n >= _FEWEST_CODES and k in named]
            parted = {k: each for k in before if (each := _codes_parted(pages[k], pages[at]))}
            if parted:
                out[at] = Bared(frozenset(parted), _cropped(pages[at], parted[max(parted)].cut))
    return out


def _alike(pages: Sequence[PageLines], among: Iterable[int], *, letters: int, near: Sequence[int]) -> Iterator[tuple[int, Counter[int]]]:
    """Of the pages `among` these how many lines begin with the same letters as those of each earlier one, at the same height or so `near`
    it."""
    seen: dict[tuple[int, str], list[int]] = {}
    for at in among:
        begun = {(round(line.middle / _NEAR), line.text[:letters]) for line in pages[at].lines}
        yield at, Counter(k for height, begin in begun for step in near for k in seen.get((height + step, begin), ()))
        for key in begun:
            seen.setdefault(key, []).append(at)


def _beginning_alike(pages: Sequence[PageLines]) -> Iterator[tuple[int, int]]:
    """Pages most of whose lines begin like those of an earlier one at the same heights, each with the nearest such."""
    enough = [at for at, page in enumerate(pages) if len(page.lines) >= _FEWEST_LINES]
    for at, alike in _alike(pages, enough, letters=_LETTERS, near=(0,)):
        found = [k for k, n in alike.items() if n >= max(_FEWEST_LINES, _SHARE * len(pages[at].lines))]
        if found and is_level(pages[at].page):
            yield at, max(found)


@dataclass(frozen=True, slots=True)
class _Parted:
    """What a page prints again, what it has of its own, and where its own columns begin."""

    again: list[Chunk]
    rest: list[Chunk]
    cut: float


def _parted(before: PageLines, page: PageLines, known: Knowledge) -> _Parted | None:
    """The page parted into its repeated columns and its own; None where it has no names again, or names of its own.

    Its own columns begin with what follows a name or a head, and is not there on the other page.
    """
    pieces = list(chunks_of_page(page))
    same = _same(list(chunks_of_page(before)), pieces)
    names = [chunk for chunk in pieces if is_name(chunk, known)]
    if len(names) < _FEWEST_NAMES or not same.issuperset(names):
        return None
    ends = {name.middle: name.x1 for name in names}
    heads = [chunk for chunk in same if column_from_text(chunk.text, known.words)]
    apart = [chunk for chunk in pieces if chunk not in same]
    own = [chunk for chunk in apart if chunk.x0 > ends.get(chunk.middle, np.inf) or any(_is_level(chunk, head) for head in heads)]
    if not own:
        return None
    cut = _cut(page.page.rules, own, max(ends.values()))
    again = [chunk for chunk in pieces if chunk in same and chunk.centre < cut]
    if not set(names) <= set(again):  # columns of its own stand left of names
        return None
    return _Parted(again, [chunk for chunk in pieces if chunk not in again], cut)


def _codes_parted(before: PageLines, page: PageLines) -> _Parted | None:
    """The same by whatever stands in the first columns; None where these hold anything that the other page does not."""
    pieces = list(chunks_of_page(page))
    same = _same(list(chunks_of_page(before)), pieces)
    begin: dict[float, float] = {}
    for chunk in same:
        begin[chunk.middle] = min(chunk.x0, begin.get(chunk.middle, np.inf))
    first = min((chunk.x0 for chunk in pieces if chunk not in same and chunk.x0 > begin.get(chunk.middle, np.inf)), default=-np.inf)
    again = [chunk for chunk in pieces if chunk in same and chunk.x1 < first]  # titles reach over what follows
    if len(again) < _FEWEST_CODES:
        return None
    left, right = min(chunk.x0 for chunk in again), max(chunk.x1 for chunk in again)
    rest = [chunk for chunk in pieces if chunk not in again]
    level = [chunk for chunk in rest if chunk.x0 < right and left < chunk.x1 < first]
    if any(is_number(chunk.text) or chunk.x0 > left - _SAME for chunk in level):  # figures that happen to be the same; or titles
        return None
    return _Parted(again, rest, _cut(page.page.rules, [chunk for chunk in rest if chunk.x0 > right], right))


def _same(theirs: Sequence[Chunk], pieces: Sequence[Chunk]) -> set[Chunk]:
    """What stands on the other page too, at the same heights. The sheet may stand further left or right on it."""
    by_text: dict[str, list[Chunk]] = {}
    for chunk in theirs:
        by_text.setdefault(chunk.text, []).append(chunk)
    level = [(a, b) for b in pieces for a in by_text.get(b.text, ()) if abs(a.middle - b.middle) < _SAME]
    by = Counter(round(b.x0 - a.x0) for a, b in level).most_common(1)[0][0] if level else 0
    return {b for a, b in level if abs(b.x0 - a.x0 - by) < _SAME}


def _is_level(chunk: Chunk, head: Chunk) -> bool:
    return chunk.x0 > head.x1 and abs(chunk.middle - head.middle) < _LEVELS * chunk.height


def _cut(rules: Rules, own: Sequence[Chunk], right: float) -> float:
    """Where these columns begin, beside those that end at `right`: level rules are broken there too. Words that cross an upright rule are
    too long for their cell, and say nothing of its left side."""
    uprights = rules.vertical[:, 0]
    begin = [chunk.x0 for chunk in own if not ((uprights > chunk.x0 + _SAME) & (uprights < chunk.x1 - _SAME)).any()]
    edges = np.concatenate([uprights, rules.horizontal[:, 1]])
    if not begin:
        return float(min(edges[edges > right], default=right))
    return float(max(edges[edges < min(begin) + _SAME], default=min(begin)))


def _has_own_heads(before: PageLines, parted: _Parted, known: Knowledge) -> bool:
    """Are there words level with what stands above the first name, and does the other page have others there, and not the same years?"""
    first = min(chunk.middle for chunk in parted.again if is_name(chunk, known))
    head = max((chunk for chunk in parted.again if chunk.middle < first - chunk.height / 2), key=lambda chunk: chunk.middle, default=None)
    if head is None:
        return False
    words = [chunk for chunk in parted.rest if not is_number(chunk.text) and abs(chunk.middle - head.middle) < _LEVELS * chunk.height]
    theirs = {a.text for a in chunks_of_page(before) if abs(a.middle - head.middle) < _LEVELS * a.height}
    own = [word for word in words if word.text not in theirs]
    years = [column for word in own if (column := column_from_text(word.text, known.words)) and column.kind == "year"]
    return len(own) > len(years) or (bool(own) and len(own) == len(words))


def _bared(page: PageLines, parted: _Parted) -> PageLines:
    """The page without its repeated columns."""
    boxes = [(c.x0, c.middle - c.height / 2, c.x1, c.middle + c.height / 2) for c in parted.again]
    bare = page_without_text(page.page, boxes)
    return lines_from_page(replace(bare, rules=rules_from(bare.rules, parted.cut)))


def _cropped(page: PageLines, cut: float) -> PageLines:
    """The page without anything left of its own columns, titles and notes that reach over them too."""
    bare = page_without_text(page.page, [(-np.inf, -np.inf, cut - _SAME, np.inf)])
    return lines_from_page(replace(bare, rules=rules_from(bare.rules, cut)))


def rules_from(rules: Rules, cut: float) -> Rules:
    """What of the rules stands right of `cut`."""
    level = rules.horizontal[rules.horizontal[:, 2] > cut + _SAME].copy()
    level[:, 1] = np.maximum(level[:, 1], cut)
    return Rules(level, rules.vertical[rules.vertical[:, 0] > cut - _SAME])
