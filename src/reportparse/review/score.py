"""How right the data are, said with the margin that the number of verdicts allows.

A sample takes more where doubt is, so each verdict weighs as many rows as it stands for.  The share of right values is weighted so; its
interval is Clopper and Pearson's, exact within one part of the sample, and for several parts together taken at an effective size: that
of an evenly drawn sample which is at most as good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportparse.model import Run
from reportparse.review.interval import clopper_pearson
from reportparse.review.spots import Spot, table_to_hashes
from reportparse.review.strata import Severities, label_to_by, table_to_strata, worst_flag
from reportparse.review.verdicts import SAMPLE, Judgement, spots_disputed, standing_judgements

_FIELDS: Mapping[str, Callable[[Spot], object]] = {
    "table": lambda spot: spot.table_name,
    "indicator": lambda spot: spot.indicator_code,
    "measure": lambda spot: spot.indicator_code,
    "engine": lambda spot: spot.engine,
    "match_method": lambda spot: spot.match_method,
    "missing": lambda spot: spot.missing,
    "unit": lambda spot: spot.unit,
    "year": lambda spot: spot.data_year,
    "institution": lambda spot: spot.institution,
    "flagged": lambda spot: "yes" if spot.flags else "no",
}
SCORED_BY = (*_FIELDS, "flag")
"""By what verdicts can be summed up, whatever the sample was drawn by."""


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a score: of `what`, `right` of `judged` verdicts were right; weighted `share`, between `low` and `high`.

    `effective` is the size of an evenly drawn sample that is worth as much at most; `unsure` were looked at and could not be told.
    """

    what: str
    judged: int
    right: int
    unsure: int
    rows: int
    share: float
    low: float
    high: float
    effective: float


@dataclass(frozen=True, slots=True)
class Score:
    """Accuracy by part. `notes` say what must be known before the numbers are quoted."""

    level: float
    shares: tuple[Share, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """What the run that is scored holds in one table: the ids of its spots, and how many rows each part has when parted by `by`."""

    table: str
    by: tuple[str, ...]
    spots: frozenset[str]
    strata: Mapping[str, int]


def run_to_population(run: Run, table: str, by: tuple[str, ...], severities: Severities) -> Population:
    """The rows of a run that a sample drawn by `by` speaks for."""
    strata = table_to_strata(run.tables[table], table, by, severities)
    spots = frozenset(f"{number:016x}" for number in table_to_hashes(run.tables[table], table).tolist())
    return Population(table, by, spots, dict(zip(strata.labels, strata.sizes.tolist(), strict=True)))


def score_verdicts(
    log: Sequence[Judgement], population: Population, by: Sequence[str], severities: Severities, level: float = 0.95
) -> Score:
    """Sum up the standing verdicts on a fair sample of what the run holds: all, unflagged, flagged, and by what is asked for."""
    standing = standing_judgements(log)
    drawn = [one for one in standing.values() if _is_drawn(one, population)]
    weights = _weights(drawn, population)
    domains = _domains(drawn, by, severities)
    shares = [_judgements_to_share(what, [one for one in drawn if fits(one.spot)], weights, level) for what, fits in domains]
    notes = _notes(standing, drawn, population, spots_disputed(log))
    return Score(level, tuple(share for share in shares if share.judged or share.unsure), tuple(notes))


def _is_drawn(one: Judgement, population: Population) -> bool:
    """Drawn by chance, by these parts, and about something that the run claims."""
    spot = one.spot
    by_chance = one.queue == SAMPLE and bool(spot.stratum) and spot.table == population.table
    return by_chance and label_to_by(spot.stratum) == population.by and spot.spot in population.spots


def _weights(drawn: Iterable[Judgement], population: Population) -> dict[str, float]:
    """How many rows one verdict stands for, by part: those that could not be told say nothing, the others speak for them."""
    told = Counter(one.spot.stratum for one in drawn if one.verdict != "unsure")
    sizes = {one.spot.stratum: one.spot.stratum_rows for one in drawn}
    return {label: population.strata.get(label, sizes[label]) / count for label, count in told.items()}


def _domains(drawn: Iterable[Judgement], by: Sequence[str], severities: Severities) -> list[tuple[str, Callable[[Spot], bool]]]:
    domains: list[tuple[str, Callable[[Spot], bool]]] = [
        ("all values", lambda _: True),
        ("all unflagged values", lambda spot: not spot.flags),
        ("all flagged values", lambda spot: bool(spot.flags)),
    ]
    parts = sorted({spot_to_part(one.spot, by, severities) for one in drawn}) if by else sorted({one.spot.stratum for one in drawn})
    for part in parts:
        domains.append((part, lambda spot, part=part: part == (spot_to_part(spot, by, severities) if by else spot.stratum)))  # type: ignore[misc]
    return domains


def spot_to_part(spot: Spot, by: Sequence[str], severities: Severities) -> str:
    """The part that a spot belongs to when verdicts are summed up by `by`."""
    named = ((name, worst_flag(spot.flags, severities) if name == "flag" else _FIELDS[name](spot)) for name in by)
    return "; ".join(f"{name}={'(none)' if value in (None, '') else value}" for name, value in named)


def _judgements_to_share(what: str, judged: Sequence[Judgement], weights: Mapping[str, float], level: float) -> Share:
    told = [one for one in judged if one.verdict != "unsure"]
    right = sum(one.verdict == "right" for one in told)
    mass = sum(weights[one.spot.stratum] for one in told)
    share = sum(weights[one.spot.stratum] for one in told if one.verdict == "right") / mass if mass else 0.0
    effective = _effective_size(told, weights)
    low, high = clopper_pearson(share * effective, effective, level)
    return Share(what, len(told), right, len(judged) - len(told), round(mass), share, low, high, effective)


def _effective_size(told: Sequence[Judgement], weights: Mapping[str, float]) -> float:
    """As many as there would be if each weighed as much as the heaviest; all of them within one part.

    For each part h with the share W of the rows and n verdicts, n / W is at least this size m. So the variance of the weighted share,
    the sum of W² p (1 - p) / n, is at most the sum of W p (1 - p) / m, and that at most the variance of m verdicts drawn evenly.
    """
    if not told:
        return 0.0
    carried = [weights[one.spot.stratum] for one in told]
    return sum(carried) / max(carried)


def _notes(standing: Mapping[str, Judgement], drawn: Sequence[Judgement], population: Population, disputed: Sequence[str]) -> list[str]:
    notes = []
    gone = sum(one.spot.table == population.table and spot not in population.spots for spot, one in standing.items())
    other = len(standing) - gone - len(drawn)
    unseen = _rows_unseen(drawn, population)
    if gone:
        notes.append(f"{gone} verdicts are about values that this run does not claim (any more); they were left out")
    if other:
        notes.append(f"{other} verdicts were picked (by flag, by diff) or drawn in another way; they say nothing about the whole here")
    if unseen:
        notes.append(f"{unseen:,} rows are in parts of which nobody has judged any; nothing above speaks for them")
    if disputed:
        notes.append(f"{len(disputed)} values were judged differently by two people; the last word stands")
    return notes


def _rows_unseen(drawn: Sequence[Judgement], population: Population) -> int:
    seen = {one.spot.stratum for one in drawn if one.verdict != "unsure"}
    return sum(rows for label, rows in population.strata.items() if label not in seen) if drawn else 0


def designs_of(log: Sequence[Judgement]) -> list[tuple[tuple[str, ...], str]]:
    """By what the samples in this log were drawn, and from which table; the most frequent first."""
    drawn = (one.spot for one in standing_judgements(log).values() if one.queue == SAMPLE and one.spot.stratum)
    counts = Counter((label_to_by(spot.stratum), spot.table) for spot in drawn)
    return [design for design, _ in counts.most_common()]
