"""Numbers out of Chinese vocational-education quality annual reports.

    import reportparse

    report = reportparse.parse("report.pdf")
    report.identity.institution, len(report.observations)
    frames = report.to_frames()

`parse` returns a `Report` or raises a `ReportparseError` that says what is wrong and what to do. Importing this package
costs nothing: what a name needs is imported when the name is first used, because the command line must answer `--help`
before a person notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportparse.errors import ReportparseError
from reportparse.version import __version__

if TYPE_CHECKING:
    from os import PathLike

    from reportparse.model import Figure, Identity, Observation, Place, Problem, Report, Settings

__all__ = ["Figure", "Identity", "Observation", "Place", "Problem", "Report", "ReportparseError", "Settings", "__version__", "parse"]

_NOUNS = frozenset({"Figure", "Identity", "Observation", "Place", "Problem", "Report", "Settings"})


def parse(path: str | PathLike[str], *, password: str | None = None, settings: Settings | None = None) -> Report:
    """Read one report. `password` opens an encrypted file; `settings` holds every other knob."""
    from dataclasses import replace

    from reportparse.model import Settings
    from reportparse.pipeline import parse_report

    chosen = settings or Settings()
    return parse_report(str(path), replace(chosen, password=password) if password is not None else chosen)


def __getattr__(name: str) -> object:
    if name in _NOUNS:
        from reportparse import model

        return getattr(model, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
