"""What every worker needs, loaded once, before the first of them is made.

The server that makes workers imports this module; each worker is then a copy of a process in which libraries and the catalogue stand
ready (10 ms instead of 0.7 s), and which has no threads that a copy would lack. Numeric libraries get one thread, because files
are what runs side by side; Arrow takes memory from the system, because its own pool reserves a gigabyte at once, and limits count that.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import gc  # noqa: E402
import sys  # noqa: E402
from types import TracebackType  # noqa: E402

import numpy as np  # noqa: E402
import pyarrow.csv  # noqa: E402
import pyarrow.lib  # noqa: E402, F401

from reportparse.archive import salvage, worker  # noqa: E402, F401
from reportparse.assemble import assemble_paper  # noqa: E402
from reportparse.catalogue import load_catalogue  # noqa: E402
from reportparse.model import Document, Glyphs, Page, Rules  # noqa: E402
from reportparse.pipeline import report_from_paper  # noqa: E402


def _told_unless_stopped(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """A batch that stops takes its locks away, and a worker about to begin does not find them: no fault, nothing for a terminal."""
    last = trace
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if kind is FileNotFoundError and last is not None and last.tb_frame.f_code.co_filename.endswith("synchronize.py"):
        return
    sys.__excepthook__(kind, fault, trace)


def _warmed() -> None:
    """Walk an empty page through the rooms, so that what they prepare from the catalogue is prepared."""
    nothing = Glyphs("", np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
    lines = Rules(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))
    page = Page(1, 595.0, 842.0, "empty", nothing, lines)
    document = Document("", "", "", 0, 1, (page,))
    catalogue = load_catalogue()
    report_from_paper(document, assemble_paper(document, catalogue), catalogue)
    gc.collect()
    gc.freeze()


sys.excepthook = _told_unless_stopped
_warmed()
