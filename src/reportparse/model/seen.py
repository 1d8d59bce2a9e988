"""read → assemble: what was seen on the pages, and nothing of what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportparse.model.along import Box, Floats, Problem

PageKind = Literal["text", "picture", "garbled", "empty"]


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


@dataclass(frozen=True, slots=True)
class Bend:
    """How the lines of paper that was photographed aslant, or did not lie flat, ran before they were straightened.

    So far to the right of and below (x, y) a point lay lower by right * (slope + slope_down * down + slope_right * right / 2), and further
    right by down * (lean + lean_right * right).
    """

    x: float
    y: float
    slope: float
    slope_down: float
    slope_right: float
    lean: float
    lean_right: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A page of the same sheet that was set beside another, from `x` on, and stood further left by `shift` on a page of its own."""

    number: int
    x: float
    shift: float


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page as it was seen. `pictures` are the boxes of embedded pictures; `engine` says who read it.

    `turn` says by how many degrees clockwise this page was turned from the one that a viewer shows, because its text
    was drawn on its side; `width` and `height` are those of the upright page. `tilt`: by how many degrees anticlockwise, around
    its middle, it was then turned to be level; `lean`: by how many degrees its upright lines leaned then, their feet to the right.
    `bend`: how its lines ran apart after that, where they did.
    `shading` are the edges of filled rectangles, None where nobody looked for them. `strips`: pages that stand beside this one, from
    left to right; its `width` is its own.
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
    tilt: float = 0.0
    lean: float = 0.0
    bend: Bend | None = None
    shading: Rules | None = None
    strips: tuple[Strip, ...] = ()


@dataclass(frozen=True, slots=True)
class Insets:
    """Pictures in a page of text that may be tables. Those that nobody `announced` have to show it themselves."""

    boxes: tuple[Box, ...]
    announced: bool


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
