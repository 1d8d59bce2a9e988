"""assemble → interpret: what is on the paper, as its author meant it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from reportparse.model.along import Floats, Ints, Place, Problem


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
    `confidence` is (n,) float32 in 0..1, or None where there is nothing to doubt.
    """

    text: str
    section: str
    pages: Ints
    boxes: Floats
    heading: bool = False
    confidence: Floats | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What is on the paper, as its author meant it: what `assemble` gives to `interpret`.

    `cover` is the text lines of the pages before the first heading or table of contents, `running` what stands at the head or foot of
    many pages, each text once, `forms` who is named in the forms of the first pages (学校名称：…).
    """

    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]
    cover: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    running: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
