"""Sheets that are wider than the paper, laid out again: each strip beside the page that it was torn from.

So a table is read as its author drew it, whatever rules it has. Every place still says on which page it is printed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reportparse.assemble.chunks import Chunk, chunks_from_line, chunks_of_page, is_number
from reportparse.assemble.clearing.furniture import furniture_found
from reportparse.assemble.cutouts import glyphs_chosen, page_without_text
from reportparse.assemble.lines import Line, PageLines, lines_from_page
from reportparse.assemble.parts import Knowledge
from reportparse.assemble.sheets.leads import leads_in_turn
from reportparse.assemble.sheets.repeated import codes_bared, repeats_found, turns_of_repeats
from reportparse.assemble.sheets.seams import Seam, rules_beside, rules_opened
from reportparse.assemble.sheets.strips import Turn, furniture_of_both, may_hold_strips, right_edge, strips_in_turn
from reportparse.model import Box, Glyphs, Page, Place, Problem, Strip

_SAME = 1.5  # points
_APART = 15.0  # points between columns without rules that stand on different pages
_OVER = 3.0  # points by which letters may stand out of their column
_ALIKE = 2.0  # points between two prints of one letter
_FEWEST_LETTERS = 3  # of a title that says by itself how far a strip has to go


def sheets_laid_out(
    pages: Sequence[PageLines], turns: Sequence[Turn], known: Knowledge, apart: Collection[int] = ()
) -> tuple[list[PageLines], list[Problem]]:
    """The pages, strips gone from among them and set beside others, and a word about each; `turns` are strips that are known already, and
    those `apart` are the numbers of pages that stay as they are."""
    out, said = _laid_out(pages, {}, turns, apart)
    repeats = repeats_found(out, known)
    if repeats:
        out, more = _laid_out(out, {one.at: one.bare for one in repeats}, turns_of_repeats(repeats), apart)
        said += more
    bared = codes_bared(out, known)
    strips = [bared[at].bare if at in bared else page for at, page in enumerate(out)]
    if may_hold_strips(strips, known):
        told = {at: one.of for at, one in bared.items()}
        out, more = _laid_out(out, dict(enumerate(strips)), strips_in_turn(strips, told, known), apart)
        said += more
    out, more = _laid_out(out, {}, leads_in_turn(out, furniture_found(out), known), apart) if said else (out, [])
    return out, said + more


def _laid_out(
    pages: Sequence[PageLines], bare: Mapping[int, PageLines], turns: Sequence[Turn], apart: Collection[int]
) -> tuple[list[PageLines], list[Problem]]:
    """`bare` are strips without the columns that they print again."""
    if not turns:
        return list(pages), []
    shown = [bare.get(at, page) for at, page in enumerate(pages)]
    furniture = furniture_found(shown)
    out = dict(enumerate(pages))
    said: list[Problem] = []
    for turn in turns:
        pairs = [pair for pair in turn.pairs if not any(pages[k].page.number in apart for k in pair)]
        if not pairs:
            continue
        torn = [_torn(shown, furniture, pair, out[pair[0]]) for pair in pairs]
        seam = turn.seam or _seam(torn)
        for (host, strip), each in zip(pairs, torn, strict=True):
            out[host] = _widened(each, seam)
            del out[strip]
            said.append(_said(pages[strip].page, pages[host].page.number))
    return list(out.values()), said


@dataclass(frozen=True, slots=True)
class _Torn:
    """A strip, its furniture gone, and the page that it belongs beside."""

    host: PageLines
    strip: PageLines


def _torn(pages: Sequence[PageLines], furniture: Sequence[frozenset[int]], pair: tuple[int, int], host: PageLines) -> _Torn:
    _, gone = furniture_of_both(*((pages[k], furniture[k]) for k in pair))
    strip = pages[pair[1]]
    return _Torn(host, _without(strip, [strip.lines[i] for i in gone]))


def _said(strip: Page, host: int) -> Problem:
    what = f"columns on a page of their own were put beside the rows of page {host} that stand at the same heights"
    return Problem("columns-apart", "note", what, place=Place(strip.number, (0.0, 0.0, strip.width, strip.height)))


def _without(page: PageLines, gone: Sequence[Line]) -> PageLines:
    return lines_from_page(page_without_text(page.page, [*map(_box, gone)])) if gone else page


def _box(one: Line | Chunk) -> Box:
    return one.x0, one.middle - one.height / 2, one.x1, one.middle + one.height / 2


def _seam(torn: Sequence[_Torn]) -> Seam:
    """How far strips of the same columns go to the right, and where the pages beside which they go end.

    Rules end and begin where the sheet was cut; without rules a title that was cut says it, or nothing does and the columns are set apart.
    """
    ruled = [(right, left) for each in torn if (right := right_edge(each.host)) and (left := _left_edge(each.strip)) is not None]
    if ruled:
        return Seam(max(right - left for right, left in ruled), max(right for right, _ in ruled))
    right = max(chunk.x1 for each in torn for chunk in _cells(each.host) or chunks_of_page(each.host))
    left = min(line.x0 for each in torn for line in _apart_from_titles(each))
    said = [shift for each in torn for shift in _shifts_said(each) if shift > right - left]
    shift = said[0] if said else right - left + _APART
    return Seam(shift, (right + left + shift) / 2)


def _left_edge(page: PageLines) -> float | None:
    level = page.page.rules.horizontal
    return float(level[:, 1].min()) if len(level) > 1 else None


def _cells(page: PageLines) -> list[Chunk]:
    """What stands on one line with others."""
    held = (chunks_from_line(page, line) for line in page.lines)
    return [chunk for chunks in held if len(chunks) > 1 for chunk in chunks]


def _apart_from_titles(torn: _Torn) -> list[Line]:
    cut = {piece.middle for _, piece, _ in _titles(torn)}
    return [line for line in torn.strip.lines if line.middle not in cut] or list(torn.strip.lines)


def _titles(torn: _Torn) -> list[tuple[Chunk, Chunk, int]]:
    """Words on both pages at one height, the last so many letters on the host being the first on the strip: a text that reaches over the
    edge is printed on either side of it, as far as the paper goes."""
    hosts = list(chunks_of_page(torn.host))
    words = [chunk for chunk in chunks_of_page(torn.strip) if not is_number(chunk.text)]
    level = [(a, b, _shared(a.text, b.text)) for b in words for a in hosts if abs(a.middle - b.middle) < _SAME]
    return [(a, b, n) for a, b, n in level if n >= _FEWEST_LETTERS]


def _shared(before: str, after: str) -> int:
    """How many letters end the one and begin the other."""
    return next((n for n in range(min(len(before), len(after)), 0, -1) if before.endswith(after[:n])), 0)


def _shifts_said(torn: _Torn) -> list[float]:
    """By the titles of most letters first."""
    titles = sorted(_titles(torn), key=lambda title: -title[2])
    return [float(torn.host.boxes[a.stop - n, 0]) - b.x0 for a, b, n in titles]


def _widened(torn: _Torn, seam: Seam) -> PageLines:
    """The host with the strip at its right; what reaches over the edge is taken once."""
    shift, edge = seam.shift, seam.edge
    host, gone = torn.host.page, [*map(_box, _rest_of_titles(torn, shift, edge)), *_hidden_beginnings(torn, seam)]
    whole = page_without_text(torn.strip.page, gone)
    strip = replace(whole, glyphs=glyphs_chosen(whole.glyphs, _letters_once(host.glyphs, whole.glyphs, shift)))
    glyphs = _glyphs_beside(host.glyphs, strip.glyphs, shift)
    rules = rules_opened(host, strip, rules_beside(host.rules, strip.rules, shift), edge)
    shading = None if host.shading is None or strip.shading is None else rules_beside(host.shading, strip.shading, shift)
    further = (replace(one, x=one.x + shift, shift=one.shift + shift) for one in strip.strips)
    strips = (*host.strips, Strip(strip.number, edge, shift), *further)
    return lines_from_page(replace(host, glyphs=glyphs, rules=rules, shading=shading, strips=strips))


def _rest_of_titles(torn: _Torn, shift: float, edge: float) -> list[Chunk]:
    """Words that begin before the strip does, or behind its rules, and are the end of what its host has at that height."""
    hosts, right = list(chunks_of_page(torn.host)), right_edge(torn.strip) or np.inf
    words = [chunk for chunk in chunks_of_page(torn.strip) if not is_number(chunk.text)]
    outside = [chunk for chunk in words if chunk.x0 + shift < edge - _OVER or chunk.x0 > right]
    return [b for b in outside if any(_is_of(a.text, b.text) and abs(a.middle - b.middle) < _SAME for a in hosts)]


def _hidden_beginnings(torn: _Torn, seam: Seam) -> list[Box]:
    """What of the strip's words stands before it, over figures of its host: texts too long for their cells reach below others."""
    figures, edge = [chunk for chunk in chunks_of_page(torn.host) if any(map(str.isdigit, chunk.text))], seam.edge - seam.shift
    crossing = [chunk for chunk in chunks_of_page(torn.strip) if chunk.x0 < edge - _OVER and chunk.x1 > edge]
    over = [b for b in crossing if any(a.x1 > b.x0 + seam.shift and abs(a.middle - b.middle) < b.height / 2 for a in figures)]
    return [(b.x0, b.middle - b.height / 2, edge - _SAME, b.middle + b.height / 2) for b in over]


def _is_of(title: str, piece: str) -> bool:
    """Is the piece the end of a title, or this and the title once more, as above columns that are printed again?"""
    return piece in title or (title in piece and len(title) >= _FEWEST_LETTERS)


def _letters_once(host: Glyphs, strip: Glyphs, shift: float) -> NDArray[np.bool_]:
    """(n,): the letters of the strip that do not stand where the host has the same ones: those of words that reach over the edge do."""
    right = host.boxes[:, 2].max() if len(host.boxes) else 0.0
    out = np.ones(len(strip.boxes), bool)
    for i in np.flatnonzero(strip.boxes[:, 0] + shift < right).tolist():
        aside, below = host.boxes[:, 0] - strip.boxes[i, 0] - shift, host.baselines - strip.baselines[i]
        at = np.flatnonzero((np.abs(aside) < _ALIKE) & (np.abs(below) < _ALIKE))
        out[i] = not any(host.text[k] == strip.text[i] for k in at.tolist())
    return out


def _glyphs_beside(host: Glyphs, strip: Glyphs, shift: float) -> Glyphs:
    boxes = np.concatenate([host.boxes, strip.boxes + np.array([shift, 0, shift, 0], np.float32)])
    known = None if host.confidence is None or strip.confidence is None else np.concatenate([host.confidence, strip.confidence])
    return Glyphs(host.text + strip.text, boxes, np.concatenate([host.baselines, strip.baselines]), known)
