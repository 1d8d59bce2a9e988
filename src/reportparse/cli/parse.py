"""`reportparse parse`: a few reports in, one run out, and a table that a person can read.

A report that cannot be read is one line on stderr and a row in `reports` with status `failed`; the others go on. When
nothing could be read nothing is written, so that a slip in a path never replaces a good run by an empty one.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from reportparse.cli.corrections import corrections_chosen
from reportparse.cli.failures import failed_report, failure_to_error
from reportparse.cli.own_catalogue import unused_files_told
from reportparse.cli.progress import shown_meanwhile
from reportparse.errors import CatalogueError, ReportparseError
from reportparse.model import Report, RunRecord, Settings

_DONE, _DONE_BUT, _NOTHING = 0, 1, 3


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT.pdf…")
@click.option("-o", "--output", metavar="DIR", help="Folder of the run, replaced whole. [default: output/NAME of the first report]")
@click.option("--password", envvar="REPORTPARSE_PASSWORD", help="Opens encrypted reports (or set REPORTPARSE_PASSWORD).")
@click.option("--catalogue", metavar="DIR", default="", help="Folder of your own catalogue files; what it lacks is built in.")
@click.option("--corrections", metavar="FILE", help="People's corrections. [default: corrections.yaml beside DIR, if there]")
@click.option("--page-limit", type=click.IntRange(1), metavar="N", help="Refuse reports of more pages.")
@click.option("--second-opinion", is_flag=True, help="Have two readers read every table; flag the cells in which they differ (2 s more).")
@click.option("--peek", type=click.IntRange(0), default=0, metavar="N", help="Print the first N rows of each table as well.")
@click.option("--timings", is_flag=True, help="Fill reports.seconds (then two runs differ; run.json has the times anyway).")
@click.option("--strict", is_flag=True, help="Exit with 1 when there are errors or warnings among the problems.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def parse(
    reports: tuple[str, ...],
    output: str | None,
    password: str | None,
    catalogue: str,
    corrections: str | None,
    page_limit: int | None,
    second_opinion: bool,
    peek: int,
    timings: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """Reports in, tidy rows out: CSV and Parquet with each value's place.

    The run's folder holds observations, figures, problems and reports, each as .csv and .parquet, and run.json.
    """
    from reportparse.catalogue import load_catalogue
    from reportparse.cli.summary import run_to_json, run_to_text
    from reportparse.store import check_folder, write_run

    started, clock = datetime.now(UTC).isoformat(timespec="seconds"), time.perf_counter()
    folder = output or str(Path("output") / _stem(reports[0]))
    settings = Settings(password, catalogue, second_opinion, page_limit, corrections=corrections_chosen(corrections, folder))
    digest = load_catalogue(Path(catalogue) if catalogue else None).digest
    unused_files_told(catalogue)
    check_folder(folder)
    parsed = _reports_parsed(reports, settings)
    is_read = any(report.status != "failed" for report in parsed)
    if is_read:
        write_run(folder, parsed, RunRecord(settings, digest, started, time.perf_counter() - clock), timed=timings)
    if as_json:
        click.echo(run_to_json(folder if is_read else None, parsed))
    elif is_read:
        click.echo(run_to_text(folder, parsed, peek))
    return _exit_code(parsed, strict)


def _stem(source: str) -> str:
    return Path(source).stem or "report"


def _reports_parsed(sources: Sequence[str], settings: Settings) -> list[Report]:
    parsed: list[Report] = []
    first: dict[str, str] = {}
    for number, source in enumerate(sources, 1):
        report = _report_parsed(source, settings, f"reading {number} of {len(sources)}: {source}")
        if report.status != "failed" and report.report_id in first:
            click.echo(f"reportparse: {source}: has the same bytes as {first[report.report_id]}; read once", err=True)
            continue
        first.setdefault(report.report_id, source)
        parsed.append(report)
    return parsed


def _report_parsed(source: str, settings: Settings, told: str) -> Report:
    from reportparse.pipeline import parse_report

    try:
        with shown_meanwhile(told):
            return parse_report(source, settings)
    except CatalogueError:
        raise
    except Exception as failure:
        if os.environ.get("REPORTPARSE_DEBUG") == "1" and not isinstance(failure, ReportparseError):
            raise
        error = failure_to_error(source, failure)
        click.echo(f"reportparse: {error}", err=True)
        sys.stderr.flush()
        return failed_report(source, error)


def _exit_code(parsed: Sequence[Report], strict: bool) -> int:
    failed = sum(report.status == "failed" for report in parsed)
    if failed == len(parsed):
        return _NOTHING
    doubtful = strict and any(problem.severity != "note" for report in parsed for problem in report.problems)
    return _DONE_BUT if failed or doubtful else _DONE
