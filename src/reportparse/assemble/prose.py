"""The lines that are in no table, as paragraphs under their headings, whole across lines and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from statistics import median, mode

import numpy as np

from reportparse.assemble.captions import is_contents_line
from reportparse.assemble.columns import lines_in_order
from reportparse.assemble.lines import Line, PageLines, glyphs_on_paper, text_with_blanks
from reportparse.model import Floats, Ints, Paragraph

_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十0-9]+[章节篇部]|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]"
    r"|[0-9]{1,2}(?:[.．][0-9]{1,2}){0,3}[、.．](?=[^0-9])|[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3}(?=[^0-9%.,，、万亿年月日个人门所项元]))"
)
_LATIN_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]{2}")
_SENTENCE_END = "。！？；!?;"
_LONGEST_HEADING = 40
_SHORT, _VERY_SHORT = 2.5, 8.0  # em: what cannot be broken (〔2024〕621) leaves a full line up to 6 em short, never at a sentence's end
_PARAGRAPH_END = _SENTENCE_END + "：:”》）)"
_COUNTED = re.compile(r"\d[%％‰人名位个项门所家元万亿次期场亩]")
"""A count: 1.考生402人,合格率 is the first line of a numbered sentence."""
_FEW_WORDS = re.compile(r"(?![图表注附]|来源|资料来源|数据来源|单位|说明|目录)[\u4e00-\u9fff“”]{2,20}$")
_FULL_STOPS = tuple("。！？")  # within a quotation or a bracket that ends with the line
_BULLETS = "•●○◆◇■□▪▶➢★√-–—·"
_CUT = re.compile(r"[\d\-—][:：.,]?\|\d|\d\|[.,]\d|\d人\|次|\d\|[%％‰人名位个项门所家户元万亿余多台套件本册次期场班平亩米倍年月日天分]")
_FEWEST_CUT = 12  # characters of a line that is prose: the labels of a chart's axis are shorter
_COVER_PAGES = 2
_NOTE = re.compile(r"[①-⑳*※]|[\[［〔(（]?\d{1,2}[\]］〕)）]?(?![\d.．%])|注[:：\d]")
_SMALL = 0.9  # of the text's size: footnotes are set in 9 points under 10.5 or 12
_FEW_LINES = 6  # a page with fewer says nothing about its margins: the report's own are taken
_LATIN_TO = "\u024f"
_TWO_DIGITS = re.compile(r"\d\d")
_TWO = "  "  # blanks: one may part the thousands of a number
_APART = 1.5  # of the font box: what parts two figures of one number, or the words of a justified line, is less


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    height: float
    em: float


@dataclass(frozen=True, slots=True)
class _Set:
    """A line and the margins within which it is set."""

    line: Line
    margins: _Margins


def paragraphs_from_lines(pages: Sequence[tuple[PageLines, Sequence[Line]]]) -> tuple[Paragraph, ...]:
    """Paragraphs of the `rest` lines of each page, in reading order; the table of contents is left out."""
    out: list[Paragraph] = []
    section = ""
    last: _Set | None = None
    open_lines: list[tuple[PageLines, Line]] = []
    held: list[Paragraph] = []  # footnotes, until the paragraph that runs on behind them has ended
    parted = [_notes_parted(chosen) for chosen in _chosen(pages)]
    sets = [body for body, _ in parted]
    for (lines, _), (chosen, notes), following in zip(pages, parted, [*sets[1:], []], strict=True):
        cover = lines.page.number <= _COVER_PAGES and _is_cover([one.line for one in chosen])
        for position, this in enumerate(chosen):
            line = this.line
            before = chosen[position - 1].line if position else None
            heading = not cover and _heads([*chosen, *following[:1]], position, last if open_lines else None)
            if open_lines and last is not None and (heading or _begins(line, before, last, this.margins)):
                out += [_paragraph(open_lines, section), *held]
                open_lines, held = [], []
            if heading:
                section = section + line.text if _continues(this, before, section) else line.text
                out.append(_paragraph([(lines, line)], section, heading=True))
            else:
                open_lines.append((lines, line))
            last = this
        held += [_paragraph([(lines, line) for line in note], section) for note in _notes(notes)]
    if open_lines:
        out.append(_paragraph(open_lines, section))
    return tuple(out + held)


def _notes_parted(page: list[_Set]) -> tuple[list[_Set], list[_Set]]:
    """The lines of a page without the footnotes at its end, and these: smaller than the text, the first with its mark."""
    start = len(page)
    while start and page[start - 1].line.em < _SMALL * page[start - 1].margins.em:
        start -= 1
    first = next((at for at in range(start, len(page)) if _NOTE.match(page[at].line.text)), len(page))
    return (page[:first], page[first:]) if first > 0 else (page, [])


def _notes(lines: Sequence[_Set]) -> list[list[Line]]:
    """Each note with the lines over which it runs."""
    notes: list[list[Line]] = []
    for this in lines:
        if not notes or _NOTE.match(this.line.text):
            notes.append([])
        notes[-1].append(this.line)
    return notes


def _chosen(pages: Sequence[tuple[PageLines, Sequence[Line]]]) -> list[list[_Set]]:
    """The lines of each page in reading order, each with the margins of its column; a page of few lines has the report's margins."""
    columns = []
    for lines, rest in pages:
        shown = [line for line in rest if not is_contents_line(line.text)]
        columns.append(lines_in_order(lines, shown, _heading_test(shown)))
    usual = _margins([one.line for page in columns for one in page if not one.column])
    chosen = []
    for page in columns:
        by_column = {column: [one.line for one in page if one.column == column] for column in {one.column for one in page}}
        margins = {column: usual if not column and len(found) < _FEW_LINES else _margins(found) for column, found in by_column.items()}
        chosen.append([_Set(one.line, margins[one.column]) for one in page])
    return chosen


def _heading_test(lines: Sequence[Line]) -> Callable[[Line], bool]:
    """Is a line a heading among these? Their margins are measured when it is asked first: most pages are never asked."""
    margins = cache(partial(_margins, lines))
    return lambda line: _is_heading(line, margins())


def _is_cover(lines: Sequence[Line]) -> bool:
    """A first page without a sentence: its large lines are a title, no heading of what follows."""
    return not any(mark in line.text for line in lines for mark in "。；")


def _continues(this: _Set, before: Line | None, section: str) -> bool:
    """Is this heading the second line of the one just above it?"""
    line = this.line
    close = before is not None and section.endswith(before.text) and line.top - before.bottom < line.height
    return close and not _NUMBERED.match(line.text) and _is_heading(line, this.margins)


def _margins(lines: Sequence[Line]) -> _Margins:
    if not lines:
        return _Margins(0.0, 0.0, 0.0, 0.0)
    return _Margins(
        left=mode(round(line.x0 / 2) * 2 for line in lines),
        right=_percentile([line.x1 for line in lines], 0.95),
        height=median(line.height for line in lines),
        em=median(line.em for line in lines),
    )


def _percentile(values: list[float], share: float) -> float:
    """As np.percentile gives it, which takes ten times as long for the lines of a page."""
    values = sorted(values)
    whole, part = divmod((len(values) - 1) * share, 1)
    below, above = values[int(whole)], values[min(int(whole) + 1, len(values) - 1)]
    return above - (above - below) * (1 - part) if part >= 0.5 else below + (above - below) * part


def _heads(page: Sequence[_Set], position: int, last: _Set | None) -> bool:
    """Is this line a heading: by its form, or by where it stands? `last` is the line of an unfinished paragraph before it."""
    this = page[position]
    if _is_heading(this.line, this.margins):
        return not this.line.text[0].isdigit() or this.line.em > 1.15 * this.margins.em or last is None or not _is_unfinished(last)
    return (last is None or not _is_unfinished(last)) and _stands_alone(page, position)


def _is_heading(line: Line, margins: _Margins) -> bool:
    """Short, numbered or larger than the text around it, and no sentence."""
    if len(line.text) > _LONGEST_HEADING or line.text[-1] in _SENTENCE_END + "，,、：:" or "。" in line.text:
        return False
    if line.em > 1.15 * margins.em:
        return True
    number = _NUMBERED.match(line.text)
    full = line.x1 > margins.right - 2 * margins.em
    return number is not None and not full and not _COUNTED.search(line.text, number.end())


def _stands_alone(page: Sequence[_Set], position: int) -> bool:
    """A few words without any mark at the margin, and prose or another such heading right below: a heading in bold letters."""
    line, margins = page[position].line, page[position].margins
    indent = (line.x0 - margins.left) / max(margins.em, 1.0)
    if not _FEW_WORDS.match(line.text) or not -0.5 < indent < 2.5 or margins.right - line.x1 <= _VERY_SHORT * margins.em:
        return False
    below = page[position + 1] if position + 1 < len(page) else None
    if below is None or (below.line.page == line.page and below.line.top - line.bottom > 2 * margins.height):
        return False
    is_prose = _is_full(below) or below.line.text[-1] in _SENTENCE_END
    return is_prose or _is_heading(below.line, below.margins) or _stands_alone(page, position + 1)


def _is_full(this: _Set) -> bool:
    return this.margins.right - this.line.x1 <= _SHORT * this.margins.em


def _is_unfinished(last: _Set) -> bool:
    """Does a line go on in the next: it reaches the margin, and no sentence ends with it?"""
    return _is_full(last) and last.line.text[-1] not in _PARAGRAPH_END


def _begins(line: Line, before: Line | None, last: _Set, margins: _Margins) -> bool:
    """Does a new paragraph begin here: indented, after a short line, or after a gap?"""
    em = margins.em
    apart = before is not None and line.top - before.bottom > 1.6 * margins.height
    indented = line.x0 > margins.left + 1.2 * em
    if not apart and ((before is not None and _is_unfinished(last)) or (not indented and _is_cut(last.line, line))):
        return False  # the lines of a list are indented one and all
    short = last.margins.right - last.line.x1
    ended = _is_ended(last.line.text, closed=short > 2 * _SHORT * em)
    if apart or short > _VERY_SHORT * em:
        return True
    if indented:
        return ended or not (abs(line.x0 - last.line.x0) < 0.5 * em or last.line.text[0] in _BULLETS)
    return short > _SHORT * em and ended


def _is_ended(text: str, *, closed: bool) -> bool:
    """Does a sentence end with this line? A closing mark ends one behind a full stop, or where the line is `closed`: clearly short."""
    return text[-1] in _SENTENCE_END + "：:" or (text[-1] in _PARAGRAPH_END and (closed or text[-2:-1] in _FULL_STOPS))


def _is_cut(last: Line, line: Line) -> bool:
    """A number or a list goes on in the next line, however short this one is."""
    if len(last.text) < _FEWEST_CUT:
        return False
    return last.text[-1] in "、，,（(" or bool(_CUT.search(last.text[-2:] + "|" + line.text[:2]))


def _paragraph(parts: Sequence[tuple[PageLines, Line]], section: str, *, heading: bool = False) -> Paragraph:
    texts: list[str] = []
    numbers: list[Ints] = []
    boxes: list[Floats] = []
    doubts: list[Floats] = []
    is_doubtful = any(lines.confidence is not None for lines, _ in parts)
    for lines, line in parts:
        text, box = _with_blanks(lines, line)
        blanks = _blanks_between(texts[-1], text) if texts else ""
        text, box = blanks + text, np.vstack([*[box[:1]] * len(blanks), box]) if blanks else box
        texts.append(text)
        number, box = glyphs_on_paper(lines.page, box)
        numbers.append(number)
        boxes.append(box)
        if is_doubtful:
            doubts.append(_confidence(lines, line, len(text)))
    confidence = np.concatenate(doubts) if is_doubtful else None
    return Paragraph("".join(texts), section, np.concatenate(numbers), np.vstack(boxes), heading, confidence)


def _blanks_between(before: str, text: str) -> str:
    """One where a line ends with a Latin word and the next begins with one, two between the figures of two rows; a number wraps else."""
    a, b = before[-1], text[0]
    if max(a, b) <= _LATIN_TO and a.isalpha() and b.isalpha():
        return " "
    return _TWO if a.isdigit() and b.isdigit() and (_TWO in before or _TWO in text) else ""


def _confidence(lines: PageLines, line: Line, length: int) -> Floats:
    """(length,): of each character, or the line's lowest for all where blanks were put between them."""
    if lines.confidence is None:
        return np.ones(length, np.float32)
    known = lines.confidence[line.start : line.stop]
    return known if len(known) == length else np.full(length, known.min(), np.float32)


def _with_blanks(lines: PageLines, line: Line) -> tuple[str, Floats]:
    """The line with one blank where Latin words, or one and a number, stand apart, and two where figures of two cells do; a blank has the
    box of the character before it."""
    boxes = lines.boxes[line.start : line.stop]
    text = line.text
    after = sorted([*_word_ends(text, boxes), *(2 * _cell_ends(text, boxes))])
    if not after:
        return text, boxes
    order = np.sort(np.concatenate([np.arange(len(text)), np.array(after) + 0.5]))
    return text_with_blanks(text, after), boxes[order.astype(np.intp)]


def _word_ends(text: str, boxes: Floats) -> list[int]:
    if not _LATIN_WORDS.search(text):
        return []
    latin = [g for g in _gaps(boxes, 0.22) if max(text[g], text[g + 1]) <= _LATIN_TO]
    return [g for g in latin if text[g].isalpha() and text[g + 1].isalnum()]


def _gaps(boxes: Floats, wide: float) -> list[int]:
    """Behind which characters more than so much of the font box is blank."""
    gaps: list[int] = np.flatnonzero(boxes[1:, 0] - boxes[:-1, 2] > wide * (boxes[1:, 3] - boxes[1:, 1])).tolist()
    return gaps


def _cell_ends(text: str, boxes: Floats) -> list[int]:
    """Behind which figures another stands far apart: those of a row of a table without rules (48 31.1%) are no 4831.1%."""
    if not _TWO_DIGITS.search(text):
        return []
    return [g for g in _gaps(boxes, _APART) if text[g].isdigit() and text[g + 1].isdigit()]
