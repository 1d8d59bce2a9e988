"""One pass over the pages: tables out, prose out, and a word about every caption whose table was not found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from reportparse.assemble.captions import Caption, is_contents_line
from reportparse.assemble.chunks import is_number
from reportparse.assemble.clearing.explanations import without_explanations
from reportparse.assemble.clearing.furniture import furniture_found
from reportparse.assemble.clearing.leaders import without_leaders
from reportparse.assemble.clearing.sidefolios import without_side_folios
from reportparse.assemble.clearing.stacks import without_stacks
from reportparse.assemble.continued import OpenTable
from reportparse.assemble.cutouts import page_without
from reportparse.assemble.doubted import cut_figures_doubted, empty_cells_doubted
from reportparse.assemble.foreign import founds_from_grid, parts_joined
from reportparse.assemble.header import column_from_text, header_words
from reportparse.assemble.leftover import rows_left_out
from reportparse.assemble.lines import Line, PageLines, lines_from_page, place_on_paper
from reportparse.assemble.partedheads import heads_joined
from reportparse.assemble.parts import Found, Knowledge, PageParts, parts_from_page
from reportparse.assemble.prose import paragraphs_from_lines
from reportparse.assemble.sheets.coordinates import sheets_by_coordinates
from reportparse.assemble.sheets.wide import sheets_laid_out
from reportparse.assemble.sides import sides_of_page
from reportparse.assemble.stitch import tables_from_parts
from reportparse.model import Box, Catalogue, Document, Grid, Page, Paper, Place, Problem, Table
from reportparse.text import blanks_dropped, text_folded

_COVER_LINES = 40
_FORM_PAGES = 8  # a school's form (学校名称, 学校代码, 地址) stands before its prose or at the beginning of it
_NAME_LABEL = re.compile(r"(?:学校|院校|单位|企业|公司|机构)(?:名称|全称)[:：]?$")
_WORD = re.compile("[\u4e00-\u9fff]{2}")
_FEWEST_KNOWN = 3  # rows of known indicators: other tables have one or two, 毕业生人数 by campus
# What stands before or after a name and is none of it: ordinals, asterisks, dots.
_DECORATION = re.compile(
    r"^[*※]+|^[-—–·•●○■□◆▪>]{1,2}|^(?:[一二三四五六七八九十]{1,3}[、.]|\((?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\)|[0-9]{1,2}[、.]?)|[*※…·#]+$"
)
NOTHING_FOREIGN: Mapping[int, Sequence[Found]] = MappingProxyType({})


def assemble_paper(document: Document, catalogue: Catalogue) -> Paper:
    """The tables and paragraphs of a document."""
    return assemble_grids(document, (), catalogue)


def assemble_grids(document: Document, grids: Sequence[Grid], catalogue: Catalogue) -> Paper:
    """The same, where another reader answers for what stands in the boxes of `grids`; their cells say so in their flags."""
    known = _knowledge(catalogue)
    pages, joined = _pages_apart(document, known, _founds_by_page(grids, known))
    left = [caption for page in pages for caption in page.captions_left if not _in_contents(page)]
    tables = tables_from_parts([part for page in pages for part in page.parts], left, known)
    tables = cut_figures_doubted(tables, document.pages, [page.lines.page for page in pages])
    left_out = (*_headers_unclear(tables, known), *rows_left_out(pages, known.units))
    tables = empty_cells_doubted(tables, {one.place.page for one in left_out if one.place is not None and one.severity == "error"})
    paragraphs = paragraphs_from_lines([(page.lines, page.rest) for page in pages])
    unsure = (*_captions_without_table(pages, left, tables), *left_out, *joined)
    running = tuple(dict.fromkeys(text for page in pages for text in page.running if _WORD.search(text)))
    forms = tuple(dict.fromkeys(text for page in pages[:_FORM_PAGES] for part in page.parts for text in _form_names(part.grid)))
    return Paper(tables, paragraphs, _cover(pages), (*unsure, *_tables_of_others(tables, grids)), running, forms)


def find_grids(document: Document, catalogue: Catalogue) -> tuple[Grid, ...]:
    """Every grid of every page, raw, from top to bottom."""
    pages, _ = _pages_apart(document, replace(_knowledge(catalogue), is_raw=True))
    return tuple(part.grid for page in pages for part in page.parts)


@lru_cache(maxsize=8)
def _knowledge(catalogue: Catalogue) -> Knowledge:
    tables = [table for edition in catalogue.editions for table in edition.tables]
    rows = [row for table in tables for row in table.indicators]
    names = {text_folded(form) for row in rows for form in (row.name, *(alias.name for alias in row.aliases))}
    units = frozenset(map(text_folded, (*catalogue.units, *catalogue.unit_names)))
    within = tuple(text_folded(form) for form in catalogue.phrases.get("within.mark", ("其中：", "其中")))

    def is_name(folded: str) -> bool:
        bare = _DECORATION.sub("", folded)
        bare = next((bare[len(form) :] for form in within if bare.startswith(form)), bare)
        named, _, unit = bare.partition("/")
        with_unit = bare.rpartition("(")[0] if bare.endswith(")") else named if unit in units else ""  # 毕业生人数(人), 毕业生人数/人
        return bare in names or with_unit in names

    return Knowledge(header_words(catalogue), frozenset(text_folded(name) for table in tables for name in table.names), units, is_name)


def _founds_by_page(grids: Sequence[Grid], known: Knowledge) -> dict[int, list[Found]]:
    founds: dict[int, list[Found]] = {}
    for grid in grids:
        founds.setdefault(grid.place.page, []).extend(founds_from_grid(grid, known))
    return founds


def _pages_apart(
    document: Document, known: Knowledge, foreign: Mapping[int, Sequence[Found]] = NOTHING_FOREIGN
) -> tuple[list[PageParts], list[Problem]]:
    """The pages taken apart, and a word about those that were set beside others."""
    laid = [lines_from_page(page) for page in document.pages]
    inside, turns = (laid, []) if known.is_raw else sheets_by_coordinates(laid)
    cleared = inside if known.is_raw else without_side_folios([_cleared(lines, known) for lines in inside])
    whole, joined = (cleared, []) if known.is_raw else sheets_laid_out(cleared, turns, known, foreign)
    pages: list[PageLines] = []
    for page in (_unanswered(lines, foreign.get(lines.page.number, ())) for lines in whole):
        goes_on = len(pages) > 1 and pages[-1].page.number == pages[-2].page.number
        is_whole = known.is_raw or page.page.number in foreign or bool(page.page.strips)
        pages += [page] if is_whole else sides_of_page(page, known, goes_on=goes_on)
    open_table: OpenTable | None = None
    out: list[PageParts] = []
    found = list(zip(pages, furniture_found(pages), strict=True))
    for lines, furniture in found if known.is_raw or foreign else heads_joined(found, known):
        if out and out[-1].lines.page.number == lines.page.number and len(furniture) == len(lines.lines):
            continue  # a page number below two sides parts no table that goes on
        apart, open_table = parts_from_page(lines, furniture, open_table, known)
        out.append(parts_joined(apart, foreign[lines.page.number]) if lines.page.number in foreign else apart)
    return out, joined


def _cleared(lines: PageLines, known: Knowledge) -> PageLines:
    """Without what runs into the cells of tables and is of none."""
    if lines.page.kind != "text":
        return lines
    bare = without_leaders(without_stacks(lines, known.table_names, known.units))
    return without_explanations(bare, known.is_name)


def _unanswered(lines: PageLines, foreign: Sequence[Found]) -> PageLines:
    """Without what other readers answer for."""
    answered = _answered(lines.page, foreign)
    return lines_from_page(page_without(lines.page, answered)) if answered else lines


def _answered(page: Page, foreign: Sequence[Found]) -> list[Box]:
    """What other readers answer for: their tables, and the whole page where ours means nothing."""
    whole = [(0.0, 0.0, page.width, page.height)] if foreign and page.kind == "garbled" else []
    return [*whole, *(found.grid.place.box for found in foreign)]


def _in_contents(page: PageParts) -> bool:
    """A page most of whose captions stand in a table of contents, with leaders or without."""
    return sum(is_contents_line(line.text) for line in page.lines.lines) >= 3 or len(page.captions_left) >= 4


def _captions_without_table(pages: list[PageParts], left: list[Caption], tables: tuple[Table, ...]) -> tuple[Problem, ...]:
    shown = {page.lines.page.number: page.lines.page for page in pages}
    used = {table.caption for table in tables}
    return tuple(
        Problem("caption-without-grid", "warning", f"no table found below the caption {caption.text}", place=_place(shown, caption.line))
        for caption in left
        if caption.text not in used
    )


def _headers_unclear(tables: Sequence[Table], known: Knowledge) -> Iterator[Problem]:
    for table in tables:
        named = table.name or "a table without caption"
        if not {"year", "value"} & {column.kind for column in table.columns} and _known_rows(table, known) >= _FEWEST_KNOWN:
            what = f"{named}: no header and no columns were made out; its {len(table.rows)} rows were left out"
            yield Problem("header-unclear", "error", what, place=table.place)
        for index, column in enumerate(table.columns):
            is_meant = column.kind != "note" or not column.text or column_from_text(column.text, known.words) is not None
            if not is_meant and _holds_numbers(table, index):
                what = f"{named}: the column {column.text.strip()!r} has no meaning that is known; its numbers were left out"
                yield Problem("header-unclear", "error", what, place=table.place)
        if any(column.kind in ("value", "name") and not column.text for column in table.columns):
            what = f"{named}: no header was made out; what its columns hold is told by their contents"
            yield Problem("header-unclear", "warning", what, place=table.place)


def _known_rows(table: Table, known: Knowledge) -> int:
    """How many rows have the name of an indicator, and a figure beside it."""
    rows = ([text_folded(cell.text) for cell in row] for row in table.rows)
    return sum(any(map(known.is_name, texts)) and any(map(_is_figure, texts)) for texts in rows)


def _is_figure(folded: str) -> bool:
    """A number, and no dash or slash that stands for none."""
    return is_number(folded) and any(map(str.isdigit, folded))


def _holds_numbers(table: Table, index: int) -> bool:
    cells = [[text_folded(line) for line in row[index].text.split("\n")] for row in table.rows if row[index].text]
    return sum(any(map(_is_figure, cell)) for cell in cells) > len(cells) / 2


def _tables_of_others(tables: Sequence[Table], grids: Sequence[Grid]) -> Iterator[Problem]:
    readers = {grid.engine for grid in grids}
    for table in tables:
        if table.engine in readers:
            what = f"{table.name or 'a table without caption'}: read by {table.engine}, which made out more of it"
            yield Problem("engine-replaced", "note", what, place=table.place)


def _place(shown: dict[int, Page], line: Line) -> Place:
    return place_on_paper(shown[line.page], (line.x0, line.top, line.x1, line.bottom))


def _cover(pages: list[PageParts]) -> tuple[str, ...]:
    """The lines of the first pages, until a table of contents or a page of prose begins; of a form, each row as one line."""
    out: list[str] = []
    for page in pages[:2]:
        texts = [line.text for line in page.rest]
        if out and (sum(map(is_contents_line, texts)) >= 2 or len(texts) > 18 or any("。" in text for text in texts)):
            break
        out.extend((*texts, *(row for part in page.parts for row in _form_rows(part.grid))))
    return tuple(out[:_COVER_LINES])


def _form_names(grid: Grid) -> Iterator[str]:
    """学校名称：甲职业学校 of a form of any width: the cell to the right of the label."""
    cells = {(cell.row, cell.column): blanks_dropped(cell.text) for cell in grid.cells}
    for cell in grid.cells:
        label, value = blanks_dropped(cell.text), cells.get((cell.row, cell.column + cell.column_span), "")
        if value and _NAME_LABEL.match(label):
            yield f"{label.rstrip('：:')}：{value}"


def _form_rows(grid: Grid) -> Iterator[str]:
    """学校名称：甲职业学校 of a grid that is a form: two cells a row, the first a label."""
    if grid.n_columns == 2:
        for row in range(grid.n_rows):
            yield "：".join(blanks_dropped(cell.text).rstrip("：:") for cell in grid.cells if cell.row == row and cell.text)

