"""Rows of a table over pages: those that a page cuts are whole again, and what is merged over rows on both pages is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reportparse.assemble.aligned.cutfigures import are_figures_cut, figures_doubted
from reportparse.model import Cell, Column
from reportparse.text import text_folded


def rows_joined(
    bodies: Sequence[Sequence[tuple[Cell, ...]]], columns: Sequence[Column], is_name: Callable[[str], bool]
) -> list[tuple[Cell, ...]]:
    """The rows of a table's pieces one after the other, those that a page cuts whole again."""
    rows: list[tuple[Cell, ...]] = []
    name = _name(columns)
    for piece in bodies:
        own = [_indented(row, name, piece) for row in piece]
        first, body = own[:1] if rows else [], _cells_going_on(own, rows, columns)
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


def _cells_going_on(body: list[tuple[Cell, ...]], rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column]) -> list[tuple[Cell, ...]]:
    """The rows of a page, an empty cell at their head being that of the last row before, where one merged over rows is cut there.

    How many were asked, and how, is not the same for all rows as a unit nearly is: that cell must be merged below the cut, too."""
    if not rows or not body:
        return body
    for i, column in enumerate(columns):
        cut, above = body[0][i], rows[-1][i]
        spans = {"unit": max(cut.row_span, above.row_span), "method": cut.row_span, "size": cut.row_span}
        if above.text and not cut.text and spans.get(column.kind, 1) > 1:
            body = [(*row[:i], replace(cut, text=above.text), *row[i + 1 :]) if row[i] is cut else row for row in body]
    return body


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


def cells_joined(cells: Sequence[Cell]) -> Cell:
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
