"""What a label says beside its name: that it is part of the row above, and in which unit its figures are."""

from __future__ import annotations

import re
from functools import lru_cache

from reportparse.model import Catalogue
from reportparse.text import text_folded

_BREAKS = re.compile(r"[\r\n\v\f\u2028\u2029]+")
# Ordinals that may stand before 其中: 1. 1.2 (1) (一) 一、 ①, which folds to 1.
_ORDINAL = re.compile(r"^(?:\(?\d{1,3}(?:\.\d{1,3})*[)、.]?|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.])+")
_BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]{1,12})[)）\]】〕]")
_TAIL = re.compile(r"[/／:：,，](\s*[^/／:：,，()（）]{1,6}|[^/／:：,，()（）]{1,4}[/／][^/／:：,，()（）]{1,3})$")
_UNIT_WORD = re.compile(r"^\s*(?:计量)?单位\s*[:：]?\s*")


def text_unbroken(text: str) -> str:
    """`text` on one line: a line break in a cell is the paper's, not the author's."""
    return _BREAKS.sub("", text).strip()


@lru_cache(maxsize=256)
def words_folded(catalogue: Catalogue, key: str) -> tuple[str, ...]:
    """A list of the catalogue's phrases, folded, each once."""
    return tuple(dict.fromkeys(text_folded(word) for word in catalogue.phrases.get(key, ())))


@lru_cache(maxsize=65536)
def is_within(label: str, catalogue: Catalogue) -> bool:
    """Whether the label begins with 其中."""
    return _ORDINAL.sub("", text_folded(label)).lstrip("*#-—.").startswith(words_folded(catalogue, "within.mark"))


@lru_cache(maxsize=65536)
def label_to_unit(label: str, catalogue: Catalogue) -> str:
    """The unit inside a label, as printed: 毕业生人数（人）, 生师比(:1), 月收入/元. Empty where there is none; the last bracket wins."""
    for inside in reversed(_BRACKETS.findall(label)):
        if unit := _known_unit(inside, catalogue):
            return unit
    tail = _TAIL.search(label.strip())
    return _known_unit(tail[1], catalogue) if tail else ""


def _known_unit(text: str, catalogue: Catalogue) -> str:
    unit = _UNIT_WORD.sub("", text).strip()
    return unit if is_unit(unit, catalogue) else ""


def is_unit(text: str, catalogue: Catalogue) -> bool:
    """Whether the catalogue knows this unit."""
    return bool(text) and (text in catalogue.unit_names or text_folded(text) in catalogue.unit_names)
