"""What is said of a catalogue of one's own before it is used: a slip in the name of a file would change nothing, and say nothing."""

from __future__ import annotations

from pathlib import Path

import click


def unused_files_told(directory: str) -> None:
    """One line for each file that is none of a catalogue's; raises CatalogueError where the catalogue does not hold."""
    from reportparse.catalogue import files_not_used, load_catalogue

    if directory:
        load_catalogue(Path(directory))
        for finding in files_not_used(Path(directory)):
            click.echo(f"reportparse: {directory}/{finding.source}: {finding.message}", err=True)
