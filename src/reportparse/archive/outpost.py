"""A piece of a batch on another machine: the same sandbox, started by a cluster's worker, in a process of its own.

The cluster sees one function that takes bytes and returns bytes. What a hostile file does to the sandbox never reaches the cluster's
worker, and when that worker is killed the sandbox dies with it.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportparse.archive.limits import die_with_master
from reportparse.archive.order import Task
from reportparse.archive.worker import Station
from reportparse.version import __version__


@dataclass(frozen=True, slots=True)
class Piece:
    """Some tasks, and what a worker has to know for them."""

    version: str
    station: Station
    tasks: tuple[Task, ...]


def piece_to_bytes(station: Station, tasks: Sequence[Task]) -> bytes:
    """What the cluster carries."""
    return pickle.dumps(Piece(__version__, station, tuple(replace(task, path="") for task in tasks)))


def piece_done(content: bytes) -> bytes:
    """Run on a cluster's machine: the records of all tasks, one after the other. Raises RuntimeError when the sandbox itself fails."""
    command = [sys.executable, "-m", "reportparse.archive.outpost"]
    # In a session of its own: the Ctrl-C of a terminal is for the batch, which then ends the cluster, which ends this.
    done = subprocess.run(command, input=content, capture_output=True, check=False, start_new_session=True)
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise RuntimeError(told[-1])
    return done.stdout


def records_of_piece(piece: Piece) -> bytes:
    """Do the tasks in a sandbox of one worker and return its logs."""
    from reportparse.archive.crew import Crew

    if piece.version != __version__:
        raise SystemExit(f"this machine has reportparse {__version__}, the batch {piece.version}")
    with tempfile.TemporaryDirectory(prefix="reportparse-") as own:
        logs, spool = Path(own, "logs"), Path(own, "spool")
        logs.mkdir()
        spool.mkdir()
        crew = Crew(1, replace(piece.station, logs=str(logs), spool=str(spool)))
        try:
            for receipt in crew.receipts(iter(piece.tasks)):
                if receipt is not None and receipt.full:
                    raise SystemExit("this machine's temporary folder is full")
        finally:
            crew.close()
        return b"".join(log.read_bytes() for log in sorted(logs.iterdir()))


def main() -> None:
    """A piece on stdin, its records on stdout."""
    die_with_master()
    piece: Piece = pickle.load(sys.stdin.buffer)  # from the batch that started us, by way of the cluster that it trusts
    sys.stdout.buffer.write(records_of_piece(piece))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
