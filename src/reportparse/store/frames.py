"""A report as pandas frames, for notebooks. The only place that imports pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportparse.catalogue.columns import load_columns
from reportparse.model import Report
from reportparse.store.arrow import csv_to_table
from reportparse.store.csv_text import cells_to_csv, rows_to_cells
from reportparse.store.rows import report_to_rows

if TYPE_CHECKING:
    from pandas import DataFrame


def frames_from_report(report: Report) -> dict[str, DataFrame]:
    """The four tables by name; a year that is missing is <NA>, not a float."""
    import pandas as pd
    import pyarrow as pa

    frames: dict[str, DataFrame] = {}
    for table, rows in report_to_rows(report, timed=True).items():
        columns = load_columns()[table]
        arrow = csv_to_table(cells_to_csv(rows_to_cells(rows, columns), [c.name for c in columns]), columns)
        frames[table] = arrow.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frames
