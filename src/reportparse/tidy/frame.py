"""From matched tables to observations: one row a printed year cell.

Promise: every printed cell is a row, in printed order; the value is the printed one in the printed unit, never converted without a word;
every doubt that any room had stands in the row's flags.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportparse.model import (
    Catalogue,
    Correction,
    Indicator,
    Match,
    MatchedTable,
    Observation,
    Outcome,
    Printed,
    Problem,
    Reading,
    Severity,
)
from reportparse.text import text_folded
from reportparse.tidy.checks import check_observations
from reportparse.tidy.corrections import correct_observations
from reportparse.tidy.values import Value, text_to_raw, text_to_value

_PURE = ("", ":", "%")

# What a flag says, and "" a doubt about a cell that is empty.
_SAID: Mapping[str, tuple[Severity, str]] = {
    "value-unparsed": ("error", "{row.name_raw}: {row.value_raw} is no number; kept as text"),
    "value-doubtful": ("warning", "{row.name_raw}: {row.value_raw} can be read in more than one way"),
    "": ("warning", "{row.name_raw}: empty, on a page that lacks this column"),
    "unit-converted": ("note", "{row.name_raw}: {row.value_raw} has a unit of its own; kept as {row.value:g} {row.unit}"),
    "unit-missing": ("note", "{row.name_raw}: no unit beside {row.value_raw}, though others of the table have one; taken for {row.unit}"),
    "unit-mismatch": ("warning", "{row.name_raw}: printed in {row.unit}, which is not the unit of {row.indicator_path}"),
    "ocr-unsure": ("warning", "{row.name_raw}: {row.value_raw} was read with little confidence"),
    "masked-value": ("note", "{row.name_raw}: {row.value_raw} masks the value"),
}


def tidy_observations(
    tables: tuple[MatchedTable, ...], catalogue: Catalogue, corrections: tuple[Correction, ...] = ()
) -> Outcome[Observation]:
    """One observation a printed year cell, in printed order, flagged by what it says itself and by what it says against the others.

    Corrections of this report come before the checks, so that these speak of what is right.
    """
    read = tuple(row for table in tables for row in table_to_observations(table, catalogue))
    corrected = correct_observations(read, corrections, catalogue) if corrections else Outcome(read)
    checked, breaches = check_observations(corrected.items, catalogue)
    own = dict.fromkeys(problem for row in corrected.items for problem in _row_to_problems(row))
    return Outcome(checked, (*own, *corrected.problems, *breaches))


def _row_to_problems(row: Observation) -> Iterator[Problem]:
    for flag in row.flags:
        if flag in _SAID:
            severity, message = _SAID["" if flag == "value-doubtful" and not row.value_raw else flag]
            year = None if flag == "unit-mismatch" else row.data_year
            yield Problem(flag, severity, message.format(row=row), row.indicator_code, year, row.place)


def table_to_observations(table: MatchedTable, catalogue: Catalogue) -> Iterator[Observation]:
    """The rows of one table."""
    is_told = sum(bool(match.reading.unit_raw) for match in table.matches) > 1
    for match in table.matches:
        latest = max((printed.year for printed in match.reading.values), default=0)
        for printed in match.reading.values:
            row = _printed_to_observation(printed, match, table, printed.year == latest, catalogue)
            yield replace(row, flags=(*row.flags, "unit-missing")) if is_told and _lacks_unit(row) else row


def _printed_to_observation(printed: Printed, match: Match, table: MatchedTable, latest: bool, catalogue: Catalogue) -> Observation:
    reading, indicator = match.reading, match.indicator
    unit = unit_to_name(reading.unit_raw, indicator, catalogue)
    value = text_to_value(printed.text, unit, catalogue)
    unit = value.unit or unit
    size = text_to_value(reading.survey_size, "人次", catalogue) if latest else Value(None)
    return Observation(
        table_no=table.table_no,
        table_name=table.table_name,
        row_no=reading.row_no,
        indicator_code=indicator.code if indicator else "",
        indicator_name=indicator.name if indicator else "",
        indicator_path=indicator.path if indicator else "",
        name_raw=reading.name_raw,
        data_year=printed.year,
        value=value.number,
        value_raw=text_to_raw(printed.text),
        missing=value.missing,
        unit=unit,
        unit_raw=reading.unit_raw,
        survey_method=_method(reading, catalogue) if latest else "",
        survey_size=size.number,
        match_method=match.method,
        match_score=match.score,
        engine=table.table.engine,
        flags=_flags(printed, match, (value, size), _unit_flags(unit, indicator)),
        place=printed.place,
    )


def _lacks_unit(row: Observation) -> bool:
    """Whether a bare number has no unit where others of its table have one: a merged cell may not have been told, and 万元 taken for 元.

    What has one unit by nature, or none, is left out: a ratio, a percentage.
    """
    return row.value is not None and not row.unit_raw and row.unit not in _PURE and row.value_raw[-1:].isdigit()


def unit_to_name(unit_raw: str, indicator: Indicator | None, catalogue: Catalogue) -> str:
    """The canonical spelling of the printed unit; that of the indicator where none is printed."""
    if not unit_raw:
        return indicator.unit if indicator else ""
    return catalogue.unit_names.get(unit_raw) or catalogue.unit_names.get(text_folded(unit_raw)) or unit_raw


def _unit_flags(unit: str, indicator: Indicator | None) -> tuple[str, ...]:
    return ("unit-mismatch",) if indicator is not None and unit != indicator.unit else ()


def _method(reading: Reading, catalogue: Catalogue) -> str:
    """How those asked were asked; a dash is no way."""
    return "" if text_to_value(reading.survey_method, "", catalogue).missing else reading.survey_method


def _flags(printed: Printed, match: Match, values: tuple[Value, Value], unit_flags: tuple[str, ...]) -> tuple[str, ...]:
    value, size = values
    return tuple(dict.fromkeys((*match.reading.flags, *printed.flags, *match.flags, *unit_flags, *value.flags, *_size_doubts(size))))


def _size_doubts(size: Value) -> tuple[str, ...]:
    """Nobody asks -44 people, or half a one: a stroke of a pen, or a speck, was read along with the number."""
    said = tuple(flag for flag in size.flags if flag in ("value-doubtful", "value-unparsed"))
    return said if size.number is None or (size.number >= 0 and size.number.is_integer()) else (*said, "value-doubtful")
