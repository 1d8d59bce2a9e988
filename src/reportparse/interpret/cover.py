"""What a cover says: the title, whole across its lines, the label of the edition, who publishes, and when.

A cover has few lines, broken where the font was large; a title is found by the words that all these reports share, and put together
from the lines around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportparse.interpret.bodies import REGION, is_place, is_whole, name_to_kind
from reportparse.interpret.labels import words_folded
from reportparse.model import Catalogue
from reportparse.text import blanks_dropped, radicals_dropped, text_folded

_LONGEST_TITLE = 4
_DIGITS = str.maketrans("〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000123456789123456789")
_YEAR = r"(?:[12]\d{3}|[一二壹贰][〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖]{3})"
_MONTH = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DATE = re.compile(rf"(?<!\d)({_YEAR})(?:年{_MONTH}月|[./-]{_MONTH}(?!\d))")
_YEARS = rf"({_YEAR}(?:[-—–~～至/]{_YEAR})?)"
_LABEL = re.compile(rf"[(（〔\[【]{_YEARS}(年度|学年度?|年|届)?[)）〕\]】]|{_YEARS}(年度|学年度?|年|届)")
# What stands between the name of the institution and 质量年度报告: taken off from the right until a name is left.
_GENERIC = re.compile(
    r"(?:职业技术教育|职业教育|职业院校|职业学校|高等|中等|本科层次|本科|专科|教育教学|教育|职业|人才培养|技工教育|技工|办学|发展|质量|年度|参与|中职|高职|产教融合型|企业|关于|的|暨|[-—_·《<\"'\s])$"
)
# Single characters are what a watermark leaves; 告 alone is what a line break does to 报告.
_WHOLE = re.compile(r"(?:报告|年报)(?![(（〔][^)）〕]*$)")
_ENCLOSED = re.compile(r"^[(（]([^()（）]{4,40})[)）]$")
_TWICE = re.compile(r"((.{2}).{2,20})(?=\2.{3,20}$)")
_TAKES_PART = "参与"
_BARE_YEAR = re.compile(rf"{_YEAR}$")
"""2024 of 甲职业学校2024年度质量报告, whose 年度 belongs to the phrase by which a report is known."""
_LABELLED = re.compile(r"^[^:：]{2,12}[:：]")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_QUOTED = re.compile(r"《([^《》]{4,80})》")
_TOLD = re.compile(r"^(?:我校|本校|学校|我院|本院|学院|我公司|本公司|兹|现)?对(?=[\u4e00-\u9fff]{6})")
"""学校对甲职业学校质量年度报告的真实性负责: a declaration names its author before the report."""
_SIGNED = re.compile(r"[(（](?:盖章|公章|签章|印章|加盖公章)[)）]$|(?:编制|编写组|编写|编印|编|发布|印制)$")
_OFFICE = re.compile(r"(?:(?<=[局厅会])|(?<=教委))[\u4e00-\u9fff]{2,12}(?:处|科|室|办公室)$")
"""教育厅职业教育与成人教育处 is the 教育厅."""


@dataclass(frozen=True, slots=True)
class Cover:
    """`stem` is the title before what all titles say; `label` the edition as printed, `label_year` its year, `annual` that it says 年度.

    `partners` are the schools with which an enterprise says that it works; `labelled` those of the publishers that a label names as such
    (学校名称：…); `lines` is all that the cover says, without blanks.
    """

    title: str = ""
    stem: str = ""
    label: str = ""
    label_year: int | None = None
    annual: bool = False
    published: str = ""
    publishers: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    labelled: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def lines_to_cover(lines: tuple[str, ...], catalogue: Catalogue) -> Cover:
    """What the lines say; empty where they say nothing of the kind."""
    bare = tuple(_quoted(text, catalogue) for line in lines if len(text := _line_to_text(line)) > 1 or text == "告")
    start, end = _title_span(bare, catalogue)
    start, end = _start_of_name(bare, start, end, catalogue), _end_of_title(bare, start, end)
    title = _quoted("".join(bare[start:end]), catalogue)
    around = title + "".join(bare[end : end + 1])
    label = _LABEL.search(around) or next((found for line in bare if (found := _LABEL.fullmatch(line))), None)
    beside = (*bare[:start], *bare[end:])
    return Cover(
        title=title,
        stem=title_to_stem(title, catalogue),
        label=label[0] if label else "",
        label_year=_label_to_year(label) if label else None,
        annual=label is not None and "年度" in label[0],
        published=next((date for line in reversed(bare) if (date := line_to_month(line))), ""),
        publishers=tuple(name for line in beside for name in line_to_publishers(line, catalogue)),
        partners=tuple(_partners(bare, title, catalogue)),
        labelled=tuple(name for line in beside if _is_labelled(line, catalogue) for name in line_to_publishers(line, catalogue)),
        lines=bare,
    )


def _quoted(line: str, catalogue: Catalogue) -> str:
    """The report's name where a line only speaks of it: …编制了《甲职业学校质量年度报告》."""
    quoted = _QUOTED.search(line)
    return quoted[1] if quoted and any(word in text_folded(quoted[1]) for word in words_folded(catalogue, "title.report")) else line


def _line_to_text(line: str) -> str:
    """The line without blanks; a lone character beside whole words is a watermark's, in a line of lone characters it is the text."""
    parts = radicals_dropped(line).split()
    worded = any(len(part) >= 4 and _WORDS.match(part) for part in parts)
    return blanks_dropped("".join(part for part in parts if len(part) > 1 or not worded or part.isdigit() or part in "年月日"))


def _title_span(lines: tuple[str, ...], catalogue: Catalogue) -> tuple[int, int]:
    """The fewest lines that hold the longest of the phrases by which a report is known; (0, 0) for none."""
    spans = [(start, end) for start in range(len(lines)) for end in range(start + 1, min(start + _LONGEST_TITLE, len(lines)) + 1)]
    best = (0, 0, (0, 0))
    for start, end in spans:
        folded = text_folded("".join(lines[start:end]))
        phrase = max((len(word) for word in words_folded(catalogue, "title.report") if word in folded), default=0)
        best = max(best, (phrase, start - end, (start, end)), key=lambda found: found[:2])
    return best[2] if best[0] else (0, 0)


def _start_of_name(lines: tuple[str, ...], start: int, end: int, catalogue: Catalogue) -> int:
    """Where the title begins: a name that is not whole, or not there, begins on the line before."""
    while start > 0 and start < end and end - start < _LONGEST_TITLE:
        stem = title_to_stem("".join(lines[start:end]), catalogue)
        before = lines[start - 1]
        whole = len(stem) >= 5 and (is_whole(stem, catalogue) or not is_place(before, catalogue))
        if whole or stem.endswith(REGION) or _is_no_name(before):
            break
        start -= 1
    return start


def _is_no_name(line: str) -> bool:
    return bool(_DATE.search(line)) or not _WORDS.search(line) or _LABELLED.match(line) is not None or line.endswith((":", "："))


def _end_of_title(lines: tuple[str, ...], start: int, end: int) -> int:
    """Where the title ends: what a line break took from 报告 or from the label in brackets stands on the next line."""
    ends = range(end, min(start + _LONGEST_TITLE, len(lines)) + 1) if start < end else range(0)
    end = next((stop for stop in ends if _WHOLE.search("".join(lines[start:stop]))), end)
    return end + (start < end < len(lines) and _LABEL.fullmatch(lines[end]) is not None)


def title_to_stem(title: str, catalogue: Catalogue) -> str:
    """The title before the words that all titles share: a name, or a region."""
    folded = text_folded(title)
    places = [folded.find(word) for word in words_folded(catalogue, "title.report") if word in folded]
    if not places or len(folded) != len(title):
        return ""
    head, _, school = title.partition(_TAKES_PART)
    if school and (not head or name_to_kind(head, catalogue) == "enterprise"):
        return head
    stem = _TOLD.sub("", _BARE_YEAR.sub("", _LABEL.sub("", title[: min(places)])).rpartition("《")[2])
    while stem and not name_to_kind(stem, catalogue) and (generic := _GENERIC.search(stem)):
        stem = stem[: generic.start()]
    return _kind_dropped(stem.strip('《》<>"“”·-—:：'), catalogue)


def _kind_dropped(stem: str, catalogue: Catalogue) -> str:
    """甲中学 of 甲中学中等职业学校: what follows a name is the kind of report."""
    heads = (stem.removesuffix(word) for word in words_folded(catalogue, "title.kind") if stem.endswith(word))
    return next((head for head in heads if name_to_kind(head, catalogue)), stem)


def _is_labelled(line: str, catalogue: Catalogue) -> bool:
    return line.startswith(words_folded(catalogue, "title.publisher")) and _LABELLED.match(line) is not None


def line_to_publishers(line: str, catalogue: Catalogue) -> Iterator[str]:
    """The bodies that a line names: it is a name with its ending, or its label and one, and nothing else."""
    bare = _LABELLED.sub("", line) if _is_labelled(line, catalogue) else line
    for name in (_OFFICE.sub("", _SIGNED.sub("", name)) for name in _names_apart(_ENCLOSED.sub(r"\1", bare), catalogue)):
        if 4 <= len(name) <= 40 and name_to_kind(name, catalogue) and not re.search(r"[:：，。,;；]", name):
            yield name


def _names_apart(line: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Two bodies of one place on one line, between which a blank stood: 宁远市教育局 宁远市人社局."""
    twice = _TWICE.match(line)
    parts = (twice[1], line[twice.end() :]) if twice else ()
    return parts if parts and all(name_to_kind(part, catalogue) == "authority" for part in parts) else (line,)


def _partners(lines: tuple[str, ...], title: str, catalogue: Catalogue) -> Iterator[str]:
    """The schools of 合作院校：…, and what a line says that an enterprise takes part in: 参与乙学校办学, 参与高等职业教育."""
    labels = words_folded(catalogue, "title.partner")
    yield from (_LABELLED.sub("", line) for line in lines if line.startswith(labels) and _LABELLED.match(line))
    yield from (rest for line in (title, *lines) if (rest := line.partition(_TAKES_PART)[2]))


def line_to_month(line: str) -> str:
    """A date on a line of its own, as YYYY-MM; Chinese numerals too. Empty where the line is something else."""
    found = _DATE.search(line)
    if not found or len(line) > len(found[0]) + 8:
        return ""
    month = found[2] or found[3]
    number = int(month) if month.isdigit() else _chinese_month(month)
    return f"{int(found[1].translate(_DIGITS)):04d}-{number:02d}" if 1 <= number <= 12 else ""


def _chinese_month(text: str) -> int:
    return 10 + int(text[1:].translate(_DIGITS) or 0) if text.startswith("十") else int(text.translate(_DIGITS))


def _label_to_year(label: re.Match[str]) -> int:
    """The last year that the label names: 2022-2023学年 is about 2023."""
    return int((label[1] or label[3])[-4:].translate(_DIGITS))
