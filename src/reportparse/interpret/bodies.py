"""What a printed name is the name of: a school, an authority, an enterprise, a region, or nothing that is known.

Names end with what they are, so the longest known ending decides. A name made of nothing but words that hundreds of schools
share (工业贸易学校) is not whole: its place stands elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reportparse.interpret.labels import words_folded
from reportparse.model import Catalogue
from reportparse.text import text_folded

KINDS = ("school", "authority", "enterprise")
REGION = ("省", "自治区", "市", "州", "盟", "区", "县", "旗")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]$")
_CHARACTERS = re.compile("[\u4e00-\u9fff]{2,20}")
_NUMBERED = "第[一二三四五六七八九十]{1,2}"
_SENTENCE = re.compile(r"[，。；：！？,;:!?、]|^(?:本|我|该|学校|学院)")


def bracket_dropped(name: str) -> str:
    """A name without the other name that it has in brackets: 石桥市交通技工学校（石桥市交通职业中专）."""
    return _BRACKET.sub("", name) or name


def brackets_to_names(name: str) -> tuple[str, ...]:
    """A name and the other one that it has in brackets."""
    inside = _BRACKET.search(name)
    return (bracket_dropped(name), inside[0][1:-1]) if inside else (name,)


def name_to_kind(name: str, catalogue: Catalogue) -> str:
    """school, authority or enterprise; empty where the ending is of none."""
    return _kind_and_ending(name, catalogue)[0]


def name_to_ending(name: str, catalogue: Catalogue) -> str:
    """The longest ending of a body that the name has, folded; empty for none."""
    return _kind_and_ending(name, catalogue)[1]


@lru_cache(maxsize=4096)
def _kind_and_ending(name: str, catalogue: Catalogue) -> tuple[str, str]:
    folded = text_folded(bracket_dropped(name))
    ends = [(kind, word) for kind in KINDS for word in words_folded(catalogue, f"institution.{kind}") if folded.endswith(word)]
    return max(ends, default=("", ""), key=lambda end: len(end[1]))


def is_whole(name: str, catalogue: Catalogue) -> bool:
    """Whether a name says more than what hundreds of others say too."""
    return not parts_pattern(catalogue).fullmatch(text_folded(bracket_dropped(name)))


@lru_cache(maxsize=8)
def parts_pattern(catalogue: Catalogue) -> re.Pattern[str]:
    """What names are made of besides the place or the words that are theirs alone: trades, endings, numbers."""
    keys = ("institution.trade", "institution.branch", *(f"institution.{kind}" for kind in KINDS))
    words = sorted({re.escape(word) for key in keys for word in words_folded(catalogue, key)}, key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join((*words, _NUMBERED))}){{1,12}}")


def is_office(name: str) -> bool:
    """Whether a body governs: the 教育局 of a city, not its 教育科学研究院."""
    return name.endswith(("局", "厅", "教委", "教育委员会"))


def is_sentence(name: str) -> bool:
    """Whether what stands where a name would is a piece of running text."""
    return _SENTENCE.search(name) is not None


def is_place(line: str, catalogue: Catalogue) -> bool:
    """Whether a line may be the place before the rest of a name: 河曲省临江, 石桥市, 南浦."""
    marked = line.endswith(REGION) or (len(line) <= 10 and any(mark in line[1:] for mark in "省市州县区"))
    if line.startswith(words_folded(catalogue, "title.aside")):
        return False
    return _CHARACTERS.fullmatch(line) is not None and (marked or len(line) <= 4)
