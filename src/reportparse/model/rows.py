"""tidy → store: rows to keep, and the report and the run that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from reportparse.model.along import Place, Problem, Settings
from reportparse.model.match import MatchMethod
from reportparse.model.reading import Identity

if TYPE_CHECKING:
    from pandas import DataFrame

MissingKind = Literal["", "dash", "blank", "masked", "none"]
Bound = Literal["eq", "ge", "le", "approx", "range"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One printed year cell, as a row to keep. `value` is in `unit`; missing says which kind of nothing was printed."""

    table_no: int | None
    table_name: str
    row_no: int
    indicator_code: str
    indicator_name: str
    indicator_path: str
    name_raw: str
    data_year: int
    value: float | None
    value_raw: str
    missing: MissingKind
    unit: str
    unit_raw: str
    survey_method: str
    survey_size: float | None
    match_method: MatchMethod
    match_score: float
    engine: str
    flags: tuple[str, ...] = ()
    place: Place = field(default=Place(0, (0.0, 0.0, 0.0, 0.0)), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the prose with what it says: value and unit normalised, bound, measure, subject, period."""

    measure: str
    value: float
    value_max: float | None
    bound: Bound
    unit: str
    quote: str
    sentence: str
    section: str
    subject: str
    period: str
    data_year: int | None
    flags: tuple[str, ...] = ()
    place: Place = field(default=Place(0, (0.0, 0.0, 0.0, 0.0)), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one report gave: what `parse` returns. `status` is ok, partial or failed. Its repr has no rows."""

    source: str
    report_id: str
    sha256: str
    size: int
    pages: int
    kind: str
    producer: str
    identity: Identity
    tables: int
    observations: tuple[Observation, ...] = field(repr=False)
    figures: tuple[Figure, ...] = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    status: str = "ok"
    error: str = ""
    seconds: float = field(default=0.0, compare=False)

    def to_frames(self) -> dict[str, DataFrame]:
        """The four tables of the output contract as pandas frames, by name. Pandas is imported here and nowhere else."""
        from reportparse.store.frames import frames_from_report

        return frames_from_report(self)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """How a run came about: what run.json says beside the counts. `catalogue` is the digest, `started` ISO 8601 in UTC."""

    settings: Settings
    catalogue: str = ""
    started: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A run read back: `about` is its run.json, `tables` the Arrow tables of the contract by name, as many as were asked for."""

    directory: str
    about: Mapping[str, Any]
    tables: Mapping[str, Any]
