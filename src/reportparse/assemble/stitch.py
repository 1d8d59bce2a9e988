"""Parts into logical tables: over pages, with or without a repeated header, a row cut by the page healed.

A part goes on the table before it when nothing but furniture stands between them, it has no caption of its own (or says
续表, or repeats the number) and its header, if it has one, is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportparse.assemble.aligned.cutfigures import are_figures_cut, figures_doubted
from reportparse.assemble.captions import Caption, caption_from_cell
from reportparse.assemble.guessed import columns_guessed
from reportparse.assemble.header import header_from_rows, is_header
from reportparse.assemble.parts import Knowledge, Part
from reportparse.model import Cell, Column, Grid, Place, Table
from reportparse.text import text_folded

_SAME_CUT = 3.0  # points
_MOST_NOTES = 3  # rows
_ACROSS = 0.5  # of the columns: gridlines that are printed go around the columns of wider tables too
_FITS = {"unit": ("unit", "note"), "value": ("year", "value", "size", "ordinal", "note")}

Slots = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part (or the stretch of one between two captions inside it) as rows of slots, its header understood."""

    part: Part
    caption: Caption | None
    title: str
    columns: tuple[Column, ...] | None
    header: tuple[str, ...]
    body: Slots
    first: bool


def tables_from_parts(parts: Sequence[Part], left: Sequence[Caption], known: Knowledge) -> tuple[Table, ...]:
    """The logical tables of a report, in printed order. `left` are captions that have no grid below them on their page.

    One of them waits for the next page where it stands below the grids of its own: nothing does where the last of them runs on.
    """
    groups: list[list[Piece]] = []
    full = {part.page for part in parts if part.runs_on}
    waiting = {caption.line.page: caption for caption in left if caption.line.page not in full}
    for piece in [_with_waiting_caption(piece, waiting) for part in parts for piece in _pieces(part, known)]:
        if groups and _goes_on(groups[-1], piece) and not _has_other_columns(piece, groups[-1], known):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(_table(group, known) for group in groups)


def _with_waiting_caption(piece: Piece, waiting: dict[int, Caption]) -> Piece:
    """A caption alone at the foot of the page before belongs to the table that opens this page."""
    caption = waiting.get(piece.part.page - 1)
    if piece.caption is None and piece.part.opens and piece.first and caption is not None:
        return replace(piece, caption=caption)
    return piece


def _pieces(part: Part, known: Knowledge) -> list[Piece]:
    """A grid cut at rows that are a caption inside the grid, each stretch with its header, or with that of the stretch above it."""
    rows = _header_peeled(slots_from_grid(part.grid), known)
    cuts = [i for i, row in enumerate(rows) if _caption_within(row, part, known)]
    starts = sorted({0, *cuts})
    pieces: list[Piece] = []
    shared = part.columns, tuple(text_folded(column.text) for column in part.columns or ())
    for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
        title = _title(rows[start]) if start in cuts else ""
        stretch = _notes_peeled(rows[start + bool(title) : stop], known)
        header = header_from_rows(stretch, known.words)
        n, columns = header if header else (0, None)
        if columns is not None:
            shared = columns, _words(stretch[:n])
        caption = _caption_within(rows[start], part, known) if title else part.caption if start == 0 else None
        pieces.append(Piece(part, caption, title, *shared, _without_repeats(stretch[n:], stretch[:n]), start == 0))
    return pieces


def _words(header: Slots) -> tuple[str, ...]:
    """What the cells of a header say, folded: each once a row, over however many columns it is merged."""
    return tuple(text_folded(cell.text) for row in header for at, cell in enumerate(row) if not at or row[at - 1].column != cell.column)


def _notes_peeled(rows: Slots, known: Knowledge) -> Slots:
    """Rows without the first ones that go across the columns and stand above the header: who reports, a note of the table before."""
    for n, row in enumerate(rows[:_MOST_NOTES]):
        if not _title(row):
            break
        if header_from_rows(rows[n + 1 :], known.words) is not None:
            return rows[n + 1 :]
    return rows


def _header_peeled(rows: Slots, known: Knowledge) -> Slots:
    """Rows whose first one is parted where it holds a header and a row: some producers draw no rule below a repeated header
    when the row that follows is cut."""
    if not rows or header_from_rows(rows[:1], known.words) is not None:
        return rows
    texts = {id(cell): cell.text.partition("\n") for cell in rows[0]}
    header = tuple(replace(cell, text=texts[id(cell)][0]) for cell in rows[0])
    if header_from_rows((header,), known.words) is None:
        return rows
    return (header, tuple(replace(cell, text=texts[id(cell)][2]) for cell in rows[0]), *rows[1:])


def _caption_within(row: tuple[Cell, ...], part: Part, known: Knowledge) -> Caption | None:
    """The caption that a row across all columns is, or None."""
    title = _title(row)
    return caption_from_cell(title, part.page, known.table_names) if title else None


def _title(row: tuple[Cell, ...]) -> str:
    """The text of a row that is one cell across all columns, or across most with nothing beside it; else an empty string."""
    first = row[0]
    is_across = first.column_span >= min(len(row), _ACROSS * len(row)) and len(row) > 1 and first.row_span == 1
    return first.text.replace("\n", "") if is_across and not any(cell.text for cell in row if cell is not first) else ""


def _without_repeats(body: Slots, header: Slots) -> Slots:
    """Body rows that are not the header once more."""
    labels = {tuple(text_folded(cell.text) for cell in row) for row in header}
    return tuple(row for row in body if tuple(text_folded(cell.text) for cell in row) not in labels)


def slots_from_grid(grid: Grid) -> Slots:
    """Rows of slots, a merged cell standing in each slot that it covers."""
    rows: list[list[Cell | None]] = [[None] * grid.n_columns for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                rows[row][column] = cell
    return tuple(tuple(cell for cell in row if cell is not None) for row in rows)


def _goes_on(group: Sequence[Piece], piece: Piece) -> bool:
    if piece.caption is not None:
        return _says_more(piece, piece.caption, group)
    if not piece.first:
        return False
    part, last = piece.part, group[-1].part
    if piece.columns is not None:
        return _adjoins(part, last) and _has_same_header(piece, group)
    return _adjoins(part, last) or (_same_cuts(part, last) and (part.page == last.page or (part.opens and _follows(part, last))))


def _says_more(piece: Piece, caption: Caption, group: Sequence[Piece]) -> bool:
    """续表, or a number alone; or the caption once more, where it is repeated with the header at the head of each page."""
    head = group[0].caption
    if caption.continued:
        return not _is_of_another(caption, head) and not _has_other_years(piece, group)
    if head is None or caption.number != head.number:
        return False
    repeated = piece.first and caption.name == head.name and piece.columns is not None and _has_same_header(piece, group)
    return (not caption.name and caption.number is not None) or (repeated and _adjoins(piece.part, group[-1].part))


def _adjoins(part: Part, last: Part) -> bool:
    is_next = part.page == last.page or _follows(part, last)  # the same: from the left side of a page to its right one
    return part.opens and last.runs_on and is_next


def _follows(part: Part, last: Part) -> bool:
    """Is it on the next page, or on the next but for the strips of the one before?"""
    return part.page - 1 in (last.page, last.until)


def _has_same_header(piece: Piece, group: Sequence[Piece]) -> bool:
    """Is it the same, or the same without some of its words?"""
    before = next((p.header for p in group if p.columns is not None), ())
    return len(piece.header) == len(before) and all(word in ("", said) for word, said in zip(piece.header, before, strict=True))


def _has_other_columns(piece: Piece, group: Sequence[Piece], known: Knowledge) -> bool:
    """Would units or figures of a piece without a header stand where the table has neither, if its cells were put where they are on the
    page? A page is missing then, or stands elsewhere: the rest of another table follows."""
    lead = next((one for one in group if one.columns is not None), None)
    if piece.columns is not None or lead is None or piece.part.grid.n_columns == lead.part.grid.n_columns:
        return False
    own = columns_guessed(piece.body, "", known) or ()
    kinds = [column.kind for column in lead.columns or ()]
    return any(kinds[_slot(piece.part.cuts[at : at + 2], lead.part.cuts)] not in _FITS.get(one.kind, kinds) for at, one in enumerate(own))


def _slot(edges: Sequence[float], cuts: Sequence[float]) -> int:
    """The column between `cuts` that most of the stretch between two edges lies in."""
    a, b = edges
    shares = [min(b, y) - max(a, x) for x, y in pairwise(cuts)]
    return max(range(len(shares)), key=shares.__getitem__)


def _is_of_another(caption: Caption, head: Caption | None) -> bool:
    """Does a table that goes on say that it is another one than that before it, whose beginning was not made out?"""
    if head is None or (caption.number is not None and caption.number == head.number):
        return False
    return bool(caption.name and head.name) and caption.name not in head.name and head.name not in caption.name


def _has_other_years(piece: Piece, group: Sequence[Piece]) -> bool:
    years, before = ({column.year for one in pieces for column in one.columns or () if column.year} for pieces in ([piece], group))
    return bool(before) and not years <= before


def _same_cuts(part: Part, last: Part) -> bool:
    """A grid without header and caption whose columns are those of the one before: only a group's title without rules parts them."""
    return len(part.cuts) == len(last.cuts) and all(abs(a - b) <= _SAME_CUT for a, b in zip(part.cuts, last.cuts, strict=True))


def _table(group: Sequence[Piece], known: Knowledge) -> Table:
    head = group[0]
    lead = _lead(group)
    columns = lead.columns
    if columns is None:
        columns = columns_guessed(head.body, head.caption.name if head.caption else head.title, known)
    if columns is None:
        columns = tuple(Column("note", "") for _ in range(head.part.grid.n_columns))
    bodies = [[_row_fitted(row, piece, lead, columns) for row in piece.body] for piece in group]
    half = _half_of_folded(columns)
    if half:
        bodies = [*_side(bodies, 0, half), *_side(bodies, half, 2 * half)]
        columns = columns[:half]
    rows = _rows_joined(bodies, columns, known.is_name)
    caption = head.caption
    return Table(
        number=caption.number if caption else None,
        name=caption.name if caption else "",
        caption=caption.text if caption else head.title,
        unit=next((piece.part.unit for piece in group if piece.part.unit), ""),
        columns=columns,
        rows=tuple(rows),
        engine=head.part.grid.engine,
        place=head.part.grid.place,
    )


def _lead(group: Sequence[Piece]) -> Piece:
    """The piece whose columns are the table's: the first with a header, or of those with the same words the one that parts most columns, as
    only where 其中 stands beside its rows the names have two."""
    said = [piece for piece in group if piece.columns is not None]
    same = [piece for piece in said if piece.header == said[0].header]
    return max(same, key=lambda piece: piece.part.grid.n_columns) if same else group[0]


def _half_of_folded(columns: Sequence[Column]) -> int:
    """How many columns one half has of a table that was folded to save room, the second half of its rows beside the first; else 0."""
    half, odd = divmod(len(columns), 2)
    said = [(column.kind, text_folded(column.text)) for column in columns]
    return half if not odd and said[:half] == said[half:] and is_header(columns[:half]) else 0


def _side(bodies: Sequence[Sequence[tuple[Cell, ...]]], start: int, stop: int) -> list[list[tuple[Cell, ...]]]:
    return [[row[start:stop] for row in body if not (start and _title(row))] for body in bodies]


def _rows_joined(
    bodies: Sequence[Sequence[tuple[Cell, ...]]], columns: Sequence[Column], is_name: Callable[[str], bool]
) -> list[tuple[Cell, ...]]:
    """The rows of a table's pieces one after the other, those that a page cuts whole again."""
    rows: list[tuple[Cell, ...]] = []
    name = _name(columns)
    for piece in bodies:
        own = [_indented(row, name, piece) for row in piece]
        first, body = own[:1] if rows else [], _units_going_on(own, rows, columns)
        if first and (_is_cut(rows[-1], first[0], columns, name, is_name) or are_figures_cut((rows, body[1:]), first[0], columns)):
            rows[-1] = tuple(_joined(a, b) for a, b in zip(rows[-1], first[0], strict=True))
            body = [*(figures_doubted(row, first[0], columns) for row in body[1:2]), *body[2:]]
        elif rows and body and (shared := _shared_name(rows[-1], body[0], columns, name, is_name)) is not None:
            rows[-1] = (*rows[-1][:name], shared, *rows[-1][name + 1 :])
            body[0] = (*body[0][:name], shared, *body[0][name + 1 :])
        rows.extend(row for row in body if any(cell.text for cell in row))
    return rows


def _name(columns: Sequence[Column]) -> int:
    """The column of the names; of several below one head, 其中 and what is in it, the last."""
    first = next((i for i, column in enumerate(columns) if column.kind == "name"), 0)
    under = (i for i in range(first, len(columns)) if columns[i] != columns[first])
    return next(under, len(columns)) - 1


def _units_going_on(body: list[tuple[Cell, ...]], rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column]) -> list[tuple[Cell, ...]]:
    """The rows of a page, an empty unit at their head being that of the last row before, where a cell merged over rows is cut there."""
    if not rows or not body:
        return body
    for i in (i for i, column in enumerate(columns) if column.kind == "unit"):
        cut, above = body[0][i], rows[-1][i]
        if above.text and not cut.text and max(cut.row_span, above.row_span) > 1:
            body = [(*row[:i], replace(cut, text=above.text), *row[i + 1 :]) if row[i] is cut else row for row in body]
    return body


def _row_fitted(row: tuple[Cell, ...], piece: Piece, lead: Piece, columns: Sequence[Column]) -> tuple[Cell, ...]:
    """The row with as many slots as the table has columns. Another column split is mapped by what its own header says, else by where
    the cells stand."""
    empty = Cell("", 0, 0, place=row[0].place if row else Place(0, (0.0, 0.0, 0.0, 0.0)))
    own = [(column.kind, column.year) for column in piece.columns or ()]
    wanted = [(column.kind, column.year) for column in columns]
    if own and own != wanted and len(own) == len(row) and len(set(own)) == len(own) and set(own) <= set(wanted):
        return tuple(row[own.index(one)] if one in own else empty for one in wanted)
    if len(row) == len(columns) and piece.part.grid.n_columns == lead.part.grid.n_columns:
        return row
    cuts = lead.part.cuts
    chosen: list[list[Cell]] = [[] for _ in columns]
    for index, cell in enumerate(row):
        if index and row[index - 1] is cell:
            continue
        edges = piece.part.cuts[cell.column], piece.part.cuts[cell.column + cell.column_span]
        chosen[_slot(edges, cuts)].append(cell)
    return tuple(_all_joined(cells) if cells else _lacking(empty, column) for cells, column in zip(chosen, columns, strict=True))


def _lacking(empty: Cell, column: Column) -> Cell:
    """A cell of a column that the page does not have: a figure may stand on another page."""
    return replace(empty, flags=("value-doubtful",)) if column.kind == "year" else empty


def _all_joined(cells: Sequence[Cell]) -> Cell:
    first = cells[0]
    for cell in cells[1:]:
        first = _joined(first, cell)
    return first


def _joined(a: Cell, b: Cell) -> Cell:
    """Two halves of one cell; it stands where its first half with text stands."""
    if not b.text:
        return a
    if not a.text:
        return replace(b, row=a.row)
    return replace(a, text=f"{a.text}\n{b.text}", confidence=min(a.confidence, b.confidence))


def _indented(row: tuple[Cell, ...], name: int, body: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """The row with its name's indent measured from the left-most name of the same page."""
    cell = row[name]
    if not cell.text or cell.row_span != 1 or cell.column_span == len(row):
        return row
    left = min(other[name].indent for other in body if other[name].text)
    return (*row[:name], replace(cell, indent=max(round(cell.indent - left, 2), 0.0)), *row[name + 1 :])


def _shared_name(
    above: tuple[Cell, ...], below: tuple[Cell, ...], columns: Sequence[Column], name: int, is_name: Callable[[str], bool]
) -> Cell | None:
    """The name merged over two rows (门 / 学时) that a page parts: both have values, in different units, and one name or its halves."""
    units = [i for i, column in enumerate(columns) if column.kind == "unit"]
    values = [i for i, column in enumerate(columns) if column.kind in ("year", "value")]
    pair = any(below[i].text and below[i].text != above[i].text for i in units) and any(below[i].text for i in values)
    if not pair or not above[name].text:
        return None
    if not below[name].text:
        return above[name]
    halves = not is_name(text_folded(above[name].text)) and is_name(text_folded(above[name].text + below[name].text))
    return _joined(above[name], below[name]) if halves else None


def _is_cut(
    above: tuple[Cell, ...], below: tuple[Cell, ...], columns: Sequence[Column], name: int, is_name: Callable[[str], bool]
) -> bool:
    """Is `below`, the first row of a page, the rest of `above`, the last row of the page before?

    A rest lacks what every row has: its name, or its unit and all its values (and its ordinal). What it has must be
    lacking above, or be text that wraps.
    """
    value_columns = [i for i, column in enumerate(columns) if column.kind in ("year", "value", "unit", "ordinal", "size")]
    below_values = any(below[i].text for i in value_columns)
    above_values = any(above[i].text for i in value_columns)
    if not below[name].text:
        return not below_values or not above_values
    whole = text_folded(above[name].text + below[name].text)
    if below_values and above_values:
        figures = any(below[i].text for i in value_columns if columns[i].kind != "ordinal")
        return is_name(whole) and not figures and not is_name(text_folded(below[name].text))  # an ordinal wraps too
    if is_name(whole):
        return True
    if below_values:
        return bool(above[name].text) and not is_name(text_folded(above[name].text)) and not is_name(text_folded(below[name].text))
    return above_values and not is_name(text_folded(below[name].text)) and not is_name(text_folded(above[name].text))
