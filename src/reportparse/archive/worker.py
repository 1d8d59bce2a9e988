"""What a worker does with one file: read it (or take its kept paper), make rows of it, write the record down.

Whatever happens in here ends as a receipt. Only a death of the whole process does not; the crew sees that from outside.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

from reportparse.archive.failures import DEATHS, NoBytesError, failed_report, failure_to_text, reason_of
from reportparse.archive.fetch import fetch_file, is_out_of_room
from reportparse.archive.keys import limits_met
from reportparse.archive.limits import become_expendable, hold_limits, release_limits
from reportparse.archive.logs import Record, append_record
from reportparse.archive.order import Candidate, Entry, Keys, Limits, PaperRef, Receipt, Task
from reportparse.archive.papers import paper_from_pack, paper_to_bytes
from reportparse.archive.salvage import document_salvaged, paper_salvaged
from reportparse.archive.texts import report_to_texts, texts_to_bytes
from reportparse.catalogue import load_catalogue, load_corrections
from reportparse.errors import ReportparseError
from reportparse.model import Catalogue, Document, Paper, Problem, Report, Settings
from reportparse.pipeline import read_paper, report_from_paper

_SETTLING_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Station:
    """What a worker is given when it is made: the settings of the batch and the folders that it may write to."""

    settings: Settings
    limits: Limits
    keys: Keys
    logs: str
    spool: str
    packs: str
    keep: bool


class ChangedError(ReportparseError):
    """The bytes are others each time one looks."""

    reason = "changed"


_stations: list[Station] = []


def take_station(station: Station) -> None:
    """Called once in each worker."""
    _stations[:] = [station]
    become_expendable(Path(station.spool))
    _catalogue(station)


def do_task(task: Task) -> Receipt:
    """Do one file and write its record into this worker's log of the shard."""
    station = _stations[0]
    started = time.perf_counter()
    hold_limits(station.limits)
    try:
        report, kept = task_to_report(task, station)
    except Exception as failure:
        release_limits()
        error = failure_to_text(failure)
        record = failure_to_record(task, station, error)
        if isinstance(failure, OSError) and is_out_of_room(failure):  # not the file's fault
            return Receipt(task.number, record.entry, full=True)
        if reason_of(error) in DEATHS and task.way in ("read", "match"):
            return Receipt(task.number, record.entry, again=True)
    else:
        release_limits()
        record = report_to_record(report, task, station, kept)
    entry = replace(record.entry, seconds=round(time.perf_counter() - started, 3))
    return write_record(task, station, replace(record, entry=entry))


def write_record(task: Task, station: Station, record: Record) -> Receipt:
    """Append the record to this process's log of the shard."""
    log = f"{task.shard:06d}.{os.getpid()}.log"
    try:
        append_record(Path(station.logs) / log, record)
    except OSError as error:
        if is_out_of_room(error):
            return Receipt(task.number, record.entry, full=True)
        raise
    return Receipt(task.number, record.entry, log)


def task_to_report(task: Task, station: Station) -> tuple[Report, bytes | PaperRef | None]:
    """What a file gives, and its paper to keep; raises whatever stops it."""
    if (kept := _kept_paper(task, station)) is not None:
        document, paper = kept
    else:
        document, paper = _paper_of(task, station)
    document = replace(document, source=task.candidate.name)
    if task.way in ("again", "rest"):
        told = Problem("read-sparingly", "warning", f"{task.cause}; read again page by page, without OCR and second opinions")
        document = replace(document, problems=(told, *document.problems))
    report = report_from_paper(document, paper, _catalogue(station), load_corrections(station.settings.corrections))
    if task.cause and (kept or task.way in ("again", "rest")):  # a paper that was lost is read anew, and falls short of nothing
        report = replace(report, status="partial", error=task.cause)
    return report, task.paper if kept else paper_to_bytes(document, paper) if station.keep else None


def _kept_paper(task: Task, station: Station) -> tuple[Document, Paper] | None:
    """The paper of an earlier run; None where there is none, or none that holds, and the file has to be read."""
    if task.way != "match" or task.paper is None:
        return None
    try:
        return paper_from_pack(Path(station.packs), task.paper)
    except (OSError, ValueError):
        return None


def _catalogue(station: Station) -> Catalogue:
    return load_catalogue(Path(station.settings.catalogue) if station.settings.catalogue else None)


def _paper_of(task: Task, station: Station) -> tuple[Document, Paper]:
    path, content = _local_path(task, station)
    if task.way in ("read", "match"):
        return _paper_read(path, content, station.settings)
    seconds = station.limits.seconds / 2 if task.way == "again" else 0.0
    return paper_salvaged(document_salvaged(path, notes_path(task, station), station.settings, seconds), _catalogue(station))


def notes_path(task: Task, station: Station) -> Path:
    """Where the cheaper way writes down what it has read."""
    return Path(station.spool) / f"{task.number}.notes"


def _local_path(task: Task, station: Station) -> tuple[str, str]:
    if task.path:
        return task.path, task.content
    spooled = Path(station.spool) / f"{task.number}.{os.getpid()}.pdf"
    got = fetch_file(task.candidate, spooled, station.limits.memory)
    if got.fault:
        raise NoBytesError(got.fault)
    return got.path, got.sha256


def _paper_read(path: str, content: str, settings: Settings) -> tuple[Document, Paper]:
    """Read until the bytes are the same twice: a file that is being written is worth a second look."""
    for _ in range(3):
        try:
            document, paper = read_paper(path, settings)
        except ReportparseError:
            now = _hash_now(path)
            if now in (content, ""):
                raise
            content = now
        else:
            if document.sha256 == content:
                return document, paper
            content = document.sha256
        time.sleep(_SETTLING_SECONDS)
    raise ChangedError(path, "changes while it is read", "run again when it is complete")


def _hash_now(path: str) -> str:
    return fetch_file(Candidate(path, path), Path(path), 0).sha256


def report_to_record(report: Report, task: Task, station: Station, kept: bytes | PaperRef | None) -> Record:
    """The report's rows as texts, with the entry that says how they came about, and its paper or where that lies already."""
    rows, guarded, plain = report_to_texts(report)
    entry = Entry(
        source=report.source,
        content=report.sha256 or task.content,
        size=report.size,
        stamp=task.candidate.stamp,
        run_key=station.keys.run,
        reading_key=station.keys.reading,
        status=report.status,
        error=report.error,
        limits=limits_met(reason_of(report.error), station.limits, station.settings),
        pages=report.pages,
        attempts=task.attempts,
        report_year=report.identity.report_year,
        rows=rows,
        paper=kept if isinstance(kept, PaperRef) else None,
    )
    new = kept if isinstance(kept, bytes) else b""
    return Record(entry, texts_to_bytes(guarded), texts_to_bytes(plain) if plain else b"", new)


def failure_to_record(task: Task, station: Station, error: str) -> Record:
    """The record of a file that gave nothing. What stopped the first try is the reason, not what stopped the cheaper one."""
    sha256 = "" if task.content.startswith("!") else task.content
    report = failed_report(task.candidate.name, sha256, task.size, task.cause or error)
    return report_to_record(report, task, station, None)
