"""The benchmarks run, and what they promise of `match_score` holds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def said(script: str, *arguments: str) -> str:
    command = [sys.executable, f"benchmarks/{script}.py", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_of_rows_marked_nine_tenths_or_more_ninety_nine_in_a_hundred_are_right():
    found = re.search(r"rows of 0\.9 and more: (\d+) of (\d+) right", said("calibration"))
    assert found and int(found[2]) > 800
    assert int(found[1]) >= 0.99 * int(found[2])


def test_peers_are_compared():
    pytest.importorskip("tablers")
    told = said("run", "--quick")
    assert re.search(r"^\| reportparse \|.*\(100\.0%\) \|$", told, re.MULTILINE) and "| tablers |" in told


def test_costs_are_told():
    assert "qingze-grid.pdf" in said("costs", "fixtures/reports/qingze-grid.pdf", "--rounds", "1")
