"""The server that makes workers, started before anything else is imported, so that both get ready side by side.

A light module: it imports nothing of the corridor.
"""

from __future__ import annotations

import multiprocessing
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
        from multiprocessing.forkserver import ensure_running

        ensure_running()
