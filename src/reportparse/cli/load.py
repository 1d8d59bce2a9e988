"""`reportparse load`: runs into a warehouse."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from reportparse.cli.edits import edits_told

if TYPE_CHECKING:
    from reportparse.model import LoadRecord

_SAID = {"new": "new", "replaced": "replaced", "same": "as they were", "kept": "kept (this run is older, or could not read them)"}


@click.command()
@click.argument("runs", metavar="RUN…", nargs=-1, required=True)
@click.option("--to", "url", required=True, metavar="URL", help="duckdb:///FILE.duckdb or postgresql://USER@HOST/DATABASE.")
@click.option("--catalogue", default="", metavar="DIR", help="A folder with a catalogue of your own, institutions.yaml among it.")
@click.option("--force", is_flag=True, help="Replace reports also where what stands there comes from a newer run.")
@click.option("--wait", type=click.FloatRange(min=0), default=60, show_default=True, help="Seconds to wait for another load to end.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary for machines.")
def load(runs: Sequence[str], url: str, catalogue: str, force: bool, wait: float, as_json: bool) -> int:
    """Load runs into a DuckDB or PostgreSQL database, wholly or not at all.

    The same run loaded twice leaves the same rows; a newer run of a report replaces what an older one gave.
    """
    from reportparse.model import LoadSettings
    from reportparse.store.warehouse import load_runs

    edits_told(*runs)
    records = load_runs(runs, url, LoadSettings(catalogue, force, wait))
    click.echo(records_to_json(records) if as_json else "\n".join(map(record_to_text, records)))
    return 0


def record_to_text(record: LoadRecord) -> str:
    """One line a run: what became of its reports, and what was written."""
    reports = ", ".join(f"{count} {_SAID[action]}" for action, count in record.reports.items() if count) or "none"
    rows = ", ".join(f"{table} {count}" for table, count in record.rows.items())
    return f"{record.run} into {record.warehouse}, load {record.load_id}: reports {reports}; written: {rows}; {record.seconds:.1f} s"


def records_to_json(records: Sequence[LoadRecord]) -> str:
    """The same for machines."""
    return json.dumps([asdict(record) for record in records], ensure_ascii=False, indent=2)
