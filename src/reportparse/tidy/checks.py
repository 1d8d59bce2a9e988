"""What the printed values of one report say against each other, and against what is plausible.

Promise: nothing is changed. A breach is a problem row, and its code stands in the flags of every row that takes part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from reportparse.model import Catalogue, Indicator, Observation, Problem, Relation, Severity
from reportparse.text import text_folded
from reportparse.tidy.methods import find_doubtful_methods

_SEVERITY: Mapping[str, Severity] = {"ratio-off": "note", "survey-size-missing": "note"}

# A report in which marks are three times as frequent as empty cells has the habit of printing them.
_FEWEST_EMPTY = 4  # cells: so many are seldom left empty one below the other, and nothing else printed in their column
_HABIT = 3
_RARELY = 0.2  # of the rows of a table
_CUT = re.compile(r"[0-9０-９][,，]$")
_FEWEST_LETTERS = 3  # of a name that is in no catalogue
_LETTER = re.compile(r"[^\W\d_]")
_MARKED = ("dash", "none", "masked")

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Breach:
    """A problem, and the numbers of the observations that take part in it."""

    problem: Problem
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """The observations by indicator and year: of several that claim the same the first; none whose unit is not its indicator's."""

    rows: tuple[Observation, ...]
    numbers: Mapping[Key, int]
    years: tuple[int, ...]

    def number(self, code: str, year: int, measured: str = "value") -> float | None:
        """A value, or a survey size."""
        found = self.numbers.get((code, year))
        if found is None:
            return None
        return self.rows[found].survey_size if measured == "survey_size" else self.rows[found].value

    def rows_of(self, codes: Iterable[str], year: int) -> tuple[int, ...]:
        """The observations of these codes that are there."""
        return tuple(self.numbers[code, year] for code in codes if (code, year) in self.numbers)


def check_observations(rows: tuple[Observation, ...], catalogue: Catalogue) -> tuple[tuple[Observation, ...], tuple[Problem, ...]]:
    """The rows with the flags of all breaches, and the breaches."""
    known = _indicators(catalogue)
    values = _rows_to_values(rows, known)
    breaches = (
        *_duplicates(rows),
        *_blanks_among_marks(rows),
        *_empty_columns(rows),
        *_blanks_without_unit(rows),
        *_beside_cut_figures(rows),
        *_beside_nameless(rows, frozenset(map(text_folded, catalogue.phrases.get("within.mark", ())))),
        *_beside_units(rows, frozenset(map(text_folded, (*catalogue.units, *catalogue.unit_names)))),
        *_methods(rows, catalogue),
        *_implausible(values, known),
        *_jumps(values, catalogue),
        *(breach for relation in catalogue.relations for breach in _relation_to_breaches(relation, values)),
    )
    return _rows_flagged(rows, breaches), tuple(breach.problem for breach in breaches)


def _rows_flagged(rows: tuple[Observation, ...], breaches: tuple[Breach, ...]) -> tuple[Observation, ...]:
    flags: defaultdict[int, list[str]] = defaultdict(list)
    for breach in breaches:
        for number in breach.rows:
            flags[number].append(breach.problem.code)
    return tuple(
        replace(row, flags=tuple(dict.fromkeys((*row.flags, *flags[number])))) if flags.get(number) else row
        for number, row in enumerate(rows)
    )


@lru_cache(maxsize=8)
def _indicators(catalogue: Catalogue) -> Mapping[str, Indicator]:
    """By code; the latest edition, which stands first, decides."""
    rows = (row for edition in reversed(catalogue.editions) for table in edition.tables for row in table.indicators)
    return {row.code: row for row in rows if row.code}


def _rows_to_values(rows: tuple[Observation, ...], known: Mapping[str, Indicator]) -> Values:
    numbers: dict[Key, int] = {}
    for number, row in enumerate(rows):
        indicator = known.get(row.indicator_code)
        if indicator is not None and row.unit == indicator.unit:
            numbers.setdefault((row.indicator_code, row.data_year), number)
    return Values(rows, numbers, tuple(sorted({year for _, year in numbers})))


def _problem(code: str, message: str, row: Observation) -> Problem:
    return Problem(code, _SEVERITY.get(code, "warning"), message, row.indicator_code, row.data_year, row.place)


def _grouped(rows: Sequence[Observation], key: Callable[[Observation], Hashable]) -> Iterable[list[int]]:
    """The numbers of the rows of each key, in the order in which keys come; a row whose key is None is in none."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if (own := key(row)) is not None:
            groups[own].append(number)
    return groups.values()


def _column(row: Observation) -> tuple[str, int]:
    return row.table_name, row.data_year


def _printed_row(row: Observation) -> tuple[str, int, int]:
    return row.table_name, row.table_no or 0, row.row_no


def _duplicates(rows: tuple[Observation, ...]) -> Iterator[Breach]:
    for numbers in _grouped(rows, lambda row: (row.indicator_code, row.data_year) if row.indicator_code else None):
        if len(numbers) > 1:
            row = rows[numbers[0]]
            found = ", ".join(rows[number].value_raw or "nothing" for number in numbers)
            yield Breach(_problem("duplicate-row", f"{row.name_raw}: {len(numbers)} rows claim it: {found}", row), tuple(numbers))


def _blanks_among_marks(rows: tuple[Observation, ...]) -> Iterator[Breach]:
    """An empty cell in a column that prints a mark for nothing, or in a report that nearly always does, may be a value not read."""
    empty = sum(row.missing == "blank" for row in rows)
    habit = sum(row.missing in _MARKED for row in rows) >= _HABIT * empty
    for numbers in _grouped(rows, lambda row: _column(row) if row.value is None and row.missing else None):
        marked = any(rows[number].missing in _MARKED for number in numbers)
        for number in numbers:
            row = rows[number]
            if row.missing == "blank" and (marked or habit):
                what = f"{row.name_raw}: empty, where other cells print a mark for nothing"
                yield Breach(_problem("value-doubtful", what, row), (number,))


def _empty_columns(rows: tuple[Observation, ...]) -> Iterator[Breach]:
    """Empty cells of a column that has nothing else: its figures may stand off the paper, or be a picture."""
    for numbers in _grouped(rows, lambda row: _column(row) if row.indicator_code else None):
        if len(numbers) >= _FEWEST_EMPTY and all(rows[number].missing == "blank" for number in numbers):
            for number in numbers:
                what = f"{rows[number].name_raw}: empty, as its whole column is"
                yield Breach(_problem("value-doubtful", what, rows[number]), (number,))


def _blanks_without_unit(rows: tuple[Observation, ...]) -> Iterator[Breach]:
    """An empty cell in a row that prints no unit, where nearly all rows of its table do: the row's figures may have gone to another."""
    for numbers in _grouped(rows, _column):
        bare = [number for number in numbers if not rows[number].unit_raw]
        for number in bare if len(bare) < _RARELY * len(numbers) else ():
            row = rows[number]
            if row.indicator_code and row.missing == "blank":
                yield Breach(_problem("value-doubtful", f"{row.name_raw}: empty, in a row without a unit", row), (number,))


def _beside_nameless(rows: tuple[Observation, ...], marks: frozenset[str]) -> Iterator[Breach]:
    """A cell above or below a row that has a value and no name, or 其中 for one (`marks`): a speck may have cut one row in two, a number
    that wraps, or a note that makes the row tall.

    An empty one may have lost its value to it, in whatever column, and a figure its last digits.
    """
    filled = {_printed_row(row) for row in rows if row.missing != "blank"}
    for pair in (pair for numbers in _grouped(rows, _column) for pair in pairwise(numbers)):
        for number, other in (pair, pair[::-1]):
            row, beside = rows[number], rows[other]
            is_nameless = _is_nameless(beside, marks) or (row.missing == "blank" and _may_hold_another(beside))
            may_hold = beside.missing != "blank" or (row.missing == "blank" and _printed_row(beside) in filled)
            if row.indicator_code and is_nameless and may_hold:
                what = f"{row.name_raw}: {row.value_raw or 'empty'}, beside {beside.value_raw} of a row without a name of its own"
                yield Breach(_problem("value-doubtful", what, row), (number,))


def _is_nameless(row: Observation, marks: frozenset[str]) -> bool:
    """Has it no letters, 其中 alone, or so few that they may be the last of the name above?"""
    few = not row.indicator_code and len(_LETTER.findall(row.name_raw)) < _FEWEST_LETTERS
    return few or not _LETTER.search(row.name_raw) or text_folded(row.name_raw) in marks


def _may_hold_another(row: Observation) -> bool:
    """Is it in no catalogue, and its name that of the row above it too? Or may its figure be two, one below the other?"""
    return (not row.indicator_code and "cell-shared" in row.flags) or not {"value-doubtful", "value-unparsed"}.isdisjoint(row.flags)


def _beside_units(rows: tuple[Observation, ...], units: frozenset[str]) -> Iterator[Breach]:
    """Cells of a row in whose other years a unit stands alone: a long name may have pushed them all one column on."""
    for numbers in _grouped(rows, _printed_row):
        pushed = next((rows[n] for n in numbers if "value-unparsed" in rows[n].flags and text_folded(rows[n].value_raw) in units), None)
        for number in numbers if pushed else ():
            if rows[number] is not pushed:
                what = f"{rows[number].name_raw}: {rows[number].value_raw or 'empty'}, in a row that prints a unit among its values"
                yield Breach(_problem("value-doubtful", what, rows[number]), (number,))


def _methods(rows: tuple[Observation, ...], catalogue: Catalogue) -> Iterator[Breach]:
    for number, why in find_doubtful_methods(rows, catalogue):
        yield Breach(_problem("method-doubtful", f"{rows[number].name_raw}: {why}", rows[number]), (number,))


def _beside_cut_figures(rows: tuple[Observation, ...]) -> Iterator[Breach]:
    """Cells of a row in which a figure, or the name before it, ends with a comma: a rule may run through the figures behind it."""
    for numbers in _grouped(rows, _printed_row):
        cut = next((text for n in numbers for text in (rows[n].name_raw, rows[n].value_raw) if _CUT.search(text)), "")
        for number in numbers if cut else ():
            if not _CUT.search(rows[number].value_raw):
                what = f"{rows[number].name_raw}: {rows[number].value_raw or 'empty'}, in a row in which {cut} ends with a comma"
                yield Breach(_problem("value-doubtful", what, rows[number]), (number,))


def _implausible(values: Values, known: Mapping[str, Indicator]) -> Iterator[Breach]:
    for (code, _), number in values.numbers.items():
        row, (low, high) = values.rows[number], known[code].plausible
        if row.value is None or _lies_within(row.value, low, high):
            continue
        bounds = f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'} {row.unit}"
        yield Breach(_problem("value-implausible", f"{row.name_raw}: {row.value_raw} is not in {bounds}; kept as printed", row), (number,))


def _lies_within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _jumps(values: Values, catalogue: Catalogue) -> Iterator[Breach]:
    by_code: defaultdict[str, list[int]] = defaultdict(list)
    for (code, year), number in values.numbers.items():
        if year and values.rows[number].value is not None:
            by_code[code].append(number)
    for numbers in by_code.values():
        for pair in pairwise(sorted(numbers, key=lambda number: values.rows[number].data_year)):
            before, after = (values.rows[number] for number in pair)
            small, large = sorted((before.value or 0.0, after.value or 0.0))
            if small > 0 and large >= catalogue.jump.floor and large > catalogue.jump.factor * small:
                what = f"{after.name_raw}: {before.value_raw} in {before.data_year}, {after.value_raw} in {after.data_year}"
                yield Breach(_problem("jump", what, after), pair)


def _relation_to_breaches(relation: Relation, values: Values) -> Iterator[Breach]:
    if relation.op == "prose":
        return
    codes = (*relation.left, *relation.right)
    for year in values.years:
        if said := relation_to_breach(relation, values, year):
            rows = values.rows_of(dict.fromkeys(codes), year)
            first = values.rows[values.rows_of(relation.left, year)[0]]
            yield Breach(_problem(relation.problem, f"{said} ({relation.reason})", first), rows)


def relation_to_breach(relation: Relation, values: Values, year: int) -> str:
    """What does not hold in that year, in words; empty where it holds or cannot be tested."""
    left = [values.number(code, year, relation.measured) for code in relation.left]
    right = [values.number(code, year, relation.measured) for code in relation.right]
    if relation.op == "needs":
        return _need_to_breach(relation, values, year)
    if all(number is None for number in left) or any(number is None for number in right):
        return ""
    parts, whole = [number for number in left if number is not None], [number for number in right if number is not None]
    if relation.op == "ratio":
        return _ratio_to_breach(parts[0], whole, relation.tolerance)
    return _sum_to_breach(relation, parts, sum(whole))


def _need_to_breach(relation: Relation, values: Values, year: int) -> str:
    """A survey size stands on the row of the latest year only, so no other is asked for it."""
    latest = max((other for other in values.years if values.rows_of(relation.left, other)), default=0)
    printed = year == latest and any(values.number(code, year) is not None for code in relation.left)
    asked = any(values.number(code, year, "survey_size") is not None for code in relation.right)
    return "printed without the number of those asked" if printed and not asked else ""


def _ratio_to_breach(printed: float, counts: list[float], tolerance: float) -> str:
    if not counts[1] or not counts[0]:
        return ""
    expected = counts[0] / counts[1]
    said = f"{printed:g} is printed, {counts[0]:g} / {counts[1]:g} is {expected:.2f}"
    return said if abs(printed - expected) > tolerance * expected else ""


def _sum_to_breach(relation: Relation, parts: list[float], whole: float) -> str:
    """A sum needs all of its parts; what is missing still leaves the others at most as large as the whole."""
    total, shown = sum(parts), " + ".join(f"{part:g}" for part in parts)
    room = relation.tolerance + 1e-9 * max(abs(total), abs(whole), 1.0)
    if relation.op == "==" and len(parts) == len(relation.left):
        return f"{shown} is not {whole:g}" if abs(total - whole) > room else ""
    return f"{shown} is more than {whole:g}" if total > whole + room else ""
