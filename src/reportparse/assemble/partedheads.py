"""Headers of two levels that a page break parts: the first level stands below its caption at the foot of a page, the second at the head
of the next, above the rows.

Neither is a header alone, or the first is one without its years. Caption and first level are read where the rows are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reportparse.assemble.aligned.heads import headers_on_page
from reportparse.assemble.captions import caption_from_line
from reportparse.assemble.lines import Line, PageLines
from reportparse.assemble.parts import Knowledge, last_page

_MOST_LINES = 4  # of the first level: 一级指标 in two lines, beside words in one
_PITCH = 1.5  # of the font box, between the lines of two levels

Sides = tuple[PageLines, frozenset[int]]
"""The lines of a page, and which of them are furniture."""


def heads_joined(pages: Sequence[Sides], known: Knowledge) -> list[Sides]:
    """The pages, captions with the first level of a header moved from the foot of one to the head of the next."""
    out = list(pages)
    for at in range(len(out) - 1):
        tail = _tail(*out[at], known)
        page, following = out[at][0].page, out[at + 1][0].page
        if tail and following.number - 1 in (page.number, last_page(page)):
            out[at : at + 2] = _moved(out[at], out[at + 1], tail, known)
    return out


def _tail(lines: PageLines, furniture: frozenset[int], known: Knowledge) -> list[int]:
    """The last caption of the page and the few lines below it, where no upright rule stands beside them; else none."""
    free = [i for i in range(len(lines.lines)) if i not in furniture][-_MOST_LINES - 1 :]
    at = next((k for k in reversed(range(len(free))) if caption_from_line(lines.lines[free[k]], known.table_names)), len(free))
    tail = free[at:]
    if len(tail) < 2 or tail[-1] - tail[0] != len(tail) - 1:
        return []
    _, _, ends = lines.page.rules.vertical.T
    return [] if (ends > lines.lines[tail[0]].bottom).any() else tail


def _moved(page: Sides, following: Sides, tail: Sequence[int], known: Knowledge) -> tuple[Sides, Sides]:
    """Both pages, the lines `tail` moved to the second where they are a header together with its first lines, and these alone are none."""
    lines, furniture = following
    free = [i for i in range(len(lines.lines)) if i not in furniture][:_MOST_LINES]
    if not free or headers_on_page(lines, free, known.words):
        return page, following
    first, n = free[0], len(tail)
    joined = _with_lines(lines, first, _taken_out(page[0], tail))
    heads = headers_on_page(joined, [*range(first + 1, first + n), *(i + n for i in free)], known.words)
    if not heads or not (heads[0].first < first + n < heads[0].stop):
        return page, following
    left = [i for i in range(len(page[0].lines)) if i not in tail]
    bare = replace(page[0], lines=tuple(page[0].lines[i] for i in left))
    return (
        (bare, frozenset(k for k, i in enumerate(left) if i in page[1])),
        (joined, frozenset(i + n * (i >= first) for i in furniture)),
    )


def _taken_out(lines: PageLines, tail: Sequence[int]) -> PageLines:
    """The lines `tail` alone, their glyphs counted from 0."""
    chosen = [lines.lines[i] for i in tail]
    start, stop = chosen[0].start, chosen[-1].stop
    confidence = None if lines.confidence is None else lines.confidence[start:stop]
    own = tuple(replace(line, start=line.start - start, stop=line.stop - start) for line in chosen)
    return PageLines(lines.page, lines.text[start:stop], lines.boxes[start:stop], confidence, own)


def _with_lines(lines: PageLines, at: int, head: PageLines) -> PageLines:
    """The page with the lines of `head` before its line `at`, as high above it as lines of a header stand."""
    below, n = lines.lines[at], len(head.text)
    by = below.middle - _PITCH * below.height - head.lines[-1].middle
    cut = below.start
    moved = tuple(_shifted(replace(line, page=below.page), cut, by) for line in head.lines)
    behind = tuple(_shifted(line, n, 0.0) for line in lines.lines[at:])
    boxes = np.vstack([lines.boxes[:cut], head.boxes + np.array([0, by, 0, by], np.float32), lines.boxes[cut:]])
    confidence = None
    if lines.confidence is not None and head.confidence is not None:
        confidence = np.concatenate([lines.confidence[:cut], head.confidence, lines.confidence[cut:]])
    text = lines.text[:cut] + head.text + lines.text[cut:]
    return PageLines(lines.page, text, boxes, confidence, (*lines.lines[:at], *moved, *behind))


def _shifted(line: Line, glyphs: int, by: float) -> Line:
    return replace(
        line, start=line.start + glyphs, stop=line.stop + glyphs, top=line.top + by, bottom=line.bottom + by, middle=line.middle + by
    )
