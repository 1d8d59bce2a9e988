"""What a scanner sees beside the paper: its black lid, the edge of a desk, cut aslant where the sheet lay askew."""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.read.ocr.engine import Gray
from reportparse.read.ocr.seals import Mask

_DARK = 0.45  # of the paper's grey: ink is as dark, but letters do not reach along the edge
_THICK = 0.25  # em: rules that run to the edge, and streaks, are thinner
_LONG = 4.0  # em along the edge
_SOFT = 0.3  # em: the shadow between paper and lid


def surround_found(gray: Gray, em: float) -> Mask:
    """Where there is no paper: dark, and joined to an edge of the picture along more than a word."""
    thick = round(_THICK * em)
    dark = cv2.morphologyEx((gray < _DARK * float(np.median(gray))).astype(np.uint8), cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    edge = np.zeros_like(dark)
    edge[[0, -1], :], edge[:, [0, -1]] = dark[[0, -1], :], dark[:, [0, -1]]
    found = np.zeros(gray.shape, bool)
    if not edge.any():
        return found
    _, label, stats, _ = cv2.connectedComponentsWithStats(dark)
    long = np.flatnonzero(np.maximum(stats[:, 2], stats[:, 3]) > _LONG * em)
    touching = np.intersect1d(np.setdiff1d(label[edge > 0], [0]), long)
    if not len(touching):
        return found
    beyond = np.isin(label, touching)
    soft = round(_SOFT * em)
    for side in (beyond[0], beyond[-1], beyond[:, 0], beyond[:, -1]):
        side |= side.any()
    grown: Mask = cv2.dilate(beyond.astype(np.uint8), np.ones((2 * soft + 1, 2 * soft + 1), np.uint8)).astype(bool)
    return grown
