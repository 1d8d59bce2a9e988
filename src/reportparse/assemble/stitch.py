"""Parts into logical tables: over pages, with or without a repeated header, a row cut by the page healed.

A part goes on the table before it when nothing but furniture stands between them, it has no caption of its own (or says
续表, or repeats the number) and its header, if it has one, is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportparse.assemble.captions import Caption, caption_from_cell
from reportparse.assemble.chunks import is_number
from reportparse.assemble.cutheads import columns_of_cut
from reportparse.assemble.cutrows import cells_joined, rows_joined
from reportparse.assemble.guessed import columns_guessed
from reportparse.assemble.header import header_from_rows, is_header
from reportparse.assemble.parts import Knowledge, Part
from reportparse.model import Cell, Column, Grid, Place, Table
from reportparse.text import text_folded

_SAME_CUT = 3.0  # points
_SAME_SIDE = 15.0  # points: one letter more or less
_MOST_NOTES = 3  # rows
_ACROSS = 0.5  # of the columns: gridlines that are printed go around the columns of wider tables too
_FITS = {"unit": ("unit", "note"), "value": ("year", "value", "size", "ordinal", "note")}

Slots = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part (or the stretch of one between two captions inside it) as rows of slots, its header understood. `cuts` are the part's, moved
    to those of the table that it goes on if that stands in another column of a page."""

    part: Part
    caption: Caption | None
    title: str
    columns: tuple[Column, ...] | None
    header: tuple[str, ...]
    body: Slots
    first: bool
    cuts: tuple[float, ...]


def tables_from_parts(parts: Sequence[Part], left: Sequence[Caption], known: Knowledge) -> tuple[Table, ...]:
    """The logical tables of a report, in printed order. `left` are captions that have no grid below them on their page.

    One of them waits for the next page where it stands below the grids of its own: nothing does where the last of them runs on.
    """
    groups: list[list[Piece]] = []
    full = {part.page for part in parts if part.runs_on}
    waiting = {caption.line.page: caption for caption in left if caption.line.page not in full}
    for piece in _heads_healed([_with_waiting_caption(piece, waiting) for part in parts for piece in _pieces(part, known)], known):
        piece = _below_its_header(piece, groups[-1]) if groups else piece
        if groups and _goes_on(groups[-1], piece) and not _has_other_columns(piece, groups[-1], known):
            groups[-1].append(piece)
        else:
            groups.append([_with_columns_above(piece, groups[-1]) if groups else piece])
    return tuple(_table(group, known) for group in groups)


def _with_columns_above(piece: Piece, group: Sequence[Piece]) -> Piece:
    """A table that has a caption and no header has that of the table above it, where it keeps to its columns and has figures under its
    years from the first row on: captions are titles then."""
    lead, part, last = next((one for one in group if one.columns is not None), group[0]), piece.part, group[-1].part
    is_next = part.page == last.page or _follows(part, last)
    first = next((row for row in piece.body if not _title(row)), ())
    own = lead.columns or ()
    if piece.columns is not None or piece.caption is None or len(first) != len(own) or not is_next or not _same_cuts(part, last):
        return piece
    figures = [cell.text for cell, column in zip(first, own, strict=True) if column.kind == "year"]
    return replace(piece, columns=lead.columns, header=lead.header) if figures and all(map(is_number, figures)) else piece


def _with_waiting_caption(piece: Piece, waiting: dict[int, Caption]) -> Piece:
    """A caption alone at the foot of the page before belongs to the table that opens this page."""
    caption = waiting.get(piece.part.page - 1)
    if piece.caption is None and piece.part.opens and piece.first and caption is not None:
        return replace(piece, caption=caption)
    return piece


def _heads_healed(pieces: Sequence[Piece], known: Knowledge) -> list[Piece]:
    """The pieces, a header that a page cuts whole again, at the head of the page on which its rows are."""
    out: list[Piece] = []
    for piece in pieces:
        columns = _columns_of_cut(out[-1], piece, known) if out else None
        if columns is not None:
            head = out.pop()
            part = replace(piece.part, unit=head.part.unit or piece.part.unit)
            piece = replace(head, part=part, columns=columns, body=piece.body[1:], cuts=piece.cuts)
        out.append(piece)
    return out


def _columns_of_cut(head: Piece, piece: Piece, known: Knowledge) -> tuple[Column, ...] | None:
    """The columns of a table of which nothing but the first half of its header stands on the page before."""
    if head.body or piece.caption is not None or not piece.first or not piece.body or not _adjoins(piece.part, head.part):
        return None
    above = slots_from_grid(head.part.grid)[-1]
    cuts = head.part.cuts
    fitted = [above[_slot(edges, cuts)] for edges in pairwise(piece.part.cuts)]
    return columns_of_cut(fitted, piece.body[0], known.words) if len(fitted) == len(piece.body[0]) else None


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
        pieces.append(Piece(part, caption, title, *shared, _without_repeats(stretch[n:], stretch[:n]), start == 0, part.cuts))
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
    follows = part.page == last.page or ((part.opens or part.is_titled) and _follows(part, last))
    return _adjoins(part, last) or (_same_cuts(part, last) and follows)


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
    return any(kinds[_slot(piece.cuts[at : at + 2], lead.part.cuts)] not in _FITS.get(one.kind, kinds) for at, one in enumerate(own))


def _below_its_header(piece: Piece, group: Sequence[Piece]) -> Piece:
    """The piece moved to where most of its cuts are those of the table's header, where it stands wholly beside that."""
    lead = next((one for one in group if one.columns is not None), None)
    if piece.columns is not None or lead is None:
        return piece
    own, cuts = piece.cuts, lead.part.cuts
    if own[0] < cuts[-1] and own[-1] > cuts[0]:
        return piece
    ways = [a - b for a in cuts[1:-1] for b in own[1:-1]]
    by = max(ways, key=lambda way: sum(abs(a - b - way) < _SAME_CUT for a in cuts for b in own), default=0.0)
    return replace(piece, cuts=tuple(cut + by for cut in own))


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
    """A grid without header and caption whose columns are those of the one before: only a group's title without rules parts them. Sides
    that are not drawn end where the words do."""
    apart = [abs(a - b) for a, b in zip(part.cuts, last.cuts, strict=False)]
    return len(part.cuts) == len(last.cuts) and max(apart[1:-1], default=0.0) <= _SAME_CUT and max(apart) <= _SAME_SIDE


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
    rows = rows_joined(bodies, columns, known.is_name)
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
        edges = piece.cuts[cell.column], piece.cuts[cell.column + cell.column_span]
        chosen[_slot(edges, cuts)].append(cell)
    return tuple(cells_joined(cells) if cells else _lacking(empty, column) for cells, column in zip(chosen, columns, strict=True))


def _lacking(empty: Cell, column: Column) -> Cell:
    """A cell of a column that the page does not have: a figure may stand on another page."""
    return replace(empty, flags=("value-doubtful",)) if column.kind == "year" else empty
