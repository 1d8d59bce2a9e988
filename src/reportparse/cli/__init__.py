"""The command line: the only place that prints, and where every error becomes one line.

Data goes to files or stdout, everything said to a person to stderr; colours only to a terminal. No traceback reaches a
user: what is expected is a ReportparseError with its exit code, what is not is one line that says how to report it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from reportparse.cli.commands import Commands
from reportparse.errors import ReportparseError, error_said
from reportparse.version import __version__

_USAGE, _UNEXPECTED, _STOPPED = 2, 3, 130
# Between two looks for garbage: libraries and the catalogue are 45,000 objects that stay, and looking every 700 took a tenth of `parse`.
_MOST_MADE = 10_000


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def reportparse() -> None:
    """Numbers out of Chinese vocational-education quality annual reports.

    Exit codes: 0 done, 1 done with reports that failed (or problems, with --strict), 2 usage, 3 nothing could be read,
    4 catalogue, 5 warehouse.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese gets question marks instead of a crash.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    gc.set_threshold(_MOST_MADE)
    sys.exit(_exit_code(arguments))


def _nowhere() -> TextIO:
    """Where a program says things that was started without stdout or stderr, as some schedulers do."""
    return Path(os.devnull).open("w", encoding="utf-8")


def _exit_code(arguments: Sequence[str] | None) -> int:
    try:
        return reportparse.main(args=arguments, prog_name="reportparse", standalone_mode=False) or 0
    except ReportparseError as error:
        return _said(str(error), error.exit_code)
    except click.ClickException as error:
        error.show()
        return _USAGE
    except (click.Abort, KeyboardInterrupt):
        return _said("stopped", _STOPPED)
    except BrokenPipeError:
        return _pipe_closed()
    except OSError as error:
        # stdout on a full disk, a terminal that went away: not a fault of the program.
        where = error.filename or ("this folder" if isinstance(error, FileNotFoundError) else "stdout")
        return _said(f"{where}: {error_said(error)}; look after that and try again", _UNEXPECTED)
    except Exception as error:
        return _surprised(error)


def _said(line: str, code: int) -> int:
    with suppress(OSError):  # a log on the disk that is full: the code still says what happened
        click.echo(f"reportparse: {line}", err=True)
    return code


def _pipe_closed() -> int:
    # `reportparse tables … | head`: the reader has had enough; Python must not complain while it shuts down.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _surprised(error: Exception) -> int:
    if os.environ.get("REPORTPARSE_DEBUG") == "1":
        raise error
    summary = " ".join(str(error).split()) or "no message"
    return _said(f"unexpected {type(error).__name__}: {summary}; please report it with what REPORTPARSE_DEBUG=1 shows", _UNEXPECTED)
