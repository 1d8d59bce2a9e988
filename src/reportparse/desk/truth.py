"""What a person typed as the truth, read strictly: a number, a kind of nothing, an indicator; or a sentence that says what to type.

A judgement with a truth becomes a correction here, always the same one, so that undoing finds the entry that it made.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from reportparse.model import NO_INDICATOR, Catalogue, Correction, Indicator, MissingKind
from reportparse.numbers import number_from_text
from reportparse.review.verdicts import Judgement
from reportparse.text import text_folded

_KINDS: tuple[MissingKind, ...] = ("dash", "blank", "masked", "none")
_UNSAID = "read otherwise on the page"


class TypedError(ValueError):
    """What was typed cannot be taken; the message says what to type."""


def text_to_truth(text: str, catalogue: Catalogue) -> str:
    """A number in its shortest form, or the name of a kind of nothing; empty for nothing typed."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        return ""
    if kind := _missing_kind(typed, catalogue):
        return kind
    sign, digits = ("-", typed[1:]) if typed[0] in "-−" else ("", typed)
    number = number_from_text(digits.rstrip("%").strip())
    if number is None:
        raise TypedError(f"“{text}” is no number: type digits such as 1234.5, a dash where a dash is printed, or blank, masked, none")
    return f"{sign}{number:.15g}"


def _missing_kind(typed: str, catalogue: Catalogue) -> str:
    if typed.lower() in _KINDS:
        return typed.lower()
    marks = {text_folded(mark): kind for kind in _KINDS for mark in catalogue.phrases.get(f"missing.{kind}", ())}
    return marks.get(text_folded(typed), "")


def indicators_by_code(catalogue: Catalogue) -> dict[str, Indicator]:
    """Every indicator that has a code; the latest edition, which stands first, decides and comes first."""
    found: dict[str, Indicator] = {}
    for edition in catalogue.editions:
        for table in edition.tables:
            for row in table.indicators:
                if row.code:
                    found.setdefault(row.code, row)
    return found


def indicator_to_choice(indicator: Indicator) -> str:
    """How an indicator stands in the list to choose from."""
    return f"{indicator.path} ({indicator.unit}) [{indicator.code}]"


def text_to_indicator(text: str, known: Mapping[str, Indicator]) -> str:
    """A code, from the list or typed; `none` for a row that is no indicator; empty for nothing typed."""
    typed = text.strip()
    code = typed.rpartition("[")[2].removesuffix("]").strip()
    if code in known or code in ("", NO_INDICATOR):
        return code
    named = [row.code for row in known.values() if text_folded(typed) in (text_folded(row.path), text_folded(row.name))]
    if len(named) == 1:
        return named[0]
    what = "fits several indicators" if named else "is no indicator"
    raise TypedError(f"“{typed}” {what}: choose one from the list, or type none")


def judgement_to_correction(judgement: Judgement) -> Correction | None:
    """The correction that a judgement asks for; None where it says no truth, or speaks of the running text."""
    spot = judgement.spot
    has_truth = bool(judgement.right_value or judgement.right_indicator)
    if judgement.verdict != "wrong" or spot.table != "observations" or spot.data_year is None or not has_truth:
        return None
    nothing = next((kind for kind in _KINDS if kind == judgement.right_value), None)
    return Correction(
        report=spot.report_id,
        indicator=spot.indicator_code,
        year=spot.data_year,
        printed=spot.value_raw,
        why=judgement.note or _UNSAID,
        who=judgement.who,
        when=judgement.when,
        name="" if spot.indicator_code else spot.name_raw,
        page=spot.place.page if spot.place else None,
        institution=spot.institution,
        report_year=spot.report_year,
        value=float(judgement.right_value) if judgement.right_value and nothing is None else None,
        missing=nothing or "",
        becomes=judgement.right_indicator,
    )
