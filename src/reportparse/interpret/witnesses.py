"""What the document itself calls the one who reports, apart from its cover.

A cover is set for the eye: a name is broken over lines, stands between mottoes and partners, or is a picture. The pages behind it name the
same body again, in running heads, in the declaration that is signed, in the report's own title, in the first words of sentences. A name
that both say is sure; one that only the cover says is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from reportparse.interpret.cover import line_to_publishers, title_to_stem
from reportparse.interpret.labels import words_folded
from reportparse.interpret.mentions import clause_names, is_name
from reportparse.model import Catalogue, Paper, Paragraph
from reportparse.text import text_folded

_QUOTED = re.compile(r"《([^《》]{6,60})》")
_COVER_PAGES = 2
_SIGN = re.compile(r":|\((?:盖|公|签|印|加盖公)章\)")
_SENTENCE = re.compile("[。；]")
_EDGES = re.compile(r"^[^\u4e00-\u9fff《]+|[^\u4e00-\u9fff》)]+$")
STRONG = frozenset({"running", "entered", "tabled", "signed", "titled"})
"""A sentence may introduce a partner, and a name alone on a line be a heading; these speak of the one who reports."""
_ON_PAGES = 3  # a line of its own that says the name so often is a running head that was not taken for one
_SHORT = 60  # characters of a line that is a name with its label, and no sentence


@dataclass(frozen=True, slots=True)
class Witnesses:
    """`own` are the folded names by which the document may call itself, each with the ways in which it does so; `said` counts the clauses
    that begin with a name; `text` is the running text, folded."""

    own: Mapping[str, frozenset[str]]
    said: Mapping[str, int]
    text: str


def weight_of(name: str, witnesses: Witnesses) -> tuple[int, int]:
    """In how many ways that speak of nobody else the document calls itself so, and how many of its sentences begin with the name."""
    folded = text_folded(name)
    ways = witnesses.own.get(folded, frozenset())
    return len(ways & STRONG), witnesses.said.get(folded, 0) + ("founded" in ways)


def names_by_weight(witnesses: Witnesses) -> tuple[str, ...]:
    """Every name that stands at the beginning of something, the likeliest first."""
    found = dict.fromkeys((*witnesses.own, *witnesses.said))
    return tuple(sorted(found, key=lambda name: weight_of(name, witnesses), reverse=True))


def paper_to_witnesses(paper: Paper, title: str, catalogue: Catalogue) -> Witnesses:
    """What the pages behind the cover say; `title` is the one in the file's properties."""
    cover = text_folded("".join(paper.cover))
    texts = [text_folded(paragraph.text) for paragraph in paper.paragraphs if not _is_on_cover(paragraph, cover)]
    counts = Counter(_own_names(paper, texts, title, catalogue))
    own: dict[str, set[str]] = {}
    for (way, name), times in counts.items():
        own.setdefault(name, set()).add("running" if way == "alone" and times >= _ON_PAGES else way)
    text = "\n".join(texts)
    return Witnesses({name: frozenset(ways) for name, ways in own.items()}, Counter(clause_names(text, catalogue)), text)


def _is_on_cover(paragraph: Paragraph, cover: str) -> bool:
    """A line of the first pages that is no sentence and was read with the cover: what it says is no witness to itself."""
    if _SENTENCE.search(paragraph.text) or not len(paragraph.pages) or int(paragraph.pages[0]) > _COVER_PAGES:
        return False
    return int(paragraph.pages[0]) == 1 or text_folded(paragraph.text) in cover


def _own_names(paper: Paper, texts: list[str], title: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The names with the way in which each is said to be the reporting body's."""
    told = (
        *(("running", line) for line in paper.running),
        *(("entered", line) for line in paper.forms),
        *(("signed" if _SIGN.search(text) else "alone", text) for text in texts if len(text) <= _SHORT),
        *(("founded", found[1]) for text in texts for found in _founded(catalogue).finditer(text)),
        *(("titled", quoted) for text in texts for quoted in _QUOTED.findall(text)),
        ("filed", title),
    )
    for way, line in told:
        yield from ((way, name) for name in _line_to_names(line, way, catalogue))
    for table in paper.tables:
        columns = [number for number, column in enumerate(table.columns) if column.kind == "institution"]
        cells = {text_folded(row[number].text) for row in table.rows for number in columns if row[number].text}
        if len(cells) == 1:
            yield from (("tabled", name) for name in cells if is_name(name, catalogue))


@lru_cache(maxsize=8)
def _founded(catalogue: Catalogue) -> re.Pattern[str]:
    """甲职业学校(甲技工学校)创办于1983年: the sentence with which one introduces itself, at its beginning."""
    words = "|".join(map(re.escape, words_folded(catalogue, "institution.founded")))
    return re.compile(rf"(?:^|(?<=[。;!?:\n]))([\u4e00-\u9fff]{{4,26}}?)(?:\([^()]{{2,40}}\))?(?:{words})")


def _line_to_names(line: str, way: str, catalogue: Catalogue) -> Iterator[str]:
    """The names in 甲职业学校质量年度报告, 单位名称(盖章):甲职业学校, 甲职业学校·3."""
    line = _EDGES.sub("", text_folded(line))
    stem = text_folded(title_to_stem(line, catalogue))
    if stem:
        yield from filter(partial(is_name, catalogue=catalogue), (stem,))
    elif way != "titled":
        yield from filter(partial(is_name, catalogue=catalogue), map(text_folded, line_to_publishers(line, catalogue)))
