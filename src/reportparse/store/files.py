"""A run as a folder of files, and back.

Each of the four tables is written twice: CSV (UTF-8 with BOM, so that a spreadsheet shows Chinese) and Parquet. The same
reports give the same bytes; what changes from run to run (times) stands in run.json alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportparse.catalogue.columns import ColumnSpec, load_columns
from reportparse.errors import StoreError
from reportparse.model import Report, Run, RunRecord
from reportparse.store.arrow import csv_to_table, parquet_to_table, table_conformed, table_to_parquet
from reportparse.store.csv_text import cells_guarded, cells_to_csv, rows_to_cells, text_restored
from reportparse.store.folder import folder_checked, write_folder
from reportparse.store.rows import Row, report_to_rows
from reportparse.version import __version__

if TYPE_CHECKING:
    from pyarrow import Table

FORMAT = 1
TABLES = ("observations", "figures", "problems", "reports")
RUN_FILES = frozenset({f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")} | {"run.json"})
_LIBRARIES = ("pypdfium2", "pdfplumber", "camelot-py", "rapidfuzz", "pyarrow")
_LARGEST_CELL = 2**31 - 1  # the module's own limit is 131,072 characters; one paragraph may be longer
_AGAIN = "parse the reports again"


def check_folder(directory: str | Path) -> None:
    """Raise the StoreError that `write_run` would raise for this folder, before any work is done."""
    folder_checked(directory, RUN_FILES)
    if edited := edited_files(directory):
        what = f"holds work of somebody's: {', '.join(edited)} was changed after it was written; nothing was replaced"
        raise StoreError(str(directory), what, "move that away, or give another folder with -o")


def edited_files(directory: str | Path) -> tuple[str, ...]:
    """The CSV files of a run that were changed after it was written: people mend and sort them in spreadsheets."""
    folder = Path(directory).expanduser()
    try:
        written, sums = (folder / "run.json").stat().st_mtime_ns, dict(read_about(folder).get("sha256", {}))
        paths = [path for path in (folder / f"{table}.csv" for table in TABLES) if path.is_file() and path.name in sums]
        # run.json is written last: only what is newer is read whole.
        return tuple(path.name for path in paths if path.stat().st_mtime_ns > written and file_sha256(path) != sums[path.name])
    except (OSError, StoreError, TypeError, ValueError):  # no run, or one whose run.json says nothing of them
        return ()


def file_sha256(path: Path) -> str:
    """The hash that run.json has of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_run(directory: str | Path, reports: Sequence[Report], record: RunRecord, *, timed: bool = False) -> dict[str, Any]:
    """Write the run, whole or not at all; returns what run.json says. `timed` puts seconds into `reports` as well."""
    files: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    for table, rows in _rows_by_table(reports, timed).items():
        counts[table] = len(rows)
        files |= _rows_to_files(table, rows, load_columns()[table])
    about = _about_run(reports, record, counts, files)
    files["run.json"] = (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
    write_folder(directory, files)
    return about


def read_run(directory: str | Path, tables: Iterable[str] = TABLES) -> Run:
    """Read a run back: run.json and the tables asked for, from Parquet, or from CSV where the Parquet file is gone."""
    folder = Path(directory)
    about = read_about(folder)
    return Run(str(directory), about, {table: _read_table(folder, table, about) for table in tables})


def _rows_by_table(reports: Sequence[Report], timed: bool) -> dict[str, list[Row]]:
    by_table: dict[str, list[Row]] = {table: [] for table in TABLES}
    for report in reports:
        for table, rows in report_to_rows(report, timed=timed).items():
            by_table[table] += rows
    return by_table


def _rows_to_files(table: str, rows: list[Row], columns: Sequence[ColumnSpec]) -> dict[str, bytes]:
    header = [column.name for column in columns]
    cells = rows_to_cells(rows, columns)
    arrow = csv_to_table(cells_to_csv(cells, header), columns)
    return {
        f"{table}.csv": cells_to_csv(cells_guarded(cells, columns), header).encode("utf-8-sig"),
        f"{table}.parquet": table_to_parquet(arrow),
    }


def _about_run(reports: Sequence[Report], record: RunRecord, counts: Mapping[str, int], files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "program": "reportparse",
        "format": FORMAT,
        "versions": program_versions(),
        "catalogue": record.catalogue,
        "settings": {name: value for name, value in asdict(record.settings).items() if name != "password"},
        "counts": {**counts, **Counter(report.status for report in reports)},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "times": {
            "started": record.started,
            "seconds": round(record.seconds, 3),
            "reports": {report.source: round(report.seconds, 3) for report in reports},
        },
    }


def program_versions() -> dict[str, str]:
    """What a result may depend on, by name."""
    own = {"reportparse": __version__, "python": platform.python_version()}
    return own | {name: metadata.version(name) for name in _LIBRARIES}


def read_about(folder: Path) -> dict[str, Any]:
    """What run.json says; a StoreError where it is no run of this program and format."""
    try:
        about = json.loads((folder / "run.json").read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(str(folder), "is not a run (no run.json in it)", "name the folder that `reportparse parse` wrote") from None
    except (OSError, ValueError) as error:
        raise StoreError(str(folder), f"has a run.json that cannot be read ({error})", _AGAIN) from None
    if not isinstance(about, dict) or about.get("program") != "reportparse":
        raise StoreError(str(folder), "has a run.json of another program", "name the folder that `reportparse parse` wrote")
    if about.get("format") != FORMAT:
        raise StoreError(str(folder), f"is a run of format {about.get('format')}, this version reads {FORMAT}", _AGAIN)
    return about


def _read_table(folder: Path, table: str, about: Mapping[str, Any]) -> Table:
    try:
        path, columns = folder / f"{table}.parquet", load_columns()[table]
        arrow = parquet_to_table(path) if path.exists() else _read_csv(path.with_suffix(".csv"), columns)
        arrow = table_conformed(arrow, columns)
    except FileNotFoundError:
        raise StoreError(str(folder), f"has no {table}", _AGAIN) from None
    except (OSError, ValueError) as error:
        raise StoreError(str(folder), f"{table} cannot be read ({str(error).splitlines()[0]})", _AGAIN) from None
    expected = about.get("counts", {}).get(table)
    if arrow.num_rows != expected:
        raise StoreError(str(folder), f"{table} has {arrow.num_rows} rows where run.json says {expected}", _AGAIN)
    return arrow


def _read_csv(path: Path, columns: Sequence[ColumnSpec]) -> Table:
    csv.field_size_limit(_LARGEST_CELL)
    header, *cells = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    if header != [column.name for column in columns]:
        raise ValueError("its columns are not those of this version")
    return csv_to_table(cells_to_csv([[text_restored(cell) for cell in row] for row in cells], header), columns)
