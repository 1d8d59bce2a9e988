"""What can stop a report, and what to do then.

One tree, so that a caller can catch `ReportparseError` alone. Each error is one line for a person: which file, what
is wrong with it, what to do next. `exit_code` is what the command line returns when nothing else went right.
"""

from __future__ import annotations

import re
from typing import ClassVar

# Names of files may hold line ends, and what a terminal takes for commands or for the other direction of writing.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def error_said(error: Exception) -> str:
    """What the system said of a file or an address, without its number: `permission denied`."""
    return (getattr(error, "strerror", None) or str(error)).lower()


class ReportparseError(Exception):
    """Base of all: `what` is wrong with `source`, and what to do `next`; `reason` is the word that lists of failures use."""

    exit_code: ClassVar[int] = 3
    reason: ClassVar[str] = "failed"

    def __init__(self, source: str, what: str, todo: str = "") -> None:
        super().__init__(source, what, todo)
        self.source = source
        self.what = what
        self.todo = todo

    def __str__(self) -> str:
        line = f"{self.source}: {self.what}" + (f"; {self.todo}" if self.todo else "")
        return _UNPRINTABLE.sub(lambda found: repr(found[0])[1:-1], line)


class UnreadableError(ReportparseError):
    """The file is not there, or may not be read."""

    reason = "unreadable"


class MalformedError(ReportparseError):
    """The bytes are not a PDF, or too damaged to open."""

    reason = "malformed"


class EncryptedError(ReportparseError):
    """The file needs a password that was not given, or another one."""

    reason = "encrypted"


class LimitError(ReportparseError):
    """The file asks for more pages, memory or time than it was given."""

    reason = "over-limit"


class MissingExtraError(ReportparseError):
    """A part of the program that is installed separately is needed."""

    reason = "missing-extra"


class CatalogueError(ReportparseError):
    """The catalogue's YAML does not hold."""

    exit_code = 4
    reason = "catalogue"


class StoreError(ReportparseError):
    """A run could not be written or read."""

    exit_code = 3
    reason = "store"


class WarehouseError(ReportparseError):
    """A database refused, or was not there."""

    exit_code = 5
    reason = "warehouse"
