"""Columns that stand before the names of a wide sheet, on pages of their own: ordinals, or titles of groups set upright.

They say little, but a page of them stands between two pages of one table, and neither goes on over it. So the page with the names is set
beside them, with what is beside it already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from reportparse.assemble.chunks import Chunk, chunks_from_line, chunks_of_page
from reportparse.assemble.header import column_from_text
from reportparse.assemble.lines import PageLines
from reportparse.assemble.parts import Knowledge
from reportparse.assemble.sheets.strips import OF_NAMES, Turn, furniture_of_both, holds_names, is_alike
from reportparse.model import Rules

_SAME = 1.5  # points
_MOST_LINES = 80
_ORDINAL = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})*")


def leads_in_turn(pages: Sequence[PageLines], furniture: Sequence[frozenset[int]], known: Knowledge) -> list[Turn]:
    """Pages of such columns, each with the one that follows it, whose rows stand at the same heights and begin and end with its own."""
    turns: list[Turn] = []
    places: list[tuple[float, float]] = []  # of those that have a head: they go on without one
    for at, (lead, host) in enumerate(pairwise(pages)):
        if not _has_rows_of(lead, host) or holds_names(lead, known) or not holds_names(host, known):
            continue
        own, _ = furniture_of_both((lead, furniture[at]), (host, furniture[at + 1]))
        pieces = [chunk for i, line in enumerate(lead.lines) if i not in own for chunk in chunks_from_line(lead, line)]
        level = lead.page.rules.horizontal
        place = float(level[:, 1].min()), float(level[:, 2].max())
        is_headed = any(_is_head(chunk, known) or _is_letter(chunk) for chunk in pieces)
        goes_on = any(abs(place[0] - left) < _SAME and abs(place[1] - right) < _SAME for left, right in places)
        if (is_headed or goes_on) and not any(_others(pieces, host, known)):
            places.append(place)
            turns.append(Turn(((at, at + 1),)))
    return turns


def _has_rows_of(lead: PageLines, host: PageLines) -> bool:
    """Are all level rules of the one at the heights of the other's, and do the rules of both begin and end at the same ones?"""
    if not 0 < len(lead.lines) < _MOST_LINES or not is_alike(lead, host) or lead.page.strips:
        return False
    own, their = lead.page.rules, host.page.rules
    if len(own.horizontal) < 2 or not len(own.vertical) or not len(their.horizontal):
        return False
    is_met = np.abs(own.horizontal[:, :1] - their.horizontal[:, 0]).min(axis=1) < _SAME
    return bool(is_met.all()) and all(abs(a - b) < _SAME for a, b in zip(_extent(own), _extent(their), strict=True))


def _extent(rules: Rules) -> tuple[float, float]:
    ys = np.concatenate([rules.horizontal[:, 0], rules.vertical[:, 1], rules.vertical[:, 2]])
    return float(ys.min()), float(ys.max())


def _is_head(chunk: Chunk, known: Knowledge) -> bool:
    column = column_from_text(chunk.text, known.words)
    return column is not None and column.kind in OF_NAMES


def _is_letter(chunk: Chunk) -> bool:
    return len(chunk.text) == 1 and chunk.text.isalpha()


def _others(pieces: Sequence[Chunk], host: PageLines, known: Knowledge) -> Iterator[Chunk]:
    """What is neither head nor ordinal nor letter, and no part of a title that goes on beside it."""
    theirs = list(chunks_of_page(host))
    for chunk in pieces:
        if _ORDINAL.fullmatch(chunk.text) or _is_letter(chunk) or _is_head(chunk, known):
            continue
        if not any(abs(other.middle - chunk.middle) < _SAME for other in theirs):
            yield chunk
