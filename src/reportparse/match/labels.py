"""What a printed label has in common with a catalogue name, once everything that does not name is taken away.

Ordinals, 其中, decorations, quotation marks and a unit in brackets are printed in some reports and not in others; what
stays is the core, and cores are what is compared.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reportparse.model import Catalogue
from reportparse.text import text_folded

# After folding: ① has become 1, （ has become (. A digit before + or % begins a name (1+x证书), and 500强 stands inside one.
_LEADING = re.compile(
    r"^(?:\(?其中\)?[:,]?|[*★☆△▲●○■□◆◇#※·•\-—.、:)]+|\(\d{1,2}\)|\d{1,3}(?:\.\d{1,3})*(?![\d+%强年级])[.、)]?"
    r"|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.])+"
)
# Before folding: ②年财政专项经费 would become 2年….
_CIRCLED = re.compile(r"^\s*[①-⑳㉑-㉟⑴-⒇]+")
_TRAILING = re.compile(r"(?:[*★☆△▲●○■□◆◇#※·•…:,、]|\(注\d*\)|注\d+|(?<![a-z\d])\d{1,2})+$")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_TAIL = re.compile(r"[/,:]([^/,:()]{0,8}(?:/生|/门)?)$")
_NOT_NAMING = re.compile(r"[^\w%]|_")
_UNIT_WORD = re.compile(r"^单位[:]?")


@lru_cache(maxsize=65536)
def label_to_core(label: str, catalogue: Catalogue) -> str:
    """The folded label without ordinals, 其中, decorations, a unit in it, and punctuation."""
    bare = _LEADING.sub("", text_folded(_CIRCLED.sub("", label)))
    bare = _TRAILING.sub("", _units_dropped(_TRAILING.sub("", bare), catalogue))
    return _NOT_NAMING.sub("", bare)


def _units_dropped(bare: str, catalogue: Catalogue) -> str:
    bare = _BRACKETED.sub(lambda found: "" if _is_unit(found[1], catalogue) else found[0], bare)
    tail = _TAIL.search(bare)
    return bare[: tail.start()] if tail and _is_unit(tail[1], catalogue) else bare


def _is_unit(text: str, catalogue: Catalogue) -> bool:
    bare = _UNIT_WORD.sub("", text)
    return not bare or bare in catalogue.unit_names or f":{bare}" in catalogue.unit_names


def name_to_forms(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The core of a catalogue name, and the cores of what else is printed for it: without its bracket, without its A类."""
    forms = [label_to_core(name, catalogue)]
    folded = text_folded(name)
    without_bracket = label_to_core(_BRACKETED.sub("", folded), catalogue)
    head, colon, rest = folded.partition(":")
    without_class = label_to_core(rest, catalogue) if colon and head.endswith("类") else ""
    return tuple(dict.fromkeys(form for form in (*forms, without_bracket, without_class) if len(form) >= 4 or form == forms[0]))


def words_in(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `words` that `text` holds."""
    return tuple(word for word in words if word and word in text)
