"""Speed and rows recovered, side by side: reportparse's whole parse against what other tools need for their tables.

    python benchmarks/run.py [--files PDF…] [--rounds 5] [--quick] [--json]

A row counts as recovered when its name and all its printed values are found, in order, in one table row, white space removed.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from peers import PEERS, Row

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
FAST = ("reportparse", "reportparse tables", "tablers", "pdfplumber")
SCANNED = re.compile("scan")


@dataclass(frozen=True)
class Result:
    """One tool over all files: the median seconds of each file, and the rows recovered in it."""

    seconds: dict[str, float]
    recovered: dict[str, int]


def main() -> int:
    options = _options()
    files = options.files or ([ROOT / "fixtures" / "reports" / "qingze-grid.pdf"] if options.quick else default_files())
    truths = {path.name: read_truth(path) for path in files}
    results = measure(files, truths, FAST if options.quick else tuple(PEERS), 3 if options.quick else options.rounds)
    told = {name: vars(result) for name, result in results.items()}
    print(json.dumps(told, ensure_ascii=False, indent=1) if options.json else table_of_results(results, truths))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", nargs="+", type=Path, help="reports; default: the fixtures, and the corpus where there is one")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count, after one to warm up")
    parser.add_argument("--quick", action="store_true", help="one fixture, without camelot")
    parser.add_argument("--json", action="store_true", help="medians and rows of each file")
    return parser.parse_args()


def default_files() -> list[Path]:
    """The fixtures' reports that have tables and the corpus's, scans left out: no peer reads those."""
    found = [*sorted((ROOT / "fixtures" / "reports").glob("*.pdf")), *sorted(CORPUS.glob("*.pdf"))]
    return [path for path in found if not SCANNED.search(path.name) and read_truth(path)]


def read_truth(path: Path) -> list[Row]:
    """The rows that a report prints: name, then its values from left to right; none where no truth is known."""
    places = [path.parent.parent / "truth" / f"{path.stem}.tables.csv", path.with_suffix(".tables.csv")]
    place = next((place for place in places if place.exists()), None)
    rows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    if place is not None:
        with place.open(newline="", encoding="utf-8-sig") as lines:
            for cell in csv.DictReader(lines):
                if cell["value"] or cell["key"].isdigit():  # a dash for a survey's size is no column of reportparse's rows
                    rows[cell["table_no"], cell["row_no"], cell["name_raw"]].append(cell["value_raw"])
    return [(key[2], *values) for key, values in rows.items()]


def measure(files: list[Path], truths: dict[str, list[Row]], names: tuple[str, ...], rounds: int) -> dict[str, Result]:
    """Every tool on every file in each round, in turn; the first round warms up and gives the rows."""
    seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
    recovered: dict[tuple[str, str], int] = {}
    for number in range(rounds + 1):
        for path in files:
            for name in names:
                started = time.perf_counter()
                rows = PEERS[name](path)
                if number:
                    seconds[name, path.name].append(time.perf_counter() - started)
                else:
                    recovered[name, path.name] = count_recovered(truths[path.name], rows)
        print(f"round {number} of {rounds}", file=sys.stderr)
    return {
        name: Result(
            {path.name: round(median(seconds[name, path.name]), 4) for path in files},
            {path.name: recovered[name, path.name] for path in files},
        )
        for name in names
    }


def count_recovered(truth: list[Row], rows: list[Row]) -> int:
    """How many of the true rows are found, each table row serving once."""
    free = [tuple(filter(None, map(squeezed, row))) for row in rows]
    found = 0
    for wanted in (tuple(filter(None, map(squeezed, row))) for row in truth):
        hit = next((index for index, row in enumerate(free) if holds(row, wanted)), None)
        if hit is not None:
            found += 1
            free.pop(hit)
    return found


def holds(row: Row, wanted: Row) -> bool:
    """`wanted` stands in `row`, in this order, with other cells (ordinals, units) between."""
    cells = iter(row)
    return all(any(cell == value for cell in cells) for value in wanted)


def squeezed(text: str) -> str:
    """`text` without white space and separators of thousands."""
    return re.sub(r"\s+|(?<=\d)[,，](?=\d{3})", "", text)


def table_of_results(results: dict[str, Result], truths: dict[str, list[Row]]) -> str:
    total = sum(map(len, truths.values()))
    ours, tablers = results["reportparse"], results.get("tablers")
    lines = [machine(), "", "| tool | s a report, median | × reportparse | × tablers | rows recovered |", "|---|---|---|---|---|"]
    for name, result in results.items():
        ratio = median(result.seconds[file] / ours.seconds[file] for file in ours.seconds)
        against = median(result.seconds[file] / tablers.seconds[file] for file in ours.seconds) if tablers else float("nan")
        rows = sum(result.recovered.values())
        times = f"{median(result.seconds.values()):.3f} | {ratio:.2f} | {against:.2f}"
        lines.append(f"| {name} | {times} | {rows} of {total} ({rows / max(total, 1):.1%}) |")
    lines += ["", f"| file | rows | {' | '.join(results)} |", "|---|---|" + "---|" * len(results)]
    for file in ours.seconds:
        told = (f"{result.recovered[file]} · {result.seconds[file]:.3f} s" for result in results.values())
        lines.append(f"| {file} | {len(truths[file])} | {' | '.join(told)} |")
    return "\n".join(lines)


def machine() -> str:
    tools = ("pypdfium2", "pdfplumber", "camelot-py", "tablers")
    return f"Python {platform.python_version()}, {platform.machine()}; " + ", ".join(f"{tool} {version(tool)}" for tool in tools)


if __name__ == "__main__":
    sys.exit(main())
