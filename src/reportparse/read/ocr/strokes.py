"""Marks that are told by their shape: a lone level stroke is a dash and a lone slanting one a slash, whatever a recogniser calls them.

To a recogniser a lone dash is 一 or 二 or nothing, and a lone slash 1 or 7.
"""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.read.ocr.engine import Gray
from reportparse.read.ocr.seals import Mask

_FLATTEST = 0.4  # em: ink that is higher is no dash, whatever its darkest part looks like
_CORE = 110  # of 255: the depth at which two hyphens do not run together, nor a blurred dash get thick
_MOST_DASHES = 4
_FLAT = 0.25  # em: the height of a dash, blurred
_DASH_SHORTEST = 0.18  # em
_LONG_DASH = 0.62  # em: a hyphen is 0.25 to 0.35 wide, 一 0.8, an em dash 0.9
_LEVEL_LEAST = 2.2  # times as wide as high
_LONGER_SEEN = 1.75  # the same with pale edges counted for what they are: blurred hyphens 1.77 to 2.2, specks up to 1.5
_SLASH_HIGH = 0.55  # em
_SLASH_STROKE = 0.42  # of its height: the width of its ink in any row, blurred; the bar of a 7 is 0.5
_SLASH_BENT = 0.07  # of its height: how far its rows' middles stand from a line; a 7 bends by 0.15
_SLASH_LEANS = (0.22, 1.2)  # of its height from foot to head; a 1 in italics leans 0.15
_SPECK = 0.02  # of an em squared: ink under it is dirt
_MAIN = 0.85  # of the ink of a box: what one blob has of it beside dirt; the bar of % has half


def mark_from_ink(ink: Mask, depth: Gray, em: float) -> str:
    """`—`, `-`, `--`, `/` where the ink of a box is nothing else; empty where it is something else."""
    if len(ink) <= _FLATTEST * em:
        return _dash_from_ink(ink & (depth > _CORE), depth, em) or _dash_from_ink(ink, depth, em)
    main = _main_blob(ink)
    if 0 < len(main) <= _FLATTEST * em:
        return _dash_from_ink(main, main * np.uint8(255), em)  # a dash, and a speck above it
    return "/" if _is_slash(main, em) else ""


def _main_blob(ink: Mask) -> Mask:
    """The one blob that is nearly all of the ink, in its box; nothing where there is none such."""
    _, label, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    if len(stats) < 2 or stats[1:, 4].max() < _MAIN * stats[1:, 4].sum():
        return ink[:0]
    main = 1 + int(stats[1:, 4].argmax())
    x, y, wide, high, _ = stats[main].tolist()
    blob: Mask = label[y : y + high, x : x + wide] == main
    return blob


def _blobs(ink: Mask, em: float) -> list[list[int]]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    return [blob for blob in stats[1:].tolist() if blob[4] >= _SPECK * em * em]


def _is_level(blob: list[int], depth: Gray, em: float) -> bool:
    x, y, wide, high, _ = blob
    if high > _FLAT * em or wide < _DASH_SHORTEST * em:
        return False
    return wide >= _LEVEL_LEAST * high or _length_seen(depth[y : y + high, x : x + wide]) >= _LONGER_SEEN


def _length_seen(depth: Gray) -> float:
    """How many times as wide as high ink is, its pale edges counting for as much as they are ink."""
    return float(depth.max(axis=0).sum(dtype=float) / max(depth.max(axis=1).sum(dtype=float), 1.0))


def _dash_from_ink(ink: Mask, depth: Gray, em: float) -> str:
    blobs = _blobs(ink, em)
    if not 1 <= len(blobs) <= _MOST_DASHES or not all(_is_level(blob, depth, em) for blob in blobs):
        return ""
    heights = [y + high / 2 for _, y, _, high, _ in blobs]
    if max(heights) - min(heights) > 0.12 * em:
        return ""  # 二, 三, =
    widest = max(wide for _, _, wide, _, _ in blobs)
    return ("—" if widest >= _LONG_DASH * em else "-") * len(blobs)


def leans(ink: Mask) -> float:
    """By how much of its height the largest blob of `ink` leans to the right, from foot to head."""
    _, label, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    if len(stats) < 2:
        return 0.0
    blob = label == 1 + int(stats[1:, 4].argmax())
    rows = np.flatnonzero(blob.any(axis=1))
    if len(rows) < 4:
        return 0.0
    middles = [float(np.flatnonzero(row).mean()) for row in blob[rows]]
    return -float(np.polyfit(rows, middles, 1)[0])


def _is_slash(ink: Mask, em: float) -> bool:
    rows = np.flatnonzero(ink.any(axis=1))
    high = len(rows)
    if high < _SLASH_HIGH * em:
        return False
    first, last = ink.argmax(axis=1)[rows], ink.shape[1] - ink[:, ::-1].argmax(axis=1)[rows]
    middles = (first + last) / 2
    lean, at = np.polyfit(rows, middles, 1)
    is_straight = np.abs(middles - (lean * rows + at)).max() <= max(_SLASH_BENT * high, 1.2)
    is_thin = np.percentile(last - first, 95) <= max(_SLASH_STROKE * high, 3)
    return bool(is_thin and is_straight and _SLASH_LEANS[0] < -lean < _SLASH_LEANS[1])
