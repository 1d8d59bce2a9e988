"""The story of a batch: find the files, leave out what is done, read the rest in the sandbox, seal it in shards, put the run together.

Every step can be cut off and the next call goes on: finished files stand in logs, sealed shards are whole, the run's own files are
replaced when all of them are complete, and run.json comes last.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from reportparse.archive.fetch import is_out_of_room
from reportparse.archive.finish import about_run, garbage_dropped, is_whole, put_in_place, read_about
from reportparse.archive.folder import Folder, folder_for_batch, held_alone, make_folder, spool_emptied, version_of
from reportparse.archive.index import index_made
from reportparse.archive.keys import keys_from_settings
from reportparse.archive.merge import merge_run, plan_digest
from reportparse.archive.order import Entry, Keys, Order
from reportparse.archive.plan import Desk
from reportparse.archive.server import start_server
from reportparse.archive.shards import harmed_shard_dropped, log_numbers, read_journal, seal_shard, shard_numbers
from reportparse.archive.sources import find_candidates, nothing_found
from reportparse.archive.stops import Stop
from reportparse.archive.work import Hands, Listener, Work, out_of_room
from reportparse.catalogue import load_catalogue
from reportparse.errors import StoreError, UnreadableError, error_said
from reportparse.version import __version__


class BatchStoppedError(Exception):
    """Somebody stopped the batch; all that was finished is kept."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"{done} of {total} files are done" if total else "its files were still being looked for")
        self.done, self.total = done, total


def run_batch(order: Order, listener: Listener, stop: Stop | None = None) -> Mapping[str, Any]:
    """Do the whole batch, or what is left of it; returns what run.json says. Raises a ReportparseError or a BatchStoppedError."""
    keys = keys_from_settings(order.settings)
    folder = folder_for_batch(order.folder, fresh=order.fresh)
    is_new = not folder.path.exists()
    try:
        with held_alone(folder), _nothing_left_behind(folder, is_new):
            return _run_held(order, keys, folder, listener, stop or Stop())
    except (OSError, sqlite3.Error) as error:
        raise _store_error(order.folder, error) from None
    except KeyboardInterrupt:
        raise BatchStoppedError(0, 0) from None


@contextmanager
def _nothing_left_behind(folder: Folder, is_new: bool) -> Iterator[None]:
    """A new folder of which nothing came goes again. Only who holds it may do that: another batch may have begun there meanwhile."""
    try:
        yield
    finally:
        if is_new and not any(folder.shards.glob("*")) and not any(folder.logs.glob("*")):
            shutil.rmtree(folder.path, ignore_errors=True)


def _run_held(order: Order, keys: Keys, folder: Folder, listener: Listener, stop: Stop) -> Mapping[str, Any]:
    if (before := version_of(folder)) not in ("", __version__) and not order.fresh:
        listener.note(f"{order.folder} was written by version {before}, this is {__version__}: every report is read again")
    make_folder(folder, fresh=order.fresh)
    spool_emptied(folder)
    index = index_made(folder.index)
    try:
        return _run_indexed(Desk(order, keys, folder, index), listener, stop)
    finally:
        index.close()
        folder.index.unlink(missing_ok=True)


def _run_indexed(desk: Desk, listener: Listener, stop: Stop) -> Mapping[str, Any]:
    work = Work(desk, listener, stop)
    try:
        work.counts.total = _index_filled(desk, work)
        with stop.between_steps():
            _work_done(desk, work, listener)
            spool_emptied(desk.folder)
            return _run_finished(desk, work, stop)
    except KeyboardInterrupt:
        progress = work.progress()
        raise BatchStoppedError(progress.done, progress.total) from None


def _index_filled(desk: Desk, work: Work) -> int:
    """Enter what is remembered and what was found; returns how many files there are."""
    _logs_recovered(desk.folder)
    for number in shard_numbers(desk.folder):
        desk.index.add_entries(number, _journal_or_dropped(desk.folder, number, work))
    empty: list[UnreadableError] = []
    total = desk.index.add_candidates(find_candidates(desk.order.sources, empty.append))
    desk.index.ready()
    if not total:
        raise nothing_found(" ".join(desk.order.sources))
    for told in empty:
        work.note(str(told))
    return total


def _journal_or_dropped(folder: Folder, number: int, work: Work) -> list[Entry]:
    """A shard's entries; none where the journal does not hold, and then its files are done again."""
    try:
        return read_journal(folder, number)
    except (FileNotFoundError, ValueError) as error:
        work.note(f"{harmed_shard_dropped(folder, number, error)}; its files are read again")
        return []


def _logs_recovered(folder: Folder) -> None:
    """Seal what a run that was killed had finished. Logs beside a sealed shard are what it was made from."""
    sealed = set(shard_numbers(folder))
    for number in log_numbers(folder):
        if number not in sealed:
            seal_shard(folder, number)
        for log in folder.logs.glob(f"{number:06d}.*.log"):
            log.unlink(missing_ok=True)


def _work_done(desk: Desk, work: Work, listener: Listener) -> None:
    tasks = work.tasks()
    first = next(tasks, None)
    if first is None:
        return
    hands = _hands(desk, listener)
    try:
        work.done_by(hands, chain([first], tasks))
    finally:
        hands.close()


def _hands(desk: Desk, listener: Listener) -> Hands:
    if not desk.order.cluster:
        start_server()
    from reportparse.archive.worker import Station

    folder, order = desk.folder, desk.order
    settings = replace(order.settings, catalogue=_absolute(order.settings.catalogue), corrections=_absolute(order.settings.corrections))
    paths = (str(folder.logs), str(folder.spool), str(folder.packs))
    station = Station(settings, order.limits, desk.keys, *paths, order.keep)
    if order.cluster:
        from reportparse.archive.cluster import Cluster

        return Cluster(order, station, listener)
    from reportparse.archive.crew import Crew

    return Crew(order.jobs, station)


def _absolute(path: str) -> str:
    """The same place, for a worker that stands elsewhere."""
    return str(Path(path).expanduser().absolute()) if path else ""


def _run_finished(desk: Desk, work: Work, stop: Stop) -> Mapping[str, Any]:
    folder, order = desk.folder, desk.order
    plan, about = plan_digest(desk.index), read_about(folder)
    if not work.finished and is_whole(folder, about, plan):
        return {**about, "nothing_to_do": True}
    if work.progress().skipped and not work.finished:
        work.note("nothing is left to read; the run's files are put together again")
    merged = merge_run(folder, desk.index, stop)
    digest = load_catalogue(Path(order.settings.catalogue) if order.settings.catalogue else None).digest
    new = about_run(order, digest, merged, work)
    put_in_place(folder, new, plan)
    garbage_dropped(folder, desk.index)
    return new


def _store_error(folder: str, error: Exception) -> StoreError:
    if (isinstance(error, OSError) and is_out_of_room(error)) or "disk is full" in str(error):
        return out_of_room(folder)
    return StoreError(
        folder, f"could not be written or read ({error_said(error)})", "see that it is there and yours, and run the same command again"
    )
