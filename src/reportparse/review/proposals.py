"""Other printed names that people accepted: what the catalogue should know from now on.

A name is proposed when somebody said that a row which was found by likeness, or by a name that nobody had seen yet, is right; or when
somebody said which indicator a row is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportparse.model import NO_INDICATOR
from reportparse.review.verdicts import Judgement

_BY_LIKENESS = ("fuzzy", "aligned", "alias")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One name of one indicator; `name` as printed, `reports` in which people saw it, `who` said so, `when` last."""

    code: str
    name: str
    unit: str
    reports: int
    who: tuple[str, ...]
    when: str


def judgements_to_proposals(standing: Iterable[Judgement]) -> Iterator[Proposal]:
    """One for each name and indicator, in the order of the codes. Names on which people do not agree are not proposed."""
    found: defaultdict[tuple[str, str, str], list[Judgement]] = defaultdict(list)
    for one in standing:
        code = _accepted_code(one)
        if code:
            found[code, one.spot.name_raw, one.spot.unit].append(one)
    codes: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for (code, name, unit), accepted in found.items():
        codes[accepted[0].spot.table_name, name, unit].add(code)
    for (code, name, unit), accepted in sorted(found.items()):
        if len(codes[accepted[0].spot.table_name, name, unit]) == 1:
            who = tuple(sorted({one.who for one in accepted if one.who}))
            reports = len({one.spot.report_id for one in accepted})
            yield Proposal(code, name, unit, reports, who, max(one.when for one in accepted)[:10])


def _accepted_code(judgement: Judgement) -> str:
    """The indicator that the printed name was said to be; empty where nobody said anything new."""
    spot = judgement.spot
    if spot.table != "observations":
        return ""
    if judgement.verdict == "wrong":
        return "" if judgement.right_indicator == NO_INDICATOR else judgement.right_indicator
    return spot.indicator_code if judgement.verdict == "right" and spot.match_method in _BY_LIKENESS else ""
