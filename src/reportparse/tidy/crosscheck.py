"""What the running text says against what the tables say, for the counts that stand in both.

Promise: nothing is changed but flags. Compared is only what the sentence gives for the whole institution and for the year of a
column: a cohort (2022级在校生), a part (其中, 新增, 省级), another school, another year are other numbers.  Where a text gives several,
the table agrees with the text when it agrees with one of them; else the largest is the one that differs, since parts are smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from reportparse.model import Catalogue, Figure, Identity, Observation, Outcome, Problem, Relation

_CODE = "prose-differs"
_NEAR = 0.05
"""How far about may be off: 约 600 for 628 is fair, for 640 it is not."""


def figures_against_observations(
    figures: tuple[Figure, ...], observations: tuple[Observation, ...], identity: Identity, catalogue: Catalogue
) -> Outcome[Figure]:
    """The figures, those flagged that differ from the table, and a note for each of them."""
    printed = {(row.indicator_code, row.data_year): row for row in reversed(observations) if row.value is not None}
    parts = tuple(str(word) for word in cast("Sequence[object]", catalogue.lexicon.get("figure_parts") or ()))
    whole = {number: figure for number, figure in enumerate(figures) if _is_whole(figure, identity, parts)}
    differing = {
        number: problem
        for relation in catalogue.relations
        if relation.op == "prose"
        for number, problem in _relation_to_problems(relation, whole, printed)
    }
    flagged = tuple(
        replace(figure, flags=(*figure.flags, _CODE)) if number in differing else figure for number, figure in enumerate(figures)
    )
    return Outcome(flagged, tuple(differing.values()))


def _relation_to_problems(
    relation: Relation, figures: Mapping[int, Figure], printed: Mapping[tuple[str, int], Observation]
) -> Iterator[tuple[int, Problem]]:
    """The number of each figure that differs, and its problem; at most one a year."""
    by_year: dict[int, list[int]] = {}
    for number, figure in figures.items():
        if figure.measure in relation.right and figure.data_year is not None:
            by_year.setdefault(figure.data_year, []).append(number)
    for year, numbers in by_year.items():
        row = printed.get((relation.left[0], year))
        if row is None or row.value is None or any(_agrees(figures[number], row.value, relation.tolerance) for number in numbers):
            continue
        largest = max(numbers, key=lambda number: figures[number].value)
        yield largest, _problem(figures[largest], row)


def _is_whole(figure: Figure, identity: Identity, parts: tuple[str, ...]) -> bool:
    if figure.subject != identity.institution or "级" in figure.period:
        return False
    before = re.split(r"[,，;；、。]", figure.sentence.partition(figure.quote)[0])[-1]
    return not any(word in before for word in parts)


def _agrees(figure: Figure, value: float, tolerance: float) -> bool:
    room = max(tolerance * abs(value), 1e-9)
    low, high = figure.value - room, (figure.value_max if figure.value_max is not None else figure.value) + room
    if figure.bound == "ge":
        return value >= low
    if figure.bound == "le":
        return value <= high
    if figure.bound == "approx":
        return abs(value - figure.value) <= max(room, _NEAR * abs(value))
    return low <= value <= high


def _problem(figure: Figure, row: Observation) -> Problem:
    message = f"{figure.quote}: the running text says {figure.value:g}, {row.name_raw} is {row.value_raw} in the table"
    return Problem(_CODE, "note", message, row.indicator_code, row.data_year, figure.place)
