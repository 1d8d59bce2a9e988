"""`reportparse catalogue draft`: a new edition's YAML, proposed from a report.

It goes to stdout, into a file, or into a folder that can be given as `--catalogue` at once: a folder that has no editions yet gets the
built-in ones too, because aliases and relations speak of their codes. Nothing that is there is overwritten.
"""

from __future__ import annotations

from pathlib import Path

import click

from reportparse.errors import StoreError, UnreadableError, error_said
from reportparse.model import Settings


@click.command()
@click.argument("report", metavar="REPORT.pdf")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR|FILE", help="A folder, or a .yaml file.  [default: stdout]")
@click.option("--password", envvar="REPORTPARSE_PASSWORD", help="Opens an encrypted report (or set REPORTPARSE_PASSWORD).")
@click.option("--catalogue", metavar="DIR", default="", help="Folder of your own catalogue files: what is known so far.")
def draft(report: str, output: Path | None, password: str | None, catalogue: str) -> None:
    """A new edition's YAML from a report: rows, names, units, proposed places, known codes."""
    from reportparse.catalogue import draft_edition, draft_to_counts, draft_to_yaml, load_catalogue
    from reportparse.pipeline import find_matches

    identity, tables = find_matches(report, Settings(password, catalogue))
    drafted = draft_edition(tables, identity, load_catalogue(Path(catalogue) if catalogue else None))
    if not drafted.tables:
        raise UnreadableError(report, "has no tables of indicators", "look at `reportparse tables` for what was made out")
    text = draft_to_yaml(drafted, Path(report).name.encode("utf-8", "replace").decode())
    if output is None:
        click.echo(text, nl=False)
    else:
        file = output if output.suffix in (".yaml", ".yml") else _file_in_folder(output, drafted.name)
        _write_new(file, text)
        click.echo(f"written: {file}", err=True)
    count, rows, coded = draft_to_counts(drafted)
    click.echo(f"{count} tables, {rows} rows: {coded} with a known code, {rows - coded} for you to decide", err=True)


def _file_in_folder(folder: Path, name: str) -> Path:
    """The draft's place in a catalogue's folder, made complete where it holds no editions yet."""
    editions = folder / "editions"
    try:
        editions.mkdir(parents=True, exist_ok=True)
        if not any(editions.glob("*.yaml")):
            from reportparse.catalogue import BUILT_IN

            for built_in in sorted((BUILT_IN / "editions").glob("*.yaml")):
                (editions / built_in.name).write_bytes(built_in.read_bytes())
    except OSError as error:
        raise StoreError(str(folder), f"could not be written ({error_said(error)})", "give another -o") from None
    return editions / f"{name}.yaml"


def _write_new(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        raise StoreError(str(file), "is there already, and may be a person's work", "remove it, or give another -o") from None
    except OSError as error:
        raise StoreError(str(file), f"could not be written ({error_said(error)})", "give another -o") from None
