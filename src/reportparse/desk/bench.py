"""The state behind the page: one run, its queues, the log of verdicts, and the corrections that follow from them.

Promise: what `judge` has answered is on the disk; what another program or another browser wrote meanwhile is seen before the next answer;
undoing takes back the correction as well, unless somebody has edited it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from reportparse.desk.correction_file import add_correction, remove_correction
from reportparse.desk.papers import Papers, image_to_png, reports_known
from reportparse.desk.queues import Queue
from reportparse.desk.surroundings import rows_of_report
from reportparse.desk.truth import indicators_by_code, judgement_to_correction
from reportparse.desk.verdict_file import GrowingLog, VerdictLog, append_judgement
from reportparse.errors import ReportparseError
from reportparse.model import Catalogue, Indicator, Run
from reportparse.review.spots import Spot
from reportparse.review.verdicts import SAMPLE, UNDONE, Judgement, standing_judgements

SCALE = 2.5  # pixels a point: 180 dpi, a 9-point character is 22 pixels high; drawn and packed in 0.06 s
_PICTURES_KEPT = 64
_REPORTS_KEPT = 32


@dataclass(frozen=True, slots=True)
class Files:
    """What the desk reads and writes beside the run."""

    verdicts: Path
    corrections: Path
    pdfs: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a queue is."""

    total: int
    right: int
    wrong: int
    unsure: int

    @property
    def judged(self) -> int:
        """How many somebody has looked at."""
        return self.right + self.wrong + self.unsure


class Bench:
    """One run on the desk."""

    def __init__(self, run: Run, queues: Sequence[Queue], catalogue: Catalogue, files: Files) -> None:
        self.run = run
        self.queues = tuple(queues)
        self.catalogue = catalogue
        self.files = files
        self.indicators: Mapping[str, Indicator] = indicators_by_code(catalogue)
        self.papers = Papers(reports_known(run.tables["reports"]), run.directory, files.pdfs, files.password)
        self._lock = RLock()
        self._log = GrowingLog(files.verdicts)
        self._standing: tuple[tuple[Judgement, ...], dict[str, Judgement]] = ((), {})
        self._drawing = Lock()
        self.rows_of_report = lru_cache(_REPORTS_KEPT)(self._rows_of_report)
        self._drawn = lru_cache(_PICTURES_KEPT)(self._picture)

    def spot(self, queue: int, spot: str) -> Spot | None:
        """A spot of a queue; None where there is none."""
        if not 0 <= queue < len(self.queues):
            return None
        return next((one for one in self.queues[queue].spots if one.spot == spot), None)

    def log(self) -> VerdictLog:
        """All judgements, those that others wrote meanwhile too."""
        with self._lock:
            return self._log.read()

    def standing(self) -> dict[str, Judgement]:
        """The last judgement of each spot."""
        with self._lock:
            log = self.log().judgements
            if log != self._standing[0] or not log:
                self._standing = log, standing_judgements(log)
            return self._standing[1]

    def picture(self, report_id: str, page: int) -> tuple[bytes, int, int]:
        """The page as PNG, and its width and height in pixels, made once; raises a ReportparseError."""
        with self._drawing:
            return self._drawn(report_id, page)

    def progress(self, queue: int) -> Progress:
        """How far a queue is."""
        found = (self.judged(queue, spot) for spot in self.queues[queue].spots)
        words = [one.verdict for one in found if one]
        return Progress(len(self.queues[queue].spots), words.count("right"), words.count("wrong"), words.count("unsure"))

    def judged(self, queue: int, spot: Spot) -> Judgement | None:
        """What was said of a spot, as far as it counts in this queue.

        A sample counts only what was judged in its own order: whoever looks at the flagged ones first would make it an unfair one.
        """
        found = self.standing().get(spot.spot)
        return None if found and self.queues[queue].name == SAMPLE and found.queue != SAMPLE else found

    def following(self, queue: int, after: str = "") -> Spot | None:
        """The next spot of a queue that nobody has judged, from `after` on and then from the start; None when all are judged."""
        spots = self.queues[queue].spots
        start = next((number + 1 for number, spot in enumerate(spots) if spot.spot == after), 0)
        return next((spot for spot in (*spots[start:], *spots[:start]) if self.judged(queue, spot) is None), None)

    def neighbour(self, queue: int, spot: str, step: int) -> Spot | None:
        """The spot before or after, judged or not; None at the ends."""
        spots = self.queues[queue].spots
        at = next((number for number, one in enumerate(spots) if one.spot == spot), 0) + step
        return spots[at] if 0 <= at < len(spots) else None

    def judge(self, judgement: Judgement) -> str:
        """Keep a judgement and the correction that it asks for; answers what must be said of the correction, empty for nothing."""
        with self._lock:
            before = self.standing().get(judgement.spot.spot)
            if before and before.queue == SAMPLE:  # judged again on another way: still a part of the sample
                judgement = replace(judgement, spot=before.spot, queue=SAMPLE)
            judgement = replace(judgement, when=_now())
            append_judgement(self.files.verdicts, judgement)
            taken = self._take_back(before) if before else ""
            correction = judgement_to_correction(judgement)
            if correction is None:
                return taken
            try:
                add_correction(self.files.corrections, correction)
            except ReportparseError as error:
                return f"The verdict is kept, but no correction was written: {error}"
            return taken

    def undo(self, who: str) -> tuple[Judgement | None, str]:
        """Take back the last standing judgement of this person; answers it, and what must be said of its correction."""
        with self._lock:
            standing = self.standing()
            own = [one for one in self.log().judgements if one.who == who and standing.get(one.spot.spot) == one]
            if not own:
                return None, ""
            last = own[-1]
            undone = replace(last, verdict=UNDONE, right_value="", right_indicator="", note="", when=_now())
            append_judgement(self.files.verdicts, undone)
            return last, self._take_back(last)

    def _take_back(self, judgement: Judgement) -> str:
        correction = judgement_to_correction(judgement)
        if correction is None:
            return ""
        try:
            removed = remove_correction(self.files.corrections, correction)
        except ReportparseError as error:
            return f"Its correction could not be taken back: {error}"
        return "" if removed else f"Its correction is no longer in {self.files.corrections.name} as it was written; look there."

    def _rows_of_report(self, report_id: str) -> list[dict[str, Any]]:
        return rows_of_report(self.run.tables["observations"], report_id)

    def _picture(self, report_id: str, page: int) -> tuple[bytes, int, int]:
        image = self.papers.page(report_id, page, SCALE)
        return image_to_png(image), image.width, image.height


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
