"""Which lines are captions: 表1, 表 1, 附表1：, 表一, 续表, or a known table's name alone — and not the table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportparse.assemble.lines import Line
from reportparse.text import text_folded

_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)}
_CAPTION = re.compile(
    r"^[(\[]?(?P<more>[续接]上?)?附?(?P<more2>续)?[表页件](?P<number>[0-9]{1,2}?(?=20[0-9]{2}[年-])|[0-9]{1,2}|[一二三四五六七八九十]{1,2})?(?:[-.][0-9]{1,2})?"
    r"(?P<more3>\(续表?\)|续)?[)\]]?[:、.,]?(?P<name>.*?)(?P<more4>\(续表?\)|续表?)?$"
)
_YEAR_FIRST = re.compile(r"20[0-9]{2}(?:年|-20)")  # 表3 2024年教学资源表: no blank is left between number and year
_NUMBER_WITHIN = re.compile(r"[(\[]?附?表([0-9]{1,2}|[一二三四五六七八九十])[)\]]?")
_LEADERS = re.compile(r"[.…·⋯_]{3,}|[-.…·]{2,}-?[0-9]+-?$")
_PROSE = re.compile(r"[。;?!]|[见如]附?表[0-9一二三四五六七八九十]|所示|显示|可见|,.*,")
_UNIT_LINE = re.compile(r"^[(\[]?(?:计量|数据)?单位:([^()\[\]:]{1,8})[)\]]?$")
_LONGEST_NAME = 36  # the longest caption seen has 24 characters with its school's name


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption line: printed number, name without it, and whether it says that a table goes on (续表)."""

    number: int | None
    name: str
    continued: bool
    text: str
    unit: str
    line: Line


def caption_from_line(line: Line, table_names: frozenset[str]) -> Caption | None:
    """The caption that `line` is, or None. `table_names` are the folded names of known tables."""
    if len(line.text) > _LONGEST_NAME + 12 or not ("表" in line.text or "卡" in line.text or "附件" in line.text or "续" in line.text):
        return None
    folded = text_folded(line.text)
    if _LEADERS.search(folded) or _PROSE.search(folded) or len(folded) > _LONGEST_NAME + 10:
        return None
    return _numbered(line, folded) or _named(line, folded, table_names)


def caption_from_cell(text: str, page: int, table_names: frozenset[str]) -> Caption | None:
    """The caption that the text of a cell is, or None; where it stands on the page is not known."""
    return caption_from_line(Line(page, 0, 0, text, *(0.0,) * 7), table_names)


def _numbered(line: Line, folded: str) -> Caption | None:
    found = _CAPTION.match(folded)
    if not found:
        return None
    continued = any(found[group] for group in ("more", "more2", "more3", "more4"))
    if found["number"] is None and not continued:
        return None
    name = found["name"].strip(":、.- ")
    if (name[:1].isdigit() and not _YEAR_FIRST.match(name)) or len(name) > _LONGEST_NAME:
        return None
    return Caption(_number(found["number"]), name, continued, line.text, "", line)


def _named(line: Line, folded: str, table_names: frozenset[str]) -> Caption | None:
    known = max((name for name in table_names if name in folded), key=len, default="")
    rest = _NUMBER_WITHIN.sub("", folded).replace(known, "")
    if not known or len(rest) > 14 or rest.endswith((":", ",")):
        return None
    within = _NUMBER_WITHIN.search(folded)
    return Caption(_number(within[1] if within else None), known, "续" in rest, line.text, "", line)


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    return sum(_NUMERALS[c] for c in text) if len(text) == 1 or text[0] == "十" else None


def unit_from_line(text: str) -> str:
    """The unit that a line such as 单位：万元 states for the table below it, else an empty string."""
    found = _UNIT_LINE.match(text_folded(text)) if "单位" in text else None
    return found[1] if found else ""


def is_contents_line(text: str) -> bool:
    """A line of a table of contents: dot leaders, or leaders and a page number."""
    return bool(_LEADERS.search(text_folded(text)))
