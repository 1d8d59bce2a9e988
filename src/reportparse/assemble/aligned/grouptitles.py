"""Titles of groups in tables that no rule parts: a word or two that name the rows below them, with nothing beside them.

They are no rows: nothing is printed in their columns. A row of the school's own whose cells are empty looks the same, so that one alone
is a title only where it stands in the middle of the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reportparse.assemble.aligned.body import BodyRow, is_of_words
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.chunks import Chunk
from reportparse.text import text_folded

_TITLE = re.compile(r"(?:[^\w(（]|[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?)?[一-鿿]{2,10}")
"""▲就业质量, 一、学生情况; 满意度(%) is the end of a name."""
_WITHIN = re.compile(r"^其中")
_CENTRED = 4.0  # points from the middle of the table
_FEWEST = 2


def titles_in_body(rows: Sequence[BodyRow], columns: Columns, is_name: Callable[[str], bool]) -> frozenset[int]:
    """The numbers of the rows that are titles of groups."""
    middle = (columns.cuts[0] + columns.cuts[-1]) / 2
    alone = [_alone(row, columns) for row in rows]
    texts = ["".join(c.text for b in row.lines for c, at in zip(b.chunks, b.columns, strict=True) if at == columns.name) for row in rows]
    single = [(k, chunk) for k, chunk in enumerate(alone[:-1]) if chunk and not alone[k + 1]]
    found = [k for k, chunk in single if _may_be_title(chunk.text, texts[max(k - 1, 0) : k + 2], is_name)]
    centred = [k for k in found if (chunk := alone[k]) and abs(chunk.centre - middle) < _CENTRED]
    return frozenset(found if len(found) >= _FEWEST else centred)


def _alone(row: BodyRow, columns: Columns) -> Chunk | None:
    """The only chunk of the row, if it is not what a page break has left of a cell of words."""
    chunks = [chunk for line in row.lines for chunk in line.chunks]
    return chunks[0] if len(chunks) == 1 and not row.shares_name and not is_of_words(row.lines[0], columns) else None


def _may_be_title(text: str, around: Sequence[str], is_name: Callable[[str], bool]) -> bool:
    """Words that are no known name, and no part of one with the words above or below them (the last of `around`)."""
    folded = text_folded(text)
    if not _TITLE.fullmatch(text) or _WITHIN.match(folded) or is_name(folded):
        return False
    return not is_name(text_folded(around[0]) + folded) and not is_name(folded + text_folded(around[-1]))
