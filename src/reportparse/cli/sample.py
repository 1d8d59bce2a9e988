"""`reportparse sample`: a fair sample of a run to check by hand, as a CSV file and as a sheet with pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportparse.cli.edits import edits_told
from reportparse.cli.outputs import write_text_file
from reportparse.errors import StoreError

if TYPE_CHECKING:
    from reportparse.model import Run
    from reportparse.review import Design, Sample


@click.command()
@click.argument("run", metavar="RUN")
@click.option("-n", "n", type=click.IntRange(1), default=100, show_default=True, metavar="N", help="How many values.")
@click.option("--by", metavar="NAME,…", help="Parts: table, engine, match_method, flag …  [default: flagged,match_method,engine]")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same values; a larger N adds to them.")
@click.option("--figures", is_flag=True, help="Figures of the running text instead of values of the tables.")
@click.option("-o", "--output", metavar="FILE.csv", help="The sample, with empty columns for verdicts. [default: RUN.sample.csv]")
@click.option("--sheet", metavar="FILE.html", help="The sheet with pictures. [default: beside the CSV file]")
@click.option("--pdfs", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Where the reports are now, if they have moved.")
@click.option("--password", envvar="REPORTPARSE_PASSWORD", help="Opens encrypted reports (or set REPORTPARSE_PASSWORD).")
def sample(
    run: str,
    n: int,
    by: str | None,
    seed: int,
    figures: bool,
    output: str | None,
    sheet: str | None,
    pdfs: str | None,
    password: str | None,
) -> int:
    """A fair sample of a run to check by hand: a CSV file and a sheet with pictures.

    It is drawn by chance within parts of the run, and takes more where doubt is; `reportparse score` weighs the verdicts back.
    """
    from reportparse.desk.verdict_file import judgements_to_csv
    from reportparse.review.verdicts import spot_to_cells
    from reportparse.store import read_run

    design = design_from_text(n, by, seed, figures)
    target = Path(output) if output else _beside(run, "sample.csv")
    _demand_no_verdicts(target)
    opened = read_run(run, (design.table, "reports"))
    edits_told(run)
    drawn = sample_drawn(opened, design)
    write_text_file(target, judgements_to_csv([spot_to_cells(spot) for spot in drawn.spots]), mark=True)
    page = Path(sheet) if sheet else target.with_suffix(".html")
    write_text_file(page, _sheet(opened, drawn, pdfs, password))
    click.echo(f"{target}\n{page}")
    if not drawn.spots:
        click.echo(f"{run} has no {design.table}; {'without' if figures else 'with'} --figures others are drawn", err=True)
    for label, rows, count in drawn.strata:
        click.echo(f"{count:>6,} of {rows:>9,}  {label}", err=True)
    return 0


def design_from_text(n: int, by: str | None, seed: int, figures: bool) -> Design:
    """The design that the options mean; a usage error lists what a run can be parted by."""
    from reportparse.review import Design
    from reportparse.review.sample import BY
    from reportparse.review.strata import parting_names

    table = "figures" if figures else "observations"
    names = tuple(name.strip() for name in by.split(",") if name.strip()) if by is not None else BY
    known = parting_names(table)
    if strangers := [name for name in names if name not in known]:
        if by is not None:
            raise click.BadParameter(f"{strangers[0]!r} is none of {', '.join(known)}", param_hint="--by")
        names = tuple(name for name in names if name in known)
    return Design(n, names, seed, table)


def sample_drawn(run: Run, design: Design) -> Sample:
    """The sample, with the usual severities of flags; said where every part's one value makes it larger than asked for."""
    from reportparse.catalogue import load_problems
    from reportparse.review import draw_sample

    drawn = draw_sample(run, design, {code: kind.severity for code, kind in load_problems().items()})
    if len(drawn.spots) > design.n:
        click.echo(f"{len(drawn.spots)} values instead of {design.n}: each of the {len(drawn.strata)} parts gives at least one", err=True)
    return drawn


def _demand_no_verdicts(target: Path) -> None:
    """A sheet that somebody has filled in is an hour's work: drawing again must not empty it."""
    from reportparse.desk.verdict_file import read_verdicts

    try:
        held = len(read_verdicts(target).judgements)
    except StoreError as error:
        raise StoreError(str(target), f"{error.what} and was left alone", "give another file with -o") from None
    if held:
        raise StoreError(str(target), f"holds verdicts ({held}) and was left alone", "give another file with -o, or move that one away")


def _beside(run: str, name: str) -> Path:
    folder = Path(run).expanduser().resolve()
    return folder.with_name(f"{folder.name}.{name}")


def _sheet(run: Run, drawn: Sample, pdfs: str | None, password: str | None) -> str:
    from reportparse.desk.clippings import clip_cells, clip_heads
    from reportparse.desk.papers import Papers, reports_known
    from reportparse.review.heads import spots_to_heads
    from reportparse.review.sheet import Clip, sample_to_sheet

    papers = Papers(reports_known(run.tables["reports"]), run.directory, pdfs, password)
    cells = clip_cells(papers, [(spot.report_id, None, spot.place) for spot in drawn.spots])
    firsts = spots_to_heads(run.tables["observations"], drawn.spots) if "observations" in run.tables else [None] * len(drawn.spots)
    heads = clip_heads(papers, [(spot.report_id, first) for spot, first in zip(drawn.spots, firsts, strict=True)])
    return sample_to_sheet(drawn, [Clip(cell, head) for cell, head in zip(cells, heads, strict=True)], run.directory)
