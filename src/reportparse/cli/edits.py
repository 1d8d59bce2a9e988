"""What is said of a run whose CSV files somebody has changed: read are the Parquet files, in the order in which they were written."""

from __future__ import annotations

from pathlib import Path

import click


def edits_told(*runs: str) -> None:
    """One line for each CSV file that was changed and is not what is read."""
    from reportparse.store.files import edited_files

    for run in runs:
        for name in edited_files(run):
            if (Path(run) / name).with_suffix(".parquet").exists():
                told = "was changed after it was written; its rows are read as they were written, from the Parquet file"
                click.echo(f"reportparse: {Path(run) / name}: {told}", err=True)
