"""Each tool as one function: a path in, table rows out, everything that a user of the tool would have to call included.

Settings are those that read these documents best: camelot with `split_text` (else neighbouring Chinese cells are glued) and its
vector engine; pdfplumber with its defaults, pages closed; tablers with its defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

Row = tuple[str, ...]
Reader = Callable[[Path], "list[Row]"]


def rows_of_reportparse(path: Path) -> list[Row]:
    """The whole parse: tables, matching, checks and prose."""
    import reportparse

    rows: dict[tuple[object, ...], list[str]] = {}
    for cell in reportparse.parse(path).observations:
        row = rows.setdefault((cell.table_no, cell.table_name, cell.row_no, cell.name_raw), [cell.name_raw])
        row.append(cell.value_raw)
        if cell.survey_method or cell.survey_size is not None:
            row += [cell.survey_method, "" if cell.survey_size is None else f"{cell.survey_size:g}"]
    return [tuple(row) for row in rows.values()]


def rows_of_raw_tables(path: Path) -> list[Row]:
    """reportparse's raw tables alone, a merged cell standing in each row that it covers."""
    from reportparse.model import Settings
    from reportparse.pipeline import find_tables

    rows: list[Row] = []
    for grid in find_tables(str(path), Settings()):
        slots = [[""] * grid.n_columns for _ in range(grid.n_rows)]
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                slots[row][cell.column] = cell.text
        rows += map(tuple, slots)
    return rows


def rows_of_pdfplumber(path: Path) -> list[Row]:
    """Tables and text of every page; the text is read and dropped."""
    import pdfplumber

    rows: list[Row] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            rows += [tuple(cell or "" for cell in row) for table in page.extract_tables() for row in table]
            page.extract_text()
            page.close()
    return rows


def rows_of_tablers(path: Path) -> list[Row]:
    import tablers

    document = tablers.Document(path)
    try:
        tables = [table for page in document.pages() for table in tablers.find_tables(page, extract_text=True)]
        return [row for table in tables for row in _rows_from_cells((*cell.bbox[:2], cell.text or "") for cell in table.cells)]
    finally:
        document.close()


def _rows_from_cells(cells: Iterable[tuple[float, float, str]]) -> list[Row]:
    """(x, y, text) of each cell as rows: cells whose upper edges stand within 2 points are one."""
    rows: list[list[tuple[float, str]]] = []
    level = -1e9
    for x, y, text in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if y - level > 2:
            rows.append([])
            level = y
        rows[-1].append((x, text))
    return [tuple(text for _, text in sorted(row)) for row in rows]


def rows_of_camelot_lattice(path: Path) -> list[Row]:
    return _rows_of_camelot(path, "lattice")


def rows_of_camelot_hybrid(path: Path) -> list[Row]:
    return _rows_of_camelot(path, "hybrid")


def _rows_of_camelot(path: Path, flavor: str) -> list[Row]:
    import warnings

    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "no tables found on page 3" is no news
        tables = camelot.read_pdf(str(path), pages="all", flavor=flavor, engine="vector", split_text=True, suppress_stdout=True)
    return [tuple(map(str, row)) for table in tables for row in table.df.values.tolist()]


PEERS: dict[str, Reader] = {
    "reportparse": rows_of_reportparse,
    "reportparse tables": rows_of_raw_tables,
    "tablers": rows_of_tablers,
    "pdfplumber": rows_of_pdfplumber,
    "camelot hybrid": rows_of_camelot_hybrid,
    "camelot lattice": rows_of_camelot_lattice,
}
