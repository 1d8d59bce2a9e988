"""Is it right? What changed between two runs, a fair sample of one, and what verdicts on it say of the whole.

Stands beside the corridor: it reads tables of runs that others have opened, computes dataclasses, and makes text and HTML of them.
No I/O.  Doors: `compare_runs`, `draw_sample`, `run_to_population`, `score_verdicts`; what renders stands in `diff_text`, `diff_page`,
`sheet` and `score_text`.
"""

from __future__ import annotations

from reportparse.review.changes import Change, Diff
from reportparse.review.diff import Tolerances, compare_runs
from reportparse.review.sample import Design, Sample, draw_sample
from reportparse.review.score import Population, Score, run_to_population, score_verdicts
from reportparse.review.spots import Spot
from reportparse.review.verdicts import Judgement

__all__ = [
    "Change",
    "Design",
    "Diff",
    "Judgement",
    "Population",
    "Sample",
    "Score",
    "Spot",
    "Tolerances",
    "compare_runs",
    "draw_sample",
    "run_to_population",
    "score_verdicts",
]
