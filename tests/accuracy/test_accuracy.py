"""Are we right? Every report against what is printed in it, held to floors that only rise."""

from __future__ import annotations

import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

import reportparse
from accuracy.scoring import report_scored, shares
from reportparse.model import Report

ROOT = Path(__file__).parents[2]
FLOORS = ROOT / "fixtures" / "accuracy.yaml"
KNOWN = yaml.safe_load(FLOORS.read_text("utf-8"))
CORPUS = ROOT.parent / "shared" / "corpus"  # reports with their truth that may lie beside the repository
# Scans cost seconds a page and are tested with their reader.
CORPUS_NAMES = sorted(name for path in CORPUS.glob("*.tables.csv") if "scan" not in (name := path.name.removesuffix(".tables.csv")))


@cache
def parsed(path: Path) -> Report:
    return reportparse.parse(path)


def assert_held(counts: Counter[str], floors: dict[str, float], ceilings: dict[str, float]) -> None:
    scores = shares(counts)
    assert {name: round(scores[name], 4) for name in floors if scores[name] < floors[name] - 1e-9} == {}, dict(counts)
    assert {name: counts[name] for name in ceilings if counts[name] > ceilings[name]} == {}, dict(counts)


@pytest.mark.parametrize("group", KNOWN["groups"])
def test_fixtures_reach_their_floors(group):
    entry = KNOWN["groups"][group]
    counts: Counter[str] = Counter()
    for name in entry["reports"]:
        counts += report_scored(parsed(ROOT / "fixtures" / "reports" / f"{name}.pdf"), ROOT / "fixtures" / "truth", name)
    assert_held(counts, entry["floors"], entry["ceilings"])


def test_every_fixture_is_in_a_group():
    grouped = sorted(name for entry in KNOWN["groups"].values() for name in entry["reports"])
    assert grouped == sorted(path.stem for path in (ROOT / "fixtures" / "reports").glob("*.pdf"))


@pytest.mark.skipif(not CORPUS_NAMES, reason="no corpus beside the repository")
@pytest.mark.parametrize("name", CORPUS_NAMES)
def test_reports_beside_the_repository_reach_their_floors(name):
    assert_held(report_scored(parsed(CORPUS / f"{name}.pdf"), CORPUS, name), KNOWN["beside"]["floors"], KNOWN["beside"]["ceilings"])


def test_every_value_has_its_place_and_its_doubt_a_word(root):
    """A row says where it was printed, and every flag is a problem code that is said of that row."""
    for path in sorted((root / "fixtures" / "reports").glob("*.pdf")):
        report = parsed(path)
        said = {problem.code for problem in report.problems}
        for row in (*report.observations, *report.figures):
            x0, top, x1, bottom = row.place.box
            assert 1 <= row.place.page <= report.pages and x0 < x1 and top < bottom
            assert set(row.flags) <= said, (path.name, row)


def test_floors_only_rise():
    """Against every earlier version of the file that the history knows."""
    log = subprocess.run(["git", "log", "--format=%H", "--", str(FLOORS)], cwd=ROOT, capture_output=True, text=True, check=False)
    if log.returncode or not log.stdout:
        pytest.skip("no history here")
    for commit in log.stdout.split():
        old = subprocess.run(["git", "show", f"{commit}:fixtures/accuracy.yaml"], cwd=ROOT, capture_output=True, check=True).stdout
        for group, entry in yaml.safe_load(old)["groups"].items():
            now = KNOWN["groups"][group]
            assert set(entry["reports"]) <= set(now["reports"])
            assert all(now["floors"].get(name, 0.0) >= floor for name, floor in entry["floors"].items()), (commit, group)
            assert all(now["ceilings"].get(name, ceiling + 1) <= ceiling for name, ceiling in entry["ceilings"].items()), (commit, group)
