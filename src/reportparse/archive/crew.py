"""The sandbox: workers that may die.

pebble holds the clock and survives its workers' deaths; `limits.py` holds memory. A file that ran into a limit or took its worker along is
tried again the cheaper way; when that dies too it goes on behind the page that it died of, and at last what was read is put together.
A death costs one file: the others in work are in processes of their own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportparse.archive.failures import MEMORY, TIMEOUT, exit_to_text, failure_to_text
from reportparse.archive.limits import died_for_memory, memory_kills
from reportparse.archive.order import Receipt, Task, Way
from reportparse.archive.salvage import read_notes
from reportparse.archive.server import worker_context
from reportparse.archive.worker import Station, do_task, failure_to_record, notes_path, take_station, write_record
from reportparse.errors import StoreError

if TYPE_CHECKING:
    from pebble import ProcessPool

_TRIES = 5  # once as usual, thrice page by page, once to put together what was read
_FILES_A_WORKER = 500  # libraries leak; a new worker costs 10 ms
_TICK = 0.25
_BROKEN_IN_A_ROW = 5
_IDLE = 60.0  # workers begin within a second; on a machine that is overloaded, within some
_LOCKED = 90.0  # a worker killed while it held the channel stops all others for 60 s; then they are replaced


class Crew:
    """Workers on this machine, as many as there are jobs."""

    def __init__(self, jobs: int, station: Station) -> None:
        self._jobs, self._station = jobs, station
        self._pool: ProcessPool | None = None
        self._waiting: dict[Future[Receipt], Task] = {}
        self._begun: dict[int, float] = {}
        self._kills = memory_kills()
        self._moved = time.monotonic()
        self._broken = 0

    def receipts(self, tasks: Iterator[Task]) -> Iterator[Receipt | None]:
        """A receipt for each task as it is done, in any order; None now and then, so that the caller can look after other things."""
        more = True
        while more or self._waiting:
            while more and len(self._waiting) < 2 * self._jobs + 2:
                task = next(tasks, None)
                more = task is not None
                if task is not None:
                    self._schedule(task)
            yield from self._finished()
            yield None

    def slowest(self) -> tuple[str, float]:
        """The name of the file that has been in work longest, and for how many seconds."""
        now = time.monotonic()
        for future, task in self._waiting.items():
            if future.running():
                self._begun.setdefault(task.number, now)
        running = [(self._begun[t.number], t.candidate.name) for t in self._waiting.values() if t.number in self._begun]
        return (min(running)[1], now - min(running)[0]) if running else ("", 0.0)

    def close(self) -> None:
        """End all workers, whatever they do."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _schedule(self, task: Task) -> None:
        if self._pool is None:
            self._pool = _pool_made(self._jobs, self._station)
        if not self._waiting:
            self._moved = time.monotonic()
        future: Future[Receipt]
        try:
            future = self._pool.schedule(do_task, args=(task,), timeout=self._station.limits.seconds)
        except RuntimeError:  # the pool broke since we looked
            future = Future()
            future.set_exception(BrokenProcessPool())
        self._waiting[future] = task

    def _finished(self) -> Iterator[Receipt]:
        if not self._waiting:
            return
        done, _ = wait(self._waiting, timeout=_TICK, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done) or self._is_stuck(bool(done)):
            yield from self._replaced()
            return
        for future in done:
            task = self._waiting.pop(future)
            self._begun.pop(task.number, None)
            yield from self._judged(task, future)

    def _is_stuck(self, moving: bool) -> bool:
        """Has nothing come back for longer than any file may take, or does nobody begin with what waits?"""
        now = time.monotonic()
        self._moved = now if moving else self._moved
        idle = not any(future.running() for future in self._waiting)
        return now - self._moved > (_IDLE if idle else self._station.limits.seconds + _LOCKED)

    def _replaced(self) -> Iterator[Receipt]:
        """Make a new pool. Files that were in work may be to blame and are tried the cheaper way, the others as if nothing had been."""
        self._broken += 1
        if self._broken > _BROKEN_IN_A_ROW:
            raise StoreError(self._station.spool, "workers die before they begin", "look at what they said in the files there")
        lost, self._waiting = dict(self._waiting), {}
        blamed = {task.number for task in lost.values() if task.number in self._begun}
        self._begun.clear()
        self.close()
        for future, task in lost.items():
            if future.done() and future.exception() is None:
                yield future.result()
            elif task.number in blamed:
                yield from self._again(task, self._told(None))
            else:
                self._schedule(task)

    def _judged(self, task: Task, future: Future[Receipt]) -> Iterator[Receipt]:
        failure = future.exception()
        self._broken = 0
        if failure is None:
            receipt = future.result()
            yield from self._again(task, receipt.entry.error) if receipt.again else (receipt,)
        elif isinstance(failure, TimeoutError):
            yield from self._again(task, f"{TIMEOUT}: it took more than {self._station.limits.seconds:g} s")
        elif isinstance(failure, MemoryError):
            yield from self._again(task, f"{MEMORY}: it asks for more memory than --memory-limit")
        else:
            yield from self._again(task, self._told(failure))

    def _told(self, failure: BaseException | None) -> str:
        before, self._kills = self._kills, memory_kills()
        if failure is not None and not hasattr(failure, "exitcode"):  # the worker lives, and could not say it otherwise
            return failure_to_text(failure)
        told = died_for_memory(Path(self._station.spool), getattr(failure, "pid", None) or 0, self._station.limits)
        return exit_to_text(getattr(failure, "exitcode", 1), told=told, killed=self._kills > before)

    def _again(self, task: Task, error: str) -> Iterator[Receipt]:
        """Try the cheaper way, while there are tries; the first reason is the one that is told."""
        way = self._next_way(task)
        if way:
            self._schedule(replace(task, way=way, paper=None, cause=task.cause or error, attempts=task.attempts + 1))
        else:
            yield write_record(task, self._station, failure_to_record(task, self._station, error))

    def _next_way(self, task: Task) -> Way | None:
        """Read on behind the page that it died of; when there is no other page, or it died often, put together what was read."""
        if task.way == "rest":
            return None
        if task.way == "again" and task.attempts == _TRIES - 1:
            return "rest"
        notes = read_notes(notes_path(task, self._station))
        return "rest" if notes.n_pages and notes.reached > notes.n_pages else "again"


def _pool_made(jobs: int, station: Station) -> ProcessPool:
    from pebble import ProcessPool

    return ProcessPool(jobs, _FILES_A_WORKER, take_station, (station,), worker_context())
