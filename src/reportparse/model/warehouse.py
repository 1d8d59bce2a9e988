"""What a load did, and what is known of institutions' names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstitutionEntry:
    """One institution as a person decided it (institutions.yaml).

    `same` and `former` are other printed names of it, `branches` are names of parts that report for themselves, `apart` names that
    look alike and are somebody else.
    """

    name: str
    same: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name as reports print it, and on which years."""

    name: str
    level: str
    scope: str
    years: tuple[int, ...]
    reports: int


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names that may mean one institution: `reason` says why, `score` (0..1) how alike they are."""

    first: str
    second: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """The knobs of a load: a catalogue of one's own, whether an older run may replace a newer one, seconds to wait for another load."""

    catalogue: str = ""
    force: bool = False
    wait: float = 60.0


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """What one run gave the warehouse: reports by what became of them (new, replaced, same, kept), rows written by table."""

    load_id: int
    run: str
    warehouse: str
    reports: Mapping[str, int]
    rows: Mapping[str, int]
    seconds: float
