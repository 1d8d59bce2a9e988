"""A run of one real PDF of the fixtures, in a folder of its own, with everything that a review writes beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_forms import Surfer

from reportparse.catalogue import load_catalogue
from reportparse.desk.bench import Bench, Files
from reportparse.desk.door import Door
from reportparse.desk.queues import flag_queues, sample_queue
from reportparse.desk.server import desk_app
from reportparse.desk.verdict_file import verdicts_beside
from reportparse.model import RunRecord, Settings
from reportparse.pipeline import parse_report
from reportparse.review import Design
from reportparse.store import read_run, write_run

FIXTURE = Path(__file__).parents[2] / "fixtures" / "reports" / "qingze-grid.pdf"
DOOR = Door(port=8765, token="t0ken")


@pytest.fixture(scope="session")
def parsed():
    return parse_report(str(FIXTURE), Settings())


@pytest.fixture
def folder(tmp_path: Path, parsed) -> Path:
    """A run, and beside it the PDF that it was made of."""
    from dataclasses import replace

    pdf = shutil.copy(FIXTURE, tmp_path / "school.pdf")
    write_run(tmp_path / "run", [replace(parsed, source=str(pdf))], RunRecord(Settings()))
    return tmp_path


@pytest.fixture
def bench_of(folder: Path) -> Callable[..., Bench]:
    """The desk's state on that run, made as the command makes it."""

    def make(n: int = 12) -> Bench:
        run = read_run(folder / "run")
        files = Files(verdicts_beside(str(folder / "run")), folder / "corrections.yaml")
        return Bench(run, [sample_queue(run, Design(n)), *flag_queues(run)], load_catalogue(), files)

    return make


@pytest.fixture
def client(bench_of):
    """A browser without scripts, on the desk's own page."""
    return Surfer(desk_app(bench_of(), DOOR, "Li"))
