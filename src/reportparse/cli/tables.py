"""`reportparse tables`: the raw tables of any PDF, without a catalogue and without opinions.

Rows and columns count from 0, boxes are points from the page's top left corner. In JSON a merged cell stands once, with its
spans; in CSV its text stands in its first slot and the others are empty, as a spreadsheet shows them.  `text` is plain (NFKC: （ as (,
１ as 1, ﬁ as fi), so that tables of different producers compare; `printed` is what the paper has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import click

from reportparse.cli.outputs import write_text_file
from reportparse.model import Cell, Grid, Settings
from reportparse.text import counted, text_plain

_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


@click.command()
@click.argument("file", metavar="FILE.pdf")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="How to write them.")
@click.option("--pages", metavar="1-3,7", help="Only these pages. [default: all]")
@click.option("--password", envvar="REPORTPARSE_PASSWORD", help="Opens an encrypted file (or set REPORTPARSE_PASSWORD).")
@click.option("--as-printed", is_flag=True, help="CSV with full-width characters and ligatures as they are; JSON has both anyway.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file. [default: stdout]")
def tables(file: str, form: str, pages: str | None, password: str | None, output: str | None, as_printed: bool) -> int:
    """The raw tables of any PDF, as CSV or JSON."""
    from reportparse.pipeline import find_tables

    grids = find_tables(file, Settings(password=password), pages=None if pages is None else pages_from_text(pages))
    text = grids_to_json(file, grids) if form == "json" else grids_to_csv(grids, as_printed=as_printed)
    if output:
        write_text_file(output, text, mark=form == "csv")
    else:
        click.echo(text, nl=False)
    click.echo(f"{counted(len(grids), 'table')} on {counted(len({grid.place.page for grid in grids}), 'page')}", err=True)
    return 0


def pages_from_text(text: str) -> tuple[int, ...]:
    """`1-3,7` as page numbers in order, each once; a usage error where it is none."""
    numbers: set[int] = set()
    for part in text.replace(" ", "").split(","):
        found = _RANGE.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last:
            raise click.BadParameter(f"{part or text!r} is not a page or a range of pages, such as 1-3,7", param_hint="--pages")
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers))


def grids_to_json(source: str, grids: Sequence[Grid]) -> str:
    """One object: the file, and its tables with their cells."""
    numbered = _grids_numbered(grids)
    return json.dumps({"source": source, "tables": [_grid_to_object(grid, n) for n, grid in numbered]}, ensure_ascii=False, indent=1) + "\n"


def grids_to_csv(grids: Sequence[Grid], *, as_printed: bool = False) -> str:
    """One line a table row: page, number of the table on it, row, then the cells."""
    from reportparse.store.csv_text import cells_to_csv, text_guarded

    widest = max((grid.n_columns for grid in grids), default=0)
    lines: list[list[str]] = []
    for number, grid in _grids_numbered(grids):
        slots = [[""] * grid.n_columns for _ in range(grid.n_rows)]
        for cell in grid.cells:
            slots[cell.row][cell.column] = text_guarded(cell.text if as_printed else text_plain(cell.text))
        lines += [[str(grid.place.page), str(number), str(row), *texts] for row, texts in enumerate(slots)]
    return cells_to_csv(lines, ["page", "table", "row", *(f"c{index}" for index in range(widest))])


def _grids_numbered(grids: Sequence[Grid]) -> list[tuple[int, Grid]]:
    on_page: dict[int, int] = {}
    numbered = []
    for grid in grids:
        on_page[grid.place.page] = on_page.get(grid.place.page, 0) + 1
        numbered.append((on_page[grid.place.page], grid))
    return numbered


def _grid_to_object(grid: Grid, number: int) -> dict[str, Any]:
    return {
        "page": grid.place.page,
        "table": number,
        "box": grid.place.box,
        "method": grid.method,
        "engine": grid.engine,
        "n_rows": grid.n_rows,
        "n_columns": grid.n_columns,
        "cells": [_cell_to_object(cell) for cell in grid.cells],
    }


def _cell_to_object(cell: Cell) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": text_plain(cell.text),
        "printed": cell.text,
        "box": cell.place.box,
    }
