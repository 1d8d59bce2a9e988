"""Which row of the new run is which row of the old one.

Order does not matter: rows are told apart by what they are about.  Several stages ask less and less of a pair: the same thing in the same
place, the same thing anywhere (the nth with the nth), and last the same printed cell that is taken for another thing now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from reportparse.review.columns import Array, Both


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Row numbers: `old[i]` and `new[i]` are the same row; `removed` and `added` have no other."""

    old: Array
    new: Array
    removed: Array
    added: Array


def rows_paired(stages: Iterable[Both], standing: Both) -> Pairs:
    """Pair the rows by the groups of each stage in turn; rows of one group pair off in the order of `standing`, that of the paper."""
    left_old, left_new = np.argsort(standing[0], kind="stable"), np.argsort(standing[1], kind="stable")
    pairs: list[Both] = []
    for groups_old, groups_new in stages:
        at_old, at_new = _nth_with_nth(groups_old[left_old], groups_new[left_new])
        pairs.append((left_old[at_old], left_new[at_new]))
        left_old, left_new = np.delete(left_old, at_old), np.delete(left_new, at_new)
    old = np.concatenate([pair[0] for pair in pairs])
    new = np.concatenate([pair[1] for pair in pairs])
    return Pairs(old, new, np.sort(left_old), np.sort(left_new))


def _nth_with_nth(old: Array, new: Array) -> Both:
    """Where equal groups stand, the first with the first, the second with the second; a negative group pairs with nothing."""
    ranks_old, ranks_new = ranks_in_groups(old), ranks_in_groups(new)
    depth = max(ranks_old.max(initial=0), ranks_new.max(initial=0)) + 1
    _, dense = np.unique(np.concatenate([old, new]), return_inverse=True)
    keys_old, keys_new = dense[: len(old)] * depth + ranks_old, dense[len(old) :] * depth + ranks_new
    _, at_old, at_new = np.intersect1d(keys_old, keys_new, assume_unique=True, return_indices=True)
    real = old[at_old] >= 0
    return at_old[real], at_new[real]


def ranks_in_groups(groups: Array) -> Array:
    """How many of the same group stand before."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, np.int64)
    ranks = np.empty(len(groups), np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))
    return ranks
