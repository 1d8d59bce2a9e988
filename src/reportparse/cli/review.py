"""`reportparse review`: the desk, where a person looks at values beside the paper and judges them."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportparse.cli.corrections import corrections_beside
from reportparse.cli.sample import design_from_text

if TYPE_CHECKING:
    from reportparse.desk.queues import Queue
    from reportparse.model import Run
    from reportparse.review import Design, Spot


@click.command()
@click.argument("run", metavar="RUN")
@click.option("-n", "n", type=click.IntRange(1), default=100, show_default=True, metavar="N", help="How many values the sample has.")
@click.option("--by", metavar="NAME,…", help="Parts of the sample, as in `reportparse sample`.")
@click.option("--seed", type=int, default=1, show_default=True, help="Which sample.")
@click.option("--figures", is_flag=True, help="Figures of the running text instead of values of the tables.")
@click.option("--sample", "given", metavar="FILE.csv", help="A sample that was drawn before, instead of a new one.")
@click.option("--against", metavar="OLD", help="An older run: what changed since then is a queue, too.")
@click.option("--verdicts", metavar="FILE.csv", help="Where verdicts go. [default: RUN.verdicts.csv beside the run]")
@click.option("--corrections", metavar="FILE.yaml", help="Where corrections go. [default: corrections.yaml beside the run]")
@click.option("--catalogue", metavar="DIR", default="", help="Folder of your own catalogue files.")
@click.option("--pdfs", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Where the reports are now, if they have moved.")
@click.option("--password", envvar="REPORTPARSE_PASSWORD", help="Opens encrypted reports (or set REPORTPARSE_PASSWORD).")
@click.option("--who", metavar="NAME", help="Whose verdicts they are; the page asks, too. [default: your login]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here. Anything but this machine asks for a key.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Another name under which the page may be opened.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes one that is free.")
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
def review(
    run: str,
    n: int,
    by: str | None,
    seed: int,
    figures: bool,
    given: str | None,
    against: str | None,
    verdicts: str | None,
    corrections: str | None,
    catalogue: str,
    pdfs: str | None,
    password: str | None,
    who: str | None,
    host: str,
    names: tuple[str, ...],
    port: int,
    opens: bool,
) -> int:
    """A local web page that shows values beside the paper: right, wrong, can't tell.

    Verdicts are a CSV file beside the run, for `reportparse score`; what is right instead becomes a correction that later runs apply.
    """
    from reportparse.catalogue import load_catalogue, load_corrections
    from reportparse.desk.bench import Bench, Files
    from reportparse.desk.door import Door
    from reportparse.desk.server import serve_desk
    from reportparse.desk.verdict_file import verdicts_beside
    from reportparse.store import read_run

    opened = read_run(run)
    queues = queues_made(opened, design_from_text(n, by, seed, figures), given, against)
    files = Files(
        Path(verdicts) if verdicts else verdicts_beside(run), Path(corrections) if corrections else corrections_beside(run), pdfs, password
    )
    if files.corrections.exists():
        load_corrections(str(files.corrections))  # what does not hold is said now, and not at the first verdict
    bench = Bench(opened, queues, load_catalogue(Path(catalogue) if catalogue else None), files)
    for fault in bench.log().faults:
        click.echo(f"reportparse: {fault}", err=True)
    click.echo(f"verdicts go to {files.verdicts}, corrections to {files.corrections}; Ctrl-C ends", err=True)
    door = Door(host, port, names)
    if not door.is_local:
        click.echo("from elsewhere: put this machine's address into the one below; nothing that passes is encrypted", err=True)
    serve_desk(bench, door, who or _login(), lambda address: _announced(address, opens))
    return 0


def queues_made(run: Run, design: Design, given: str | None, against: str | None) -> list[Queue]:
    """The sample first, then what changed, then what flags doubt."""
    from reportparse.desk.queues import diff_queue, flag_queues, given_queue, sample_queue

    queues = [given_queue(spots_given(given)) if given else sample_queue(run, design)]
    if against:
        from reportparse.store import read_run

        queues.append(diff_queue(read_run(against), run))
    return [*queues, *flag_queues(run, design.table)]


def spots_given(path: str) -> list[Spot]:
    """The values of a sample that `reportparse sample` wrote."""
    from reportparse.desk.verdict_file import read_spots

    return read_spots(Path(path))


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _announced(address: str, opens: bool) -> None:
    click.echo(address)
    if opens:
        import webbrowser

        webbrowser.open(address)
