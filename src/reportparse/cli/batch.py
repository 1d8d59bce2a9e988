"""`reportparse batch`: an archive in, one run out, however often it takes.

A batch that is stopped, killed or short of room goes on when the same command is given again; a batch that is done does nothing.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from reportparse.cli.batch_summary import batch_to_text, preview_to_text
from reportparse.cli.corrections import corrections_chosen
from reportparse.cli.own_catalogue import unused_files_told
from reportparse.cli.progress import Teller
from reportparse.model import Settings

_DONE, _DONE_BUT, _NOTHING, _STOPPED = 0, 1, 3, 130
_JOBS_A_CORE = 4  # files wait for the disk or the network now and then; beyond that workers only take memory
_MOST_SECONDS, _LEAST_MEMORY = 1_000_000, 1024**2
_SIZES = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}


def text_to_size(text: str) -> int:
    """Bytes: 500M, 2G, or a plain number."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", text.strip().lower())
    if not found:
        raise click.BadParameter(f"{text!r} is no size; write 500M or 2G")
    return int(float(found[1]) * _SIZES[found[2]])


def text_to_seconds(text: str) -> float:
    """Seconds, from one to some days."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 1 <= seconds <= _MOST_SECONDS:
        raise click.BadParameter(f"{text!r} is no time for one file; write seconds, 1 to {_MOST_SECONDS:,}")
    return seconds


def text_to_memory(text: str) -> int:
    """Bytes, enough to read something."""
    if (size := text_to_size(text)) < _LEAST_MEMORY:
        raise click.BadParameter(f"{text!r} is too little for any file; write 1M or more")
    return size


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder of the run; the same one goes on with it.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Files read side by side.  [default: the number of cores]")
@click.option("--time-limit", type=text_to_seconds, default=900, show_default=True, metavar="S", help="Seconds for one file.")
@click.option("--memory-limit", type=text_to_memory, default="2G", show_default=True, metavar="SIZE", help="Memory for one file.")
@click.option("--page-limit", type=click.IntRange(1), metavar="N", help="Refuse reports of more pages.")
@click.option("--password", envvar="REPORTPARSE_PASSWORD", help="Opens encrypted reports (or set REPORTPARSE_PASSWORD).")
@click.option("--catalogue", metavar="DIR", default="", help="Folder of your own catalogue files; what it lacks is built in.")
@click.option("--corrections", metavar="FILE", help="People's corrections. [default: corrections.yaml beside DIR, if there]")
@click.option("--second-opinion", is_flag=True, help="Have two readers read every table; flag the cells in which they differ.")
@click.option("--ocr/--no-ocr", default=True, help="Read pictures of pages, if the extra is installed.  [default: read them]")
@click.option("--keep-documents/--no-keep-documents", default=True, help="Keep what a new catalogue can be matched with.  [default: keep]")
@click.option("--retry-failed", is_flag=True, help="Try files again that failed or fell short.")
@click.option("--fresh", is_flag=True, help="Forget what was done and do everything again.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and leave no trace.")
@click.option("--cluster", metavar="ADDRESS", default="", help="Hand shards to this Dask scheduler; `local` starts one.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def batch(
    sources: tuple[str, ...],
    output: str,
    jobs: int | None,
    time_limit: float,
    memory_limit: int,
    page_limit: int | None,
    password: str | None,
    catalogue: str,
    corrections: str | None,
    second_opinion: bool,
    ocr: bool,
    keep_documents: bool,
    retry_failed: bool,
    fresh: bool,
    dry_run: bool,
    cluster: str,
    as_json: bool,
) -> int:
    """An archive in, one run out: sandboxed, resumable, on all cores.

    A SOURCE is a folder (searched with all folders in it), a PDF or zip file, a glob, a list of any of these (NAME.txt, or - for stdin),
    or an address that fsspec opens (https://…, s3://…). Give the same command again to go on after a stop; a file that is done is
    never read twice.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # Arrow's own pool holds 100 MB more of what it was given back
    from reportparse.archive import Limits, Order, preview_batch

    order = Order(
        sources=sources,
        folder=output,
        settings=Settings(password, catalogue, second_opinion, page_limit, corrections_chosen(corrections, output), ocr),
        limits=Limits(time_limit, memory_limit),
        jobs=_jobs_checked(jobs),
        keep=keep_documents,
        retry_failed=retry_failed,
        fresh=fresh,
        cluster=cluster,
    )
    unused_files_told(catalogue)
    if dry_run:
        counts = asdict(preview_batch(order, lambda nothing: click.echo(f"reportparse: {nothing}", err=True)))
        click.echo(json.dumps(counts) if as_json else preview_to_text(counts))
        return _DONE
    return _run(order, as_json)


def _run(order: Any, as_json: bool) -> int:  # noqa: ANN401 - an Order, whose module is imported when it is used
    from reportparse.archive import BatchStoppedError, Stop, run_batch

    teller = Teller(sys.stderr, shutil.get_terminal_size().columns if sys.stderr.isatty() else None)
    try:
        stop = Stop()
        with stop.listening():
            about = run_batch(order, teller, stop)
    except BatchStoppedError as stopped:
        teller.note(f"stopped; {stopped}. Give the same command again to go on")
        return _STOPPED
    finally:
        teller.clear()
    click.echo(json.dumps(about, ensure_ascii=False, indent=2) if as_json else batch_to_text(order.folder, about))
    return _exit_code(about)


def _jobs_checked(asked: int | None) -> int:
    """As many as asked for, within reason: each is a process, and 100,000 of them are the end of the machine and not of the work."""
    cores = _cores()
    jobs = min(asked or cores, _JOBS_A_CORE * cores)
    if asked and jobs < asked:
        click.echo(f"reportparse: --jobs {asked}: more than this machine can run side by side; {jobs} are used", err=True)
    return jobs


def _cores() -> int:
    """Cores that this process may use, which in a container are fewer than there are."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _exit_code(about: Mapping[str, Any]) -> int:
    status = about["batch"]["status"]
    failed = status.get("failed", 0)
    if failed and failed == sum(status.values()):
        return _NOTHING
    return _DONE_BUT if failed else _DONE
