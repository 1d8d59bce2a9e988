"""What the tests of the review ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from runs import run_of

from reportparse.model import Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_of(tmp_path / "run")
