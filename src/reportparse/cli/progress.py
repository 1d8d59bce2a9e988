"""How a long batch shows itself: a line that keeps changing on a terminal, a line a minute elsewhere. Pure but for the writing."""

from __future__ import annotations

import io
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from reportparse.cli.layout import text_clipped, text_width

if TYPE_CHECKING:
    from reportparse.archive import Progress

_BAR = 24
_EVERY = 60.0


def progress_to_text(progress: Progress, width: int) -> str:
    """The line for a terminal of `width` columns: bar, rate, time left, counts, and the file now slowest where there is room."""
    share = min(1.0, progress.done / progress.total) if progress.total else 1.0
    bar = "█" * int(share * _BAR) + "░" * (_BAR - int(share * _BAR))
    head = f"{bar} {progress.done}/{progress.total} {share:4.0%}  {pace_to_text(progress)}  {counts_to_text(progress)}"
    if not progress.slowest or progress.slowest_seconds < 1:
        return text_clipped(head, width)
    tail = f"  {progress.slowest_seconds:.0f} s in "
    room = width - text_width(head) - len(tail)
    return text_clipped(head if room < 12 else head + tail + _end_of(progress.slowest, room), width)


def progress_to_line(progress: Progress) -> str:
    """The line for a log."""
    return f"{progress.done} of {progress.total} files, {pace_to_text(progress)}, {counts_to_text(progress)}"


def pace_to_text(progress: Progress) -> str:
    """Reports a second, and the time that is left at this pace."""
    now = progress.ok + progress.partial + progress.failed
    if not now or progress.seconds < 1:
        return "-/s, - left"
    left = max(0, progress.total - progress.done) * progress.seconds / max(1, progress.done - progress.skipped)
    return f"{now / progress.seconds:.1f}/s, {seconds_to_text(left)} left"


def counts_to_text(progress: Progress) -> str:
    """What became of the files."""
    counts = [f"ok {progress.ok}", f"partial {progress.partial}", f"failed {progress.failed}"]
    counts += [f"done before {progress.skipped}"] if progress.skipped else []
    counts += [f"repeated {progress.duplicates}"] if progress.duplicates else []
    return ", ".join(counts)


def seconds_to_text(seconds: float) -> str:
    """3:05:09, 5:09 or 0:09."""
    hours, rest = divmod(int(seconds + 0.5), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def _end_of(text: str, width: int) -> str:
    """The end of a path says more than its beginning."""
    text = text[-max(width, 1) :]
    while text and text_width(text) > width - 1:
        text = text[1:]
    return text


@contextmanager
def shown_meanwhile(text: str) -> Iterator[None]:
    """On a terminal, a line on stderr for as long as something takes (a scan: a second a page); elsewhere nothing."""
    if not sys.stderr.isatty():
        yield
        return
    sys.stderr.write(f"\r\x1b[K{text_clipped(text, shutil.get_terminal_size().columns - 1)}")
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


class Teller:
    """Listens to a batch and writes to one stream. When nobody is there any more, the night's work goes on without words."""

    def __init__(self, stream: TextIO, width: int | None) -> None:
        self._stream, self._width = stream, width
        self._told = time.monotonic()
        self._shown = ""

    def progress(self, progress: Progress) -> None:
        """Show where it stands: at once on a terminal, once a minute elsewhere."""
        if self._width:
            self._shown = progress_to_text(progress, self._width - 1)
            self._say(f"\r\x1b[K{self._shown}")
        elif time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            self._say(progress_to_line(progress) + "\n")

    def note(self, line: str) -> None:
        """A line that stays."""
        self.clear()
        self._say(f"reportparse: {line}\n")

    def clear(self) -> None:
        """Take the changing line away."""
        if self._shown:
            self._say("\r\x1b[K")
            self._shown = ""

    def _say(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:  # the terminal was closed, `| head` has had enough, the log's disk is full
            self._stream = io.StringIO()
