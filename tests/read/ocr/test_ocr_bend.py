"""Pages photographed aslant, and paper that did not lie flat, come out with level rows and upright columns."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from read.ocr.paper import SCALE, Gray, page_drawn, part_drawn, unread
from reportparse.assemble.lines import boxes_on_paper
from reportparse.read.ocr.bend import bend_found
from reportparse.read.ocr.pages import pages_from_picture
from reportparse.read.ocr.rules import rules_found
from reportparse.read.ocr.sheets import sheet_from_gray

PART = ("songning-merged", 5, (40.0, 40.0, 560.0, 420.0))


def photographed(paper: Gray, aslant: float) -> tuple[Gray, np.ndarray]:
    """As from a camera that looks down on the foot of the page, a little from the left; and the matrix."""
    height, width = paper.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    shifts = aslant * np.float32([[0.0, 0.03], [-0.04, 0.0], [0.0, 0.01], [0.06, 0.02]]) * [width, height]
    matrix = cv2.getPerspectiveTransform(corners, (corners + shifts).astype(np.float32))
    return cv2.warpPerspective(paper, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=250), matrix


def bowed(paper: Gray, share: float) -> Gray:
    """Rows that sag in the middle by a share of the page's width."""
    height, width = paper.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return cv2.remap(paper, x, y - share * width * np.sin(np.pi * x / width), cv2.INTER_CUBIC, borderValue=250)


def lengths(rules: np.ndarray) -> int:
    """How many of them are as long as most of the table."""
    long = rules[:, 2] - rules[:, 1]
    return int((long > 0.8 * long.max()).sum())


def slid(paper: Gray) -> Gray:
    return photographed(paper, 1.0)[0]


@pytest.mark.parametrize("damage", [slid, lambda paper: bowed(paper, 0.01)])
def test_rules_that_run_apart_are_whole(damage):
    flat, bent = (sheet_from_gray(picture) for picture in (part_drawn(*PART), damage(part_drawn(*PART))))
    assert flat is not None and bent is not None and flat.bend is None and bent.bend is not None
    whole, found = (rules_found(sheet)[0] for sheet in (flat, bent))
    assert lengths(found.horizontal) >= lengths(whole.horizontal) - 1  # the lowest leaves the picture
    assert lengths(found.vertical) == lengths(whole.vertical)


def test_places_are_those_on_the_photograph():
    flat = part_drawn(*PART)
    picture, matrix = photographed(flat, 1.0)
    (straight,), (bent,) = (pages_from_picture(one, SCALE, unread()) for one in (flat, picture))
    assert bent.bend is not None
    for word in ("落实", "第三产业"):
        before, after = (boxes_on_paper(page, page.glyphs.boxes)[page.glyphs.text.index(word)] for page in (straight, bent))
        middle = np.float32([[[(before[0] + before[2]) / 2 * SCALE, (before[1] + before[3]) / 2 * SCALE]]])
        expected = cv2.perspectiveTransform(middle, matrix)[0, 0] / SCALE
        assert np.abs((after[:2] + after[2:]) / 2 - expected).max() < 2.5


@pytest.mark.parametrize(("name", "number"), [("qingze-grid", 1), ("qingze-grid", 3), ("heming-borderless", 5), ("songning-merged", 6)])
def test_flat_pages_are_left_as_they_lie(name, number):
    sheet = sheet_from_gray(page_drawn(name, number))
    assert sheet is not None and sheet.bend is None


def test_empty_paper_does_not_bend():
    assert bend_found(np.zeros((600, 400), bool), 20.0) is None
