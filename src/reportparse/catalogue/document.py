"""docs/output.md, docs/problems.md and the unverified part of docs/catalogue.md, made from the YAML that the program itself goes by.

`python -m reportparse.catalogue.document docs` writes them; a test holds that the files in the repository are what it would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from reportparse.catalogue.columns import ColumnSpec, TableSpec, load_contract
from reportparse.catalogue.loading import load_catalogue
from reportparse.catalogue.problems import load_problems
from reportparse.catalogue.validity import indicators_of
from reportparse.model import Alias, Catalogue, Indicator

UNVERIFIED_MARK = "<!-- from here on: made by `python -m reportparse.catalogue.document docs` -->\n"

_OUTPUT_HEAD = """# The output

This file is made from `src/reportparse/catalogue/columns.yaml` by `python -m reportparse.catalogue.document docs`.

A run is a folder: `observations`, `figures`, `problems` and `reports`, each as `.csv` and as `.parquet`, and `run.json` (versions,
settings, counts, times). It is written whole or not at all.

- CSV is UTF-8 with a byte order mark, so that Excel shows Chinese. A text that a spreadsheet would take for a formula (it begins with
  `=`, `+`, `-` or `@` and is neither a number nor a dash) gets one apostrophe before it. Parquet has the text as it is.
- An empty number is null in Parquet and an empty cell in CSV; a text is never null.
- Lengths are PDF points (1/72 inch) from the top left corner of the page as it is shown; pages count from 1.
- `flags` are codes of [problems](problems.md), joined by `;`. Nothing is repaired silently: `value_raw` and `name_raw` are what is printed.
- "—", "0" and an empty cell are three things: `missing` tells them apart.
"""

_PROBLEMS_HEAD = """# Problems

This file is made from `src/reportparse/catalogue/problems.yaml` by `python -m reportparse.catalogue.document docs`.

What is wrong or doubtful is a row in `problems` with one of these codes, and the code stands in the `flags` of the rows that it is about.
`error`: something is missing or cannot be trusted. `warning`: look at it. `note`: good to know. The severity of one row may differ.
"""


def contract_to_markdown(tables: Iterable[TableSpec]) -> str:
    """docs/output.md."""
    return _OUTPUT_HEAD + "".join(_table_to_markdown(table) for table in tables)


def _table_to_markdown(table: TableSpec) -> str:
    rows = [(f"`{column.name}`", column.type, _meaning(column), f"`{column.example}`") for column in table.columns]
    key = ", ".join(f"`{name}`" for name in table.key)
    head = f"\n## {table.name}\n\n{table.meaning} Rows are told apart by {key}.\n\n"
    return head + rows_to_markdown(("column", "type", "meaning", "example"), rows)


def _meaning(column: ColumnSpec) -> str:
    if not column.values:
        return column.meaning
    words = ", ".join(f"`{word}`" if word else "empty" for word in column.values)
    return f"{column.meaning} One of: {words}."


def problems_to_markdown() -> str:
    """docs/problems.md."""
    rows = [(f"`{kind.code}`", kind.severity, kind.meaning, kind.todo) for kind in load_problems().values()]
    return f"{_PROBLEMS_HEAD}\n" + rows_to_markdown(("code", "severity", "meaning", "what to do"), rows)


def unverified_to_markdown(catalogue: Catalogue) -> str:
    """What nobody has seen in a real report yet: rows of editions, then aliases."""
    parts = [_unverified_rows(edition.name, indicators_of((edition,))) for edition in catalogue.editions]
    aliases = {(row.code, alias.name, alias.unit): (row.code, alias) for row in indicators_of(catalogue.editions) for alias in row.aliases}
    unseen = [_alias_cells(code, alias) for code, alias in aliases.values() if alias.evidence == "unverified"]
    parts.append("\n### Aliases\n\n" + rows_to_markdown(("code", "printed name", "unit", "comparable"), unseen))
    return "".join(parts)


def _unverified_rows(edition: str, rows: Iterable[Indicator]) -> str:
    unseen = [_row_cells(row) for row in rows if row.evidence == "unverified"]
    return f"\n### Edition {edition}\n\n" + rows_to_markdown(("table", "row", "unit", "code"), unseen) if unseen else ""


def _row_cells(row: Indicator) -> tuple[str, ...]:
    return str(row.table_no), row.path, row.unit, f"`{row.code}`" if row.code else "none"


def _alias_cells(code: str, alias: Alias) -> tuple[str, ...]:
    return f"`{code}`", alias.name, alias.unit, "yes" if alias.comparable else "no"


def rows_to_markdown(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = (header, tuple("---" for _ in header), *rows)
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def folder_to_documents(folder: Path) -> dict[Path, str]:
    """What the documents in `folder` should say; docs/catalogue.md keeps what a person wrote above the mark."""
    catalogue = folder / "catalogue.md"
    written, mark, _ = catalogue.read_text(encoding="utf-8").partition(UNVERIFIED_MARK)
    return {
        folder / "output.md": contract_to_markdown(load_contract().values()),
        folder / "problems.md": problems_to_markdown(),
        catalogue: written + mark + unverified_to_markdown(load_catalogue()) if mark else written,
    }


if __name__ == "__main__":
    for path, text in folder_to_documents(Path(sys.argv[1])).items():
        path.write_text(text, encoding="utf-8")
