"""`reportparse institutions`: printed names that may mean one institution, for a person to decide in institutions.yaml."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportparse.cli.layout import rows_to_text

if TYPE_CHECKING:
    from reportparse.model import InstitutionEntry, NamePair, PrintedName

_HEADER = ("score", "why", "name", "years", "other name", "years")


@click.command()
@click.argument("place", metavar="RUN|WAREHOUSE")
@click.option("--catalogue", type=click.Path(path_type=Path), metavar="DIR", help="The folder with your institutions.yaml.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.8, show_default=True, help="Leave out what is less alike.")
@click.option("--yaml", "as_yaml", is_flag=True, help="A draft of institutions.yaml instead of a table.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
def institutions(place: str, catalogue: Path | None, least: float, as_yaml: bool, as_json: bool) -> None:
    """List printed names that may mean one institution.

    RUN is a run's folder, WAREHOUSE the URL of a database (duckdb:/// or postgresql://).

    Nothing is decided by likeness: only what stands in institutions.yaml of your catalogue makes two names one.
    """
    from reportparse.catalogue import load_catalogue
    from reportparse.catalogue.institutions import load_institutions
    from reportparse.match import pair_institutions
    from reportparse.store.warehouse import read_names

    entries = load_institutions(catalogue)
    names = {name.name: name for name in read_names(place)}
    pairs = [pair for pair in pair_institutions(tuple(names), names_decided(entries), load_catalogue(catalogue)) if pair.score >= least]
    for name in _unprinted(names.values(), entries):
        click.echo(f"institutions.yaml: {name} is printed in no report here", err=True)
    if as_json:
        click.echo(json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False, indent=2))
    else:
        click.echo(pairs_to_yaml(pairs) if as_yaml else pairs_to_text(pairs, names))


def names_decided(entries: Sequence[InstitutionEntry]) -> frozenset[frozenset[str]]:
    """Pairs that a person has looked at: names of one entry, and those that it keeps apart."""
    groups = [(entry.name, *entry.same, *entry.former, *entry.branches, *entry.apart) for entry in entries]
    return frozenset(frozenset((one, other)) for group in groups for one in group for other in group)


def pairs_to_text(pairs: Sequence[NamePair], names: Mapping[str, PrintedName]) -> str:
    """The table, likeliest first."""
    if not pairs:
        return f"no doubt among {len(names)} names"
    rows = [
        (f"{pair.score:.2f}", pair.reason, pair.first, _years(names[pair.first]), pair.second, _years(names[pair.second])) for pair in pairs
    ]
    return rows_to_text(_HEADER, rows, widest=48)


def pairs_to_yaml(pairs: Sequence[NamePair]) -> str:
    """A draft: every pair as it was proposed. What is right stays, what is wrong goes to `apart`."""
    lines = ["# Proposals for institutions.yaml of your catalogue. Keep what is right, move what is wrong to `apart`.", "institutions:"]
    for pair in pairs:
        key = {"former name": "former", "branch": "branches"}.get(pair.reason, "same")
        name, other = (pair.second, pair.first) if key == "former" else (pair.first, pair.second)
        lines.append(f"- {{name: {_quoted(name)}, {key}: [{_quoted(other)}]}}  # {pair.reason}, {pair.score:.2f}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _years(name: PrintedName) -> str:
    return f"{name.years[0]}–{name.years[-1]}" if len(name.years) > 1 else "".join(map(str, name.years))


def _unprinted(printed: Iterable[PrintedName], entries: Sequence[InstitutionEntry]) -> list[str]:
    from reportparse.store.warehouse import names_unprinted

    return names_unprinted(printed, entries)
