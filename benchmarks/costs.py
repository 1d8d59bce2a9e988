"""What a user waits for, and what a machine must have: start of the command line, memory of one parse, seconds of each stage.

    python benchmarks/costs.py PDF… [--rounds 8]

Stages are timed in one process after a warm-up, the least of all rounds: what the work costs, not what else the machine did.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

from reportparse.assemble import assemble_paper
from reportparse.catalogue import load_catalogue
from reportparse.interpret import read_figures, read_identity, read_rows
from reportparse.match import match_tables
from reportparse.read import read_document
from reportparse.tidy import tidy_observations

T = TypeVar("T")

PEAK = """
import resource, sys, time
import reportparse
started = time.perf_counter()
reportparse.parse(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.perf_counter() - started)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=8)
    options = parser.parse_args()
    print(f"reportparse --help: {help_seconds(options.rounds):.3f} s (median of {options.rounds})\n")
    print("| file | peak MB of a fresh process | s, first parse | read | assemble | identity | rows | match | tidy | figures | all, ms |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for path in options.files:
        peak, first = peak_of_parse(path)
        stages = [1000 * seconds for seconds in stage_seconds(path, options.rounds).values()]
        print(f"| {path.name} | {peak:.0f} | {first:.2f} | {' | '.join(f'{ms:.1f}' for ms in stages)} | {sum(stages):.1f} |")
    return 0


def help_seconds(rounds: int) -> float:
    """Median wall time of `reportparse --help`, interpreter and all."""
    command = [sys.executable, "-c", "from reportparse.cli import main; main()", "--help"]
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return median(taken)


def peak_of_parse(path: Path) -> tuple[float, float]:
    """Peak resident memory (MB) and seconds of the first parse in a process of its own."""
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], check=True, capture_output=True, text=True)
    peak, seconds = map(float, done.stdout.split())
    return peak, seconds


def stage_seconds(path: Path, rounds: int) -> dict[str, float]:
    """The least seconds of each stage over `rounds` after one to warm up."""
    catalogue = load_catalogue()
    best: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], T]) -> T:
        started = time.perf_counter()
        result = work()
        best[stage] = min(best.get(stage, 1e9), time.perf_counter() - started)
        return result

    for number in range(rounds + 1):
        if number == 1:
            best.clear()
        document = timed("read", lambda: read_document(str(path)))
        paper = timed("assemble", lambda d=document: assemble_paper(d, catalogue))
        identity = timed("identity", lambda d=document, p=paper: read_identity(p, d.title, catalogue).items[0])
        rows = timed("rows", lambda p=paper, i=identity: read_rows(p.tables, i, catalogue).items)
        matched = timed("match", lambda r=rows: match_tables(r, catalogue).items)
        timed("tidy", lambda m=matched: tidy_observations(m, catalogue))
        timed("figures", lambda p=paper, i=identity: read_figures(p.paragraphs, i, catalogue))
    return best


if __name__ == "__main__":
    sys.exit(main())
