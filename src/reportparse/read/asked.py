"""Another reader is asked in a process of its own: what it raises, how long it takes and what it tears down with it stays there.

Promise: an answer within the time that the pages are worth, or a Problem that says why there is none. pdfminer takes minutes for a page of
a hundred thousand strokes and a readers' fault may end the process; neither may cost a report that is read already. The process ends itself
when its time is up even if nobody is left to end it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from reportparse.model import Cell, Grid, Outcome, Place, Problem

ENGINES = {"pdfplumber": "reportparse.read.plumber", "camelot": "reportparse.read.camelot"}
_COMMAND = (sys.executable, "-P", "-W", "ignore", "-c", "from reportparse.read.asked import answer_once; answer_once()")
_SECONDS, _SECONDS_A_PAGE, _SECONDS_AT_MOST = 15.0, 3.0, 180.0  # 0.1 s a page is usual, 2 s the slowest seen; starting takes 1 s
_BUSY = 6  # times as long on the clock: other work on the machine must not change what is read
_MEMORY = 4 << 30  # bytes of addresses; numpy's threads alone reserve one


def read_grids(source: str, engine: str, places: Sequence[Place], password: str | None = None) -> Outcome[Grid]:
    """The tables that `engine` (pdfplumber or camelot) sees on the pages of `places`; where nothing is ruled, within their boxes."""
    if not places:
        return Outcome(())
    pages = sorted({place.page for place in places})
    seconds = min(_SECONDS + _SECONDS_A_PAGE * len(pages), _SECONDS_AT_MOST)
    wanted = [engine, str(Path(source).absolute()), [[place.page, *place.box] for place in places], password, seconds]
    try:
        answer = _answer_from_process(json.dumps(wanted), seconds)
        return Outcome(tuple(_grid_from_list(grid) for grid in answer))
    except subprocess.TimeoutExpired:
        why = f"took more than {_BUSY * seconds:g} s"
    except (OSError, ValueError, RuntimeError) as failure:
        why = " ".join(str(failure).split()) or type(failure).__name__
    what = f"{engine} gave no reading of page{'s' * (len(pages) > 1)} {', '.join(map(str, pages))}: {why}"
    return Outcome((), (Problem("reader-failed", "note", what, place=places[0]),))


def _answer_from_process(wanted: str, seconds: float) -> Any:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    until = _BUSY * seconds
    done = subprocess.run(
        _COMMAND, input=wanted, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=until, env=environment, encoding="utf-8"
    )
    if done.returncode != 0:
        raise RuntimeError(f"it ended with {done.returncode}")
    answer = json.loads(done.stdout)
    if isinstance(answer, str):
        raise RuntimeError(answer)
    return answer


def answer_once() -> None:
    """What the process does: one question on stdin, one answer on stdout; a list of grids, or a text that says what went wrong."""
    engine, source, places, password, seconds = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # readers talk; the answer alone goes out
    _end_after(seconds)
    try:
        module = import_module(ENGINES[engine])
        grids = module.grids_from_places(source, [Place(page, (x0, top, x1, bottom)) for page, x0, top, x1, bottom in places], password)
        answer: object = [_grid_to_list(grid) for grid in grids]
    except Exception as failure:
        answer = f"{type(failure).__name__}: {failure}"
    json.dump(answer, out)
    out.flush()
    os._exit(0)  # no reader's clean-up may hang what is done


def _end_after(seconds: float) -> None:
    """Processor time, not the clock: who waits looks at the clock. Memory too, where nobody has limited it yet."""
    if sys.platform == "win32":
        return
    import resource

    for kind, wanted in ((resource.RLIMIT_CPU, int(seconds) + 1), (resource.RLIMIT_AS, _MEMORY)):
        soft, hard = resource.getrlimit(kind)
        limits = [limit for limit in (wanted, soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(kind, (min(limits), hard))


def _grid_to_list(grid: Grid) -> list[object]:
    cells = [[c.text, c.row, c.column, c.row_span, c.column_span, *c.place.box] for c in grid.cells]
    return [grid.n_rows, grid.n_columns, cells, grid.engine, grid.method, grid.place.page, *grid.place.box]


def _grid_from_list(values: Any) -> Grid:
    n_rows, n_columns, cells, engine, method, page, *box = values
    return Grid(n_rows, n_columns, tuple(_cell_from_list(cell, page) for cell in cells), engine, method, _place(page, box))


def _cell_from_list(values: Any, page: int) -> Cell:
    text, row, column, row_span, column_span, *box = values
    return Cell(text, row, column, row_span, column_span, place=_place(page, box))


def _place(page: int, box: Any) -> Place:
    x0, top, x1, bottom = box
    return Place(page, (x0, top, x1, bottom))
