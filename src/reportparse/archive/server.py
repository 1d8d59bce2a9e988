"""The server that makes workers, started before anything else is imported, so that both get ready side by side.

A light module: it imports nothing of the corridor.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext

_PREPARED = "reportparse.archive.warm"


def worker_context() -> BaseContext:
    """How workers are made: as copies of a prepared process where the system can, else from nothing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PREPARED])
    return context


def start_server() -> None:
    """Have it prepare itself; returns at once."""
    if worker_context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        with deaf():
            forkserver.ensure_running()


@contextmanager
def deaf() -> Iterator[None]:
    """What is started inside never hears the Ctrl-C of its terminal, nor that it was closed: whoever started it does, and ends it.

    Signals are masked, because a mask is handed on where a handler is not; one that comes meanwhile is heard at the end.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # before, because its start lifts a mask of SIGINT
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
