"""Columns that a wide sheet prints again at the left of every page: its names, and their units perhaps.

Such a page is a strip like any other once they are gone: the page that it goes beside has them. A table of the same names with other
figures is none: it says the same years once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportparse.assemble.chunks import Chunk, chunks_from_line, is_number
from reportparse.assemble.cutouts import page_without_text
from reportparse.assemble.lines import PageLines, is_level, lines_from_page
from reportparse.assemble.parts import Knowledge
from reportparse.assemble.sheets.strips import Turn, is_name, is_prose
from reportparse.model import Rules

_SAME = 1.5  # points
_NEAR = 4.0  # points
_LETTERS = 3  # with which a line begins: enough to tell whether it may be printed again
_FEWEST_LINES = 4
_SHARE = 0.5  # of a page's lines
_LEVELS = 1.2  # of the font box: how far one level of a header stands from the middle of both
_FEWEST_NAMES = 3


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
        parted = _parted(pages[before], pages[at], known)
        if parted and (at - before in steps or _has_own_heads(pages[before], parted, known)):
            steps.add(at - before)
            out[at] = Repeat(at, out[before].of if before in out else before, _bared(pages[at], parted))
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


def _beginning_alike(pages: Sequence[PageLines]) -> Iterator[tuple[int, int]]:
    """Pages most of whose lines begin like those of an earlier one at the same heights, each with the nearest such."""
    seen: dict[tuple[int, str], list[int]] = {}
    for at, page in enumerate(pages):
        if not page.lines or is_prose(page):
            continue
        keys = {(round(line.middle / _NEAR), line.text[:_LETTERS]) for line in page.lines}
        alike = Counter(k for key in keys for k in seen.get(key, ()))
        found = [k for k, n in alike.items() if n >= max(_FEWEST_LINES, _SHARE * len(page.lines))]
        if found and is_level(page.page):
            yield at, max(found)
        for key in keys:
            seen.setdefault(key, []).append(at)


def _pieces(page: PageLines) -> list[Chunk]:
    return [chunk for line in page.lines for chunk in chunks_from_line(page, line)]


@dataclass(frozen=True, slots=True)
class _Parted:
    """What a page prints again, what it has of its own, and where its own columns begin."""

    again: list[Chunk]
    rest: list[Chunk]
    cut: float


def _parted(before: PageLines, page: PageLines, known: Knowledge) -> _Parted | None:
    """The page parted into its repeated columns and its own; None where it has no names again, or names of its own.

    The sheet may stand further left or right on it. Its own columns begin with what follows a name and is not there on the other page.
    """
    pieces, theirs = _pieces(page), dict[str, list[Chunk]]()
    for chunk in _pieces(before):
        theirs.setdefault(chunk.text, []).append(chunk)
    level = [(a, b) for b in pieces for a in theirs.get(b.text, ()) if abs(a.middle - b.middle) < _SAME]
    by = Counter(round(b.x0 - a.x0) for a, b in level).most_common(1)[0][0] if level else 0
    same = {b for a, b in level if abs(b.x0 - a.x0 - by) < _SAME}
    names = [chunk for chunk in pieces if is_name(chunk, known)]
    ends = {name.middle: name.x1 for name in names}
    own = [chunk.x0 for chunk in pieces if chunk not in same and chunk.x0 > ends.get(chunk.middle, np.inf)]
    if len(names) < _FEWEST_NAMES or not own or not same.issuperset(names):
        return None
    uprights = page.page.rules.vertical[:, 0]
    cut = float(max(uprights[uprights < min(own) + _SAME], default=min(own)))
    again = [chunk for chunk in pieces if chunk in same and chunk.centre < cut]
    if not set(names) <= set(again):  # columns of its own stand left of names
        return None
    return _Parted(again, [chunk for chunk in pieces if chunk not in again], cut)


def _has_own_heads(before: PageLines, parted: _Parted, known: Knowledge) -> bool:
    """Are there words level with what stands above the first name, and does the other page have others there?"""
    first = min(chunk.middle for chunk in parted.again if is_name(chunk, known))
    head = max((chunk for chunk in parted.again if chunk.middle < first - chunk.height / 2), key=lambda chunk: chunk.middle, default=None)
    if head is None:
        return False
    words = [chunk for chunk in parted.rest if not is_number(chunk.text) and abs(chunk.middle - head.middle) < _LEVELS * chunk.height]
    theirs = _pieces(before) if words else []
    return any(not any(a.text == b.text and abs(a.middle - b.middle) < _SAME for a in theirs) for b in words)


def _bared(page: PageLines, parted: _Parted) -> PageLines:
    """The page without its repeated columns."""
    boxes = [(c.x0, c.middle - c.height / 2, c.x1, c.middle + c.height / 2) for c in parted.again]
    bare = page_without_text(page.page, boxes)
    return lines_from_page(replace(bare, rules=rules_from(bare.rules, parted.cut)))


def rules_from(rules: Rules, cut: float) -> Rules:
    """What of the rules stands right of `cut`."""
    level = rules.horizontal[rules.horizontal[:, 2] > cut + _SAME].copy()
    level[:, 1] = np.maximum(level[:, 1], cut)
    return Rules(level, rules.vertical[rules.vertical[:, 0] > cut - _SAME])
