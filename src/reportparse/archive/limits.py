"""What one file may cost, held by the system: a reader that takes all memory, or never ends, costs one file and no machine.

Every limit is set anew for each file, from where the worker then stands, so that the hundredth file has as much as the first. The clock
is held from outside; the limit on computing time is for a worker whose master was killed and who nobody would stop.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

from reportparse.archive.order import Limits

_WATCHED_EVERY = 0.05
_MOST = 2**62  # more than any machine has, and the system takes no larger number
_UNSURE_SECONDS = 10  # computing time may run ahead of the clock where a library has threads of its own


def become_expendable(spool: Path) -> None:
    """What a worker does once: last words into the spool, no core files, first to go when memory is short, gone when its master is."""
    handle = os.open(last_words(spool, os.getpid()), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(handle, 2)  # C++ says why it aborts, and a terminal is no place for that
    os.close(handle)
    threading.Thread(target=_watch_memory, args=(spool,), daemon=True).start()
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _written("/proc/self/oom_score_adj", "800")
    die_with_master()


def hold_limits(limits: Limits) -> None:
    """Set the limits of the next file."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = usage.ru_utime + usage.ru_stime
    _soft(resource.RLIMIT_CPU, int(min(spent + limits.seconds * (os.cpu_count() or 1), _MOST)) + _UNSURE_SECONDS)
    if held := _address_space():
        _soft(resource.RLIMIT_AS, min(held + limits.memory, _MOST))


def release_limits() -> None:
    """Lift the limit on memory: what is written down about a file must not fail for what the file did."""
    if sys.platform != "win32":
        import resource

        _soft(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def _soft(which: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY and (value == resource.RLIM_INFINITY or value > hard):
        value = hard
    resource.setrlimit(which, (value, hard))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not say, and then it is not limited."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def last_words(spool: Path, pid: int) -> Path:
    """Where a worker's stderr goes."""
    return spool / f"worker-{pid}.err"


def _watch_memory(spool: Path) -> None:
    """Write down how much more memory this worker holds than at first, for whoever has to say why it died: PDFium aborts in silence."""
    handle = os.open(spool / f"worker-{os.getpid()}.mem", os.O_WRONLY | os.O_CREAT, 0o644)
    at_first = before = _address_space()
    while held := _address_space():
        if held != before:
            os.pwrite(handle, f"{held - at_first:20d}".encode("ascii"), 0)
        before = held
        time.sleep(_WATCHED_EVERY)


def died_for_memory(spool: Path, pid: int, limits: Limits) -> bool:
    """Did a library of this worker say that it got no memory, or had the worker taken most of what it may?"""
    try:
        words = last_words(spool, pid).read_bytes()[-4096:]
        held = int((spool / f"worker-{pid}.mem").read_text("ascii"))
    except (OSError, ValueError):
        return False
    return b"bad_alloc" in words or held > limits.memory / 2


def memory_kills() -> int:
    """How often this system has killed somebody for memory since it was started."""
    try:
        lines = Path("/proc/vmstat").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))


def _written(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, "ascii")
    except OSError:
        return  # a container may forbid it


def die_with_master() -> None:
    """Have the system kill this process when the one that made it ends, however that ends."""
    import ctypes
    import signal

    if sys.platform != "linux":
        return
    set_parent_death_signal = 1
    try:
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
    except (OSError, AttributeError):
        return
