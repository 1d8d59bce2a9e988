"""Right, wrong and missed: one parsed report against what is known to be printed in it.

A cell is right when its indicator and year are there with the value that is printed, nothing being a value too. A wrong cell whose row
carries no flag is *silent*: those are the ones that hurt, and there must be none.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from reportparse.model import Figure, Observation, Report

Line = dict[str, str]
Key = tuple[str, int]

BOUNDS = {"eq": {"eq"}, "ge": {"ge"}, "le": {"le", "approx"}, "approx": {"approx"}, "range": {"range"}}


def truth_lines(path: Path) -> list[Line]:
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def report_scored(report: Report, truth: Path, name: str) -> Counter[str]:
    """Counts of everything that `truth/NAME.*` says about the report."""
    counts = cells_scored(truth_lines(truth / f"{name}.tables.csv"), report.observations)
    if (truth / f"{name}.figures.csv").exists():
        counts += figures_scored(truth_lines(truth / f"{name}.figures.csv"), report.figures)
    known = json.loads((truth / f"{name}.json").read_text("utf-8"))
    told = (report.identity.institution, report.identity.level, report.identity.scope, report.identity.report_year)
    wanted = (known["institution"], known["level"], known["scope"], known["year"])
    counts += Counter(identity=sum(a == b for a, b in zip(told, wanted, strict=True)), identity_all=len(wanted))
    return counts + Counter(observations=len(report.observations))


def cells_scored(truth: list[Line], found: Iterable[Observation]) -> Counter[str]:
    by_key: dict[Key, list[Observation]] = defaultdict(list)
    unmatched: Counter[tuple[str, str]] = Counter()
    for row in found:
        if row.indicator_code:
            by_key[row.indicator_code, row.data_year].append(row)
        else:
            unmatched[squeezed(row.name_raw), squeezed(row.value_raw)] += 1
    years = {(line["code"], int(line["key"])): line for line in truth if line["code"] and line["key"].isdigit()}
    unknown = Counter((squeezed(line["name_raw"]), squeezed(line["value_raw"])) for line in truth if not line["code"])
    counts = Counter(cells=len(years), unknown=unknown.total(), unknown_kept=(unknown & unmatched).total())
    for key, line in years.items():
        counts += cell_scored(line, by_key.get(key, []))
    for key in by_key.keys() - years.keys():
        counts += Counter(wrong=len(by_key[key]), silent=sum(not row.flags for row in by_key[key]))
    return counts + survey_scored(truth, by_key)


def cell_scored(line: Line, found: list[Observation]) -> Counter[str]:
    """The first cell of a key against its truth; a second one is wrong whatever it says."""
    if not found:
        return Counter(missed=1)
    first, *more = found
    right = is_same(first.value, line["value"])
    raw = squeezed(first.value_raw) == squeezed(line["value_raw"]) and squeezed(first.name_raw) == squeezed(line["name_raw"])
    silent = sum(not row.flags for row in (more if right else found))
    return Counter(right=right, wrong=(not right) + len(more), raw=raw, silent=silent)


def survey_scored(truth: list[Line], by_key: dict[Key, list[Observation]]) -> Counter[str]:
    lines = [line for line in truth if line["code"] and line["key"] in ("method", "sample")]
    latest = max((int(line["key"]) for line in truth if line["key"].isdigit()), default=0)
    found = [(line, next(iter(by_key.get((line["code"], latest), [])), None)) for line in lines]
    return Counter(survey=len(lines), survey_right=sum(row is not None and is_survey_right(line, row) for line, row in found))


def is_survey_right(line: Line, row: Observation) -> bool:
    if line["key"] == "method":
        return squeezed(row.survey_method) == squeezed(line["value"])
    return is_same(row.survey_size, line["value"])


def figures_scored(truth: list[Line], found: Iterable[Figure]) -> Counter[str]:
    """Each true figure takes the first free one of the same value and unit; in reading order, so that lists stay apart."""
    free = list(found)
    counts = Counter(figures=len(truth))
    for line in truth:
        hit = next((figure for figure in free if is_same(figure.value, line["value"]) and figure.unit == line["unit"]), None)
        if hit is None:
            continue
        free.remove(hit)
        counts += Counter(found=1, bound=hit.bound in BOUNDS[line["bound"]])
        if line["measure"]:
            counts += Counter(labelled=1, measure=hit.measure == line["measure"])
    return counts + Counter(extra=len(free))


def shares(counts: Counter[str]) -> dict[str, float]:
    """The scores that floors are set for; 1 where there is nothing to get wrong."""

    def share(part: float, whole: float) -> float:
        return part / whole if whole else 1.0

    return {
        "cell_recall": share(counts["right"], counts["cells"]),
        "cell_precision": share(counts["right"], counts["right"] + counts["wrong"]),
        "raw": share(counts["raw"], counts["cells"]),
        "survey": share(counts["survey_right"], counts["survey"]),
        "unknown_kept": share(counts["unknown_kept"], counts["unknown"]),
        "identity": share(counts["identity"], counts["identity_all"]),
        "figure_recall": share(counts["found"], counts["figures"]),
        "figure_precision": share(counts["found"], counts["found"] + counts["extra"]),
        "bound": share(counts["bound"], counts["found"]),
        "measure": share(counts["measure"], counts["labelled"]),
    }


def is_same(value: float | None, told: str) -> bool:
    if value is None or not told.strip():
        return value is None and not told.strip()
    return math.isclose(value, float(told), rel_tol=1e-9, abs_tol=1e-9)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
