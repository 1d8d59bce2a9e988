"""What the templates are given: plain values, everything else has been decided before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportparse.catalogue import load_problems
from reportparse.desk.bench import SCALE, Bench
from reportparse.desk.surroundings import spot_to_agreements, spot_to_around
from reportparse.desk.truth import indicator_to_choice
from reportparse.errors import ReportparseError
from reportparse.review import run_to_population, score_verdicts
from reportparse.review.score_text import score_to_text
from reportparse.review.sheet import claim_to_text
from reportparse.review.spots import Spot
from reportparse.review.strata import label_to_by
from reportparse.review.verdicts import SAMPLE, Judgement

_SHOWN_ABOVE = 130.0  # points of the page above and below the cell: some six rows of a table


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form held that could not be taken, and why."""

    value: str = ""
    indicator: str = ""
    note: str = ""
    fault: str = ""


def spot_to_view(bench: Bench, queue: int, spot: Spot, typed: Typed | None = None) -> dict[str, Any]:
    """One value with everything around it."""
    rows = bench.rows_of_report(spot.report_id) if spot.table == "observations" else []
    standing = bench.standing().get(spot.spot)
    return {
        **frame_to_view(bench, queue),
        "spot": spot,
        "claim": claim_to_text(spot),
        "number": next(number for number, one in enumerate(bench.queues[queue].spots, 1) if one.spot == spot.spot),
        "before": bench.neighbour(queue, spot.spot, -1),
        "after": bench.neighbour(queue, spot.spot, 1),
        "upcoming": _upcoming(bench, bench.following(queue, spot.spot)),
        "paper": paper_to_view(bench, spot),
        "around": spot_to_around(spot, rows),
        "agreements": list(spot_to_agreements(spot, rows, bench.catalogue)),
        "flags": flags_to_view(spot.flags),
        "quoted": quote_to_view(spot),
        "standing": standing,
        "seen": judgement_to_mark(standing),
        "typed": typed or Typed(),
        "choices": [indicator_to_choice(one) for one in bench.indicators.values()],
    }


def frame_to_view(bench: Bench, queue: int) -> dict[str, Any]:
    """What stands on every page: the run, the queues, how far this one is."""
    return {
        "run": Path(bench.run.directory).name or bench.run.directory,
        "queues": [(number, one.title) for number, one in enumerate(bench.queues)],
        "queue": queue,
        "progress": bench.progress(queue) if bench.queues else None,
        "verdict_file": bench.files.verdicts.name,
        "correction_file": bench.files.corrections.name,
        "faults": bench.log().faults,
    }


def judgement_to_mark(judgement: Judgement | None) -> str:
    """What a form must say it has seen, so that nobody overrules a judgement that they never saw."""
    return "" if judgement is None else f"{judgement.verdict} {judgement.when} {judgement.who}"


def paper_to_view(bench: Bench, spot: Spot) -> dict[str, Any]:
    """The page's size in points and the part of it to show first; or why there is no picture."""
    if spot.place is None:
        return {"fault": "It has no place on the paper."}
    try:
        _, width, height = bench.picture(spot.report_id, spot.place.page)
    except ReportparseError as error:
        return {"fault": str(error)}
    x0, top, x1, bottom = spot.place.box
    wide, high = width / SCALE, height / SCALE
    shown = min(high, bottom - top + 2 * _SHOWN_ABOVE)
    start = max(0.0, min(top - _SHOWN_ABOVE, high - shown))
    return {
        "fault": "",
        "address": picture_address(spot.report_id, spot.place.page),
        "page": spot.place.page,
        "width": round(wide, 2),
        "height": round(high, 2),
        "view": f"0 {start:.1f} {wide:.1f} {shown:.1f}",
        "cell": {"x": x0 - 2, "y": top - 2, "width": x1 - x0 + 4, "height": bottom - top + 4},
    }


def _upcoming(bench: Bench, spot: Spot | None) -> str:
    """The picture that is wanted next, so that it is there before it is asked for; empty where there is none."""
    if spot is None or spot.place is None or bench.papers.fault(spot.report_id):
        return ""
    return picture_address(spot.report_id, spot.place.page)


def picture_address(report_id: str, page: int) -> str:
    """Where the page's picture is."""
    return f"/picture/{report_id}/{page}.png"


def flags_to_view(flags: Sequence[str]) -> list[dict[str, str]]:
    """Each flag with its severity and what it means."""
    known = load_problems()
    kinds = [(flag, known.get(flag)) for flag in flags]
    return [
        {"code": flag, "severity": kind.severity if kind else "note", "meaning": kind.meaning if kind else ""} for flag, kind in kinds
    ]


def quote_to_view(spot: Spot) -> tuple[str, str, str] | None:
    """The sentence of a figure, cut at its quote."""
    if spot.table != "figures":
        return None
    before, quote, after = spot.name_raw.partition(spot.value_raw)
    return before, quote, after


def score_to_view(bench: Bench, queue: int) -> str:
    """What the verdicts of a finished sample say; empty for queues that say nothing about the whole."""
    spots = bench.queues[queue].spots
    if bench.queues[queue].name != SAMPLE or not spots or not spots[0].stratum:
        return ""
    from reportparse.desk.queues import severities

    known = severities()
    population = run_to_population(bench.run, spots[0].table, label_to_by(spots[0].stratum), known)
    return score_to_text(score_verdicts(bench.log().judgements, population, (), known))
