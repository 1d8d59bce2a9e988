"""One page that has to be looked at: its picture in, a Page like any other out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from reportparse.model import Glyphs, Page, Rules
from reportparse.read.ocr.boxes import word_boxes
from reportparse.read.ocr.engine import Gray
from reportparse.read.ocr.glyphs import glyphs_from_words
from reportparse.read.ocr.pictures import picture_from_page
from reportparse.read.ocr.rules import rules_found
from reportparse.read.ocr.seals import Mask, Pixels, seals_taken_out
from reportparse.read.ocr.sheets import sheet_from_gray
from reportparse.read.ocr.words import words_read

cv2.setNumThreads(1)  # threads for pictures of this size cost more than they bring, and workers share the cores


def page_recognised(document: Any, page: Page) -> Page:
    """The page read from its picture."""
    picture, scale = picture_from_page(document, page.number)
    return page_from_picture(picture, scale, page)


def page_from_picture(picture: Pixels, scale: float, page: Page) -> Page:
    gray, blind = seals_taken_out(picture)
    return _page_from_gray(gray, blind, scale, replace(page, width=gray.shape[1] / scale, height=gray.shape[0] / scale, turn=0))


def _page_from_gray(gray: Gray, blind: Mask | None, scale: float, page: Page) -> Page:
    sheet = sheet_from_gray(gray, blind)
    empty = replace(page, glyphs=glyphs_from_words([], np.zeros((0, 0), bool), 1.0), rules=_NO_RULES, engine="ocr")
    if sheet is None:
        return empty
    rules, ruled = rules_found(sheet)
    words = words_read(sheet, ruled, word_boxes(sheet, rules, ruled))
    points = gray.shape[1] / sheet.gray.shape[1] / scale
    glyphs = glyphs_from_words(words, sheet.ink & ~ruled, sheet.em)
    return replace(
        empty,
        glyphs=Glyphs(glyphs.text, glyphs.boxes * np.float32(points), glyphs.baselines * np.float32(points), glyphs.confidence),
        rules=Rules(rules.horizontal * np.float32(points), rules.vertical * np.float32(points)),
    )


_NO_RULES = Rules(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))
