"""How a batch is stopped: by Ctrl-C, by a terminal that is closed, by a system that shuts down.

A stop may come at any moment, also while a file is being closed or inside a callback that swallows it. So the first wish is kept and
heeded between two steps of the work, where nothing is open; while nothing is at stake, and when it is wished twice, it is heeded at once.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_WISHES = ("SIGINT", "SIGTERM", "SIGHUP")


class Stop:
    """The wish to stop, of one batch."""

    def __init__(self) -> None:
        self._wished, self._at_once = False, True

    def wish(self, *_: object) -> None:
        """What a signal does. Raises KeyboardInterrupt where it is heeded at once."""
        at_once, self._wished = self._at_once or self._wished, True
        if at_once:
            raise KeyboardInterrupt

    def heed(self) -> None:
        """Call between two steps. Raises KeyboardInterrupt when a stop was wished."""
        if self._wished:
            raise KeyboardInterrupt

    @contextmanager
    def between_steps(self) -> Iterator[None]:
        """Inside, one wish waits until it is heeded."""
        self._at_once = False
        try:
            yield
        finally:
            self._at_once = True

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Inside, the signals that mean a stop are wishes. Those that are ignored stay so: nohup asked for that."""
        names = [getattr(signal, name) for name in _WISHES if hasattr(signal, name)]
        before = {name: signal.getsignal(name) for name in names}
        for name in names:
            if before[name] != signal.SIG_IGN:
                signal.signal(name, self.wish)
        try:
            yield
        finally:
            for name in names:
                signal.signal(name, before[name])
