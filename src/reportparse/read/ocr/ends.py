"""Rules that end inside a cell, where print never ends: toner ran out there, or a copier lost a thin line.

What is missing is drawn in where another rule of the table runs through, so that the table is known to go on there: between two pieces in
line of which one at least ends inside a cell, whatever is left between them, to the end of that cell, and from cell to cell where crumbs
of it are left.
"""

from __future__ import annotations

import numpy as np

from reportparse.model import Floats

Gap = tuple[float, float, float]  # y, from x, to x

_LONGEST = 12.0  # em: a column of names
_CELLS = 2  # at once: in one of them nothing may be left
_MEETS, _SAME_LEVEL = 0.4, 0.2  # em


def gaps_between_pieces(rules: Floats, across: Floats, em: float) -> list[Gap]:
    """What is missing between pieces in line, one of which ends inside a cell."""
    found: list[Gap] = []
    for y, _, end in rules.tolist():
        standing = _standing(y, across, em)
        after = _next_piece(y, end, rules, em)
        if after is not None and (_is_free(end, standing, em) or _is_free(after, standing, em)):
            found += _kept((y, end, after), rules, em)
    return found


def gaps_to_next_rule(rules: Floats, across: Floats, em: float) -> list[Gap]:
    """From an end inside a cell to where the cell ends; where most rules end there it is the table's side, in a frame around the page."""
    found: list[Gap] = []
    for y, start, end in rules.tolist():
        standing = _standing(y, across, em)
        if _is_free(start, standing, em) and not _is_side(start, rules, 1, em):
            found += _kept((y, float(standing[standing < start].max(initial=-np.inf)), start), rules, em)
        if _is_free(end, standing, em) and not _is_side(end, rules, 2, em):
            found += _kept((y, end, float(standing[standing > end].min(initial=np.inf))), rules, em)
    return [gap for gap in found if not _is_filled(gap, rules, em)]


def _is_side(end: float, rules: Floats, side: int, em: float) -> bool:
    """Do as many rules end there as run through?"""
    ending = int((np.abs(rules[:, side] - end) <= _MEETS * em).sum())
    through = int(((rules[:, 1] < end - _MEETS * em) & (rules[:, 2] > end + _MEETS * em)).sum())
    return ending > 1 and ending >= through


def gaps_to_next_rules(rules: Floats, across: Floats, em: float) -> list[Gap]:
    """From either end of each piece to the next rules across."""
    found: list[Gap] = []
    for y, start, end in rules.tolist():
        standing, least = _standing(y, across, em), _MEETS * em
        before, after = np.sort(standing[standing < start - least])[-_CELLS:], np.sort(standing[standing > end + least])[:_CELLS]
        found += [gap for at in before[::-1].tolist() for gap in _kept((y, at, start), rules, em)]
        found += [gap for at in after.tolist() for gap in _kept((y, end, at), rules, em)]
    return [gap for gap in found if not _is_filled(gap, rules, em)]


def _standing(y: float, across: Floats, em: float) -> Floats:
    """Where the rules across stand that reach this height."""
    standing: Floats = across[(across[:, 1] - _MEETS * em <= y) & (y <= across[:, 2] + _MEETS * em), 0]
    return standing


def _is_filled(gap: Gap, rules: Floats, em: float) -> bool:
    """Whether other pieces in line stand in the gap."""
    y, start, end = gap
    in_line, within = np.abs(rules[:, 0] - y) <= _SAME_LEVEL * em, min(_MEETS * em, (end - start) / 3)
    return bool((in_line & (rules[:, 1] < end - within) & (rules[:, 2] > start + within)).any())


def _next_piece(y: float, end: float, rules: Floats, em: float) -> float | None:
    in_line = (np.abs(rules[:, 0] - y) <= _SAME_LEVEL * em) & (rules[:, 1] > end)
    return float(rules[in_line, 1].min()) if in_line.any() else None


def _is_free(end: float, standing: Floats, em: float) -> bool:
    return not bool((np.abs(standing - end) <= _MEETS * em).any())


def _kept(gap: Gap, rules: Floats, em: float) -> list[Gap]:
    """The gap, if it is short enough and another rule runs through above or below it."""
    y, start, end = gap
    if not 0 < end - start <= _LONGEST * em:
        return []
    through = (np.abs(rules[:, 0] - y) > em) & (rules[:, 1] <= start) & (rules[:, 2] >= end)
    return [gap] if through.any() else []
