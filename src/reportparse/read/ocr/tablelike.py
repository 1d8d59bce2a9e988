"""Whether a picture may be a table, told at a hundredth of what it costs to read one."""

from __future__ import annotations

import cv2
import numpy as np

from reportparse.read.ocr.seals import Pixels

_THIN = 9  # pixels: a rule of two points at 300 dpi
_DARKER = 25  # of 255, than the paper around it
_SHORTEST, _ACROSS = 1 / 12, 0.4  # of the picture's width: a piece of a rule; a rule that is tilted is pieces on neighbouring rows
_FEWEST = 3  # rules: a table has one above and one below its header, and one below all


def is_ruled_across(picture: Pixels) -> bool:
    """Do thin dark lines run over much of its width, as in tables? Photographs have edges, but hardly lines."""
    gray = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    thin = cv2.morphologyEx(gray, cv2.MORPH_BLACKHAT, np.ones((_THIN, 1), np.uint8)) > _DARKER
    width = gray.shape[1]
    runs = cv2.morphologyEx(thin.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, max(2, round(_SHORTEST * width))), np.uint8))
    _, _, about, _ = cv2.connectedComponentsWithStats(cv2.dilate(runs, np.ones((3, 3), np.uint8)))
    return int((about[1:, cv2.CC_STAT_WIDTH] >= _ACROSS * width).sum()) >= _FEWEST
