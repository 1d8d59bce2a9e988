"""A batch on many machines: Dask hands out pieces, each machine runs them in the same sandbox, and this one writes everything down.

A cluster's worker that is lost takes one piece along, which Dask gives to another one. A piece that the cluster cannot do, or that is in
work when the whole cluster goes away, is done by this machine's own workers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from reportparse.archive.crew import Crew
from reportparse.archive.logs import records_from_bytes
from reportparse.archive.order import Order, Receipt, Task
from reportparse.archive.outpost import piece_done, piece_to_bytes
from reportparse.archive.server import deaf
from reportparse.archive.work import Listener
from reportparse.archive.worker import Station, write_record
from reportparse.errors import MissingExtraError, UnreadableError

if TYPE_CHECKING:
    from distributed import Future

_PIECE = 50  # some ten seconds of work: the sandbox takes 0.7 s to start, and a lost worker costs no more than a piece
_TICK = 0.5
_PATIENCE = 20  # seconds for a scheduler to answer
_TRIES = 2  # a piece that was lost so often more is done here


class Cluster:
    """The workers of a Dask scheduler, or of one that is started for this batch."""

    def __init__(self, order: Order, station: Station, listener: Listener) -> None:
        self._order, self._station, self._listener = order, station, listener
        self._client, self._own = _connected(order)
        self._waiting: dict[Any, tuple[float, tuple[Task, ...]]] = {}
        self._crew: Crew | None = None

    def receipts(self, tasks: Iterator[Task]) -> Iterator[Receipt | None]:
        """A receipt for each task as its piece comes back."""
        more = True
        while more or self._waiting:
            while more and len(self._waiting) < 2 * self._workers():
                piece = tuple(islice(tasks, _PIECE))
                more = bool(piece)
                if piece:
                    yield from self._sent(piece)
            yield from self._returned()
            yield None

    def slowest(self) -> tuple[str, float]:
        """The first file of the piece that has been out longest."""
        if not self._waiting:
            return ("", 0.0)
        since, piece = min(self._waiting.values(), key=lambda out: out[0])
        return piece[0].candidate.name, time.monotonic() - since

    def close(self) -> None:
        """Leave the cluster; end it when it was started for this batch."""
        if self._crew is not None:
            self._crew.close()
        for one in (self._client, self._own):
            if one is not None:
                one.close()

    def _workers(self) -> int:
        return max(1, sum(self._client.nthreads().values())) if self._client else 1

    def _sent(self, piece: tuple[Task, ...]) -> Iterator[Receipt | None]:
        if self._client is None:
            yield from self._done_here(piece)
            return
        future = self._client.submit(piece_done, piece_to_bytes(self._station, piece), pure=False, retries=_TRIES)
        self._waiting[future] = (time.monotonic(), piece)

    def _returned(self) -> Iterator[Receipt | None]:
        from distributed import wait

        if not self._waiting:
            return
        try:
            done = wait(list(self._waiting), timeout=_TICK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return
        except Exception as error:  # the connection to the scheduler is gone, in one of many ways
            yield from self._deserted(error)
            return
        for future in done:
            _, piece = self._waiting.pop(future)
            yield from self._unpacked(future, piece)

    def _unpacked(self, future: Future, piece: tuple[Task, ...]) -> Iterator[Receipt | None]:
        failure = future.exception() if future.status == "error" else None
        if future.status != "finished":
            self._listener.note(f"the cluster gave {len(piece)} files back ({failure or future.status}); they are done here")
            yield from self._done_here(piece)
            return
        lost = {task.candidate.name: task for task in piece}
        for record in records_from_bytes(future.result()):
            if (task := lost.pop(record.entry.source, None)) is not None:
                yield write_record(task, self._station, record)
        yield from self._done_here(tuple(lost.values()))

    def _deserted(self, error: Exception) -> Iterator[Receipt | None]:
        self._listener.note(f"the cluster is gone ({type(error).__name__}); this machine goes on alone")
        pieces = [piece for _, piece in self._waiting.values()]
        self._waiting.clear()
        self._client = None
        for piece in pieces:
            yield from self._done_here(piece)

    def _done_here(self, piece: Sequence[Task]) -> Iterator[Receipt | None]:
        self._crew = self._crew or Crew(self._order.jobs, self._station)
        yield from self._crew.receipts(iter(piece))


def _connected(order: Order) -> tuple[Any, Any]:
    """A client, and the cluster where it is our own."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise MissingExtraError("--cluster", "needs Dask, which is not installed", "pip install 'reportparse[cluster]'") from None
    try:
        if order.cluster != "local":
            return Client(order.cluster, timeout=_PATIENCE), None
        with deaf():
            own = LocalCluster(n_workers=order.jobs, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0")
        return Client(own), own
    except (OSError, ValueError) as error:
        what = f"is no Dask scheduler that answers ({error})"
        raise UnreadableError(order.cluster, what, "check the address given as --cluster") from None
