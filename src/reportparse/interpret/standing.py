"""What kind of body reports: its level of education, and whether it is a school, an enterprise, or a region.

The title says it first (中等职业教育质量年度报告), then the name of the body, then the words that the running text prefers.
"""

from __future__ import annotations

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
_ENTERPRISE = ("公司", "企业", "工厂")


def name_to_level(title: str, institution: str, prose: str, catalogue: Catalogue) -> str:
    """secondary, higher, bachelor, or empty."""
    said = text_folded(title).replace(text_folded(institution), "")
    for word, level in (("中等职业", "secondary"), ("高等职业", "higher"), ("职业本科", "bachelor"), ("本科层次", "bachelor")):
        if word in said:
            return level
    folded = text_folded(institution)
    for level in LEVELS:
        if any(word in folded for word in words_folded(catalogue, f"level.{level}")):
            return level
    return _ending_to_level(folded) or _prose_to_level(prose, catalogue)


def _ending_to_level(name: str) -> str:
    endings = (("大学", "bachelor"), ("学院", "higher"), ("学校", "secondary"), ("中学", "secondary"), ("中心", "secondary"))
    return next((level for ending, level in endings if name.endswith(ending)), "")


def _prose_to_level(prose: str, catalogue: Catalogue) -> str:
    """The level whose words stand most often in the running text."""
    counts = {level: sum(prose.count(word) for word in words_folded(catalogue, f"level.{level}")) for level in LEVELS}
    best = max(LEVELS, key=counts.__getitem__)
    return best if counts[best] else ""


def name_to_scope(title: str, institution: str, region: str, catalogue: Catalogue) -> str:
    """school, district, city, province, enterprise, or empty; `region` is what stands in the title where a name would."""
    if institution.endswith(_ENTERPRISE) or any(word in text_folded(title) for word in words_folded(catalogue, "scope.enterprise")):
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
