"""A score as text and as JSON. Pure: a score in, text out."""

from __future__ import annotations

import json
from dataclasses import asdict

from reportparse.review.diff_text import text_shown
from reportparse.review.score import Score, Share


def score_to_text(score: Score) -> str:
    """One sentence a part, and what must be known before it is quoted."""
    lines = [share_to_line(share) for share in score.shares]
    if not lines:
        lines = ["nobody has judged any value of a sample yet: `reportparse review` shows them one by one"]
    else:
        lines.append(f"in brackets the {score.level * 100:g} % interval (Clopper-Pearson), weighted back to all rows of the run")
    return "\n".join([*lines, *(f"note: {note}" for note in score.notes)])


def share_to_line(share: Share) -> str:
    """`of all unflagged values 99.8 % are right (99.2 to 100, n = 500)`"""
    what = share.what if share.what.startswith("all ") else f"values with {text_shown(share.what)}"
    if not share.judged:
        return f"of {what} nothing is known: {share.unsure} looked at, none could be told"
    worth = f", worth {share.effective:.0f} drawn evenly" if share.effective < share.judged - 0.5 else ""
    unsure = f"; {share.unsure} more could not be told" if share.unsure else ""
    range_told = f"({percent(share.low)} to {percent(share.high)}, n = {share.judged}{worth})"
    return f"of {what} {percent(share.share)} % are right {range_told}, {share.judged - share.right} wrong{unsure}"


def percent(share: float) -> str:
    """One decimal, two close to the ends; what is not everything is never rounded up to 100."""
    if share in (0.0, 1.0):
        return f"{share * 100:g}"
    digits = 1 if 0.01 < share < 0.999 else 2
    text = f"{share * 100:.{digits}f}"
    return text if float(text) < 100 else "99.99"


def score_to_json(score: Score) -> str:
    """Everything, for machines."""
    return json.dumps(asdict(score), ensure_ascii=False, indent=1)
