"""A report that gave nothing, as a row like any other, and what a death in the sandbox is called."""

from __future__ import annotations

import hashlib
import signal

from reportparse.errors import ReportparseError
from reportparse.model import Identity, Report

TIMEOUT, MEMORY, CRASHED = "timeout", "out-of-memory", "crashed"
DEATHS = frozenset({TIMEOUT, MEMORY, CRASHED})
"""Reasons that another, cheaper try may overcome."""

PASSING = frozenset({"unreadable", "changed"})
"""Reasons that say nothing of the bytes: a file that was moved while it was to be read may be the same elsewhere."""

WHAT_TO_DO = {
    "malformed": "get the file again, or print it to a new PDF",
    "encrypted": "give --password, or take the protection off",
    "over-limit": "raise --page-limit; a file of more than 2 GB: print it to a smaller PDF",
    TIMEOUT: "raise --time-limit",
    MEMORY: "raise --memory-limit",
    CRASHED: "give --retry-failed; when that is no help, please report it",
    "changed": "run the same command again when the file is complete",
    "unreadable": "see that it is there and may be read, and run the same command again",
    "missing-extra": "install what is missing (for scans: pip install 'reportparse[ocr]'), and run the same command again",
}
"""The next step, by reason. Other than in an error's own words, all of it can be done to an archive by the same command."""


class NoBytesError(Exception):
    """There is nothing to read; says the fault, as `reason: what`."""


def failed_report(source: str, sha256: str, size: int, error: str) -> Report:
    """The row of a report that gave nothing; `error` is `reason: what`, the hash is empty where there were no bytes."""
    return Report(
        source=source,
        report_id=sha256[:16],
        sha256=sha256,
        size=size,
        pages=0,
        kind="",
        producer="",
        identity=Identity(),
        tables=0,
        observations=(),
        figures=(),
        problems=(),
        status="failed",
        error=error,
    )


def failure_to_text(failure: BaseException) -> str:
    """`reason: what` of anything that was raised while one report was read."""
    if isinstance(failure, NoBytesError):
        return str(failure)
    if isinstance(failure, ReportparseError):
        return f"{failure.reason}: {failure.what}"
    if isinstance(failure, MemoryError):
        return f"{MEMORY}: it asks for more memory than --memory-limit"
    summary = " ".join(str(failure).split()) or "no message"
    return f"{CRASHED}: unexpected {type(failure).__name__}: {summary[:300]}"


def exit_to_text(code: int, *, told: bool, killed: bool) -> str:
    """`reason: what` of a worker that died. `told`: a library said that it got no memory; `killed`: the system took memory back."""
    if -code == getattr(signal, "SIGXCPU", None):
        return f"{TIMEOUT}: it took more than --time-limit"
    if told:
        return f"{MEMORY}: it asks for more memory than --memory-limit"
    if killed and -code == getattr(signal, "SIGKILL", None):
        return f"{MEMORY}: the system ran out of memory"
    return f"{CRASHED}: the reader died ({_signal_name(code)})"


def _signal_name(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"


def reason_of(error: str) -> str:
    """The word before the colon."""
    return error.partition(":")[0]


def fault_to_content(name: str, fault: str) -> str:
    """What stands for the bytes of a file that has none: another fault, or another name, is another one."""
    return "!" + hashlib.sha256(f"{name}\0{fault}".encode("utf-8", "surrogatepass")).hexdigest()
