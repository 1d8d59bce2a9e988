"""The lines that are in no table, as paragraphs under their headings, whole across lines and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median, mode

import numpy as np

from reportparse.assemble.captions import is_contents_line
from reportparse.assemble.lines import Line, PageLines, boxes_on_paper
from reportparse.model import Floats, Paragraph

_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十0-9]+[章节篇部]|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]"
    r"|[0-9]{1,2}(?:[.．][0-9]{1,2}){0,3}[、.．](?=[^0-9])|[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3}(?=[^0-9%.,，、万亿年月日个人门所项元]))"
)
_LATIN_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]{2}")
_SENTENCE_END = "。！？；!?;"
_LONGEST_HEADING = 40
_SHORT, _VERY_SHORT = 2.5, 8.0  # em: what cannot be broken (〔2024〕621) leaves a full line up to 6 em short, never at a sentence's end
_COVER_PAGES = 2
_FEW_LINES = 6  # a page with fewer says nothing about its margins: the report's own are taken
_LATIN_TO = "\u024f"


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    height: float
    em: float


def paragraphs_from_lines(pages: Sequence[tuple[PageLines, Sequence[Line]]]) -> tuple[Paragraph, ...]:
    """Paragraphs of the `rest` lines of each page, in reading order; the table of contents is left out."""
    out: list[Paragraph] = []
    section = ""
    open_lines: list[tuple[PageLines, Line]] = []
    chosen_lines = [[line for line in _in_reading_order(lines, rest) if not is_contents_line(line.text)] for lines, rest in pages]
    usual = _margins([line for chosen in chosen_lines for line in chosen])
    for (lines, _), chosen in zip(pages, chosen_lines, strict=True):
        margins = _margins(chosen) if len(chosen) >= _FEW_LINES else usual
        cover = lines.page.number <= _COVER_PAGES
        for position, line in enumerate(chosen):
            before = chosen[position - 1] if position else None
            heading = _is_heading(line, margins) and not (cover and _is_cover(chosen))
            if open_lines and (heading or _begins(line, before, open_lines[-1][1], margins)):
                out.append(_paragraph(open_lines, section))
                open_lines = []
            if heading:
                section = section + line.text if _continues(line, before, section) else line.text
                out.append(_paragraph([(lines, line)], section, heading=True))
            else:
                open_lines.append((lines, line))
    if open_lines:
        out.append(_paragraph(open_lines, section))
    return tuple(out)


def _is_cover(lines: Sequence[Line]) -> bool:
    """A first page without a sentence: its large lines are a title, no heading of what follows."""
    return not any(mark in line.text for line in lines for mark in "。；")


def _continues(line: Line, before: Line | None, section: str) -> bool:
    """Is this heading the second line of the one just above it?"""
    close = before is not None and section.endswith(before.text) and line.top - before.bottom < line.height
    return close and not _NUMBERED.match(line.text)


def _margins(lines: Sequence[Line]) -> _Margins:
    if not lines:
        return _Margins(0.0, 0.0, 0.0, 0.0)
    return _Margins(
        left=mode(round(line.x0 / 2) * 2 for line in lines),
        right=float(np.percentile([line.x1 for line in lines], 95)),
        height=median(line.height for line in lines),
        em=median(line.em for line in lines),
    )


def _is_heading(line: Line, margins: _Margins) -> bool:
    """Short, numbered or larger than the text around it, and no sentence."""
    if len(line.text) > _LONGEST_HEADING or line.text[-1] in _SENTENCE_END + "，,、：:":
        return False
    full = line.x1 > margins.right - 2 * margins.em
    return bool(_NUMBERED.match(line.text) and not full) or line.em > 1.15 * margins.em


def _begins(line: Line, before: Line | None, last: Line, margins: _Margins) -> bool:
    """Does a new paragraph begin here: indented, after a short line, or after a gap?"""
    em = margins.em
    if line.x0 > margins.left + 1.2 * em:
        return True
    short = margins.right - last.x1
    ended = (short > _SHORT * em and last.text[-1] in _SENTENCE_END + "：:”》）)") or short > _VERY_SHORT * em
    return ended or (before is not None and line.top - before.bottom > 1.6 * margins.height)


def _in_reading_order(lines: PageLines, rest: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom; on a page of two columns the left column first."""
    gutter = _gutter(lines, rest)
    if gutter is None:
        return list(rest)
    left = [part for line in rest if (part := _part(lines, line, -1e9, gutter)) is not None]
    right = [part for line in rest if (part := _part(lines, line, gutter, 1e9)) is not None]
    return [*left, *right]


def _gutter(lines: PageLines, rest: Sequence[Line]) -> float | None:
    """The middle of an upright corridor, a character wide, that parts (nearly) all of at least eight full lines."""
    if len(rest) < 8:
        return None
    width = lines.page.width
    steps = np.arange(0.35 * width, 0.65 * width, 2.0)
    boxes = np.vstack([lines.boxes[line.start : line.stop] for line in rest])
    change = np.zeros(len(steps) + 1, np.int32)  # a line has one glyph at the most over any one spot
    np.add.at(change, np.searchsorted(steps, boxes[:, 0]), 1)
    np.add.at(change, np.searchsorted(steps, boxes[:, 2], side="right"), -1)
    covered = np.cumsum(change[:-1])
    free = np.flatnonzero(covered <= 0.03 * len(rest))
    if len(free) == 0:
        return None
    runs = np.split(free, np.flatnonzero(np.diff(free) > 1) + 1)
    widest = max(runs, key=len)
    middle = float((steps[widest[0]] + steps[widest[-1]]) / 2)
    sides = sum(line.x0 < middle - 0.15 * width for line in rest), sum(line.x1 > middle + 0.15 * width for line in rest)
    return middle if len(widest) * 2.0 > 8 and min(sides) >= 0.6 * len(rest) else None


def _part(lines: PageLines, line: Line, low: float, high: float) -> Line | None:
    boxes = lines.boxes[line.start : line.stop]
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    inside = np.flatnonzero((middle >= low) & (middle < high))
    if len(inside) == 0:
        return None
    a, b = line.start + int(inside[0]), line.start + int(inside[-1]) + 1
    return replace(line, start=a, stop=b, text=lines.text[a:b], x0=float(lines.boxes[a, 0]), x1=float(lines.boxes[b - 1, 2]))


def _paragraph(parts: Sequence[tuple[PageLines, Line]], section: str, *, heading: bool = False) -> Paragraph:
    texts: list[str] = []
    boxes: list[Floats] = []
    pages: list[np.ndarray[tuple[int], np.dtype[np.int32]]] = []
    doubts: list[Floats] = []
    for lines, line in parts:
        text, box = _with_blanks(lines, line)
        if texts and texts[-1][-1] <= _LATIN_TO and text[0] <= _LATIN_TO and texts[-1][-1].isalpha() and text[0].isalpha():
            text, box = " " + text, np.vstack([box[:1], box])
        texts.append(text)
        boxes.append(boxes_on_paper(lines.page, box).astype(np.float32) if lines.page.turn or lines.page.tilt else box)
        pages.append(np.full(len(text), lines.page.number, np.int32))
        doubts.append(_confidence(lines, line, len(text)))
    confidence = np.concatenate(doubts) if any(lines.confidence is not None for lines, _ in parts) else None
    return Paragraph("".join(texts), section, np.concatenate(pages), np.vstack(boxes), heading, confidence)


def _confidence(lines: PageLines, line: Line, length: int) -> Floats:
    """(length,): of each character, or the line's lowest for all where blanks were put between them."""
    if lines.confidence is None:
        return np.ones(length, np.float32)
    known = lines.confidence[line.start : line.stop]
    return known if len(known) == length else np.full(length, known.min(), np.float32)


def _with_blanks(lines: PageLines, line: Line) -> tuple[str, Floats]:
    """The line with one blank where Latin words stand apart; a blank has the box of the character before it."""
    boxes = lines.boxes[line.start : line.stop]
    text = line.text
    if not _LATIN_WORDS.search(text):
        return text, boxes
    gaps = np.flatnonzero(boxes[1:, 0] - boxes[:-1, 2] > 0.22 * (boxes[1:, 3] - boxes[1:, 1]))
    at = [int(g) for g in gaps if text[g] <= _LATIN_TO and text[g + 1] <= _LATIN_TO and text[g].isalpha() and text[g + 1].isalpha()]
    if not at:
        return text, boxes
    order = [i for g in range(len(text)) for i in ((g, -g - 1) if g in set(at) else (g,))]
    return "".join(text[i] if i >= 0 else " " for i in order), boxes[[i if i >= 0 else -i - 1 for i in order]]
