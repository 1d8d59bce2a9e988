"""What the running text says against what the tables say, for the counts that stand in both.

Promise: nothing is changed but flags. Compared is only what the sentence gives for the whole institution and for the year of a
column: a cohort (2022级在校生), a part (其中, 新增, 省级), a plan, another school, another year are other numbers, and so is whatever has a
word besides that is not known to mean the whole. 学生 means it only beside one that does (not in 学徒制专业 5 个, 学生 230 人).
Where a text gives several, the table agrees with it when it agrees with one of them; else the largest differs, since parts are smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

from reportparse.model import Catalogue, Figure, Identity, Observation, Outcome, Problem, Relation

_CODE = "prose-differs"
_BEGINS = re.compile(r"(?<!\d)[,，;；。:：(（]|[，；。：（]")
_ENDS = re.compile(r"[,，;；。:：(（、)）]")
_TIME = re.compile(r"(?:19|20)\d\d(?:年度?|届|学年)?(?:\d{1,2}月(?:\d{1,2}日)?)?[底末]?|上年|去年")
_MEAN = re.compile(r"平均|年均|每年")
_GREW = r"[由从]的?[\d.,]+[人名个项家]"
_NEAR = 0.05
"""How far about may be off: 约 600 for 628 is fair, for 640 it is not."""


def figures_against_observations(
    figures: tuple[Figure, ...], observations: tuple[Observation, ...], identity: Identity, catalogue: Catalogue
) -> Outcome[Figure]:
    """The figures, those flagged that differ from the table, and a note for each of them."""
    printed = {(row.indicator_code, row.data_year): row for row in reversed(observations) if row.value is not None}
    claims = _claims(catalogue)
    whole = {number: figure for number, figure in enumerate(figures) if _is_whole(figure, identity, claims)}
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


def _is_whole(figure: Figure, identity: Identity, claims: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether the clause speaks of the whole institution and of nothing else."""
    claim = claims.get(figure.measure)
    if claim is None or figure.subject != identity.institution or "级" in figure.period:
        return False
    found = re.search(rf"(?<![\d.,]){re.escape(figure.quote)}", figure.sentence)
    if not found:
        return False
    before = _BEGINS.split(figure.sentence[: found.start()])[-1].replace(identity.institution, "")
    after = _ENDS.split(figure.sentence[found.end() :])[0]
    return not _MEAN.search(before) and claim.fullmatch(f"{_TIME.sub('', before.replace(figure.period, ''))}|{after}") is not None


@lru_cache(maxsize=8)
def _claims(catalogue: Catalogue) -> Mapping[str, re.Pattern[str]]:
    """For each measure that is compared what may stand before and behind such a number."""
    lexicon = catalogue.lexicon
    compared = {measure for relation in catalogue.relations if relation.op == "prose" for measure in relation.right}
    free = [*_words(lexicon, "figure_whole"), *_words(lexicon, "figure_links")]
    lists = _any_of(_words(lexicon, "figure_whole_lists"))
    clear = _any_of([word for word in _words(lexicon, "figure_whole") if len(word) > 1])
    rules = cast("Sequence[Mapping[str, object]]", lexicon.get("figure_measures") or ())
    claims = {}
    for measure in compared:
        mine = [rule for rule in rules if rule.get("measure") == measure]
        own = [word for rule in mine if "follows" not in rule for key in ("before", "after") for word in _words(rule, key)]
        loose = _any_of([word for rule in mine if "follows" in rule for word in _words(rule, "before")])
        noun = _any_of(own)
        thin = rf"(?:{clear})(?:{_any_of(_words(lexicon, 'figure_links'))})*+(?:{loose})|{_any_of([*free, *own])}"
        claims[measure] = re.compile(rf"(?:{_GREW}|{thin})*+(?:(?<={lists}).*等共?计?)?\|(?:{noun})?")
    return claims


def _words(holder: Mapping[str, object], key: str) -> list[str]:
    return [str(word) for word in cast("Sequence[object]", holder.get(key) or ())]


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


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
