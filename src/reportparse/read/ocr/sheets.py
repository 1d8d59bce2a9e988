"""A picture of a page made ready to be read: grey, seals out, level, of a size at which letters are neither dots nor walls.

Lengths here are pixels; `em` is the size of a Chinese character in them.  Everything later is measured in ems, so that a
picture of 100 dpi and one of 400, a page of A4 and one of A3 are the same to it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from reportparse.model import Bend, Floats
from reportparse.read.ocr.bend import bend_found, unbent
from reportparse.read.ocr.engine import Gray
from reportparse.read.ocr.level import angle_found, lean_found, leant_back, turned
from reportparse.read.ocr.seals import Mask
from reportparse.read.ocr.surround import surround_found

_EM_DEFAULT = 24.0  # where a picture holds too little text to measure
_EM_LARGEST, _EM_SMALLEST = 38.0, 18.0  # strokes of larger type cost time, those of smaller type are under 2 pixels
_EM_AIM = 26.0  # to which smaller type is enlarged
_LARGEST_AREA = 8_000_000  # pixels of an enlarged sheet
_TALLEST = 1.05  # em / height of the tall letters: 20 of 21 pixels (12 pages of known size: 0.97 to 1.1)
_FEWEST_LETTERS = 20
_OF_ONE_SIZE, _BLACKEST = 0.6, 0.5  # of the larger size: one type and its headings 0.7 and more; per cent of the page
_SQUARE, _SLIM = 0.72, 0.3  # of the longer side: Chinese characters, but not two that touch; digits and letters
_LEVEL, _UPRIGHT = 0.03, 0.12  # degrees: half a pixel at the end of a line; two at the foot of a page
_NEGATIVE = 90  # of 255: the grey of most of a page that is white on black
_NOISIEST = 16  # of 255: the blotches of a photocopy are more; of a clean page this is 3 to 5, of a full one 11
_DEEPEST_NOISE = 30  # of 255: on an empty page the darkest hundredth is under this
_PALE, _PALEST_TEXT, _ABOVE = 0.36, 0.55, 1.15  # of full ink: strokes of a watermark up to, strokes of letters from; times its depth
_DEEPEST = 99.8  # per cent of the page: where a watermark covers much of it, less is full ink than usual
_FEWEST_STROKES = 12  # of a watermark: 40 and more where it is repeated; the edges of a shadow and of the paper are up to 7
_LEAST_PALE = 0.01  # of a page: a watermark is 0.017 and more, the edge of a shadow 0.005
_LARGER_THAN_LETTERS = 1.2  # em
_FULL, _FULL_OF_INKED = 0.007, 0.35  # of a page, of its ink: what is darkest; pages of tables have 2 to 13 % of ink
_LEAST_INKED = 2.5e-4  # of a page: a row of a table has 1e-3, a page's number 1e-4

Slant = tuple[float, float, Bend | None]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A level picture and the `paper` under its ink. `depth` says how much darker than that a pixel is, 255 being full ink; `ink` is where
    it is certain, `trace` where it is likely enough to be part of a rule, `blind` where a seal hides what there is. `angle`: degrees
    anticlockwise by which the picture was turned to be level; `lean`: those by which its upright rules leaned then; `bend`: how its lines
    ran apart after that. `noisy`: its paper has blotches as photocopies have."""

    gray: Gray
    paper: Gray
    depth: Gray
    ink: Mask
    trace: Mask
    blind: Mask | None
    em: float
    angle: float
    lean: float
    bend: Bend | None
    noisy: bool


def sheet_from_gray(gray: Gray, blind: Mask | None = None) -> Sheet | None:
    """The sheet, or None where there is nothing on the paper."""
    if np.median(gray) < _NEGATIVE:
        gray = cv2.bitwise_not(gray)
    em = _em_measured(gray)
    factor = _factor(em, gray.size)
    if factor != 1.0:
        gray, em = _scaled(gray, factor), em * factor
    slant = _slant_found(gray, em)
    gray = _straightened(gray, slant)
    paper, depth, full, noise = _depth_measured(gray, em)
    if full < _DEEPEST_NOISE:
        return None
    stretched = cv2.convertScaleAbs(depth, alpha=255.0 / full)
    mark = _watermark_depth(depth, em, full, noise)
    paper_side = ~surround_found(gray, em)
    ink = (depth > max(_ink_from(full, noise), mark)) & paper_side
    trace = (depth > max(0.12 * full, min(3 * noise, 0.3 * full), mark)) & paper_side
    moved = None if blind is None or not blind.any() else _straightened(_scaled(blind.astype(np.uint8) * 255, factor), slant) > 127
    return Sheet(gray, paper, stretched, ink, trace, moved, em, *slant, noise >= _NOISIEST)


def ink_found(gray: Gray) -> tuple[Mask, float]:
    """Where ink is on the picture as it lies, and the size of its characters."""
    em = _em_measured(gray)
    _, depth, full, noise = _depth_measured(gray, em)
    return depth > (_ink_from(full, noise) if full >= _DEEPEST_NOISE else 255), em


def _slant_found(gray: Gray, em: float) -> Slant:
    """Degrees by which the sheet is turned, by which its upright rules lean then, and how its lines run apart after that."""
    _, depth, full, noise = _depth_measured(gray, em)
    if full < _DEEPEST_NOISE:
        return 0.0, 0.0, None
    ink = depth > _ink_from(full, noise)
    angle = angle_found(ink)
    level = turned(ink.astype(np.uint8) * 255, angle) > 127 if abs(angle) > _LEVEL else ink
    lean = lean_found(level, em)
    if abs(lean) <= _UPRIGHT:
        return angle, 0.0, bend_found(level, em)
    return angle, lean, bend_found(leant_back(level.astype(np.uint8) * 255, lean) > 127, em)


def _straightened(gray: Gray, slant: Slant) -> Gray:
    angle, lean, bend = slant
    if abs(angle) > _LEVEL:
        gray = turned(gray, angle)
    gray = leant_back(gray, lean) if lean else gray
    return unbent(gray, bend) if bend else gray


def _scaled(gray: Gray, factor: float) -> Gray:
    scaled: Gray = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    return scaled


def _factor(em: float, area: int) -> float:
    """By how much the picture is scaled so that its letters are of a good size; up only as far as memory allows."""
    if em >= _EM_SMALLEST:
        return min(1.0, _EM_LARGEST / em)
    return max(1.0, min(3.0, _EM_AIM / em, math.sqrt(_LARGEST_AREA / area)))


def _ink_from(full: float, noise: float) -> float:
    return max(0.22 * full, min(6 * noise, 0.45 * full))


def _watermark_depth(depth: Gray, em: float, full: float, noise: float) -> float:
    """How deep a watermark is: strokes without deep ink near them that are larger both ways than a letter; 0 without one."""
    coarse = depth[::2, ::2]
    near = cv2.dilate(coarse, np.ones((3, 3), np.uint8))
    pale = (coarse > _ink_from(full, noise)) & (near < _PALE * max(full, float(np.percentile(coarse, _DEEPEST))))
    if pale.mean() < _LEAST_PALE:
        return 0.0
    _, label, stats, _ = cv2.connectedComponentsWithStats(pale.astype(np.uint8))
    large = np.minimum(stats[:, 2], stats[:, 3]) > _LARGER_THAN_LETTERS * em / 2
    large[0] = False
    if large.sum() < _FEWEST_STROKES:
        return 0.0
    mark = large[label]
    return min(_ABOVE * float(np.percentile(coarse[mark], 95)), _PALEST_TEXT * full) if mark.mean() > _LEAST_PALE else 0.0


def _em_measured(gray: Gray) -> float:
    """From the sizes of blobs: most ink of a page belongs to characters of one size, and Chinese ones are as wide as high."""
    dark = cv2.adaptiveThreshold(cv2.GaussianBlur(gray, (3, 3), 0), 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)
    sizes = _letter_sizes(dark)
    if len(sizes) and _size_at(sizes, 0.3) < _OF_ONE_SIZE * _size_at(sizes, 0.7):  # few letters of a watermark weigh as much as a table
        deep = dark & (gray < (np.median(gray) + np.percentile(gray, _BLACKEST)) / 2)
        deeper = _letter_sizes(deep)
        sizes = deeper if len(deeper) else sizes
    return _TALLEST * _size_at(sizes, 0.7) if len(sizes) else _EM_DEFAULT


def _letter_sizes(dark: Gray) -> Floats:
    """The sizes of blobs that look like letters, in order; none where they are too few."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark)
    width, height, area = (stats[1:, k] for k in (2, 3, 4))
    long, short = np.maximum(width, height), np.minimum(width, height)  # the page may lie on its side
    letter = (long >= 6) & (long <= max(dark.shape) / 12) & (area > 0.12 * width * height)
    for shortest in (_SQUARE, _SLIM):
        sizes: Floats = np.sort(long[letter & (short >= shortest * long)]).astype(np.float32)
        if len(sizes) >= _FEWEST_LETTERS:
            return sizes
    return np.zeros(0, np.float32)


def _size_at(sizes: Floats, share: float) -> float:
    """The size up to which blobs make up this share of all, a blob weighing as much as it is long."""
    weight = np.cumsum(sizes, dtype=float)
    return float(sizes[np.searchsorted(weight, share * weight[-1])])


def _depth_measured(gray: Gray, em: float) -> tuple[Gray, Gray, float, float]:
    """The paper, how much darker than it each pixel is, how much full ink is, and the noise (one sigma).

    The paper is what is left when everything thinner than 0.7 em is closed: strokes and rules go, shading and shadows stay.
    """
    smooth = cv2.GaussianBlur(gray, (3, 3), 0)
    side = round(0.7 * em) | 1
    raw = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((side, side), np.uint8))
    counts = np.bincount(raw.ravel(), minlength=256).cumsum() / raw.size
    usual, faint = (int(np.searchsorted(counts, share)) for share in (0.5, 0.84))
    full = int(np.searchsorted(counts, 1 - _full_share(1 - float(counts[min(255, usual + _DEEPEST_NOISE)]))))
    return cv2.add(smooth, raw), cv2.subtract(raw, usual), float(full - usual), float(min(faint - usual, _NOISIEST))


def _full_share(inked: float) -> float:
    """The share of a page that counts as full ink where `inked` of it is ink: less than usual where a table's last row stands alone."""
    return _FULL if inked < _LEAST_INKED else min(_FULL, _FULL_OF_INKED * inked)
