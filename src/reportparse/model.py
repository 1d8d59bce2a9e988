"""The nouns that cross a door between two rooms.

Every value here is frozen, slotted, picklable and computes nothing: a room receives values, returns new ones, and
no later room can change what an earlier one saw.  What a value says takes part in equality; where it stood on the
paper (`place`) does not, so two readings that mean the same are equal whoever made them.

Units: lengths are PDF points (1/72 inch), the origin is the top left corner of the page as it is shown (turned and
cropped as a reader sees it), pages count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pandas import DataFrame

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

Severity = Literal["error", "warning", "note"]
PageKind = Literal["text", "picture", "garbled", "empty"]
MatchMethod = Literal["exact", "alias", "aligned", "fuzzy", "reviewed", ""]
MissingKind = Literal["", "dash", "blank", "masked", "none"]
Bound = Literal["eq", "ge", "le", "approx", "range"]

T = TypeVar("T")


# ---------------------------------------------------------------------------------------------- what walks along


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the paper: page from 1, box in points."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or doubtful, said as a row. `code` is listed in docs/problems.md."""

    code: str
    severity: Severity
    message: str
    indicator_code: str = ""
    data_year: int | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a pure stage returns: its items, and what it has to say about them."""

    items: tuple[T, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The knobs of one parse. `catalogue` is a folder of the user's own YAML, empty for the packaged one.

    The password is kept out of repr, equality and every file: two parses that differ in it alone gave the same rows.
    """

    password: str | None = field(default=None, compare=False, repr=False)
    catalogue: str = ""
    second_opinion: bool = False
    page_limit: int | None = None


# ---------------------------------------------------------------------------------------------- read → assemble


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The glyphs of one page as columns, in the order of the text layer; no blanks that were not printed.

    `text` has exactly n characters. `boxes` is (n, 4) float32: x0, top, x1, bottom, the vertical extent being that
    of the font (the same for 一 and 国), not of the ink. `baselines` is (n,) float32: the heights at
    which glyphs of one line stand alike, whatever their fonts. `confidence` is (n,) float32 in
    0..1, or None where a text layer was read and there is nothing to doubt.
    """

    text: str
    boxes: Floats
    baselines: Floats
    confidence: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Ruling lines and rectangles thin enough to be one, each as its centre line.

    `horizontal` is (n, 3) float32: y, x0, x1. `vertical` is (n, 3) float32: x, top, bottom.
    """

    horizontal: Floats
    vertical: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page as it was seen. `pictures` are the boxes of embedded pictures; `engine` says who read it.

    `turn` says by how many degrees clockwise this page was turned from the one that a viewer shows, because its text
    was drawn on its side; `width` and `height` are those of the upright page.
    """

    number: int
    width: float
    height: float
    kind: PageKind
    glyphs: Glyphs
    rules: Rules
    pictures: tuple[Box, ...] = ()
    engine: str = "pdfium"
    turn: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file as it was seen: what `read` gives to `assemble`."""

    source: str
    report_id: str
    sha256: str
    size: int
    n_pages: int
    pages: tuple[Page, ...]
    title: str = ""
    producer: str = ""
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------------------------------------- assemble → interpret


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid, merged ones whole. `indent`: its first glyph's distance from the column's left-most text, in points."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    indent: float = field(default=0.0, compare=False)
    confidence: float = field(default=1.0, compare=False)
    flags: tuple[str, ...] = field(default=(), compare=False)
    place: Place = field(default=Place(0, (0.0, 0.0, 0.0, 0.0)), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands on one page: `n_rows` by `n_columns` slots, each covered by exactly one cell."""

    n_rows: int
    n_columns: int
    cells: tuple[Cell, ...]
    engine: str
    method: Literal["ruled", "aligned"]
    place: Place = field(compare=False, repr=False)


ColumnKind = Literal["ordinal", "code", "institution", "group", "name", "unit", "year", "method", "size", "note", "value"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a header cell means: `year` for a year column, `unit` where the header prints one."""

    kind: ColumnKind
    text: str
    year: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One logical table, stitched over pages, its headers gone.

    `rows` are the body rows; each has one cell a column, a merged cell standing in every slot that it covers
    (the same object). `number` is the printed table number, `name` the caption without it, `unit` a unit that the
    caption states for the whole table.
    """

    number: int | None
    name: str
    caption: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    engine: str
    place: Place = field(compare=False, repr=False)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """One paragraph of prose, whole across lines and pages.

    `text` has n characters, no line breaks; `pages` is (n,) int32 and `boxes` (n, 4) float32, so that any quote can
    be found on the paper. `section` is the heading that it stands under, `heading` says that it is one itself.
    """

    text: str
    section: str
    pages: Ints
    boxes: Floats
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What is on the paper, as its author meant it: what `assemble` gives to `interpret`.

    `cover` is the text lines of the pages before the first heading or table of contents.
    """

    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]
    cover: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------------------------------------- interpret → match


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


# ---------------------------------------------------------------------------------------------- catalogue


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
    """A change from one year to the next that raises a question: by more than `factor` either way, the larger value being at least `floor`."""

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


# ---------------------------------------------------------------------------------------------- match → tidy


@dataclass(frozen=True, slots=True)
class Match:
    """Which indicator a reading is, how that was decided, and how well (0..1). No indicator: kept, unmatched."""

    reading: Reading
    indicator: Indicator | None
    method: MatchMethod = ""
    score: float = 0.0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """A table's readings, each with its match. `table_no` is the catalogue's number, or the printed one where none fits."""

    table: TableReading
    edition: str
    table_no: int | None
    table_name: str
    matches: tuple[Match, ...]


# ---------------------------------------------------------------------------------------------- tidy → store


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
    """Everything that one report gave: what `parse` returns. `status` is ok, partial or failed."""

    source: str
    report_id: str
    sha256: str
    size: int
    pages: int
    kind: str
    producer: str
    identity: Identity
    tables: int
    observations: tuple[Observation, ...]
    figures: tuple[Figure, ...]
    problems: tuple[Problem, ...]
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
