"""Dots that lead the eye from a name to its unit and figures: 毕业生人数……人 840 845.

Typed dots run into the name before them and the unit behind them, and hide where columns part. On a page of contents they stay, since they
tell one: there a number alone follows them, in a row of a table a unit and a figure do, or two figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from reportparse.assemble.chunks import chunks_from_line, is_number
from reportparse.assemble.cutouts import page_without_letters
from reportparse.assemble.lines import Line, PageLines, lines_from_page
from reportparse.model import Floats

_LEADERS = re.compile(r"[.·]{7,}|[…⋯]{3,}")  # six dots and …… may be an ellipsis
_PRINTED = re.compile(r"[^\W_]|%")
_MOSTLY = 0.5  # of the lines that have leaders
_SHORT = 4  # characters of a unit: 万人次, Mbps


def without_leaders(lines: PageLines) -> PageLines:
    """The page without its leaders, where most of the lines that have some are rows of a table."""
    if _LEADERS.search(lines.text) is None:
        return lines
    led = [line for line in lines.lines if _LEADERS.search(line.text)]
    if sum(_is_row(lines, line) for line in led) <= _MOSTLY * len(led):
        return lines
    return lines_from_page(page_without_letters(lines.page, np.concatenate([box for line in led for box in _dots(lines, line)])))


def _is_row(lines: PageLines, line: Line) -> bool:
    """Do a unit and a figure, or two figures, stand behind the leaders of this line?"""
    first = next(_LEADERS.finditer(line.text)).end()
    parts = [part for part in _LEADERS.split(line.text[first:]) if part]
    if len(parts) > 1:  # leaders before each figure; a second entry of contents in two columns has a name
        return all(is_number(part) or (part.isalpha() and len(part) <= _SHORT) for part in parts)
    chunks = chunks_from_line(lines, replace(line, start=line.start + first, text=line.text[first:])) if parts else []
    return sum(_PRINTED.search(chunk.text) is not None for chunk in chunks) > 1


def _dots(lines: PageLines, line: Line) -> Iterator[Floats]:
    for found in _LEADERS.finditer(line.text):
        yield lines.boxes[line.start + found.start() : line.start + found.end()]
