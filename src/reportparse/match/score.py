"""How well each printed row fits each row of a catalogue table: name, unit, 其中, and words that exclude each other.

No similarity parts right names from wrong ones, so the score has classes, not a scale: the same name; a typing error of it; other words.
Units and veto words decide within them. What a class is worth is only there to be added up along an alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from reportparse.match.labels import label_to_core
from reportparse.match.prepare import FORBIDDEN, Bools, PreparedTable, Scores, Whole, cores_to_words
from reportparse.model import Catalogue, Reading
from reportparse.text import text_folded

SAME_NAME = 10.0
TYPING_ERROR = 6.5
# Below half of the characters in common no pair of the catalogue's own aliases was right (双师素质专任教师比例 / 双师型教师比例 has 0.60).
LEAST_RATIO = 0.5
# A row that is named exactly like one row is not a misprint of another: 校级数量 must not become 省级数量 because that one is missing.
NAMED_ELSEWHERE = 5.0
WITHIN_AT_ROOT = 2.0
# One slip may have taken the very word whose absence parts two names (级数量 for 省级数量): then its place must speak for it, flagged.
WORD_LOST = 3.0

SAME, ABSENT, SCALED, FOREIGN, CONFLICT = range(5)
_UNIT_WORTH = np.array([1.0, 0.0, -0.5, -2.0, -5.0])
# Where several rows bear a name, the unit is half of the name.
_SHARED_CONFLICT = -9.0


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Printed rows against catalogue rows, (n, m): `scores` is FORBIDDEN where there can be no match, `forms` says which form was best.

    `exact` and `typing` are the classes of that form; `units` the unit relation to it.
    """

    scores: Scores
    forms: Whole
    exact: Bools
    typing: Bools
    units: Whole
    ratios: Scores


def readings_to_pairs(readings: tuple[Reading, ...], table: PreparedTable, catalogue: Catalogue) -> Pairs:
    """Every pair, scored."""
    cores = tuple(label_to_core(reading.name_raw, catalogue) for reading in readings)
    ratios = cdist(cores, table.cores, scorer=ratio, dtype=np.float64) / 100.0
    edits = cdist(cores, table.cores, scorer=OSA.distance, score_cutoff=3, dtype=np.int32)
    units = _unit_relations(readings, table, catalogue)
    exact = edits == 0
    typing = (edits <= _edits_allowed(cores, table)) & ~exact & (units != CONFLICT)
    names = np.where(exact, SAME_NAME, np.where(typing, TYPING_ERROR - 0.5 * edits, (ratios - LEAST_RATIO) * 10.0))
    worth = names + np.where((units == CONFLICT) & table.shared[None, :], _SHARED_CONFLICT, _UNIT_WORTH[units])
    parted, lacking = _are_vetoed(cores, table, catalogue)
    slipped = lacking & typing & (edits == 1)
    worth[slipped] -= WORD_LOST
    worth[~exact & ((units == CONFLICT) | (names <= 0.0) | parted | (lacking & ~slipped))] = FORBIDDEN
    return _forms_to_rows(readings, table, (worth, exact, typing & ~slipped, units, ratios))


def _forms_to_rows(readings: tuple[Reading, ...], table: PreparedTable, by_form: tuple[Scores, Bools, Bools, Whole, Scores]) -> Pairs:
    worth, exact, typing, units, ratios = by_form
    scores = np.maximum.reduceat(worth, table.first_form, axis=1)
    forms = np.tile(table.first_form, (len(readings), 1))
    for row, (start, end) in enumerate(pairwise((*table.first_form.tolist(), len(table.cores)))):
        if end - start > 1:
            forms[:, row] += worth[:, start:end].argmax(axis=1)
    here = np.arange(len(readings))[:, None], forms
    named = np.any(exact[here] & (units[here] < FOREIGN), axis=1, keepdims=True)
    scores = scores - NAMED_ELSEWHERE * (named & ~exact[here])
    within = np.array([reading.within for reading in readings])
    scores = scores - WITHIN_AT_ROOT * (within[:, None] & (table.depths == 0)[None, :])
    scores[scores <= 0.0] = FORBIDDEN
    return Pairs(scores, forms, exact[here], typing[here], units[here], ratios[here])


def _edits_allowed(cores: tuple[str, ...], table: PreparedTable) -> Whole:
    """One slip in a name of four characters and more, two from nine on: 专业标准数量 and 课程标准数量 are two apart, at six."""
    shorter = np.minimum(np.array([len(core) for core in cores])[:, None], table.lengths[None, :])
    return np.where(table.lengths[None, :] >= 9, 2, np.where(shorter >= 3, 1, 0)) * (table.lengths[None, :] >= 4)


def _are_vetoed(cores: tuple[str, ...], table: PreparedTable, catalogue: Catalogue) -> tuple[Bools, Bools]:
    """Pairs that hold different words of a veto group and share none; pairs of which only one holds a word whose absence parts too."""
    parted = np.zeros((len(cores), len(table.cores)), dtype=bool)
    lacking = parted.copy()
    words = cores_to_words(cores, catalogue)
    held_by_some = np.any(words, axis=0).tolist()
    for veto in table.vetoes:
        is_printed = any(held_by_some[veto.start : veto.end])
        if not is_printed and not veto.absence:  # most groups
            continue
        printed = words[:, veto.start : veto.end]
        here = np.any(printed, axis=1, keepdims=True)
        if is_printed:
            parted |= here & veto.there & ~(printed @ veto.held.T)
        if veto.absence:
            lacking |= here != veto.there
    return parted, lacking


def _unit_relations(readings: tuple[Reading, ...], table: PreparedTable, catalogue: Catalogue) -> Whole:
    printed = tuple(dict.fromkeys(reading.unit_raw for reading in readings))
    relations = np.array([[unit_to_relation(unit, other, catalogue) for other in table.units] for unit in printed])
    where = np.array([printed.index(reading.unit_raw) for reading in readings])
    found: Whole = relations[where[:, None], table.form_units[None, :]]
    return found


@lru_cache(maxsize=16384)
def unit_to_relation(printed: str, unit: str, catalogue: Catalogue) -> int:
    """How a printed unit stands to a catalogue unit: the same, not printed, convertible, unheard of, or another."""
    folded = text_folded(printed)
    if not folded:
        return ABSENT
    name = catalogue.unit_names.get(printed) or catalogue.unit_names.get(folded)
    if name is None:
        return FOREIGN
    if name == unit:
        return SAME
    return SCALED if catalogue.units[name][0] == catalogue.units[unit][0] else CONFLICT
