"""Figures that the words of the next column touch: 46见正文 is a figure set at the right of its cell, a note at the left of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reportparse.assemble.aligned import is_number
from reportparse.assemble.chunks import Chunk, chunk_parted
from reportparse.assemble.lines import PageLines
from reportparse.model import Column

_FIGURE = re.compile(r"(?:[-+－]?[0-9０-９][0-9０-９,，.．%％]*)(?=[\u4e00-\u9fff]{2}[^0-9０-９]*$)")
_WORDS = ("note", "method")
_FIGURES = ("year", "value", "note")
"""Differences (增减) are notes too."""


def notes_parted(lines: PageLines, chunks: Sequence[Chunk], columns: Sequence[Column], beyond: float) -> list[Chunk]:
    """The chunks, those right of `beyond` parted behind a figure, if the table has words in a column behind one of figures."""
    has_notes = any(a.kind in _FIGURES and b.kind in _WORDS for a, b in pairwise(columns))
    return [part for chunk in chunks for part in _parted(lines, chunk, beyond)] if has_notes else list(chunks)


def _parted(lines: PageLines, chunk: Chunk, beyond: float) -> Iterable[Chunk]:
    figure = None if chunk.x0 < beyond or is_number(chunk.text) else _FIGURE.match(chunk.text)
    return chunk_parted(lines, chunk, chunk.start + figure.end()) if figure else (chunk,)
