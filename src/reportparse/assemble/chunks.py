"""Lines cut where they stand apart: the pieces from which columns without rules are made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from reportparse.assemble.lines import Line, PageLines

# Of the font box. A full-width blank is 0.7 to 1 of it; letter-spaced names (毕 业 生) have gaps under 0.45.
_APART = 0.6
_TOUCHING = 0.12  # of the font box: between letters of one word the gap is under 0.05, between touching cells 2 points and more

_SPREAD_EVENLY = 0.15  # of the font box: by how much gaps between spread letters differ
_FEWEST_SPREAD = 3  # letters: 生师比
_NUMBER = re.compile(  # with its unit perhaps, 2,073.39元/生; not ⑲, which begins a name
    r"^[-+－(（]?[0-9０-９][-0-9０-９,，.．:：%％()（）/]*[个人元万亿门项本学课时日套册台生平方米㎡Mbps/]{0,6}[↑↓↗↘▲▼△▽]?$|^[-—–－/／.]{1,3}$|^无$|^[xX×]{2,3}$"
)


def is_number(text: str) -> bool:
    """Is this a number, with its unit perhaps, or a dash for one, or marks that mask it (xx)?"""
    return _NUMBER.match(text) is not None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Glyphs `start` to `stop` of a PageLines that stand together on one line."""

    start: int
    stop: int
    text: str
    x0: float
    x1: float
    middle: float
    height: float

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


def chunks_of_page(lines: PageLines) -> Iterator[Chunk]:
    return (chunk for line in lines.lines for chunk in chunks_from_line(lines, line))


def chunks_from_line(lines: PageLines, line: Line, apart: float = _APART) -> list[Chunk]:
    boxes = lines.boxes[line.start : line.stop]
    gaps = boxes[1:, 0] - np.maximum.accumulate(boxes[:, 2])[:-1]
    cuts = np.flatnonzero(gaps > apart * line.height) + 1
    edges = [0, *cuts.tolist(), line.stop - line.start]
    return [
        Chunk(
            line.start + a,
            line.start + b,
            line.text[a:b],
            float(boxes[a, 0]),
            float(boxes[a:b, 2].max()),
            line.middle,
            line.height,
        )
        for a, b in pairwise(edges)
    ]


def spread_joined(lines: PageLines, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks, the first word whole again where its letters are spread over its cell, each as far from the one before."""
    start = next((i for i, chunk in enumerate(chunks) if not chunk.text.replace(".", "").isdecimal()), len(chunks))  # 2.1 is an ordinal
    stop = start
    while stop < len(chunks) and _is_letter_or_mark(chunks[stop]) and _is_as_far(chunks[start : stop + 1]):
        stop += 1
    while stop > start and not chunks[stop - 1].text.isalpha():  # a mark for none: a unit and its figures may stand as far apart as letters
        stop -= 1
    if len({chunk.text for chunk in chunks[start:stop] if chunk.text.isalpha()}) < _FEWEST_SPREAD:
        return list(chunks)
    first, last = chunks[start], chunks[stop - 1]
    return [*chunks[:start], replace(first, stop=last.stop, text=lines.text[first.start : last.stop], x1=last.x1), *chunks[stop:]]


def _is_letter_or_mark(chunk: Chunk) -> bool:
    """Of a word, or the dash or quotation mark before or within it: “ 双 师 型 ”."""
    return len(chunk.text) == 1 and not chunk.text.isdigit()


def _is_as_far(chunks: Sequence[Chunk]) -> bool:
    """Stands the last of them as far from the one before as that from its own?"""
    if len(chunks) < 3:
        return True
    a, b, c = chunks[-3:]
    return abs((c.x0 - b.x1) - (b.x0 - a.x1)) < _SPREAD_EVENLY * c.height


def chunk_parted(lines: PageLines, chunk: Chunk, at: int) -> tuple[Chunk, Chunk]:
    """Two chunks, the second beginning with glyph `at`."""
    left = replace(chunk, stop=at, text=lines.text[chunk.start : at], x1=float(lines.boxes[chunk.start : at, 2].max()))
    right = replace(chunk, start=at, text=lines.text[at : chunk.stop], x0=float(lines.boxes[at, 0]))
    return left, right


def gap_near(lines: PageLines, chunk: Chunk, x: float) -> int | None:
    """The glyph before which two cells touch within a line's height of `x`; None where the letters there are of one word."""
    if chunk.stop - chunk.start < 2:  # a lone letter is of one cell
        return None
    boxes = lines.boxes[chunk.start : chunk.stop]
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    near = np.abs((boxes[1:, 0] + boxes[:-1, 2]) / 2 - x) < chunk.height
    at = int(np.argmax(np.where(near, gaps, -1.0)))
    return chunk.start + at + 1 if near.any() and gaps[at] > _TOUCHING * chunk.height else None
