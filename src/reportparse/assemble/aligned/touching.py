"""Figures that the words of the next column touch: 46见正文 is a figure set at the right of its cell, a note at the left of its own.

So do words that fill their cell and the number of those asked beside them: 全国统一网上调查2387. And units and the figures that fill
theirs: 万元1,870.63. Where figures too long for their cells touch, 12,116.9711,924.34, and where one touches a name in brackets, their
shape parts them; what touches so is doubted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.chunks import Chunk, chunk_parted, is_number
from reportparse.assemble.lines import PageLines
from reportparse.model import Column
from reportparse.text import text_folded

_FIGURE = re.compile(r"(?:[-+－]?[0-9０-９][0-9０-９,，.．:：%％]*)(?=[\u4e00-\u9fff]{2}[^0-9０-９]*$)")
_ASKED = re.compile(r"(?P<words>[\u4e00-\u9fff][\u4e00-\u9fff()（）、/]{2,})[0-9０-９][0-9０-９,，]*$")
_UNIT = re.compile(r"(?P<unit>[^0-9０-９]*[^0-9０-９+.－-])(?=[-+－]?[0-9０-９][0-9０-９,，.．%％]*$)")
_BRACKETED = re.compile(r".*[\u4e00-\u9fff].*[)）](?=[0-9０-９][0-9０-９,，.．%％]*$)")  # 班主任人数（人）46
_TOUCHING = 0.12  # of the font box, as between chunks
_LEVEL = 0.2  # of the font box
_WORDS = ("note", "method")
_FIGURES = ("year", "value", "note")
"""Differences (增减) are notes too."""


def notes_parted(lines: PageLines, chunks: Sequence[Chunk], columns: Sequence[Column], beyond: float) -> list[Chunk]:
    """The chunks, those right of `beyond` parted behind a figure, if the table has words in a column behind one of figures, and before
    one, if it has the number of those asked behind the way they were."""
    has_notes = any(a.kind in _FIGURES and b.kind in _WORDS for a, b in pairwise(columns))
    out = [part for chunk in chunks for part in _parted(lines, chunk, beyond)] if has_notes else list(chunks)
    has_asked = any(a.kind == "method" and b.kind == "size" for a, b in pairwise(columns))
    return [part for chunk in out for part in _asked_parted(lines, chunk, beyond)] if has_asked else out


def _parted(lines: PageLines, chunk: Chunk, beyond: float) -> Iterable[Chunk]:
    return _parted_behind(lines, chunk, None if chunk.x0 < beyond or is_number(chunk.text) else _FIGURE.match(chunk.text))


def _asked_parted(lines: PageLines, chunk: Chunk, beyond: float) -> Iterable[Chunk]:
    return _parted_behind(lines, chunk, None if chunk.x0 < beyond else _ASKED.search(chunk.text), "words")


def _parted_behind(lines: PageLines, chunk: Chunk, found: re.Match[str] | None, group: str | int = 0) -> Iterable[Chunk]:
    """The chunk parted where what was found ends, or a group of it; whole where nothing was."""
    return chunk_parted(lines, chunk, chunk.start + found.end(group)) if found else (chunk,)


def units_parted(lines: PageLines, chunks: Sequence[Chunk], columns: Sequence[Column], units: Collection[str]) -> list[Chunk]:
    """The chunks parted between a unit and the figure behind it, if the table has figures in the column behind that of units."""
    if not any(a.kind == "unit" and b.kind in ("year", "value") for a, b in pairwise(columns)):
        return list(chunks)
    found = [(chunk, _UNIT.match(chunk.text)) for chunk in chunks]
    known = [(chunk, unit if unit and text_folded(unit["unit"]) in units else None) for chunk, unit in found]
    return [part for chunk, unit in known for part in _parted_behind(lines, chunk, unit)]


def parted_by_shape(lines: PageLines, chunk: Chunk, columns: Columns) -> list[Chunk]:
    """The chunk, which runs across cuts between columns, in figures with the decimals of the last, each in a column of its own; or behind
    the bracket of a name."""
    named = _BRACKETED.match(chunk.text)
    if named:
        parts = [*_parted_behind(lines, chunk, named)]
    else:
        folded = text_folded(chunk.text)
        found = _figures_of(folded)
        parts = [*_parted_after(lines, chunk, [len(one) for one in found[:-1]])] if "".join(found) == folded else [chunk]
    at = [columns.index_of(part) for part in parts]
    return parts if at == sorted(set(at)) else [chunk]


def _figures_of(folded: str) -> list[str]:
    decimals = len(folded.rpartition(".")[2].rstrip("—–"))
    return re.findall(rf"[-+]?(?:0|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+|[1-9][0-9]*)\.[0-9]{{{decimals}}}|[—–]{{1,2}}", folded)


def _parted_after(lines: PageLines, chunk: Chunk, lengths: Sequence[int]) -> Iterator[Chunk]:
    for length in lengths:
        first, chunk = chunk_parted(lines, chunk, chunk.start + length)
        yield first
    yield chunk


def touches_another(lines: PageLines, chunk: Chunk) -> bool:
    """Does a digit of the chunk touch what stands beside it, or what stands beside it a digit of this?"""
    ends = ((chunk.start - 1, chunk.start), (chunk.stop - 1, chunk.stop))
    return any(_touch(lines, a, b, chunk.height) for a, b in ends if a >= 0 and b < len(lines.text))


def _touch(lines: PageLines, a: int, b: int, height: float) -> bool:
    left, right = lines.boxes[a].tolist(), lines.boxes[b].tolist()
    is_level = abs(left[1] + left[3] - right[1] - right[3]) < 2 * _LEVEL * height
    return lines.text[b].isdecimal() and is_level and left[2] - height < right[0] < left[2] + _TOUCHING * height
