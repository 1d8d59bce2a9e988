"""Whether `match_score` means what it says: of the rows in each band of scores, how many have the right indicator.

    python benchmarks/calibration.py [TRUTH_DIR…] [--errors]

A truth folder holds NAME.tables.csv beside NAME.pdf (or in `truth/` beside `reports/`); the fixtures are always counted, scans (by their
name) only with --scans. A row's true code is found by its name and values as printed, so that rows of one name are told apart. Rows that
cannot be paired with a printed one (a misread name or value) are not judged here, but counted: accuracy is measured elsewhere.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import reportparse
from reportparse.errors import ReportparseError
from reportparse.model import Observation

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99, 1.0)
Printed = tuple[str, tuple[tuple[int, str], ...]]
"""A row as it is printed: name and (year, value) by year, white space removed."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the rows that are wrong")
    parser.add_argument("--scans", action="store_true", help="scans too: seconds a page")
    options = parser.parse_args()
    folders = [ROOT / "fixtures" / "truth", *([CORPUS] if CORPUS.exists() else []), *options.folders]
    right: Counter[tuple[str, float]] = Counter()
    rows: Counter[tuple[str, float]] = Counter()
    unpaired = 0
    for truth, report in reports_with_truth(folders):
        if "scan" in report.name and not options.scans:
            continue
        judged, lost = rows_judged(truth, report)
        unpaired += lost
        for row, code in judged:
            for key in ((row.match_method or "unmatched", band_of(row.match_score)), ("all", band_of(row.match_score))):
                rows[key] += 1
                right[key] += row.indicator_code == code
            if options.errors and row.indicator_code != code:
                told = f"{row.match_score:.2f} {row.match_method} {';'.join(row.flags)}"
                print(f"{report.name}: {row.name_raw} is {code or 'in no catalogue'}, matched {row.indicator_code or '-'} {told}")
    print(table_of_bands(rows, right))
    print(f"\n{unpaired} rows could not be paired with a printed one")
    return 0


def reports_with_truth(folders: list[Path]) -> list[tuple[Path, Path]]:
    found = [(truth, pdf_of(truth)) for folder in folders for truth in sorted(folder.glob("*.tables.csv"))]
    return [(truth, report) for truth, report in found if report.exists()]


def pdf_of(truth: Path) -> Path:
    name = truth.name.removesuffix(".tables.csv") + ".pdf"
    beside = truth.parent / name
    return beside if beside.exists() else truth.parent.parent / "reports" / name


def rows_judged(truth: Path, report: Path) -> tuple[list[tuple[Observation, str]], int]:
    """Each row that is printed, with its true code; and how many rows of the report are printed nowhere so."""
    try:
        observations = reportparse.parse(report).observations
    except ReportparseError as error:
        print(error, file=sys.stderr)
        return [], 0
    cells: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for cell in observations:
        cells[cell.table_no, cell.table_name, cell.row_no, cell.name_raw].append(cell)
    codes = codes_printed(truth)
    judged: list[tuple[Observation, str]] = []
    for row in cells.values():
        known = codes.get(printed(row[0].name_raw, [(cell.data_year, cell.value_raw) for cell in row]))
        if known:
            judged.append((row[0], row[0].indicator_code if row[0].indicator_code in known else known[0]))
    return judged, len(cells) - len(judged)


def codes_printed(truth: Path) -> dict[Printed, list[str]]:
    """The codes of the rows printed so: more than one where two rows are printed alike to the last digit."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    with truth.open(newline="", encoding="utf-8-sig") as file:
        for line in csv.DictReader(file):
            lines[line["table_no"], line["row_no"], line["code"], line["name_raw"]].append(line)
    codes: dict[Printed, list[str]] = defaultdict(list)
    for key, row in lines.items():
        codes[printed(key[3], [(int(line["key"]), line["value_raw"]) for line in row if line["key"].isdigit()])].append(key[2])
    return codes


def printed(name: str, values: list[tuple[int, str]]) -> Printed:
    return re.sub(r"\s+", "", name), tuple((year, re.sub(r"\s+", "", value)) for year, value in sorted(values))


def band_of(score: float) -> float:
    """The lower edge of the band that the score is in; 1.0 is a band of its own."""
    return max(edge for edge in BANDS if score >= edge)


def table_of_bands(rows: Counter[tuple[str, float]], right: Counter[tuple[str, float]]) -> str:
    known = ("all", "exact", "alias", "aligned", "fuzzy", "reviewed", "unmatched")
    methods = [name for name in known if any(key[0] == name for key in rows)]
    lines = [f"| score from | {' | '.join(methods)} |", "|---|" + "---|" * len(methods)]
    for band in reversed(BANDS):
        told = [f"{right[name, band]} of {rows[name, band]}" if rows[name, band] else "" for name in methods]
        lines.append(f"| {band:.2f} | {' | '.join(told)} |")
    sure = [key for key in rows if key[0] == "all" and key[1] >= 0.9]
    total, good = sum(rows[key] for key in sure), sum(right[key] for key in sure)
    lines.append(f"\nrows of 0.9 and more: {good} of {total} right ({good / max(total, 1):.2%})")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
