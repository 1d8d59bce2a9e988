"""Batches run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from archived import Heard

from reportparse.archive import Limits, Order, run_batch


@pytest.fixture
def batch(tmp_path: Path) -> Callable[..., Path]:
    """Run a batch in this process; returns the run's folder, with what was said in `.heard` and run.json in `.about`."""

    class Run(type(tmp_path)):  # type: ignore[misc]
        heard: Heard
        about: dict[str, object]

    def run(*sources: object, to: str = "run", **knobs: object) -> Path:
        heard = Heard()
        knobs.setdefault("jobs", 2)
        knobs.setdefault("limits", Limits())
        done = Run(tmp_path / to)
        done.about = dict(run_batch(Order(tuple(map(str, sources)), str(tmp_path / to), **knobs), heard))
        done.heard = heard
        return done

    return run
