"""People's corrections, put where they belong.

Promise: a correction changes the one row that it is about, and only while that row reads as it did when it was corrected; the row says
so (`reviewed`, `corrected`) and loses the doubts that the person has settled.  A correction that fits no more changes nothing and
is an error among the problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reportparse.model import NO_INDICATOR, Catalogue, Correction, Identity, Indicator, Observation, Outcome, Problem
from reportparse.text import text_folded

_VALUE_DOUBTS = frozenset({"value-unparsed", "value-doubtful", "masked-value", "engines-differ", "ocr-unsure", "ocr-reread"})
_UNIT_DOUBTS = frozenset({"unit-mismatch", "unit-missing", "unit-converted"})
_MATCH_DOUBTS = frozenset({"unmatched-row", "ambiguous-match", "fuzzy-match", "unverified-alias", "not-comparable", "out-of-order"})


def select_corrections(corrections: tuple[Correction, ...], report_id: str, identity: Identity) -> Outcome[Correction]:
    """Those of this report; and a problem for each that seems to be about it under other bytes."""
    own = tuple(one for one in corrections if one.report == report_id)
    strays = tuple(one for one in corrections if one.report != report_id and _is_about(one, identity))
    return Outcome(own, tuple(_stray_to_problem(one) for one in strays))


def _is_about(correction: Correction, identity: Identity) -> bool:
    named = bool(correction.institution) and correction.report_year is not None
    return named and (correction.institution, correction.report_year) == (identity.institution, identity.report_year)


def _stray_to_problem(correction: Correction) -> Problem:
    what = f"{_told(correction)}: made for file {correction.report} of the same institution and year, not for this one; not applied"
    return Problem("correction-unused", "error", what, correction.indicator, correction.year)


def correct_observations(
    rows: tuple[Observation, ...], corrections: Iterable[Correction], catalogue: Catalogue
) -> Outcome[Observation]:
    """The rows with every correction that fits, and what is to be said about each."""
    known = _indicators(catalogue)
    changed = list(rows)
    problems: list[Problem] = []
    for one in corrections:
        at = [number for number, row in enumerate(rows) if _is_at(one, row)]
        fitting = [number for number in at if rows[number].value_raw == one.printed]
        if len(fitting) == 1 and one.becomes in (*known, NO_INDICATOR, ""):
            changed[fitting[0]] = _row_corrected(changed[fitting[0]], one, known)
            problems.append(_corrected_to_problem(one, rows[fitting[0]], changed[fitting[0]]))
        else:
            problems.append(_unfit_to_problem(one, [rows[number] for number in at], len(fitting)))
    return Outcome(tuple(changed), tuple(problems))


def _indicators(catalogue: Catalogue) -> Mapping[str, Indicator]:
    """By code; the latest edition, which stands first, decides."""
    rows = (row for edition in reversed(catalogue.editions) for table in edition.tables for row in table.indicators)
    return {row.code: row for row in rows if row.code}


def _is_at(correction: Correction, row: Observation) -> bool:
    """Whether the row stands where the correction points, whatever it reads."""
    return (
        (row.indicator_code, row.data_year) == (correction.indicator, correction.year)
        and correction.page in (None, row.place.page)
        and (not correction.name or text_folded(correction.name) == text_folded(row.name_raw))
    )


def _row_corrected(row: Observation, correction: Correction, known: Mapping[str, Indicator]) -> Observation:
    row = _row_renamed(row, correction, known)
    valued = correction.value is not None or bool(correction.missing)
    settled = (_VALUE_DOUBTS if valued else frozenset()) | (_MATCH_DOUBTS if correction.becomes else frozenset())
    flags = tuple(flag for flag in row.flags if flag not in settled)
    return replace(
        row,
        value=correction.value if valued else row.value,
        missing=correction.missing if valued else row.missing,
        unit=correction.unit or row.unit,
        match_method="reviewed",
        match_score=1.0,
        flags=_unit_flagged((*flags, "corrected"), correction, row, known),
    )


def _row_renamed(row: Observation, correction: Correction, known: Mapping[str, Indicator]) -> Observation:
    """The row under its other indicator, in that one's unit where the paper prints none."""
    if not correction.becomes:
        return row
    right = known.get(correction.becomes)
    if right is None:
        return replace(row, indicator_code="", indicator_name="", indicator_path="")
    unit = row.unit if row.unit_raw else right.unit
    return replace(row, indicator_code=right.code, indicator_name=right.name, indicator_path=right.path, unit=unit)


def _unit_flagged(flags: tuple[str, ...], correction: Correction, row: Observation, known: Mapping[str, Indicator]) -> tuple[str, ...]:
    """A unit is doubted anew when it or the indicator has changed."""
    if not (correction.unit or correction.becomes):
        return flags
    kept = tuple(flag for flag in flags if flag not in _UNIT_DOUBTS)
    right = known.get(row.indicator_code)
    differs = right is not None and (correction.unit or row.unit) != right.unit
    return (*kept, "unit-mismatch") if differs else kept


def _corrected_to_problem(correction: Correction, before: Observation, after: Observation) -> Problem:
    said = "; ".join(f"{old or 'nothing'} became {new or 'nothing'}" for old, new in _changes(before, after)) or "confirmed as it was read"
    who = f"{correction.why} ({correction.who}, {correction.when})"
    return Problem("corrected", "note", f"{before.name_raw}: {said}: {who}", after.indicator_code, after.data_year, after.place)


def _changes(before: Observation, after: Observation) -> Iterator[tuple[str, str]]:
    if (before.value, before.missing) != (after.value, after.missing):
        yield before.value_raw, after.missing if after.value is None else f"{after.value:.15g}"
    if before.unit != after.unit:
        yield before.unit, after.unit
    if before.indicator_code != after.indicator_code:
        yield before.indicator_code, after.indicator_code


def _unfit_to_problem(correction: Correction, rows: list[Observation], fitting: int) -> Problem:
    place = rows[0].place if rows else None
    if fitting > 1:
        what = f"{fitting} rows read {correction.printed!r} there; not applied, say which with name or page"
    elif fitting:
        what = f"there is no indicator {correction.becomes}; not applied"
    elif rows:
        now = ", ".join(repr(row.value_raw) for row in rows)
        what = f"{correction.printed!r} was read when it was corrected, {now} is read now; not applied"
    else:
        what = "the report has no such row; not applied"
    code = "correction-outdated" if rows and not fitting else "correction-unused"
    return Problem(code, "error", f"{_told(correction)}: {what}", correction.indicator, correction.year, place)


def _told(correction: Correction) -> str:
    return f"correction of {correction.name or correction.indicator} in {correction.year} by {correction.who}"
