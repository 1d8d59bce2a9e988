"""Pages whose text was drawn on its side, without the page's /Rotate saying so, are set upright.

`Page.turn` says by how many degrees clockwise the upright page was turned from the one that a viewer shows, so that
every place can be given on the page as shown.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reportparse.model import Glyphs, Page, Rules

_FEWEST = 40  # glyphs: a page with less text gives no evidence
_SHARE = 0.6


def turn_of_text(glyphs: Glyphs) -> int:
    """Degrees clockwise that set the text upright: 0, 90 or 270."""
    if len(glyphs.text) < _FEWEST:
        return 0
    x = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2
    y = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    dx, dy = np.diff(x), np.diff(y)
    steps = (np.abs(dx) < 40) & (np.abs(dy) < 40)  # within a line; line ends jump
    if steps.sum() < _FEWEST // 2:
        return 0
    upright = (np.abs(dy) > 3 * np.abs(dx)) & steps
    if upright.sum() < _SHARE * steps.sum():
        return 0
    return 270 if np.median(dy[upright]) > 0 else 90


def page_turned(page: Page, turn: int, glyphs: Glyphs) -> Page:
    """The page turned by so many degrees; `glyphs` as they stand on it then."""
    return replace(
        page,
        width=page.height,
        height=page.width,
        glyphs=glyphs,
        rules=_rules_turned(page.rules, turn, page.width, page.height),
        shading=None if page.shading is None else _rules_turned(page.shading, turn, page.width, page.height),
        turn=turn,
    )


def _rules_turned(rules: Rules, turn: int, width: float, height: float) -> Rules:
    h, v = rules.horizontal, rules.vertical
    if turn == 90:
        upright = np.column_stack([height - h[:, 0], h[:, 1], h[:, 2]])
        level = np.column_stack([v[:, 0], height - v[:, 2], height - v[:, 1]])
    else:
        upright = np.column_stack([h[:, 0], width - h[:, 2], width - h[:, 1]])
        level = np.column_stack([width - v[:, 0], v[:, 1], v[:, 2]])
    return Rules(level.astype(np.float32), upright.astype(np.float32))
