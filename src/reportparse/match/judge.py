"""From an alignment to matches: fuzzy proposes, data disposes.

Promise: a match without a flag has the right name, a known other name, or a slip of the pen in it, and its place among the rows leaves no
other reading open. Everything else that is matched at all says why it should be looked at; the rest is kept, unmatched.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reportparse.match.align import Alignment, scores_to_alignment
from reportparse.match.order import pairs_to_order
from reportparse.match.prepare import FORBIDDEN, PreparedTable, Scores
from reportparse.match.score import FOREIGN, Pairs, readings_to_pairs
from reportparse.match.verdict import Link, Surroundings, link_to_match
from reportparse.model import Catalogue, Match, Reading

# Other words for a row are believed between its two neighbours, or next to one of them when most of the characters are the same.
NEAR_RATIO = 0.7


def readings_to_matches(readings: tuple[Reading, ...], table: PreparedTable, catalogue: Catalogue) -> tuple[Match, ...]:
    """Every reading, matched or not, in printed order."""
    pairs = readings_to_pairs(readings, table, catalogue)
    order = pairs_to_order(pairs, table)
    links = _alignment_to_links(scores_to_alignment(pairs.scores[list(order)], table.steps), order)
    links = {link.row: link for link in links.values() if _is_believed(link, links, pairs)}
    links |= _moved_links(links, pairs, table)
    rivals = _columns_with_rivals(links, pairs)
    known = (pairs, table, catalogue)
    return tuple(
        link_to_match(reading, links[row], _surroundings(links[row], links, rivals, pairs), known) if row in links else unmatched(reading)
        for row, reading in enumerate(readings)
    )


def unmatched(reading: Reading) -> Match:
    """A reading that is no known indicator, kept."""
    return Match(reading, None, flags=("unmatched-row",))


def _alignment_to_links(alignment: Alignment, order: tuple[int, ...]) -> dict[int, Link]:
    return {
        row: Link(row, column, margin) for row, column, margin in zip(order, alignment.rows, alignment.margins, strict=True) if column >= 0
    }


def _is_believed(link: Link, links: Mapping[int, Link], pairs: Pairs) -> bool:
    here = link.row, link.column
    if pairs.exact[here] or pairs.typing[here]:
        return True
    sides = _sides_in_place(link, links, pairs)
    return sides == 2 or (sides == 1 and bool(pairs.ratios[here] >= NEAR_RATIO))


def _surroundings(link: Link, links: Mapping[int, Link], rivals: frozenset[int], pairs: Pairs) -> Surroundings:
    return Surroundings(_sides_in_place(link, links, pairs), link.column in rivals)


def _sides_in_place(link: Link, links: Mapping[int, Link], pairs: Pairs) -> int:
    """How many of the two rows next to this one are the catalogue's neighbours; the table's ends count as neighbours."""
    count, width = pairs.scores.shape
    return sum(
        (not 0 <= link.row + step < count and not 0 <= link.column + step < width)
        or ((other := links.get(link.row + step)) is not None and other.column == link.column + step)
        for step in (-1, 1)
    )


def _columns_with_rivals(links: Mapping[int, Link], pairs: Pairs) -> frozenset[int]:
    """Catalogue rows that a row left over is a misprint of: 专数量 below 专业数量, which may itself be 专业群数量 with a character lost."""
    left = [row for row in range(len(pairs.scores)) if row not in links]
    misprints = pairs.typing[left] & (pairs.scores[left] > 0)
    return frozenset(np.flatnonzero(np.any(misprints, axis=0)).tolist())


def _moved_links(links: Mapping[int, Link], pairs: Pairs, table: PreparedTable) -> dict[int, Link]:
    """What is left over on both sides, aligned once more: only the right name or a slip in it, and a child only after its parent."""
    taken = {link.column for link in links.values()}
    rows = [row for row in range(len(pairs.scores)) if row not in links]
    columns = [column for column in range(len(table.rows)) if column not in taken]
    found: dict[int, Link] = {}
    named = np.where(pairs.exact | pairs.typing, pairs.scores, FORBIDDEN)
    named[pairs.units >= FOREIGN] = FORBIDDEN
    while rows and columns and (link := _best_leftover(rows, columns, named)):
        found[link.row] = link
        rows.remove(link.row)
        columns.remove(link.column)
    everything = {**links, **found}
    return {
        row: link for row, link in found.items() if not table.shared[pairs.forms[row, link.column]] or _follows(link, everything, table)
    }


def _best_leftover(rows: list[int], columns: list[int], named: Scores) -> Link | None:
    left = named[np.ix_(rows, columns)]
    row, column = divmod(int(left.argmax()), len(columns))
    if left[row, column] <= 0.0:
        return None
    others = np.concatenate([np.delete(left[row], column), np.delete(left[:, column], row), [0.0]])
    return Link(rows[row], columns[column], float(left[row, column] - max(others.max(), 0.0)), moved=True)


def _follows(link: Link, links: Mapping[int, Link], table: PreparedTable) -> bool:
    """A name that several rows bear is believed out of order only right behind its parent or its elder sister."""
    before = links.get(link.row - 1)
    parent = table.parents[link.column]
    return before is not None and (before.column == parent or (parent >= 0 and table.parents[before.column] == parent))
