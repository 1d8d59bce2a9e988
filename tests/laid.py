"""Pages laid out by hand, as `read` would have seen them: what stands where is what the test wrote, and nothing was extracted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from reportparse.assemble import assemble_paper, find_grids
from reportparse.catalogue import load_catalogue
from reportparse.model import Catalogue, Document, Glyphs, Grid, Page, Paper, Rules, Table

WIDTH, HEIGHT, SIZE, PITCH = 595.0, 842.0, 10.0, 13.0
ASCENT, DESCENT = 0.88, 0.26  # of the type size: a Chinese font's box

Text = tuple[str, float, float, float]
"""Text, x, baseline from the top, type size."""
Rule = tuple[float, float, float]


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def width_of(text: str, size: float = SIZE) -> float:
    return sum(size * (0.5 if ord(c) < 0x250 else 1.0) for c in text)


def at(text: str, x: float, baseline: float, size: float = SIZE) -> Text:
    return text, x, baseline, size


def centred(text: str, x: float, baseline: float, size: float = SIZE) -> Text:
    return text, x - width_of(text, size) / 2, baseline, size


def page_laid(texts: Iterable[Text], level: Sequence[Rule] = (), upright: Sequence[Rule] = (), number: int = 1) -> Page:
    """A page with these texts and rules (level: y, x0, x1; upright: x, top, bottom)."""
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    baselines: list[float] = []
    for text, x, baseline, size in texts:
        for letter in text:
            wide = width_of(letter, size)
            if not letter.isspace():
                letters.append(letter)
                boxes.append((x, baseline - ASCENT * size, x + wide, baseline + DESCENT * size))
                baselines.append(baseline)
            x += wide
    glyphs = Glyphs("".join(letters), np.array(boxes, np.float32).reshape(-1, 4), np.array(baselines, np.float32))
    rules = Rules(*(np.array(rows, np.float32).reshape(-1, 3) for rows in (level, upright)))
    return Page(number, WIDTH, HEIGHT, "text" if letters else "empty", glyphs, rules)


def page_shaded(page: Page, *boxes: tuple[float, float, float, float]) -> Page:
    level = [(y, x0, x1) for x0, top, x1, bottom in boxes for y in (top, bottom)]
    upright = [(x, top, bottom) for x0, top, x1, bottom in boxes for x in (x0, x1)]
    return replace(page, shading=Rules(np.array(level, np.float32).reshape(-1, 3), np.array(upright, np.float32).reshape(-1, 3)))


def document_laid(*pages: Page) -> Document:
    return Document("laid.pdf", "0" * 16, "0" * 64, 1, len(pages), pages)


def paper_of(*pages: Page) -> Paper:
    return assemble_paper(document_laid(*pages), catalogue())


def grids_of(*pages: Page) -> tuple[Grid, ...]:
    return find_grids(document_laid(*pages), catalogue())


def lattice(xs: Sequence[float], ys: Sequence[float], *, open_sides: bool = False) -> tuple[list[Rule], list[Rule]]:
    """Level and upright rules of a full grid."""
    sides = xs[1:-1] if open_sides else xs
    return [(y, xs[0], xs[-1]) for y in ys], [(x, ys[0], ys[-1]) for x in sides]


def cells_laid(rows: Sequence[Sequence[str]], xs: Sequence[float], ys: Sequence[float]) -> list[Text]:
    """Each cell's lines from 2 points right of its left edge, the first baseline 11 points below its upper edge."""
    return [
        at(line, x + 2, y + 11 + PITCH * number)
        for row, y in zip(rows, ys, strict=False)
        for cell, x in zip(row, xs, strict=False)
        for number, line in enumerate(cell.split("\n"))
        if line
    ]


def rows_of(table: Table) -> list[tuple[str, ...]]:
    """The text of each slot, lines joined."""
    return [tuple(cell.text.replace("\n", "") for cell in row) for row in table.rows]


def kinds_of(table: Table) -> list[str]:
    return [column.kind for column in table.columns]


def ending(text: str, x: float, baseline: float) -> Text:
    return at(text, x - width_of(text), baseline)


def numbers_laid(
    rows: list[list[str]], baseline: float = 90.0, pitch: float = 14.0, rights: tuple[float, ...] = (265.0, 335.0)
) -> list[Text]:
    """A name at the left and numbers that end at `rights`; an empty one is not printed."""
    out: list[Text] = []
    for k, (name, *values) in enumerate(rows):
        y = baseline + pitch * k
        out += [at(name, 52, y), *(ending(v, x, y) for v, x in zip(values, rights, strict=False) if v)]
    return out


def slots_of(grid: Grid) -> list[list[str]]:
    """Texts by row; `>` where a cell reaches from the left, `^` from above."""
    out = [["?"] * grid.n_columns for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                out[r][c] = "^" if r > cell.row else ">" if c > cell.column else cell.text.replace("\n", " ")
    return out
