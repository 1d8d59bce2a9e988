"""One page that has to be looked at: its picture in, a Page like any other out; two, where two pages lie on one sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from reportparse.model import Box, Glyphs, Page, Rules
from reportparse.read.ocr.bend import bend_scaled
from reportparse.read.ocr.boxes import word_boxes
from reportparse.read.ocr.engine import Gray
from reportparse.read.ocr.fills import rules_with_fills
from reportparse.read.ocr.glyphs import glyphs_from_words
from reportparse.read.ocr.hidden import words_with_hidden
from reportparse.read.ocr.pictures import picture_from_page
from reportparse.read.ocr.points import marks_checked
from reportparse.read.ocr.rules import rules_found
from reportparse.read.ocr.scratches import words_with_scratched
from reportparse.read.ocr.seals import Mask, Pixels, seals_taken_out
from reportparse.read.ocr.sheets import Sheet, sheet_from_gray
from reportparse.read.ocr.spreads import gutter_found, rules_beside, seam_found, words_beside
from reportparse.read.ocr.tablelike import is_ruled_across
from reportparse.read.ocr.upright import lies_on_its_side, lines_stand, stands_on_its_head
from reportparse.read.ocr.words import Word, words_read

cv2.setNumThreads(1)  # threads for pictures of this size cost more than they bring, and workers share the cores

_LETTER = 10.5  # points
_SMALLEST = 40  # pixels: two lines of a table

_NO_GLYPHS = Glyphs("", np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.float32))
_NO_RULES = Rules(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))


def page_recognised(document: Any, page: Page) -> list[Page]:
    """The page read from its picture."""
    heights = page.glyphs.boxes[:, 3] - page.glyphs.boxes[:, 1]
    picture, scale = picture_from_page(document, page.number, float(np.median(heights)) if len(heights) else _LETTER)
    return pages_from_picture(picture, scale, page)


def inset_recognised(document: Any, page: Page, box: Box, *, surely: bool) -> Page | None:
    """What the page's picture at `box` (points) shows, where it stands on the page; None where it lies on its side.

    A picture that is not `surely` a table is not read without rules across it: most of them are photographs.
    """
    picture, scale = picture_from_page(document, page.number, _LETTER)
    left, top = max(int(box[0] * scale), 0), max(int(box[1] * scale), 0)
    cut = np.ascontiguousarray(picture[top : int(box[3] * scale) + 1, left : int(box[2] * scale) + 1])
    if min(cut.shape[:2]) < _SMALLEST or not (surely or is_ruled_across(cut)):
        return None
    found = [part for part in pages_from_picture(cut, scale, page) if not part.turn]
    return _page_moved(found[0], page, left / scale, top / scale) if len(found) == 1 else None


def _page_moved(inset: Page, page: Page, right: float, down: float) -> Page:
    """The inset on the page's own paper. A picture in a text is level, or nearly: what it was tilted by is let go."""
    moved = _moved(inset, right, down)
    return replace(moved, width=page.width, height=page.height, pictures=(), shading=None, tilt=0.0, lean=0.0, bend=None)


def _moved(page: Page, right: float, down: float) -> Page:
    glyphs, rules = page.glyphs, page.rules
    boxes = glyphs.boxes + np.array([right, down, right, down], np.float32)
    level = rules.horizontal + np.array([down, right, right], np.float32)
    upright = rules.vertical + np.array([right, down, down], np.float32)
    moved = replace(glyphs, boxes=boxes, baselines=glyphs.baselines + np.float32(down))
    bend = page.bend and replace(page.bend, x=page.bend.x + right, y=page.bend.y + down)
    return replace(page, glyphs=moved, rules=Rules(level, upright), bend=bend)


def pages_from_picture(picture: Pixels, scale: float, page: Page) -> list[Page]:
    """`scale` is the picture's pixels a point; of `page` only the number and the kind stay."""
    gray, blind = seals_taken_out(picture)
    return _pages_from_gray(gray, blind, scale, replace(page, turn=0))


def _pages_from_gray(gray: Gray, blind: Mask | None, scale: float, page: Page) -> list[Page]:
    seam = seam_found(gray)
    return (_halves(gray, blind, seam, (scale, page)) if seam else []) or _pages_of_sheet(gray, blind, scale, page)


def _halves(gray: Gray, blind: Mask | None, seam: int, seen: tuple[float, Page]) -> list[Page]:
    """The two pages of an open book, each read as it lies; nothing where one of them is found to be turned."""
    scale, page = seen
    width, height = gray.shape[1] / scale, gray.shape[0] / scale
    out: list[Page] = []
    for part in (slice(0, seam), slice(seam, gray.shape[1])):
        found = _pages_of_sheet(np.ascontiguousarray(gray[:, part]), None if blind is None else blind[:, part], scale, page)
        if any(half.turn != page.turn for half in found):
            return []
        out += [_half_on_sheet(half, part.start / scale, (width, height)) for half in found]
    return out


def _half_on_sheet(half: Page, right: float, size: tuple[float, float]) -> Page:
    """Moved so that what is turned back about the middle of the sheet stands where it lay."""
    x, y = right + (half.width - size[0]) / 2, (half.height - size[1]) / 2
    tilt, slope = np.deg2rad(half.tilt), np.tan(np.deg2rad(half.lean))
    level = x * np.cos(tilt) + y * np.sin(tilt), y * np.cos(tilt) - x * np.sin(tilt)
    x, y = level[0] - slope * level[1] + (size[0] - half.width) / 2, level[1] + (size[1] - half.height) / 2
    return replace(_moved(half, x, y), width=size[0], height=size[1])


def _pages_of_sheet(gray: Gray, blind: Mask | None, scale: float, page: Page) -> list[Page]:
    sheet = sheet_from_gray(gray, blind)
    height, width = gray.shape
    blank = replace(page, glyphs=_NO_GLYPHS, rules=_NO_RULES, engine="ocr", tilt=0.0, lean=0.0, bend=None)
    empty = replace(blank, width=width / scale, height=height / scale)
    if sheet is None:
        return [empty]
    rules, ruled, scratched = rules_found(sheet)
    if page.turn == 0 and lies_on_its_side(sheet.ink & ~ruled, sheet.em):
        return _pages_turned(gray, blind, 90, scale, page)
    rules = rules_with_fills(rules, sheet)
    boxes = word_boxes(sheet, rules, ruled)
    if page.turn == 0 and lines_stand(boxes, sheet.em):
        return _pages_turned(gray, blind, 90, scale, page)
    words = words_read(sheet, ruled, boxes)
    if page.turn in (0, 90) and stands_on_its_head(sheet, words):
        return _pages_turned(gray, blind, 180, scale, page)
    words = marks_checked(words, sheet.ink & ~ruled)
    if sheet.blind is not None:
        words = words_with_hidden(words, sheet.blind, sheet.em)
    if scratched.any():
        words = words_with_scratched(words, scratched, sheet.em)
    points = width / sheet.gray.shape[1] / scale
    page = replace(empty, tilt=sheet.angle, lean=sheet.lean, bend=bend_scaled(sheet.bend, points) if sheet.bend else None)
    return [_page_filled(page, part, beside, (sheet, ruled), points) for part, beside in _pages_on_sheet(sheet, words, rules)]


def _pages_turned(gray: Gray, blind: Mask | None, degrees: int, scale: float, page: Page) -> list[Page]:
    """Read again, `degrees` clockwise from how it lies now."""
    quarters = -degrees // 90
    turned = None if blind is None else np.rot90(blind, quarters)
    return _pages_from_gray(np.ascontiguousarray(np.rot90(gray, quarters)), turned, scale, replace(page, turn=page.turn + degrees))


def _pages_on_sheet(sheet: Sheet, words: list[Word], rules: Rules) -> list[tuple[list[Word], Rules]]:
    gutter = gutter_found(sheet, words, rules)
    if gutter is None:
        return [(words, rules)]
    return [(words_beside(words, gutter, left), rules_beside(rules, gutter, left)) for left in (True, False)]


def _page_filled(page: Page, words: list[Word], rules: Rules, seen: tuple[Sheet, Mask], points: float) -> Page:
    """`page` with its words and rules, from pixels to points."""
    sheet, ruled = seen
    if not words:
        return page
    glyphs = glyphs_from_words(words, sheet.ink & ~ruled, sheet.em)
    scale = np.float32(points)
    return replace(
        page,
        glyphs=Glyphs(glyphs.text, glyphs.boxes * scale, glyphs.baselines * scale, glyphs.confidence),
        rules=Rules(rules.horizontal * scale, rules.vertical * scale),
    )
