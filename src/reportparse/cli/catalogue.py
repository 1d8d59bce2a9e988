"""`reportparse catalogue`: what may exist, listed, checked, and drafted from a report.

Lists go to stdout, so that they can be piped; what is wrong with a catalogue is one line on stderr and exit code 4.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportparse.cli.adopt import adopt
from reportparse.cli.draft import draft

if TYPE_CHECKING:
    from reportparse.model import Edition, Indicator

_FOLDER = click.Path(path_type=Path)


@click.group()
def catalogue() -> None:
    """What may exist: list and check the catalogue."""


catalogue.add_command(adopt)
catalogue.add_command(draft)


@catalogue.command("list")
@click.option("--edition", help="Only this edition.  [default: the newest]")
@click.option("--table", "table_no", type=int, help="Only this table.")
@click.option("--json", "as_json", is_flag=True, help="JSON with everything that is known of a row.")
@click.option("--catalogue", "directory", type=_FOLDER, help="A folder with a catalogue of your own.")
def list_rows(edition: str | None, table_no: int | None, as_json: bool, directory: Path | None) -> None:
    """The rows of an edition's tables."""
    from reportparse.catalogue import load_catalogue

    editions = load_catalogue(directory).editions
    chosen = next((known for known in editions if known.name == edition), None) if edition else editions[0]
    if chosen is None:
        raise click.UsageError(f"no edition {edition}; there are {', '.join(known.name for known in editions)}")
    rows = [row for table in chosen.tables if table_no in (None, table.number) for row in table.indicators]
    if not rows:
        raise click.UsageError(f"edition {chosen.name} has no table {table_no}; there are {_numbers(chosen)}")
    click.echo(rows_to_json(rows) if as_json else edition_to_text(chosen, table_no))


def _numbers(edition: Edition) -> str:
    return ", ".join(str(table.number) for table in edition.tables)


def rows_to_json(rows: list[Indicator]) -> str:
    """Everything known of each row, a list of objects."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2)


def edition_to_text(edition: Edition, table_no: int | None) -> str:
    """The tables, each under its name, children marked below their parents."""
    from reportparse.cli.layout import rows_to_text

    parts = []
    for table in edition.tables:
        if table_no in (None, table.number):
            cells = [(str(row.position), "· " * row.depth + row.name, row.unit, row.code or "-") for row in table.indicators]
            text = rows_to_text(("no", "name", "unit", "code"), cells, widest=72)
            parts.append(f"{edition.name}, table {table.number}: {table.names[0]}\n{text}")
    return "\n\n".join(parts)


@catalogue.command()
@click.argument("directory", required=False, type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of lines.")
def check(directory: Path | None, as_json: bool) -> None:
    """Does the catalogue hold, and what in it should be looked at? Without DIRECTORY: the built-in one."""
    from reportparse.catalogue import check_catalogue, load_catalogue
    from reportparse.interpret import read_figures
    from reportparse.model import Identity

    findings = check_catalogue(directory)
    read_figures((), Identity(), load_catalogue(directory))  # the words of the prose are made ready there, or do not hold
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
        return
    for finding in findings:
        click.echo(f"{finding.severity}: {finding.source}: {finding.message}")
    known = load_catalogue(directory)
    rows = sum(len(table.indicators) for edition in known.editions for table in edition.tables)
    click.echo(f"holds: {len(known.editions)} editions, {rows} rows, {len(known.relations)} relations, digest {known.digest}", err=True)
