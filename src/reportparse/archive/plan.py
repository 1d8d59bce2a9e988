"""What is left to do: the files that were found, against what the journal remembers.

A file is done when the journal holds a line for its bytes from the same program, settings and catalogue. One whose paper was kept by the
same reading is matched again; every other one is read. The same bytes under two names are one file, named by the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reportparse.archive.addresses import is_address, web_stamp
from reportparse.archive.failures import CRASHED, PASSING, fault_to_content, reason_of
from reportparse.archive.fetch import Fetched, done_ahead, fetch_file
from reportparse.archive.folder import Folder, spool_emptied
from reportparse.archive.index import Index
from reportparse.archive.keys import limits_met
from reportparse.archive.order import Candidate, Entry, Keys, Order, Task


@dataclass(slots=True)
class Counts:
    """How many files were looked at so far, and what was found of them."""

    total: int = 0
    seen: int = 0
    done: int = 0
    duplicates: int = 0
    to_match: int = 0
    to_read: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning looks at: the order and its keys, and the folder and the index that it is for. To `preview` is to leave no trace."""

    order: Order
    keys: Keys
    folder: Folder
    index: Index
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A candidate before it is fetched: its number, and what a former run noted of it with a stamp."""

    number: int
    candidate: Candidate
    known: Entry | None


def plan_tasks(desk: Desk, counts: Counts, first_shard: int) -> Iterator[Task | None]:
    """What has to be done, in the order of names: a task, or None for a file that asks for nothing, and now and then while one is fetched.

    `counts` is kept up on the way.
    """
    most, made = desk.order.shard, 0
    fetched = partial(_planned_to_fetched, spool=None if desk.preview else desk.folder.spool, most=desk.order.limits.memory)
    for done in done_ahead(fetched, _planned(desk.index)):
        if done is None:
            yield None
            continue
        planned, got = done
        counts.seen += 1
        task = task_if_needed(desk, counts, planned, got)
        if task is None:
            if not desk.preview:
                spool_emptied(desk.folder, planned.number)
            yield None
        else:
            yield replace(task, shard=first_shard + made // most)
            made += 1


def _planned(index: Index) -> Iterator[Planned]:
    for number, candidate in enumerate(index.candidates(), 1):
        yield Planned(number, candidate, index.known_entry(candidate.name))


def _planned_to_fetched(planned: Planned, spool: Path | None, most: int) -> Fetched:
    """Bytes that a former run has seen under the same stamp are not fetched again, and a place that is out of reach keeps what it gave.

    Without a spool what lies elsewhere is not fetched, and its bytes are taken for some that nobody knows.
    """
    candidate = planned.candidate
    known = planned.known if planned.known and not planned.known.content.startswith("!") else None
    stamp = candidate.stamp or ("" if candidate.fault else web_stamp(candidate.location))
    if known and stamp == known.stamp and not candidate.fault:
        return Fetched(known.content, known.size, stamp=stamp)
    if spool is None and not candidate.fault and is_address(candidate.location):
        return Fetched(f"?{planned.number}")
    got = fetch_file(candidate, spool and spool / f"{planned.number}.pdf", most)
    if known and got.fault and is_address(candidate.location):
        return Fetched(known.content, known.size, stamp=known.stamp)
    return replace(got, stamp=stamp)


def task_if_needed(desk: Desk, counts: Counts, planned: Planned, got: Fetched) -> Task | None:
    """The task that a file asks for; None when it is done, or the same as another one."""
    name = planned.candidate.name
    content = fault_to_content(name, got.fault) if got.fault else got.sha256
    if desk.index.settle(name, content, got.size):
        counts.duplicates += 1
        return None
    task = Task(planned.number, replace(planned.candidate, fault=got.fault, stamp=got.stamp), content, got.size, got.path)
    for entry, shard, line in desk.index.remembered(content, desk.keys):
        if is_done(entry, desk.order, desk.keys):
            desk.index.place(name, content, shard, line)
            counts.done += 1
            return None
        if entry.paper is not None and not is_worth_reading(entry, desk.order):
            counts.to_match += 1
            return replace(task, way="match", paper=entry.paper, cause=entry.error)
    counts.to_read += 1
    return task


def is_done(entry: Entry, order: Order, keys: Keys) -> bool:
    """Would doing the file again give the same? A file that gave nothing to match does not ask which catalogue there is."""
    if is_worth_reading(entry, order):
        return False
    return entry.run_key == keys.run or (entry.status == "failed" and reason_of(entry.error) != CRASHED)


def is_worth_reading(entry: Entry, order: Order) -> bool:
    """Did the file fall short of what it holds, and may it give more now? Or is it longer than it may be now?"""
    reason = reason_of(entry.error)
    if not entry.error:
        return bool(order.settings.page_limit) and entry.pages > (order.settings.page_limit or 0)
    if order.retry_failed or (reason in PASSING and not entry.content.startswith("!")):
        return True
    met = limits_met(reason, order.limits, order.settings)
    return bool(met) and met != entry.limits
