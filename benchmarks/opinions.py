"""How well `--second-opinion` finds errors: figures are misread on purpose, and the flags counted.

    python benchmarks/opinions.py [PDF…] [--every 12] [--seed 1]

Every twelfth figure or so of each table is spoiled after the usual reader has read it, in one of the ways in which readers err; the other
readers see the file as it is. Found is a spoiled cell with the flag `engines-differ`; a false alarm is a flag on the paper as it was read.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from reportparse.model import Cell, Paper, Settings, Table
from reportparse.pipeline import read_paper
from reportparse.rereading import paper_confirmed

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "reports").glob("*.pdf"))
Rows = list[list[Cell]]
Spot = tuple[int, int]
Spoil = Callable[[Rows, Spot, Spot], list[Spot]]
"""Spoils the cell at the first place, with the help of the year beside it at the second; says which cells are wrong now."""


def digit_changed(rows: Rows, at: Spot, _: Spot) -> list[Spot]:
    text = rows[at[0]][at[1]].text
    place = next(number for number, letter in enumerate(text) if letter.isdigit())
    return _written(rows, at, f"{text[:place]}{(int(text[place]) + 3) % 10}{text[place + 1 :]}")


def digit_lost(rows: Rows, at: Spot, _: Spot) -> list[Spot]:
    return _written(rows, at, rows[at[0]][at[1]].text[:-1])


def figure_lost(rows: Rows, at: Spot, _: Spot) -> list[Spot]:
    return _written(rows, at, "")


def row_moved(rows: Rows, at: Spot, _: Spot) -> list[Spot]:
    return _swapped(rows, at, (at[0] + 1, at[1])) if at[0] + 1 < len(rows) else []


def years_swapped(rows: Rows, at: Spot, beside: Spot) -> list[Spot]:
    return _swapped(rows, at, beside)


SPOILS: tuple[Spoil, ...] = (digit_changed, digit_lost, figure_lost, row_moved, years_swapped)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=FIXTURES)
    parser.add_argument("--every", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print("| report | false alarms | " + " | ".join(spoil.__name__.replace("_", " ") for spoil in SPOILS) + " |")
    print("|---|---|" + "---|" * len(SPOILS))
    made, found, alarms, figures = Counter[str](), Counter[str](), 0, 0
    for path in options.files:
        document, paper = read_paper(str(path), Settings())
        flags, cells = _alarms(paper_confirmed(document, paper))
        alarms, figures = alarms + flags, figures + cells
        said = []
        for spoil in SPOILS:
            spoiled, wrong = _paper_spoiled(paper, spoil, random.Random(options.seed), options.every)
            seen = _found(paper_confirmed(document, spoiled), wrong)
            made[spoil.__name__] += len(wrong)
            found[spoil.__name__] += seen
            said.append(f"{seen} of {len(wrong)}")
        print(f"| {path.stem} | {flags} of {cells} | {' | '.join(said)} |", flush=True)
    print(f"| all | {alarms} of {figures} | " + " | ".join(f"{found[s.__name__]} of {made[s.__name__]}" for s in SPOILS) + " |")
    return 0


def _paper_spoiled(paper: Paper, spoil: Spoil, chance: random.Random, every: int) -> tuple[Paper, list[tuple[int, Spot]]]:
    tables, wrong = list(paper.tables), []
    for number, table in enumerate(paper.tables):
        rows, used = [list(row) for row in table.rows], set[int]()
        for at, beside in _spots(table):
            if chance.random() * every < 1 and not {at[0], at[0] + 1} & used:
                spots = spoil(rows, at, beside)
                used |= {row for row, _ in spots}
                wrong += [(number, spot) for spot in spots]
        tables[number] = replace(table, rows=tuple(map(tuple, rows)))
    return replace(paper, tables=tuple(tables)), wrong


def _spots(table: Table) -> Iterator[tuple[Spot, Spot]]:
    """The figures of the table's years, each with the cell of the next year: numbers that stand alone in their row."""
    years = [column for column, meant in enumerate(table.columns) if meant.kind == "year"]
    for row, cells in enumerate(table.rows):
        for column, beside in zip(years, years[1:] + years[:1], strict=True):
            if cells[column].row_span == 1 and any(map(str.isdigit, cells[column].text)) and column != beside:
                yield (row, column), (row, beside)


def _written(rows: Rows, at: Spot, text: str) -> list[Spot]:
    rows[at[0]][at[1]] = replace(rows[at[0]][at[1]], text=text)
    return [at]


def _swapped(rows: Rows, one: Spot, other: Spot) -> list[Spot]:
    mine, theirs = rows[one[0]][one[1]].text, rows[other[0]][other[1]].text
    return [*_written(rows, one, theirs), *_written(rows, other, mine)] if mine != theirs else []


def _found(paper: Paper, wrong: list[tuple[int, Spot]]) -> int:
    return sum("engines-differ" in paper.tables[number].rows[row][column].flags for number, (row, column) in wrong)


def _alarms(paper: Paper) -> tuple[int, int]:
    cells = [table.rows[row][column] for table in paper.tables for (row, column), _ in _spots(table)]
    return sum("engines-differ" in cell.flags for cell in cells), len(cells)


if __name__ == "__main__":
    sys.exit(main())
