"""Which corrections a command applies: those named, else those that lie beside its output."""

from __future__ import annotations

from pathlib import Path

import click

from reportparse.text import counted

FILE_NAME = "corrections.yaml"


def corrections_beside(folder: str) -> Path:
    """Where the corrections of the runs in one place lie: a run's own folder holds nothing but the run."""
    return Path(folder).expanduser().resolve().parent / FILE_NAME


def corrections_chosen(named: str | None, folder: str) -> str:
    """The file to apply, empty for none; validated now, and said, because nobody named the one that lies beside the run."""
    from reportparse.catalogue import load_corrections

    beside = corrections_beside(folder)
    path = named if named is not None else str(beside) if beside.is_file() else ""
    known = load_corrections(path)
    if known:
        click.echo(f"{path}: {counted(len(known), 'correction')}, applied where what is read fits", err=True)
    return path
