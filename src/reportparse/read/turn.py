"""Pages whose text stands on its side or on its head, whatever the page's /Rotate says, are set upright.

`Page.turn` says by how many degrees clockwise the upright page was turned from the one that a viewer shows, so that
every place can be given on the page as shown.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reportparse.model import Glyphs, Page, Rules
from reportparse.text import are_within, text_to_codes

_FEWEST = 40  # glyphs: a page with less text gives no evidence
_SHARE = 0.6
_LINE = 3.0  # points: less is the same line


def turn_of_text(glyphs: Glyphs) -> int:
    """Degrees clockwise that set the text upright."""
    if len(glyphs.text) < _FEWEST:
        return 0
    x = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2
    y = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    dx, dy = np.diff(x), np.diff(y)
    steps = (np.abs(dx) < 40) & (np.abs(dy) < 40)  # within a line; line ends jump
    if steps.sum() < _FEWEST // 2:
        return 0
    upright = (np.abs(dy) > 3 * np.abs(dx)) & steps
    if upright.sum() < _SHARE * steps.sum() or _are_digits_upright(glyphs):
        return 180 if _is_on_its_head(dx, dy, steps) else 0
    return 270 if np.median(dy[upright]) > 0 else 90


def _are_digits_upright(glyphs: Glyphs) -> bool:
    """Are there enough digits to tell, and most of them higher than wide? A column of lone figures runs down a page that is upright."""
    digits = are_within(text_to_codes(glyphs.text), "0", "9")  # full-width ones are as wide as high
    sizes = glyphs.boxes[digits, 2:] - glyphs.boxes[digits, :2]
    return bool(digits.sum() >= _FEWEST // 2 and (sizes[:, 1] > sizes[:, 0]).mean() > _SHARE)


def _is_on_its_head(dx: NDArray[np.floating], dy: NDArray[np.floating], steps: NDArray[np.bool_]) -> bool:
    """Do its lines run from right to left, and one above the other? Read so, 97.89 is 98.79, and nothing says that it is not."""
    level = steps & (np.abs(dx) > 3 * np.abs(dy))
    if level.sum() < _SHARE * steps.sum() or (dx[level] < 0).mean() < _SHARE:
        return False
    turns = dy[~steps & (np.abs(dy) > _LINE)]
    return len(turns) > 1 and (turns < 0).mean() > _SHARE


def page_turned(page: Page, turn: int, glyphs: Glyphs) -> Page:
    """The page turned by so many degrees; `glyphs` as they stand on it then."""
    return replace(
        page,
        width=page.width if turn == 180 else page.height,
        height=page.height if turn == 180 else page.width,
        glyphs=glyphs,
        rules=_rules_turned(page.rules, turn, page.width, page.height),
        shading=None if page.shading is None else _rules_turned(page.shading, turn, page.width, page.height),
        turn=turn,
    )


def _rules_turned(rules: Rules, turn: int, width: float, height: float) -> Rules:
    h, v = rules.horizontal, rules.vertical
    if turn == 180:
        level = np.column_stack([height - h[:, 0], width - h[:, 2], width - h[:, 1]])
        upright = np.column_stack([width - v[:, 0], height - v[:, 2], height - v[:, 1]])
    elif turn == 90:
        upright = np.column_stack([height - h[:, 0], h[:, 1], h[:, 2]])
        level = np.column_stack([v[:, 0], height - v[:, 2], height - v[:, 1]])
    else:
        upright = np.column_stack([h[:, 0], width - h[:, 2], width - h[:, 1]])
        level = np.column_stack([width - v[:, 0], v[:, 1], v[:, 2]])
    return Rules(level.astype(np.float32), upright.astype(np.float32))
