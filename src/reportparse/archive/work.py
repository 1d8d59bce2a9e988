"""The middle of a batch: tasks go out, receipts come in, shards whose files are all done are sealed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Protocol

from reportparse.archive.folder import spool_emptied
from reportparse.archive.order import Progress, Receipt, Task
from reportparse.archive.plan import Counts, Desk, plan_tasks
from reportparse.archive.shards import seal_shard, shard_numbers
from reportparse.archive.stops import Stop
from reportparse.errors import StoreError

_TOLD_EVERY = 0.2


class Listener(Protocol):
    """Who wants to know how it goes."""

    def progress(self, progress: Progress) -> None:
        """Called some times a second."""

    def note(self, line: str) -> None:
        """Something worth a line."""


class Hands(Protocol):
    """Who does the tasks: workers on this machine, or a cluster."""

    def receipts(self, tasks: Iterator[Task]) -> Iterator[Receipt | None]:
        """A receipt for each task, in any order, and None now and then."""

    def slowest(self) -> tuple[str, float]:
        """The file that has been in work longest, and its seconds."""

    def close(self) -> None:
        """Stop everything."""


class Work:
    """One run's tasks on their way."""

    def __init__(self, desk: Desk, listener: Listener, stop: Stop) -> None:
        self.counts = Counts()
        self.finished: Counter[str] = Counter()
        self.started = time.monotonic()
        self.began = datetime.now(UTC).isoformat(timespec="seconds")
        self._desk, self._listener, self._stop = desk, listener, stop
        self._in_work: dict[int, Task] = {}
        self._unsealed: Counter[int] = Counter()
        self._last_shard = 0
        self._told = 0.0
        self._hands: Hands | None = None

    def tasks(self) -> Iterator[Task]:
        """What is left to do. Files that ask for nothing are passed over. Raises KeyboardInterrupt when a stop was wished."""
        first_shard = max(shard_numbers(self._desk.folder), default=0) + 1
        for task in plan_tasks(self._desk, self.counts, first_shard):
            if task is not None:
                self._in_work[task.number] = task
                self._unsealed[task.shard] += 1
                self._last_shard = task.shard
                yield task
            self._tell()
            self._stop.heed()

    def done_by(self, hands: Hands, tasks: Iterator[Task]) -> None:
        """Have all tasks done, and seal every shard. Raises KeyboardInterrupt when a stop was wished."""
        self._hands = hands
        for receipt in hands.receipts(tasks):
            if receipt is not None:
                self._take(receipt)
            self._seal(before=self._last_shard)
            self._tell()
            self._stop.heed()
        self._seal(before=self._last_shard + 1)
        self._tell(now=True)

    def progress(self) -> Progress:
        """Where it stands."""
        name, seconds = self._hands.slowest() if self._hands else ("", 0.0)
        return Progress(
            total=self.counts.total,
            done=self.counts.done + self.counts.duplicates + sum(self.finished.values()),
            skipped=self.counts.done,
            duplicates=self.counts.duplicates,
            ok=self.finished["ok"],
            partial=self.finished["partial"],
            failed=self.finished["failed"],
            seconds=time.monotonic() - self.started,
            slowest=name,
            slowest_seconds=seconds,
        )

    def note(self, line: str) -> None:
        """Tell the listener something worth a line."""
        self._listener.note(line)

    def _take(self, receipt: Receipt) -> None:
        task = self._in_work.pop(receipt.number)
        if receipt.full:
            raise out_of_room(self._desk.order.folder)
        spool_emptied(self._desk.folder, task.number)
        self._unsealed[task.shard] -= 1
        self.finished[receipt.entry.status] += 1

    def _seal(self, before: int) -> None:
        for shard in [shard for shard, left in self._unsealed.items() if not left and shard < before]:
            del self._unsealed[shard]
            entries = seal_shard(self._desk.folder, shard)
            self._desk.index.add_entries(shard, entries)
            for line, entry in enumerate(entries):
                self._desk.index.place(entry.source, entry.content, shard, line)

    def _tell(self, *, now: bool = False) -> None:
        if now or time.monotonic() - self._told > _TOLD_EVERY:
            self._told = time.monotonic()
            self._listener.progress(self.progress())


def out_of_room(folder: str) -> StoreError:
    """The disk is full: that stops a batch, and what is finished is kept."""
    return StoreError(folder, "the disk is full; what is finished is kept", "make room and run the same command again")
