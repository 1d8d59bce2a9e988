"""A fair sample: drawn by chance within parts, more of it where doubt is, the same again for the same seed.

Each row gets a random number that follows from the seed and from what the row claims; a part's sample are its rows with the lowest
numbers.  So the order of rows means nothing, a larger sample contains the smaller one, and a sample looked at halfway through is a
fair sample too, because it comes in an order of chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reportparse.model import Run
from reportparse.review.spots import Hashes, Spot, hashes_mixed, rows_to_spots, table_to_hashes, text_to_hash
from reportparse.review.strata import Severities, strata_to_shares, table_to_strata

BY = ("flagged", "match_method", "engine")


@dataclass(frozen=True, slots=True)
class Design:
    """How a sample is drawn."""

    n: int = 100
    by: tuple[str, ...] = BY
    seed: int = 1
    table: str = "observations"


@dataclass(frozen=True, slots=True)
class Sample:
    """The spots in the order in which to look at them; `strata` gives each part's label, its rows, and how many were drawn."""

    design: Design
    spots: tuple[Spot, ...]
    strata: tuple[tuple[str, int, int], ...]


def draw_sample(run: Run, design: Design, severities: Severities) -> Sample:
    """Draw from one table of a run; all of it where it has no more than `n` rows."""
    rows = run.tables[design.table]
    strata = table_to_strata(rows, design.table, design.by, severities)
    shares = strata_to_shares(strata, max(design.n, len(strata.labels)))
    hashes = table_to_hashes(rows, design.table)
    luck = hashes_mixed(hashes, np.full(len(hashes), text_to_hash(str(design.seed)), np.uint64))
    at = _lowest(luck, strata.numbers, shares)
    drawn = tuple(zip(strata.labels, strata.sizes.tolist(), shares.tolist(), strict=True))
    spots = rows_to_spots(rows, design.table, at, hashes)
    placed = zip(spots, strata.numbers[at].tolist(), strict=True)
    return Sample(design, tuple(_with_stratum(spot, *drawn[number]) for spot, number in placed), drawn)


def _lowest(luck: Hashes, numbers: NDArray[np.int64], shares: NDArray[np.int64]) -> list[int]:
    """The rows with the lowest numbers of each part, in an order of chance."""
    order = np.lexsort((luck, numbers))
    starts = np.searchsorted(numbers[order], np.arange(len(shares)))
    chosen = [order[start : start + share] for start, share in zip(starts, shares, strict=True)]
    found = np.concatenate(chosen) if chosen else np.zeros(0, np.int64)
    # In the order of the same numbers the large parts would come first: their lowest numbers are lower.
    order = np.argsort(hashes_mixed(luck[found], luck[found]), kind="stable")
    return [int(row) for row in found[order]]


def _with_stratum(spot: Spot, label: str, rows: int, drawn: int) -> Spot:
    return replace(spot, stratum=label, stratum_rows=rows, stratum_drawn=drawn)
