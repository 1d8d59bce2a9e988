"""What kind of body reports: its level of education, and whether it is a school, an enterprise, or a region.

The title says it first (中等职业教育质量年度报告), then the name of the body, then the words that the running text prefers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportparse.interpret.bodies import bracket_dropped, name_to_kind
from reportparse.interpret.labels import words_folded
from reportparse.model import Catalogue
from reportparse.text import text_folded

LEVELS = ("bachelor", "higher", "secondary")
_MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_REGION_ENDINGS = (
    ("自治区", "province"),
    ("兵团", "province"),
    ("省", "province"),
    ("自治州", "city"),
    ("自治县", "district"),
    ("地区", "city"),
    ("市", "city"),
    ("州", "city"),
    ("盟", "city"),
    ("区", "district"),
    ("县", "district"),
    ("旗", "district"),
)
_CLEARLY = 3
"""An enterprise works with schools of both levels, and tells of graduates that it hires: a few words more of one decide nothing."""


def is_of_enterprise(title: str, catalogue: Catalogue) -> bool:
    """Whether a title is that of an enterprise's report."""
    return any(word in text_folded(title) for word in words_folded(catalogue, "scope.enterprise"))


@dataclass(frozen=True, slots=True)
class Levelled:
    """secondary, higher, bachelor, or empty; in words why it is doubted, an empty `doubt` says that it is sure."""

    level: str
    doubt: str = ""


def name_to_level(title: str, institution: str, others: tuple[str, ...], prose: str, catalogue: Catalogue) -> Levelled:
    """The level that the title says, else the name, else the text. Of an enterprise, `others` are the schools with which it works."""
    said = text_folded(title).replace(text_folded(institution), "")
    for word, level in (("中等职业", "secondary"), ("高等职业", "higher"), ("职业本科", "bachelor"), ("本科层次", "bachelor")):
        if word in said:
            return Levelled(level)
    spoken = _prose_to_level(prose, _CLEARLY, catalogue)
    if is_of_enterprise(title, catalogue) or name_to_kind(institution, catalogue) == "enterprise":
        found = (level for name in others if (level := _school_to_level(name, catalogue)))
        return Levelled(next(found, "") or spoken)
    level = _school_to_level(institution, catalogue)
    if not level:
        guess = spoken or _prose_to_level(prose, 1, catalogue)
        is_sure = not guess or (spoken and name_to_kind(institution, catalogue) == "authority")
        return Levelled(guess, "" if is_sure else f"only the text says the level, and it speaks of {guess} education most")
    said_in_name = set(_levels_in(institution, catalogue))
    is_open = len(said_in_name) > 1 or (not said_in_name and level == "bachelor")
    is_other = is_open and spoken not in ("", level)
    return Levelled(level, f"{institution} may be of another level than {level}" if is_other else "")


def _school_to_level(name: str, catalogue: Catalogue) -> str:
    """The level that the last of the words in the name says: 某职业技术学院附属中等职业学校 is a school."""
    return next(_levels_in(name, catalogue), "") or _ending_to_level(text_folded(bracket_dropped(name)))


def _levels_in(name: str, catalogue: Catalogue) -> Iterator[str]:
    """The levels of which a name holds a word, the one whose word ends last first; of words that end together the longest counts."""
    folded = text_folded(bracket_dropped(name))
    words = [(level, word) for level in LEVELS for word in words_folded(catalogue, f"level.{level}") if word in folded]
    ends = sorted(((folded.rfind(word) + len(word), len(word), level) for level, word in words), reverse=True)
    yield from (level for _, _, level in ends)


def _ending_to_level(name: str) -> str:
    endings = (("大学", "bachelor"), ("学院", "higher"), *((ending, "secondary") for ending in ("校", "中学", "中心", "职中", "职高")))
    return next((level for ending, level in endings if name.endswith(ending)), "")


def _prose_to_level(prose: str, clearly: int, catalogue: Catalogue) -> str:
    """The level whose words stand most often in the running text, so many times as often as the next."""
    counts = {level: sum(prose.count(word) for word in words_folded(catalogue, f"level.{level}")) for level in LEVELS}
    best = max(LEVELS, key=counts.__getitem__)
    next_best = max(counts[level] for level in LEVELS if level != best)
    return best if counts[best] and counts[best] >= clearly * next_best else ""


def name_to_scope(title: str, institution: str, region: str, catalogue: Catalogue) -> str:
    """school, district, city, province, enterprise, or empty; `region` is what stands in the title where a name would."""
    institution = text_folded(bracket_dropped(institution))
    if name_to_kind(institution, catalogue) == "enterprise" or is_of_enterprise(title, catalogue):
        return "enterprise"
    authority = _without_ending(institution, words_folded(catalogue, "institution.authority"))
    if authority is None and institution.endswith(words_folded(catalogue, "institution.school")):
        return "school"
    if institution.endswith("厅"):
        return "province"
    return region_to_scope(region) or region_to_scope(authority or institution)


def _without_ending(name: str, endings: tuple[str, ...]) -> str | None:
    return next((name.removesuffix(ending) for ending in sorted(endings, key=len, reverse=True) if name.endswith(ending)), None)


def region_to_scope(region: str) -> str:
    """What a region is by its last character: 北京市怀柔区 a district, 北京市 a province."""
    if any(region in (name, f"{name}市") for name in _MUNICIPALITIES):
        return "province"
    return next((scope for ending, scope in _REGION_ENDINGS if region.endswith(ending)), "")
