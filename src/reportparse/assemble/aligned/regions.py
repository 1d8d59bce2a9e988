"""The lines of an aligned table on one page as a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reportparse.assemble.aligned.body import Body, BodyRow
from reportparse.assemble.aligned.bodyrows import rows_from_body
from reportparse.assemble.aligned.columns import Columns
from reportparse.assemble.aligned.grouptitles import titles_in_body
from reportparse.assemble.aligned.heads import HeaderBlock
from reportparse.assemble.aligned.sharedunits import rows_with_units_shared
from reportparse.assemble.aligned.touching import touches_another
from reportparse.assemble.chunks import Chunk
from reportparse.assemble.lines import PageLines, place_on_paper, text_spaced
from reportparse.model import Box, Cell, Grid


def grid_from_body(lines: PageLines, header: HeaderBlock | None, body: Body, columns: Columns, is_name: Callable[[str], bool]) -> Grid:
    """The grid of an aligned table on one page: its header as one row, then its rows."""
    rows = rows_from_body(lines, body, columns, is_name)
    rows, shared = rows_with_units_shared(rows, columns, titles_in_body(rows, columns, is_name), goes_on=body.goes_on)
    units = {first: (stop, chunks) for first, stop, chunks in shared}
    owners = [number - row.shares_name for number, row in enumerate(rows)]
    edges = _edges(rows, header)
    cells: list[Cell] = []
    if header is not None:
        top = min(lines.lines[i].top for i in range(header.first, header.stop))
        cells += [_cell(lines, text.text, (0, i), columns.box(i, top - 1, edges[0]), None) for i, text in enumerate(header.columns)]
    shift = int(header is not None)
    titles = titles_in_body(rows, columns, is_name)
    for number, row in enumerate(rows):
        if number in titles:
            (chunk,) = (chunk for line in row.lines for chunk in line.chunks)
            box = (columns.cuts[0], edges[number], columns.cuts[-1], edges[number + 1])
            title = _cell(lines, text_spaced(chunk.text, lines.boxes[chunk.start : chunk.stop]), (number + shift, 0), box, [chunk])
            cells.append(replace(title, column_span=len(columns.columns)))
            continue
        for column in range(len(columns.columns)):
            is_shared = units and columns.columns[column].kind == "unit"
            if (column == columns.name and owners[number] != number) or (is_shared and number not in units):
                continue
            chunks = [c for b in row.lines for c, at in zip(b.chunks, b.columns, strict=True) if at == column]
            end = number + owners.count(number) if column == columns.name else number + 1
            if is_shared:
                end, chunks = units[number][0], list(units[number][1])
            text = "\n".join(text_spaced(c.text, lines.boxes[c.start : c.stop]) for c in chunks)
            cell = _cell(lines, text, (number + shift, column), columns.box(column, edges[number], edges[end]), chunks)
            cells.append(replace(cell, row_span=end - number))
    top = cells[0].place.box[1] if cells else 0.0
    place = place_on_paper(lines.page, (columns.cuts[0], top, columns.cuts[-1], edges[-1]))
    return Grid(len(rows) + shift, len(columns.columns), tuple(cells), lines.page.engine, "aligned", place)


def _cell(lines: PageLines, text: str, at: tuple[int, int], box: Box, chunks: Sequence[Chunk] | None) -> Cell:
    confidence = 1.0
    if chunks and lines.confidence is not None:
        confidence = min(float(lines.confidence[c.start : c.stop].min()) for c in chunks)
    flags = ("value-doubtful",) if any(touches_another(lines, chunk) for chunk in chunks or ()) else ()
    indent = chunks[0].x0 if chunks else 0.0
    return Cell(text, at[0], at[1], indent=indent, confidence=confidence, flags=flags, place=place_on_paper(lines.page, box))


def _edges(rows: Sequence[BodyRow], header: HeaderBlock | None) -> list[float]:
    """Heights between the rows, from the top of the first to the foot of the last."""
    tops = [min(b.line.top for b in row.lines) for row in rows]
    feet = [max(b.line.bottom for b in row.lines) for row in rows]
    if not rows:
        return [header.bottom if header else 0.0]
    first = (header.bottom + tops[0]) / 2 if header else tops[0] - 1
    return [first, *((foot + top) / 2 for foot, top in zip(feet, tops[1:], strict=False)), feet[-1] + 1]
