"""Whole reports, changed at random: what is wrong must be flagged, and little may be wrong."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from printed_tables import CATALOGUE, Line, caption_of, code_of, matches_of, report_of, table_of

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def counts_of(tables: list[list[Line]]) -> Counter[str]:
    lines = [line for table in tables for line in table]
    counts: Counter[str] = Counter()
    for line, match in zip(lines, matches_of(*(table_of(table) for table in tables)), strict=True):
        found = code_of(match)
        counts["right" if found == line.code else "missed" if not found else "wrong"] += 1
        counts["silent"] += found not in ("", line.code) and not match.flags
        counts["sure"] += match.score >= 0.9
        counts["sure and wrong"] += match.score >= 0.9 and found != line.code
    return counts


def test_in_two_hundred_changed_reports_nothing_is_wrong_in_silence_and_nearly_all_is_right() -> None:
    counts = sum((counts_of(report_of(seed)) for seed in range(200)), Counter())
    assert counts["silent"] == 0
    assert counts["right"] >= 0.998 * (counts["right"] + counts["wrong"] + counts["missed"])
    assert counts["sure and wrong"] <= 0.001 * counts["sure"]


@settings(max_examples=25, deadline=None)
@given(st.integers(10_000, 10**9), st.floats(0.0, 0.4), st.floats(0.0, 0.3))
@example(336802442, 0.375, 0.25)
def test_however_much_is_lost_or_added_nothing_is_wrong_in_silence(seed: int, lost: float, own: float) -> None:
    assert counts_of(report_of(seed, lost, own))["silent"] == 0


def test_every_reading_comes_out_once_and_in_its_order() -> None:
    tables = [table_of(table) for table in report_of(7)]
    assert [match.reading for match in matches_of(*tables)] == [reading for table in tables for reading in table.readings]


def test_no_indicator_is_given_twice() -> None:
    for seed in range(20):
        codes = [code for match in matches_of(*(table_of(table) for table in report_of(seed))) if (code := code_of(match))]
        assert len(codes) == len(set(codes))


def corpus_reports() -> list[Path]:
    return sorted(CORPUS.glob("*.tables.csv"))


@pytest.mark.skipif(not corpus_reports(), reason="the corpus is not beside the repository")
@pytest.mark.parametrize("path", corpus_reports(), ids=lambda path: path.name.split(".")[0])
def test_every_row_of_the_corpus_is_what_it_is(path: Path) -> None:
    tables: dict[int, dict[str, Line]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            tables.setdefault(int(row["table_no"]), {})[row["row_no"]] = Line(row["code"], row["name_raw"], row["unit_raw"])
    lines = [line for table in tables.values() for line in table.values()]
    matches = matches_of(*(table_of(table.values(), number, caption_of(number)) for number, table in tables.items()))
    assert [code_of(match) for match in matches] == [line.code for line in lines]


def test_the_catalogue_knows_itself() -> None:
    for edition in CATALOGUE.editions:
        tables = [[Line(row.code, row.name, row.unit, row.depth) for row in table.indicators] for table in edition.tables]
        matches = matches_of(*(table_of(lines, values=()) for lines in tables))
        lines = [line for table in tables for line in table]
        wrong = [(line.name, code_of(match)) for line, match in zip(lines, matches, strict=True) if code_of(match) != line.code]
        assert wrong == []
