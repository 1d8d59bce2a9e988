"""interpret → match: what each printed figure claims, and who reports."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportparse.model.along import Place


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed year cell."""

    year: int
    text: str
    flags: tuple[str, ...] = field(default=(), compare=False)
    place: Place = field(default=Place(0, (0.0, 0.0, 0.0, 0.0)), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """One row of an appendix table: what each printed figure claims.

    `name_raw` is the label as printed, line breaks gone; `within` says that it begins with 其中; `indent` in points.
    """

    row_no: int
    name_raw: str
    unit_raw: str
    within: bool
    indent: float
    values: tuple[Printed, ...]
    survey_method: str = ""
    survey_size: str = ""
    flags: tuple[str, ...] = field(default=(), compare=False)
    place: Place = field(default=Place(0, (0.0, 0.0, 0.0, 0.0)), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TableReading:
    """The readings of one logical table, in printed order."""

    number: int | None
    name: str
    unit: str
    engine: str
    readings: tuple[Reading, ...]
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, and on which year."""

    title: str = ""
    institution: str = ""
    level: str = ""
    scope: str = ""
    edition_label: str = ""
    report_year: int | None = None
    published: str = ""
