"""What people found on the paper: a correction, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from reportparse.model.rows import MissingKind

NO_INDICATOR = "none"
"""What `becomes` says of a row that is no indicator at all."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person found on the paper: the row of `report` that was read as `indicator`, `year` and `printed`, and what is right there.

    `report` is a report_id; `printed` is the guard: a row that reads otherwise by now is left alone, loudly. `name` and `page` tell apart
    rows that share the rest, `institution` and `report_year` find the report again under other bytes. Right is `value`, or the kind
    of nothing in `missing`, or the indicator that the row `becomes` (NO_INDICATOR: it is none of them), or its `unit`, or several of these.
    """

    report: str
    indicator: str
    year: int
    printed: str
    why: str
    who: str
    when: str
    name: str = ""
    page: int | None = None
    institution: str = ""
    report_year: int | None = None
    value: float | None = None
    missing: MissingKind = ""
    becomes: str = ""
    unit: str = ""
