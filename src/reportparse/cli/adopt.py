"""`reportparse catalogue adopt`: names that people accepted in a review become aliases, shown as a diff before anything is written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportparse.cli.outputs import write_text_file
from reportparse.text import counted

if TYPE_CHECKING:
    from reportparse.catalogue.adoption import NewName
    from reportparse.model import Catalogue
    from reportparse.review.verdicts import Judgement


@click.command()
@click.argument("verdicts", nargs=-1, required=True, metavar="RUN|VERDICTS.csv…")
@click.option("--catalogue", "directory", type=click.Path(path_type=Path), help="A folder with a catalogue of your own.")
@click.option("--write", is_flag=True, help="Write aliases.yaml of --catalogue; without it, only show what would change.")
def adopt(verdicts: tuple[str, ...], directory: Path | None, write: bool) -> int:
    """Make aliases of the names that people accepted in a review, and show them as a diff."""
    from reportparse.catalogue import load_catalogue
    from reportparse.catalogue.adoption import ALIASES, adopt_names

    if write and directory is None:
        raise click.UsageError("--write needs --catalogue DIR: the built-in catalogue is not written into")
    names = list(judgements_to_names(_standing(verdicts), load_catalogue(directory)))
    adoption = adopt_names(directory, names)
    target = (directory or Path()) / ALIASES
    click.echo("".join(_diff(adoption.before, adoption.after, str(target))), nl=False)
    for refusal in adoption.refused:
        click.echo(f"reportparse: refused: {refusal}", err=True)
    if write and adoption.after != adoption.before:
        write_text_file(target, adoption.after)
    told = "written to" if write else "would go into"
    known = len(names) - adoption.adopted - len(adoption.refused)
    click.echo(f"{counted(adoption.adopted, 'name')} {told} {target}; known before: {known}", err=True)
    return 0


def _standing(verdicts: Iterable[str]) -> Iterator[Judgement]:
    from reportparse.desk.verdict_file import read_verdicts, verdicts_beside
    from reportparse.errors import StoreError
    from reportparse.review.verdicts import standing_judgements

    for place in verdicts:
        path = verdicts_beside(place) if Path(place).is_dir() else Path(place)
        if not path.exists():
            raise StoreError(str(path), "no such file", "make verdicts with `reportparse review`")
        log = read_verdicts(path)
        for fault in log.faults:
            click.echo(f"reportparse: {fault}", err=True)
        yield from standing_judgements(log.judgements).values()


def judgements_to_names(standing: Iterable[Judgement], catalogue: Catalogue) -> Iterator[NewName]:
    """The accepted names that say something new, without ordinals and decorations."""
    from reportparse.catalogue.adoption import NewName
    from reportparse.match.labels import label_to_core
    from reportparse.review.proposals import judgements_to_proposals

    # What an older edition called it is, in the newest, another name.
    rows = (row for edition in reversed(catalogue.editions) for table in edition.tables for row in table.indicators)
    canonical = set({row.code: label_to_core(row.name, catalogue) for row in rows}.items())
    for one in judgements_to_proposals(standing):
        core = label_to_core(one.name, catalogue)
        if core and (one.code, core) not in canonical:
            who = ", ".join(one.who) or "somebody"
            note = f"accepted by {who} in {counted(one.reports, 'report')}" + (f", {one.when}" if one.when else "")
            yield NewName(one.code, label_trimmed(one.name, catalogue), one.unit, note)


def label_trimmed(label: str, catalogue: Catalogue) -> str:
    """The shortest part of a label that still has all that names."""
    from reportparse.match.labels import label_to_core

    core = label_to_core(label, catalogue)
    start = max(at for at in range(len(label)) if at == 0 or label_to_core(label[at:], catalogue) == core)
    end = min(at for at in range(start + 1, len(label) + 1) if at == len(label) or label_to_core(label[start:at], catalogue) == core)
    return label[start:end]


def _diff(before: str, after: str, name: str) -> Iterator[str]:
    return difflib.unified_diff(before.splitlines(True), after.splitlines(True), f"{name} (now)", f"{name} (proposed)", n=2)
