"""What may exist: the knowledge of the YAML, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Alias:
    """Another printed form of an indicator. `evidence` is `seen` or `unverified`; `comparable` False marks a break in meaning."""

    name: str
    unit: str = ""
    evidence: str = "unverified"
    comparable: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One canonical row. `code` is empty for a row that an older edition printed and that has no code yet.

    `path` is the Chinese names from the root to this row joined by ` / `; `kind` is stock, flow_calendar,
    flow_academic, rate or ratio; `plausible` is the closed range of values that raise no question, in `unit`.
    `comparable` False: the code is that of the successor, but the meaning or the unit changed, so that a series breaks here.
    """

    code: str
    table_no: int
    position: int
    depth: int
    name: str
    unit: str
    label_en: str
    path: str
    kind: str
    plausible: tuple[float | None, float | None] = (None, None)
    aliases: tuple[Alias, ...] = ()
    note: str = ""
    evidence: str = "seen"
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class CatalogueTable:
    """One appendix table of one edition, rows in printed order. `names` are its captions, the canonical one first."""

    number: int
    names: tuple[str, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The tables that one run of years prints."""

    name: str
    first_year: int
    last_year: int | None
    tables: tuple[CatalogueTable, ...]
    evidence: str = "seen"


RelationOp = Literal["==", "<=", "ratio", "needs", "prose"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that holds between values of one year: `left` (a sum of codes) `op` `right` (a sum of codes).

    `op` is `==`, `<=`, `ratio` (left[0] close to right[0] / right[1]), `needs` (a value on the left needs a survey size
    on the right) or `prose` (the value of left[0] also stands in the running text, under the measure right[0]).
    `measured` says whether values or survey sizes are compared. `tolerance` is absolute for `==` and `<=`, relative for
    `ratio` and `prose`. `problem` is the code of the problem row that a breach makes.
    """

    name: str
    op: RelationOp
    left: tuple[str, ...]
    right: tuple[str, ...]
    tolerance: float = 0.0
    reason: str = ""
    measured: Literal["value", "survey_size"] = "value"
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """A change from one year to the next that raises a question: by more than `factor` either way, the larger value at least `floor`."""

    factor: float = 5.0
    floor: float = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """What may exist: the knowledge in YAML, validated on load. `digest` names its contents (first 16 hex of SHA-256).

    `vetoes` are groups of words that exclude each other: two folded names cannot be the same indicator when one holds a word of a
    group, the other holds another word of it, and they share none. Synonyms stand in one word, joined by `|` (率|比例). A group whose
    last word is empty also parts a name that holds one of its words from a name that holds none.
    `units` gives, for a printed form (as written and folded), the base unit and the factor to it (万元 → 元, 10000); `unit_names` the
    canonical spelling without conversion (㎡ → 平方米, 万元 → 万元). Two units convert into one another when their base is the same.
    `phrases` are lists of words under dotted keys, e.g. `column.year`, `level.higher`, `missing.dash`.
    """

    editions: tuple[Edition, ...]
    relations: tuple[Relation, ...]
    vetoes: tuple[tuple[str, ...], ...]
    units: Mapping[str, tuple[str, float]]
    phrases: Mapping[str, tuple[str, ...]]
    lexicon: Mapping[str, object]
    digest: str
    unit_names: Mapping[str, str] = field(default_factory=dict)
    jump: Jump = Jump()
