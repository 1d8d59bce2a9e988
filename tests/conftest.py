"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import report

from reportparse.model import Report


@pytest.fixture
def root() -> Path:
    """The repository."""
    return Path(__file__).parents[1]


@pytest.fixture
def yunling() -> Report:
    """An invented report."""
    return report()
