"""A report that could not be read, as a row like any other: every file of a call is accounted for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reportparse.errors import ReportparseError
from reportparse.model import Identity, Report


class UnexpectedError(ReportparseError):
    """A fault of this program, met while reading one report."""

    reason = "crashed"


def failure_to_error(source: str, failure: Exception) -> ReportparseError:
    """What stopped the report, as one line for a person; a fault of the program names itself as one."""
    if isinstance(failure, ReportparseError):
        return failure
    summary = " ".join(str(failure).split()) or "no message"
    what = f"unexpected {type(failure).__name__}: {summary}"
    return UnexpectedError(source, what, "please report it with what REPORTPARSE_DEBUG=1 shows")


def failed_report(source: str, error: ReportparseError) -> Report:
    """The row of a report that gave nothing: its bytes are named by their hash where they could be read."""
    sha256, size = _fingerprint(source)
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
        error=f"{error.reason}: {error.what}",
    )


def _fingerprint(source: str) -> tuple[str, int]:
    path = Path(source)
    try:
        if not path.is_file():  # a pipe would wait for ever
            return "", 0
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except (OSError, ValueError):
        return "", 0
