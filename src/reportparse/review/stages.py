"""By what the rows of each table are told apart, from the strictest to the most lenient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from reportparse.review.columns import EMPTY, Both, TwoTables, columns_to_groups
from reportparse.review.pairs import Pairs, rows_paired

_NOTHING = -1
_KEYS = {
    "observations": ("indicator_code", "data_year", "name_raw", "unit_raw", "table_name"),
    "figures": ("quote", "sentence", "measure", "subject", "period", "data_year"),
    "problems": ("code", "indicator_code", "data_year", "message"),
}
Known = Mapping[str, Both]


def reports_paired(two: TwoTables) -> Pairs:
    """By bytes and path, by bytes, by path: a file that was moved or replaced is still the same report to whoever named it."""
    ids, sources = two.column("report_id"), two.column("source")
    by_id = _unless(_is_empty(ids), columns_to_groups([ids]))
    return rows_paired([columns_to_groups([ids, sources]), by_id, columns_to_groups([sources])], sources)


def table_paired(table: str, two: TwoTables) -> Pairs:
    """The rows of one table of the reports that both runs have."""
    known = {name: two.column(name) for name in ("report_id", "page", "top", "x0", *_KEYS[table])}
    stages = {"observations": _stages_of_observations, "figures": _stages_of_figures, "problems": _stages_of_problems}[table](known)
    return rows_paired(stages, columns_to_groups([known["page"], known["top"], known["x0"]]))


def _stages_of_observations(known: Known) -> Iterator[Both]:
    """The indicator and the year say which row it is; of rows without an indicator the label. Last, what stands in the same cell."""
    report, year, place = known["report_id"], known["data_year"], [known["page"], known["top"], known["x0"]]
    named = [known["name_raw"], known["unit_raw"], known["table_name"]]
    coded = _coded(known["indicator_code"], columns_to_groups(named))
    yield columns_to_groups([report, coded, year, *place])
    yield columns_to_groups([report, coded, year])
    yield _unless(_is_nowhere(known["page"]), columns_to_groups([report, year, *place]))
    yield columns_to_groups([report, year, *named])


def _coded(codes: Both, labels: Both) -> Both:
    """The indicator, or the label where there is none."""
    widest = max(codes[0].max(initial=0), codes[1].max(initial=0)) + 1
    old, new = (np.where(code == EMPTY, widest + label, code) for code, label in zip(codes, labels, strict=True))
    return old, new


def _stages_of_figures(known: Known) -> Iterator[Both]:
    """The words say which figure it is; else where it stands; else what it is about."""
    report, place = known["report_id"], [known["page"], known["top"], known["x0"]]
    yield columns_to_groups([report, known["quote"], known["sentence"], *place])
    yield columns_to_groups([report, known["quote"], known["sentence"]])
    yield _unless(_is_nowhere(known["page"]), columns_to_groups([report, *place]))
    about = columns_to_groups([report, known["measure"], known["subject"], known["period"], known["data_year"]])
    yield _unless(_is_empty(known["measure"]), about)


def _stages_of_problems(known: Known) -> Iterator[Both]:
    about = [known["report_id"], known["code"], known["indicator_code"], known["data_year"]]
    yield columns_to_groups([*about, known["message"]])
    yield columns_to_groups(about)


def _unless(is_without: Both, groups: Both) -> Both:
    """The groups, those without what they are made of pairing with nothing."""
    old, new = (np.where(without, _NOTHING, group) for without, group in zip(is_without, groups, strict=True))
    return old, new


def _is_empty(codes: Both) -> Both:
    return codes[0] == EMPTY, codes[1] == EMPTY


def _is_nowhere(pages: Both) -> Both:
    return np.isnan(pages[0]), np.isnan(pages[1])
