"""`reportparse show`: the page that a row came from, with its cell marked, so that a doubt ends at the paper."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportparse.cli.edits import edits_told
from reportparse.cli.outputs import write_file
from reportparse.errors import StoreError, UnreadableError, error_said
from reportparse.store import read_run
from reportparse.store.files import file_sha256

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 2.0  # 144 dpi: a 9-point character is 18 pixels high, and an A4 page fits on a screen
_MARGIN = 2.0  # points between the cell and the frame, so that the frame hides no ruling line
_TABLES = ("observations", "figures", "problems")


@click.command()
@click.argument("run", metavar="RUN")
@click.argument("row", metavar="ROW")
@click.option("--pdf", metavar="FILE", help="Where the report is now, if it has moved.")
@click.option("--password", envvar="REPORTPARSE_PASSWORD", help="Opens an encrypted report (or set REPORTPARSE_PASSWORD).")
@click.option("-o", "--output", metavar="FILE.png", help="The picture. [default: RUN's name and the row, in this folder]")
def show(run: str, row: str, pdf: str | None, password: str | None, output: str | None) -> int:
    """A picture of the page that a row came from, with the cell marked.

    ROW counts the rows of observations.csv from 1, its header left out; figures:ROW and problems:ROW name rows of those files.
    """
    from reportparse.read import page_picture

    table, number = row_from_text(row)
    found = _row_of_run(run, table, number)
    edits_told(run)
    if not found["page"]:
        raise StoreError(run, f"row {number} of {table} has no place on the paper", "it is about the whole report")
    source = _source_checked(pdf or found["source"], found["sha256"])
    picture = page_picture(source, found["page"], scale=_SCALE, password=password)
    target = output or f"{Path(run).resolve().name}-{table}-{number}.png"
    _save(_box_marked(picture, (found["x0"], found["top"], found["x1"], found["bottom"])), target)
    click.echo(target)
    click.echo(_row_told(found), err=True)
    return 0


def row_from_text(text: str) -> tuple[str, int]:
    """`12` or `figures:12` as table and row number; a usage error where it is neither."""
    table, colon, number = text.rpartition(":")
    table = table if colon else "observations"
    if table not in _TABLES or not number.isdecimal() or int(number) < 1:
        raise click.BadParameter(f"{text!r} is not a row number, such as 12 or figures:3", param_hint="ROW")
    return table, int(number)


def _row_of_run(run: str, table: str, number: int) -> dict[str, Any]:
    tables = read_run(run, (table, "reports")).tables
    if number > tables[table].num_rows:
        raise StoreError(run, f"has no row {number} in {table}", f"it has {tables[table].num_rows}")
    row: dict[str, Any] = tables[table].slice(number - 1, 1).to_pylist()[0]
    reports = tables["reports"].select(["report_id", "sha256"]).to_pylist()
    return row | {"sha256": next((r["sha256"] for r in reports if r["report_id"] == row["report_id"]), "")}


def _source_checked(source: str, sha256: str) -> str:
    if Path(source).exists() and not (Path(source).is_file() or Path(source).is_dir()):  # a pipe would wait for ever
        raise UnreadableError(source, "is not a regular file", "say with --pdf where the report is now")
    try:
        digest = file_sha256(Path(source))
    except OSError as error:
        what = f"cannot be opened ({error_said(error)})"
        raise UnreadableError(source, what, "say with --pdf where the report is now") from None
    if sha256 and digest != sha256:
        raise UnreadableError(source, "is not the file that was parsed", "parse it again, or give the old file with --pdf")
    return source


def _box_marked(picture: Image, box: tuple[float, float, float, float]) -> Image:
    from PIL import ImageDraw

    pixels = picture.info["dpi"][0] / 72
    x0, top, x1, bottom = box
    frame = ((x0 - _MARGIN) * pixels, (top - _MARGIN) * pixels, (x1 + _MARGIN) * pixels, (bottom + _MARGIN) * pixels)
    marked = picture.convert("RGB")
    ImageDraw.Draw(marked).rectangle(frame, outline=(220, 20, 20), width=max(2, round(1.5 * pixels)))
    return marked


def _save(picture: Image, target: str) -> None:
    sink = io.BytesIO()
    picture.save(sink, format="PNG")
    write_file(target, sink.getvalue())


def _row_told(row: dict[str, Any]) -> str:
    names = ("indicator_code", "name_raw", "data_year", "value_raw", "measure", "quote", "code", "message", "flags")
    said = [str(row[name]) for name in names if row.get(name) not in (None, "")]
    return f"{row['source']}, page {row['page']}: " + " · ".join(said)
