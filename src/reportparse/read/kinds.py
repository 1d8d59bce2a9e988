"""What a page is: text, a picture of text, text without meaning, or nothing."""

from __future__ import annotations

import numpy as np

from reportparse.model import Box, Glyphs, PageKind

_LARGE_PICTURE = 0.4  # of the page: seals and photographs in a text page cover less (0.35 at most seen)
_FEW_GLYPHS = 30  # a scanned page may carry a page number or a stamp as text
_GARBLED_SHARE = 0.25  # a page of formulas or symbols stays under 0.1, a font without ToUnicode is over 0.5


def page_kind(glyphs: Glyphs, pictures: tuple[Box, ...], page_area: float) -> PageKind:
    n = len(glyphs.text)
    covered = max(((x1 - x0) * (bottom - top) for x0, top, x1, bottom in pictures), default=0.0)
    if n < _FEW_GLYPHS:
        if covered > _LARGE_PICTURE * page_area:
            return "picture"
        return "text" if n else "empty"
    return "garbled" if _strange_share(glyphs.text) > _GARBLED_SHARE else "text"


def _strange_share(text: str) -> float:
    """The share of characters that no report prints: control, private use, replacement, unassigned blocks."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    usual = (
        ((codes >= 0x20) & (codes < 0x7F))
        | ((codes >= 0xA0) & (codes < 0x250))
        | ((codes >= 0x370) & (codes < 0x400))
        | ((codes >= 0x2000) & (codes < 0x2E00))
        | ((codes >= 0x2E80) & (codes < 0xA000))
        | ((codes >= 0xF900) & (codes < 0xFB00))
        | ((codes >= 0xFE30) & (codes < 0xFFF0))
        | ((codes >= 0x20000) & (codes < 0x30000))
    )
    return 1.0 - float(usual.mean())
