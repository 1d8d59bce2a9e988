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

_KEYS = {"former name": "former", "branch": "branches"}
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
    decided = [(entry.name, *entry.same, *entry.former, *entry.branches, *entry.apart) for entry in entries]
    pairs = [pair for pair in pair_institutions(tuple(names), decided, load_catalogue(catalogue)) if pair.score >= least]
    for name in _unprinted(names.values(), entries):
        click.echo(f"institutions.yaml: {name} is printed in no report here", err=True)
    if as_json:
        click.echo(json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False, indent=2))
    else:
        click.echo(pairs_to_yaml(pairs) if as_yaml else pairs_to_text(pairs, names))


def pairs_to_text(pairs: Sequence[NamePair], names: Mapping[str, PrintedName]) -> str:
    """The table, likeliest first."""
    if not pairs:
        return f"no doubt among {len(names)} names"
    rows = [
        (f"{pair.score:.2f}", pair.reason, pair.first, _years(names[pair.first]), pair.second, _years(names[pair.second])) for pair in pairs
    ]
    return rows_to_text(_HEADER, rows, widest=48)


def pairs_to_yaml(pairs: Sequence[NamePair]) -> str:
    """A draft: what was proposed, each name in one place. What is right stays, what is wrong goes to `apart`."""
    groups: dict[str, dict[str, list[str]]] = {}
    owners: dict[str, str] = {}
    for pair in pairs:
        key = _KEYS.get(pair.reason, "same")
        name, other = (pair.second, pair.first) if key == "former" else (pair.first, pair.second)
        if name not in owners and other in owners:
            name, other, key = owners[other], name, "same"
        owner = owners.setdefault(name, name)
        if owners.setdefault(other, owner) == owner and other not in groups and other not in _names_in(groups.get(owner, {})):
            groups.setdefault(owner, {}).setdefault(key, []).append(other)
    head = "# Proposals for institutions.yaml of your catalogue. Keep what is right, move what is wrong to `apart`."
    return "\n".join([head, "institutions:", *(_entry_to_yaml(name, group) for name, group in groups.items())])


def _names_in(group: Mapping[str, Sequence[str]]) -> set[str]:
    return {name for names in group.values() for name in names}


def _entry_to_yaml(name: str, group: Mapping[str, Sequence[str]]) -> str:
    lists = (f"{key}: [{', '.join(map(_quoted, names))}]" for key, names in group.items())
    return f"- {{name: {_quoted(name)}, {', '.join(lists)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _years(name: PrintedName) -> str:
    return f"{name.years[0]}–{name.years[-1]}" if len(name.years) > 1 else "".join(map(str, name.years))


def _unprinted(printed: Iterable[PrintedName], entries: Sequence[InstitutionEntry]) -> list[str]:
    from reportparse.store.warehouse import names_unprinted

    return names_unprinted(printed, entries)
