"""`reportparse diff`: what changed between two extractions, counted, listed, and shown beside the paper."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from reportparse.cli.edits import edits_told
from reportparse.cli.outputs import write_text_file

if TYPE_CHECKING:
    from reportparse.model import Run
    from reportparse.review import Diff

_DONE, _FOUND = 0, 1
_PAGE_CARDS = 2000  # a browser shows so many cards at once; more are in the CSV file


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--fail-on", metavar="KIND,…", default="", help="Exit with 1 at changes of these kinds or severities: value, error …")
@click.option("--limit", type=click.IntRange(0), default=40, show_default=True, metavar="N", help="List the N worst changes; 0 lists all.")
@click.option("--tolerance", type=click.FloatRange(0, 1), default=0.0, metavar="SHARE", help="Values that differ by less are the same.")
@click.option("--place-tolerance", type=click.FloatRange(0), default=0.0, metavar="POINTS", help="Boxes that moved by less are the same.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write one line for each column of each row that changed.")
@click.option("--html", "html_file", metavar="FILE", help="Write one page that opens anywhere, with the pictures of the cells.")
@click.option("--pictures", type=click.IntRange(0), default=200, show_default=True, metavar="N", help="Pictures for the N worst.")
@click.option("--pdfs", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Where the reports are now, if they have moved.")
@click.option("--password", envvar="REPORTPARSE_PASSWORD", help="Opens encrypted reports (or set REPORTPARSE_PASSWORD).")
def diff(
    old: str,
    new: str,
    fail_on: str,
    limit: int,
    tolerance: float,
    place_tolerance: float,
    as_json: bool,
    csv_file: str | None,
    html_file: str | None,
    pictures: int,
    pdfs: str | None,
    password: str | None,
) -> int:
    """What changed between two extractions, counted, listed, and shown beside the paper.

    OLD and NEW are folders of runs; one of them may be a warehouse's URL, of which the reports of the other are compared. Rows are told
    apart by report, indicator and year, whatever their order.
    """
    from reportparse.review import Tolerances, compare_runs
    from reportparse.review.diff_text import diff_to_json, diff_to_text

    failing = fail_on_from_text(fail_on)
    gc.disable()  # a diff makes values and drops none: looking for garbage among a million of them costs a fifth of the time
    runs = runs_read(old, new)
    edits_told(old, new)
    found = compare_runs(*runs, Tolerances(tolerance, place_tolerance))
    if csv_file:
        _write_csv(found, csv_file)
    if html_file:
        write_text_file(html_file, _page(found, runs, pictures, pdfs, password))
    click.echo(diff_to_json(found) if as_json else diff_to_text(found, limit))
    return _FOUND if any({change.kind, change.severity} & failing for change in found.changes) else _DONE


def fail_on_from_text(text: str) -> frozenset[str]:
    """Kinds and severities, or a usage error that lists what there is."""
    from reportparse.review.changes import KINDS

    words = frozenset(word.strip() for word in text.split(",") if word.strip())
    known = (*KINDS, "error", "warning", "note")
    if strangers := sorted(words - set(known)):
        raise click.BadParameter(f"{strangers[0]!r} is none of {', '.join(known)}", param_hint="--fail-on")
    return words


def runs_read(old: str, new: str) -> tuple[Run, Run]:
    """Both runs, a warehouse narrowed to the reports of the other side."""
    from reportparse.store import read_run
    from reportparse.store.warehouse import is_address
    from reportparse.store.warehouse.reading import read_warehouse

    folders = {place: read_run(place) for place in (old, new) if not is_address(place)}
    ids = {name for run in folders.values() for name in run.tables["reports"]["report_id"].to_pylist()} if folders else None
    first, second = (folders.get(place) or read_warehouse(place, ids) for place in (old, new))
    return first, second


def _write_csv(found: Diff, path: str) -> None:
    from reportparse.review.diff_text import CSV_HEADER, diff_to_cells
    from reportparse.store.csv_text import cells_to_csv, text_guarded

    lines = ([text_guarded(cell) for cell in line] for line in diff_to_cells(found))
    write_text_file(path, cells_to_csv(lines, CSV_HEADER), mark=True)


def _page(found: Diff, runs: tuple[Run, Run], pictures: int, pdfs: str | None, password: str | None) -> str:
    from reportparse.desk.clippings import clip_cells
    from reportparse.desk.papers import Papers, reports_known
    from reportparse.review.diff_page import diff_to_page

    known = reports_known(runs[0].tables["reports"]) | reports_known(runs[1].tables["reports"])
    shown = found.changes[:_PAGE_CARDS]
    placed = [change for change in shown if change.old_place or change.new_place][:pictures]
    asked = [(change.report_id, change.old_place, change.new_place) for change in placed]
    clips = dict(zip(map(id, placed), clip_cells(Papers(known, runs[1].directory, pdfs, password), asked), strict=True))
    return diff_to_page(found, [(change, clips.get(id(change))) for change in shown])
